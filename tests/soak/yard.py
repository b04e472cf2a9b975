"""What is soaked: small records, an org that they are about, and houses whose reader has its answers ready."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from scripted import ScriptedReader  # noqa: E402

from app.settings import Settings  # noqa: E402
from app.wiring import House  # noqa: E402

WORKFLOW = "dealer-support"
ACCOUNTS = "ExternalId__c,Name,Type,Website,Brand__c,Region__c\nS-1,Larchmere Ford,Dealer,larchmereford.com,Ford,East\n"
RECORD = """\
From: Ada Norvik <ada@larchmereford.com>
To: support@vendor.invalid
Subject: Invoice {number}
Date: Tue, 04 Mar 2025 10:00:00 -0500
Message-ID: <{number}@larchmereford.com>

we were charged twice for chat at larchmereford.com on invoice INV-{number}
"""


def record(number: int | str) -> bytes:
    """A message, as it comes in."""
    return RECORD.format(number=number).encode()


def accounts(folder: Path) -> Path:
    """Makes the folder of an org with one account."""
    org = folder / "yard" / "org"
    org.mkdir(parents=True)
    (org / "Account.csv").write_text(ACCOUNTS, "utf-8")
    return org


def house(settings: Settings) -> House:
    """A house whose reader is scripted."""
    made = House(settings)
    vars(made)["taught"] = lambda _bundle, _definition: ScriptedReader()
    return made


def work(org: Path, state: Path) -> None:
    """Works in this process as `switchyard worker` does, until it is ended."""
    from app.worker import Worker

    Worker(partial(house, Settings(org=org, state=state)), say=partial(print, flush=True)).run()


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]))
