"""Runs are paused in each of their steps while the bundle is changed in every way: all end on the version they began
with, as if nothing had been changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from conversations import CANCEL, SAVE, WORKFLOW
from test_interruption import INVOICE, STEPS, Killed

from app.settings import ROOT, Settings
from app.wiring import House
from workflow.review import CaseEdit, ReviewAnswer

pytestmark = pytest.mark.slow

WAITS = (
    "      - {id: ask, kind: wait, ask: sender, within: 30 days}\n"
    "      - {id: called, kind: wait, event: called_back, when: category == 'cancellation'}\n"
)
ANEW = "another-desk"
UNCLEAR = "Hi,\n\nplease see what we talked about.\n\nBo"
Definition = dict[str, Any]
Change = Callable[[Path], None]


def case_steps(definition: Definition) -> list[dict[str, Any]]:
    """Those of each case, in place."""
    (each,) = [step for step in definition["steps"] if "for_each" in step]
    found: list[dict[str, Any]] = each["steps"]
    return found


def workflow(change: Callable[[Definition], None]) -> Change:
    """A change of the definition."""

    def apply(config: Path) -> None:
        definition = yaml.safe_load((config / WORKFLOW).read_text("utf-8"))
        change(definition)
        (config / WORKFLOW).write_text(yaml.safe_dump(definition, sort_keys=False, allow_unicode=True), "utf-8")

    return apply


def text(name: str, old: str, new: str) -> Change:
    """A change of any other file."""

    def apply(config: Path) -> None:
        found = (config / name).read_text("utf-8")
        assert old in found
        (config / name).write_text(found.replace(old, new), "utf-8")

    return apply


def renamed(definition: Definition) -> None:
    for step in [*definition["steps"], *case_steps(definition)]:
        if "id" in step:
            step["id"] += "_anew"


def removed(definition: Definition) -> None:
    kept = {"read", "open", "split", "match", "save"}
    definition["steps"] = [step for step in definition["steps"] if step.get("id", "read") in kept]
    steps = case_steps(definition)
    steps[:] = [step for step in steps if step["id"] in kept]
    definition["record"]["owner"] = "'INTAKE'"


def reordered(definition: Definition) -> None:
    steps = case_steps(definition)
    first, second = (next(n for n, step in enumerate(steps) if step["id"] == name) for name in ("classify", "extract"))
    steps[first], steps[second] = steps[second], steps[first]
    top = definition["steps"]
    top[1], top[2] = top[2], top[1]  # the record before the question whether it is work


def retyped(definition: Definition) -> None:
    """The same names, of other kinds."""
    swaps = {"classify": "extract", "extract": "classify", "triage": "open", "open": "triage", "match": "complete"}
    for step in [*definition["steps"], *case_steps(definition)]:
        step["id"] = swaps.get(step.get("id", ""), step.get("id", ""))
        if "for_each" in step:
            del step["id"]
        elif step["kind"] == "completeness":
            step["id"] = "match"


def added(definition: Definition) -> None:
    steps = case_steps(definition)
    save = next(n for n, step in enumerate(steps) if step["id"] == "save")
    for n in range(save, -1, -1):
        steps.insert(n, {"id": f"look_{n}", "kind": "review", "when": "category == 'billing'", "group": "RETENTION",
                         "reason": "Everything is looked at now"})  # fmt: skip


def all_of(*changes: Change) -> Change:
    def apply(config: Path) -> None:
        for change in changes:
            change(config)

    return apply


def prompt(config: Path) -> None:
    """The bundle gets its own wording of a question."""
    own = (ROOT / "prompts" / "classification.md").read_text("utf-8").replace("# Rules", "# What holds")
    (config / "prompts").mkdir()
    (config / "prompts" / "classification.md").write_text(own, "utf-8")


def moved(config: Path) -> None:
    """The workflow has another name."""
    anew = config / WORKFLOW.replace("dealer-support", ANEW)
    definition = (config / WORKFLOW).read_text("utf-8")
    anew.write_text(definition.replace("workflow: dealer-support", f"workflow: {ANEW}"), "utf-8")
    (config / WORKFLOW).unlink()


CHANGES: dict[str, Change] = {
    "every step is renamed, and what they read by means something else": all_of(
        workflow(renamed),
        text("categories/dealer_support.yaml", "id: billing", "id: bills"),
        text("tables/dealer_support_routing.csv", "billing,,,,,BILLING", "bills,,,,,PRIVACY"),
        text("fields/dealer_support.yaml", "id: effective_date", "id: ends_on"),
        prompt,
    ),
    "steps are removed, and others stand in another order": all_of(workflow(reordered), workflow(removed)),
    "steps of the same name are of other kinds": workflow(retyped),
    "a review stands before each step that reads or decides, and the workflow has another name": all_of(
        workflow(added), moved
    ),
}


@dataclass(frozen=True)
class Paused:
    """A state in which runs stand still, and what each was."""

    config: Path
    state: Path
    bundle: str
    interrupted: dict[str, str]  #: step at which it was cut off → run
    queued: str
    review: str
    asked: str
    called: str


def reply(mail: Any, house: House, run: str, number: int) -> bytes:
    """The sender's answer to the question of a run, known by its token."""
    (wait,) = house.store.waits.of(run)
    made: bytes = mail(
        "Hello,\n\nit ends on 1 May 2026.\n\nAda Norvik\n",
        subject=f"Re: {wait.subject} [ref:{wait.token}:{wait.turn}]",
        number=number,
    )
    return made


