"""An embedded org with two queues and an account, the stock client on it, and orders as the graphs place them."""

from __future__ import annotations

from typing import Any

from tools.salesforce.arguments import OpenRecord, SaveCase
from tools.salesforce.client import Client, of_token
from tools.salesforce.org import INSTANCE_URL, EmbeddedOrg, adapter, queues
from tools.salesforce.save_case import save_case
from workflow.result import Result

RUN = "R" + "0" * 20


class Desk:
    """One org, a client on it, and what is needed to look at what stands there."""

    def __init__(self, org: EmbeddedOrg) -> None:
        self.org = org
        self.waits: list[float] = []
        self.client = self.connect()
        with org.context() as context:
            self.queues = queues.ensure(context, ["INTAKE", "TIRES", "PARENTS"])
        self.account = self.add("Account", Name="Hillside Wheels")

    def connect(self) -> Client:
        """A client as another process would have it: it remembers nothing."""
        return of_token(INSTANCE_URL, self.org.session_id, inner=adapter(self.org), sleep=self.waits.append)

    def add(self, sobject: str, **values: Any) -> str:
        return str(self.client.request("POST", f"sobjects/{sobject}", body=values)["id"])

    def change(self, sobject: str, record: str, **values: Any) -> None:
        self.client.request("PATCH", f"sobjects/{sobject}/{record}", body=values)

    def delete(self, sobject: str, record: str) -> None:
        self.client.request("DELETE", f"sobjects/{sobject}/{record}")

    def rows(self, query: str) -> list[dict[str, Any]]:
        return self.client.query(query)

    def count(self, sobject: str) -> int:
        return len(self.rows(f"SELECT Id FROM {sobject}"))

    def counts(self) -> dict[str, int]:
        names = ("Case", "EmailMessage", "Orchestration_Run__c", "Orchestration_Hop__c", "ContentVersion")
        return {name: self.count(name) for name in names}

    def one(self, sobject: str, record: str, *fields: str) -> dict[str, Any]:
        [row] = self.rows(f"SELECT {', '.join(fields)} FROM {sobject} WHERE Id = '{record}'")
        return {name: row[name] for name in fields}

    def save(self, case: str, client: Client | None = None, **more: Any) -> Result:
        return save_case(client or self.client, SaveCase.model_validate(saving(case, **more)))


def log(key: str = RUN, status: str = "Open", **more: Any) -> dict[str, Any]:
    return {
        "key": key, "parent": "", "workflow": "tyres", "bundle": "b" * 32, "source": "mail", "message_id": f"{key}@x",
        "subject": "s", "status": status, "outcome": "", "timeline": "09:00:00 ✓ read: a message",
        "timeline_json": "[]", "hops": [], **more,
    }  # fmt: skip


def hop(key: str, **more: Any) -> dict[str, Any]:
    at = "2026-03-02T09:00:00.000Z"
    return {"key": key, "step": "route", "kind": "decide", "status": "done", "reason": "row 4", "at": at, **more}


def opening(key: str = RUN, **more: Any) -> OpenRecord:
    """A message from a customer; `subject`, `references`, `files`, `values` and `message` change it."""
    subject = more.pop("subject", "A flat tyre")
    message = {
        "key": key, "message_id": f"{key}@sender.example", "references": more.pop("references", []),
        "subject": subject, "text": "Please help.", "from_address": "kim@sender.example", "from_name": "Kim",
        "to": "desk@example.com", "cc": "", "date": "2026-03-02T09:00:00+01:00", **more.pop("message", {}),
    }  # fmt: skip
    values = {"Subject": subject, "Description": "Please help.", "Origin": "Email", **more.pop("values", {})}
    case = {"object": "Case", "key": key, "queue": more.pop("queue", "INTAKE"), "values": values}
    order = {"run": log(key), "case": case, "message": message, "files": more.pop("files", []), **more}
    return OpenRecord.model_validate(order)


def saving(case: str, key: str = RUN, **more: Any) -> dict[str, Any]:
    planned = {
        "key": key, "id": case, "object": "Case", "account": None, "queue": "TIRES", "subject_note": "",
        "values": {"Category__c": "puncture"}, "log": log(key, "Finished", outcome="cases"), **more,
    }  # fmt: skip
    return {"parent": None, "cases": [planned]}


def no_contents(_digest: str) -> bytes:
    raise KeyError("there are no attachments here")
