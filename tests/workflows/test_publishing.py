"""Publishing: what new runs begin with, what open runs finish with, trials, roll back, migration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from app.trace import check, check_all
from app.versions.migration import migrated, open_runs, previewed
from app.wiring import House
from graphs import compile as compiled
from workflow.errors import InputError, PinMismatch
from workflow.review import CaseEdit, ReviewAnswer

WORKFLOW = "workflows/dealer-support.yaml"
TABLE = "tables/dealer_support_routing.csv"
TO_PRIVACY = (TABLE, "billing,,,,,BILLING", "billing,,,,,PRIVACY")
INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
UNCLEAR = "Hi,\n\nplease see what we talked about.\n\nBo"
ALL_STEPS = ["read", "triage", "open", "split", "match", "classify", "extract", "route", "complete", "approve", "save"]


class Killed(BaseException):
    """Stands for the end of the process: nothing that handles errors sees it."""


@pytest.fixture
def published(again: Callable[[], House]) -> Any:
    """Another process's house, whose new runs begin with what was published."""
    made: list[House] = []

    def make() -> House:
        plain = again()
        made.append(House(replace(plain.settings, published=True)))
        return made[-1]

    yield make
    for house in made:
        house.close()


def _publish(house: House, bundle: Any = None, **more: Any) -> Any:
    return house.releases.publish(bundle or house.bundle, "una", "because", **more)


def _queues(house: House) -> set[str]:
    return {row["Owner"]["Name"] for row in house.client.query("SELECT Owner.Name FROM Case")}


def test_without_a_publication_new_runs_begin_with_the_folder_and_with_one_they_do_not(
    published: Any, variant: Any, mail: Any
) -> None:
    first = published()
    assert first.bundle.identity == first.draft.identity
    draft = variant(TO_PRIVACY)
    _publish(draft)
    # A process that has been running since before takes the publication up with its next message.
    report = first.runner.start("dealer-support", mail(INVOICE))
    assert report.run.bundle == draft.bundle.identity != first.draft.identity
    assert report.proposal.cases[0].queue == "PRIVACY"
    later = published()
    assert later.bundle.identity == draft.bundle.identity


def test_a_folder_that_is_named_goes_before_what_was_published(variant: Any, house: House, mail: Any) -> None:
    _publish(variant(TO_PRIVACY))
    assert house.runner.start("dealer-support", mail(INVOICE)).proposal.cases[0].queue == "BILLING"


def test_a_roll_back_is_a_publication_of_the_version_before(published: Any, variant: Any, house: House) -> None:
    _publish(house)
    with pytest.raises(InputError, match="no earlier version"):
        house.releases.before()
    draft = variant(TO_PRIVACY)
    added = _publish(draft)
    assert added.changes == (f"{TABLE}: row category = billing: queue BILLING → PRIVACY (line 7)",)
    assert published().bundle.identity == draft.bundle.identity
    back = house.releases.bundle(house.releases.before())
    again = _publish(house, back)
    assert again.changes == (f"{TABLE}: row category = billing: queue PRIVACY → BILLING (line 7)",)
    assert published().bundle.identity == house.bundle.identity
    assert [each.n for each in house.store.publications.all()] == [1, 2, 3]


def test_a_share_of_new_work_goes_to_a_trial_the_same_for_the_same_run(
    published: Any, variant: Any, house: House
) -> None:
    draft = variant(TO_PRIVACY)
    with pytest.raises(InputError, match="nothing is published"):
        _publish(draft, share=10)
    _publish(house)
    _publish(draft, share=30)
    with pytest.raises(InputError, match="nothing to try"):
        _publish(house, share=10)

    def begin(run: str) -> str:
        return str(
            published_house.releases.beginning("dealer-support", run, "", "", lambda: pytest.fail("not read")).identity
        )

    published_house = published()
    drawn = {f"R{n}": begin(f"R{n}") for n in range(1000)}
    counts = Counter(drawn.values())
    assert counts.keys() == {house.bundle.identity, draft.bundle.identity}
    assert 250 <= counts[draft.bundle.identity] <= 350
    assert {run: begin(run) for run in drawn} == drawn
    # Ended by a roll back: all work goes to what it stood beside.
    assert house.releases.before() == house.bundle.identity
    _publish(house, house.releases.bundle(house.releases.before()))
    assert {begin(run) for run in drawn} == {house.bundle.identity}


