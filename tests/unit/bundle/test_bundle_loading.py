"""A bundle is loaded whole or refused, and then all that is wrong is told: file, line, key, and the nearest word."""

from __future__ import annotations

from pathlib import Path

import pytest
from parcels import CATEGORIES, FIELDS, ROUTING, WORKFLOW, changed, write_bundle

from tools.bundle import load
from workflow.errors import BundleErrors

FLOW = "workflows/parcels.yaml"
TABLE = "tables/routing.csv"


def refusal(directory: Path, files: dict[str, str | bytes | None]) -> list[str]:
    write_bundle(directory, files)
    with pytest.raises(BundleErrors) as caught:
        load(directory)
    return [str(error) for error in caught.value.errors]


def test_a_bundle_that_is_right_is_loaded(tmp_path: Path) -> None:
    bundle = load(write_bundle(tmp_path, {}))
    workflow = bundle.workflow("parcels")
    assert [step.kind for step in workflow.all_steps()][:3] == ["read", "triage", "open"]
    assert bundle.tables["routing"].outputs == ("queue",)
    assert bundle.fields["claims"].get("parcel").required == ("loss", "damage")  # type: ignore[union-attr]
    assert list(bundle.teams) == ["DESK", "LOSS", "LOSS_LEADS", "DAMAGE"]
    assert list(bundle.models) == ["local"]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (FLOW, "title: P", "titel: P", f"{FLOW}:2: titel: unknown key 'titel'. Did you mean 'title'?"),
        (
            FLOW,
            "table: r",
            "tabel: r",
            f"{FLOW}:26: steps[4].steps[3].tabel: unknown key 'tabel'. Did you mean 'table'?",
        ),
        (FLOW, "  where", "  wehre", f"{FLOW}:4: account.wehre: unknown key 'wehre'. Did you mean 'where'?"),
        (
            FLOW,
            "categories: claims",
            "categories: claim",
            "there is no categories file 'claim'. Did you mean 'claims'?",
        ),
        (
            FLOW,
            "fields: claims",
            "fields: clams",
            f"{FLOW}:25: steps[4].steps[2].fields: there is no fields file 'clams'",
        ),
        (FLOW, "table: routing", "table: rooting", "there is no table 'rooting'. Did you mean 'routing'?"),
        (FLOW, "kind: matching}", "kind: matching, model: fast}", "there is no model 'fast'. There is: local"),
        (FLOW, "salesforce.save_case", "ship.label", "there is no tool server 'ship'"),
        (FLOW, "salesforce.save_case", "save", "'save' is no name of this kind. It is written as server.tool"),
        (FLOW, "kind: matching", "kind: match", "there is no kind of step 'match'. Did you mean 'matching'?"),
        (FLOW, "kind: completeness", "kind: clock", "steps of kind 'clock' are not available in this version"),
        (FLOW, "kind: completeness", "kind: assign, by: omni", "'by: omni' needs 'channel', the API name of a service"),
        (FLOW, "kind: completeness", "kind: assign, by: queue", "'by: queue' needs 'to', an expression that gives"),
        (FLOW, "kind: completeness", "kind: assign, by: rule, to: x", "'by: rule' leaves it to the org: take 'to' out"),
        (FLOW, "kind: completeness", "kind: assign, by: rule, weight: 2", "'weight' is for 'by: omni'"),
        (FLOW, "kind: completeness", "kind: assign, by: rule, chanel: X", "unknown key 'chanel'"),
        (FLOW, "kind: completeness", "kind: assign, by: omni, channel: X, within: soon", "'soon' is no length of time"),
        (FLOW, "kind: completeness", "kind: wait", "a wait has one of 'ask', 'event', 'until', 'lasts'"),
        (FLOW, "kind: completeness", "kind: wait, ask: sender, within: soon", "'soon' is no length of time"),
        (FLOW, "id: extract,", "id: classify,", "two steps have the id 'classify' (the other is steps[4].steps[1])"),
        (FLOW, "id: match,", "id: Match,", "'Match' is no name of this kind"),
        (FLOW, "title: P", "title: X\ntitle: P", f"{FLOW}:3: title: the key is written twice. It stands on line 2"),
        (FLOW, "category == 'l", "category = 'l", f"{FLOW}:28: steps[4].steps[5].when: write == instead of ="),
        (FLOW, "Kind__c: category", "Kind__c: upper()", f"{FLOW}:7: record.values.Kind__c: upper needs 1 value"),
        (FLOW, "Type == 'Shop'", "Type = 'Shop'", f"{FLOW}:4: account.where: write == instead of ="),
        (FLOW, "band: value.amount", "band: value.", f"{FLOW}:12: derive.size.band: after '.' stands a name"),
        (FLOW, "band: value", "bnd: value", f"{FLOW}:11: derive.size: a derived value is an expression"),
        (FLOW, "is set", "is sett", f"{FLOW}:10: derive.account_known: after 'is' stands"),
        (
            FLOW,
            "small: 50",
            "small: few",
            f"{FLOW}:13: derive.size.below.small: 'few' stands where a number is expected",
        ),
        (FLOW, "days_between(due, received)", "size == days_late", "in a circle: days_late → days_late"),
        (FLOW, "kind: matching}", "kind: matching, sure_from: 90}", "'90' should be less than or equal to 1"),
        (FLOW, "kind: matching}", "kind: matching, sure_from: high}", "'high' stands where a number is expected"),
        (FLOW, "kind: matching}", "kind: matching, on_error: retry}", "'retry' is not possible here. There are: go_on"),
        (FLOW, "gives: [queue]", "gives: queue", "the text 'queue' stands where a list, [a, b] is expected"),
        (FLOW, "gives: [queue]", "gives: []", "gives: at least one is needed"),
        (FLOW, "gives: [queue]", "gives: [queu]", "the table has no such column, but a decide step gives it. Did you"),
        (FLOW, "workflow: parcels", "workflow: parcel", "stands in a file of another name. Name the file parcel.yaml"),
        (FLOW, "queue: DESK", "queue:", "steps[2].queue: nothing stands after the key"),
        (FLOW, "  where", "\twhere", f"{FLOW}:4: the YAML cannot be read"),
        (FLOW, "title: P", "title: &a P", f"{FLOW}:2: anchors (&) and aliases (*) are not available"),
        (FLOW, "title: P", "title: !!python/name:os.system P", "is not available"),
        (FLOW, "title: P", "title: yes\nyes: P", "unknown key 'yes'"),
        (FLOW, "for_each: case", "for_each: message", "'message' is not possible here. There is: case"),
        (
            "fields/claims.yaml",
            "type: money",
            "type: mony",
            "fields[1].type: 'mony' is not possible here. Did you mean",
        ),
        ("fields/claims.yaml", ", values: [glass, paper, food]", "", "fields[3]: an enum needs 'values'"),
        ("fields/claims.yaml", "required: [", "requierd: [", "unknown key 'requierd'. Did you mean 'required'?"),
        ("fields/claims.yaml", "id: parcel", "id: Parcel No", "'Parcel No' is no name of this kind"),
        (
            "categories/claims.yaml",
            "label: Loss, ",
            "",
            f"{'categories/claims.yaml'}:2: categories[0]: the key 'label'",
        ),
        (
            "teams/desk.yaml",
            "queue: LOSS}",
            "queue: DESK}",
            "teams/desk.yaml:3: teams[1].queue: two teams have the queue",
        ),
        (TABLE, "loss,true,,,LOSS", "loss,>= x,,,LOSS", f"{TABLE}:4: account_known: the cell «>= x» cannot be read"),
        (TABLE, "loss,true,,,LOSS", "loss,true,LOSS", f"{TABLE}:4: the row has 3 cells, the header 5"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, name: str, old: str, new: str, told: str) -> None:
    errors = refusal(tmp_path, dict(changed(name, old, new)))
    assert any(told in error for error in errors), errors


