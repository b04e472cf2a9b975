"""How a run begins: its id from what came in, its row pinned to a bundle, its message kept with it."""

from __future__ import annotations

from graphs.running.ports import Ports
from tools.store import Run
from workflow.identifiers import digest, run_id


def begun(ports: Ports, workflow: str, raw: bytes, source: str, name: str) -> Run:
    """The row that a message would begin with; nothing is kept yet."""
    content = digest(raw)
    return Run(
        id=run_id(workflow, source, "", content),
        workflow=workflow,
        bundle=ports.bundle.identity,
        source=source,
        content=content,
        name=name,
        created=ports.now().isoformat(timespec="milliseconds"),
    )


def keep(ports: Ports, run: Run, raw: bytes) -> Run:
    """Keeps a new run, pinned to the bundle with which it begins, with its message. Raises NotFound."""
    bundle = (ports.beginning(run, raw) if ports.beginning else None) or ports.bundle
    bundle.workflow(run.workflow)
    run = run.model_copy(update={"bundle": bundle.identity})
    with ports.store.transaction():
        ports.store.bundles.put(bundle.identity, bundle.snapshot, "", "first used by a run", run.created)
        ports.store.blobs.put(raw)
        ports.store.runs.put(run)
    return run
