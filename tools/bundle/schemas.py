"""JSON Schemas of the bundle's files, by which editors complete and check while one types.

They are made from the models that the loader uses, and so are the lists of functions and steps in the pages beside
them. `docs/reference/` holds all of it, and a test holds that to the models; `python -m tools.bundle.schemas` writes
it.
"""

from __future__ import annotations

import inspect
import json
import re
from functools import cache
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel

from tools.bundle.definition import STEP_MODELS
from tools.bundle.loading import ConnectionsFile, TeamsFile
from workflow.bundle import Connection, Findable, Team
from workflow.calendar import Hours
from workflow.categories import Category, CategorySet
from workflow.definition import (
    AccountRule,
    AnyStep,
    BandRule,
    FirstRule,
    ForEach,
    MapRule,
    ParentRule,
    QuestionWords,
    RecogniseBy,
    RecordRule,
    Retry,
    Step,
    WorkflowDefinition,
)
from workflow.documents import DocumentSet, DocumentType
from workflow.expressions import FUNCTIONS, Function
from workflow.fields import FieldDefinition, FieldSet
from workflow.learning import EmbeddingRule
from workflow.limits import Limits
from workflow.models import Budgets, ModelAlias, ModelsFile, Prices

FILES: dict[str, type[BaseModel]] = {
    "workflow": WorkflowDefinition,
    "categories": CategorySet,
    "fields": FieldSet,
    "documents": DocumentSet,
    "teams": TeamsFile,
    "models": ModelsFile,
    "connections": ConnectionsFile,
    "limits": Limits,
}
"""Name of the schema → model of the file."""

DESCRIBED: tuple[type[BaseModel], ...] = (
    WorkflowDefinition, RecordRule, AccountRule, RecogniseBy, ParentRule, MapRule, BandRule, FirstRule, ForEach, Step,
    EmbeddingRule, Retry, Hours, QuestionWords, *get_args(get_args(AnyStep)[0]), Category, CategorySet,
    FieldDefinition, FieldSet, DocumentType, DocumentSet, Team, ModelsFile, ModelAlias, Prices, Budgets, Connection,
    Limits, Findable,
)  # fmt: skip
"""Models whose keys are described by the `#:` comments beside them."""

WRITTEN = ["string", "number", "boolean"]
"""What a text may look like to a YAML editor: the loader takes every scalar as the text that was written."""

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def schemas() -> dict[str, str]:
    """File name → the schema's JSON text."""
    return {f"{name}.schema.json": _text(name, model) for name, model in FILES.items()}


def function_list() -> str:
    """The functions of expressions as a Markdown table."""
    rows = [f"| `{_signature(name, each)}` | {each.says} | `{each.example}` |" for name, each in FUNCTIONS.items()]
    return "\n".join(["| Function | | For example, true |", "|---|---|---|", *rows]) + "\n"


def step_list() -> str:
    """The kinds of steps with their own keys as a Markdown table."""
    rows = []
    for kind, model in STEP_MODELS.items():
        own = [key for key in model.model_fields if key not in Step.model_fields and key != "kind"]
        said = str(model.__doc__).splitlines()[0]
        rows.append(f"| `{kind}` | {said} | {', '.join(f'`{_key(model, key)}`' for key in own)} |")
    return "\n".join(["| Kind | What it does | Keys of its own |", "|---|---|---|", *rows]) + "\n"


def filled(text: str) -> str:
    """A page with its generated lists put in."""
    for name, made in (("functions", function_list()), ("steps", step_list())):
        begin, end = re.search(rf"<!-- {name}: .*-->\n", text), text.find(f"<!-- end of {name} -->")
        if begin and end >= 0:
            text = text[: begin.end()] + made + text[end:]
    return text


def write(directory: Path = REFERENCE) -> None:
    """Writes the schemas, and the generated lists into the pages, of a directory."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (directory / name).write_text(text, encoding="utf-8")
    for page in directory.glob("*.md"):
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")


def _signature(name: str, function: Function) -> str:
    words = [f"{kind}?" if at >= function.least else kind for at, kind in enumerate(function.takes)]
    return f"{name}({', '.join(words)}{', …' if function.more else ''})"


def _key(model: type[BaseModel], key: str) -> str:
    field = model.model_fields[key]
    if field.is_required():
        return key
    plain = isinstance(field.default, (str, int, float)) and field.default != ""
    return f"{key}: {field.default}" if plain else f"{key}?"


def _text(name: str, model: type[BaseModel]) -> str:
    schema = _plain(model.model_json_schema())
    descriptions = {each.__name__: _comments(each) for each in DESCRIBED}
    for title, definition in [(model.__name__, schema), *schema.get("$defs", {}).items()]:
        for key, said in descriptions.get(title, {}).items():
            if key in definition.get("properties", {}):
                definition["properties"][key].setdefault("description", said)
        if title == "RecogniseBy":
            for key, value in definition["properties"].items():
                definition["properties"][key] = {"anyOf": [{"type": "string"}, value]}
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Switchyard: {name}", **schema}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _plain(schema: Any) -> Any:
    # Without the titles that pydantic makes up; texts as loosely as the loader takes them.
    if isinstance(schema, list):
        return [_plain(element) for element in schema]
    if not isinstance(schema, dict):
        return schema
    out = {
        key: {name: _plain(part) for name, part in value.items()} if key in {"properties", "$defs"} else _plain(value)
        for key, value in schema.items()
        if not (key == "title" and isinstance(value, str)) and key != "discriminator"
    }
    if out.get("type") == "string" and not out.keys() & {"enum", "const", "pattern"}:
        out["type"] = WRITTEN
    return out


@cache
def _comments(model: type[BaseModel]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if isinstance(each, type) and issubclass(each, BaseModel) and each is not BaseModel:
            for line in inspect.getsource(each).splitlines():
                match = re.match(r"    (\w+): .*#: (.+)", line)
                if match:
                    found[match[1]] = match[2].strip()
    return found


if __name__ == "__main__":
    write()
