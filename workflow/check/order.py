"""The steps of a workflow: whether they stand in an order that can work."""

from __future__ import annotations

from workflow.bundle import Bundle
from workflow.check.finding import Finding
from workflow.definition import (
    MESSAGE_KINDS,
    STEP_KINDS,
    ActStep,
    AnyStep,
    AssignStep,
    OpenStep,
    WaitStep,
    WorkflowDefinition,
)
from workflow.names import placed_steps
from workflow.nearest import suggestion

ONCE = ("read", "triage", "open", "splitting", "matching", "documents")
"""Kinds that make sense once in a workflow."""

NEEDS: dict[str, tuple[str, ...]] = {
    "triage": ("read",),
    "open": ("read",),
    "splitting": ("read",),
    "matching": ("read",),
    "classification": ("read",),
    "extraction": ("read",),
    "documents": ("read",),
    "completeness": ("classification",),
}
"""Kind → the kinds that must stand before it."""

INTERPRETING = frozenset({"matching", "classification", "extraction", "documents", "completeness", "decide"})
DOUBTING = frozenset({"matching", "classification", "documents", "decide"})
"""Kinds that concern one case and may be unsure."""

SAVE = "salesforce.save_case"


def check_order(file: str, workflow: WorkflowDefinition) -> list[Finding]:
    """Findings about the order and the places of the steps."""
    found: list[Finding] = []
    placed = list(placed_steps(workflow))
    seen: dict[str, str] = {}
    saved = ""
    for place, step, inside in placed:
        found += _check_place(file, place, step, inside)
        for needed in NEEDS.get(step.kind, ()):
            if needed not in seen:
                problem = f"a step of kind '{step.kind}' needs one of kind '{needed}' before it"
                found.append(
                    Finding(level="error", file=file, key=place, problem=problem, cure="Add it, or change the order")
                )
        if step.kind == "completeness" and not seen.keys() & {"extraction", "documents"}:
            problem = "a step of kind 'completeness' needs one of kind 'extraction' or 'documents' before it"
            found.append(
                Finding(level="error", file=file, key=place, problem=problem, cure="Add it, or change the order")
            )
        if step.kind == "documents" and "completeness" in seen:
            problem = "which documents are missing is asked before it is known which there are"
            found.append(
                Finding(
                    level="error", file=file, key=place, problem=problem, cure=f"Move it before {seen['completeness']}"
                )
            )
        if step.kind in ONCE and step.kind in seen:
            problem = f"there are two steps of kind '{step.kind}' (the other is {seen[step.kind]})"
            found.append(Finding(level="error", file=file, key=place, problem=problem, cure="Remove one of them"))
        if saved and step.kind in INTERPRETING:
            problem = f"the case is saved before this step ({saved}), so that what it finds is not written"
            found.append(
                Finding(level="warning", file=file, key=place, problem=problem, cure="Move it before the save")
            )
        if isinstance(step, ActStep) and step.tool == SAVE:
            if "open" not in seen:
                problem = "there is no record to save to"
                cure = "Add a step of kind 'open' before it"
                found.append(Finding(level="error", file=file, key=place, problem=problem, cure=cure))
            saved = saved or place
        seen.setdefault(step.kind, place)
    return found + _check_whole(file, placed, seen, saved)


def check_gate(file: str, workflow: WorkflowDefinition) -> list[Finding]:
    """An error for each step that would have a person asked when the first action is done already."""
    found: list[Finding] = []
    acted = False
    for place, step, _ in placed_steps(workflow):
        acted = acted or step.kind == "act"
        if acted and step.kind == "review":
            problem, cure = "a review that comes after the first action cannot hold it", "Move it before the action"
        elif acted and step.kind in DOUBTING and (step.on_unsure or workflow.on_unsure) == "review":
            problem = "where this step is unsure a person is asked, but it comes after the first action"
            cure = "Move it before the action, or say 'on_unsure: go_on'"
        else:
            continue
        found.append(Finding(level="error", file=file, key=place, problem=problem, cure=cure))
    return found


