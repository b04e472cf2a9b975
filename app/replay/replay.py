"""A run gone through again from its records: the same decisions, or where they are not; and with a changed input."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.models.gateway import reader_over
from app.replay.changing import Changed
from app.replay.comparing import Difference, decisions, differences
from app.replay.ports import ReplayedBook, ReplayedModels, ReplayedTools
from app.replay.sealed import sealed
from tools.store import Run, Store
from workflow.accounts import Account, Candidates
from workflow.document import Document
from workflow.errors import InputError, NotFound
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork

if TYPE_CHECKING:
    from app.wiring import House
    from workflow.bundle import Bundle


@dataclass(frozen=True)
class Replay:
    """What came of it. `hops` as replayed; `notes` say what else is not as it was."""

    run: Run
    outcome: str
    recorded: int  #: hops that decide something, in the record
    hops: tuple[Hop, ...]
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()
    error: str = ""


@dataclass
class _Records:
    """What the store has of a run."""

    message: MessageWork
    document: Document | None
    candidates: Candidates | None
    accounts: dict[str, Account] = field(default_factory=dict)


def replay(house: House, run: Run, hop: str = "", given: dict[str, Any] | None = None) -> Replay:
    """Replays a run, without any call to a model, a tool or an org, and with no way to the network.

    `given` changes the input of `hop` (its id, or its step's). Raises NotFound for an unknown hop, InputError for a
    change that cannot be made, PinMismatch where the run's bundle is not at hand.
    """
    store = house.store
    raw = _raw(store, run)
    bundle = house.load_snapshot(store.bundles.get(run.bundle))
    bundle.workflow(run.workflow)
    before = decisions(store.hops.of(run.id), store.hops.generation(run.id))
    if not before:
        raise InputError(f"run {run.id} has decided nothing yet: there is nothing to replay")
    changed = Changed.read(before, hop, given or {}) if hop else None
    records, notes = _records(store, run), []
    if bundle.identity != run.bundle:
        notes.append("the local reader is another version than the run's: what differs may come of that")
    trial = _trial(store, run, raw, bundle, records)
    book = ReplayedBook(store.said, run.id, records.candidates, records.accounts)
    models = ReplayedModels(store.said, run.id, bundle.currency)
    tools = ReplayedTools(store.said, run.id, changed=changed is not None)
    began = datetime.fromisoformat(run.created)
    from app.wiring import read_message
    from graphs.run import Runner

    runner = Runner(
        bundle=bundle,
        store=trial,
        tools=lambda allowed: tools,
        readers={"local": house.reader},
        directory=lambda rule: book,
        read=lambda content, keys: (records.document, {}) if records.document else read_message(content, keys),
        now=lambda: began,
        load_snapshot=house.load_snapshot,
        modelled=reader_over(lambda: models, house.taught, trial.blobs.get),
        taught=house.taught,
        revise=changed.revise if changed else None,
    )
    try:
        with sealed():
            report = runner.resume(run.id)
        after = decisions(trial.hops.of(run.id))
    finally:
        trial.close()
    error = report.run.error if report.outcome == "error" else ""
    found = tuple(differences(before, after))
    if run.outcome and report.outcome != ("review" if run.status == "waiting" else run.outcome):
        found += (Difference("the run", "outcome", run.outcome, report.outcome),)
    return Replay(run, report.outcome, len(before), tuple(after.values()), found, tuple(notes), error)


def _raw(store: Store, run: Run) -> bytes:
    try:
        return store.blobs.get(run.content)
    except NotFound as error:
        raise NotFound(f"the message of run {run.id} is not in the store any more: it was erased or pruned") from error


def _records(store: Store, run: Run) -> _Records:
    """The message as it was read, and every account that the run knew."""
    message = store.blobs.get_model(run.work, MessageWork) if run.work else MessageWork()
    document = store.blobs.get_model(message.document, Document) if message.document else None
    candidates = store.blobs.get_model(message.candidates, Candidates) if message.candidates else None
    accounts = {each.account.id: each.account for each in candidates.candidates} if candidates else {}
    for kept in run.cases.values():
        case = store.blobs.get_model(kept, CaseWork)
        if case.account is not None:
            accounts.setdefault(case.account.id, case.account)
    return _Records(message, document, candidates, accounts)


def _trial(store: Store, run: Run, raw: bytes, bundle: Bundle, records: _Records) -> Store:
    """A store in memory with what the run began with, the answers of people, and the messages of the same id."""
    trial = Store()
    begun = {"status": "running", "outcome": "", "error": "", "work": "", "cases": {}, "finished": "", "record": ""}
    trial.bundles.put(bundle.identity, bundle.snapshot, "", "", run.created)
    trial.blobs.put(raw)
    trial.runs.put(run.model_copy(update={**begun, "bundle": bundle.identity}))
    for part in records.document.parts if records.document else ():
        if part.content:
            trial.blobs.put(store.blobs.get(part.content))
    for review in store.reviews.of(run.id):
        if review.answer is not None:
            trial.reviews.ask(review.model_copy(update={"status": "open", "answer": None, "answered": ""}))
            trial.reviews.answer(review.id, review.answer, review.answered)
    for twin in _twins(store, run.id):
        other = store.runs.find(twin) or Run(id=twin, workflow=run.workflow, bundle="", content="", created="")
        message_id = records.document.message_id if records.document else ""
        trial.runs.put(other.model_copy(update={"message_id": message_id}))
    return trial


def _twins(store: Store, run: str) -> list[str]:
    """The runs that had the same Message-ID when the message was read."""
    told = [hop.detail.get("same_message_id") or [] for hop in store.hops.of(run) if hop.kind == "read"]
    return [str(each) for each in told[-1]] if told else []
