"""The package for a real org declares what the embedded org declares, and gives away no more than is needed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "salesforce" / "force-app" / "main" / "default"
NAMESPACE = "{http://soap.sforce.com/2006/04/metadata}"
OWN = ("Orchestration_Run__c", "Orchestration_Hop__c", "Orchestration_Review__c")


def declared() -> dict[str, dict[str, Any]]:
    """Object → field → how the embedded org declares it."""
    found = {}
    for file in sorted((ROOT / "tools/salesforce/org/objects").glob("*.yaml")):
        for each in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            found[each["object"]] = each["fields"]
    return found


def element(path: Path) -> ElementTree.Element:
    return ElementTree.parse(path).getroot()


def text(node: ElementTree.Element, name: str) -> str:
    return node.findtext(f"{NAMESPACE}{name}") or ""


def packaged(sobject: str) -> dict[str, ElementTree.Element]:
    return {text(element(path), "fullName"): element(path) for path in (SOURCE / "objects" / sobject).glob("fields/*")}


TYPES = {
    "string": "Text", "textarea": "LongTextArea", "datetime": "DateTime", "picklist": "Picklist", "boolean": "Checkbox",
    "double": "Number", "int": "Number", "date": "Date",
}  # fmt: skip


@pytest.mark.parametrize("sobject", OWN)
def test_the_fields_are_those_of_the_embedded_org(sobject: str) -> None:
    wanted = {name: field for name, field in declared()[sobject].items() if name.endswith("__c")}
    found = packaged(sobject)
    assert found.keys() == wanted.keys()
    for name, field in wanted.items():
        kind = ("MasterDetail" if field.get("master") else "Lookup") if field["type"] == "reference" else None
        assert text(found[name], "type") == (kind or TYPES[field["type"]]), name
        if "length" in field:
            assert text(found[name], "length") == str(field["length"]), name
        if field["type"] == "reference":
            assert text(found[name], "referenceTo") in field["referenceTo"], name
            assert f"{text(found[name], 'relationshipName')}__r" == field["childRelationshipName"], name
        if field["type"] == "picklist":
            values = [text(node, "fullName") for node in found[name].iter(f"{NAMESPACE}value")]
            assert values == field["picklist"], name
        for name_there, name_here in (("externalId", "externalId"), ("unique", "unique"), ("required", "required")):
            assert (text(found[name], name_there) == "true") == bool(field.get(name_here)), (name, name_there)


def test_every_record_that_is_written_once_has_its_key() -> None:
    for sobject, fields in declared().items():
        if "Orchestration_Key__c" in fields:
            key = packaged(sobject)["Orchestration_Key__c"]
            assert (text(key, "externalId"), text(key, "unique")) == ("true", "true"), sobject


def permissions(name: str) -> tuple[dict[str, ElementTree.Element], dict[str, ElementTree.Element]]:
    root = element(SOURCE / "permissionsets" / f"{name}.permissionset-meta.xml")
    objects = {text(node, "object"): node for node in root.iter(f"{NAMESPACE}objectPermissions")}
    return objects, {text(node, "field"): node for node in root.iter(f"{NAMESPACE}fieldPermissions")}


@pytest.mark.parametrize("name", ["Switchyard_Integration", "Switchyard_Operations", "Switchyard_Read_Only"])
def test_nobody_deletes_or_modifies_all(name: str) -> None:
    objects, _ = permissions(name)
    assert objects
    for sobject, node in objects.items():
        assert (text(node, "allowDelete"), text(node, "modifyAllRecords")) == ("false", "false"), sobject


def test_who_only_reads_changes_nothing() -> None:
    objects, fields = permissions("Switchyard_Read_Only")
    assert {text(node, "allowCreate") + text(node, "allowEdit") for node in objects.values()} == {"falsefalse"}
    assert {text(node, "editable") for node in fields.values()} == {"false"}


def test_the_integration_user_may_write_every_field_of_the_package() -> None:
    _, fields = permissions("Switchyard_Integration")
    for path in SOURCE.glob("objects/*/fields/*"):
        node = element(path)
        name = f"{path.parents[1].name}.{text(node, 'fullName')}"
        if text(node, "required") == "true" or text(node, "type") == "MasterDetail":
            assert name not in fields, "a required field takes no permission of its own: the org would refuse the file"
        else:
            assert text(fields[name], "editable") == "true", name


@pytest.mark.slow
def test_salesforces_own_library_resolves_every_component(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        if os.environ.get("SWITCHYARD_NO_SKIPS"):
            pytest.fail("npm is wanted here")
        pytest.skip("needs node and npm")
    shutil.copytree(ROOT / "salesforce", tmp_path / "salesforce", ignore=shutil.ignore_patterns("node_modules"))
    checks = tmp_path / "salesforce" / "checks"
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=checks, check=True, timeout=600)
    told = subprocess.run(["node", "check.mjs"], cwd=checks, capture_output=True, text=True, timeout=300, check=False)
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout)["components"]
    files = {path.stem.partition(".")[0] for path in SOURCE.glob("objects/*/fields/*")}
    assert {name.partition(".")[2] for name in found["CustomField"]} == files
    assert {"Flow", "Layout", "LightningComponentBundle", "CustomTab", "PermissionSet", "ListView"} <= found.keys()
