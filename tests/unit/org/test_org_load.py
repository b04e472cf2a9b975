"""Loading CSV files: what they become, that loading again changes nothing, and what is said of bad rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.salesforce.org import EmbeddedOrg, LoadError, load
from tools.salesforce.org.load import Count
from tools.salesforce.org.message import Request

ACCOUNTS = """ExternalId__c,Name,Type,ParentExternalId,Website,Code__c,Active__c,Note__c
C-1,"Child, Ltd",Shop,P-1,child.test,00123,true,"two
lines"
P-1,Parent,,,,,false,
"""
CONTACTS = """AccountExternalId,FirstName,LastName,Email
C-1,Ana,Lima,ana@child.test
P-1,,Lima,ana@child.test
C-1,Ana,Silva,
"""
USERS = """Username,Name,Email,Pod__c,TimeZoneSidKey
kim@x.test,Kim van Dam,kim@x.test,NORTH;SOUTH,Europe/Amsterdam
lee@x.test,Lee,lee@x.test,NORTH,
"""


@pytest.fixture
def org() -> Iterator[EmbeddedOrg]:
    made = EmbeddedOrg(None)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, Account=ACCOUNTS, Contact=CONTACTS, User=USERS)
    return tmp_path


def write(place: Path, **files: str) -> None:
    for name, text in files.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")


def rows(org: EmbeddedOrg, query: str) -> list[dict[str, Any]]:
    headers = {"authorization": f"Bearer {org.session_id}"}
    answer = org.handle(Request("GET", "/services/data/v59.0/query", {"q": query}, headers)).json()
    assert isinstance(answer, dict), answer
    return [_bare(record) for record in answer["records"]]


def problems(org: EmbeddedOrg, place: Path) -> list[str]:
    with pytest.raises(LoadError) as error:
        load(org, place)
    return str(error.value).split("\n")


def test_files_become_records_with_their_references(org: EmbeddedOrg, folder: Path) -> None:
    loaded = load(org, folder)
    assert loaded.counts == {"Account": Count(created=2), "Contact": Count(created=3), "User": Count(created=2)}
    assert loaded.fields == (
        "Account.ExternalId__c", "Account.Code__c", "Account.Active__c", "Account.Note__c", "User.Pod__c",
    )  # fmt: skip
    assert rows(org, "SELECT Name, Parent.Name, Code__c, Active__c, Note__c FROM Account ORDER BY Name") == [
        {"Name": "Child, Ltd", "Parent": {"Name": "Parent"}, "Code__c": "00123", "Active__c": True, "Note__c": "two\nlines"},
        {"Name": "Parent", "Parent": None, "Code__c": None, "Active__c": False, "Note__c": None},
    ]  # fmt: skip
    assert rows(org, "SELECT Name, Account.Name FROM Contact WHERE Email = 'ana@child.test' ORDER BY Account.Name") == [
        {"Name": "Ana Lima", "Account": {"Name": "Child, Ltd"}}, {"Name": "Lima", "Account": {"Name": "Parent"}},
    ]  # fmt: skip


def test_users_get_queues_of_their_own(org: EmbeddedOrg, folder: Path) -> None:
    assert load(org, folder).queues == ("NORTH", "SOUTH")
    query = (
        "SELECT GroupId, UserOrGroupId FROM GroupMember WHERE GroupId IN (SELECT Id FROM Group WHERE Name = 'NORTH')"
    )
    assert len(rows(org, query)) == 2
    found = rows(
        org, "SELECT FirstName, LastName, TimeZoneSidKey, Profile.Name FROM User WHERE Username = 'kim@x.test'"
    )
    assert found == [
        {"FirstName": "Kim van", "LastName": "Dam", "TimeZoneSidKey": "Europe/Amsterdam", "Profile": {"Name": "Standard User"}}
    ]  # fmt: skip
    assert len(rows(org, "SELECT Id FROM QueueSobject WHERE SobjectType = 'Case'")) == 2


def test_loading_again_changes_nothing(org: EmbeddedOrg, folder: Path) -> None:
    load(org, folder)
    before = rows(org, "SELECT Id, SystemModstamp FROM Contact ORDER BY Id")
    again = load(org, folder)
    assert again.counts == {"Account": Count(unchanged=2), "Contact": Count(unchanged=3), "User": Count(unchanged=2)}
    assert again.fields == ()
    assert rows(org, "SELECT Id, SystemModstamp FROM Contact ORDER BY Id") == before
    assert len(rows(org, "SELECT Id FROM Group WHERE Type = 'Queue'")) == 2


def test_a_changed_row_changes_its_record_and_a_moved_user_its_queue(org: EmbeddedOrg, folder: Path) -> None:
    load(org, folder)
    write(
        folder,
        Account=ACCOUNTS.replace("child.test", "kid.test"),
        User=USERS.replace("lee@x.test,NORTH", "lee@x.test,WEST"),
    )
    loaded = load(org, folder)
    assert (loaded.counts["Account"], loaded.counts["User"]) == (
        Count(updated=1, unchanged=1),
        Count(updated=1, unchanged=1),
    )
    assert rows(org, "SELECT Website FROM Account WHERE ExternalId__c = 'c-1'") == [{"Website": "kid.test"}]
    members = "SELECT Id FROM GroupMember WHERE GroupId IN (SELECT Id FROM Group WHERE Name = '{}')"
    assert [len(rows(org, members.format(name))) for name in ("NORTH", "WEST")] == [1, 1]


def test_marks_separators_and_empty_lines_of_spreadsheets_are_understood(org: EmbeddedOrg, tmp_path: Path) -> None:
    (tmp_path / "Account.csv").write_bytes("\ufeffExternalId__c;Name\r\nA;Zoë\r\n\r\n;\r\n".encode())
    (tmp_path / "Contact.csv").write_text("\ufeffLastName,Account.ExternalId__c\nX,A\n", encoding="utf-16-le")
    load(org, tmp_path)
    assert rows(org, "SELECT LastName, Account.Name FROM Contact") == [{"LastName": "X", "Account": {"Name": "Zoë"}}]


def test_fields_may_be_declared_beside_the_files(org: EmbeddedOrg, tmp_path: Path) -> None:
    write(tmp_path, Account="ExternalId__c,Name,Volume__c\nA,a,1200\n")
    (tmp_path / "fields.yaml").write_text("Account:\n  Volume__c: {type: double, scale: 0}\n", encoding="utf-8")
    load(org, tmp_path)
    assert rows(org, "SELECT Volume__c FROM Account WHERE Volume__c > 1000") == [{"Volume__c": 1200.0}]


def test_other_objects_are_loaded_by_their_own_keys(org: EmbeddedOrg, tmp_path: Path) -> None:
    case = "Orchestration_Key__c,Subject,Status,CreatedDate,AccountExternalId\nK,old,Closed,2024-05-06T07:08:09Z,A\n"
    write(tmp_path, Account="ExternalId__c,Name\nA,a\n", Case=case)
    load(org, tmp_path)
    assert load(org, tmp_path).counts["Case"] == Count(unchanged=1)
    assert rows(org, "SELECT Subject, IsClosed, CreatedDate, Account.Name FROM Case") == [
        {"Subject": "old", "IsClosed": True, "CreatedDate": "2024-05-06T07:08:09.000+0000", "Account": {"Name": "a"}}
    ]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("Account", "", ["Account.csv: is empty; the first line must name the fields"]),
        ("Account", "Name,Name\n", ["Account.csv, line 1, column Name: the column is named twice"]),
        ("Account", "Name,Nick\na,b\n", ["Account.csv, line 1, column Nick: Account has no such field"]),
        ("Account", "ExternalId__c,Name\nA,a,b\n", ["Account.csv, line 2: has 3 cells where the header has 2"]),
        ("Account", 'ExternalId__c,Name\nA,"a\nb"\nB,\n', ["Account.csv, line 4, column Name: Required fields are missing: [Name]"]),
        ("Account", "ExternalId__c,Name\nA,a\na,b\n", ["Account.csv, line 3: line 2 has the same ExternalId__c"]),
        ("Account", "ExternalId__c,Name,ParentExternalId\nA,a,B\n", ["Account.csv, line 2, column ParentExternalId: there is no Account with ExternalId__c B"]),
        ("Contact", "LastName,Email\nx,nobody\n", ["Contact.csv, line 2, column Email: Email: invalid email address: nobody"]),
        ("Contact", "LastName,Birthdate\nx,soon\n", ["Contact.csv, line 2: Cannot deserialize instance of date from VALUE_STRING value soon or request may be missing a required field at Birthdate"]),
        ("Task", "Status\nCompleted\n", ["Task.csv, line 2: the row has no key; give it an ExternalId__c"]),
        ("Dealer", "Name\na\n", ["Dealer.csv: there is no object Dealer"]),
        ("Account", "ExternalId__c,Name\nA,a\nB,\nC," + "x" * 256 + "\n", ["Account.csv, line 3, column Name: Required fields are missing: [Name]", f"Account.csv, line 4, column Name: Account Name: data value too large: {'x' * 255} (max length=255)"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_line_and_column(
    org: EmbeddedOrg, tmp_path: Path, name: str, text: str, told: list[str]
) -> None:
    write(tmp_path, **{name: text})
    assert problems(org, tmp_path) == told
    assert rows(org, "SELECT Id FROM Account") == rows(org, "SELECT Id FROM Contact") == []


def test_text_in_another_encoding_is_refused_with_its_line(org: EmbeddedOrg, tmp_path: Path) -> None:
    (tmp_path / "Account.csv").write_bytes("Name\nok\nZoë\n".encode("latin-1"))
    assert problems(org, tmp_path) == ["Account.csv, line 3: not UTF-8 text (byte 0xeb); save it as CSV UTF-8"]


def test_a_folder_without_files_is_refused(org: EmbeddedOrg, tmp_path: Path) -> None:
    assert problems(org, tmp_path) == [f"{tmp_path}: there are no CSV files, such as Account.csv"]


def _bare(value: Any) -> Any:
    text = json.dumps(value)
    return json.loads(text, object_hook=lambda row: {k: v for k, v in row.items() if k != "attributes"})


def test_a_time_zone_that_is_none_is_told(org: EmbeddedOrg, tmp_path: Path) -> None:
    write(tmp_path, User="Username,Name,Email,TimeZoneSidKey\nkim@x.test,Kim,kim@x.test,Mars/Olympus\n")
    told = "User.csv, line 2, column TimeZoneSidKey: Time Zone: bad value for restricted picklist field: Mars/Olympus"
    assert problems(org, tmp_path) == [told]
