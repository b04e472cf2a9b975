"""Puts the way to models together: the gateway with its book, the readers over it, the pictures that they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from workflow.document import Document
from workflow.errors import NotFound
from workflow.models_calls import Answered, Picture, Purpose, Question

if TYPE_CHECKING:
    from agents.reading.llm.composition import Pictures
    from agents.reading.reader import Reader
    from app.settings import Settings
    from tools.models import Book, Gateway
    from workflow.bundle import Bundle
    from workflow.definition import WorkflowDefinition
    from workflow.models_calls import Models

BOOK = "models.db"
"""In the state directory: what was spent counts for all orgs."""

SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Media types of pictures that models take."""

PDF = "application/pdf"


def book_of(settings: Settings) -> Book:
    """The book of all runs: in the database where one is named, since budgets and limits then hold over machines.

    Trials spend from it too. Raises InputError where it cannot be opened.
    """
    from tools.models import Book

    return Book(settings.state / BOOK, replace(settings, effects=True).database)


def gateway_of(book: Book, bundle: Bundle, paces: Callable[[], Mapping[str, str]]) -> Gateway:
    """The gateway with the prices and budgets of the bundle at hand."""
    from tools.models import Gateway
    from tools.models.litellm_client import LitellmClient

    return Gateway(
        client=LitellmClient(),
        book=book,
        paces=paces,
        now=lambda: datetime.now(UTC),
        budgets=bundle.budgets,
        currency=bundle.currency,
        live=bundle.models,
    )


class Anew:
    """The port `Models` without what is kept: every question is asked again, as often as it comes."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self.currency = gateway.currency

    def recall(self, question: Question) -> Answered | None:
        """Nothing."""
        return None

    def ask(self, question: Question, purpose: Purpose) -> Answered:
        """Asks, as far as the budgets allow. Raises ModelFailure."""
        return self._gateway.ask(question, purpose)

    def keep(self, question: Question, answered: Answered) -> None:
        """Keeps nothing: what is kept stays what was said first."""

    def close(self) -> None:
        """Closes the gateway."""
        self._gateway.close()


def reader_over(
    models: Callable[[], Models],
    floor: Callable[[Bundle, WorkflowDefinition], Reader],
    content: Callable[[str], bytes],
) -> Callable[[Bundle, WorkflowDefinition, str], Reader]:
    """Makes the readers of aliases. `models` opens the gateway, `content` gives the bytes of an attachment."""

    def make(bundle: Bundle, definition: WorkflowDefinition, alias: str) -> Reader:
        from agents.reading.llm.reader import LlmReader

        return LlmReader(alias, bundle, definition, models(), floor(bundle, definition), pictures_in(content))

    return make


def pictures_in(content: Callable[[str], bytes]) -> Pictures:
    """The pictures of a message that models take, and its PDF files without text, by the names of their parts; one
    that is lost is left out."""

    def pictures(document: Document) -> tuple[Picture, ...]:
        found = []
        for part in document.parts:
            scan = part.media_type == PDF and not any(map(str.isalnum, part.text))
            if part.content and (part.media_type in SHOWN or scan):
                try:
                    data = content(part.content)
                except NotFound:
                    continue
                found.append(Picture(name=part.name, media_type=part.media_type, data=data))
        return tuple(found)

    return pictures
