"""Accounts and contacts as an org gives them: by SOQL, with every field that the org lets us see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workflow.definition import AccountRule

Query = Callable[[str], list[dict[str, Any]]]
"""SOQL → all rows."""

LEFT_OUT = frozenset({"attributes"})


def read_accounts(query: Query, rule: AccountRule) -> list[dict[str, Any]]:
    """All accounts with the fields that a first record shows; empty where the org has none.

    The fields are asked for by name, since SOQL gives FIELDS(ALL) for 200 rows at most.
    """
    first = query(f"SELECT FIELDS(ALL) FROM {rule.object} LIMIT 1")
    if not first:
        return []
    # Compound fields (addresses) come as nested rows and stand in their parts as well.
    fields = [name for name, value in first[0].items() if name not in LEFT_OUT and not isinstance(value, dict)]
    return query(f"SELECT {', '.join(fields)} FROM {rule.object} ORDER BY Id")


def read_contacts(query: Query, rule: AccountRule) -> list[dict[str, Any]]:
    """All contacts of accounts, with the fields by which the rule recognises a sender."""
    named = [name.partition(".")[2] for name in rule.recognise_by.sender if name.startswith("Contact.")]
    fields = dict.fromkeys(("Id", "AccountId", "Name", "Email", "Phone", *named))
    return query(f"SELECT {', '.join(fields)} FROM Contact WHERE AccountId != null ORDER BY Id")
