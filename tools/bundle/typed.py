"""Plain data → a model, with every error in words, its key and its line."""

from __future__ import annotations

import types
import typing
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tools.bundle.markup import Markup, Path, dotted
from workflow.errors import BundleError
from workflow.nearest import suggestion

M = TypeVar("M", bound=BaseModel)


def build(model: type[M], data: Any, path: Path, markup: Markup, file: str) -> M | None:
    """The model of what stands at a path; None where anything is wrong, which is then among the markup's errors."""
    if not isinstance(data, dict):
        told = "the file is empty" if data is None and not path else f"{_named(data)} stands where keys are expected"
        cure = f"The keys are: {', '.join(model.model_fields)}"
        markup.errors.append(BundleError(file, dotted(path), told, cure, line=markup.line(path)))
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            markup.errors.append(_told(model, detail, path, markup, file))
        return None


def known_keys(model: type[BaseModel], path: Path) -> tuple[str, ...]:
    """The keys that the model at a path inside of a model knows; none where no model stands there."""
    at: Any = model
    for part in path:
        if isinstance(at, type) and issubclass(at, BaseModel):
            if part not in at.model_fields:
                return ()
            at = _without_none(at.model_fields[str(part)].annotation)
        else:
            inner = [each for each in typing.get_args(at) if each is not Ellipsis]
            at = inner[-1] if inner else None
    return tuple(at.model_fields) if isinstance(at, type) and issubclass(at, BaseModel) else ()


def _told(model: type[BaseModel], detail: Any, path: Path, markup: Markup, file: str) -> BundleError:
    # What pydantic puts in brackets is no key of the file: a map's own keys, and the forms that a value may have.
    location = tuple(part for part in detail["loc"] if not (isinstance(part, str) and part.startswith("[")))
    where = (*path, *location)
    problem, cure = _words(model, detail, location)
    if detail["type"] == "missing":
        where = where[:-1]
    return BundleError(file, dotted(where), problem, cure, line=markup.line(where))


def _words(model: type[BaseModel], detail: Any, location: Path) -> tuple[str, str]:
    context, given = detail.get("ctx", {}), detail.get("input")
    match detail["type"]:
        case "extra_forbidden":
            known = known_keys(model, location[:-1])
            return f"unknown key '{location[-1]}'", suggestion(str(location[-1]), known, "key")
        case "missing":
            return f"the key '{location[-1]}' is missing", ""
        case "literal_error" | "enum":
            choices = [word.strip(" '") for word in context.get("expected", "").replace(" or ", ",").split(",")]
            return f"'{_short(given)}' is not possible here", suggestion(str(given), [c for c in choices if c])
        case "string_pattern_mismatch":
            signs = "small letters, digits and " + ("-" if "-]" in context["pattern"] else "_")
            form = "server.tool" if r"\." in context["pattern"] else f"a word of {signs}, a letter first"
            return f"'{_short(given)}' is no name of this kind", f"It is written as {form}"
        case "string_type" if given is None:
            return "nothing stands after the key", "Write a text, or remove the key"
        case "too_short":
            return "at least one is needed", ""
        case "value_error":
            told = str(context.get("error", detail["msg"]))
            return told, ""
        case "tuple_type" | "list_type" | "dict_type" | "model_type" | "string_type" | "model_attributes_type":
            wanted = {"tuple_type": "a list, [a, b]", "list_type": "a list, [a, b]", "string_type": "a text"}
            return f"{_named(given)} stands where {wanted.get(detail['type'], 'keys with values')} is expected", ""
        case kind if kind.endswith("_parsing") or kind.endswith("_type"):
            what = {"float": "a number", "int": "a whole number", "bool": "true or false"}.get(
                kind.partition("_")[0], "another value"
            )
            return f"'{_short(given)}' stands where {what} is expected", ""
        case _:
            return detail["msg"].replace("Input should be", f"'{_short(given)}' should be"), ""


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _named(data: Any) -> str:
    if data is None:
        return "nothing"
    if isinstance(data, list):
        return "a list"
    return "a map of keys" if isinstance(data, dict) else f"the text '{_short(data)}'"


def _without_none(annotation: Any) -> Any:
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        inner = [each for each in typing.get_args(annotation) if each is not type(None)]
        return inner[0] if len(inner) == 1 else None
    return annotation
