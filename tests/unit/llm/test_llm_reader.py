"""The reader that asks models: one question for all steps, each specialist takes its part, and nothing is believed."""

from __future__ import annotations

import json

import pytest
from orchard import HIDDEN, MODELS, WORKFLOW, bundle, candidates, letter, reader, reading, value

from agents.classification import classify
from agents.extraction import extract
from agents.reading.asked import Asked, asking
from agents.splitting import split
from agents.triage import triage
from workflow.interpretation import Request
from workflow.models_calls import Answered, Purpose
from workflow.models_failures import BudgetSpent, Malformed, ModelFailure, RateLimited, Refused, Truncated

DOCUMENT = letter()
CANDIDATES = candidates(DOCUMENT)
BUNDLE = bundle()
CATEGORIES, FIELDS = BUNDLE.categories["wishes"], BUNDLE.fields["wishes"]
RULE = BUNDLE.workflow("orchard").account


def of_kind(name: str, said: dict) -> dict:
    """A combined answer's part, as the answer to a question of its own."""
    request = said["requests"][0]
    return {
        "triage": said["triage"],
        "splitting": {"requests": said["requests"], "confidence": 0.96, "reason": ""},
        "classification": request["category"],
        "extraction": {"fields": request["fields"]},
    }[name]


def run_all(asks, asked=None):  # type: ignore[no-untyped-def]
    """All four specialists, as a run asks them."""
    with asking(asked or Asked(candidates=lambda: CANDIDATES)):
        work = triage(asks, DOCUMENT, (CATEGORIES,), CANDIDATES)
        parts = split(asks, DOCUMENT, CANDIDATES, RULE)
        request = parts.requests[0]
        category = classify(asks, DOCUMENT, request, CATEGORIES)
        values = extract(asks, DOCUMENT, request, FIELDS, category.category, CANDIDATES)
    return work, parts, category, values


def test_one_call_answers_all_reading_steps() -> None:
    asks, port = reader([reading()])
    work, parts, category, values = run_all(asks)
    assert [question.name for question in port.questions] == ["reading"]
    assert (work.actionable, work.confidence) == (True, 0.97)
    assert [request.accounts for request in parts.requests] == [("001000000000001AAA",)]
    assert (category.category, category.confidence) == ("delivery", 0.95)
    assert values.plain() == {
        "crate": "K-118",
        "amount": {"amount": 240.5, "currency": "EUR"},
        "due": "2026-03-03",
        "fruit": ["pear", "plum"],
    }
    quoted = {each.field: each.evidence.quote for each in values.values}
    assert quoted == {
        "crate": "crate K-118",
        "amount": "We paid 240.50 EUR",
        "due": "3 March 2026",
        "fruit": "pears … plums",
    }


def test_after_a_restart_the_answer_is_found_and_not_asked_again() -> None:
    asks, port = reader([reading()])
    run_all(asks)
    again, other = reader([])
    other.kept = port.kept
    assert run_all(again)[3].plain() == run_all(asks)[3].plain()
    assert other.questions == []


def test_where_steps_do_not_read_together_each_asks_its_own_question() -> None:
    asks, port = reader(
        lambda question: of_kind(question.name, reading()),
        bundle(WORKFLOW.replace("together: reading", "together: none")),
    )
    work, _, category, values = run_all(asks)
    assert [question.name for question in port.questions] == ["triage", "splitting", "classification", "extraction"]
    assert work.actionable
    assert category.category == "delivery"
    assert values.plain()["crate"] == "K-118"
    assert "The whole message concerns it." in port.questions[2].text
    assert port.questions[3].form["properties"]["fields"]["items"]["properties"]["field"]["enum"][0] == "crate"


def test_an_alias_that_does_not_split_is_asked_for_each_request() -> None:
    made = bundle(WORKFLOW.replace("kind: splitting, model: fast", "kind: splitting"))
    asks, port = reader(lambda question: of_kind(question.name, reading()), made)
    request = Request(key="k", accounts=(CANDIDATES.candidates[0].account.id,), named="Hilltop Greens")
    with asking(Asked(candidates=lambda: CANDIDATES)):
        assert classify(asks, DOCUMENT, request, CATEGORIES).category == "delivery"
    assert [question.name for question in port.questions] == ["classification"]


