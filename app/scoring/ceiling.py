"""Runs a suite against the stand-in that answers from its labels, over the real path: litellm, HTTP, ledger, graph."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from agents.reading.llm.reader import LlmReader
from app.scoring.evaluation import house_of, runs_in
from app.wiring import House, read_message
from evals.bench.llm import Ceiling, Tokens, alternating, counted
from evals.bench.llm_losses import losses
from evals.bench.llm_truth import Truthful
from evals.bench.timing import Timing
from evals.evaluate import Evaluation, Progress, evaluate
from evals.suite import Suite, load
from tools.models import Book, Gateway
from tools.models.double import Double
from tools.models.double.behaviour import saying, silent
from tools.models.litellm_client import LitellmClient, bare, count_tokens
from tools.models.prices import cost_of
from workflow.bundle import Bundle
from workflow.errors import InputError
from workflow.models import ModelAlias, Personal, Prices
from workflow.models_calls import Usage
from workflow.models_use import reading_by, trusting

ALIAS = "never_wrong"
PRICES = Prices(input=Decimal("2.5"), output=Decimal(10), cached_input=Decimal("1.25"))
"""Of a usual model, so that the bill is one of usual size."""

KINDS: dict[str, Personal] = {kind: kind for kind in ("email", "phone", "iban", "person")}


def measure(folder: Path, config: Path, redact: tuple[str, ...] = (), progress: Progress | None = None) -> Ceiling:
    """Measures a suite. Raises InputError where it cannot begin."""
    unknown = [kind for kind in redact if kind not in KINDS]
    if unknown:
        raise InputError(f"there is no kind of personal data '{unknown[0]}'; there are: {', '.join(KINDS)}")
    suite = load(folder)
    scratch = Path(tempfile.mkdtemp(prefix="switchyard-ceiling-"))
    try:
        with Double(silent) as double, house_of(suite, config) as house:
            alias = ModelAlias(
                reader="litellm",
                model="openai/never-wrong",
                api_base=double.api_base,
                prices=PRICES,
                otherwise="review",
                redact=tuple(KINDS[kind] for kind in redact),
            )
            gateway = _gateway(scratch / "models.db")
            # In the place of the bundle's own, before anything asks for them.
            looked = reading_by(house.bundle, suite.workflow, ALIAS, alias)
            vars(house).update(bundle=trusting(looked, suite.workflow), models=gateway)
            return _measured(suite, house, looked, double, gateway, alias, scratch, progress)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _measured(
    suite: Suite,
    house: House,
    looked: Bundle,
    double: Double,
    gateway: Gateway,
    alias: ModelAlias,
    scratch: Path,
    progress: Progress | None,
) -> Ceiling:
    definition = house.bundle.workflow(suite.workflow)
    find = house.directory(definition.account).candidates
    model = Truthful(suite, house.bundle, lambda raw: read_message(raw)[0], find, alias)
    double.behaviour = saying(model)
    evaluation = evaluate(suite, runs_in(house, suite.workflow), progress)
    calls, repairs = counted(model.asked_of)
    ledger = sum((each.cost for each in gateway.ledger.sums("day")), Decimal(0))
    bill = double.bill
    charged = cost_of(Usage(input=bill.input, output=bill.output, cached=bill.cached), PRICES)
    statics = len({asked.system for asked in double.asked})
    asked = _asked(house, evaluation, suite)
    # The same answers, from the cache, as the definition has them looked at again.
    house.runner.turn_to(looked)
    second = evaluate(suite, lambda raw, name: _again(house, suite, raw, name))
    looked_at = _asked(house, second, suite)
    bare_time, our_time, tokens = _paced(suite, house, scratch)
    return Ceiling(
        evaluation=evaluation,
        second_look=second,
        offers=len(model.offers),
        losses=losses(model, evaluation.predictions),
        asked=asked,
        looked_at=looked_at,
        calls=calls,
        repairs=repairs,
        tokens=tokens,
        statics=statics,
        billed=charged,
        ledger=ledger,
        bare=bare_time,
        ours=our_time,
    )


def _again(house: House, suite: Suite, raw: bytes, name: str) -> dict[str, Any]:
    return house.runner.start(suite.workflow, raw, source="second look", name=name).prediction()


def _paced(suite: Suite, house: House, scratch: Path) -> tuple[Timing, Timing, tuple[Tokens, ...]]:
    """Every message's question once by bare litellm and once by us, without a cache; and what it has of tokens."""
    definition = house.bundle.workflow(suite.workflow)
    find = house.directory(definition.account).candidates
    gateway = _gateway(scratch / "pace.db")
    reader = LlmReader(ALIAS, house.bundle, definition, gateway, house.reader)
    bare_time, our_time = Timing(), Timing()
    pairs: list[tuple[Callable[[], object], Callable[[], object]]] = []
    tokens = []
    for truth in suite.truths:
        document = read_message(suite.raw(truth.message))[0]
        candidates = find(document)
        composed = reader.composed(document, candidates)
        form = count_tokens(json.dumps(composed.question.form, separators=(",", ":")))
        static = count_tokens(composed.question.static) + form
        shown = composed.view.text.partition("\n")[2].rpartition("\n")[0]
        tokens.append(Tokens(static, static + count_tokens(composed.question.text), count_tokens(shown)))
        call = bare(composed.question)
        pairs.append((partial(_read, call), partial(reader.triage, document, (), candidates)))
    alternating(bare_time, our_time, pairs)
    gateway.close()
    return bare_time, our_time, tuple(tokens)


def _read(call: Callable[[], str]) -> Any:
    return json.loads(call())


def _gateway(book: Path) -> Gateway:
    return Gateway(LitellmClient(), Book(book), lambda: datetime.now(UTC))


def _asked(house: House, evaluation: Evaluation, suite: Suite) -> tuple[tuple[str, str], ...]:
    """Messages whose truth is 'cases' and that a person was asked for, with the doubts."""
    wanted = {truth.message for truth in suite.truths if truth.outcome == "cases"}
    asked = {each.message for each in evaluation.predictions if each.outcome == "review"} & wanted
    found = []
    for run in house.store.runs.latest(len(suite.truths)):
        if run.name in asked:
            doubts = [f"{hop.step}: {hop.reason}" for hop in house.store.hops.of(run.id) if hop.status == "unsure"]
            found.append((run.name, "; ".join(doubts)))
    return tuple(sorted(found))