def test_everything_that_is_wrong_is_told_in_one_pass(tmp_path: Path) -> None:
    errors = refusal(
        tmp_path,
        {
            FLOW: WORKFLOW.replace("title:", "titel:")
            .replace("table: routing", "table: rooting")
            .replace("kind: match", "kind: mach")
            .replace("value.amount > 500", "value.amount >"),
            "fields/claims.yaml": FIELDS.replace("money", "mony"),
            "categories/claims.yaml": CATEGORIES.replace("label: Damage", "lable: Damage"),
            TABLE: ROUTING.replace("loss,true,,,", "loss,=1,,,"),
            "connections.yaml": "connections: {ship: {tools: [label]}}",
            "models.yaml": "models: {fast: {reader: litellm}}",
        },
    )
    files = [error.partition(":")[0] for error in errors]
    assert files == sorted(files)
    assert set(files) == {
        FLOW,
        "fields/claims.yaml",
        "categories/claims.yaml",
        TABLE,
        "connections.yaml",
        "models.yaml",
    }
    for told in (
        "titel",
        "rooting",
        "mach",
        "a value is missing",
        "mony",
        "lable",
        "«=1»",
        "command or a url",
        "litellm",
    ):
        assert any(told in error for error in errors), (told, errors)


def test_a_file_that_cannot_be_read_is_not_also_told_as_missing(tmp_path: Path) -> None:
    errors = refusal(tmp_path, {TABLE: b"category,queue\nloss,B\xfcro\n", "categories/claims.yaml": "categories: ["})
    assert [error.partition(":")[0] for error in errors] == ["categories/claims.yaml", TABLE]
    assert f"{TABLE}:2: the file is not UTF-8" in errors[1]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("workflows/other.yml", "files in workflows/ end in .yaml"),
        ("categoris/claims.yaml", "Did you mean 'categories'?"),
        ("tables/routing.xlsx", "Save it as routing.csv"),
        ("workflows/old/parcels.yaml", "folders inside a folder are not read"),
        ("model.yaml", "Did you mean 'models.yaml'?"),
    ],
)
def test_a_file_that_would_be_passed_over_in_silence_is_refused(tmp_path: Path, name: str, told: str) -> None:
    assert any(told in error for error in refusal(tmp_path, {name: "x"}))


