"""What the org refuses, in Salesforce's codes and words."""

from __future__ import annotations

from typing import Any

import pytest
from org_desk import Desk, refusal
from simple_salesforce.exceptions import SalesforceError, SalesforceExpiredSession, SalesforceResourceNotFound

ENTITY = "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name."


@pytest.mark.parametrize(
    ("sobject", "values", "code", "message", "fields"),
    [
        ("Contact", {"FirstName": "x"}, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]", ["LastName"]),
        ("Contact", {"LastName": "x" * 81}, "STRING_TOO_LONG", f"Last Name: data value too large: {'x' * 81} (max length=80)", ["LastName"]),
        ("Contact", {"LastName": "x", "Email": "nobody"}, "INVALID_EMAIL_ADDRESS", "Email: invalid email address: nobody", ["Email"]),
        ("Contact", {"LastName": "x", "Nick": "n"}, "INVALID_FIELD", "No such column 'Nick' on sobject of type Contact", None),
        ("EmailMessage", {"Status": "9"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "Status: bad value for restricted picklist field: 9", ["Status"]),
        ("Account", {"Name": "x", "ParentId": "nonsense"}, "MALFORMED_ID", "Parent Account ID: id value of incorrect type: nonsense", ["ParentId"]),
        ("Account", {"Name": "x", "ParentId": "001000000000001AAA"}, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", ["ParentId"]),
        ("Account", {"Name": "x", "ParentId": "003000000000001AAA"}, "FIELD_INTEGRITY_EXCEPTION", "Parent Account ID: id value of incorrect type: 003000000000001AAA", ["ParentId"]),
        ("Account", {"Name": "x", "AnnualRevenue": 1e30}, "NUMBER_OUTSIDE_VALID_RANGE", "Annual Revenue: value outside of valid range on numeric field: 1e+30", ["AnnualRevenue"]),
        ("Account", {"Name": "x", "NumberOfEmployees": 2**40}, "NUMBER_OUTSIDE_VALID_RANGE", f"Employees: value outside of valid range on numeric field: {2**40}", ["NumberOfEmployees"]),
        ("Account", {"Name": "x", "Id": "001000000000001AAA"}, "INVALID_FIELD_FOR_INSERT_UPDATE", "Account: cannot specify Id in an insert call", ["Id"]),
        ("Case", {"OwnerId": None}, "INVALID_CROSS_REFERENCE_KEY", "Owner ID: owner cannot be blank", ["OwnerId"]),
        ("Case", {"attributes": {"type": "Lead"}}, "INVALID_TYPE", "attributes.type Lead does not match the sobject Case", None),
    ],
)  # fmt: skip
def test_values_that_do_not_fit_are_refused(
    desk: Desk, sobject: str, values: dict[str, Any], code: str, message: str, fields: list[str] | None
) -> None:
    with pytest.raises(SalesforceError) as error:
        getattr(desk.sf, sobject).create(values)
    assert refusal(error) == (400, code, message)
    assert error.value.content[0].get("fields") == fields
    assert desk.rows(f"SELECT Id FROM {sobject}") == []


def test_fields_that_the_org_computes_cannot_be_written(desk: Desk) -> None:
    with pytest.raises(SalesforceError) as error:
        desk.sf.Case.create({"CaseNumber": "7", "CreatedDate": "2020-01-01T00:00:00Z", "IsClosed": True})
    assert refusal(error)[:2] == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
    assert refusal(error)[2].startswith("Unable to create/update fields: CaseNumber, CreatedDate, IsClosed.")
    assert error.value.content[0]["fields"] == ["CaseNumber", "CreatedDate", "IsClosed"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("Subject", 5, "Cannot deserialize instance of string from VALUE_NUMBER_INT value 5"),
        ("Subject", {"a": 1}, "Cannot deserialize instance of string from START_OBJECT value {"),
        ("IsEscalated", "perhaps", "Cannot deserialize instance of boolean from VALUE_STRING value perhaps"),
        ("Confidence__c", "high", "Cannot deserialize instance of double from VALUE_STRING value high"),
    ],
)
def test_values_of_another_type_are_refused(desk: Desk, field: str, value: Any, message: str) -> None:
    with pytest.raises(SalesforceError) as error:
        desk.sf.Case.create({field: value})
    assert refusal(error)[:2] == (400, "JSON_PARSER_ERROR")
    assert refusal(error)[2].startswith(message)


def test_a_number_may_be_written_as_text(desk: Desk) -> None:
    account = desk.add("Account", Name="x", NumberOfEmployees="100", AnnualRevenue="1.5e3")
    assert desk.rows(f"SELECT NumberOfEmployees, AnnualRevenue FROM Account WHERE Id = '{account}'") == [
        {"NumberOfEmployees": 100, "AnnualRevenue": 1500.0}
    ]


def test_all_that_is_wrong_with_a_record_is_told(desk: Desk) -> None:
    with pytest.raises(SalesforceError) as error:
        desk.sf.Contact.create({"LastName": "x" * 81, "Email": "nobody"})
    assert [one["errorCode"] for one in error.value.content] == ["STRING_TOO_LONG", "INVALID_EMAIL_ADDRESS"]


def test_lengths_count_utf16_units(desk: Desk) -> None:
    desk.add("Case", Subject="ü" * 255)
    with pytest.raises(SalesforceError) as error:
        desk.sf.Case.create({"Subject": "😀" * 128})
    assert refusal(error)[1] == "STRING_TOO_LONG"


def test_a_unique_value_is_unique_whatever_its_letter_case(desk: Desk) -> None:
    first = desk.add("Case", Orchestration_Key__c="Clé-1")
    for key in ("Clé-1", "CLÉ-1"):
        with pytest.raises(SalesforceError) as error:
            desk.sf.Case.create({"Orchestration_Key__c": key})
        message = f"duplicate value found: Orchestration_Key__c duplicates value on record with id: {first[:15]}"
        assert refusal(error) == (400, "DUPLICATE_VALUE", message)
    other = desk.add("Case", Orchestration_Key__c="K-2")
    with pytest.raises(SalesforceError) as error:
        desk.sf.Case.update(other, {"Orchestration_Key__c": "clé-1"})
    assert refusal(error)[1] == "DUPLICATE_VALUE"
    desk.sf.Case.update(first, {"Orchestration_Key__c": "CLÉ-1"})


def test_a_deleted_parent_cannot_be_referred_to(desk: Desk) -> None:
    account = desk.add("Account", Name="x")
    desk.sf.Account.delete(account)
    with pytest.raises(SalesforceError) as error:
        desk.sf.Contact.create({"LastName": "x", "AccountId": account})
    assert refusal(error) == (400, "ENTITY_IS_DELETED", "entity is deleted")


def test_a_record_cannot_be_its_own_ancestor(desk: Desk) -> None:
    top = desk.add("Account", Name="top")
    below = desk.add("Account", Name="below", ParentId=top)
    with pytest.raises(SalesforceError) as error:
        desk.sf.Account.update(top, {"ParentId": below})
    assert refusal(error)[1] == "CIRCULAR_DEPENDENCY"


def test_records_are_owned_by_active_users_and_by_queues_made_for_them(desk: Desk) -> None:
    queue = desk.org.ensure_queues(["INTAKE"])["INTAKE"]
    group = desk.add("Group", Name="Everyone", Type="Regular")
    assert desk.sf.Case.get(desk.add("Case", OwnerId=queue))["OwnerId"] == queue
    with pytest.raises(SalesforceError) as error:
        desk.sf.Case.create({"OwnerId": group})
    assert refusal(error) == (400, "FIELD_INTEGRITY_EXCEPTION", "Queue not associated with this SObject type")


def test_a_hop_belongs_to_its_run_for_good(desk: Desk) -> None:
    first, second = desk.add("Orchestration_Run__c", Run_Key__c="1"), desk.add("Orchestration_Run__c", Run_Key__c="2")
    hop = desk.add("Orchestration_Hop__c", Hop_Key__c="h", Run__c=first)
    with pytest.raises(SalesforceError) as error:
        desk.sf.Orchestration_Hop__c.update(hop, {"Run__c": second})
    assert refusal(error)[1] == "INVALID_FIELD_FOR_INSERT_UPDATE"
    desk.sf.Orchestration_Run__c.delete(first)
    assert desk.rows("SELECT Id FROM Orchestration_Hop__c") == []


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        ("SELECT Nope FROM Account", "INVALID_FIELD", f"No such column 'Nope' on entity 'Account'. {ENTITY} Please reference your WSDL or the describe call for the appropriate names."),
        ("SELECT Nope.Name FROM Account", "INVALID_FIELD", "Didn't understand relationship 'Nope' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names."),
        ("SELECT Id FROM Nope", "INVALID_TYPE", "sObject type 'Nope' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names."),
        ("SELECT Id, (SELECT Id FROM Nopes) FROM Account", "INVALID_TYPE", "Didn't understand relationship 'Nopes' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names."),
        ("SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", "MALFORMED_QUERY", "unexpected token: 'OR' (AND and OR beside each other need brackets)"),
        ("SELECT Id FROM Account WHERE Name = 'a' AND NOT Name = 'b'", "MALFORMED_QUERY", "unexpected token: 'NOT' (after AND or OR it needs brackets around it)"),
        ("SELECT Id FROM Account WHERE Name = a", "MALFORMED_QUERY", "unexpected token: 'a'"),
        ("SELECT Id FROM Account LIMIT", "MALFORMED_QUERY", "unexpected token: '<EOF>'"),
        ("SELECT Id FROM Account WHERE Name = :name", "MALFORMED_QUERY", "Bind variables only allowed in Apex code"),
        ("SELECT Id // all\nFROM Account", "MALFORMED_QUERY", "unexpected token: '//' (comments are for Apex and developer tools; the REST API takes none)"),
        ("SELECT Id, Id FROM Account", "INVALID_FIELD", "duplicate field selected: Id"),
        ("SELECT Id FROM Account WHERE AnnualRevenue = '5'", "INVALID_FIELD", "value of filter criterion for field 'AnnualRevenue' must be of type double and should not be enclosed in quotes"),
        ("SELECT Id FROM Account WHERE Name = 5", "INVALID_FIELD", "value of filter criterion for field 'Name' must be of type string and should be enclosed in quotes"),
        ("SELECT Id FROM Account WHERE CreatedDate > 2026-01-01", "INVALID_FIELD", "value of filter criterion for field 'CreatedDate' must be of type dateTime and should not be enclosed in quotes"),
        ("SELECT Id FROM Account WHERE Id = 'abc'", "INVALID_QUERY_FILTER_OPERATOR", "invalid ID field: abc"),
        ("SELECT Id FROM Case WHERE Description = 'x'", "INVALID_FIELD", "field 'Description' can not be filtered in a query call"),
        ("SELECT Name, COUNT(Id) FROM Account", "MALFORMED_QUERY", "Field must be grouped or aggregated: Name"),
        ("SELECT Name n FROM Account", "MALFORMED_QUERY", "only aggregate expressions use field aliasing"),
        ("SELECT TYPEOF Account WHEN Account THEN Name END FROM Case", "INVALID_FIELD", "TYPEOF needs a relationship to several objects: Account"),
        ("SELECT TYPEOF Owner WHEN Contact THEN Name END FROM Case", "INVALID_TYPE", "Contact is not a type that OwnerId can refer to"),
        ("SELECT GROUPING(Type), COUNT(Id) FROM Account GROUP BY Type", "MALFORMED_QUERY", "GROUPING needs a field of ROLLUP or CUBE"),
        ("SELECT Id FROM Account WHERE Name = 'a' OR Id IN (SELECT AccountId FROM Case)", "MALFORMED_QUERY", "Semi join sub-selects are not allowed with the 'OR' operator"),
        ("SELECT Id FROM ContentDocumentLink", "MALFORMED_QUERY", "Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or LinkedEntityId using the equals operator or multiple Id's using the IN operator."),
        ("SELECT FIELDS(ALL) FROM Account", "MALFORMED_QUERY", "The SOQL FIELDS function must have a LIMIT of at most 200"),
        ("SELECT Id FROM Account LIMIT 1 OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE", "Maximum SOQL offset allowed is 2000"),
        ("SELECT Id FROM Account WHERE Name LIKE '\\q'", "MALFORMED_QUERY", "Invalid string literal '\\q'. Illegal character sequence '\\q' in string literal."),
    ],
)  # fmt: skip
def test_queries_that_cannot_be_answered_are_refused(desk: Desk, query: str, code: str, message: str) -> None:
    with pytest.raises(SalesforceError) as error:
        desk.sf.query(query)
    assert refusal(error) == (400, code, message)


