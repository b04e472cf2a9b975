"""Accounts of the org, as candidates for what a message is about."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Protocol

from workflow.document import Document, Frozen, Span, ZoneKind


class Account(Frozen):
    """An account as the directory knows it. `values` holds the org's fields by API name."""

    id: str  #: Salesforce record id
    key: str = ""  #: what people and evaluations call it: the definition's `account.key` field, such as an external id
    name: str
    parent: str = ""  #: record id of the parent account
    values: dict[str, Any] = {}


class Recognition(StrEnum):
    """By what an account was recognised."""

    HOST = "host"
    EMAIL = "email"  #: an address in the text, at the account's domain
    CODE = "code"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"
    SENDER_CONTACT = "sender_contact"  #: the From address is a contact's
    SENDER_DOMAIN = "sender_domain"
    GROUP = "group"  #: the group's name or domain stands for its members


class Mention(Frozen):
    """One piece of evidence for one account: what was recognised, where, and how strongly (0 to 1)."""

    account: str  #: record id
    by: Recognition
    text: str
    span: Span | None = None  #: None for the sender (a header)
    zone: ZoneKind = ZoneKind.NEW
    weight: float
    exact: bool = True  #: False for a fuzzy or partial match


class Candidate(Frozen):
    """An account that the message may be about, with every piece of evidence."""

    account: Account
    mentions: tuple[Mention, ...] = ()


class Unlisted(Frozen):
    """A name or host in the text that is made like an account's and belongs to none in the org."""

    text: str
    by: Recognition  #: HOST or NAME
    span: Span
    zone: ZoneKind = ZoneKind.NEW
    weight: float  #: how much it looks like an account's (0 to 1)


class Candidates(Frozen):
    """What the directory found for a document: candidates, strongest first, and the sender's own account(s)."""

    candidates: tuple[Candidate, ...] = ()
    sender: tuple[str, ...] = ()  #: record ids of accounts that the sender belongs to (contact or domain)
    unlisted: tuple[Unlisted, ...] = ()
    usual: str = ""  #: the kind (the rule's `kind` field) that most accounts of the directory are; empty where none is

    def get(self, account: str) -> Candidate | None:
        """The candidate of that record id."""
        return next((c for c in self.candidates if c.account.id == account), None)


class AccountBook(Protocol):
    """The port to the accounts of the org."""

    def candidates(self, document: Document) -> Candidates:
        """The accounts that a message may be about."""
        ...

    def account(self, record: str) -> Account | None:
        """The account of a record id, or None."""
        ...

    def by_key(self, key: str) -> Account | None:
        """The account of a key, or None."""
        ...
