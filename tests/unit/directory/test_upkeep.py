"""The directory follows the org: built once, then changed by what has changed, and built anew where it must be."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from books import RULE, Books, Unreachable, books, known
from estate import document

from tools.directory import Directory
from workflow.accounts import Recognition
from workflow.definition import RecogniseBy


def _by(directory: Directory, text: str = "", sender: str = "nobody@nowhere.example") -> dict[str, set[Recognition]]:
    """Account → by what it is recognised itself, rather than as one of a family."""
    found = directory.candidates(document(text, sender=sender)).candidates
    return {each.account.id: by for each in found if (by := {m.by for m in each.mentions} - {Recognition.GROUP})}


def _reads_everything(kept: Books) -> bool:
    return any("ORDER BY Id" in text for text in kept.asked)


def test_a_second_process_opens_what_the_first_has_built_and_reads_no_account_again(tmp_path: Path) -> None:
    kept = books()
    kept.upkeep(tmp_path).directory()
    assert _reads_everything(kept)
    kept.asked.clear()
    assert known(kept.upkeep(tmp_path).directory()) == ["A1", "A2", "A3"]
    assert not _reads_everything(kept)
    assert len(kept.asked) == 4


def test_it_is_not_asked_for_changes_while_it_is_fresh(tmp_path: Path) -> None:
    kept, now = books(), [100.0]
    upkeep = kept.upkeep(tmp_path, fresh_for=300, clock=lambda: now[0])
    first = upkeep.directory()
    kept.account("A9", Name="Ravelin Court")
    kept.asked.clear()
    now[0] += 299
    assert upkeep.directory() is first
    assert kept.asked == []
    now[0] += 1
    assert known(upkeep.directory()) == ["A1", "A2", "A3", "A9"]


@pytest.mark.parametrize("on_disk", [True, False])
def test_a_new_account_is_found_by_all_that_recognises_it(tmp_path: Path, on_disk: bool) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path if on_disk else None)
    upkeep.directory()
    kept.account("A4", Name="Ravelin Court", Website="ravelincourt.co.uk", Code__c="RC-901", Phone="+15125550188")
    kept.contact("C4", "A4", "mo@freemail.example")
    directory = upkeep.directory()
    assert _by(directory, "Ravelin Court") == {"A4": {Recognition.NAME}}
    assert _by(directory, "see www.ravelincourt.co.uk/rooms") == {"A4": {Recognition.HOST}}
    assert _by(directory, "customer number RC901") == {"A4": {Recognition.CODE}}
    assert _by(directory, "call 512-555-0188") == {"A4": {Recognition.PHONE}}
    assert _by(directory, sender="mo@freemail.example") == {"A4": {Recognition.SENDER_CONTACT}}
    assert [account.id for account in directory.search("ravelin")] == ["A4"]
    account = directory.by_key("A4")
    assert account is not None
    assert account.values["Website"] == "ravelincourt.co.uk"


def test_a_changed_account_is_found_by_its_new_values_and_no_more_by_its_old_ones(tmp_path: Path) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    upkeep.directory()
    kept.account("A2", Name="Sable Wharf", Website="sablewharf.com", Phone=None)
    directory = upkeep.directory()
    assert _by(directory, "Sable Wharf") == {"A2": {Recognition.NAME}}
    assert _by(directory, "Pelham Quay pelhamquay.com 512-555-0101") == {}
    assert _by(directory, sender="pat.kovar@gmail.com") == {"A2": {Recognition.SENDER_CONTACT}}
    assert [account.name for account in directory.search("wharf")] == ["Sable Wharf"]
    assert directory.search("pelham") == []


def test_a_deleted_account_and_its_contacts_are_gone(tmp_path: Path) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    upkeep.directory()
    kept.delete("A2")
    directory = upkeep.directory()
    assert known(directory) == ["A1", "A3"]
    assert len(directory) == 2
    assert directory.account("A2") is None
    assert _by(directory, "Pelham Quay, pelhamquay.com", sender="pat.kovar@gmail.com") == {}


def test_an_account_that_was_restored_is_back(tmp_path: Path) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    upkeep.directory()
    kept.delete("A2")
    upkeep.directory()
    kept.account("A2", IsDeleted=False)
    directory = upkeep.directory()
    assert known(directory) == ["A1", "A2", "A3"]
    assert _by(directory, "pelhamquay.com", sender="pat.kovar@gmail.com") == {
        "A2": {Recognition.HOST, Recognition.SENDER_CONTACT}
    }


def test_a_merged_account_leaves_its_contacts_to_the_other_one(tmp_path: Path) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    upkeep.directory()
    kept.delete("A2", master="A3")
    directory = upkeep.directory()
    assert known(directory) == ["A1", "A3"]
    assert _by(directory, sender="pat.kovar@gmail.com") == {"A3": {Recognition.SENDER_CONTACT}}
    assert _by(directory, "512-555-0177") == {"A3": {Recognition.PHONE}}


def test_an_account_erased_without_a_trace_is_missed_and_its_absence_asked_for_once(tmp_path: Path) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    upkeep.directory()
    kept.erase("A3")
    kept.erase("V1")
    assert known(upkeep.directory()) == ["A1", "A2"]
    kept.asked.clear()
    upkeep.directory()
    assert not any("SELECT Id FROM" in text for text in kept.asked)


def test_an_old_account_that_we_were_not_shown_before_comes_in(tmp_path: Path) -> None:
    kept = books()
    hidden = kept.accounts.pop("A2")
    upkeep = kept.upkeep(tmp_path)
    assert known(upkeep.directory()) == ["A1", "A3"]
    kept.accounts["A2"] = hidden
    upkeep.directory()
    directory = upkeep.directory()
    assert known(directory) == ["A1", "A2", "A3"]
    assert _by(directory, sender="pat.kovar@gmail.com") == {"A2": {Recognition.SENDER_CONTACT}}


def test_what_the_rule_leaves_out_comes_and_goes_with_its_condition(tmp_path: Path) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    upkeep.directory()
    kept.contact("C9", "V1", "lift@zephyrlifts.com")
    kept.account("V1", Type="House")
    kept.account("A1", Type="Vendor")
    directory = upkeep.directory()
    assert known(directory) == ["A2", "A3", "V1"]
    assert _by(directory, sender="lift@zephyrlifts.com") == {"V1": {Recognition.SENDER_CONTACT}}
    kept.account("V1", Type="Vendor")
    kept.account("A1", Type="House")
    kept.asked.clear()
    assert known(upkeep.directory()) == ["A1", "A2", "A3"]
    assert not any("SELECT Id FROM" in text for text in kept.asked)


def test_a_contact_moves_changes_and_goes(tmp_path: Path) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    upkeep.directory()
    kept.contact("C2", "A3", "pat.kovar@gmail.com")
    assert set(_by(upkeep.directory(), sender="pat.kovar@gmail.com")) == {"A3"}
    kept.contact("C2", "A3", "p.kovar@freemail.example")
    directory = upkeep.directory()
    assert set(_by(directory, sender="p.kovar@freemail.example")) == {"A3"}
    assert _by(directory, sender="pat.kovar@gmail.com") == {}
    kept.contact("C2", None, "p.kovar@freemail.example")
    assert _by(upkeep.directory(), sender="p.kovar@freemail.example") == {}
    kept.delete("C1")
    assert "A1" in _by(upkeep.directory(), sender="ida@larkmoor.example.com")
    assert _by(upkeep.directory(), sender="ida@larkmoor.example.com")["A1"] == {Recognition.SENDER_DOMAIN}


def test_what_is_asked_for_again_and_has_not_changed_makes_no_new_file(tmp_path: Path) -> None:
    kept = books()
    kept.minute -= 60
    upkeep = kept.upkeep(tmp_path)
    upkeep.directory()
    before = sorted(path.name for path in tmp_path.iterdir())
    first = upkeep.directory()
    assert upkeep.directory() is first
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_the_window_reaches_back_before_the_newest_record_known(tmp_path: Path) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    upkeep.directory()
    # Stamped ten minutes before the newest that was seen, and committed only now.
    kept.minute = 2 - 10
    kept.accounts["A2"] |= {"Name": "Sable Wharf"}
    assert [account.name for account in upkeep.directory().search("sable")] == ["Sable Wharf"]


def test_another_process_sees_the_changes_that_one_has_brought_in(tmp_path: Path) -> None:
    kept = books()
    ours, theirs = kept.upkeep(tmp_path), kept.upkeep(tmp_path)
    ours.directory()
    theirs.directory()
    kept.account("A9", Name="Ravelin Court")
    ours.directory()
    kept.asked.clear()
    assert known(theirs.directory()) == ["A1", "A2", "A3", "A9"]
    assert not _reads_everything(kept)


def test_who_reads_keeps_what_it_saw_while_files_are_replaced(tmp_path: Path) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    before = upkeep.directory()
    kept.delete("A2")
    kept.account("A9", Name="Ravelin Court")
    after = upkeep.directory()
    assert known(before) == ["A1", "A2", "A3"]
    assert set(_by(before, "pelhamquay.com and Ravelin Court")) == {"A2"}
    assert set(_by(after, "pelhamquay.com and Ravelin Court")) == {"A9"}


def test_an_org_that_does_not_answer_leaves_the_directory_as_it_was_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    first = upkeep.directory()
    kept.reachable = False
    assert upkeep.directory() is first
    assert "the directory stays as it was, since the org cannot be asked: no route to the org" in caplog.text
    with pytest.raises(Unreachable):
        kept.upkeep(tmp_path / "elsewhere").directory()


def test_a_process_that_starts_while_the_org_does_not_answer_uses_what_stands_there(tmp_path: Path) -> None:
    kept = books()
    kept.upkeep(tmp_path).directory()
    kept.reachable = False
    assert known(kept.upkeep(tmp_path).directory()) == ["A1", "A2", "A3"]


def test_new_fields_of_accounts_are_read_for_all_of_them(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    upkeep.directory()
    for row in kept.accounts.values():
        row["Region__c"] = "East"
    account = upkeep.directory().account("A3")
    assert account is not None
    assert account.values["Region__c"] == "East"
    assert "3 accounts (the org's accounts have other fields now)" not in caplog.text
    assert "4 accounts (the org's accounts have other fields now)" in caplog.text


def test_another_rule_builds_anew_and_says_why(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    kept = books()
    kept.upkeep(tmp_path).directory()
    rule = RULE.model_copy(update={"recognise_by": RecogniseBy(host=(), code=("Code__c",))})
    assert _by(kept.upkeep(tmp_path, rule).directory(), "pelhamquay.com") == {}
    assert "(the definition recognises accounts in another way now)" in caplog.text


def test_a_first_build_of_a_small_org_says_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        books().upkeep(tmp_path).directory()
    assert caplog.text == ""


def test_an_index_with_many_changes_is_packed_anew_without_asking_the_org(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.directory.upkeep.MOST_CHANGED", 1)
    kept = books()
    upkeep = kept.upkeep(tmp_path)
    upkeep.directory()
    kept.account("A9", Name="Ravelin Court")
    kept.account("A2", Name="Sable Wharf")
    kept.delete("A3")
    upkeep.directory()
    kept.asked.clear()
    upkeep.pack_aside()
    assert upkeep._packing is not None
    upkeep._packing.join(30)
    assert kept.asked == []
    directory = upkeep.directory()
    assert directory.index.changes is None
    assert known(directory) == ["A1", "A2", "A9"]
    assert set(_by(directory, "Sable Wharf, Ravelin Court")) == {"A2", "A9"}
    assert set(_by(directory, sender="pat.kovar@gmail.com")) == {"A2"}
    kept.asked.clear()
    upkeep.directory()
    assert not any("SELECT Id FROM" in text for text in kept.asked)
