"""A small labelled suite of invented dealers, and models that answer as told about its messages."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.settings import ROOT
from tools.models.double import Asked, Double
from tools.models.double import behaviour as be

COUNT = 12
NAMES = ("Quillhaven", "Marrowgate", "Pellworth", "Sandiford", "Tarnbeck", "Ullswick")
WISHES = (
    ("website_content", "Please change the opening hours on our website: {name} is open from 9 to 5 now."),
    ("billing", "Invoice INV-20{number} of {name} was charged twice. Please refund one of them."),
)


def suite(folder: Path) -> Path:
    """Twelve messages, each about one dealer, on two kinds of wishes."""
    (folder / "messages").mkdir(parents=True)
    (folder / "org").mkdir()
    (folder / "suite.yaml").write_text("name: labelled\nworkflow: dealer-support\n")
    rows = [f"W-{n},{name} Ford,Dealer,{name.lower()}ford.com,Ford,East" for n, name in enumerate(NAMES)]
    (folder / "org" / "Account.csv").write_text(
        "ExternalId__c,Name,Type,Website,Brand__c,Region__c\n" + "\n".join(rows) + "\n"
    )
    lines = []
    for number in range(COUNT):
        short, (category, text) = NAMES[number % len(NAMES)], WISHES[number // len(NAMES)]
        name = f"{short} Ford"
        (folder / "messages" / f"{number}.eml").write_text(
            f"From: Ada <ada@{short.lower()}ford.com>\nTo: d@vendor.invalid\nSubject: Wish {number}\n"
            f"Date: Tue, 04 Mar 2025 10:00:00 -0500\nMessage-ID: <{number}@{short.lower()}ford.com>\n\n"
            f"{text.format(name=name, number=number + 10)}\n\nAda\n"
        )
        fields = {"dealer_name": name, "brands": ["Ford"]}
        if category == "billing":
            fields["invoice_number"] = f"INV-20{number + 10}"
        case = {
            "account": f"W-{number % len(NAMES)}", "category": category, "fields": fields, "missing": [],
            "queue": {"website_content": "POD_FORD", "billing": "BILLING"}[category],
        }  # fmt: skip
        language = "en" if number % 2 else "de"
        lines.append(
            {"message": f"{number}.eml", "outcome": "cases", "language": language, "tags": [category], "cases": [case]}
        )
    (folder / "expected.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def answering(wrong: Callable[[int], bool], confidence: float = 0.95) -> be.Behaviour:
    """A model that reads every message of the suite rightly, but for the category of those told."""

    def said(asked: Asked) -> Any:
        found = re.search(r"(\w+ Ford)\b", asked.message)
        number = int(re.findall(r"Wish (\d+)", asked.message)[0])
        assert found
        name = found[1]
        offered = re.search(rf"^(C\d+) {name}\b", asked.user, re.MULTILINE)
        right = WISHES[number // len(NAMES)][0]
        category = "training" if wrong(number) else right
        fields = [
            {"field": "dealer_name", "value": name, "quotes": [name]},
            {"field": "brands", "value": "Ford", "quotes": [name]},
        ]
        if right == "billing":
            fields.append(
                {"field": "invoice_number", "value": f"INV-20{number + 10}", "quotes": [f"INV-20{number + 10}"]}
            )
        chosen = {"category": category, "confidence": confidence, "reason": "a wish", "quotes": ["Please"]}
        request = {
            "accounts": [offered[1]] if offered else [], "named": name, "names": [name], "text": [],
            "category": chosen, "fields": fields,
        }  # fmt: skip
        triage = {"actionable": True, "kind": "request", "reason": "a wish", "confidence": 0.97, "quotes": ["Please"]}
        return {"triage": triage, "requests": [request], "split_confidence": 0.97, "split_reason": "one dealer"}

    return be.saying(said)


def config(folder: Path, double: Double, steps: str = "local") -> Path:
    """The project's bundle with two models, `cheap` and `dear`; all reading steps ask `steps`."""
    shutil.copytree(ROOT / "config", folder)
    told = f"api_base: '{double.api_base}', retry: {{times: 1}}"
    (folder / "models.yaml").write_text(
        f"models:\n  cheap: {{model: openai/cheap, {told}, prices: {{input: 1, output: 1}}}}\n"
        f"  dear: {{model: openai/dear, {told}, prices: {{input: 20, output: 20}}}}\n"
    )
    flow = folder / "workflows" / "dealer-support.yaml"
    text = re.sub(
        r"kind: (triage|splitting|classification|extraction),", rf"kind: \1, model: {steps},", flow.read_text()
    )
    flow.write_text(text)
    return folder
