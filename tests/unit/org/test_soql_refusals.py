"""What SOQL the org reads and then refuses: each by a listed feature, with a message of its own."""

from __future__ import annotations

import pytest

from tools.salesforce.org.soql import refusals
from tools.salesforce.org.soql.refusals import Refused


@pytest.mark.parametrize("name", refusals.features())
def test_each_listed_feature_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(Refused) as error:
        refusals.read(refusals.features()[name].example)
    assert error.value.feature == name
    assert error.value.code == "MALFORMED_QUERY"
    assert "{token}" not in error.value.message


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("SELECT Id FROM Account LIMIT :most", "bind_variable"),
        ("SELECT Id, (SELECT Id FROM Cases WHERE Id IN :some) FROM Account", "bind_variable"),
        ("SELECT Name FROM Account GROUP BY Name HAVING COUNT(Id) > 1 AND Name = 'a' OR Name = 'b'", "mixed_operators"),
        (
            "SELECT MAX(Amount) FROM Opportunity WHERE Id IN (SELECT convertCurrency(Amount) FROM Opportunity)",
            "convert_currency",
        ),
        ("SELECT Id // x\nFROM Account WHERE Id = :y", "comment"),
        (r"SELECT Id FROM Account WHERE Name = 'it\'s //' /* z */", "comment"),
        ("SELECT FORMAT(convertCurrency(Amount)) FROM Opportunity", "convert_currency"),
    ],
)
def test_the_first_refused_thing_is_named_wherever_it_stands(text: str, feature: str) -> None:
    with pytest.raises(Refused) as error:
        refusals.read(text)
    assert error.value.feature == feature


@pytest.mark.parametrize(
    "text",
    [
        "SELECT Id FROM Account WHERE Site = 'http://x /* y */'",
        "SELECT Id FROM Account WHERE (Name = 'a' AND Site = 'b') OR (NOT Name = 'c')",
        "SELECT Id FROM Case USING SCOPE mine_and_my_groups",
    ],
)
def test_what_is_like_a_refused_thing_is_read(text: str) -> None:
    assert refusals.read(text).items
