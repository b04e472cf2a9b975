"""Contacts: which accounts a mail address belongs to, and which domains say nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from tools.directory.hosts import registrable
from tools.directory.providers import PROVIDERS

UNRELATED = 4
"""A domain that contacts of so many unrelated accounts share is a provider's, whoever it is."""


class ContactIndex:
    """Mail address → accounts, and mail domain → accounts of the contacts there."""

    def __init__(
        self, contacts: Iterable[tuple[str, int]], family: Callable[[int], int], owned: Callable[[str], tuple[int, ...]]
    ) -> None:
        """`contacts`: (address, account number); `family` names an account's family, `owned` the accounts of a host."""
        self._addresses: dict[str, list[int]] = defaultdict(list)
        domains: dict[str, list[int]] = defaultdict(list)
        for address, number in contacts:
            key = address.strip().lower()
            if "@" not in key:
                continue
            if number not in self._addresses[key]:
                self._addresses[key].append(number)
            domain = registrable(key.rpartition("@")[2])
            if domain and number not in domains[domain]:
                domains[domain].append(number)
        self._domains: dict[str, tuple[int, ...]] = {}
        self._shared: set[str] = set()
        for domain, numbers in domains.items():
            families = {family(number) for number in numbers}
            if domain in PROVIDERS or (len(families) >= UNRELATED and not owned(domain)):
                self._shared.add(domain)
            else:
                self._domains[domain] = tuple(numbers)

    def accounts(self, address: str) -> tuple[int, ...]:
        """The accounts whose contact has this address."""
        return tuple(self._addresses.get(address.strip().lower(), ()))

    def at_domain(self, host: str) -> tuple[int, ...]:
        """The accounts whose contacts write from this domain; none for a provider's."""
        return self._domains.get(registrable(host), ())

    def is_provider(self, host: str) -> bool:
        """Whether anyone may have an address at this host."""
        domain = registrable(host)
        return domain in PROVIDERS or domain in self._shared
