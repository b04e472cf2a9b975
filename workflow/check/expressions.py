"""Expressions of a workflow: whether a step makes known what they read, in time, and whether their types fit."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.check.finding import Finding
from workflow.comparison import fold
from workflow.definition import ActStep, WorkflowDefinition
from workflow.errors import ExpressionError
from workflow.expressions import Kind, parse
from workflow.expressions.kinds import TEXT
from workflow.names import MESSAGE, Known
from workflow.nearest import suggestion

MADE_BY = {
    "account": "matching",
    "category": "classification",
    "documents": "documents",
    "fields": "extraction",
    "missing": "completeness",
    "missing_documents": "completeness",
    "requests": "splitting",
    "triage": "triage",
}
"""Name → the kind of step that makes it known."""


def check_condition(file: str, key: str, text: str, known: Known) -> list[Finding]:
    """Findings about an expression that says whether."""
    return check_expression(file, key, text, known, condition=True)


def check_expression(file: str, key: str, text: str, known: Known, condition: bool = False) -> list[Finding]:
    """Findings about an expression, where these names are known."""
    try:
        expression = parse(text)
    except ExpressionError as error:
        return [Finding(level="error", file=file, key=key, problem=str(error))]
    found = [finding for name in sorted(expression.names) for finding in check_name(file, key, name, known)]
    kind, remarks = expression.judge(known.kind)
    for remark in remarks:
        cure = "" if remark.error else "As it stands, the comparison never holds"
        level = "error" if remark.error else "warning"
        found.append(Finding(level=level, file=file, key=key, problem=str(remark.problem), cure=cure))  # type: ignore[arg-type]
    if condition and not is_condition(kind):
        problem = f"a condition is needed, but «{text}» is {kind.words}"
        found.append(Finding(level="error", file=file, key=key, problem=problem, cure="Compare it, or write 'is set'"))
    return found


def is_condition(kind: Kind) -> bool:
    """Whether a value of the kind can be true or false."""
    return kind.base in {"any", "boolean"} or (
        bool(kind.values) and {fold(v) for v in kind.values} <= {"true", "false"}
    )


def check_name(file: str, key: str, name: str, known: Known) -> list[Finding]:
    """An error where nothing makes the dotted name known, or only a later step does."""
    root, *parts = name.split(".")
    if root in known.kinds:
        return _check_parts(file, key, root, parts, known.kinds[root])
    if root in known.later:
        problem = f"'{root}' is known only after the step '{known.later[root]}'"
        return [Finding(level="error", file=file, key=key, problem=problem, cure="Move this step after it")]
    kind = MADE_BY.get(root)
    cure = f"Add a step of kind '{kind}'" if kind else suggestion(root, [*known.kinds, *known.later], "name")
    return [Finding(level="error", file=file, key=key, problem=f"nothing makes '{root}' known", cure=cure)]


def check_record(file: str, workflow: WorkflowDefinition, steps: Iterable[tuple[str, object, Known]]) -> list[Finding]:
    """The record's owner and values, where the case is saved (or at the end, where nothing saves it)."""
    known = Known()
    for _, step, at in steps:
        known = at
        if isinstance(step, ActStep) and step.tool == "salesforce.save_case":
            break
    found = [
        finding
        for name, text in workflow.record.values.items()
        for finding in check_expression(file, f"record.values.{name}", text, known)
    ]
    at_first = Known({**MESSAGE, "text": TEXT, "triage": TEXT})
    found += [
        finding
        for name, text in workflow.record.opening.items()
        if text
        for finding in check_expression(file, f"record.opening.{name}", text, at_first)
    ]
    return found + check_name(file, "record.owner", workflow.record.owner, known)


def _check_parts(file: str, key: str, at: str, parts: list[str], kind: Kind) -> list[Finding]:
    for part in parts:
        if kind.base == "any" or (kind.base == "object" and not kind.parts):
            return []
        if part not in kind.parts:
            problem = f"'{at}' has no part '{part}'"
            cure = suggestion(part, kind.parts) if kind.parts else f"It is {kind.words}: read it as '{at}'"
            return [Finding(level="error", file=file, key=key, problem=problem, cure=cure)]
        at, kind = f"{at}.{part}", kind.parts[part]
    return []