def test_a_condition_sends_only_such_messages_to_a_trial(published: Any, variant: Any, house: House, mail: Any) -> None:
    draft = variant(TO_PRIVACY)
    _publish(house)
    with pytest.raises(InputError, match="category"):
        _publish(draft, condition="category == 'billing'")
    _publish(draft, condition="sender.domain == 'wendlowbmw.com'")
    other = published()
    bundles = [
        other.runner.start("dealer-support", raw).run.bundle
        for raw in (mail(INVOICE), mail(INVOICE, sender="Bo <bo@wendlowbmw.com>", number=2), b"\0\1 no message")
    ]
    assert bundles == [house.bundle.identity, draft.bundle.identity, house.bundle.identity]


def test_a_version_of_another_reader_begins_no_run_and_says_what_to_do(
    published: Any, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(house)
    later = published()
    monkeypatch.setattr(later.reader, "version", "another", raising=False)
    with pytest.raises(PinMismatch, match="switchyard bundle publish"):
        _ = later.bundle


def test_an_old_and_a_new_program_work_side_by_side_each_on_what_was_published_for_it(
    published: Any, house: House, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(house)
    old = published()
    waiting = old.runner.start("dealer-support", mail(UNCLEAR, "as discussed", "Bo <bo@wendlowbmw.com>")).run
    new = published()
    monkeypatch.setattr(new.reader, "version", "another", raising=False)
    with pytest.raises(PinMismatch, match="was published for version"):
        _ = new.bundle
    new.releases.publish(
        new.load_snapshot(house.store.bundles.get(house.bundle.identity)), "una", "for the new program"
    )
    assert new.runner.start("dealer-support", mail(INVOICE)).outcome == "cases"
    # New work is not begun by the old program any more, and what it began is not taken from it by the new one.
    with pytest.raises(PinMismatch, match="switchyard bundle publish"):
        old.runner.start("dealer-support", mail(INVOICE, number=2))
    (review,) = new.store.reviews.open()
    with pytest.raises(PinMismatch, match="another version"):
        new.runner.answer(review.id, ReviewAnswer(decision="accept", by="una"))
    assert old.runner.answer(review.id, ReviewAnswer(decision="reject", by="una")).run.id == waiting.id


# -- open runs finish on their own version -----------------------------------------------------------------------------

OTHERWISE = """\
steps:
  - {id: triage, kind: read}
  - {id: open, kind: open, queue: INTAKE}
  - for_each: case
    steps:
      - {id: extract, kind: classification, categories: dealer_support, sure_from: 0.5}
      - {id: find_account, kind: matching, sure_from: 0.5}
      - {id: match, kind: extraction, fields: dealer_support}
      - {id: route, kind: decide, table: dealer_support_routing, gives: [queue]}
      - {id: write, kind: act, tool: salesforce.save_case}
"""
"""Every way to change a definition at once: steps renamed, removed, put into another order, and of another kind."""


@pytest.fixture
def otherwise(variant: Any) -> Any:
    from app.settings import ROOT

    text = (ROOT / "config" / WORKFLOW).read_text("utf-8")
    old = text[
        text.index("steps:\n") : text.index("tool: salesforce.save_case}\n") + len("tool: salesforce.save_case}\n")
    ]
    return variant((WORKFLOW, old, OTHERWISE), TO_PRIVACY)


def _stop_at(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ends the process where a step begins."""
    for name in ("message_step", "case_step", "batch_step"):
        real = getattr(compiled, name)

        def begun(asked: Any, *given: Any, real: Any = real, **more: Any) -> Any:
            if asked.id == step:
                raise Killed
            return real(asked, *given, **more)

        monkeypatch.setattr(compiled, name, begun)


@pytest.mark.parametrize("step", ALL_STEPS)
def test_a_run_that_stopped_at_any_step_finishes_by_its_own_version_after_every_change(
    step: str, published: Any, house: House, otherwise: House, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(house)
    first = published()
    with monkeypatch.context() as dying:
        _stop_at(step, dying)
        with pytest.raises(Killed):
            first.runner.start("dealer-support", mail(INVOICE))
    _publish(otherwise)
    other = published()
    (report,) = other.runner.recover()
    assert (report.outcome, report.run.bundle) == ("cases", house.bundle.identity)
    assert [hop.step for hop in other.store.hops.of(report.run.id)] == ALL_STEPS
    assert (report.proposal.cases[0].queue, _queues(other)) == ("BILLING", {"BILLING"})
    assert not check(other.store, report.run.id).broken
    later = other.runner.start("dealer-support", mail(INVOICE, number=2))
    steps = {hop.step for hop in other.store.hops.of(later.run.id)}
    assert later.run.bundle == otherwise.bundle.identity
    assert {"find_account", "match"} <= steps


def test_a_review_that_was_asked_before_every_change_is_finished_by_its_own_version(
    published: Any, house: House, otherwise: House, mail: Any
) -> None:
    _publish(house)
    first = published()
    assert (
        first.runner.start("dealer-support", mail(UNCLEAR, "as discussed", "Bo <bo@wendlowbmw.com>")).outcome
        == "review"
    )
    _publish(otherwise)
    other = published()
    (review,) = other.store.reviews.open()
    edit = {review.proposal.cases[0].key: CaseEdit(account="D-1", category="billing")}
    report = other.runner.answer(review.id, ReviewAnswer(decision="edit", by="una", cases=edit))
    assert (report.outcome, report.run.bundle) == ("cases", house.bundle.identity)
    assert _queues(other) == {"BILLING"}


# -- migration ---------------------------------------------------------------------------------------------------------


def test_an_open_run_is_taken_to_another_version_after_a_look_at_what_that_changes(
    published: Any, house: House, variant: Any, mail: Any
) -> None:
    _publish(house)
    first = published()
    text = "Hello,\n\nwe were charged twice on an invoice. Please send a credit.\n\nCy Ottmar\n"
    asked = first.runner.start("dealer-support", mail(text, sender="Cy Ottmar <cy@tollbeckfamily.com>"))
    assert asked.outcome == "review"
    draft = variant((TABLE, "billing,,,,,BILLING", "billing,,,,,PRIVACY"))
    _publish(draft)
    other = published()
    (row,) = open_runs(other.store, (), draft.bundle.identity)
    before = other.store.hops.of(row.id)
    preview = previewed(other, row, draft.bundle)
    assert preview.refused == ""
    queues = [change[1:] for change in preview.changes if change[0].endswith("queue")]
    assert queues == [("BILLING", "PRIVACY")]
    assert other.store.hops.of(row.id) == before
    assert other.store.runs.get(row.id) == row
    (old,) = other.store.reviews.open()
    assert migrated(other, row, draft.bundle, "una") == "migrated: review"
    (new,) = other.store.reviews.open()
    assert (new.id, new.version, new.proposal.cases[0].queue) == (old.id, 2, "PRIVACY")
    hops = other.store.hops.of(row.id)
    assert hops[: len(before)] == before
    assert hops[len(before)].step == "MIGRATED"
    with pytest.raises(InputError, match="version 2"):
        other.runner.answer(new.id, ReviewAnswer(decision="accept", by="una", version=1))
    report = other.runner.answer(new.id, ReviewAnswer(decision="accept", by="una", version=2))
    assert (report.outcome, report.run.bundle) == ("cases", draft.bundle.identity)
    assert _queues(other) == {"PRIVACY"}
    assert not check_all(other.store).broken


def test_a_run_that_has_begun_to_act_or_is_done_is_left_on_its_version(
    published: Any, house: House, variant: Any, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    _publish(house)
    first = published()
    done = first.runner.start("dealer-support", mail(INVOICE)).run
    draft = variant(TO_PRIVACY)
    for row, why in (
        (done, "is finished"),
        (done.model_copy(update={"status": "failed", "finished": ""}), "begun to act"),
    ):
        assert why in previewed(first, row, draft.bundle).refused
    with pytest.raises(PinMismatch, match="is finished"):
        first.runner.migrate(done.id, draft.bundle, "una")
    renamed = draft.bundle.model_copy(update={"identity": "other", "workflows": {}})
    waiting = done.model_copy(update={"status": "waiting", "finished": ""})
    assert "has no workflow 'dealer-support'" in previewed(first, waiting, renamed).refused
