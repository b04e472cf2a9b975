"""The fields of a record that is opened for a message, before anything of it is interpreted."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.definition import RecordRule

SENDER = "sender.name if sender.name is set else sender.email if sender.email is set else 'Unknown'"

OPENING: Mapping[str, Mapping[str, str]] = {
    "Case": {
        "Subject": "subject if subject is set else '(no subject)'",
        "Description": "text",
        "Origin": "'Email'",
        "SuppliedEmail": "sender.email",
        "SuppliedName": "sender.name",
    },
    "Lead": {
        "LastName": SENDER,
        "Company": "sender.domain if sender.domain is set else 'Unknown'",
        "Email": "sender.email",
        "Description": "text",
    },
}
"""Object → field → expression over the message (`text` is its body); what `record.opening` says goes before it."""


def opening_of(rule: RecordRule) -> dict[str, str]:
    """Field → expression. A field with an empty expression is left out."""
    said = {**OPENING.get(rule.object, {}), **rule.opening}
    return {field: expression for field, expression in said.items() if expression}
