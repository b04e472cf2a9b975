"""What the bundles of runs say: the context and the graph of each bundle and workflow, made once."""

from __future__ import annotations

from collections.abc import Mapping

from graphs.compile import Graph, compile_graph
from graphs.context import Context
from graphs.fence import Fenced
from graphs.log import LOG
from graphs.org_hours import BUSINESS_HOURS
from graphs.running.ports import Ports
from graphs.waiting.amending import QUERY
from graphs.waiting.asking import SEND
from tools.store import Run
from workflow.bundle import Connection, Findable
from workflow.definition import WaitStep, WorkflowDefinition
from workflow.errors import PinMismatch


def engine_tools(definition: WorkflowDefinition, connections: Mapping[str, Connection] | None = None) -> frozenset[str]:
    """What the run itself calls, whatever the definition's list allows: its own log; where the definition has it wait,
    what a case's record says by then; where it has it ask a sender, the question; what looks up the effects of its
    tools."""
    waits = [step for step in definition.all_steps() if isinstance(step, WaitStep)]
    asks = any(step.ask for step in waits)
    looks = {
        f"{server}.{rule.found_by}"
        for server, connection in (connections or {}).items()
        for tool, rule in connection.effects.items()
        if isinstance(rule, Findable) and f"{server}.{tool}" in definition.tools
    }
    hours = (BUSINESS_HOURS,) if waits or definition.reviews.within else ()
    return frozenset({LOG, *((QUERY,) if waits else ()), *hours, *((SEND,) if asks else ()), *looks})


class Pinned:
    """Contexts and graphs of runs, each by the run's own bundle."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._contexts: dict[tuple[str, str], Context] = {}
        self._graphs: dict[tuple[str, str], Graph] = {}

    def context(self, row: Run) -> Context:
        """What a run's own bundle says, from the store's snapshot where it is not the present one."""
        key = (row.bundle, row.workflow)
        if key not in self._contexts:
            self._contexts[key] = self._made(row)
        return self._contexts[key]

    def graph(self, row: Run) -> Graph:
        """The graph of a run's own bundle. Raises PinMismatch where the same texts are read by another reader now."""
        key = (row.bundle, row.workflow)
        if key not in self._graphs:
            context = self.context(row)
            if context.bundle.identity != row.bundle:
                raise PinMismatch(
                    f"run {row.id} began with bundle {row.bundle}; its snapshot now loads as "
                    f"{context.bundle.identity}, because the local reader is another version: go on with it by the "
                    "version that it began with"
                )
            self._graphs[key] = compile_graph(context, self._ports.saver)
        return self._graphs[key]

    def _made(self, row: Run) -> Context:
        ports = self._ports
        present = row.bundle == ports.bundle.identity
        bundle = ports.bundle if present else ports.load_snapshot(ports.store.bundles.get(row.bundle))
        definition = bundle.workflow(row.workflow)
        taught = {"local": ports.taught(bundle, definition)} if ports.taught else {}
        allowed = frozenset(definition.tools) | engine_tools(definition, bundle.connections)
        return Context(
            bundle=bundle,
            definition=definition,
            store=ports.store,
            tools=Fenced(ports.tools(allowed), ports.store.claims.confirm),
            readers={**ports.readers, **taught},
            modelled=ports.modelled,
            directory=lambda: ports.directory(definition.account),
            read=ports.read,
            now=ports.now,
            effects=ports.effects,
            revise=ports.revise,
        )