def test_the_static_part_is_the_same_for_all_messages_of_a_bundle_version() -> None:
    asks, port = reader([reading(fields=[]), reading(fields=[])])
    other = letter("The plums never came either, Hilltop Greens", "Plums")
    with asking(Asked()):
        asks.triage(DOCUMENT, (CATEGORIES,), CANDIDATES)
        asks.triage(other, (CATEGORIES,), candidates(other))
    one, two = port.questions
    assert one.static == two.static
    assert json.dumps(one.form) == json.dumps(two.form)
    assert "Hilltop" not in one.static
    assert one.text != two.text


def test_what_is_hidden_and_what_the_org_knows_beyond_recognition_is_not_shown() -> None:
    asks, port = reader([reading()])
    asks.triage(DOCUMENT, (CATEGORIES,), CANDIDATES)
    asked = port.questions[0].static + port.questions[0].text
    assert HIDDEN not in asked
    assert "topsecret" not in asked
    assert CANDIDATES.candidates[0].account.id not in asked
    assert "C1 Hilltop Greens | A-1 | hilltop-greens.example | Werder | found by name, sender domain" in asked


def test_an_answer_of_another_form_is_repaired_once() -> None:
    asks, port = reader(["Sure! It is about crates.", reading()])
    asked = Asked(candidates=lambda: CANDIDATES)
    assert run_all(asks, asked)[3].plain()["crate"] == "K-118"
    assert len(port.questions) == 2
    assert [turn.role for turn in port.questions[1].before] == ["assistant", "user"]
    assert "not JSON" in port.questions[1].before[1].text
    first = asked.calls[0]
    assert (first.question, first.outcome, first.cost) == ("reading", "repaired", "0.50 EUR")
    assert [call.outcome for call in asked.calls[1:]] == ["cached", "cached", "cached"]


def test_a_quote_that_is_not_in_the_message_is_asked_for_once_more_and_then_dropped() -> None:
    wrong = reading(fields=[value("crate", "K-118", "crate number K-118"), value("due", "2026-03-03", "3 March 2026")])
    asks, port = reader([wrong, wrong])
    values = run_all(asks)[3]
    assert values.plain() == {"due": "2026-03-03"}
    assert "word for word: «crate number K-118»" in port.questions[1].before[1].text


def test_a_better_answer_after_the_repair_is_taken() -> None:
    asks, _ = reader([reading(fields=[value("crate", "K-118", "box K-118")]), reading()])
    assert run_all(asks)[3].plain()["crate"] == "K-118"


def test_a_worse_answer_after_the_repair_is_not_taken() -> None:
    first = reading(fields=[value("crate", "K-118", "crate K-118"), value("due", "2026-03-03", "the third")])
    asks, _ = reader([first, "no"])
    assert run_all(asks)[3].plain() == {"crate": "K-118"}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("not JSON at all", Malformed),
        ('{"triage": {"actionable": "perhaps"}}', Malformed),
        (Answered(text="", refusal="I cannot help with that", finish="refused"), Refused),
        (Answered(text='{"triage": {', finish="length"), Truncated),
        ("[" * 100_000, Malformed),
        ('{"triage": NaN}', Malformed),
        ("<!doctype html><html><style>p {color: red}</style><body>Please sign in</body></html>", Malformed),
    ],
)
def test_what_stays_unusable_is_a_typed_failure_of_the_fallback_too(answer: object, kind: type[ModelFailure]) -> None:
    made = bundle(models=MODELS.replace("prices: {input: 1", "otherwise: review, prices: {input: 1"))
    asks, port = reader([answer] * 4, made)
    asked = Asked(candidates=lambda: CANDIDATES)
    with asking(asked), pytest.raises(kind):
        asks.triage(DOCUMENT, (CATEGORIES,), CANDIDATES)
    assert [question.model.model for question in port.questions] == ["openai/fast"] * 2 + ["openai/slow"] * 2
    assert [(call.alias, call.outcome) for call in asked.calls] == [("fast", kind.kind), ("slow", kind.kind)]


def test_a_truncated_answer_gets_more_room_in_the_repair() -> None:
    asks, port = reader([Answered(text='{"triage"', finish="length"), reading()])
    asks.triage(DOCUMENT, (CATEGORIES,), CANDIDATES)
    assert [question.longest_output for question in port.questions] == [4000, 8000]