def test_notes_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    load(write_bundle(tmp_path, {"README.md": "notes", ".git/config": "x", "tables/.~lock.routing.csv#": "x"}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n",
        "workflow\n",
        "a: &a [*a]\n",
        "[" * 5000,
        "{" * 5000,
        "a: \x00",
        "? [a]: b\n",
        "a: b\n---\na: b\n",
        "x: !<y> z",
        "steps: {}\n",
        "workflow: parcels\ntitle: x\nsteps: [1, [2], {kind: [a]}, {kind: decide, id: 5}]\n",
        "%TAG ! x\n",
    ],
)
def test_any_text_in_place_of_a_workflow_is_refused_in_words(tmp_path: Path, text: str) -> None:
    errors = refusal(tmp_path, {FLOW: text})
    assert errors
    assert all(error.startswith(FLOW) for error in errors)


def test_there_is_no_bundle_without_a_directory_or_a_workflow(tmp_path: Path) -> None:
    with pytest.raises(BundleErrors, match="no such directory"):
        load(tmp_path / "none")
    with pytest.raises(BundleErrors, match="the bundle has no workflow"):
        load(tmp_path)


def test_words_are_read_as_written(tmp_path: Path) -> None:
    fields = "fields:\n  - {id: answer, type: enum, values: [yes, no, on, 010, 1:30, 2025-06-01, ~x, 1.50]}\n"
    bundle = load(
        write_bundle(tmp_path, {**changed(FLOW, "title: Parcel claims", "title: 2025"), "fields/more.yaml": fields})
    )
    assert bundle.fields["more"].fields[0].values == ("yes", "no", "on", "010", "1:30", "2025-06-01", "~x", "1.50")
    assert bundle.workflow("parcels").title == "2025"


def test_a_comma_inside_an_unquoted_text_is_part_of_it(tmp_path: Path) -> None:
    bundle = load(
        write_bundle(
            tmp_path, changed("fields/claims.yaml", "Number of the parcel,", "Number, as written, of the parcel,")
        )
    )
    assert bundle.fields["claims"].fields[0].description == "Number, as written, of the parcel"


def test_a_word_without_a_value_is_refused_where_no_text_stands_before_it(tmp_path: Path) -> None:
    errors = refusal(tmp_path, dict(changed("fields/claims.yaml", "{id: parcel,", "{parcel,")))
    assert any("'parcel' has no value" in error for error in errors)


def test_spreadsheet_files_are_read_like_others(tmp_path: Path) -> None:
    plain = load(write_bundle(tmp_path / "a", {}))
    odd = "\ufeff" + ROUTING.replace("\n", ",,\r\n").replace("loss,true,large", '"loss","TRUE",large')
    other = load(write_bundle(tmp_path / "b", {TABLE: odd, FLOW: "\ufeff" + WORKFLOW.replace("\n", "\r\n")}))
    values = {"category": "loss", "account_known": True, "size": "large"}
    ours, theirs = plain.tables["routing"].decide(values), other.tables["routing"].decide(values)
    assert (ours.line, ours.given, ours.reason) == (theirs.line, theirs.given, theirs.reason)
    assert ours.given == {"queue": "LOSS_LEADS"}
    assert other.workflows == plain.workflows


def test_files_are_laid_over_those_of_the_bundle(tmp_path: Path) -> None:
    over = tmp_path / "mine.csv"
    over.write_text("category,queue\nloss,MINE\n,DESK\n")
    bundle = load(write_bundle(tmp_path / "bundle", {}), replace={TABLE: over})
    assert bundle.tables["routing"].decide({"category": "loss"}).given == {"queue": "MINE"}
    with pytest.raises(BundleErrors, match=r"tables/routing\.csv: .*none\.csv cannot be read"):
        load(tmp_path / "bundle", replace={TABLE: tmp_path / "none.csv"})


def test_one_table_for_two_steps_gives_what_both_name(tmp_path: Path) -> None:
    table = "category,queue,skill\nloss,A,s\n,B,t\n"
    step = "      - {id: skill, kind: decide, table: routing, gives: [skill]}\n      - {id: complete"
    bundle = load(write_bundle(tmp_path, {TABLE: table, **changed(FLOW, "      - {id: complete", step)}))
    assert bundle.tables["routing"].inputs == ("category",)
    assert bundle.tables["routing"].decide({"category": "loss"}, ("skill",)).given == {"skill": "s"}


def test_connections_allow_their_tools_and_no_others(tmp_path: Path) -> None:
    files = {
        "connections.yaml": "connections: {ship: {url: 'https://ship.example/mcp', tools: [label]}}",
        FLOW: WORKFLOW + "      - {id: label, kind: act, tool: ship.label, arguments: {parcel: fields.parcel}}\n",
    }
    assert load(write_bundle(tmp_path, files)).connections["ship"].tools == ("label",)
    files[FLOW] = files[FLOW].replace("ship.label", "ship.labels")
    errors = refusal(tmp_path, dict(files))
    assert "does not allow the tool 'labels' of ship. Did you mean 'label'?" in errors[0]
