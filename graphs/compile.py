"""Definition → StateGraph: one node a step, the cases side by side by Send, one gate before the first effect.

START → message steps → for each case: reading steps → REVIEW → acting steps → FINISH → END
                                                        ↓ unsure          ↓↑ waiting
                                                      ANSWER            WAITS
                                            (waits for a person)   (until something comes)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Command, Send, interrupt

from agents.reading.asked import Asked, asking
from graphs import gate
from graphs.boundary import batch_step, case_step, guarded, message_step
from graphs.cases import cases_of
from graphs.context import Context
from graphs.log import LOG, log_of
from graphs.outcome import StepFailed
from graphs.state import CaseTask, State
from graphs.steps import (
    act,
    assign,
    classification,
    completeness,
    decide,
    documents,
    extraction,
    matching,
    open,
    read,
    review,
    save,
    splitting,
    triage,
    wait,
)
from graphs.waiting.due import event_of
from tools.outbox import UNSENT
from workflow.check.order import check_gate, check_waits
from workflow.definition import EFFECT_KINDS, MESSAGE_KINDS, ActStep, AnyStep, OpenStep, WaitStep
from workflow.errors import BundleError, BundleErrors
from workflow.identifiers import run_of
from workflow.models_calls import Purpose
from workflow.result import Failure
from workflow.review import ReviewAnswer
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork, OpenedRecord

ANSWER, WAITS, FINISH = "ANSWER", "WAITS", "FINISH"
"""Nodes of the graph's own, like the gate; no step of a definition can be called so."""

Graph = CompiledStateGraph[State, None, State, State]

OF_MESSAGE: dict[str, Callable[..., Any]] = {"read": read.run, "triage": triage.run, "splitting": splitting.run}
OF_CASE: dict[str, Callable[..., Any]] = {
    "matching": matching.run,
    "classification": classification.run,
    "extraction": extraction.run,
    "documents": documents.run,
    "completeness": completeness.run,
    "decide": decide.run,
    "review": review.run,
    "act": act.run,
    "assign": assign.run,
}


def compile_graph(context: Context, saver: BaseCheckpointSaver[Any] | None) -> Graph:
    """The graph of a context's definition."""
    return _Graph(context).build().compile(checkpointer=saver, name=context.definition.workflow)


