"""Search: SOSL and parameters, what they find, and how mistakes are told."""

from __future__ import annotations

from typing import Any

import pytest
from org_desk import Desk, refusal
from simple_salesforce.exceptions import SalesforceError


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    desk.add("Account", Name="Hillside Wheels", Phone="555 0199", Industry="Media", NumberOfEmployees=3)
    desk.add("Account", Name="Hillsides of Kiel", Industry="Banking", NumberOfEmployees=9)
    desk.add("Account", Name="Élan 100% {a}", Site="wheels-and-more")
    desk.add("Contact", FirstName="Jane", LastName="Gray", Email="jane_gray@north.example")
    desk.add("Case", Subject="Wheels are late", SuppliedEmail="jane_gray@north.example")
    return desk


def found(desk: Desk, statement: str) -> list[Any]:
    """The names, subjects or types of what a search finds."""
    records = desk.sf.search(statement)["searchRecords"]
    return [one.get("Name") or one.get("Subject") or one["attributes"]["type"] for one in records]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("hillside", ["Hillside Wheels"]),
        ("hillside*", ["Hillside Wheels", "Hillsides of Kiel"]),
        ("hill?ide wh*", ["Hillside Wheels"]),
        ("wheels hillside", ["Hillside Wheels"]),
        ('"wheels hillside"', []),
        ('"hillside wheels"', ["Hillside Wheels"]),
        ("kiel OR wheels", ["Hillside Wheels", "Hillsides of Kiel", "Élan 100% {a}"]),
        ("hill* AND NOT kiel", ["Hillside Wheels"]),
        ("hill* AND (kiel OR nothing)", ["Hillsides of Kiel"]),
        ("ÉLAN", ["Élan 100% {a}"]),
        (r"100% \{a\}", ["Élan 100% {a}"]),
        ("wheels-and", ["Élan 100% {a}"]),
        ("555 0199", ["Hillside Wheels"]),
        ("0199-555", []),
    ],
)
def test_words_find_the_records_that_have_them(stocked: Desk, words: str, names: list[str]) -> None:
    statement = f"FIND {{{words}}} IN ALL FIELDS RETURNING Account(Name ORDER BY Name)"
    assert sorted(found(stocked, statement)) == sorted(names)


@pytest.mark.parametrize(
    ("rest", "names"),
    [
        ("IN NAME FIELDS RETURNING Account(Name ORDER BY Name), Case(Subject)", ["Hillside Wheels", "Wheels are late"]),
        ("IN PHONE FIELDS RETURNING Account(Name)", []),
        ("RETURNING Account(Name WHERE Industry = 'Media'), Contact", ["Hillside Wheels"]),
        ("RETURNING Account(Name WHERE Industry = 'Media' AND Name LIKE '%)%')", []),
        ("RETURNING Account(Name WHERE (Industry = 'Media' OR NumberOfEmployees > 5) LIMIT 1)", ["Hillside Wheels"]),
        ("RETURNING Account(Name, Owner.Name ORDER BY NumberOfEmployees DESC NULLS LAST LIMIT 1 OFFSET 1)", ["Élan 100% {a}"]),
        ("RETURNING Account(Name ORDER BY Name LIMIT 1), Case(Subject LIMIT 1)", ["Hillside Wheels", "Wheels are late"]),
        ("RETURNING Account(Name ORDER BY Name), Case(Subject) LIMIT 1", ["Hillside Wheels"]),
        ("RETURNING Case(toLabel(Status), Subject) WITH SPELL_CORRECTION = false UPDATE VIEWSTAT", ["Wheels are late"]),
        ("", ["Account", "Account", "Case"]),
    ],
)  # fmt: skip
def test_a_statement_says_where_to_look_and_what_to_answer(stocked: Desk, rest: str, names: list[str]) -> None:
    assert found(stocked, f"FIND {{wheels}} {rest}") == names


def test_addresses_are_found_by_their_words(stocked: Desk) -> None:
    assert found(stocked, "FIND {jane_gray@north.example} IN EMAIL FIELDS RETURNING Contact(Name)") == ["Jane Gray"]
    assert found(stocked, r"FIND {jane_gray\@north.exam*} RETURNING Case(Subject)") == ["Wheels are late"]


