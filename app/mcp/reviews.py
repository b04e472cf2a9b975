"""Reviews as tools: what a person is asked, and their answer."""

from __future__ import annotations

from functools import partial
from typing import Literal

from pydantic import Field

from app.mcp.offer import Answer, Arguments, Data, Offer
from app.mcp.told import ToldCase, ToldDoubt, ToldRun, told_case, told_doubts, told_run
from app.wiring import House
from workflow.errors import InputError
from workflow.review import CaseEdit, ReviewAnswer

MOST = 200


class ListArguments(Arguments):
    """How many."""

    limit: int = Field(default=50, ge=1, le=MOST, description="At most so many, oldest first.")


class ToldReview(Data):
    """One open review with its whole proposal."""

    review: str
    version: int = Field(description="Hand it back in answer_review: an answer to another version is refused.")
    run: str
    workflow: str
    group: str = Field(default="", description="Who should answer, where the workflow names a group.")
    created: str
    subject: str = ""
    sender: str = ""
    actionable: bool = Field(description="Whether the message is taken for work.")
    confidence: float
    doubts: list[ToldDoubt] = []
    cases: list[ToldCase] = []


class ToldReviews(Data):
    """The open reviews."""

    reviews: list[ToldReview]
    more: bool = Field(description="There are more than were asked for.")


class AnswerArguments(Arguments):
    """A person's answer."""

    review: str = Field(min_length=1, max_length=100, description="Id of the review, from list_reviews.")
    decision: Literal["accept", "edit", "reject"] = Field(
        description="accept: write the proposal; edit: write it with the changes in 'cases'; reject: write nothing, "
        "the opened case stays in its intake queue."
    )
    by: str = Field(min_length=1, max_length=200, description="The person who decided; it stands in the trace.")
    comment: str = Field(default="", max_length=4000, description="Why; it stands in the trace.")
    cases: dict[str, CaseEdit] = Field(
        default_factory=dict,
        description="For 'edit': case key → what changes (account by its key, category, fields, queue, or drop).",
    )
    version: int | None = Field(default=None, description="The version that the person saw.")


def offers(house: House) -> list[Offer]:
    """Listing and answering."""
    return [
        Offer(
            name="list_reviews",
            title="Open reviews",
            description="The messages that wait for a person, oldest first: each with its doubts and the complete "
            "proposal (accounts, categories, fields, queues).",
            takes=ListArguments,
            gives=ToldReviews,
            call=partial(_list, house),
            reads_only=True,
        ),
        Offer(
            name="answer_review",
            title="Answer a review",
            description="Gives a person's decision on a review; the run goes on at once and writes what was decided. "
            "It is final, and meant for a decision that a person has made: do not decide in their place.",
            takes=AnswerArguments,
            gives=ToldRun,
            call=partial(_answer, house),
            destroys=True,
            idempotent=False,
            reaches_out=True,
        ),
    ]


def _list(house: House, given: ListArguments) -> Answer:
    found = house.store.reviews.open(given.limit + 1)
    told = []
    for review in found[: given.limit]:
        run = house.store.runs.get(review.run)
        told.append(
            ToldReview(
                review=review.id,
                version=review.version,
                run=review.run,
                workflow=run.workflow,
                group=review.group,
                created=review.created,
                subject=run.subject,
                sender=run.sender,
                actionable=review.proposal.actionable,
                confidence=review.proposal.confidence,
                doubts=told_doubts(review.proposal.doubts),
                cases=[told_case(case) for case in review.proposal.cases],
            )
        )
    return Answer(ToldReviews(reviews=told, more=len(found) > given.limit))


def _answer(house: House, given: AnswerArguments) -> Answer:
    if given.decision == "edit" and not given.cases:
        raise InputError("decision 'edit' needs the changes in 'cases'; to write the proposal as it is, say 'accept'")
    if given.decision != "edit" and given.cases:
        raise InputError(f"decision '{given.decision}' takes no changes: say 'edit', or leave out 'cases'")
    answer = ReviewAnswer(**{name: getattr(given, name) for name in ReviewAnswer.model_fields})
    report = house.answer(given.review, answer)
    told = told_run(report, house.store)
    if told.outcome != "error":
        return Answer(told)
    words = (
        f"the answer is recorded, but run {told.run} failed: {told.error}. "
        "Run the same message again to go on where it stopped."
    )
    return Answer(told, words, failed=True)
