"""The detail of one hop: a decision's rows, a match's candidates, a write's records; anything else as plain data."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.console.views.labels import Labels
from app.console.views.values import percent, shown
from app.console.views.words import EVIDENCE, RECOGNISED, ZONES, counted, told
from workflow.document import ZoneKind
from workflow.trace import Hop

LONGEST_RAW = 60_000
"""Characters of a hop's plain data that are shown."""

MOST_ROWS = 200
"""Rows of one table that are shown."""


@dataclass(frozen=True)
class Section:
    """A titled table. Without `columns` the rows are pairs of a name and a value. `note` stands below."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...] = ()
    note: str = ""
    tone: str = ""  #: `good` for what hit, `quiet` for what did not


@dataclass(frozen=True)
class HopDetail:
    """What can be unfolded below a hop."""

    number: int
    sections: tuple[Section, ...]
    raw: str


def hop_detail(number: int, hop: Hop, labels: Labels) -> HopDetail:
    """The sections for the hop's kind; whatever its data looks like, nothing is left out of `raw`."""
    build = _BY_KIND.get(hop.kind)
    sections = tuple(section for section in build(hop.detail, labels) if section.rows or section.note) if build else ()
    raw = json.dumps(hop.detail, ensure_ascii=False, indent=1, default=str)
    if len(raw) > LONGEST_RAW:
        raw = raw[:LONGEST_RAW] + f"\n[cut: {len(raw):,} characters; 'switchyard trace' shows all]"
    return HopDetail(number, sections, raw)


def _decide(detail: Mapping[str, Any], labels: Labels) -> Iterable[Section]:
    line = detail.get("line")
    given = tuple((name, shown(value)) for name, value in _dict(detail.get("given")).items())
    hit = f"Row that hit: line {line} of {detail.get('table', '')}" if line else "No row hit"
    yield Section(hit, given, note=str(detail.get("reason", "")), tone="good" if line else "")
    inputs = _dict(detail.get("inputs")).items()
    yield Section("What the table read", tuple((name, shown(value)) for name, value in inputs))
    near = _dicts(detail.get("near_misses"))
    yield Section("Near misses: one cell away", _missed(near), _MISS, tone="quiet")
    more = detail.get("missed_more") or 0
    note = f"and {counted(more, 'row')} more before the hit" if more else ""
    yield Section("Rejected rows before the hit", _missed(_dicts(detail.get("missed"))), _MISS, note, "quiet")


_MISS = ("Line", "Column", "Cell asks", "Value", "Why not")


def _missed(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], ...]:
    names = ("line", "column", "cell", "value", "reason")
    return tuple(tuple(shown(row.get(name)) for name in names) for row in rows)


def _matching(detail: Mapping[str, Any], labels: Labels) -> Iterable[Section]:
    told_by = [
        (RECOGNISED.get(str(m.get("by")), str(m.get("by"))), shown(m.get("text")), _zone(m), _number(m, "weight"))
        for m in _dicts(detail.get("mentions"))
    ]
    yield Section("Evidence for the account", tuple(told_by), ("By", "Text", "Where", "Weight"), tone="good")
    rejected = [
        (shown(r.get("name")), _number(r, "score"), shown(r.get("reason"))) for r in _dicts(detail.get("runners_up"))
    ]
    note = "" if rejected else "No other account was in question."
    yield Section("Rejected candidates", tuple(rejected), ("Account", "Score", "Why not"), note, "quiet")
    yield Section("Measures", _pairs(detail, ("score", "margin", "confidence")))


def _classification(detail: Mapping[str, Any], labels: Labels) -> Iterable[Section]:
    shares = sorted(_dict(detail.get("scores")).items(), key=lambda item: -_float(item[1]))
    rows = tuple((labels.category(name), percent(_float(share))) for name, share in shares)
    yield Section("Shares of the categories", rows, ("Category", "Share"))
    yield _quotes("Evidence", _dicts(detail.get("evidence")))


def _extraction(detail: Mapping[str, Any], labels: Labels) -> Iterable[Section]:
    rows = []
    for value in _dicts(detail.get("values")):
        evidence = _dict(value.get("evidence"))
        quote = shown(evidence.get("quote"))
        rows.append((labels.field(str(value.get("field"))), shown(value.get("value")), quote, _zone(evidence)))
    yield Section("Values", tuple(rows), ("Field", "Value", "Quote", "Where"))
    names = ", ".join(map(labels.field, _words(detail.get("not_stated"))))
    yield Section("Searched for and not stated", (), note=names)


def _wait(detail: Mapping[str, Any], labels: Labels) -> Iterable[Section]:
    yield Section("Answer", _pairs(detail, ("from", "answer")))
    added = _words(detail.get("added"))
    values = _dicts(_dict(detail.get("extraction")).get("values"))
    yield from _extraction({"values": [row for row in values if row.get("field") in added]}, labels)
    against = [
        (labels.field(str(r.get("field"))), shown(r.get("known")), shown(_dict(r.get("stated")).get("value")))
        for r in _dicts(detail.get("contradictions"))
    ]
    yield Section("Known, and stated otherwise", tuple(against), ("Field", "Known", "Stated"))
    yield Section("Asked", _pairs(detail, ("asked", "turn", "deadline")))
    yield Section("Question", (), note=str(detail.get("question") or ""))
    yield from _review(detail, labels)