def test_labels_come_with_the_answer_where_they_are_asked_for(stocked: Desk) -> None:
    told = stocked.sf.search("FIND {wheels} RETURNING Account(Id, Name) WITH METADATA = 'LABELS'")
    assert told["metadata"]["entityMetadata"] == [
        {"entityName": "Account", "fieldMetadata": [
            {"label": "Account ID", "name": "Id"}, {"label": "Account Name", "name": "Name"},
        ]},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "code", "told"),
    [
        ("wheels", "MALFORMED_SEARCH", "No search term found. The search term must be enclosed in braces."),
        ("FIND {}", "MALFORMED_SEARCH", "No search term found"),
        ("FIND {a}", "MALFORMED_SEARCH", "search term must be longer than one character: a"),
        ("FIND {*}", "MALFORMED_SEARCH", "search term must be longer than one character"),
        ("FIND {ab|cd}", "MALFORMED_SEARCH", "mismatched character '|' expecting '}'"),
        ('FIND {"ab}', "MALFORMED_SEARCH", "expecting '\"'"),
        ("FIND {ab AND}", "MALFORMED_SEARCH", "unexpected token: '<EOF>'"),
        ("FIND {NOT ab}", "MALFORMED_SEARCH", "unexpected token: 'NOT'"),
        ("FIND {(ab}", "MALFORMED_SEARCH", "a bracket is not closed"),
        ("FIND {ab)}", "MALFORMED_SEARCH", "a bracket is closed that was not opened"),
        ("FIND {ab} IN ALL TYPE RETURNING Account(Name)", "MALFORMED_SEARCH", "Malformed search token: TYPE"),
        ("FIND {ab} IN SOME FIELDS", "MALFORMED_SEARCH", "Malformed search token: SOME"),
        ("FIND {ab} RETURNING Account(Name", "MALFORMED_SEARCH", "unexpected token: '<EOF>'"),
        ("FIND {ab} RETURNING Account(Name WHERE)", "MALFORMED_SEARCH", "unexpected token"),
        ("FIND {ab} RETURNING Account(COUNT(Id))", "MALFORMED_SEARCH", "fields of records only"),
        ("FIND {ab} RETURNING Account(Name, (SELECT Id FROM Cases))", "MALFORMED_SEARCH", "fields of records only"),
        ("FIND {ab} RETURNING Account LIMIT many", "MALFORMED_SEARCH", "Malformed search token: many"),
        ("FIND {ab} WITH SNIPPET", "MALFORMED_SEARCH", "the embedded org reads WITH METADATA"),
        ("FIND {ab} RETURNING Nothing", "INVALID_TYPE", "sObject type 'Nothing' is not supported."),
        ("FIND {ab} RETURNING RecordType(Id)", "INVALID_TYPE", "RecordType does not support search"),
        ("FIND {ab} RETURNING Account(Nothing)", "INVALID_FIELD", "No such column 'Nothing' on entity 'Account'"),
        ("FIND {" + "a* " * 60 + "}", "MALFORMED_SEARCH", "50 words at most"),
        ("FIND {ab" + "*c" * 11 + "}", "MALFORMED_SEARCH", "10 wild cards at most"),
    ],
)
def test_a_mistake_is_told_with_its_place(desk: Desk, statement: str, code: str, told: str) -> None:
    with pytest.raises(SalesforceError) as error:
        desk.sf.search(statement)
    status, found_code, message = refusal(error)
    assert (status, found_code.startswith(code)) == (400, True)
    assert told in error.value.content[0]["message"], message


def test_where_a_statement_cannot_be_read_is_pointed_at(desk: Desk) -> None:
    statement = "FIND {ab} IN ALL TYPE RETURNING Account(name)"
    answer = desk.raw("GET", "search", params={"q": statement}).json()
    assert answer == [{
        "message": f"\n{statement[:57]}\n                 ^\nERROR at Row:1:Column:18\nMalformed search token: TYPE",
        "errorCode": "MALFORMED_SEARCH",
    }]  # fmt: skip


def test_parameters_say_the_same_in_the_address_and_in_the_body(stocked: Desk) -> None:
    address = {
        "q": "hill*", "sobject": ["Account", "Case"], "Account.fields": "Name,Industry", "Account.limit": "1",
        "Account.where": "NumberOfEmployees > 5", "in": "NAME", "metadata": "LABELS",
    }  # fmt: skip
    body = {
        "q": "hill*", "fields": ["Subject"], "in": "NAME", "metadata": "LABELS", "sobjects": [
            {"name": "Account", "fields": ["Name", "Industry"], "limit": 1, "where": "NumberOfEmployees > 5"},
            {"name": "Case"},
        ],
    }  # fmt: skip
    told = stocked.raw("GET", "parameterizedSearch", params=address).json()
    assert [(one["Name"], one["Industry"]) for one in told["searchRecords"]] == [("Hillsides of Kiel", "Banking")]
    again = stocked.raw("POST", "parameterizedSearch", json=body).json()
    assert again["searchRecords"] == told["searchRecords"]
    assert [one["entityName"] for one in again["metadata"]["entityMetadata"]] == ["Account", "Case"]
    cut = {"q": "hill*", "sobject": "Account", "defaultLimit": "1"}
    assert len(stocked.raw("GET", "parameterizedSearch", params=cut).json()["searchRecords"]) == 1
    every = stocked.raw("GET", "parameterizedSearch", params={"q": "wheels", "overallLimit": "2"}).json()
    assert [one["attributes"]["type"] for one in every["searchRecords"]] == ["Account", "Account"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "q must be a text"),
        ({"q": "x"}, "longer than one character"),
        ({"q": "ab", "in": "SOME"}, "in must be one of ALL"),
        ({"q": "ab", "sobjects": ["Account"]}, "sobjects must be a list of objects"),
        ({"q": "ab", "overallLimit": "many"}, "overallLimit must be a number"),
        ({"q": "ab", "dataCategories": []}, "does not know the parameter dataCategories"),
        ({"q": "ab", "sobjects": [{"name": "Account", "where": "Name ="}]}, "unexpected token"),
    ],
)
def test_parameters_that_make_no_sense_are_told(desk: Desk, given: dict[str, Any], told: str) -> None:
    answer = desk.raw("POST", "parameterizedSearch", json=given)
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "MALFORMED_SEARCH")
    assert told in answer.json()[0]["message"]
