"""Object declarations: completed with what Salesforce adds, and refused where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.salesforce.org.declarations import field, read, standard
from tools.salesforce.org.flat import flatten
from tools.salesforce.org.multipart import read as read_multipart
from workflow.errors import BundleError


def test_an_object_gets_system_fields_and_labels(tmp_path: Path) -> None:
    text = "object: Plan__c\nprefix: a0X\nfields:\n  Name: {type: string}\n  Next_Plan__c: {type: reference, referenceTo: [Plan__c]}\n"
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    plan = read(
        [tmp_path / "plan.yaml"].copy()
        + sorted((Path(__file__).parents[3] / "tools/salesforce/org/objects").glob("people.yaml"))
        + sorted((Path(__file__).parents[3] / "tools/salesforce/org/objects").glob("organization.yaml"))
    ).known("Plan__c")
    assert [f.name for f in plan.fields] == [
        "Id", "IsDeleted", "Name", "Next_Plan__c", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById",
        "SystemModstamp",
    ]  # fmt: skip
    assert (plan.label, plan.plural, plan.custom) == ("Plan", "Plans", True)
    assert (plan.known("Next_Plan__c").label, plan.known("Next_Plan__c").relationship) == ("Next Plan", "Next_Plan__r")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("object: X\nprefix: '0X0'\nfeilds: {}\n", "x.yaml: X.feilds: unknown key. did you mean `fields`?"),
        ("object: X\nprefix: '0X0'\nfields: {A: {type: sting}}\n", "x.yaml: X.A.type: Input should be"),
        ("object: X\nprefix: '0X0'\nfields: {A: {type: string, lenght: 5}}\n", "x.yaml: X.A.lenght: unknown key. did you mean `length`?"),
        ("object: X\nprefix: '0X0'\nfields: {A: {type: reference, referenceTo: [Y]}}\n", "objects: X.A: refers to unknown object Y"),
        ("- a\n", "x.yaml: an object must be a mapping"),
    ],
)  # fmt: skip
def test_a_wrong_declaration_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BundleError) as error:
        read([tmp_path / "x.yaml"])
    assert str(error.value).startswith(told)


def test_the_standard_objects_have_prefixes_and_child_relationships_of_their_own() -> None:
    schema = standard()
    assert len({one.prefix for one in schema.sobjects}) == len(schema.sobjects)
    for one in schema.sobjects:
        names = [c.field.children for c in schema.children(one.name) if c.field.children]
        assert len(names) == len(set(names)), one.name


def test_a_field_that_is_there_stays_as_it_is() -> None:
    schema = standard().extended(
        "Account",
        [field("", "Account", "Name", {"type": "boolean"}), field("", "Account", "New__c", {"type": "boolean"})],
    )
    account = schema.known("Account")
    assert (account.known("Name").type, account.known("New__c").type) == ("string", "boolean")
    assert not standard().known("Account").has("New__c")


def test_bytes_between_boundaries_stay_as_they_are() -> None:
    content = b"\r\n\r\n--\x00\xff--x\r\n"
    body = (
        b'--x1\r\nContent-Disposition: form-data; name="entity"\r\nContent-Type: application/json\r\n\r\n{"Title": "t"}\r\n--x1\r\nContent-Disposition: form-data; name="VersionData"; filename="a.bin"\r\nContent-Type: application/octet-stream\r\n\r\n'
        + content
        + b"\r\n--x1--\r\n"
    )
    assert read_multipart(body, 'multipart/form-data; boundary="x1"') == ({"Title": "t"}, content, "a.bin")


def test_nested_records_become_flat_rows() -> None:
    record = {
        "attributes": {},
        "Id": "1",
        "Account": {"attributes": {}, "Name": "a", "Owner": {"Name": "o"}},
        "Cases": {"totalSize": 2, "records": []},
        "Contact": None,
    }
    assert flatten(record) == {"Id": "1", "Account.Name": "a", "Account.Owner.Name": "o", "Cases": 2, "Contact": None}