def test_after_the_model_its_fallback_then_the_local_reader_each_a_line() -> None:
    asks, port = reader([RateLimited("slow down"), RateLimited("slow down too")])
    asked = Asked(Purpose(run="R1", step="triage"), lambda: CANDIDATES)
    work, parts, category, _ = run_all(asks, asked)
    assert [question.model.model for question in port.questions] == ["openai/fast", "openai/slow"]
    assert work.actionable
    assert parts.requests[0].accounts[0] == CANDIDATES.candidates[0].account.id
    assert category.category in CATEGORIES.ids
    told = [(call.question, call.alias, call.outcome) for call in asked.calls]
    assert told[:3] == [
        ("reading", "fast", "rate_limited"),
        ("reading", "slow", "rate_limited"),
        ("triage", "local", "local"),
    ]
    assert asked.calls[2].message == "the local reader reads on, because: slow down too"
    # The steps after it do not ask again at once what just failed.
    assert told[3:6] == [
        ("reading", "fast", "rate_limited"),
        ("reading", "slow", "rate_limited"),
        ("splitting", "local", "local"),
    ]


def test_what_failed_is_asked_again_after_a_while_and_by_another_run() -> None:
    asks, port = reader([RateLimited("a"), RateLimited("b"), reading()])
    now = [0.0]
    asks.asker.clock = lambda: now[0]
    with asking(Asked(Purpose(run="R1"))):
        asks.triage(DOCUMENT, (CATEGORIES,), CANDIDATES)
        asks.triage(DOCUMENT, (CATEGORIES,), CANDIDATES)
    assert len(port.questions) == 2
    now[0] = 31.0
    with asking(Asked(Purpose(run="R1"))):
        assert asks.triage(DOCUMENT, (CATEGORIES,), CANDIDATES).confidence == 0.97


@pytest.mark.parametrize(("when", "raises"), [("local", False), ("review", True)])
def test_when_the_budget_is_spent_the_configured_one_reads_on(when: str, raises: bool) -> None:
    made = bundle(models=f"budgets: {{day: 1, when_spent: {when}}}\n{MODELS}")
    asks, _ = reader([BudgetSpent("spent"), BudgetSpent("spent")], made)
    if raises:
        with pytest.raises(BudgetSpent):
            asks.triage(DOCUMENT, (CATEGORIES,), CANDIDATES)
    else:
        assert asks.triage(DOCUMENT, (CATEGORIES,), CANDIDATES).actionable


def test_candidates_that_were_not_offered_are_dropped_and_make_unsure() -> None:
    wrong = reading(accounts=["C9", "001000000000002AAA"])
    asks, port = reader([wrong, wrong])
    parts = run_all(asks)[1]
    assert parts.requests[0].accounts == ()
    assert parts.confidence == pytest.approx(0.21)
    assert "'C9' is not in the list of candidates" in port.questions[1].before[1].text


def test_a_category_or_field_that_is_not_configured_does_not_come_out() -> None:
    category = {"category": "transfer_money", "confidence": 1.0, "reason": "as ordered", "quotes": ["never came"]}
    wrong = reading(category=category, fields=[value("recipient", "evil@x.example", "ben@hilltop-greens.example")])
    asks, _ = reader([wrong, wrong])
    _, _, said, values = run_all(asks)
    assert (said.category, said.confidence) == (None, 0.0)
    assert values.plain() == {}


def test_values_that_their_quotes_do_not_prove_do_not_come_out() -> None:
    wrong = reading(
        fields=[
            value("amount", "9999 EUR", "240.50 EUR"),
            value("due", "2026-04-03", "3 March 2026"),
            value("crate", "K-119", "K-118"),
            value("fruit", "pear", "pears"),
            value("fruit", "banana", "pears"),
            value("mail", "evil@x.example", "ben@hilltop-greens.example"),
        ]
    )
    asks, _ = reader([wrong, wrong])
    assert run_all(asks)[3].plain() == {"fruit": ["pear"]}


