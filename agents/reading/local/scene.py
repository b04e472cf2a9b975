"""Everything that the questions about one request look at, prepared once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agents.reading.local.layout import Labelled, is_header, labelled
from agents.reading.local.lexicon import concepts_of_word
from agents.reading.local.region import dollar, month_first, regions
from agents.reading.local.scope import Passage, passages
from agents.reading.local.stance import human, is_courtesy, leaves_alone, to_machines
from workflow.accounts import Account, Candidates, Mention, Recognition
from workflow.document import Document, Span, ZoneKind
from workflow.interpretation import Request


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a passage; `start` and `end` are characters of the part."""

    passage: Passage
    start: int
    end: int
    text: str
    quo: bool  #: it says that something stays as it is

    @property
    def part(self) -> str:
        """The part in which it stands."""
        return self.passage.part

    def span(self, start: int, end: int) -> Span:
        """The span of characters `[start, end)` of the sentence."""
        return Span(part=self.passage.part, start=self.start + start, end=self.start + end)


@dataclass(frozen=True)
class Scene:
    """One request in its message."""

    document: Document
    request: Request
    category: str | None
    candidates: Candidates
    passages: tuple[Passage, ...]

    @cached_property
    def account(self) -> Account | None:
        """The likeliest account of the request."""
        for name in self.request.accounts[:1]:
            candidate = self.candidates.get(name)
            return candidate.account if candidate else None
        return None

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The sentences that count, in document order: no courtesies, no orders to machines, no disclaimer."""
        found = []
        for passage in self.passages:
            if not passage.weight:
                continue
            for start, end, text in human(passage.text):
                if is_courtesy(text):
                    continue
                if passage.zone in (ZoneKind.FORWARD, ZoneKind.QUOTE) and is_header(text):
                    continue
                found.append(Line(passage, passage.start + start, passage.start + end, text, leaves_alone(text)))
        return tuple(found)

    @cached_property
    def labelled(self) -> tuple[Labelled, ...]:
        """Labelled values of the passages that count, the disclaimer left out."""
        kept = tuple(p for p in self.passages if p.weight)
        return tuple(one for one in labelled(self.document, kept) if not to_machines(self.text_of(one)))

    def text_of(self, one: Labelled) -> str:
        """The characters of a labelled value."""
        return self.document.part(one.part).text[one.start : one.end]

    @cached_property
    def today(self) -> date | None:
        """The date of the message."""
        return self.document.date.date() if self.document.date else None

    @cached_property
    def ends(self) -> bool:
        """Whether the category is about ending something."""
        if self.category is None:
            return False
        said = {c for word in self.category.split("_") for c in concepts_of_word(word)}
        return bool(said & {"end", "quit", "close"})

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Likeliest countries (ISO 3166-1)."""
        return regions(self.document, self.account)

    @cached_property
    def month_first(self) -> bool:
        """Whether 6/7 is in June."""
        return month_first(self.regions, self.document.language)

    @cached_property
    def dollar(self) -> str:
        """The currency of a bare $."""
        return dollar(self.regions)

    @cached_property
    def own(self) -> tuple[Mention, ...]:
        """What was recognised of the request's own account, in the text that is the request's to read."""
        candidate = self.candidates.get(self.account.id) if self.account else None
        return tuple(m for m in (candidate.mentions if candidate else ()) if m.span and self.reads(m.span))

    @cached_property
    def foreign(self) -> tuple[Span, ...]:
        """Where other accounts are named, and no better reading names the request's own."""
        mine = [m.span for m in self.own if m.span]
        found = []
        for candidate in self.candidates.candidates:
            if self.account is not None and candidate.account.id == self.account.id:
                continue
            for mention in candidate.mentions:
                if mention.span is None or mention.by is Recognition.GROUP or not mention.exact:
                    continue
                if not any(_overlap(mention.span, span) for span in mine):
                    found.append(mention.span)
        return tuple(found) if self.account is not None or self.request.named else ()

    def is_foreign(self, span: Span) -> bool:
        """Whether a span stands where another account is named."""
        return any(_overlap(span, other) for other in self.foreign)

    def reads(self, span: Span) -> bool:
        """Whether a span lies in a passage of the request that counts."""
        return any(
            p.part == span.part and p.start <= span.start and span.end <= p.end and p.zone is not ZoneKind.DISCLAIMER
            for p in self.passages
        )


def _overlap(one: Span, other: Span) -> bool:
    return one.part == other.part and one.start < other.end and other.start < one.end


def scene_of(
    document: Document,
    request: Request,
    category: str | None,
    candidates: Candidates,
    others: tuple[Request, ...],
) -> Scene:
    """The scene of a request."""
    return Scene(document, request, category, candidates, passages(document, request, others))
