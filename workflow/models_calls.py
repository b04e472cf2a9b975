"""A question to a model, its answer, and the record of the calls that it took."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Protocol

from workflow.document import Frozen
from workflow.identifiers import Digest, canonical, digest
from workflow.models import ModelAlias


class Picture(Frozen):
    """A picture of the message, or a scanned PDF, as bytes of a media type that models take."""

    name: str
    media_type: str
    data: bytes


class Turn(Frozen):
    """What was said before in a conversation: the model's answer that could not be used, and what was said to it."""

    role: str
    text: str


class Question(Frozen):
    """What one call asks. `static` is the same for all messages of a bundle version; `form` is a JSON Schema."""

    name: str  #: of its prompt
    alias: str
    model: ModelAlias
    static: str
    text: str
    form: dict[str, Any]
    pictures: tuple[Picture, ...] = ()
    before: tuple[Turn, ...] = ()
    longest_output: int = 4000  #: tokens

    @property
    def key(self) -> Digest:
        """Content address of everything that may change the answer: document, question, prompt, model."""
        model = self.model
        settings = [model.model, model.api_base, model.temperature, model.structured, self.longest_output]
        said = [[turn.role, turn.text] for turn in self.before]
        pictures = [digest(picture.data) for picture in self.pictures]
        return digest(canonical([self.name, self.static, self.text, self.form, pictures, said, settings]))


class Purpose(Frozen):
    """What a call is for: whose bill it is."""

    workflow: str = ""
    run: str = ""
    step: str = ""
    case: str = ""


class Usage(Frozen):
    """Tokens of one call; `cached` of `input` were in the provider's cache."""

    input: int = 0
    output: int = 0
    cached: int = 0


class Attempt(Frozen):
    """One call, or one that was not made: what came of it. `cost` is None where no price is known."""

    model: str
    outcome: str  #: 'answered', or the kind of a failure
    message: str = ""
    waited_seconds: float = 0.0  #: before it
    took_ms: float = 0.0
    tokens: Usage = Usage()
    cost: Decimal | None = Decimal(0)
    uncertain: bool = False  #: the provider may bill it; `cost` is the most that it can be


class First(Frozen):
    """What it took when a question was asked first, repairs included; `cost` is None where no price was known."""

    tokens: Usage = Usage()
    cost: Decimal | None = None
    took_ms: float = 0.0


class Answered(Frozen):
    """What a model said, word for word, and the calls that it took."""

    text: str
    finish: str = "stop"  #: stop, length, refused
    refusal: str = ""
    cached: bool = False  #: it was asked before, and nothing was called
    first: First | None = None  #: of an answer that is cached
    attempts: tuple[Attempt, ...] = ()


class ModelCall(Frozen):
    """A line of the trace: one question of a step, to one alias, and what came of it."""

    question: str
    alias: str
    model: str = ""
    outcome: str  #: answered, cached, repaired, local, or the kind of the failure
    message: str = ""
    tokens: Usage = Usage()
    cost: str = ""  #: with its currency; empty where nothing was called
    took_ms: float = 0.0
    attempts: tuple[Attempt, ...] = ()
    before: First | None = None  #: where nothing was called, what the answer took when it was asked first


class Models(Protocol):
    """The port to models. A failure is raised as ModelFailure, which carries its `attempts`."""

    @property
    def currency(self) -> str:
        """In which costs are told."""
        ...

    def recall(self, question: Question) -> Answered | None:
        """The answer that was kept for this very question, or None."""
        ...

    def ask(self, question: Question, purpose: Purpose) -> Answered:
        """Asks, as far as the budgets allow. Raises ModelFailure."""
        ...

    def keep(self, question: Question, answered: Answered) -> None:
        """Keeps an answer that could be used, for when the same is asked again."""
        ...
