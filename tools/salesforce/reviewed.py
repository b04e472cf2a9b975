"""Answers that people gave on a review's record in the org: found by polling, and settled there once they are taken.

No cursor is kept: an answer that nobody has settled yet (`Taken__c`) is found again, however long ago it was given and
whatever ended the process that was to take it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tools.salesforce.client import Client
from tools.salesforce.errors import Refusal
from tools.salesforce.review_record import REVIEW, REVIEW_KEY
from tools.salesforce.soql import record as id_of
from tools.salesforce.values import fit
from workflow.errors import InputError

FIELDS = (
    "Id", REVIEW_KEY, "Answer__c", "Account_Key__c", "Category__c", "Queue__c", "Changes_Json__c", "Comment__c",
    "LastModifiedBy.Name", "LastModifiedBy.Username", "LastModifiedDate",
)  # fmt: skip


@dataclass(frozen=True)
class GivenAnswer:
    """An answer as a person left it on the record of a review. Empty texts where a field is empty."""

    record: str
    key: str
    decision: str  #: empty: nobody has answered yet
    by: str  #: who changed the record last
    account: str
    category: str
    queue: str
    changes: str  #: JSON
    comment: str


def given_answers(client: Client) -> Iterator[GivenAnswer]:
    """Those that are not settled, in the order in which they were given; and, with no decision, the reviews that are
    still open there. Raises InputError."""
    standing = "Taken__c = false AND (Answer__c != null OR Status__c = 'Open')"
    query = f"SELECT {', '.join(FIELDS)} FROM {REVIEW} WHERE {standing}"
    try:
        for row in client.query(f"{query} ORDER BY SystemModstamp ASC, Id ASC"):
            yield _of(row)
    except Refusal as told:
        raise InputError(f"{REVIEW} cannot be read: {told}; 'switchyard org check' says what is missing") from told


def settle(client: Client, answer: GivenAnswer, note: str, again: bool = False, withdrawn: bool = False) -> None:
    """Marks the answer as dealt with, with a note for the person. `again`: they may answer once more; `withdrawn`: the
    review is asked by another record. Raises InputError; the answer is then found again."""
    values: dict[str, Any] = {"Answer__c": None} if again else {"Taken__c": True}
    if withdrawn:
        values["Status__c"] = "Withdrawn"
    try:
        values = fit({**values, "Note__c": note}, client.describe(REVIEW), "update").values
        client.request("PATCH", f"sobjects/{REVIEW}/{id_of(answer.record)}", values)
    except Refusal as told:
        raise InputError(f"the review {answer.key} cannot be marked as taken: {told}") from told


def _of(row: dict[str, Any]) -> GivenAnswer:
    who = row.get("LastModifiedBy") or {}
    name, username = str(who.get("Name") or "").strip(), str(who.get("Username") or "").strip()
    by = f"{name} ({username})" if name and username else name or username or "somebody in Salesforce"
    texts = {
        "account": "Account_Key__c", "category": "Category__c", "queue": "Queue__c", "changes": "Changes_Json__c",
        "comment": "Comment__c",
    }  # fmt: skip
    told = {name: str(row.get(field) or "").strip() for name, field in texts.items()}
    return GivenAnswer(record=row["Id"], key=row[REVIEW_KEY], decision=str(row["Answer__c"] or ""), by=by, **told)
