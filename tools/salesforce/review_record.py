"""Reviews as records of the org: written with the run's log, in the same request.

A person answers by `Answer__c`, beside which they may change what is proposed; those fields are theirs and are given
once, when the record is made. Status, decision and note are ours. So neither side overwrites the other.
"""

from __future__ import annotations

from tools.salesforce import log as logs
from tools.salesforce.arguments import ReviewRecord, RunLog
from tools.salesforce.client import Client
from tools.salesforce.composite import Part, create, upsert
from tools.salesforce.errors import Refusal
from tools.salesforce.http import tell
from tools.salesforce.values import fit

REVIEW = "Orchestration_Review__c"
REVIEW_KEY = "Review_Key__c"
PART = "review"
"""What the references of these parts begin with."""

MOST = 4
"""Reviews that one log tells of: those answered last."""


def review_parts(client: Client, log: RunLog) -> list[Part]:
    """A part for each review. Where the org does not take them they are left out, and that is told: a review's record
    never holds a case back, since the review itself stands in the store."""
    try:
        return [_part(client, log, review, f"{PART}{n}") for n, review in enumerate(log.reviews[-MOST:])]
    except Refusal as told:
        tell(f"the review has no record in the org: {told}")
        return []


def _part(client: Client, log: RunLog, review: ReviewRecord, ref: str) -> Part:
    ours = {"Status__c": "Applied", "Decision__c": review.decision, "Answered_By__c": review.answered_by,
            "Answered_At__c": review.answered_at}  # fmt: skip
    place = "Case__c" if log.object == logs.CASE else "Record_Id__c"
    asked = {
        REVIEW_KEY: review.key, place: review.record, "Group__c": review.group, "Due_At__c": review.due,
        "Reason__c": review.reason, "Proposal__c": review.proposal, "Question__c": review.question,
        "Account_Key__c": review.account, "Category__c": review.category, "Queue__c": review.case_queue,
    }  # fmt: skip
    description = client.describe(REVIEW)
    run = {"Run__r": {logs.RUN_KEY: log.key}}
    if review.decision:
        return upsert(ref, REVIEW, REVIEW_KEY, review.key, {**fit(ours, description, "update").values, **run})
    values = fit({name: value for name, value in asked.items() if value}, description, "create").values
    owner = {"OwnerId": client.queue(review.queue)} if review.queue else {}
    return create(ref, REVIEW, {**values, **owner, **run})
