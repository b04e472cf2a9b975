"""A privacy request takes a person's data out of everything that is kept; what stays is a tombstone that verifies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from app.cli.erase import erase
from app.cli.store import store as store_command
from app.keeping.backup import copied
from app.keeping.erasure import erased, left_to_people, planned
from app.settings import Settings, remember
from app.trace import check_all, check_export, export, timeline
from app.wiring import House
from tools.store import Vectors
from workflow.errors import Busy, InputError, NotFound
from workflow.review import CaseEdit, ReviewAnswer

INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge. My passport is QX7719-SECRET.\n\nAda Norvik\n"
)
UNCLEAR = "Hi,\n\nplease see what we talked about. Ask ada@quistrelford.com too. My passport is QX7719-SECRET.\n\nBo"
ADA, BO = "Ada Norvik <ada@quistrelford.com>", "Bo Zelles <bo@wendlowbmw.com>"


def _start(house: House, raw: bytes) -> Any:
    return house.runner.start("dealer-support", raw)


def _answered(house: House) -> Any:
    (review,) = house.store.reviews.open()
    edit = {review.proposal.cases[0].key: CaseEdit(account="D-1", category="billing")}
    return house.runner.answer(review.id, ReviewAnswer(decision="edit", by="una", cases=edit, comment="QX7719-SECRET"))


def _kept(house: House) -> bytes:
    """Every byte of the store's files."""
    assert house.store.path is not None
    return b"".join(path.read_bytes() for path in house.store.path.parent.glob("store.db*") if path.is_file())