@pytest.fixture
def paused(org_folder: Path, tmp_path: Path, mail: Any, monkeypatch: pytest.MonkeyPatch) -> Paused:
    from graphs import boundary

    config, state = tmp_path / "config", tmp_path / "before"
    shutil.copytree(ROOT / "config", config)
    text(WORKFLOW, SAVE, SAVE + WAITS)(config)
    house = House(Settings(config=config, org=org_folder, state=state))
    real, fatal, interrupted = boundary.hop_of, "", dict[str, str]()

    def killed(at: Any, *given: Any, **more: Any) -> Any:
        if at.id == fatal:
            raise Killed
        return real(at, *given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(boundary, "hop_of", killed)
        for number, step in enumerate(STEPS, 1):
            fatal = step
            with pytest.raises(Killed):
                house.runner.start("dealer-support", mail(INVOICE.replace("88123", f"881{number:02}"), number=number))
            interrupted[step] = house.store.runs.latest(1)[0].id
    queued = house.runner.accept("dealer-support", mail(INVOICE, number=50)).id
    review = house.runner.start("dealer-support", mail(UNCLEAR, "as discussed", "Bo <bo@wendlowbmw.com>", 51)).run.id
    asked, called = (
        house.runner.start("dealer-support", mail(CANCEL, subject="Cancel chat", number=number)).run.id
        for number in (52, 53)
    )
    house.runner.start("dealer-support", reply(mail, house, called, 54))
    assert house.store.waits.of(called)[-1].step == "called"
    made = Paused(config, state, house.bundle.identity, interrupted, queued, review, asked, called)
    house.close()
    return made


def brought_to_an_end(house: House, paused: Paused, mail: Any) -> dict[str, tuple[list[str], str, object]]:
    """Run → its steps, how it ended, and what became of its cases, when all are through."""
    (name,) = house.bundle.workflows
    for run in paused.interrupted.values():
        house.runner.resume(run)
    house.runner.attempt(paused.queued, 5)
    (review,) = [each for each in house.store.reviews.of(paused.review) if each.status == "open"]
    cases = {review.proposal.cases[0].key: CaseEdit(category="billing")}
    house.runner.answer(review.id, ReviewAnswer(decision="edit", by="una", cases=cases))
    house.runner.start(name, reply(mail, house, paused.asked, 55))
    house.runner.happened("called_back")
    ended: dict[str, tuple[list[str], str, object]] = {}
    for run in (*paused.interrupted.values(), paused.queued, paused.review, paused.called, paused.asked):
        report = house.runner.report(run)
        assert report.run.bundle == paused.bundle
        assert house.store.hops.verify(run) is None
        hops = [hop.step for hop in house.store.hops.of(run) if hop.status != "failed"]
        proposed = [(case.category, case.queue, case.fields) for case in report.proposal.cases]
        ended[run] = (hops, report.run.status, (proposed, [(case.missing, case.waited) for case in report.cases]))
    return ended


def test_runs_that_are_paused_in_each_step_end_on_their_own_version(
    paused: Paused, org_folder: Path, tmp_path: Path, mail: Any
) -> None:
    def after(name: str, change: Change | None) -> dict[str, tuple[list[str], str, object]]:
        config, state = tmp_path / f"config-{name}", tmp_path / f"state-{name}"
        shutil.copytree(paused.config, config)
        shutil.copytree(paused.state, state)
        if change:
            change(config)
        house = House(Settings(config=config, org=org_folder, state=state))
        try:
            assert (house.bundle.identity != paused.bundle) == (change is not None)
            return brought_to_an_end(house, paused, mail)
        finally:
            house.close()

    unchanged = after("unchanged", None)
    assert {status for _, status, _ in unchanged.values()} == {"finished"}
    assert len(unchanged) == len(STEPS) + 4
    for n, (name, change) in enumerate(CHANGES.items()):
        assert after(str(n), change) == unchanged, name
