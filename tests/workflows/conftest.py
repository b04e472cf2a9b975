"""A small org of invented dealers, and a house over it: the real parts, in a folder of the test's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from app.settings import ROOT, Settings
from app.wiring import House

ACCOUNTS = """\
ExternalId__c,Name,Type,ParentExternalId,Website,Alternate_Domains__c,Phone,BillingStreet,BillingCity,BillingState,BillingPostalCode,BillingCountry,Brand__c,OEM_Dealer_Code__c,Major_Account_Group__c,Region__c,Status__c
D-1,Quistrel Ford,Dealer,,quistrelford.com,,+12025550101,1 Elm St,Dover,DE,19901,United States,Ford,Q1001,,East,Active
D-2,Tollbeck Toyota,Dealer,G-1,tollbecktoyota.com,,+12025550102,2 Elm St,Salem,OR,97301,United States,Toyota,Q1002,Tollbeck,West,Active
D-3,Tollbeck Honda,Dealer,G-1,tollbeckhonda.com,,+12025550103,3 Elm St,Salem,OR,97301,United States,Honda,Q1003,Tollbeck,West,Active
D-4,Wendlow BMW,Dealer,,wendlowbmw.com,,+12025550104,4 Elm St,Boise,ID,83701,United States,BMW,Q1004,,West,Active
G-1,Tollbeck Motor Family,Group,,tollbeckfamily.com,,+12025550109,9 Elm St,Salem,OR,97301,United States,,,Tollbeck,West,Active
"""
CONTACTS = """\
AccountExternalId,FirstName,LastName,Email,Phone,Title
D-1,Ada,Norvik,ada@quistrelford.com,+12025550101,General Manager
D-4,Bo,Zelles,bo@wendlowbmw.com,+12025550104,General Manager
G-1,Cy,Ottmar,cy@tollbeckfamily.com,+12025550109,Marketing Director
"""
USERS = """\
Username,Name,Email,Pod__c,Skills__c,Languages__c,Capacity__c,TimeZoneSidKey,Shift__c,IsAvailable__c
una@vendor.invalid,Una Voss,una@vendor.invalid,POD_FORD,content,en,10,America/Chicago,Mon-Fri 08:00-17:00,true
"""

Mail = Callable[..., bytes]


@pytest.fixture
def org_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "fixture" / "org"
    folder.mkdir(parents=True)
    for name, text in (("Account", ACCOUNTS), ("Contact", CONTACTS), ("User", USERS)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


@pytest.fixture
def house(org_folder: Path, tmp_path: Path) -> Iterator[House]:
    made = House(Settings(org=org_folder, state=tmp_path / "state"))
    yield made
    made.close()


@pytest.fixture
def again(org_folder: Path, tmp_path: Path) -> Callable[[], House]:
    """Another process's house over the same state."""
    return lambda: House(Settings(org=org_folder, state=tmp_path / "state"))


@pytest.fixture
def mail() -> Mail:
    """Makes a message; `number` makes its Message-ID."""

    def make(
        text: str,
        subject: str = "Request",
        sender: str = "Ada Norvik <ada@quistrelford.com>",
        number: int = 1,
        references: str = "",
        **headers: str,
    ) -> bytes:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, "support@vendor.invalid", subject
        message["Date"] = "Tue, 04 Mar 2025 10:00:00 -0500"
        message["Message-ID"] = f"<{number}@mail.invalid>"
        if references:
            message["In-Reply-To"] = message["References"] = references
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        return message.as_bytes()

    return make


Variant = Callable[..., House]


@pytest.fixture
def variant(org_folder: Path, tmp_path: Path) -> Iterator[Variant]:
    """Another process's house over the same state, whose bundle differs: (file, old text, new text) each."""
    made: list[House] = []

    def make(*changes: tuple[str, str, str]) -> House:
        config = tmp_path / f"config-{len(made)}"
        shutil.copytree(ROOT / "config", config)
        for name, old, new in changes:
            text = (config / name).read_text("utf-8")
            assert old in text, (name, old)
            (config / name).write_text(text.replace(old, new), "utf-8")
        made.append(House(Settings(config=config, org=org_folder, state=tmp_path / "state")))
        return made[-1]

    yield make
    for house in made:
        house.close()
