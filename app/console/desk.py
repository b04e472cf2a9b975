"""What the pages read: runs and reviews with all that the store has of them, and the bundle each is pinned to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.console.views.case_form import Options
from app.console.views.labels import labels_of
from app.console.views.run import Story
from tools.store import Run, Store
from workflow.accounts import Account
from workflow.bundle import Bundle
from workflow.definition import ClassificationStep, WorkflowDefinition
from workflow.document import Document
from workflow.errors import NotFound, SwitchyardError
from workflow.queues import queues_of
from workflow.review import ProposedCase, Review
from workflow.work import CaseWork, MessageWork

if TYPE_CHECKING:
    from app.wiring import House

RUN_ID = re.compile(r"R[0-9a-f]{1,40}")
REVIEW_ID = re.compile(r"V[0-9a-f]{1,40}")
MOST_FOUND = 12
"""Accounts that a search shows."""


@dataclass
class Desk:
    """One for each console."""

    house: House
    _bundles: dict[str, Bundle | None] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        """The store of the house."""
        return self.house.store

    def now(self) -> datetime:
        """The time, in UTC."""
        return self.house.runner.now().astimezone(UTC)

    def open_reviews(self) -> int:
        """How many reviews wait for a person."""
        return self.store.reviews.count_open()

    def run(self, name: str) -> Run:
        """The run of that id; raises NotFound, also for what cannot be one."""
        if not RUN_ID.fullmatch(name):
            raise NotFound("no such run")
        return self.store.runs.get(name)

    def review(self, name: str) -> Review:
        """The review of that id; raises NotFound, also for what cannot be one."""
        if not REVIEW_ID.fullmatch(name):
            raise NotFound("no such review")
        return self.store.reviews.get(name)

    def story(self, run: Run) -> Story:
        """All that the store knows of a run."""
        blobs = self.store.blobs
        message = blobs.get_model(run.work, MessageWork) if run.work else MessageWork()
        reviews = tuple(self.store.reviews.of(run.id))
        cases = tuple(blobs.get_model(digest, CaseWork) for digest in run.cases.values() if digest)
        return Story(
            run=run,
            message=message,
            document=blobs.get_model(message.document, Document) if message.document else None,
            cases=cases,
            proposed=self._proposed(run, reviews),
            reviews=reviews,
            labels=labels_of(self.bundle(run), run.workflow),
            waits=tuple(self.store.waits.of(run.id)),
        )

    def bundle(self, run: Run) -> Bundle | None:
        """The bundle that a run is pinned to; None where it cannot be loaded any more."""
        if run.bundle == self.house.bundle.identity:
            return self.house.bundle
        if run.bundle not in self._bundles:
            try:
                snapshot = self.store.bundles.get(run.bundle)
                self._bundles[run.bundle] = self.house.runner.load_snapshot(snapshot)
            except SwitchyardError:
                self._bundles[run.bundle] = None
        return self._bundles[run.bundle]

    def definition(self, run: Run) -> WorkflowDefinition | None:
        """The definition of a run's workflow in its own bundle."""
        bundle = self.bundle(run)
        return bundle.workflows.get(run.workflow) if bundle else None

    def options(self, run: Run) -> Options:
        """What a person may change in a review of this run: no more than what its runner takes."""
        bundle, definition = self.bundle(run), self.definition(run)
        if bundle is None or definition is None:
            return Options()
        steps = definition.all_steps()
        categories = [bundle.categories[step.categories] for step in steps if isinstance(step, ClassificationStep)]
        return Options(
            # Several steps may share a set, and several sets an id: it is asked for once.
            fields=bundle.fields_of(definition).fields,
            categories=tuple(dict.fromkeys(name for found in categories for name in found.ids)),
            queues=tuple(queues_of(bundle)),
            rule=definition.account,
        )

    def accounts(self, run: Run, story: Story, keys: Iterable[str]) -> dict[str, Account]:
        """Accounts by key: those named by key, and the runners-up of the cases."""
        definition = self.definition(run)
        if definition is None:
            return {}
        directory = self.house.directory(definition.account)
        rejected = (r.account for case in story.cases if case.matching for r in case.matching.runners_up)
        found = [directory.by_key(key) for key in dict.fromkeys(keys) if key]
        found += [directory.account(name) for name in dict.fromkeys(rejected)]
        return {account.key: account for account in found if account is not None and account.key}

    def search(self, run: Run, text: str) -> list[Account]:
        """The accounts that a text finds, best first."""
        definition = self.definition(run)
        if definition is None or not text.strip():
            return []
        return list(self.house.directory(definition.account).search(text, MOST_FOUND))

    def _proposed(self, run: Run, reviews: tuple[Review, ...]) -> tuple[ProposedCase, ...]:
        try:
            return self.house.runner.report(run.id).proposal.cases
        except SwitchyardError:
            # Its own bundle cannot be loaded any more; what a review has shown is still known.
            return reviews[-1].proposal.cases if reviews else ()
