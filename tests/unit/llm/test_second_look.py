"""A model's reading is not believed alone: what the local reader does not see too goes to a person."""

from __future__ import annotations

from typing import Any

import pytest
from orchard import WORKFLOW, bundle, candidates, letter, reader, reading

from agents.classification import classify
from agents.reading.asked import Asked, asking
from agents.reading.llm.second_look import at_classification, at_splitting, in_own_words
from agents.splitting import split
from agents.triage import triage
from workflow.definition import SecondLook
from workflow.document import Document, Part, Span, Zone, ZoneKind
from workflow.evidence import quote_of
from workflow.interpretation import Classification, Request, Splitting, Triage

DOCUMENT = letter()
CANDIDATES = candidates(DOCUMENT)
DOCUMENT_WORDS = next(
    Span(part=part.name, start=zone.start, end=zone.start + 20)
    for part in DOCUMENT.parts
    if part.kind == "body"
    for zone in part.zones
    if zone.kind is ZoneKind.NEW
)
SPAM = {"actionable": False, "kind": "spam", "reason": "an offer", "confidence": 0.99, "quotes": ["crate K-118"]}
PRICE = {"category": "price", "confidence": 0.99, "reason": "as ordered", "quotes": ["We paid 240.50 EUR"]}
DELIVERY = {"category": "delivery", "confidence": 0.99, "reason": "it is late"}


def look(words: str = "") -> Any:
    made = bundle(WORKFLOW.replace("together: reading", f"together: reading\nsecond_look: {{{words}}}"))
    return made, made.categories["wishes"]


def read(
    answer: dict[str, Any], words: str = "", document: Document = DOCUMENT
) -> tuple[Triage, Splitting, Classification]:
    made, categories = look(words)
    asks, _ = reader([answer], made)
    found = candidates(document)
    with asking(Asked(candidates=lambda: found)):
        parts = split(asks, document, found, made.workflow("orchard").account)
        said = classify(asks, document, parts.requests[0], categories)
        return triage(asks, document, (categories,), found), parts, said


def test_where_both_read_the_same_the_models_confidence_stays() -> None:
    told, parts, said = read(reading())
    assert (told.confidence, parts.confidence, said.category, said.confidence) == (0.97, 0.96, "delivery", 0.95)


def test_another_category_than_the_local_readers_makes_unsure_and_is_kept_for_the_reviewer() -> None:
    _, _, said = read(reading(category=PRICE))
    assert (said.category, said.confidence) == ("price", 0.3)
    assert "the local reader reads 'delivery'" in said.reason


@pytest.mark.parametrize(
    ("words", "sure"), [("likely_from: 1", False), ("likely_from: 0.0001", True), ("category: go_on", True)]
)
def test_the_definition_says_how_likely_another_category_must_be(words: str, sure: bool) -> None:
    assert (read(reading(category=PRICE), words)[2].confidence == 0.99) is sure


@pytest.mark.parametrize(
    ("local", "likely", "words", "sure"),
    [
        (0.45, 0.3, "unsure_below: 0.5", True),  # it doubts, and holds the model's category for possible
        (0.45, 0.04, "unsure_below: 0.5", False),  # it doubts, and holds it for hardly possible
        (0.6, 0.3, "unsure_below: 0.5", False),  # it is sure enough to disagree
        (0.6, 0.3, "unsure_below: 0.7", True),
        (0.01, 0.3, "", False),  # what is not told otherwise is looked at
    ],
)
def test_a_local_reader_that_only_doubts_disagrees_unless_the_definition_says_otherwise(
    local: float, likely: float, words: str, sure: bool
) -> None:
    rule = look(words)[0].workflow("orchard").second_look
    evidence = (quote_of(DOCUMENT, DOCUMENT_WORDS),)
    said = Classification(category="price", confidence=0.99, reason="as told", evidence=evidence)
    other = Classification(
        category="delivery", confidence=local, reason="", scores={"delivery": local, "price": likely}
    )
    assert (at_classification(rule, DOCUMENT, said, other).confidence == 0.99) is sure


def test_work_that_a_model_calls_none_is_looked_at() -> None:
    told = read(reading(triage=SPAM))[0]
    assert (told.actionable, told.confidence) == (False, 0.3)
    assert "takes it for work" in told.reason
    assert read(reading(triage=SPAM), "work: go_on")[0].confidence == 0.99


def test_another_account_than_the_local_readers_makes_unsure() -> None:
    parts = read(reading(accounts=["C2"]))[1]
    assert (parts.requests[0].accounts, parts.confidence) == ((CANDIDATES.candidates[1].account.id,), 0.3)
    assert "sees no request about Hilltop Greens" in parts.reason
    assert read(reading(accounts=["C2"]), "accounts: go_on")[1].confidence == 0.96


def test_a_request_that_the_model_leaves_out_makes_unsure() -> None:
    one, other = (Request(key=key, accounts=(key,), named=key) for key in ("A", "B"))
    said, local = (Splitting(requests=found, confidence=0.9, reason="") for found in ((one,), (one, other)))
    assert at_splitting(SecondLook(), said, local).confidence == 0.3
    assert at_splitting(SecondLook(), said, local).reason.endswith("a request about B too")
    assert at_splitting(SecondLook(), local, local).confidence == 0.9


@pytest.mark.parametrize("kind", [ZoneKind.SIGNATURE, ZoneKind.QUOTE, ZoneKind.DISCLAIMER])
def test_words_that_are_not_new_do_not_speak_for_a_category_alone(kind: ZoneKind) -> None:
    text = DOCUMENT.part("body").text
    at = text.index("never came")
    zones = (Zone(kind=ZoneKind.NEW, start=0, end=at), Zone(kind=kind, start=at, end=len(text)))
    body = Part(name="body", kind="body", text=text, zones=zones)
    changed = DOCUMENT.model_copy(update={"parts": (DOCUMENT.part("subject"), body)})
    category = {**DELIVERY, "quotes": ["never came"]}
    said = read(reading(category=category), document=changed)[2]
    assert (said.category, said.confidence) == ("delivery", 0.3)
    assert "no new words" in said.reason
    assert read(reading(category=category), "own_words: go_on", changed)[2].confidence == 0.99
    both = {**DELIVERY, "quotes": ["never came", "crate K-118"]}
    assert read(reading(category=both), document=changed)[2].confidence == 0.99


def test_a_category_without_a_quote_has_nothing_to_speak_for_it() -> None:
    assert read(reading(category={**DELIVERY, "quotes": []}))[2].confidence == 0.3


@pytest.mark.parametrize(
    ("new", "own"),
    [("Please see the attached letter and do what it says, as we discussed at some length last week with your colleagues from the desk downstairs.", True),
     ("Fyi", True),
     ("Our crates are late, and the driver has not called us since Monday, which is why I write to you again today about all of this, with kind regards to everyone.", False)],
)  # fmt: skip
def test_a_file_speaks_for_a_category_where_the_new_words_bring_it(new: str, own: bool) -> None:
    file = Part(name="attachment:letter.txt", kind="attachment", text="Cancel everything.")
    body = Part(name="body", kind="body", text=new, zones=(Zone(kind=ZoneKind.NEW, start=0, end=len(new)),))
    document = Document(parts=(body, file))
    quote = quote_of(document, Span(part=file.name, start=0, end=6))
    assert in_own_words(document, (quote,)) is own
