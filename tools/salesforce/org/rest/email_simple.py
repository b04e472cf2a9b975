"""The standard action `emailSimple`. This org has no way out: what is sent is only logged, where it is asked to be."""

from __future__ import annotations

import uuid
from typing import Any

from tools.salesforce.org import records
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError

NAME = "emailSimple"
TEXTS = ("emailAddresses", "emailSubject", "emailBody", "senderType", "senderAddress", "relatedRecordId")
FLAGS = ("logEmailOnSend", "sendRichBody", "addThreadingTokenToBody", "addThreadingTokenToSubject")
NEEDED = ("emailAddresses", "emailSubject", "emailBody")
SENT = "3"


def summary(place: str) -> dict[str, Any]:
    """Its line in the list of actions."""
    return {"label": "Send Email", "name": NAME, "type": "EMAILSIMPLE", "url": f"{place}/standard/{NAME}"}


def described(place: str) -> dict[str, Any]:
    """Its inputs and outputs."""
    inputs = [
        {"byteLength": 0, "description": None, "label": name, "maxOccurs": 1, "name": name, "required": False,
         "sobjectType": None, "type": "BOOLEAN" if name in FLAGS else "STRING"}
        for name in (*TEXTS, *FLAGS)
    ]  # fmt: skip
    return {**summary(place), "description": None, "inputs": inputs, "outputs": [], "standard": True}


def run(context: Context, given: dict[str, Any]) -> None:
    """Sends one message. Raises ApiError."""
    for name in given:
        if name not in (*TEXTS, *FLAGS):
            raise ApiError("INVALID_INPUT", f"The action {NAME} has no input {name}")
    missing = [name for name in NEEDED if not str(given.get(name) or "").strip()]
    if missing:
        raise ApiError("REQUIRED_FIELD_MISSING", f"Missing required input parameter: {', '.join(missing)}", missing)
    if not given.get("logEmailOnSend"):
        return
    related = str(given.get("relatedRecordId") or "")
    values = {
        "ToAddress": given["emailAddresses"],
        "Subject": given["emailSubject"],
        "TextBody": given["emailBody"],
        "FromAddress": given.get("senderAddress"),
        "Incoming": False,
        "Status": SENT,
        "MessageDate": context.now,
        "MessageIdentifier": f"<{uuid.uuid4()}@embedded.example>",
        "ParentId": related if related.startswith("500") else None,
        "RelatedToId": related or None,
    }
    sobject = context.schema.known("EmailMessage")
    records.create(context, sobject, {name: value for name, value in values.items() if value is not None})
