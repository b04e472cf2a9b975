"""The sender: which accounts the From and Reply-To addresses belong to, and how surely."""

from __future__ import annotations

from tools.directory.roster import Roster
from workflow.accounts import Recognition
from workflow.document import Document

CONTACT = 0.85
"""A contact's own address, private or at the account's domain."""

CONTACT_ELSEWHERE = 0.45
"""A contact whose address is at another account's domain (its group's): it may write for any of them."""

DOMAIN = 0.7
CONTACTS_DOMAIN = 0.5
"""The domain that only the account's contacts write from."""

MOST = 12
"""A domain of more accounts than this tells none of them."""

Found = dict[int, tuple[Recognition, float]]


def senders(document: Document, roster: Roster) -> Found:
    """Account number → how it was recognised and how surely, strongest first."""
    found: Found = {}
    addresses = [(document.sender.email, 1.0)]
    if document.reply_to and document.reply_to.email != document.sender.email:
        addresses.append((document.reply_to.email, 0.8))
    for address, share in addresses:
        for number, (by, weight) in _of(address, roster).items():
            if weight * share > found.get(number, (by, 0.0))[1]:
                found[number] = by, weight * share
    return dict(sorted(found.items(), key=lambda each: -each[1][1]))


def _of(address: str, roster: Roster) -> Found:
    found: Found = {}
    domain = address.rpartition("@")[2]
    provider = roster.contacts.is_provider(domain)
    owners = () if provider else roster.sites.accounts(domain)
    colleagues = () if provider or owners else roster.contacts.at_domain(domain)
    if 0 < len(owners) <= MOST:
        found.update(dict.fromkeys(owners, (Recognition.SENDER_DOMAIN, DOMAIN / len(owners))))
    elif 0 < len(colleagues) <= MOST:
        found.update(dict.fromkeys(colleagues, (Recognition.SENDER_DOMAIN, CONTACTS_DOMAIN / len(colleagues))))
    contacts = roster.contacts.accounts(address)
    for number in contacts[:MOST]:
        own = provider or not owners or number in owners
        weight = (CONTACT if own else CONTACT_ELSEWHERE) / len(contacts)
        if weight > found.get(number, (Recognition.SENDER_DOMAIN, 0.0))[1]:
            found[number] = Recognition.SENDER_CONTACT, weight
    return found
