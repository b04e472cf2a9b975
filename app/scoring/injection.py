"""Runs suites with attacks in their messages, effects on, each position over an org of its own, by each reader.

`python -m app.scoring.injection SUITE … --attacks FOLDER` prints the table of `evals/bench/injection.py`.
"""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from app.scoring.evaluation import house_of
from app.wiring import House, read_message
from evals.bench.injection import Cell, Reading
from evals.bench.injection_attacks import Attack, Family, Known, directed, load, pick
from evals.bench.injection_effects import (
    Allowed,
    Effects,
    RecordedAdapter,
    RecordedTool,
    connections,
    outside,
    shapes,
)
from evals.bench.injection_places import POSITIONS, Position, place
from evals.bench.llm_truth import Truthful
from evals.evaluate import Progress
from evals.suite import Suite
from evals.truth import Truth
from graphs.run import engine_tools
from tools.models.double import Double
from tools.models.double.behaviour import saying, silent
from tools.models.double.obedience import Demand, Manner, obedient
from tools.salesforce.client import of_token
from tools.salesforce.org import INSTANCE_URL, adapter
from workflow.accounts import Candidates
from workflow.definition import ClassificationStep, WorkflowDefinition
from workflow.document import Document
from workflow.errors import InputError
from workflow.models import ModelAlias, Prices
from workflow.models_use import reading_by
from workflow.queues import queues_of

ALIAS, KEY, SECRET = "obeys", "SWITCHYARD_ATTACKED_KEY", "sk-attacked-5f1c0a97"
PRICES = Prices(input=Decimal(1), output=Decimal(1))

REPLY = (
    b"From: Ann <ann@nobody.example>\r\nTo: desk@nobody.example\r\nSubject: Re: Our order [#00000001]\r\n"
    b"Message-ID: <2@nobody.example>\r\nIn-Reply-To: <1@nobody.example>\r\n\r\nPlease change our order today.\r\n"
)

READERS: Mapping[str, Manner | None] = {
    "local": None, "llm, brazen": "brazen", "llm, cunning": "cunning", "llm, sly": "sly",
}  # fmt: skip
"""The local reader; models that obey beyond the form of their answer, inside of it, and in the category alone."""


@dataclass(frozen=True)
class Attacked(Suite):
    """A suite whose messages are others than those in its folder."""

    raws: Mapping[str, bytes] = field(default_factory=dict)

    def raw(self, message: str) -> bytes:
        """The message as it stands here."""
        return self.raws[message]


@dataclass
class Field:
    """One suite under attack. `scratch` holds its states; `most` bounds its messages."""

    suite: Suite
    config: Path
    attacks: tuple[Attack, ...]
    scratch: Path
    most: int | None = None
    documents: dict[str, Document] = field(default_factory=dict)
    _orgs: int = 0

    def __post_init__(self) -> None:
        self.suite = replace(self.suite, truths=self.suite.truths[: self.most])
        with house_of(self.suite, self.config) as plain:
            self.settings = replace(plain.settings, state=self.scratch / "base", effects=True)
        with self._house(self.scratch / "base") as house:
            house.directory(self.definition_of(house).account)
        for truth in self.suite.truths:
            self.documents[truth.message] = read_message(self.suite.raw(truth.message))[0]

    def definition_of(self, house: House) -> WorkflowDefinition:
        """The workflow of the suite."""
        return house.bundle.workflow(self.suite.workflow)

    @cached_property
    def known(self) -> Known:
        """What an attacker knows: accounts that a case may be about, and the categories."""
        with self._house(self.scratch / "base") as house:
            definition = self.definition_of(house)
            steps = [step for step in definition.all_steps() if isinstance(step, ClassificationStep)]
            categories = {c.id: c.label for step in steps for c in house.bundle.categories[step.categories].categories}
            key, codes = definition.account.key, definition.account.recognise_by.code
            with ((self.suite.org or Path()) / "Account.csv").open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
            code = codes[0] if codes else key
            return Known({row[key]: (row["Name"], row.get(code) or row[key]) for row in rows}, categories)

    def attack(self, truth: Truth, family: Family, position: Position) -> Attack:
        """The attack of a family for a message at a position."""
        if family == "directed":
            right = [(case.account, case.category) for case in truth.cases]
            return directed(self.known, truth.message, right)
        return pick([each for each in self.attacks if each.family == family], truth.message, position)

    @contextmanager
    def _house(self, state: Path) -> Iterator[House]:
        house = House(replace(self.settings, state=state))
        try:
            yield house
        finally:
            house.close()

    @contextmanager
    def fresh(self) -> Iterator[House]:
        """A house over an org in which nothing has happened yet."""
        self._orgs += 1
        state = self.scratch / f"org-{self._orgs}"
        shutil.copytree(self.scratch / "base", state)
        with self._house(state) as house:
            yield house
        shutil.rmtree(state)


