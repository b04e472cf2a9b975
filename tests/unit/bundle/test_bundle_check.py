"""A bundle that can be loaded may still not work: that is found before it is published."""

from __future__ import annotations

from pathlib import Path

import pytest
from parcels import FIELDS, ROUTING, WORKFLOW, changed, write_bundle

from tools.bundle import inspect, load
from workflow.check import check

FLOW = "workflows/parcels.yaml"
TABLE = "tables/routing.csv"
CLASSIFY = "      - {id: classify, kind: classification, categories: claims}\n"


def findings(directory: Path, files: dict[str, str | bytes | None]) -> list[str]:
    return [str(found) for found in inspect(load(write_bundle(directory, files)))]


def test_a_bundle_that_is_right_has_nothing_to_look_at(tmp_path: Path) -> None:
    assert [found for found in findings(tmp_path, {}) if not found.startswith("info")] == []


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        # names
        (
            FLOW,
            'when: "category',
            'when: "categry',
            f"error: {FLOW}:28: steps[4].steps[5].when: nothing makes 'categry' known. Did",
        ),
        (
            FLOW,
            "category == 'loss'",
            "category == 'lost'",
            "warning: workflows/parcels.yaml:28: steps[4].steps[5].when: 'lost' is none",
        ),
        (
            FLOW,
            "Kind__c: category",
            "Kind__c: catgory",
            f"error: {FLOW}:7: record.values.Kind__c: nothing makes 'catgory'",
        ),
        (FLOW, "record:", "record:\n  owner: team", f"error: {FLOW}:6: record.owner: nothing makes 'team' known"),
        (
            FLOW,
            "received)",
            "recieved)",
            f"error: {FLOW}:15: derive.days_late: nothing makes 'recieved' known. Did you mean",
        ),
        (FLOW, "value.amount > 500", "value.amout > 500", "'value' has no part 'amout'. Did you mean 'amount'?"),
        (FLOW, "value.amount > 500", "category.label > 500", "'category' has no part 'label'"),
        (
            FLOW,
            "kind: triage}",
            "kind: triage, when: category is set}",
            "'category' is known only after the step 'classify'",
        ),
        (
            FLOW,
            "kind: matching}",
            "kind: matching, when: size is set}",
            "'size' is known only after the step 'extract'",
        ),
        # kinds
        (FLOW, "value.amount > 500", "sender > 500", "not a value with parts (its parts: sender.email"),
        (FLOW, "value.amount > 500", "contents == 'glass'", "write 'value in list'"),
        (
            FLOW,
            "kind: completeness}",
            "kind: completeness, when: parcel}",
            "a condition is needed, but «parcel» is a text",
        ),
        (FLOW, "band: value.amount", "band: parcel", "derive.size.band: bands are over numbers"),
        (FLOW, "small: 50, middle: 500", "small: 500, middle: 50", "the limits of the bands do not go upwards"),
        # tables
        (
            TABLE,
            "category,a",
            "categry,a",
            f"error: {TABLE}: categry: nothing makes 'categry' known. Did you mean 'category'?",
        ),
        (
            TABLE,
            "damage,true",
            "damaged,true",
            f"error: {TABLE}:5: category: 'damaged' is none of the values of category. Did",
        ),
        (
            TABLE,
            "true,large",
            "true,lagre",
            f"error: {TABLE}:3: size: 'lagre' is none of the values of size. Did you mean 'large'?",
        ),
        (
            TABLE,
            "loss,true,,",
            ">= 5,true,,",
            f"error: {TABLE}:4: category: '5' asks for a number, but category is one of loss",
        ),
        (
            TABLE,
            "loss,true,,",
            "loss,yes,,",
            "account_known is true or false, not 'yes'. Write true, false, set or empty",
        ),
        (TABLE, "loss,true,,", "loss,empty,,", f"warning: {TABLE}:4: account_known: account_known is never empty"),
        (
            TABLE,
            "size,",
            "sender,",
            f"error: {TABLE}:3: sender: sender has parts and equals nothing. Read one of its parts",
        ),
        (
            TABLE,
            "size,",
            "value,",
            f"error: {TABLE}:3: value: value is a number, not 'large'",
        ),
        (TABLE, "size,", "due,", f"error: {TABLE}:3: due: due is a date, not 'large'"),
        (
            TABLE,
            "loss,true,large",
            "in(loss; los),true,large",
            f"error: {TABLE}:3: category: 'los' is none of the values",
        ),
        (TABLE, ",,,,DESK", ",,,,DESK\nother,,,,LOSS", f"error: {TABLE}:7: the row is never reached: line 6 takes all"),
        (TABLE, ",,,,DESK\n", "", f"warning: {TABLE}: no row fits where category is empty"),
        (
            TABLE,
            ",,,,DESK",
            ",,,,DEKS",
            f"warning: {TABLE}:6: queue: no team has the queue 'DEKS'. Did you mean 'DESK'?",
        ),
        (TABLE, "loss,true,,,LOSS", "loss,true,,,", f"warning: {TABLE}:4: queue: the row gives nothing"),
        # order
        (
            FLOW,
            CLASSIFY,
            "",
            "error: tables/routing.csv: category: nothing makes 'category' known. Add a step of kind 'classification'",
        ),
        (FLOW, "  - {id: read, kind: read}\n", "", "no step reads the message"),
        (FLOW, "  - {id: open, kind: open, queue: DESK}\n", "", "there is no record to save to"),
        (FLOW, "queue: DESK", "queue: DEKS", f"warning: {FLOW}:19: steps[2].queue: no team has the queue 'DEKS'"),
        (
            FLOW,
            "steps:\n",
            "tools: [salesforce.open_record]\nsteps:\n",
            "'salesforce.save_case' is not among the workflow's tools",
        ),
        (FLOW, "salesforce.save_case", "salesforce.save_cases", "tools. Did you mean 'salesforce.save_case'?"),
        (FLOW, "steps:\n", "log_rows: [decision]\nsteps:\n", "log_rows[0]: there is no kind of step 'decision'"),
        # sets
        (
            "fields/claims.yaml",
            "[loss, damage]",
            "[loss, damge]",
            "is required for 'damge', which is no category of parcels. Did",
        ),
        (
            "fields/claims.yaml",
            "id: due",
            "id: value",
            "error: fields/claims.yaml:1: fields: two fields have the id 'value'",
        ),
        ("fields/claims.yaml", "glass, paper", "glass, Glass", "fields[3].values: the value 'glass' stands twice"),
        (
            "fields/claims.yaml",
            "id: parcel",
            "id: subject",
            "'subject' means something else in expressions. Read it as fields.subject",
        ),
        ("categories/claims.yaml", "id: damage", "id: loss", "two categories have the id 'loss'"),
    ],
)
def test_what_cannot_work_is_found(tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    found = findings(tmp_path, dict(changed(name, old, new)))
    assert any(told in each for each in found), found


def test_a_decision_before_what_it_reads_is_an_error(tmp_path: Path) -> None:
    moved = WORKFLOW.replace(CLASSIFY, "").replace("      - {id: save", CLASSIFY + "      - {id: save")
    found = findings(tmp_path, {FLOW: moved})
    told = "'category' is known only after the step 'classify'. Move this step after it"
    assert f"error: {TABLE}: category: {told}" in found


def test_a_row_that_others_cover_only_together_is_told(tmp_path: Path) -> None:
    rows = ROUTING.replace(",,,,DESK", ",false,,,DESK\n,true,,,LOSS\n,,,,DAMAGE")
    assert any("routing.csv:8: no combination of values" in found for found in findings(tmp_path, {TABLE: rows}))


def test_parts_that_nothing_uses_are_worth_knowing(tmp_path: Path) -> None:
    found = findings(tmp_path, {"fields/more.yaml": FIELDS, "tables/old.csv": "category,queue\nloss,A\n"})
    assert "info: fields/more.yaml: no step uses it" in found
    assert "info: tables/old.csv: no step uses it" in found


def test_a_value_listed_under_two_keys_of_a_map_is_told(tmp_path: Path) -> None:
    rule = "derive:\n  kind: {map: category, by: {A: [loss], B: [loss, lost]}}\n"
    found = findings(tmp_path, dict(changed(FLOW, "derive:\n", rule)))
    assert any("derive.kind.by.B: 'loss' leads to A and to B" in each for each in found)
    assert any(
        "derive.kind.by.B: 'lost' is none of the values of 'category'. Did you mean 'loss'?" in each for each in found
    )
    assert any("derive.kind: these lead to nothing: damage, other" in each for each in found)
    assert any("nothing reads 'kind'" in each for each in found)


def test_errors_come_first_and_nothing_is_told_twice(tmp_path: Path) -> None:
    files = {
        **changed(FLOW, "category == 'loss'", "categry == 'lost'"),
        **changed(TABLE, ",,,,DESK", ",,,,DEKS\nloss,,,,LOSS"),
    }
    found = check(load(write_bundle(tmp_path, files)))
    levels = [each.level for each in found]
    assert levels == sorted(levels, key=["error", "warning", "info"].index)
    assert len(found) == len(set(found))


def test_without_teams_no_queue_is_unknown(tmp_path: Path) -> None:
    assert not any("no team" in found for found in findings(tmp_path, {"teams/desk.yaml": None}))


def test_findings_stand_in_the_order_of_their_lines_and_those_of_a_whole_file_last(tmp_path: Path) -> None:
    told = inspect(load(write_bundle(tmp_path, {TABLE: ROUTING + "loss,true,,,DESK\n" * 12})))
    places = [(each.level, each.file, not (each.line or each.key), each.line) for each in told]
    rank = ["error", "warning", "info"]
    assert places == sorted(places, key=lambda place: (rank.index(place[0]), *place[1:]))
