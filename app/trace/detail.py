"""The detail of a hop as blocks of words: quotes with their places, rejected candidates, the row that hit, writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.trace import text
from app.trace.block import Block, Line, Table, some
from app.trace.models import asked_models
from workflow.trace import Hop

QUOTE = 60
"""Columns of a quote; what is longer is cut."""

MOST_MENTIONS = 8
MOST_REJECTED = 6
MOST_SCORES = 4
MOST_ROWS = 6
MOST_FIELDS = 40

Detail = Mapping[str, Any]


def blocks(hop: Hop) -> list[Block]:
    """What the hop's kind has to tell. A trace of another version shows what is still understood of it."""
    tell = _BY_KIND.get(hop.kind)
    return [*(tell(hop.detail) if tell else ()), *asked_models(hop.detail), *_failure(hop.detail)]


def asked(request: Detail) -> list[Block]:
    """Why splitting made a case of it: the account as named, and the text that asks."""
    out: list[Block] = []
    rows = [(quoted(each), place(each)) for each in dicts(request.get("evidence"))]
    if rows:
        out.append(some("because of", rows, MOST_ROWS, (0,)))
    spans = [span(each) for each in dicts(request.get("spans"))]
    if spans:
        out.append(Line("its text", ", ".join(spans[:6]) + (f" and {len(spans) - 6} more" if len(spans) > 6 else "")))
    return out


def _read(detail: Detail) -> Iterable[Block]:
    zones = mapping(detail.get("zones"))
    apart = [(name, text.plain(list(kinds))) for name, kinds in zones.items() if kinds]
    if apart:
        yield some("zones", apart, 8, (1,))
    rows = [
        (row.get("name"), row.get("account"), "by " + told(row.get("by") or []))
        for row in dicts(detail.get("recognised"))
    ]
    if rows:
        yield some("accounts", rows, 8, (0, 2))
    for note in words(detail.get("notes")):
        yield Line("note", note)


def _triage(detail: Detail) -> Iterable[Block]:
    yield Line("kind", f"{detail.get('kind', '')}, confidence {number(detail.get('confidence'))}")
    yield from _evidence(detail)


def _splitting(detail: Detail) -> Iterable[Block]:
    yield Line("confidence", number(detail.get("confidence")))


def _matching(detail: Detail) -> Iterable[Block]:
    measures = [(name, detail[name]) for name in ("score", "margin", "confidence") if name in detail]
    if measures:
        yield Line("measures", ", ".join(f"{name} {number(value)}" for name, value in measures))
    mentions = sorted(dicts(detail.get("mentions")), key=lambda mention: -amount(mention.get("weight")))
    rows = [
        (
            "by " + told(mention.get("by", "")),
            f'"{text.cut(mention.get("text", ""), QUOTE)}"',
            place(mention),
            number(mention.get("weight")) + ("" if mention.get("exact", True) else " not exact"),
        )
        for mention in mentions
    ]
    if rows:
        yield some("evidence", rows, MOST_MENTIONS, (1,))
    rejected = [
        (row.get("name") or row.get("account"), number(row.get("score")), row.get("reason"))
        for row in dicts(detail.get("runners_up"))
    ]
    if rejected:
        yield some("rejected", rejected, MOST_REJECTED, (0, 2))


def _classification(detail: Detail) -> Iterable[Block]:
    yield from _evidence(detail)
    scores = sorted(mapping(detail.get("scores")).items(), key=lambda item: -amount(item[1]))[:MOST_SCORES]
    if scores:
        yield Line("scores", ", ".join(f"{name} {number(share)}" for name, share in scores))


def _extraction(detail: Detail) -> Iterable[Block]:
    rows = []
    for value in dicts(detail.get("values")):
        evidence = mapping(value.get("evidence"))
        source = quoted(evidence)
        if value.get("normalised_from"):
            source += f" ({text.cut(value['normalised_from'], 30)})"
        rows.append((value.get("field"), text.cut(value.get("value"), QUOTE), "<-", source, place(evidence)))
    if rows:
        yield some("values", rows, MOST_FIELDS, (1, 3))
    if words(detail.get("not_stated")):
        yield Line("not stated", ", ".join(words(detail.get("not_stated"))), 3)