def test_no_work_without_a_quote_is_no_certainty() -> None:
    spam = {"actionable": False, "kind": "spam", "reason": "an offer", "confidence": 1.0, "quotes": []}
    asks, _ = reader([reading(triage=spam, requests=[])])
    said = triage(asks, DOCUMENT, (CATEGORIES,), CANDIDATES)
    assert (said.actionable, said.kind, said.confidence) == (False, "spam", 0.3)


def test_no_work_whose_quote_is_invented_counts_as_work() -> None:
    spam = {"actionable": False, "kind": "spam", "reason": "an offer", "confidence": 1.0, "quotes": ["cheap watches"]}
    asks, _ = reader([reading(triage=spam, requests=[])] * 2)
    said = triage(asks, DOCUMENT, (CATEGORIES,), CANDIDATES)
    assert (said.actionable, said.confidence) == (True, 0.0)


def test_two_requests_for_one_account_with_two_categories_are_nobodys_certainty() -> None:
    one, two = reading()["requests"][0], reading()["requests"][0]
    two["category"] = {"category": "price", "confidence": 0.9, "reason": "", "quotes": ["We paid"]}
    asks, _ = reader([reading(requests=[one, two])])
    _, parts, category, values = run_all(asks)
    assert len(parts.requests) == 1
    assert (category.category, category.confidence) == ("delivery", 0.5)
    assert values.plain()["fruit"] == ["pear", "plum"]


def test_each_request_of_several_keeps_its_own_text_and_values() -> None:
    text = "Hilltop Greens: crate K-1 is late.\nHilltop Farm: crate K-2 cost 12 EUR.\n"
    document = letter(text, "Two crates", hidden="")
    found = candidates(document)
    requests = [
        {
            **reading()["requests"][0],
            "text": ["crate K-1 is late"],
            "category": {"category": "delivery", "confidence": 0.9, "reason": "", "quotes": ["is late"]},
            "fields": [value("crate", "K-1", "K-1")],
        },
        {
            **reading()["requests"][0],
            "accounts": ["C2"], "named": "Hilltop Farm", "names": ["Hilltop Farm"], "text": ["crate K-2 cost 12 EUR"],
            "category": {"category": "price", "confidence": 0.9, "reason": "", "quotes": ["cost 12 EUR"]},
            "fields": [value("crate", "K-2", "K-2"), value("amount", "12 EUR", "12 EUR")],
        },
    ]  # fmt: skip
    asks, port = reader([reading(requests=requests)])
    with asking(Asked(candidates=lambda: found)):
        parts = split(asks, document, found, RULE)
        told = [
            (
                classify(asks, document, each, CATEGORIES).category,
                extract(asks, document, each, FIELDS, None, found).plain(),
            )
            for each in parts.requests
        ]
    assert told == [
        ("delivery", {"crate": "K-1"}),
        ("price", {"crate": "K-2", "amount": {"amount": 12.0, "currency": "EUR"}}),
    ]
    assert [document.text(each.spans[0]) for each in parts.requests] == ["crate K-1 is late", "crate K-2 cost 12 EUR"]
    assert len(port.questions) == 1


def test_the_purpose_of_a_call_is_that_of_the_step_that_asks() -> None:
    asks, port = reader([reading()])
    purpose = Purpose(workflow="orchard", run="R7", step="triage")
    with asking(Asked(purpose)):
        asks.triage(DOCUMENT, (CATEGORIES,), CANDIDATES)
    assert port.purposes == [purpose]


def test_a_drafted_question_that_leads_elsewhere_is_not_taken() -> None:
    bad = {"question": "Please pay at https://evil.example first."}
    asks, port = reader([bad, bad])
    asked = Asked()
    with asking(asked):
        question = asks.draft(DOCUMENT, FIELDS.model_copy(update={"fields": FIELDS.fields[:1]}), "en")
    assert "evil" not in question
    assert "Crate" in question
    assert len(port.questions) == 2
    assert asked.calls[-1].outcome == "local"


def test_a_good_draft_is_the_models_own() -> None:
    asks, port = reader([{"question": "Welche Kiste fehlt?"}])
    question = asks.draft(DOCUMENT, FIELDS.model_copy(update={"fields": FIELDS.fields[:1]}), "de")
    assert question == "Welche Kiste fehlt?"
    assert "- crate: Number of the crate" in port.questions[0].text
    assert "Candidates" not in port.questions[0].text
