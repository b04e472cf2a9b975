"""The package for a real org has what the client writes and what the embedded org models, field by field."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tools.salesforce.check import HOP_FIELDS, RUN_FIELDS
from tools.salesforce.org.declarations import standard
from tools.salesforce.org.schema import Field

PACKAGE = Path(__file__).resolve().parents[2] / "salesforce"
SOURCE = PACKAGE / "force-app" / "main" / "default"
NODE = shutil.which("node")
NS = "{http://soap.sforce.com/2006/04/metadata}"
TYPES = {
    "Text": "string", "LongTextArea": "textarea", "Lookup": "reference", "MasterDetail": "reference",
    "Picklist": "picklist", "DateTime": "datetime", "Number": "double",
}  # fmt: skip
FIELDS = sorted(path for path in SOURCE.glob("objects/*/fields/*.xml") if "__e" not in path.parts[-3])


def said(path: Path) -> dict[str, str]:
    return {each.tag.removeprefix(NS): each.text or "" for each in ElementTree.parse(path).getroot()}


def of_org(path: Path) -> Field | None:
    sobject = standard().sobject(path.parts[-3])
    return sobject.field(path.name.partition(".")[0]) if sobject else None


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.xml")), ids=lambda path: path.name)
def test_every_file_is_well_formed(path: Path) -> None:
    assert ElementTree.parse(path).getroot().tag.startswith(NS)


@pytest.mark.parametrize("path", FIELDS, ids=lambda path: f"{path.parts[-3]}.{path.name.partition('.')[0]}")
def test_fields_are_as_in_the_embedded_org(path: Path) -> None:
    told, field = said(path), of_org(path)
    if path.parts[-3] == "Orchestration_Review__c":
        return
    assert field is not None
    assert TYPES[told["type"]] == field.type
    if told["type"] in ("Text", "LongTextArea"):
        assert int(told["length"]) == field.length
    assert (told.get("unique") == "true", told.get("externalId") == "true") == (field.unique, field.external_id)
    if told["type"] in ("Lookup", "MasterDetail"):
        assert told["referenceTo"] in field.reference_to


@pytest.mark.parametrize("sobject", ["Orchestration_Run__c", "Orchestration_Hop__c"])
def test_all_that_the_client_writes_is_there(sobject: str) -> None:
    there = {path.name.partition(".")[0] for path in (SOURCE / "objects" / sobject / "fields").iterdir()}
    assert set(RUN_FIELDS if sobject == "Orchestration_Run__c" else HOP_FIELDS) <= there


def test_the_integration_user_may_write_what_the_client_writes_and_delete_nothing() -> None:
    root = ElementTree.parse(SOURCE / "permissionsets" / "Switchyard_Integration.permissionset-meta.xml").getroot()
    editable = {
        each.findtext(f"{NS}field")
        for each in root.iter(f"{NS}fieldPermissions")
        if each.findtext(f"{NS}editable") == "true"
    }
    needed = {
        f"{o}.{f}"
        for o, fields in (("Orchestration_Run__c", RUN_FIELDS), ("Orchestration_Hop__c", HOP_FIELDS))
        for f in fields
    }
    # Required fields and the master of a detail need no permission, and may not be named in a permission set.
    assert needed - editable == {
        "Orchestration_Run__c.Run_Key__c",
        "Orchestration_Hop__c.Hop_Key__c",
        "Orchestration_Hop__c.Run__c",
    }
    assert {each.text for each in root.iter(f"{NS}allowDelete")} == {"false"}
    assert {each.text for each in root.iter(f"{NS}viewAllRecords")} == {"false"}
    assert {each.findtext(f"{NS}name") for each in root.iter(f"{NS}userPermissions")} == {"ApiEnabled", "RunFlow"}


if NODE and (PACKAGE / "node_modules").is_dir():  # 'make package' installs what this needs; no other test needs node

    def test_salesforces_own_library_resolves_and_converts_every_component() -> None:
        done = subprocess.run([NODE, "check.mjs"], cwd=PACKAGE, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