def check_waits(file: str, workflow: WorkflowDefinition) -> list[Finding]:
    """Errors for a wait or an assignment that nothing leads to, or that holds what must be done before it."""
    found: list[Finding] = []
    kinds: dict[str, str] = {}
    saved = waits = ""
    for place, step, _ in placed_steps(workflow):
        problem = cure = ""
        if isinstance(step, WaitStep):
            if not saved:
                problem = "a case waits on its record, and it is not saved yet"
                cure = f"Move it after the step with the tool {SAVE}"
            elif step.ask and workflow.record.object != "Case":
                problem = f"a question stands on a Case, and the record is a {workflow.record.object}"
                cure = "Ask by a tool of your own ('act'), and wait for an event"
            elif step.ask and "completeness" not in kinds:
                problem = "nobody has found out what to ask the sender for"
                cure = "Add a step of kind 'completeness' before the save"
            waits = waits or place
        elif isinstance(step, ActStep) and step.tool == SAVE:
            if waits:
                problem = f"a save stands after a wait ({waits}), which writes by itself what an answer changes"
                cure = "Remove it, or move it before the wait"
            saved = place
        elif isinstance(step, AssignStep) and not saved:
            problem = "a case is given to somebody on its record, and it is not saved yet"
            cure = f"Move it after the step with the tool {SAVE}"
        if problem:
            found.append(Finding(level="error", file=file, key=place, problem=problem, cure=cure))
        if isinstance(step, WaitStep) and step.remind and not step.send:
            told = "reminders are drafted as the question is, and somebody has to send each"
            cure = "Say 'send: true', or leave 'remind' out"
            found.append(Finding(level="warning", file=file, key=f"{place}.remind", problem=told, cure=cure))
        kinds.setdefault(step.kind, place)
    return found


def check_tools(file: str, workflow: WorkflowDefinition) -> list[Finding]:
    """An error for each step that calls what the workflow's `tools` do not allow."""
    found = []
    for place, step, _ in placed_steps(workflow):
        if isinstance(step, (ActStep, AssignStep, OpenStep)) and step.tool not in workflow.tools:
            problem = f"the tool '{step.tool}' is not among the workflow's tools"
            near = suggestion(step.tool, workflow.tools, "tool")
            cure = near if near.startswith("Did") else "Add it under 'tools', where all that may be called is listed"
            found.append(Finding(level="error", file=file, key=f"{place}.tool", problem=problem, cure=cure))
    for at, kind in enumerate(workflow.log_rows):
        if kind not in STEP_KINDS:
            problem, cure = f"there is no kind of step '{kind}'", suggestion(kind, STEP_KINDS)
            found.append(Finding(level="error", file=file, key=f"log_rows[{at}]", problem=problem, cure=cure))
    return found


def check_queues(file: str, bundle: Bundle, workflow: WorkflowDefinition) -> list[Finding]:
    """A warning for each queue that the workflow names and no team has; none where no teams are defined."""
    named = [(f"{place}.queue", step.queue) for place, step, _ in placed_steps(workflow) if isinstance(step, OpenStep)]
    if workflow.parent.owner:
        named.append(("parent.owner", workflow.parent.owner))
    if workflow.reviews.queue:
        named.append(("reviews.queue", workflow.reviews.queue))
    return [
        Finding(
            level="warning",
            file=file,
            key=key,
            problem=f"no team has the queue '{queue}'",
            cure=suggestion(queue, bundle.teams),
        )
        for key, queue in named
        if bundle.teams and queue not in bundle.teams
    ]


def _check_place(file: str, place: str, step: AnyStep, inside: bool) -> list[Finding]:
    if inside and step.kind in MESSAGE_KINDS:
        problem = f"a step of kind '{step.kind}' concerns the whole message, not one case"
        return [Finding(level="error", file=file, key=place, problem=problem, cure="Move it before 'for_each'")]
    if not inside and step.kind not in MESSAGE_KINDS:
        problem = f"a step of kind '{step.kind}' concerns one case and stands outside of 'for_each: case'"
        return [
            Finding(
                level="warning", file=file, key=place, problem=problem, cure="Move it among the steps of 'for_each'"
            )
        ]
    return []


def _check_whole(file: str, placed: list[tuple[str, AnyStep, bool]], seen: dict[str, str], saved: str) -> list[Finding]:
    found = []
    if "triage" in seen and "open" in seen and _before(placed, "open", "triage"):
        problem = "the record is opened before triage, so that a message that is no work gets a case"
        found.append(Finding(level="warning", file=file, key=seen["open"], problem=problem, cure="Put triage first"))
    if not saved:
        cure = f"Add a step of kind 'act' with the tool {SAVE}"
        found.append(Finding(level="warning", file=file, key="steps", problem="no step saves the case", cure=cure))
    if "read" not in seen:
        cure = "Add {id: read, kind: read} as the first step"
        found.append(Finding(level="error", file=file, key="steps", problem="no step reads the message", cure=cure))
    return found


def _before(placed: list[tuple[str, AnyStep, bool]], first: str, second: str) -> bool:
    kinds: list[str] = [step.kind for _, step, _ in placed]
    return kinds.index(first) < kinds.index(second)