def test_a_refused_query_shows_the_place(desk: Desk) -> None:
    with pytest.raises(SalesforceError) as error:
        desk.sf.query("SELECT Id\nFROM Account WHERE Nope = 1")
    shown = "\nFROM Account WHERE Nope = 1\n                   ^\nERROR at Row:2:Column:20\n"
    assert error.value.content[0]["message"].startswith(shown)


def test_a_closed_cursor_is_refused(desk: Desk) -> None:
    with pytest.raises(SalesforceError) as error:
        desk.sf.query_more("01gEw0000000001IAA-2000")
    assert refusal(error) == (400, "INVALID_QUERY_LOCATOR", "invalid query locator")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "sobjects/Nope", 404, "NOT_FOUND"),
        ("GET", "sobjects/Nope/describe", 404, "NOT_FOUND"),
        ("GET", "nope", 404, "NOT_FOUND"),
        ("GET", "sobjects/Account/001000000000001AAA", 404, "NOT_FOUND"),
        ("GET", "sobjects/Account/500000000000001AAA", 404, "NOT_FOUND"),
        ("GET", "sobjects/Account/xyz", 404, "NOT_FOUND"),
        ("PUT", "sobjects/Account", 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", "sobjects/User/005Ew0000000001IAA", 400, "INVALID_TYPE_FOR_OPERATION"),
        ("POST", "sobjects/Organization", 400, "JSON_PARSER_ERROR"),
        ("GET", "query", 400, "MALFORMED_QUERY"),
    ],
)
def test_addresses_and_methods_that_do_not_exist_are_refused(
    desk: Desk, method: str, path: str, status: int, code: str
) -> None:
    answer = desk.raw(method, path)
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (status, code)


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"Name": NaN}', b"\xff\xfe", b'{"Name": "\\ud800"}', b"[" * 100_000])
def test_bodies_that_are_no_records_are_refused(desk: Desk, body: bytes) -> None:
    answer = desk.raw("POST", "sobjects/Account", data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


def test_a_record_that_does_not_exist_cannot_be_changed(desk: Desk) -> None:
    with pytest.raises(SalesforceResourceNotFound) as error:
        desk.sf.Account.update("001000000000001AAA", {"Name": "x"})
    assert refusal(error) == (404, "NOT_FOUND", "The requested resource does not exist")


def test_a_session_that_is_not_open_is_refused(desk: Desk) -> None:
    desk.sf.session_id = "wrong"
    desk.sf._generate_headers()
    with pytest.raises(SalesforceExpiredSession) as error:
        desk.sf.query("SELECT Id FROM Account")
    assert refusal(error) == (401, "INVALID_SESSION_ID", "Session expired or invalid")
