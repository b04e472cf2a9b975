"""The grammar: which statements can be read, and where the others stop."""

from __future__ import annotations

import pytest

from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.soql import syntax
from tools.salesforce.org.soql.parsing import parse


@pytest.mark.parametrize(
    "text",
    [
        "SELECT Id FROM Account",
        "select id from account a, a.Owner o where o.Name = 'x' order by a.Name asc nulls last, Type desc limit 5 offset 10 for view",
        "SELECT Id, Name FROM Group",
        "SELECT Type, Order__c, Limit__c FROM Order WHERE Type = 'x'",
        "SELECT COUNT()FROM Contact",
        "SELECT Count(Id)n FROM Contact",
        "SELECT Status, COUNT(Id) FROM Case GROUP BY Status HAVING COUNT(Id) > 1 AND (Status LIKE 'a%' OR Status = null)",
        "SELECT CALENDAR_YEAR(convertTimezone(CreatedDate)) y FROM Case GROUP BY CALENDAR_YEAR(convertTimezone(CreatedDate))",
        "SELECT Id, (SELECT Id, (SELECT Id FROM Cases) FROM Contacts WHERE Name != 'x' LIMIT 1) FROM Account",
        "SELECT TYPEOF What WHEN Account THEN Phone, Name WHEN Case THEN Subject ELSE Name END FROM Task",
        "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Case) AND Name NOT IN ('a','b',null)",
        "SELECT Id FROM Account WHERE Tags__c INCLUDES ('a;b','c') OR Tags__c EXCLUDES ('d')",
        "SELECT Id FROM Account WHERE CreatedDate > 2026-01-01T00:00:00.000+02:00 AND Day__c <= 2026-01-01 AND X = LAST_N_DAYS : 30",
        "SELECT Id FROM Account WHERE A = -1.5 AND B = +2 AND C = USD500.01 AND D = TRUE",
        r"SELECT Id FROM Account WHERE Name = 'it\'s // no /* comment */ \\'",
        "SELECT FIELDS(ALL) FROM Account USING SCOPE mine WITH SECURITY_ENFORCED LIMIT 200",
        "SELECT Id FROM Offer__kav WITH DATA CATEGORY Geo__c AT (a__c, b__c) AND Product__c ABOVE c__c UPDATE TRACKING, VIEWSTAT",
        "SELECT DISTANCE(Place__c, GEOLOCATION(-10.7, 10), 'mi') FROM Account",
        "SELECT Name FROM Account GROUP BY ROLLUP(Name)",
        "SELECT Id FROM Account WHERE NOT (Name = 'a' AND Id = '1') FOR UPDATE",
        "SELECT Id, TYPEOF t.What WHEN Account THEN Phone END FROM Task t",
        "SELECT Name FROM Account offset",
        "SELECT Id FROM Contact USING LOOKUP Case.ContactId BIND AccountId = '001000000000001', Subject = 'x'",
        "SELECT Id FROM Offer__kav WITH RecordVisibilityContext (maxDescriptorPerRecord=100, supportsDomains=true)",
        "SELECT COUNT() FROM Contact WHERE Id IN :chosen?.ids ALL ROWS",
        "\n SELECT Id\r\n\tFROM Account\n",
    ],
)  # fmt: skip
def test_statements_of_the_language_are_read(text: str) -> None:
    assert parse(text).items


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("SELECT FROM Account", "FROM"),
        ("SELECT Id FROMAccount", "<EOF>"),
        ("SELECT Id, FROM Account", "FROM"),
        ("SELECT Id FROM Account WHERE", "<EOF>"),
        ("SELECT Id FROM Account WHERE Name", "<EOF>"),
        ("SELECT Id FROM Account WHERE Name = ", "<EOF>"),
        ("SELECT Id FROM Account WHERE (Name = 'a'", "<EOF>"),
        ("SELECT Id FROM Account WHERE Name = 'a')", ")"),
        ("SELECT Id FROM Account WHERE Name = 'a' Name = 'b'", "Name"),
        ("SELECT Id FROM Account WHERE Name == 'a'", "="),
        ("SELECT Id FROM Account WHERE Name = \"a\"", '"'),
        ("SELECT Id FROM Account WHERE Name = 'a", "'"),
        ("SELECT Id FROM Account LIMIT x", "x"),
        ("SELECT Id FROM Account LIMIT 1 LIMIT 2", "LIMIT"),
        ("SELECT Id FROM Account LIMIT 5; DROP TABLE Account", ";"),
        ("SELECT Id FROM Account ORDER Name", "Name"),
        ("SELECT FOO(Id) FROM Account", "("),
        ("SELECT Id (SELECT Id FROM Cases) FROM Account", "("),
        ("UPDATE Account SET Name = 'x'", "UPDATE"),
        ("SELECT Id FROM Account WHERE A = 5.", "5"),
        ("SELECT Id FROM Account WHERE A = 1e5", "1e5"),
        ("SELECT Id FROM USING SCOPE mine", "USING"),
        ("SELECT CALENDAR_YEAR() FROM Account", ")"),
        ("SELECT Id FROM Account WHERE Name = 'a\nb'", "'"),
        ("", "<EOF>"),
    ],
)  # fmt: skip
def test_other_texts_are_refused_at_the_word_that_does_not_fit(text: str, token: str) -> None:
    with pytest.raises(ApiError) as error:
        parse(text)
    assert error.value.code == "MALFORMED_QUERY"
    assert error.value.message.endswith(f"unexpected token: '{token}'")


def test_the_tree_keeps_what_was_written() -> None:
    query = parse(
        "SELECT a.Name n, COUNT(Id) FROM Account a WHERE NOT Name LIKE 'x%' ORDER BY Name DESC NULLS LAST LIMIT 3"
    )
    assert query.sources == (syntax.Source(syntax.Path(("Account",), 32), "a"),)
    assert query.limit == 3
    assert isinstance(query.where, syntax.Not)
    assert [(o.descending, o.nulls_last) for o in query.order] == [(True, True)]
    first = query.items[0]
    assert isinstance(first, syntax.Field)
    assert (str(first.operand), first.alias) == ("a.Name", "n")


@pytest.mark.parametrize(
    "text", ["(" * 20_000, "SELECT Id FROM A WHERE " + "(" * 500 + "x = 1" + ")" * 500, "SELECT " + "a," * 60_000]
)
def test_monsters_are_refused(text: str) -> None:
    with pytest.raises(ApiError):
        parse(text)