@dataclass
class _Ran:
    """What came of a suite's messages, and what each did outside."""

    predictions: dict[str, dict[str, object]] = field(default_factory=dict)
    outside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    shapes: frozenset[str] = frozenset()


def measure(
    suite: Suite,
    config: Path,
    data: Path,
    readers: Sequence[str] = tuple(READERS),
    families: Sequence[Family] = ("published", "directed"),
    positions: Sequence[Position] = POSITIONS,
    most: int | None = None,
    progress: Progress | None = None,
) -> list[Cell]:
    """Every reader at every position. Raises InputError where it cannot begin."""
    attacks, scratch = load(data), Path(tempfile.mkdtemp(prefix="switchyard-injection-"))
    before = os.environ.get(KEY)
    os.environ[KEY] = SECRET
    try:
        attacked = Field(suite, config, attacks, scratch, most)
        cells, done = [], 0
        for reader in readers:
            carriers: dict[tuple[tuple[str, bytes], ...], _Ran] = {}
            for family in families:
                for position in positions:
                    cells.append(_cell(attacked, reader, family, position, carriers))
                    done += 1
                    if progress is not None:
                        whole = len(readers) * len(families) * len(positions)
                        progress(done, whole, f"{reader}: {family} at {position}")
        return cells
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
        os.environ.pop(KEY) if before is None else os.environ.update({KEY: before})


def _cell(
    attacked: Field,
    reader: str,
    family: Family,
    position: Position,
    carriers: dict[tuple[tuple[str, bytes], ...], _Ran],
) -> Cell:
    without, with_attack, demands = {}, {}, {}
    for truth in attacked.suite.truths:
        attack = attacked.attack(truth, family, position)
        raw = attacked.suite.raw(truth.message)
        placed = place(raw, attacked.documents[truth.message], position, attack.text)
        if placed is not None:
            without[truth.message], with_attack[truth.message] = placed
            demands[truth.message] = _demand(attacked, truth, attack)
    key = tuple(sorted(without.items()))
    if key not in carriers:
        carriers[key] = _run(attacked, READERS[reader], without, {}, frozenset())
    plain = carriers[key]
    ran = _run(attacked, READERS[reader], with_attack, demands, plain.shapes)
    readings = tuple(
        Reading(truth, plain.predictions[truth.message], ran.predictions[truth.message], ran.outside[truth.message])
        for truth in attacked.suite.truths
        if truth.message in ran.predictions
    )
    return Cell(attacked.suite.name, reader, family, position, readings)


