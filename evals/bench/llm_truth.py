"""A model that is never wrong: it answers from a suite's labels, with quotes from the message. A ceiling, not a model.

What is lost between its answers and the predictions was lost by us: by what is shown, by how quotes are found and
verified, by matching, and by the thresholds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from agents.reading.llm.redaction import Redactor, people
from agents.reading.llm.view import view
from agents.reading.local.region import regions
from agents.verification import refusal
from evals.bench.llm_quotes import Passage, passages, quotes_for, sentences
from evals.given import mentioned, own_text
from evals.suite import Suite
from evals.truth import ExpectedCase, Truth
from tools.models.double import Asked
from workflow.accounts import Candidates
from workflow.bundle import Bundle
from workflow.document import Document
from workflow.evidence import find_quote, quote_of
from workflow.fields import FieldDefinition, FieldType
from workflow.interpretation import FieldValue
from workflow.models import ModelAlias

SURE = 0.99
KINDS = {
    "auto_reply": "auto_reply", "bounce": "bounce", "newsletter": "newsletter", "spam": "spam", "phishing": "spam",
    "read_receipt": "receipt", "calendar_reply": "receipt", "thank_you": "thanks", "empty_body": "empty",
}  # fmt: skip
"""Tag of a suite → kind of triage."""

Read = Callable[[bytes], Document]
Find = Callable[[Document], Candidates]


@dataclass(frozen=True)
class Offer:
    """One value that the model gives, and the quote for it: what verification may then reject."""

    message: str
    account: str | None
    field: str
    value: Any
    quotes: tuple[str, ...]


@dataclass
class Truthful:
    """Answers the combined question for every message of a suite. `offers` is what it said."""

    suite: Suite
    bundle: Bundle
    read: Read
    find: Find
    model: ModelAlias
    offers: list[Offer] = field(default_factory=list)
    asked_of: list[tuple[str, bool]] = field(default_factory=list)  #: message, and whether it was a repair
    _answers: dict[str, Any] = field(default_factory=dict)
    _known: dict[str, tuple[Truth, Document, Redactor]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for truth in self.suite.truths:
            document = self.read(self.suite.raw(truth.message))
            redactor = Redactor(
                self.model.redact, people(document) if self.model.redact else (), regions(document, None)
            )
            shown = view(document, redactor, self.model.longest_input)
            self._known[_inside(shown.text)] = truth, document, redactor
        self.fields = self.bundle.fields_of(self.bundle.workflow(self.suite.workflow))

    def __call__(self, asked: Asked) -> Any:
        """The answer to the combined question."""
        truth, document, redactor = self._known[asked.message]
        self.asked_of.append((truth.message, bool(asked.turns)))
        if asked.message not in self._answers:
            said = self._said(truth, document, self.find(document), _offered(asked.user))
            self._answers[asked.message] = _redacted(said, redactor)
        return self._answers[asked.message]

    def seen(self, message: str) -> tuple[Document, Redactor]:
        """A message as it was read, and what is hidden of it."""
        found = (known for known in self._known.values() if known[0].message == message)
        return next(found)[1:]

    def _said(
        self, truth: Truth, document: Document, candidates: Candidates, offered: Mapping[str, str]
    ) -> dict[str, Any]:
        where = passages(document)
        first = next((sentence for passage in where for sentence in sentences(passage.text)), "")
        work = truth.outcome != "not_actionable"
        kind = next((KINDS[tag] for tag in truth.tags if tag in KINDS), "request") if not work else "request"
        triage = {
            "actionable": work, "kind": kind, "reason": truth.why or kind, "confidence": SURE,
            "quotes": [first] if first else [],
        }  # fmt: skip
        if truth.outcome == "cases":
            requests = self._requests(truth, document, candidates, offered, where)
        else:
            requests = [self._unsure(truth, offered, first)] if work else []
        return {"triage": triage, "requests": requests, "split_confidence": SURE, "split_reason": truth.why}

    def _unsure(self, truth: Truth, offered: Mapping[str, str], first: str) -> dict[str, Any]:
        """A message that a careful person could not decide: all that it may be, and no confidence."""
        accounts = [offered[str(key)] for key in truth.candidates if str(key) in offered]
        category = {"category": "other", "confidence": 0.4, "reason": truth.why, "quotes": [first] if first else []}
        if "other" not in self._categories():
            category["category"] = self._categories()[-1]
        return {"accounts": accounts, "named": "", "names": [], "text": [], "category": category, "fields": []}

    def _categories(self) -> tuple[str, ...]:
        return next(iter(self.bundle.categories.values())).ids

    def _requests(
        self,
        truth: Truth,
        document: Document,
        candidates: Candidates,
        offered: Mapping[str, str],
        where: Sequence[Passage],
    ) -> list[dict[str, Any]]:
        names = [self._names(case, document, candidates, where) for case in truth.cases]
        own = own_text(document, names) if len(truth.cases) > 1 else [[] for _ in names]
        found = []
        for case, named, spans in zip(truth.cases, names, own, strict=True):
            near = passages(document, spans)
            said = next((s for passage in near for s in sentences(passage.text)), "")
            found.append(
                {
                    "accounts": [offered[case.account]] if case.account and case.account in offered else [],
                    "named": named[0] if named else "",
                    "names": named[:3],
                    "text": [document.text(span) for span in spans],
                    "category": {
                        "category": case.category, "confidence": SURE, "reason": truth.why,
                        "quotes": [said] if said else [],
                    },
                    "fields": self._values(truth.message, case, document, near),
                }
            )  # fmt: skip
        return found

    def _names(
        self, case: ExpectedCase, document: Document, candidates: Candidates, where: Sequence[Passage]
    ) -> list[str]:
        """Quotes that name the account: as the labels have it, then as the directory recognised it."""
        found = []
        for name in ("dealer_name", "oem_dealer_code", "website", *(f.id for f in self.fields.fields[:6])):
            told, definition = case.fields.get(name), self.fields.get(name)
            if isinstance(told, str) and definition is not None and definition.element is not FieldType.ENUM:
                quote = _literal(definition, told, where)
                found += [quote] if quote else []
        candidate = next((each for each in candidates.candidates if each.account.key == case.account), None)
        found += [document.text(span) for span in mentioned(candidate, document)] if candidate else []
        return list(dict.fromkeys(found))

    def _proves(self, document: Document, definition: FieldDefinition, value: Any, quote: str) -> bool:
        single = definition.model_copy(update={"type": definition.element, "of": None})
        spans = find_quote(document, quote)
        if not spans or single.element in (FieldType.ENUM, FieldType.BOOLEAN):
            return False
        told = FieldValue(field=definition.id, value=value, evidence=quote_of(document, spans[0]), confidence=1)
        return not refusal(document, single, told)

    def _values(
        self, message: str, case: ExpectedCase, document: Document, where: Sequence[Passage]
    ) -> list[dict[str, Any]]:
        said = []
        for name, told in case.fields.items():
            definition = self.fields.get(name)
            if definition is None:
                continue
            for value in told if definition.many and isinstance(told, list) else [told]:
                if str(value).replace("_", " ") in ("not stated", "unstated"):
                    continue  # what is not stated has no quote: the specialist says so
                quotes = quotes_for(definition, value, where, partial(self._proves, document, definition, value))
                if quotes:
                    self.offers.append(Offer(message, case.account, name, value, tuple(quotes)))
                    said.append({"field": name, "value": _written(definition, value, quotes), "quotes": quotes})
        return said


def _literal(definition: FieldDefinition, value: str, where: Sequence[Passage]) -> str | None:
    quotes = quotes_for(definition, value, where)
    squeezed = re.sub(r"\W", "", value).casefold()
    return quotes[0] if len(quotes) == 1 and squeezed in re.sub(r"\W", "", quotes[0]).casefold() else None


def _inside(fenced: str) -> str:
    return fenced.partition("\n")[2].rpartition("\n")[0].strip("\n")


def _offered(user: str) -> dict[str, str]:
    """Account's key → the short name under which the question offers it."""
    section = user.partition("# Candidates")[2].partition("\n#")[0]
    found: dict[str, str] = {}
    for line in section.splitlines():
        match = re.match(r"(C\d+) (.*)", line)
        if match:
            for cell in match[2].split(" | "):
                found.setdefault(cell.strip(), match[1])
    return found


def _written(definition: FieldDefinition, value: Any, quotes: Sequence[str]) -> str:
    """As a model writes it: texts as they stand, where they differ from the label in signs alone."""
    if definition.element is FieldType.STRING and len(quotes) == 1 and _letters(str(value)) == _letters(quotes[0]):
        return quotes[0]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict) and "amount" in value:
        return f"{value['amount']} {value.get('currency') or ''}".strip()
    return str(value)


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text).casefold()


def _redacted(said: Any, redactor: Redactor) -> Any:
    """As one would write who has seen the placeholders alone."""
    if isinstance(said, str):
        for placeholder, written in sorted(redactor.hidden.items(), key=lambda pair: -len(pair[1])):
            said = said.replace(written, placeholder)
        return redactor.redact(said).text
    if isinstance(said, list):
        return [_redacted(each, redactor) for each in said]
    return {key: _redacted(each, redactor) for key, each in said.items()} if isinstance(said, dict) else said
