"""The trace in words shows the chain from the quoted text to the write, and stays readable."""

from __future__ import annotations

import pytest
from traced import PARENT, SHOPS, Traced, finished, record_id, unsure

from app.trace import timeline
from app.trace.text import columns, cut, plain, table, wrap
from workflow.trace import Hop

MANY = tuple(f"Shop number {n}" for n in range(60))


def section(words: str, title: str) -> str:
    """From the line that holds a title to the next empty line."""
    return words[words.index(title) :].split("\n\n")[0]


def test_the_head_says_what_came_and_what_became_of_it() -> None:
    traced, run = finished()
    head = timeline(traced.store, run).split("\n\n")[0]
    for told in ("Two parcels", "maud@optics.example", "2026-03-04 09:30+01:00", "cases, finished", "0.81", PARENT):
        assert told in head


def test_a_case_is_told_from_the_quote_to_the_record() -> None:
    traced, run = finished()
    told = section(timeline(traced.store, run), "Case 1 of 2")
    chain = [
        'because of "Lindgren Optics"  body:16-31 new',
        "by name",
        "0.90",
        "0.30 not exact",
        "Lindgren Opera  0.52  one word differs",
        '"is wet"  body:57-63 new',
        "damaged 0.81, lost 0.15",
        '<-  "3 March 2026"  body:40-52 new',
        "not stated value, carrier",
        "line 4 of parcel_routing gives queue = DAMAGES",
        "category = damaged, days_late = 2",
        "line 2 asks for lost",
        "line 3 asks for at least 5",
        "missing: value",
        f"Case {record_id(1)}, number 00001001, owner DAMAGES",
        "Kind__c  damaged",
    ]
    places = [told.index(words) for words in chain]
    assert places == sorted(places)


def test_no_line_is_wider_than_a_hundred_columns_however_long_the_words() -> None:
    traced = Traced()
    message = traced.message(SHOPS[:1])
    key = traced.case(SHOPS[0])
    long = "漢字 " * 80 + "x" * 300
    evidence = {"quote": long, "spans": [{"part": "attachment:" + "y" * 90, "start": 0, "end": 9}], "zone": "new"}
    traced.hop("extract", "extraction", long, {"values": [{"field": "f", "value": long, "evidence": evidence}]}, key)
    traced.hop("route", "decide", "no", {"inputs": {"a": long}, "near_misses": [{"reason": long}]}, key)
    run = traced.put(message, [], subject=long)
    lines = timeline(traced.store, run).splitlines()
    assert max(map(columns, lines)) <= 100
    assert sum("漢" in line for line in lines) > 3


def test_what_the_sender_wrote_cannot_move_the_cursor_or_turn_the_writing() -> None:
    traced = Traced()
    message = traced.message(SHOPS[:1])
    hostile = "a\x1b[2Jb\u202ec\r\nd\x00e"
    key = traced.case(SHOPS[0])
    row = {"quote": hostile, "spans": [], "zone": "new"}
    traced.hop(hostile, "classification", hostile, {"evidence": [row], "scores": {hostile: 1.0}}, key)
    words = timeline(traced.store, traced.put(message, [], subject=hostile, name=hostile, error=hostile))
    assert not set(words) & set("\x1b\x00\r\u202e")
    assert "a�[2Jbc d�e" in words


def test_a_split_of_sixty_is_a_table_until_a_case_is_asked_for() -> None:
    traced, run = finished(MANY)
    brief = timeline(traced.store, run)
    assert len(brief.splitlines()) < 100
    assert "Case 7 of 60" not in brief
    assert "Shop number 59" in section(brief, "\n60 cases")
    one = timeline(traced.store, run, traced.case("Shop number 6"))
    assert "Case 7 of 60" in one
    assert "Case 8 of 60" not in one
    assert "Shop number 7" not in one
    every = timeline(traced.store, run, every=True)
    assert all(f"Case {n} of 60" in every for n in range(1, 61))


def test_the_time_of_a_common_write_is_counted_once() -> None:
    traced, run = finished(MANY)
    # Five steps of 1.5 ms for each case, and one write for all of them; 12.4 ms and three steps for the message.
    expected = 60 * 5 * 1.5 + 1.5 + 12.4 + 3 * 1.5
    assert f"took      {expected:.0f} ms in {4 + 60 * 6} hops" in timeline(traced.store, run)


@pytest.mark.parametrize(
    ("status", "mark"), [("done", "✓"), ("skipped", "–"), ("unsure", "?"), ("failed", "✗"), ("waiting", "…")]
)
def test_each_status_has_its_mark(status: str, mark: str) -> None:
    traced = Traced()
    message = traced.message(SHOPS[:1])
    traced.hop("lookup", "act", "it went so", {}, traced.case(SHOPS[0]), status=status)  # type: ignore[arg-type]
    assert f"  {mark} lookup" in timeline(traced.store, traced.put(message, []))


