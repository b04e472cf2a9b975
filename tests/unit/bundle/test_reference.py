"""The reference says what the code does: schemas, lists and examples are held to it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from parcels import FILES, write_bundle

from tools.bundle import inspect, load
from tools.bundle.schemas import REFERENCE, filled, schemas
from workflow.errors import ExpressionError
from workflow.expressions import parse
from workflow.tables import read_table
from workflow.tables.cells import fits, read_cell

PAGES = {path.name: path.read_text(encoding="utf-8") for path in REFERENCE.glob("*.md")}
CONFIG = REFERENCE.parents[1] / "config"


@pytest.mark.parametrize("name", schemas())
def test_a_schema_is_that_of_the_models(name: str) -> None:
    written = (REFERENCE / name).read_text(encoding="utf-8")
    assert written == schemas()[name], "run: python -m tools.bundle.schemas"


@pytest.mark.parametrize("name", ["expressions.md", "workflow.md"])
def test_the_lists_in_the_pages_are_those_of_the_code(name: str) -> None:
    assert filled(PAGES[name]) == PAGES[name], "run: python -m tools.bundle.schemas"
    assert "`hour_in(moment, text)`" in filled(PAGES["expressions.md"])
    assert "`decide`" in filled(PAGES["workflow.md"])


@pytest.mark.parametrize("path", sorted(CONFIG.rglob("*.yaml")), ids=lambda path: path.name)
def test_the_bundle_of_this_project_keeps_to_the_schemas(path: Path) -> None:
    folder = path.parent.name if path.parent != CONFIG else path.stem
    schema = json.loads(schemas()[f"{folder.removesuffix('s') if folder == 'workflows' else folder}.schema.json"])
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for field in data.get("fields", []):
        # A comma in an unquoted text, which the loader understands and YAML takes for a key.
        for bare in [key for key, value in field.items() if value is None]:
            del field[bare]
    jsonschema.validate(data, schema)


def test_a_schema_refuses_what_the_loader_refuses() -> None:
    schema = json.loads(schemas()["workflow.schema.json"])
    good: dict[str, Any] = yaml.safe_load(FILES["workflows/parcels.yaml"])
    jsonschema.validate(good, schema)
    for change in (
        {"titel": "x"},
        {"workflow": "No Name"},
        {"steps": [{"id": "a", "kind": "clock"}]},
        {"on_unsure": "x"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**good, **change}, schema)


def examples(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGES[page], flags=re.DOTALL)


def test_the_examples_of_expressions_give_what_the_page_says() -> None:
    values = yaml.safe_load(examples("expressions.md", "yaml")[0])
    lines = [line.split("→") for line in examples("expressions.md", "text")[0].splitlines()]
    assert len(lines) > 15
    for text, said in lines:
        told = {"true": True, "false": False, "empty": None}.get(said.strip(), said.strip())
        given = parse(text.strip()).evaluate(values)
        assert (given if given is None or isinstance(given, bool) else str(given)) == told, text


def test_the_mistakes_of_the_page_are_refused_as_it_says() -> None:
    for line in examples("expressions.md", "text")[1].splitlines():
        text, _, told = re.split(r"(\s{3,})", line, maxsplit=1)
        with pytest.raises(ExpressionError) as caught:
            parse(text)
        assert told in str(caught.value)


def test_the_cells_of_the_page_fit_what_it_says() -> None:
    rows = re.findall(
        r"^\| (.+?) \| .+? \| (.*?) \| (.*?) ?\|$", PAGES["tables.md"].split("## Cells")[1], flags=re.MULTILINE
    )
    rows = [row for row in rows if row[0] not in {"Cell", "---"}]
    assert len(rows) == 16
    for cell, fitting, other in rows:
        read = read_cell("" if cell == "(nothing)" else cell.strip("`"))
        for value in _listed(fitting):
            assert fits(read, value), (cell, value)
        for value in _listed(other):
            assert not fits(read, value), (cell, value)


def test_the_table_of_the_page_can_be_read() -> None:
    table, errors = read_table(examples("tables.md", "csv")[0], "routing")
    assert not errors
    assert table is not None
    assert table.decide({"category": "loss", "amount": {"amount": 500}}).given == {"queue": "LOSS_LEADS"}


def test_the_workflow_of_the_page_can_be_loaded_and_works(tmp_path: Path) -> None:
    text = examples("workflow.md", "yaml")[0]
    bundle = load(write_bundle(tmp_path, {"workflows/parcels.yaml": text}))
    assert [found for found in inspect(bundle) if found.level != "info"] == []


def _listed(words: str) -> list[str | None]:
    out: list[str | None] = list(re.findall(r"`([^`]*)`", words))
    return [*out, None] if re.search(r"\bempty\b", re.sub(r"`[^`]*`", "", words)) else out
