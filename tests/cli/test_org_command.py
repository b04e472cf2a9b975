"""switchyard org: what a query prints, and a port that is taken."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

LONG = "A name that no terminal of eighty columns has the room for beside another one of the same"


def test_a_count_is_a_number(switchyard: Any, yard: Path) -> None:
    assert switchyard("org", "query", "select count() from Account", "--org", yard).out == "2\n"


def test_a_query_that_finds_nothing_says_so(switchyard: Any, yard: Path) -> None:
    said = switchyard("org", "query", "SELECT Id FROM Account WHERE Name = 'x'", "--org", yard)
    assert (said.status, said.out) == (0, "0 rows\n")


def test_a_row_goes_whole_into_another_program(switchyard: Any, yard: Path) -> None:
    with (yard / "Account.csv").open("a", encoding="utf-8") as file:
        file.write(f"Y-3,{LONG},Dealer,{LONG.replace(' ', '-')}.example,Ford,East\n")
    said = switchyard("org", "query", "SELECT Name, Website FROM Account WHERE ExternalId__c = 'Y-3'", "--org", yard)
    assert any(LONG in line and ".example" in line for line in said.out.splitlines())


def test_a_relationship_that_leads_nowhere_makes_no_column_of_its_own(switchyard: Any, yard: Path) -> None:
    with (yard / "Contact.csv").open("w", encoding="utf-8") as file:
        file.write("AccountExternalId,LastName\nY-1,Norvik\n,Stray\n")
    for form in ("table", "csv"):
        soql = "SELECT LastName, Account.Name FROM Contact"
        said = switchyard("org", "query", soql, "--org", yard, "--format", form)
        assert said.out.splitlines()[0].replace(",", " ").split() == ["LastName", "Account.Name"]


def test_an_error_in_a_query_names_its_place(switchyard: Any, yard: Path) -> None:
    said = switchyard("org", "query", "SELECT Id, Nope FROM Account", "--org", yard)
    assert said.status == 2
    assert "No such column 'Nope'" in said.err


def test_a_port_that_is_taken_is_told(switchyard: Any, yard: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = switchyard("org", "serve", "--port", taken.getsockname()[1], "--org", yard)
    assert said.status == 2
    assert "choose another one" in said.err