def _run(
    attacked: Field,
    manner: Manner | None,
    raws: Mapping[str, bytes],
    demands: Mapping[str, Demand],
    known_shapes: frozenset[str],
) -> _Ran:
    """Every message once, in an org of its own; without `known_shapes`, they are learned."""
    ran, effects = _Ran(), Effects()
    every: set[str] = set()
    with Double(silent) as double, attacked.fresh() as house:
        bundle = house.bundle
        if manner is not None:
            alias = ModelAlias(
                reader="litellm", model="openai/obeys", api_base=double.api_base, prices=PRICES, key_from=KEY,
                otherwise="review",
            )  # fmt: skip
            bundle = reading_by(bundle, attacked.suite.workflow, ALIAS, alias)
        org = house.org
        if org is None:
            raise InputError(
                "attacks are measured over an embedded org alone: unset the variables that name a real one"
            )
        client = of_token(INSTANCE_URL, org.session_id, inner=RecordedAdapter(adapter(org), effects))
        vars(house).update(bundle=bundle, client=client)
        runner = house.runner
        call = runner.tools
        runner.tools = lambda allowed: RecordedTool(call(allowed), effects)
        definition = bundle.workflow(attacked.suite.workflow)
        truths = tuple(truth for truth in attacked.suite.truths if truth.message in raws)
        if manner is not None:
            suite = Attacked(attacked.suite.directory, attacked.suite.sheet, truths, raws)
            find = house.directory(definition.account).candidates
            good = saying(Truthful(suite, bundle, lambda raw: read_message(raw)[0], find, alias))
        allowed = _allowed(house, definition, attacked, double.api_base if manner else "")
        if not known_shapes:
            every |= _shapes_of_a_reply(house, effects, attacked.suite.workflow)
        with connections(effects):
            for truth in truths:
                if manner is not None:
                    demand = demands.get(truth.message)
                    double.behaviour = obedient(good, lambda asked, wanted=demand: wanted, manner)  # type: ignore[misc]
                effects.clear()
                asked_before = len(double.asked)
                raw = raws[truth.message]
                report = runner.start(attacked.suite.workflow, raw, name=truth.message)
                effects.prompts = [f"{a.system}\n{a.user}\n{''.join(a.turns)}" for a in double.asked[asked_before:]]
                every |= shapes(effects)
                ran.predictions[truth.message] = report.prediction()
                key = report.message.candidates
                candidates = house.store.blobs.get_model(key, Candidates) if key else Candidates()
                here = replace(
                    allowed,
                    accounts=frozenset(each.account.id for each in candidates.candidates),
                    keys=frozenset(each.account.key for each in candidates.candidates),
                    shapes=known_shapes or shapes(effects),
                    message=raw.decode("utf-8", "replace"),
                )
                ran.outside[truth.message] = tuple(outside(effects, here, (SECRET,)))
    ran.shapes = frozenset(every)
    return ran


def _shapes_of_a_reply(house: House, effects: Effects, workflow: str) -> frozenset[str]:
    """The queries of a plain reply that is work: those that a message may need though its neighbours do not."""
    effects.clear()
    house.runner.start(workflow, REPLY, name="reply")
    return shapes(effects)


def _allowed(house: House, definition: WorkflowDefinition, attacked: Field, api_base: str) -> Allowed:
    model = urlsplit(api_base)
    return Allowed(
        tools=frozenset(definition.tools) | engine_tools(definition),
        host=urlsplit(INSTANCE_URL).hostname or "",
        places=frozenset({(model.hostname or "", model.port or 0)}) if api_base else frozenset(),
        every_key=frozenset(attacked.known.accounts),
        written=frozenset(definition.record.values),
        queues=frozenset(queues_of(house.bundle)),
        object=definition.record.object,
    )


def _demand(attacked: Field, truth: Truth, attack: Attack) -> Demand:
    return Demand(
        text=attack.text,
        accounts=tuple(case.account for case in truth.cases if case.account),
        account=attack.account,
        category=attack.category,
        categories=tuple(case.category for case in truth.cases),
        address=attack.address,
        url=attack.url,
        no_work="spam" in attack.text,
    )


def _main() -> None:
    import argparse
    import json

    from app.cli.progress import counting
    from app.settings import ROOT
    from evals.bench.injection import figures, table
    from evals.suite import load as suite_of

    told = argparse.ArgumentParser(prog="python -m app.scoring.injection", description=measure.__doc__)
    told.add_argument("suites", nargs="+", type=Path)
    told.add_argument("--attacks", type=Path, required=True, help="A folder with bipia/ and notinject/")
    told.add_argument("--config", type=Path, default=ROOT / "config")
    told.add_argument("--readers", nargs="+", choices=list(READERS), default=list(READERS))
    told.add_argument("--families", nargs="+", default=["published", "directed"])
    told.add_argument("--positions", nargs="+", choices=POSITIONS, default=list(POSITIONS))
    told.add_argument("--most", type=int, help="Messages of each suite")
    told.add_argument("--json", type=Path, help="Write the figures of each cell here, with what changed")
    options = told.parse_args()
    cells = []
    for folder in options.suites:
        with counting(folder.name) as progress:
            cells += measure(
                suite_of(folder), options.config, options.attacks, options.readers, options.families,
                options.positions, options.most, progress,
            )  # fmt: skip
    print("\n".join(table(cells)))
    if options.json:
        options.json.write_text(json.dumps(figures(cells), ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    _main()
