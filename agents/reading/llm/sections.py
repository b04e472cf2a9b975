"""What a prompt's variables stand for: the bundle, the candidates and a request, in words for a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from agents.reading.llm.redaction import Redactor
from agents.reading.llm.values import FORMS
from workflow.accounts import Candidate, Candidates, Recognition
from workflow.categories import Category, CategorySet
from workflow.definition import AccountRule
from workflow.documents import DocumentSet, DocumentType
from workflow.fields import FieldDefinition, FieldSet
from workflow.interpretation import Request

EXAMPLES, EXAMPLE = 3, 160
"""Examples of a category that stand in every question, and characters of one."""

DESCRIPTION = 400
"""Characters of a description."""

MOST_CANDIDATES = 200
LEAST_WEIGHT = 0.2
MOST_ENUM = 200


def categories_told(sets: Iterable[CategorySet]) -> str:
    """One line a category; sets after one another."""
    return "\n".join(_category(each) for one in sets for each in one.categories)


def examples_told(category: Category) -> tuple[str, ...]:
    """Those examples of a category that stand in every question."""
    return category.examples[:EXAMPLES]


def _category(category: Category) -> str:
    line = f"- {category.id}: {category.label}"
    if category.description:
        line += f". {_cut(category.description, DESCRIPTION)}"
    examples = " | ".join(_cut(example, EXAMPLE) for example in examples_told(category))
    return f"{line} Such as: {examples}" if examples else line


def fields_told(fields: FieldSet) -> str:
    """One line a field, then how values of the types that occur are written."""
    lines = [_field(field) for field in fields.fields]
    kinds = dict.fromkeys(field.element for field in fields.fields)
    forms = "; ".join(f"{kind.value}: {FORMS[kind]}" for kind in kinds if kind in FORMS)
    return "\n".join([*lines, f"How values are written: {forms}."]) if lines else "(none)"


def _field(field: FieldDefinition) -> str:
    kind = f"{field.element.value}, several" if field.many else field.element.value
    line = f"- {field.id} ({kind})"
    said = ". ".join(_cut(text, DESCRIPTION) for text in (field.label, field.description) if text)
    line += f": {said}" if said else ""
    if field.values:
        values = [_with_synonyms(value, field.synonyms) for value in field.values[:MOST_ENUM]]
        line += f" Values: {', '.join(values)}"
    if field.examples:
        line += f" Such as: {' | '.join(_cut(each, EXAMPLE) for each in field.examples[:EXAMPLES])}"
    return line


def _with_synonyms(value: str, synonyms: Mapping[str, tuple[str, ...]]) -> str:
    others = synonyms.get(value, ())[:5]
    return f"{value} ({', '.join(others)})" if others else value


def kinds_told(kinds: DocumentSet) -> str:
    """One line a kind of document."""
    return "\n".join(_kind(kind) for kind in kinds.documents)


def _kind(kind: DocumentType) -> str:
    line = f"- {kind.id}: {kind.label}"
    line += f". {_cut(kind.description, DESCRIPTION)}" if kind.description else ""
    examples = " | ".join(_cut(example, EXAMPLE) for example in kind.examples[:EXAMPLES])
    return f"{line} Such as: {examples}" if examples else line


def rule_told(rule: AccountRule) -> str:
    """What makes an account a case."""
    return f"- A request concerns {rule.a_case_is}."


class Offered:
    """The candidates of one question under short names, so that no record id leaves the house: C1, C2 …"""

    def __init__(self, candidates: Candidates, rule: AccountRule, redactor: Redactor) -> None:
        self.candidates = candidates.candidates[:MOST_CANDIDATES]
        self.ids = {f"C{number}": each.account.id for number, each in enumerate(self.candidates, 1)}
        self.names = {account: name for name, account in self.ids.items()}
        usual = candidates.usual
        lines = [f"{self.names[each.account.id]} {_candidate(each, rule, usual)}" for each in self.candidates]
        left = len(candidates.candidates) - len(self.candidates)
        if left:
            lines.append(f"({left} more have less that speaks for them)")
        sender = [self.names[account] for account in candidates.sender if account in self.names]
        if sender:
            lines.append(f"The sender belongs to: {', '.join(sender)}")
        self.text = redactor.redact("\n".join(lines) or "(none)").text

    def account(self, said: str) -> str | None:
        """The record id of an offered name; None for anything else."""
        return self.ids.get(said.strip().upper())


def _candidate(candidate: Candidate, rule: AccountRule, usual: str) -> str:
    """What the definition recognises accounts by, and where they are; nothing else of the org's record.

    The kind is told where it is not the usual one, and the phone where the message has it. Of an account for which
    little speaks (it belongs to the sender's group) name and town are enough: had the message its host, that would
    speak for it.
    """
    account, by, values = candidate.account, rule.recognise_by, candidate.account.values
    found = dict.fromkeys(mention.by for mention in candidate.mentions if mention.weight >= LEAST_WEIGHT)
    kinds = [str(values[rule.kind])] if values.get(rule.kind) not in (None, "", usual) else []
    fields = [*by.host, *by.code, *(by.phone if Recognition.PHONE in found else ()), *by.group] if found else []
    told = [str(values[field]) for field in dict.fromkeys(fields) if values.get(field)]
    towns = [_place(values, field) for field in by.town]
    words = ", ".join(each.value.replace("_", " ") for each in found)
    cells = [account.name, account.key, *kinds, *told, *towns, f"found by {words}" if found else ""]
    return " | ".join(cell for cell in cells if cell)


def _place(values: Mapping[str, object], town: str) -> str:
    """Town and state; the state stands in a field named like the town's."""
    state = town.replace("City", "State") if "City" in town else ""
    return " ".join(str(values[field]) for field in (town, state) if field and values.get(field))


def request_told(request: Request, offered: Offered | None, redactor: Redactor, texts: Iterable[str]) -> str:
    """A request that is known already: its account as named, and the text that concerns it alone."""
    lines = [f"Account: {request.named}" if request.named else "No account is named."]
    ids = [offered.names[account] for account in request.accounts if offered and account in offered.names]
    if ids:
        lines.append(f"Candidates: {', '.join(ids)}")
    quoted = [f"- {_cut(' '.join(text.split()), 600)}" for text in texts]
    lines += ["The text that concerns it alone:", *quoted[:40]] if quoted else ["The whole message concerns it."]
    return redactor.redact("\n".join(lines)).text


def _cut(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
