"""An index that was changed step by step finds the same as one that is built from what the org has at the end."""

from __future__ import annotations

from books import RULE, Books, books
from estate import document
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.directory import Directory
from workflow.accounts import Recognition

IDS = [f"A{number}" for number in range(1, 8)]
NAMES = ["Larkmoor Lodge", "Pelham Quay", "Sable Wharf", "Ravelin Court", "Thornbury Gate"]
SITES = ["larkmoor.example.com", "pelhamquay.com", "sablewharf.com", None]
CODES = ["LM-4471", "PQ-9020", "RC-901", None]
PHONES = ["+15125550101", "+15125550102", None]
MAILS = ["ida@larkmoor.example.com", "pat.kovar@gmail.com", "mo@freemail.example"]
BY_ITSELF = frozenset({Recognition.HOST, Recognition.CODE, Recognition.PHONE, Recognition.SENDER_CONTACT})
TEXT = " ".join(each for each in (*SITES, *CODES, *PHONES) if each)

write = st.tuples(
    st.just("account"),
    st.sampled_from(IDS),
    st.fixed_dictionaries(
        {
            "Name": st.sampled_from(NAMES),
            "Website": st.sampled_from(SITES),
            "Code__c": st.sampled_from(CODES),
            "Phone": st.sampled_from(PHONES),
            "ParentId": st.sampled_from([*IDS, None]),
            "Type": st.sampled_from(["House", "House", "Vendor"]),
            "IsDeleted": st.just(False),
        }
    ),
)
join = st.tuples(
    st.just("contact"), st.sampled_from(["C1", "C2", "C3"]), st.sampled_from([*IDS, None]), st.sampled_from(MAILS)
)
drop = st.tuples(st.just("delete"), st.sampled_from([*IDS, "C1", "C2"]), st.sampled_from([*IDS, None]))
look = st.tuples(st.just("look"))


def _do(kept: Books, step: tuple[object, ...]) -> None:
    match step:
        case ("account", str(record), dict(values)):
            kept.account(record, **values)
        case ("contact", str(record), account, str(email)):
            there = account in kept.accounts and not kept.accounts[str(account)]["IsDeleted"]
            kept.contact(record, str(account) if there else None, email, IsDeleted=False)
        case ("delete", str(record), master) if record in kept.accounts or record in kept.contacts:
            other = kept.accounts.get(str(master)) if record in kept.accounts and master != record else None
            kept.delete(record, str(master) if other and not other["IsDeleted"] else None)


def _seen(directory: Directory) -> list[object]:
    """What does not hang on the worth of words, which is learned when an index is built."""
    accounts = sorted(
        (account.id, account.name, account.parent, account.values.get("Phone"))
        for account in map(directory.index.account, directory.index.all_numbers())
    )
    found: list[object] = [accounts, len(directory)]
    for sender in MAILS:
        candidates = directory.candidates(document(TEXT, sender=sender)).candidates
        found.append(
            sorted((c.account.id, m.by, m.text, m.weight) for c in candidates for m in c.mentions if m.by in BY_ITSELF)
        )
    for text in ("larkmoor", "quay", "sable", "lm-4471"):
        found.append(sorted(account.id for account in directory.search(text)))
    for record in IDS:
        number = directory.index.number(record)
        family = directory._roster.families.of(number) if number is not None else ()
        members = sorted(directory.index.account(each).id for each in family)
        parented = number is not None and bool(directory.index.row(number).get("ParentId"))
        # Families by name alone hang on the worth of words.
        found.append((record, members if parented else None))
    return found


@settings(max_examples=120, deadline=None)
@given(steps=st.lists(st.one_of(write, write, join, drop, look), max_size=14))
def test_changed_step_by_step_is_as_built_at_the_end(steps: list[tuple[object, ...]]) -> None:
    kept = books()
    upkeep = kept.upkeep(None)
    upkeep.directory()
    for step in steps:
        if step == ("look",):
            upkeep.directory()
        else:
            _do(kept, step)
    changed = upkeep.directory()
    assert _seen(changed) == _seen(kept.upkeep(None, RULE).directory())
