"""Contacts: which accounts a mail address belongs to, and which domains say nothing."""

from __future__ import annotations

from collections.abc import Callable

from tools.directory.hosts import registrable
from tools.directory.index.keys import Kind
from tools.directory.index.snapshot import Kept, Snapshot
from tools.directory.providers import PROVIDERS

UNRELATED = 4
"""A domain that contacts of so many unrelated accounts share is a provider's, whoever it is."""

LOOKED_AT = 64
"""Accounts of a domain that are looked at to tell whose it is."""


class Contacts:
    """Mail address → accounts, and mail domain → accounts of the contacts there."""

    def __init__(self, index: Snapshot, family: Callable[[int], int], owned: Callable[[str], tuple[int, ...]]) -> None:
        """`family` names an account's family, `owned` the accounts of a host."""
        self._index, self._family, self._owned = index, family, owned
        self._domain = Kept(self._of_domain)

    def accounts(self, address: str) -> tuple[int, ...]:
        """The accounts whose contact has this address."""
        return tuple(self._index.find(Kind.MAILBOX, address.strip().lower(), LOOKED_AT))

    def at_domain(self, host: str) -> tuple[int, ...]:
        """The accounts whose contacts write from this domain; none for a provider's."""
        return self._domain(registrable(host)) or ()

    def is_provider(self, host: str) -> bool:
        """Whether anyone may have an address at this host."""
        return self._domain(registrable(host)) is None

    def _of_domain(self, domain: str) -> tuple[int, ...] | None:
        """None for a provider's domain."""
        if domain in PROVIDERS:
            return None
        numbers = self._index.find(Kind.MAIL_DOMAIN, domain, LOOKED_AT) if domain else []
        if len(numbers) < UNRELATED or self._owned(domain):
            return tuple(numbers)
        return None if len({self._family(number) for number in numbers}) >= UNRELATED else tuple(numbers)
