"""The accounts of the org with everything that leads to them: one snapshot of the index, and its views."""

from __future__ import annotations

from tools.directory.addresses import Addresses
from tools.directory.codes import Codes
from tools.directory.contacts import Contacts
from tools.directory.families import Families
from tools.directory.index.snapshot import Kept, Snapshot
from tools.directory.names import Names
from tools.directory.phones import Phones
from tools.directory.relatives import Relatives
from tools.directory.sites import Sites


class Roster:
    """Accounts go by number, in the org's order."""

    def __init__(self, index: Snapshot) -> None:
        self.index = index
        self.sites = Sites(index)
        self.names = Names(index)
        self.families = Families(index)
        self.phones = Phones(index)
        self.codes = Codes(index)
        self.addresses = Addresses(index)
        self.contacts = Contacts(index, self.families.top, self.sites.accounts)
        self.relatives = Kept(self._relatives, 500)

    def _relatives(self, family: tuple[int, ...]) -> Relatives:
        """The words that tell the members of a family apart."""
        return Relatives(family, self.index, self.families, self.addresses)