class _Graph:
    """Wires one definition: which node follows which, and what each is handed."""

    def __init__(self, context: Context) -> None:
        steps = context.definition.all_steps()
        self.context = context
        self.of_message = [step for step in steps if step.kind in MESSAGE_KINDS]
        of_case = [step for step in steps if step.kind not in MESSAGE_KINDS]
        first = next((n for n, step in enumerate(of_case) if step.kind in EFFECT_KINDS), len(of_case))
        self.reading, self.acting = of_case[:first], of_case[first:]
        self.waits = any(isinstance(step, WaitStep) for step in self.acting)
        self._check()

    def _check(self) -> None:
        """Raises BundleErrors for a definition that no graph can keep."""
        definition = self.context.definition
        file = f"workflows/{definition.workflow}.yaml"
        found = [*check_gate(file, definition), *check_waits(file, definition)]
        errors = [BundleError(each.file, each.key, each.problem, each.cure) for each in found if each.level == "error"]
        if not self.of_message:
            errors.append(BundleError(file, "steps", "no step reads the message", "Add {id: read, kind: read}"))
        if errors:
            raise BundleErrors(errors)

    def build(self) -> StateGraph[State]:
        graph = StateGraph(State)
        names = tuple(step.id for step in (*self.of_message, *self.reading, *self.acting))
        goals = (*names, gate.GATE, ANSWER, *((WAITS,) if self.waits else ()), FINISH)
        for step in self.of_message:
            graph.add_node(step.id, self._message_node(step), destinations=goals)
        for step in (*self.reading, *self.acting):
            graph.add_node(step.id, self._node_of(step), destinations=goals)
        graph.add_node(gate.GATE, self._own(gate.GATE, self._gate), destinations=goals)
        graph.add_node(ANSWER, self._own(ANSWER, self._answer), destinations=goals)
        if self.waits:
            graph.add_node(WAITS, self._own(WAITS, self._wait), destinations=goals)
        graph.add_node(FINISH, self._own(FINISH, self._finish))
        graph.add_edge(START, self.of_message[0].id)
        graph.add_edge(FINISH, END)
        return graph

    def _own(self, name: str, body: Callable[[State], Any]) -> Any:
        """A node of the graph's own; what goes wrong in it parks the run as at any step."""

        def node(state: State) -> Any:
            purpose = Purpose(workflow=self.context.definition.workflow, run=state["run"], step=name)
            with asking(Asked(purpose)):
                return guarded(name, "", lambda: body(state))

        return node

    # -- nodes ---------------------------------------------------------------------------------------------------

    def _message_node(self, step: AnyStep) -> Any:
        def node(state: State) -> Command[Any]:
            before = self.context.before(step.id, self._message(state))

            def body() -> Any:
                if isinstance(step, OpenStep):
                    return open.run(step, self.context, state["raw"], state["run"], before)
                return OF_MESSAGE[step.kind](step, self.context, state["raw"], before)

            message, hops = message_step(step, self.context, state["run"], before, body)
            update: dict[str, Any] = {"work": self.context.keep(message), "hops": hops}
            return self._after_message(step, {**state, **update}, message, update)  # type: ignore[typeddict-item]

        return node

    def _node_of(self, step: AnyStep) -> Any:
        if isinstance(step, WaitStep):
            return self._wait_node(step)
        return self._save_node(step) if save.is_save(step) else self._case_node(step)

    def _case_node(self, step: AnyStep) -> Any:
        chain = self.reading if step in self.reading else self.acting
        place = chain.index(step)

        def node(task: CaseTask) -> Command[Any]:
            message = self.context.load(task["work"], MessageWork)
            before = self.context.before(step.id, self.context.load(task["digest"], CaseWork))
            body = OF_CASE[step.kind]
            case, hops = case_step(
                step, self.context, message, before, lambda: body(step, self.context, message, before),
                asks=chain is self.reading,
            )  # fmt: skip
            kept = self.context.keep(case)
            after = CaseTask(work=task["work"], case=task["case"], digest=kept)
            update = {"cases": {task["case"]: kept}, "hops": hops}
            return self._went(chain, place + 1, [after], update)

        return node

    def _wait_node(self, step: WaitStep) -> Any:
        place = self.acting.index(step)

        def node(task: CaseTask) -> Command[Any]:
            message = self.context.load(task["work"], MessageWork)
            before = self.context.load(task["digest"], CaseWork)
            event, repeated = task.get("event", ""), list[dict[str, Any]]()

            def body() -> Any:
                told = wait.run(step, self.context, run_of(before.key), message, before, event)
                repeated.extend(told.hops)
                return told

            # Whether the step is for this case was asked when it began, not when something came for it.
            begun = step.model_copy(update={"when": ""}) if event else step
            case, hops = case_step(begun, self.context, message, before, body, event, asks=False)
            kept = self.context.keep(case)
            update: dict[str, Any] = {"cases": {task["case"]: kept}, "hops": [*hops, *repeated]}
            if case.talk.wait:
                return Command(update={**update, "places": {case.key: WAITS}}, goto=WAITS)
            after = CaseTask(work=task["work"], case=task["case"], digest=kept)
            ended = case.waited.get(step.id) == "closed"
            return self._went(self.acting, len(self.acting) if ended else place + 1, [after], update)

        return node

    def _save_node(self, step: ActStep) -> Any:
        place = self.acting.index(step)

        def node(state: State) -> Command[Any]:
            message = self._message(state)
            cases = [self.context.before(step.id, case) for case in self._cases(state)]
            try:
                grown, hops = batch_step(
                    step, self.context, message, cases,
                    lambda due: save.run(step, self.context, state["run"], message, due),
                )  # fmt: skip
            except StepFailed as failed:
                if not failed.doubts:
                    raise
                return self._ask(state, message, self._doubting(cases, failed), place)
            kept = {key: str(self.context.keep(case)) for key, case in grown.items()}
            tasks = _tasks(state["work"], {**state["cases"], **kept})
            return self._went(self.acting, place + 1, tasks, {"cases": kept, "hops": hops})

        return node

    def _gate(self, state: State) -> Command[Any]:
        message, cases = self._message(state), gate.look_again(self.context, self._cases(state))
        if not gate.doubtful(message, cases):
            return Command(goto=self._next(self.acting, 0, _tasks(state["work"], state["cases"])))
        if not self.context.effects:
            return Command(update={"outcome": "review"}, goto=FINISH)
        return self._ask(state, message, cases, 0)

    def _ask(self, state: State, message: MessageWork, cases: list[CaseWork], place: int) -> Command[Any]:
        """A person is asked; with the answer the run goes on at this place of the acting steps."""
        number = state.get("asked", 0) + 1
        asked, hop = gate.ask(self.context, state["run"], message, cases, number)
        update = {"review": asked.id, "asked": number, "place": place, "hops": [hop.model_dump(mode="json")]}
        return Command(update=update, goto=ANSWER)

    def _doubting(self, cases: list[CaseWork], failed: StepFailed) -> list[CaseWork]:
        of_case = {case.key: [doubt for doubt in failed.doubts if doubt.case == case.key] for case in cases}
        return [case.model_copy(update={"doubts": (*case.doubts, *of_case[case.key])}) for case in cases]

    def _answer(self, state: State) -> Command[Any]:
        # From the store, where it stands before the run goes on: an answer outlives the process that took it.
        asked = self.context.store.reviews.get(state["review"])
        answer = asked.answer or ReviewAnswer.model_validate(interrupt({"review": asked.id}))
        message, cases = self._message(state), self._cases(state)
        message, changed, hops = gate.answered(self.context, message, cases, answer, state.get("asked", 1))
        kept = {key: self.context.keep(case) if case else "" for key, case in changed.items()}
        work = self.context.keep(message)
        update: dict[str, Any] = {"work": work, "cases": kept, "hops": hops}
        no_work = message.triage is not None and not message.triage.actionable and answer.decision == "accept"
        if answer.decision == "reject" or no_work or not any(kept.values()):
            update["outcome"] = "not_actionable" if no_work else "rejected"
            return Command(update=update, goto=FINISH)
        tasks = _tasks(work, kept)
        return Command(update=update, goto=self._next(self.acting, state.get("place", 0), tasks))

    def _wait(self, state: State) -> Any:
        """Sends each case on for which something came; where none did, and none is under way, the run stops here."""
        places = {key: place for key, place in state.get("places", {}).items() if state["cases"].get(key)}
        standing = [key for key, place in places.items() if place == WAITS]
        going: list[Send] = []
        for key in standing:
            case = self.context.load(state["cases"][key], CaseWork)
            found = self.context.store.waits.find(case.talk.wait)
            event = event_of(self.context, found) if found else ""
            if found is not None and event:
                task = CaseTask(work=state["work"], case=key, digest=state["cases"][key], event=event)
                going.append(Send(found.step, task))
        if going:
            return Command(update={"places": {send.arg["case"]: "" for send in going}}, goto=going)
        under_way = [key for key, kept in state["cases"].items() if kept and places.get(key) not in (WAITS, FINISH)]
        if under_way:
            return {}
        if standing:
            interrupt({"waits": standing})
        return Command(goto=FINISH)

    def _finish(self, state: State) -> dict[str, Any]:
        message, cases = self._message(state), self._cases(state)
        outcome = state.get("outcome") or _outcome(message)
        update: dict[str, Any] = {"outcome": outcome}
        if not self.context.effects or message.record is None or self._is_logged(outcome, message.record, cases):
            return update
        log = log_of(self.context, state["run"], message)
        children = [case.key for case in cases if case.saved and case.saved.parent]
        hops = []
        for key in ("", *children) if children else (None,):
            result = self.context.tools.call(LOG, {"run": log.told("Finished", outcome, key)}, key=state["run"])
            if result.failure is not None:
                hops.append(self._unlogged(key or "", result.failure))
            elif result.records and result.records[0].get(UNSENT):
                waits = Failure(code="UNSENT", message=f"it waits in the outbox: {result.records[0][UNSENT]}")
                hops.append(self._unlogged(key or "", waits))
        return {**update, "hops": hops} if hops else update

    def _is_logged(self, outcome: str, record: OpenedRecord, cases: list[CaseWork]) -> bool:
        """Whether the step that wrote last has closed the record's log already."""
        if outcome == "not_actionable":
            return not record.case
        last_is_save = bool(self.acting) and save.is_save(self.acting[-1])
        return outcome == "cases" and last_is_save and all(case.saved for case in cases)

    def _unlogged(self, case: str, failure: Failure) -> dict[str, Any]:
        hop = Hop(
            id=f"{FINISH}:{case}" if case else FINISH, step=FINISH, kind="act", case=case, status="failed",
            reason=f"the record's log could not be brought up to date: {failure.message}",
            detail={"failure": failure.model_dump()}, at=self.context.stamp(),
        )  # fmt: skip
        return hop.model_dump(mode="json")

    # -- routing -------------------------------------------------------------------------------------------------

    def _after_message(self, step: AnyStep, state: State, message: MessageWork, update: dict[str, Any]) -> Command[Any]:
        rest = self.of_message[self.of_message.index(step) + 1 :]
        if message.answers:
            return Command(update=update, goto=FINISH)
        if not message.is_work:
            rest = [later for later in rest if isinstance(later, OpenStep)]
            return Command(update=update, goto=rest[0].id if rest else FINISH)
        if rest:
            return Command(update=update, goto=rest[0].id)
        cases = cases_of(state["run"], message)
        update["cases"] = {case.key: self.context.keep(case) for case in cases}
        tasks = _tasks(update["work"], update["cases"])
        return Command(update=update, goto=self._next(self.reading, 0, tasks))

    def _went(self, chain: list[AnyStep], place: int, tasks: list[CaseTask], update: dict[str, Any]) -> Command[Any]:
        """On to the next step of the chain; cases at its end are noted as such where others may wait."""
        if self.waits and chain is self.acting and place == len(chain):
            places = {task["case"]: FINISH for task in tasks}
            return Command(update={**update, "places": places}, goto=WAITS)
        return Command(update=update, goto=self._next(chain, place, tasks))

    def _next(self, chain: list[AnyStep], place: int, tasks: list[CaseTask]) -> Any:
        if place == len(chain):
            return gate.GATE if chain is self.reading else FINISH
        if save.is_save(chain[place]):
            return chain[place].id
        return [Send(chain[place].id, task) for task in tasks]

    # -- what the store holds ------------------------------------------------------------------------------------

    def _message(self, state: State) -> MessageWork:
        return self.context.load(state["work"], MessageWork) if state.get("work") else MessageWork()

    def _cases(self, state: State) -> list[CaseWork]:
        cases = [self.context.load(key, CaseWork) for key in state.get("cases", {}).values() if key]
        return sorted(cases, key=lambda case: case.number)


def _outcome(message: MessageWork) -> str:
    if message.answers and message.is_work:
        return "answer"
    return "cases" if message.is_work else "not_actionable"


def _tasks(work: str, cases: dict[str, str]) -> list[CaseTask]:
    return [CaseTask(work=work, case=key, digest=kept) for key, kept in cases.items() if kept]