def test_a_question_to_a_person_is_shown_with_its_reason() -> None:
    traced, run = unsure()
    words = timeline(traced.store, run)
    assert "… REVIEW" in section(words, "\nReview")
    assert "? Case 1 of 1" in words


def test_a_case_that_was_tried_again_counts_as_it_ended() -> None:
    traced = Traced()
    message = traced.message(SHOPS)
    key = traced.case(SHOPS[0])
    traced.hop("match", "matching", "found", {}, traced.case(SHOPS[1]))
    traced.hop("save", "act", "the org was away", {}, key, status="failed", round="failed:1")
    assert "✗  1" in timeline(traced.store, traced.put(message, []))
    traced.hop("save", "act", "written", {}, key)
    assert "✓  1" in timeline(traced.store, traced.put(message, []))


def test_a_failure_says_its_code_and_whether_to_try_again() -> None:
    traced = Traced()
    failure = {
        "code": "UNABLE_TO_LOCK_ROW",
        "message": "somebody else writes it",
        "fields": ["OwnerId"],
        "retry": "now",
    }
    traced.hop("open", "open", "it failed", {"records": [], "failure": failure}, status="failed")
    run = traced.put(traced.message(SHOPS[:1]), [], status="failed", outcome="error", error="open: it failed")
    words = timeline(traced.store, run)
    assert "UNABLE_TO_LOCK_ROW: somebody else writes it (OwnerId); try again: now" in " ".join(words.split())
    assert "error     open: it failed" in words


def test_a_run_that_has_only_begun_and_one_whose_records_are_gone_are_still_told() -> None:
    traced, run = finished()
    bare = run.model_copy(update={"work": "gone", "cases": dict.fromkeys(run.cases, "gone")})
    words = timeline(traced.store, bare)
    assert "Lindgren Optics (K-Lindgren Optics)" in words
    assert "DAMAGES" in section(words, "\n2 cases")
    fresh = Traced()
    assert "no hop yet" in timeline(fresh.store, run.model_copy(update={"work": "", "cases": {}}))


def test_details_of_another_form_do_not_stop_the_trace() -> None:
    traced = Traced()
    odd: dict[str, object] = {
        "values": "all", "mentions": [1, None], "scores": ["a"], "inputs": 3, "evidence": {"quote": 1}, "zones": [],
        "record": "500", "requests": [{"named": "no key"}, 5], "recognised": ["x"], "missed": None, "notes": "none",
    }  # fmt: skip
    for kind in ("read", "triage", "splitting", "matching", "classification", "extraction", "completeness", "decide",
                 "open", "act", "review", "enrichment"):  # fmt: skip
        traced.hop(kind, kind, f"odd {kind}", odd, "" if kind in ("read", "triage", "splitting", "open") else "K")
    words = timeline(traced.store, traced.put(traced.message(SHOPS[:1]), []))
    assert all(f"odd {kind}" in words for kind in ("read", "matching", "decide", "enrichment"))


def test_what_a_person_changed_or_dropped_is_said() -> None:
    traced = Traced()
    message = traced.message(SHOPS)
    assert message.splitting is not None
    case = traced.about(SHOPS[0], 1, message.splitting).model_copy(update={"edited": ("category", "queue")})
    run = traced.put(message, [case])
    dropped = run.model_copy(update={"cases": {**run.cases, traced.case(SHOPS[1]): ""}})
    words = timeline(traced.store, dropped)
    assert "by a person: category, queue" in words
    assert "dropped by a person" in words


def test_text_keeps_to_its_room() -> None:
    assert wrap("aa bb cc", 5) == ["aa bb", "cc"]
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrap("", 5) == [""]
    assert wrap("aa bb cc dd", 5, most=2) == ["aa bb", "cc…"] or wrap("aa bb cc dd", 5, most=2) == ["aa bb", "cc dd"]
    assert wrap("aa bb cc dd ee", 5, most=2)[-1].endswith("…")
    assert cut("漢字漢字", 5) == "漢字…"
    assert plain(["a", 1, None, True]) == "a, 1, –, true"
    assert table([("a", "bbbbbbbbbbbbbbbbbbbb", "c")], 16, (1,)) == ["a  bbbbbbbbbb  c", "   bbbbbbbbbb"]
    assert table([("a", "bbbbbbbbbbbbbbbbbbbb", "c")], 16, (1,), most=1) == ["a  bbbbbbbbb…  c"]


def test_a_hop_is_not_lost_whatever_its_case() -> None:
    traced = Traced()
    message = traced.message(SHOPS[:1])
    traced.hop("later", "act", "of a case that no one named", {}, "R-unknown")
    run = traced.put(message, [])
    hops: list[Hop] = traced.store.hops.of(run.id)
    words = timeline(traced.store, run, every=True)
    assert all(hop.step in words for hop in hops)
