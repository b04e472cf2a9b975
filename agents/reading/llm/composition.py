"""Puts a question together: the static part of the bundle, then what this message adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from agents.reading.llm.examples import Example, examples_shown, more_examples, similar
from agents.reading.llm.quotes import Quotes
from agents.reading.llm.redaction import Redactor, people
from agents.reading.llm.sections import Offered
from agents.reading.llm.view import View, view
from agents.reading.local.region import regions
from workflow.accounts import Candidates
from workflow.definition import AccountRule
from workflow.document import Document
from workflow.errors import NotFound
from workflow.models import ModelAlias
from workflow.models_calls import Picture, Question
from workflow.prompts import Prompt

if TYPE_CHECKING:
    from agents.reading.llm.questions import Wording

Pictures = Callable[[Document], tuple[Picture, ...]]
"""The pictures of a message that a model may be shown, named by their parts."""

PDF = "application/pdf"
MOST_PICTURES = 6
PICTURE = 4_000_000
"""Bytes of one picture."""


@dataclass
class Composed:
    """A question about one document for one alias, and the way back from the answer to the text."""

    question: Question
    view: View
    offered: Offered
    redactor: Redactor

    @cached_property
    def quotes(self) -> Quotes:
        """Finds quotes in what was shown."""
        return Quotes(self.view)


@dataclass
class Composer:
    """Composes the questions of one workflow. Everything static is made once, so that it is the same every time."""

    prompts: dict[str, Prompt]
    rule: AccountRule
    pictures: Pictures
    pool: Sequence[Example] = ()
    _static: dict[tuple[str, str], str] = field(default_factory=dict)

    def compose(
        self, wording: Wording[Any], alias: str, model: ModelAlias, document: Document, candidates: Candidates
    ) -> Composed:
        """A question about a document, for an alias."""
        prompt = self.prompts.get(wording.prompt)
        if prompt is None:
            raise NotFound(f"the bundle has no prompt '{wording.prompt}': add prompts/{wording.prompt}.md")
        redactor = Redactor(model.redact, people(document) if model.redact else (), regions(document, None))
        shown = self._pictures(document, model)
        seen = view(document, redactor, model.longest_input, tuple(picture.name for picture in shown))
        offered = Offered(candidates, self.rule, redactor)
        values = {"document": seen.text, "candidates": offered.text, **wording.more(offered, redactor)}
        if "similar" in prompt.variables:
            pool = (*more_examples(wording.examples), *self.pool)
            values["similar"] = examples_shown(similar(_own_words(document), pool), redactor)
        question = Question(
            name=wording.prompt,
            alias=alias,
            model=model,
            static=self._first(prompt, wording.static),
            text=prompt.second(values),
            form=wording.form,
            pictures=shown,
            longest_output=model.longest_output,
        )
        return Composed(question, seen, offered, redactor)

    def _first(self, prompt: Prompt, static: dict[str, str]) -> str:
        key = (prompt.name, "\0".join(static.values()))
        if key not in self._static:
            self._static[key] = prompt.first(static)
        return self._static[key]

    def _pictures(self, document: Document, model: ModelAlias) -> tuple[Picture, ...]:
        if not model.images and not model.scans:
            return ()
        found = (each for each in self.pictures(document) if (model.scans if each.media_type == PDF else model.images))
        return tuple(each for each in found if len(each.data) <= PICTURE)[:MOST_PICTURES]


def _own_words(document: Document) -> str:
    """What the sender wrote, as far as examples are compared with it."""
    texts = [part.text for part in document.parts if part.kind in ("subject", "body")]
    return "\n".join(texts)
