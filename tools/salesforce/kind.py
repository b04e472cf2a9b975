"""What an object offers that is to be the record of a case: read from its description, so that any object will do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.salesforce.description import Description
from tools.salesforce.errors import refusal

KEY = "Orchestration_Key__c"

INHERITED = {
    "Case": ("Subject", "Description", "Origin", "SuppliedEmail", "SuppliedName"),
    "Lead": ("LastName", "FirstName", "Company", "Email", "Phone", "LeadSource", "Description"),
}
"""Fields that a child takes from its parent where its own values do not set them."""


def check_kind(description: Description) -> None:
    """Raises Refusal where records of the object cannot be owned by a queue, or not be made once only."""
    key = description.field(KEY)
    if key is None or not key.unique:
        problem = f"{description.name} has no unique external id field {KEY}: add one (text, 80), as the package has it"
        raise refusal("KEY_FIELD_MISSING", problem, [KEY])
    if not description.has("OwnerId"):
        raise refusal("NO_OWNER", f"{description.name} has no owner, so that no queue can hold it", ["OwnerId"])


def those_of(description: Description, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of those fields that the object has."""
    return {name: value for name, value in values.items() if description.has(name)}


def mail_link(mail: Description, sobject: str) -> str:
    """The field of a mail that leads to such a record; empty where none can."""
    for name in ("ParentId", "RelatedToId"):
        field = mail.field(name)
        if field is not None and sobject in field.references and field.createable:
            return name
    return ""


def inherited(description: Description) -> tuple[str, ...]:
    """The fields that a child takes from its parent."""
    names = INHERITED.get(description.name)
    if names is None:
        names = ("Description", *(field.name for field in description.fields.values() if field.required))
    return tuple(name for name in dict.fromkeys(names) if description.has(name) and name != "OwnerId")
