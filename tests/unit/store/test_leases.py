"""Claims by a lease: who may hold one, also where the clock that they go by was set."""

from __future__ import annotations

import pytest

from tools.store import Store
from tools.store.leases import Leases
from workflow.errors import Busy, Superseded


def _two(store: Store) -> tuple[Leases, Leases]:
    return Leases(store, seconds=60), Leases(store, seconds=60)


def _until(store: Store, clock: str) -> None:
    with store.transaction() as cursor:
        cursor.execute(f"UPDATE lease SET until = (julianday('now') - 2440587.5) * 86400.0 {clock}")


def test_a_lease_is_held_by_one_and_passes_on_when_it_has_lapsed() -> None:
    store = Store()
    one, other = _two(store)
    with one.hold("R1"):
        assert other.is_held("R1")
        with pytest.raises(Busy, match="R1"), other.hold("R1", patience=0):
            pass
        _until(store, "- 1")  # as when the clock jumps ahead
        with other.hold("R1", patience=0), pytest.raises(Superseded):
            one.confirm()
    assert not other.is_held("R1")
    for each in (one, other, store):
        each.close()


def test_a_lease_of_before_the_clock_was_set_back_holds_nobody_up() -> None:
    store = Store()
    one, other = _two(store)
    with one.hold("R1"):
        _until(store, "+ 86400")
        one.confirm()  # who lives renews it by the clock as it is now
        assert other.is_held("R1")
        _until(store, "+ 86400")  # who is dead does not
        assert not other.is_held("R1")
        with other.hold("R1", patience=0), pytest.raises(Superseded):
            one.confirm()
    for each in (one, other, store):
        each.close()