def _said(house: House) -> str:
    """Every text of the store, as it is read: what is packed is unpacked."""
    store, texts = house.store, list[str]()
    with store.reading() as cursor:
        tables = [row[0] for row in cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            texts += [str(row) for row in cursor.execute(f'SELECT * FROM "{table}"')]
        for (key,) in cursor.execute("SELECT hash FROM blob").fetchall():
            texts.append(store.blobs.get(key).decode("utf-8", "replace"))
    return "\n".join(texts)


def test_a_person_is_erased_everywhere_and_the_chain_still_holds(house: House, mail: Any) -> None:
    mine, _ = _start(house, mail(INVOICE)), _start(house, mail(UNCLEAR, sender=BO, number=2))
    _answered(house)
    (house.settings.state / "vectors.db").unlink(missing_ok=True)
    vectors = Vectors(house.settings.state / "vectors.db")
    vectors.put({"k": b"1234"})
    vectors.close()
    assert b"QX7719-SECRET" in _kept(house)
    plan = planned(house, person="BO@wendlowbmw.com")
    assert len(plan.runs) == 1
    said = "\n".join(erased(house, plan, "una", "asked for it"))
    assert "1 run: " in said
    assert "1 vector" in said
    assert "bo@wendlowbmw.com" not in _said(house).casefold()
    verdict = check_all(house.store)
    assert not verdict.broken, verdict.words
    hops = house.store.hops.of(plan.runs[0])
    assert {hop.reason for hop in hops} == {"(erased)"}
    assert all(hop.detail == {} and hop.step and hop.at for hop in hops)
    assert "erased" in timeline(house.store, house.store.runs.get(plan.runs[0]))
    assert list(house.store.corrections.of("dealer-support")) == []
    # The other's run is as it was.
    assert house.store.runs.get(mine.run.id) == mine.run
    assert house.store.blobs.get(mine.run.content)
    again = _start(house, mail(UNCLEAR, sender=BO, number=2))
    assert (again.outcome, again.repeated) == ("erased", True)


def test_not_a_byte_of_what_was_said_stays_in_the_files(house: House, mail: Any) -> None:
    _start(house, mail(UNCLEAR, sender=BO))
    _answered(house)
    for word in (b"QX7719-SECRET", b"bo@wendlowbmw.com"):
        assert word in _kept(house)
    erased(house, planned(house, person="bo@wendlowbmw.com"), "una", "asked for it")
    for word in (b"QX7719-SECRET", b"bo@wendlowbmw.com"):
        assert word not in _kept(house)


def test_an_open_run_ends_and_its_review_goes(house: House, mail: Any) -> None:
    run = _start(house, mail(UNCLEAR, sender=BO)).run
    assert planned(house, person="bo@wendlowbmw.com").open_runs == 1
    erased(house, planned(house, runs=[run.id]), "una", "asked for it")
    assert house.store.reviews.open() == []
    assert house.store.runs.interrupted() == []
    assert house.runner.resume(run.id).outcome == "erased"
    assert house.store.connection.execute("SELECT count(*) FROM checkpoints").fetchone()[0] == 0


def test_messages_of_others_that_name_the_person_are_listed_and_erased_only_where_that_is_asked(
    house: House, mail: Any
) -> None:
    mine, other = _start(house, mail(INVOICE)).run, _start(house, mail(UNCLEAR, sender=BO, number=2)).run
    plan = planned(house, person="ada@quistrelford.com")
    assert (plan.runs, plan.others) == ((mine.id,), (other.id,))
    assert any(other.id in line and "--mentioned" in line for line in left_to_people(plan))
    wide = planned(house, person="ada@quistrelford.com", mentioned=True)
    assert set(wide.runs) == {mine.id, other.id}


def test_what_stands_in_the_org_is_listed_for_a_person(house: House, mail: Any) -> None:
    run = _start(house, mail(INVOICE)).run
    plan = planned(house, runs=[run.id])
    assert run.record in {record for record, _ in plan.records}
    erased(house, plan, "una", "asked for it")
    (case,) = house.client.query("SELECT Id, CaseNumber FROM Case")
    assert any(case["Id"] in line and case["CaseNumber"] in line for line in left_to_people(plan))


def test_a_file_that_another_run_uses_too_stays_for_it(house: House, mail: Any) -> None:
    one, two = _start(house, mail(INVOICE)).run, house.runner.start("dealer-support", mail(INVOICE), source="other").run
    assert one.content == two.content
    erased(house, planned(house, runs=[one.id]), "una", "asked for it")
    assert house.store.blobs.get(two.content) == mail(INVOICE)
    assert house.runner.report(two.id).outcome == two.outcome
    assert house.runner.report(two.id).cases


def test_what_another_process_works_on_is_not_erased_and_nothing_else_is(house: House, mail: Any) -> None:
    run = _start(house, mail(INVOICE)).run
    plan = planned(house, runs=[run.id])
    other = House(house.settings)
    with other.store.claims.hold(run.id), pytest.raises(Busy):
        erased(house, plan, "una", "asked for it")
    other.close()
    assert house.store.runs.get(run.id).outcome == run.outcome
    with pytest.raises(NotFound):
        planned(house, runs=["R0"])
    with pytest.raises(InputError, match="e-mail address"):
        planned(house, person="Ada")


def test_an_emptied_hop_that_no_erasure_tells_of_is_a_changed_one(house: House, mail: Any) -> None:
    run = _start(house, mail(INVOICE)).run
    with house.store.transaction() as cursor:
        house.store.hops.erase(cursor, run.id, "2026-01-01T00:00:00Z")
    verdict = check_all(house.store)
    assert verdict.broken
    assert "no erasure tells of it" in verdict.words


def test_an_erased_trace_is_exported_and_checked_like_any_other(house: House, mail: Any, tmp_path: Path) -> None:
    run = _start(house, mail(INVOICE)).run
    erased(house, planned(house, runs=[run.id]), "una", "asked for it")
    place = tmp_path / "trace.jsonl"
    export(house.store, place, [run.id])
    assert not check_export(place).broken
    assert "QX7719" not in place.read_text("utf-8")


@pytest.fixture
def used(house: House, mail: Any, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house that commands find without being told."""
    _start(house, mail(INVOICE))
    remember(house.settings.state, house.home)
    monkeypatch.setenv("SWITCHYARD_STATE", str(house.settings.state))
    return house


def test_the_commands_say_what_they_would_do_before_they_do_it(used: House) -> None:
    run = used.store.runs.latest()[0].id
    told = CliRunner().invoke(erase, ["--run", run])
    assert "1 run would be erased; nothing was: --yes erases" in told.output
    assert used.store.runs.get(run).outcome == "cases"
    assert "(the chain still holds)" in CliRunner().invoke(erase, ["--run", run, "--yes", "--by", "una"]).output
    assert used.store.runs.get(run).outcome == "erased"
    wrong = CliRunner().invoke(store_command, ["prune", "--older-than", "1 year"])
    assert "such as 365d" in wrong.output


def test_old_runs_are_pruned_and_the_journal_knows_that_they_were_there(used: House, mail: Any) -> None:
    old, young = used.store.runs.latest()[0], _start(used, mail(INVOICE, number=2)).run
    waiting = _start(used, mail(UNCLEAR, sender=BO, number=3)).run
    then = (datetime.now(UTC) - timedelta(days=400)).isoformat()
    for run in (old, waiting):
        used.store.runs.put(run.model_copy(update={"created": then, "finished": then if run is old else ""}))
    told = CliRunner().invoke(store_command, ["prune", "--older-than", "365d"])
    assert told.output.startswith("1 run would be taken out")
    done = CliRunner().invoke(store_command, ["prune", "--older-than", "365d", "--yes", "--by", "una"])
    assert done.output.startswith("1 run taken out"), done.output
    assert used.store.runs.find(old.id) is None
    assert {run.id for run in used.store.runs.latest()} == {young.id, waiting.id}
    assert used.store.blobs.get(young.content)
    with pytest.raises(NotFound):
        used.store.blobs.get(old.content)
    assert not check_all(used.store).broken
    assert used.runner.answer(used.store.reviews.open()[0].id, ReviewAnswer(decision="reject", by="una")).outcome


def test_a_state_in_use_is_copied_whole_and_works_as_the_original(used: House, mail: Any, tmp_path: Path) -> None:
    waiting = _start(used, mail(UNCLEAR, sender=BO, number=2)).run
    copied(used.settings.state, tmp_path / "copy")
    _start(used, mail(INVOICE, number=3))
    restored = House(Settings(state=tmp_path / "copy"))
    assert not check_all(restored.store).broken
    assert len(restored.store.runs.latest()) == 2
    (review,) = restored.store.reviews.open()
    report = restored.runner.answer(review.id, ReviewAnswer(decision="accept", by="una"))
    assert (report.run.id, report.outcome) == (waiting.id, "cases")
    restored.close()
    with pytest.raises(InputError, match="is not empty"):
        copied(used.settings.state, tmp_path / "copy")
    with pytest.raises(InputError, match="inside of the state"):
        copied(used.settings.state, used.settings.state / "here")


def test_a_copy_of_a_damaged_database_is_not_called_a_copy(used: House, tmp_path: Path) -> None:
    (used.settings.state / "models.db").write_bytes(b"no database at all, and long enough to be looked at" * 40)
    with pytest.raises(InputError, match="could not be copied whole"):
        copied(used.settings.state, tmp_path / "copy")
