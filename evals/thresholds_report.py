"""Proposed thresholds as text: what each gives and costs, and the lines for the workflow's file."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

from evals.calibration import gap
from evals.score import Share
from evals.thresholds import Proposal, Threshold, needed
from workflow.cascade import Asks
from workflow.definition import AnyStep, WorkflowDefinition


def threshold_lines(definition: WorkflowDefinition, found: Sequence[Proposal], wanted: float) -> list[str]:
    """For each step the reliability of its confidence, what holds now and what is proposed; then the lines."""
    if not found:
        return ["no step tells how sure it is: there is nothing to propose"]
    lines = [f"thresholds for {wanted:.1%} right:"]
    for each in found:
        name = f"{each.step} ({each.model})" if each.model and _several(definition, each.step) else each.step
        lines.append(f"  {name}: mean distance of confidence from the share right {gap(each.curve) or 0.0:.3f}")
        lines.append("    confidence  answers   mean  right")
        for decile in each.curve:
            value = decile.right.value or 0.0
            told = f"{decile.right.of:7}  {decile.confidence:.3f}  {value:.3f}"
            lines.append(f"    {decile.low:.1f} to {decile.high:.1f}  {told}  {'█' * round(20 * value)}")
        lines.append(f"    now       {_told(each.now)}")
        lines.append(f"    proposed  {_told(each.proposed)}")
        lines.append(f"    held out  {_told(each.held_out)}")
        if not each.reached:
            lines.append("    no threshold gives it on these answers: with this one a person sees nearly all")
        elif (each.proposed.right.interval or (0.0, 1.0))[0] < wanted:
            told = f"{each.proposed.right.of} answers do not prove it: it takes {needed(wanted)}, all right"
            lines.append(f"    {told}")
    lines += ["", "lines for the workflow's file:"]
    return lines + [f"  - {_line(step, found)}" for step in definition.all_steps() if _of(step, found)]


def _of(step: AnyStep, found: Sequence[Proposal]) -> list[Proposal]:
    return [each for each in found if each.step == step.id]


def _line(step: AnyStep, found: Sequence[Proposal]) -> str:
    told = {each.model: each.proposed.sure_from for each in _of(step, found)}
    written = step.model_dump(mode="json", exclude_unset=True, exclude={"sure_from"})
    keys = {"id": step.id, "kind": step.kind, **written}
    if isinstance(step, Asks) and len(step.models) > 1:
        keys["sure_from"] = {name: told.get(name, step.threshold(name)) for name in step.models}
    else:
        keys["sure_from"] = next(iter(told.values()))
    return yaml.safe_dump(keys, default_flow_style=True, sort_keys=False, allow_unicode=True, width=1000).strip()


def _several(definition: WorkflowDefinition, step: str) -> bool:
    return any(s.id == step and isinstance(s, Asks) and len(s.models) > 1 for s in definition.all_steps())


def _told(each: Threshold) -> str:
    return f"sure_from {each.sure_from:.4g}: right {_share(each.right)}, coverage {_share(each.coverage)}"


def _share(share: Share) -> str:
    if share.value is None or share.interval is None:
        return "none"
    return f"{share.value:.3f} of {share.of} [{share.interval[0]:.3f}, {share.interval[1]:.3f}]"
