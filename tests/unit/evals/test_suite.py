"""A suite is read strictly: what is wrong with it is named by file, line and key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.suite import load, remarks, replacements
from workflow.bundle import Bundle
from workflow.categories import CategorySet
from workflow.definition import WorkflowDefinition
from workflow.errors import InputError
from workflow.fields import FieldSet
from workflow.identifiers import Digest

LINES: list[dict[str, Any]] = [
    json.loads(row) for row in (Path(__file__).parent / "workshop" / "expected.jsonl").read_text().splitlines()
]


def expect(workshop: Path, *rows: dict[str, Any] | str) -> None:
    text = "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    (workshop / "expected.jsonl").write_text(text)


def line(**changes: Any) -> dict[str, Any]:
    return {**LINES[0], **changes}


def case(**changes: Any) -> list[dict[str, Any]]:
    return [{**LINES[0]["cases"][0], **changes}]


def definition(*steps: dict[str, Any]) -> WorkflowDefinition:
    return WorkflowDefinition.model_validate({"workflow": "workshop-mail", "title": "Workshop", "steps": list(steps)})


READ = {"id": "classify", "kind": "classification", "categories": "workshop"}
FIND = {"id": "extract", "kind": "extraction", "fields": "bicycle"}
ROUTE = {"id": "route", "kind": "decide", "table": "benches", "gives": ["queue"]}
APPROVE = {"id": "approve", "kind": "decide", "table": "approvals", "gives": ["approver"]}


def test_a_well_formed_suite_is_read_in_its_order(workshop: Path) -> None:
    suite = load(workshop)
    assert (suite.name, suite.workflow) == ("workshop", "workshop-mail")
    assert [truth.message for truth in suite.truths] == ["1.eml", "2.eml", "3.eml"]
    assert suite.truths[1].cases[0].accept.category == ("repair",)
    assert suite.raw("2.eml") == b"Subject: 2\n\nhello\n"
    assert suite.org == workshop / "org"
    assert suite.config is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([LINES[0], "{not json"], r"expected\.jsonl, line 2: is not JSON"),
        ([LINES[0], "[]"], r"line 2: is not a JSON object"),
        ([LINES[0], '{"message": "2.eml", "message": "3.eml"}'], r"line 2: .*key 'message' is given twice"),
        ([LINES[0], LINES[0]], r"line 2, message: 1\.eml is given twice, first on line 1"),
        ([line(outcome="done")], r"line 1, outcome: Input should be"),
        ([line(message="9.eml")], r"line 1, message: there is no .*9\.eml"),
        ([line(message="../suite.yaml")], r"line 1, message: .* leads out of"),
        ([line(cases=case(queue=7))], r"line 1, cases\.0\.queue: Input should be a valid string"),
        ([line(cases=[{"account": None}])], r"line 1, cases\.0\.category: Field required"),
        ([line(tagz=[])], r"line 1, tagz: unknown key\. Did you mean 'tags'\?"),
        ([line(cases=case(optional_field={}))], r"cases\.0\.optional_field: .* Did you mean 'optional_fields'"),
        ([line(cases=case(accept={"feilds": {}}))], r"cases\.0\.accept\.feilds: unknown key\. Did you mean 'fields'"),
        ([], r"expected\.jsonl: expects nothing"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_label_is_named_by_line_and_key(workshop: Path, lines: list[Any], said: str) -> None:
    expect(workshop, *lines)
    with pytest.raises(InputError, match=said):
        load(workshop)


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ("name: a\nworkflow: [b]\n", r"suite\.yaml, line 2, workflow: Input should be a valid string"),
        ("name: a\n", r"suite\.yaml, workflow: Field required"),
        ("name: a\n  b: [\n", r"suite\.yaml, line 2: is not YAML"),
        ("- a\n", r"suite\.yaml, line 1: must be keys and values"),
    ],
)
def test_what_is_wrong_with_the_sheet_is_named_by_line_and_key(workshop: Path, sheet: str, said: str) -> None:
    (workshop / "suite.yaml").write_text(sheet)
    with pytest.raises(InputError, match=said):
        load(workshop)


def test_a_missing_folder_or_file_is_named(workshop: Path) -> None:
    with pytest.raises(InputError, match="nowhere: there is no such folder"):
        load(workshop / "nowhere")
    (workshop / "expected.jsonl").unlink()
    with pytest.raises(InputError, match=r"expected\.jsonl: No such file"):
        load(workshop)


def test_a_key_of_the_suites_own_is_let_through(workshop: Path) -> None:
    expect(workshop, line(approvals=["lead"]), line(message="2.eml", cases=case(documents=["invoice"])))
    assert [truth.model_extra for truth in load(workshop).truths] == [{"approvals": ["lead"]}, {}]


def test_null_stands_for_left_out(workshop: Path) -> None:
    expect(workshop, line(tags=None, cases=case(accept=None, optional_fields=None, missing=None)))
    truth = load(workshop).truths[0]
    assert (truth.tags, truth.cases[0].missing, truth.cases[0].accept.queue) == ((), (), ())


def test_files_at_the_root_replace_those_of_the_workflows_steps(workshop: Path) -> None:
    for name in ("categories.yaml", "fields.yaml", "routing.csv"):
        (workshop / name).write_text("")
    suite = load(workshop)
    assert replacements(suite, definition(READ, FIND, APPROVE, ROUTE)) == {
        "categories/workshop.yaml": workshop / "categories.yaml",
        "fields/bicycle.yaml": workshop / "fields.yaml",
        "tables/benches.csv": workshop / "routing.csv",
    }


def test_only_files_that_the_suite_has_replace_anything(workshop: Path) -> None:
    (workshop / "fields.yaml").write_text("")
    assert list(replacements(load(workshop), definition(READ, FIND, ROUTE))) == ["fields/bicycle.yaml"]


def test_a_file_that_could_replace_none_or_several_is_refused_unless_the_suite_has_its_own_bundle(
    workshop: Path,
) -> None:
    (workshop / "routing.csv").write_text("")
    second = {**ROUTE, "id": "route_again", "table": "racks"}
    for steps in ((READ,), (ROUTE, second)):
        with pytest.raises(InputError, match=r"routing\.csv: the workflow 'workshop-mail' must use one such file"):
            replacements(load(workshop), definition(*steps))
    (workshop / "config").mkdir()
    assert replacements(load(workshop), definition(ROUTE, second)) == {}


def bundle(workflow: WorkflowDefinition) -> Bundle:
    return Bundle(
        identity=Digest("0"),
        directory="here",
        workflows={workflow.workflow: workflow},
        categories={"workshop": CategorySet.model_validate({"categories": [{"id": "repair", "label": "Repair"}]})},
        fields={"bicycle": FieldSet.model_validate({"fields": [{"id": "model", "type": "string"}]})},
        tables={},
    )


def test_labels_that_do_not_fit_the_bundle_or_the_org_are_remarked_on(workshop: Path) -> None:
    expect(workshop, LINES[0], line(message="2.eml", cases=case(account="W-9", missing=["colour"])), LINES[1] | {
        "message": "3.eml"})  # fmt: skip
    assert remarks(load(workshop), bundle(definition(READ, FIND))) == (
        "2.eml: cases.0: the field 'colour' is unknown",
        "2.eml: cases.0: the account 'W-9' is unknown",
        "3.eml: cases.0: the category 'quote' is unknown",
        "suite.yaml: counts.cases is 2, but there are 3",
    )


def test_nothing_is_remarked_on_labels_that_fit(workshop: Path) -> None:
    expect(workshop, LINES[0], line(message="2.eml"), LINES[2])
    assert remarks(load(workshop), bundle(definition(READ, FIND))) == ()