def _splitting(detail: Mapping[str, Any], labels: Labels) -> Iterable[Section]:
    rows = []
    for place, request in enumerate(_dicts(detail.get("requests")), 1):
        quotes = " … ".join(str(e.get("quote", "")) for e in _dicts(request.get("evidence")))
        rows.append((str(place), shown(request.get("named")), shown(quotes)))
    yield Section("Requests", tuple(rows), ("Case", "Named", "Because of"))


def _triage(detail: Mapping[str, Any], labels: Labels) -> Iterable[Section]:
    yield Section("Measures", _pairs(detail, ("kind", "confidence")))
    yield _quotes("Evidence", _dicts(detail.get("evidence")))


def _read(detail: Mapping[str, Any], labels: Labels) -> Iterable[Section]:
    yield Section("Message", _pairs(detail, ("from", "message_id", "language")))
    zones = _dict(detail.get("zones")).items()
    rows = tuple((str(name), shown(value)) for name, value in zones)
    yield Section("Parts and their zones", rows, ("Part", "Zones (characters)"))
    seen = [
        (shown(r.get("name")), shown(r.get("account")), ", ".join(RECOGNISED.get(by, by) for by in _words(r.get("by"))))
        for r in _dicts(detail.get("recognised"))
    ]
    yield Section("Accounts recognised", tuple(seen), ("Account", "Key", "By"))
    yield Section("Notes", tuple((note,) for note in _words(detail.get("notes"))), ("Note",))


def _completeness(detail: Mapping[str, Any], labels: Labels) -> Iterable[Section]:
    names = ", ".join(map(labels.field, _words(detail.get("missing"))))
    yield Section("Missing", (), note=names)
    yield Section("Drafted question (not sent)", (), note=str(detail.get("question") or ""))


def _effect(detail: Mapping[str, Any], labels: Labels) -> Iterable[Section]:
    yield Section("Record", _all_pairs(detail.get("record")), tone="good")
    planned = _dict(detail.get("planned"))
    yield Section("Values written", _all_pairs(planned.get("values")))
    yield Section("Plan", _all_pairs({k: v for k, v in planned.items() if k != "values"}))
    yield Section("Call", _all_pairs(detail.get("arguments")), note=str(detail.get("tool") or ""))
    failure = detail.get("failure") or _dict(detail.get("result")).get("failure")
    yield Section("Failure", _all_pairs(failure))
    for title, rows in (("Writes", _dicts(detail.get("writes"))), ("Files", _dicts(detail.get("files")))):
        columns = tuple(dict.fromkeys(name for row in rows for name in row))
        cells = tuple(tuple(shown(row.get(name)) for name in columns) for row in rows)
        yield Section(title, cells, tuple(map(told, columns)))


def _review(detail: Mapping[str, Any], labels: Labels) -> Iterable[Section]:
    yield Section("Answer", _all_pairs({k: v for k, v in _dict(detail.get("answer")).items() if v}))
    proposal = _dict(detail.get("proposal"))
    doubts = [(told(str(d.get("about"))), shown(d.get("reason"))) for d in _dicts(proposal.get("doubts"))]
    yield Section("Doubts", tuple(doubts), ("About", "Reason"))
    yield Section("The record could not be told", _all_pairs(detail.get("log") or detail.get("failure")))


_BY_KIND: dict[str, Callable[[Mapping[str, Any], Labels], Iterable[Section]]] = {
    "read": _read, "triage": _triage, "splitting": _splitting, "matching": _matching,
    "classification": _classification, "extraction": _extraction, "completeness": _completeness,
    "decide": _decide, "open": _effect, "act": _effect, "review": _review, "wait": _wait,
}  # fmt: skip


def _quotes(title: str, evidence: Sequence[Mapping[str, Any]]) -> Section:
    rows = tuple((shown(e.get("quote")), _zone(e)) for e in evidence)
    return Section(title, rows, ("Quote", "Where"))


def _pairs(detail: Mapping[str, Any], names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((told(name), shown(detail[name])) for name in names if detail.get(name) not in (None, ""))


def _all_pairs(data: Any) -> tuple[tuple[str, str], ...]:
    return tuple((told(name), shown(value)) for name, value in _dict(data).items() if value not in (None, "", []))


def _zone(data: Mapping[str, Any]) -> str:
    zone, kind = str(data.get("zone") or ""), str(data.get("kind") or "")
    if kind in EVIDENCE:
        return EVIDENCE[kind]
    return (ZONES[ZoneKind(zone)] or "new text") if zone in set(ZoneKind) else zone


def _number(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return f"{value:.2f}" if isinstance(value, (int, float)) else shown(value)


def _float(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


# A trace may come of another version of this software: what has not the expected form is shown as plain data alone.
def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _words(value: Any) -> list[str]:
    return [str(word) for word in value][:MOST_ROWS] if isinstance(value, (list, tuple)) else []


def _dicts(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)][:MOST_ROWS] if isinstance(value, (list, tuple)) else []
