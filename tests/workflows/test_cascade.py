"""A cascade asks the cheap model first and the next one only in doubt; each that was asked is a hop, each call a cost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.settings import ROOT, Settings
from app.wiring import House
from tools.models.double import Asked, Double
from tools.models.double import behaviour as be
from workflow.errors import BundleErrors
from workflow.trace import Hop

TEXT = """\
Please add a banner for our summer sale to the homepage of Quistrel Ford on quistrelford.com.
We would like it to start on 1 April 2025.

Ada Norvik
"""


def saying(category: str, confidence: float, start: str = "2025-04-01") -> be.Behaviour:
    """A model that is as sure as told."""

    def said(asked: Asked) -> Any:
        found = re.search(r"^(C\d+) Quistrel Ford\b", asked.user, re.MULTILINE)
        chosen = {
            "category": category, "confidence": confidence, "reason": "a banner is to be added",
            "quotes": ["add a banner for our summer sale"],
        }  # fmt: skip
        fields = [
            {"field": "website", "value": "quistrelford.com", "quotes": ["quistrelford.com"]},
            {"field": "effective_date", "value": start, "quotes": ["1 April 2025"]},
        ]
        if asked.form == "classification":
            return chosen
        if asked.form == "extraction":
            return {"fields": fields}
        request = {
            "accounts": [found[1]] if found else [], "named": "Quistrel Ford", "names": ["Quistrel Ford"], "text": [],
            "category": chosen, "fields": fields,
        }  # fmt: skip
        triage = {"actionable": True, "kind": "request", "reason": "a wish", "confidence": confidence, "quotes": []}
        return {"triage": triage, "requests": [request], "split_confidence": confidence, "split_reason": "one"}

    return be.saying(said)


class Ladder:
    """A house whose steps name the models as told, and what happened in it."""

    def __init__(self, house: House, double: Double) -> None:
        self.house, self.double = house, double

    def run(self, mail: bytes) -> None:
        self.report = self.house.runner.start("dealer-support", mail, name="one.eml")

    def hops(self, step: str) -> list[Hop]:
        return [hop for hop in self.house.store.hops.of(self.report.run.id) if hop.step == step]

    @property
    def asked(self) -> list[str]:
        return [asked.model for asked in self.double.asked]


Climb = Callable[..., Ladder]


@pytest.fixture
def ladder(org_folder: Path, tmp_path: Path) -> Iterator[Climb]:
    double = Double(saying("website_content", 0.95))
    houses: list[House] = []

    def make(steps: dict[str, str], fast: be.Behaviour, careful: be.Behaviour | None = None, more: str = "") -> Ladder:
        config = tmp_path / f"config-{len(houses)}"
        shutil.copytree(ROOT / "config", config)
        told = f"api_base: '{double.api_base}', retry: {{times: 1}}"
        (config / "models.yaml").write_text(
            f"models:\n  fast: {{model: openai/fast, {told}, prices: {{input: 1, output: 1}}{more}}}\n"
            f"  careful: {{model: openai/careful, {told}, prices: {{input: 10, output: 10}}{more}}}\n"
        )
        flow = config / "workflows" / "dealer-support.yaml"
        text = re.sub(r", sure_from: [0-9.]+", "", re.sub(r"\bmodel: \w+, ", "", flow.read_text("utf-8")))
        for kind, said in steps.items():
            text = text.replace(f"kind: {kind},", f"kind: {kind}, {said},")
        flow.write_text(text)
        double.behaviour = be.by_model({"fast": fast, "careful": careful or be.no_such_model})
        houses.append(House(Settings(config=config, org=org_folder, state=tmp_path / f"state-{len(houses)}")))
        return Ladder(houses[-1], double)

    yield make
    for house in houses:
        house.close()
    double.close()


@pytest.fixture
def banner(mail: Callable[..., bytes]) -> bytes:
    return mail(TEXT, subject="Summer sale banner")


LADDER = "model: [fast, careful], sure_from: 0.8"


def test_who_is_sure_is_not_followed(ladder: Climb, banner: bytes) -> None:
    steps = ladder({"classification": LADDER}, saying("website_content", 0.9), saying("billing", 0.9))
    steps.run(banner)
    (hop,) = steps.hops("classify")
    assert (hop.status, hop.detail["category"], hop.detail["model"]) == ("done", "website_content", "fast")
    assert steps.asked == ["fast"]


def test_the_next_is_asked_in_doubt_and_each_is_a_hop_with_its_reason_and_its_cost(
    ladder: Climb, banner: bytes
) -> None:
    steps = ladder({"classification": LADDER}, saying("billing", 0.6), saying("website_content", 0.95))
    steps.run(banner)
    below, last = steps.hops("classify")
    assert (below.status, below.reason) == ("unsure", "fast is not sure (0.30 of 0.80); careful is asked")
    assert below.detail["category"] == "billing"
    assert (last.status, last.detail["category"], last.detail["model"]) == ("done", "website_content", "careful")
    assert [call["alias"] for hop in (below, last) for call in hop.detail["calls"]] == ["fast", "careful"]
    assert steps.report.outcome == "cases"
    cost = {row.name: row.cost for row in steps.house.models.ledger.sums("alias")}
    told = [Decimal(hop.detail["calls"][0]["cost"].split()[0]) for hop in (below, last)]
    assert told == [cost["fast"], cost["careful"]]
    assert all(cost.values())
    assert steps.house.store.hops.verify(steps.report.run.id) is None


def test_where_nobody_is_sure_a_person_is_asked_about_what_the_last_one_says(ladder: Climb, banner: bytes) -> None:
    steps = ladder({"classification": LADDER}, saying("billing", 0.6), saying("website_content", 0.7))
    steps.run(banner)
    assert steps.report.outcome == "review"
    assert steps.report.proposal.cases[0].category == "website_content"
    assert [hop.status for hop in steps.hops("classify")] == ["unsure", "unsure"]


def test_each_model_may_have_a_threshold_of_its_own(ladder: Climb, banner: bytes) -> None:
    own = "model: [fast, careful], sure_from: {fast: 0.97, careful: 0.6}"
    steps = ladder({"classification": own}, saying("billing", 0.96), saying("website_content", 0.7))
    steps.run(banner)
    assert [hop.status for hop in steps.hops("classify")] == ["unsure", "done"]
    assert steps.report.outcome == "cases"


@pytest.mark.parametrize("more", ["", ", otherwise: review"])
def test_one_that_fails_is_passed_over_and_what_is_there_is_kept(ladder: Climb, banner: bytes, more: str) -> None:
    steps = ladder({"classification": LADDER}, saying("website_content", 0.7), be.bad_request, more)
    steps.run(banner)
    failed, kept = steps.hops("classify")
    assert failed.status == "failed"
    assert failed.reason.startswith("careful: ")
    assert (kept.status, kept.detail["model"], kept.detail["category"]) == ("unsure", "fast", "website_content")
    assert steps.report.outcome == "review"


@pytest.mark.parametrize("more", ["", ", otherwise: review"])
def test_one_that_fails_is_followed_by_the_next(ladder: Climb, banner: bytes, more: str) -> None:
    steps = ladder({"classification": LADDER}, be.bad_request, saying("website_content", 0.95), more)
    steps.run(banner)
    assert steps.hops("classify")[-1].detail["category"] == "website_content"
    assert steps.report.outcome == "cases"


def test_where_all_fail_the_local_reader_reads_on_or_a_person_is_asked(ladder: Climb, banner: bytes) -> None:
    steps = ladder({"classification": LADDER}, be.bad_request, be.bad_request)
    steps.run(banner)
    assert steps.hops("classify")[-1].detail["category"] == "website_content"
    steps = ladder({"classification": LADDER}, be.bad_request, be.bad_request, ", otherwise: review")
    steps.run(banner)
    assert steps.hops("classify")[-1].status == "failed"
    assert steps.report.outcome == "review"


def test_one_question_serves_all_steps_that_are_in_doubt(ladder: Climb, banner: bytes) -> None:
    local = "model: [local, fast], sure_from: {local: 1, fast: 0.8}"
    kinds = ("triage", "splitting", "classification", "extraction")
    steps = ladder(dict.fromkeys(kinds, local), saying("website_content", 0.95))
    steps.run(banner)
    assert steps.asked == ["fast"]
    assert [hop.detail.get("model") for hop in steps.hops("triage")] == ["local", "fast"]
    assert steps.report.outcome == "cases"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("model: [fast, fast]", "the model 'fast' is named twice"),
        ("model: [fast, carefull]", "Did you mean 'careful'"),
        ("model: []", "at least one is needed"),
        ("model: [fast, careful], sure_from: {fast: 0.9}", "sure_from says nothing of the model 'careful'"),
        ("model: fast, sure_from: {fast: 0.9, slow: 0.2}", "sure_from names 'slow', which is no model of this step"),
        ("model: fast, sure_from: {fast: 90}", "sure_from.fast: '90' should be less than or equal to 1"),
    ],
)
def test_what_is_wrong_with_a_cascade_is_said(ladder: Climb, said: str, told: str) -> None:
    with pytest.raises(BundleErrors, match=re.escape(told)):
        ladder({"classification": said}, be.silent).house.open()