def _documents(detail: Detail) -> Iterable[Block]:
    files = dicts(detail.get("files"))
    rows = [
        (file.get("filename"), file.get("type") or "of no kind", number(file.get("confidence")), file.get("reason"))
        for file in files
    ]
    if rows:
        yield some("files", rows, MOST_ROWS, (0, 3))
    proofs = [
        (file.get("filename"), quoted(each), place(each)) for file in files for each in dicts(file.get("evidence"))
    ]
    if proofs:
        yield some("evidence", proofs, MOST_ROWS, (0, 1))


def _completeness(detail: Detail) -> Iterable[Block]:
    if detail.get("question"):
        yield Line("draft", f'"{text.plain(detail["question"])}" (not sent)', 3)


def _wait(detail: Detail) -> Iterable[Block]:
    if detail.get("from"):
        yield Line("answer", f"run {detail.get('answer', '')}, from {detail['from']}")
    added = words(detail.get("added"))
    said = mapping(detail.get("extraction"))
    yield from _extraction({"values": [row for row in dicts(said.get("values")) if row.get("field") in added]})
    against = [
        (row.get("field"), shown(row.get("known")), shown(mapping(row.get("stated")).get("value")))
        for row in dicts(detail.get("contradictions"))
    ]
    if against:
        yield some("known, and stated otherwise", against, MOST_ROWS, (1, 2))
    if detail.get("asked"):
        yield Line("asked", f"{detail['asked']}, {'sent' if detail.get('sent') else 'a draft'}")
    if detail.get("question"):
        yield Line("question", text.plain(str(detail["question"])), 12)


def _decide(detail: Detail) -> Iterable[Block]:
    inputs = ", ".join(f"{name} = {shown(value)}" for name, value in mapping(detail.get("inputs")).items())
    if detail.get("line"):
        given = ", ".join(f"{name} = {shown(value)}" for name, value in mapping(detail.get("given")).items())
        yield Line("row", f"line {detail['line']} of {detail.get('table', '')} gives {given}")
    if inputs:
        yield Line("inputs", inputs)
    near = [row.get("reason") for row in dicts(detail.get("near_misses"))]
    # A near miss before the hit is told once, as the near miss that it is.
    before = [row.get("reason") for row in dicts(detail.get("missed"))]
    before = [reason for reason in before if reason not in near]
    if before:
        table = some("before it", [(reason,) for reason in before], MOST_ROWS, (0,))
        yield Table(table.name, table.rows, table.flexible, table.more + int(amount(detail.get("missed_more"))))
    if near:
        yield some("near miss", [(reason,) for reason in near], MOST_ROWS, (0,))


def _review(detail: Detail) -> Iterable[Block]:
    doubts = [(row.get("about"), row.get("reason")) for row in dicts(mapping(detail.get("proposal")).get("doubts"))]
    if doubts:
        yield some("doubts", list(dict.fromkeys(doubts)), MOST_ROWS, (1,))
    for key, edit in mapping(mapping(detail.get("answer")).get("cases")).items():
        changes = ", ".join(f"{name} = {shown(value)}" for name, value in mapping(edit).items() if value)
        yield Line("changed", f"{str(key).rpartition('-')[2]}: {changes}")
    if detail.get("group"):
        yield Line("asked", f"{detail['group']}" + (f", because {detail['when']}" if detail.get("when") else ""))


def _open(detail: Detail) -> Iterable[Block]:
    record = mapping(detail.get("record"))
    if record:
        parts = [f"Case {record['case']}" if record.get("case") else "", f"number {record.get('number')}"]
        case = ", ".join(part for part in parts if part) if record.get("case") else "no Case"
        yield Line("record", f"{case}, run record {record.get('run', '')}, {calls(record)}")
    if words(detail.get("writes")):
        yield Line("writes", ", ".join(words(detail.get("writes"))[:12]))
    files = [
        (file.get("name"), file.get("id"), mapping(file.get("failure")).get("message") or "")
        for file in dicts(detail.get("files"))
    ]
    if files:
        yield some("files", files, MOST_ROWS, (0, 2))


