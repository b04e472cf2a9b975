"""Evidence → highlights."""

from __future__ import annotations

from harbour import BUNDLE, FIELDS, MARINA, WHARF, document, mooring, repair

from app.console.views.highlights import FIELD_HUES, field_hues, highlights
from app.console.views.labels import labels_of
from workflow.document import Span
from workflow.identifiers import RunId
from workflow.interpretation import Triage
from workflow.work import MessageWork

RUN = RunId("R1")
LABELS = labels_of(BUNDLE, "harbour-mail")


def test_every_piece_of_evidence_with_a_place_becomes_a_highlight_that_names_field_value_and_case():
    message = document()
    found = {h.name: h for h in highlights(MessageWork(), [mooring(RUN, message)], LABELS)}
    assert set(found) == {"account", "category", "berth", "arrival", "fee", "services", "draught", "hulls"}
    assert found["arrival"].words == "Arrival: 2026-05-03 · case 1"
    assert found["fee"].words == "Fee: 180.00 EUR · case 1"
    assert found["account"].words == "Account: Kittiwake Marina by name · case 1"
    assert message.text(found["hulls"].spans[0]) == "PB-2231"


def test_the_same_evidence_for_two_cases_is_one_highlight_of_both():
    message = document()
    first, second = mooring(RUN, message), mooring(RUN, message, number=1)
    arrivals = [h for h in highlights(MessageWork(), [first, second], LABELS) if h.name == "arrival"]
    assert [h.cases for h in arrivals] == [(1, 2)]
    assert arrivals[0].words.endswith("case 1, 2")


def test_another_value_of_the_same_words_stays_a_highlight_of_its_own():
    message = document()
    first = mooring(RUN, message)
    other = first.extraction.values[1].model_copy(update={"value": "2026-03-05"})
    second = mooring(RUN, message, number=1).model_copy(
        update={"extraction": first.extraction.model_copy(update={"values": (other,)})}
    )
    arrivals = [h for h in highlights(MessageWork(), [first, second], LABELS) if h.name == "arrival"]
    assert [(h.value, h.cases) for h in arrivals] == [("2026-05-03", (1,)), ("2026-03-05", (2,))]


def test_ids_are_unique_and_hues_of_the_fields_of_a_message_differ():
    found = highlights(MessageWork(), [mooring(RUN, document())], LABELS)
    assert len({h.id for h in found}) == len(found)
    hues = [h.hue for h in found if h.kind == "field"]
    assert len(set(hues)) == len(hues)
    assert set(hues) <= set(FIELD_HUES)


def test_a_field_keeps_its_hue_whatever_other_fields_a_message_states():
    known = [field.id for field in FIELDS.fields]
    assert field_hues(["fee"], known)["fee"] == field_hues(["berth", "arrival", "fee"], known)["fee"]


def test_more_fields_than_hues_still_all_get_one():
    names = [f"field_{n}" for n in range(40)]
    assert set(field_hues(names, names)) == set(names)


def test_mentions_of_accounts_that_were_not_chosen_are_not_marked():
    case = repair(RUN, document()).model_copy(update={"matching": mooring(RUN, document()).matching})
    assert not [h for h in highlights(MessageWork(), [case], LABELS) if h.kind == "account"]
    assert WHARF.id != MARINA.id


def test_what_was_said_of_the_whole_message_belongs_to_no_case():
    message = document()
    triage = Triage(actionable=True, reason="", confidence=1, evidence=mooring(RUN, message).classification.evidence)
    found = highlights(MessageWork(triage=triage), [], LABELS)
    assert [(h.kind, h.cases) for h in found] == [("triage", ())]


def test_the_text_about_a_case_is_a_region_without_a_mark():
    message = document()
    case = mooring(RUN, message)
    span = Span(part="body", start=0, end=40)
    case = case.model_copy(update={"request": case.request.model_copy(update={"spans": (span,)})})
    regions = [h for h in highlights(MessageWork(), [case], LABELS) if h.kind == "request"]
    assert [(h.spans, h.cases) for h in regions] == [((span,), (1,))]