def _act(detail: Detail) -> Iterable[Block]:
    record, planned = mapping(detail.get("record")), mapping(detail.get("planned"))
    if record:
        parts = [f"{planned.get('object') or 'Case'} {record.get('case', '')}"]
        parts += [f"{name} {record[name]}" for name in ("number", "owner", "parent") if record.get(name)]
        parts.append("created" if record.get("created") else "brought up to date")
        yield Line("record", ", ".join([*parts, calls(record)]))
    values = mapping(planned.get("values")).items()
    rows = [(name, shown(value)) for name, value in values if value not in (None, "", [], {})]
    if rows:
        yield some("written" if record else "planned", rows, MOST_FIELDS, (1,))
    if detail.get("arguments"):
        rows = [(name, shown(value)) for name, value in mapping(detail.get("arguments")).items()]
        yield some("given", rows, MOST_ROWS, (1,))
    answers = dicts(mapping(detail.get("result")).get("records"))
    if answers:
        yield some("answer", [(shown(row),) for row in answers], MOST_ROWS, (0,))


_BY_KIND: dict[str, Callable[[Detail], Iterable[Block]]] = {
    "read": _read, "triage": _triage, "splitting": _splitting, "matching": _matching,
    "classification": _classification, "extraction": _extraction, "documents": _documents,
    "completeness": _completeness, "decide": _decide, "open": _open, "act": _act, "review": _review,
    "wait": _wait,
}  # fmt: skip


def _failure(detail: Detail) -> Iterable[Block]:
    failure = mapping(detail.get("failure") or mapping(detail.get("result")).get("failure"))
    if failure:
        fields = words(failure.get("fields"))
        reason = f"{failure.get('code', '')}: {failure.get('message', '')}"
        reason += f" ({', '.join(fields)})" if fields else ""
        yield Line("failure", f"{reason}; try again: {failure.get('retry', 'never')}")
    refused = [mapping(row.get("failure")) for row in dicts(detail.get("records")) if row.get("failure")]
    if refused:
        yield some("refused", [(each.get("code"), each.get("message")) for each in refused], MOST_ROWS, (1,))


def _evidence(detail: Detail) -> Iterable[Block]:
    rows = [(quoted(each), place(each)) for each in dicts(detail.get("evidence"))]
    if rows:
        yield some("evidence", rows, MOST_ROWS, (0,))


def quoted(evidence: Detail) -> str:
    """The quote, cut; a fact that is no quote says what it is."""
    quote = text.cut(evidence.get("quote", ""), QUOTE)
    return quote if evidence.get("kind", "quote") in ("header", "directory", "person") else f'"{quote}"'


def place(evidence: Detail) -> str:
    """Part, characters and zone of evidence (`spans`) or of a mention (`span`)."""
    spans = dicts(evidence.get("spans")) or dicts([evidence.get("span")])
    zone = str(evidence.get("zone") or "")
    if not spans:
        kind = str(evidence.get("kind") or "")
        sources = {"header": "header", "directory": "the org's record", "person": "a person"}
        return sources.get(kind, "header" if "weight" in evidence else "")
    return f"{span(spans[0])} {zone}".rstrip() + (f" +{len(spans) - 1}" if len(spans) > 1 else "")


def span(place: Detail) -> str:
    """`part:start-end`, in characters."""
    return f"{place.get('part', '')}:{place.get('start', '')}-{place.get('end', '')}"


def shown(value: Any) -> str:
    """A value, cut."""
    return text.cut(value, 120) if value != "" else '""'


def calls(record: Detail) -> str:
    """How many API calls a write took."""
    count = int(amount(record.get("calls")))
    return f"{count} API call" + ("" if count == 1 else "s")


def told(value: Any) -> str:
    """An identifier, or a list of them, as words."""
    return text.plain(value).replace("_", " ")


def number(value: Any) -> str:
    """A share or weight to the hundredth."""
    return f"{value:.2f}" if isinstance(value, (int, float)) else str(value or "")


def amount(value: Any) -> float:
    """A number to sort by."""
    return float(value) if isinstance(value, (int, float)) else 0.0


def mapping(value: Any) -> Detail:
    """The value where it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def dicts(value: Any) -> list[Detail]:
    """The mappings of a list."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, (list, tuple)) else []


def words(value: Any) -> list[str]:
    """The elements of a list as text."""
    return [text.plain(word) for word in value] if isinstance(value, (list, tuple)) else []
