"""An invented org of any size for benchmarks, with the near-duplicates that real ones have. The same for a seed.

Of every hundred accounts some twenty bear a name that others bear too, in another town; ten belong to a group whose
domain they share; six were renamed; a fifth have further domains; a fifth of the contacts write from free mail.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from evals.bench.directory_words import (
    FORMS,
    PROVIDERS,
    QUALITIES,
    STREETS,
    SUFFIXES,
    TRADES,
    brands,
    surnames,
    towns,
)
from workflow.definition import AccountRule, RecogniseBy

RULE = AccountRule(
    key="ExternalId__c",
    where="Type != 'Vendor'",
    recognise_by=RecogniseBy(
        name=("Name", "Former_Name__c"),
        host=("Website", "Alternate_Domains__c"),
        code=("Customer_Code__c",),
        group=("Group__c",),
    ),
)
CHAIN, GROUP = 12, 10
"""One account of so many begins a run of namesakes, or a group."""

Row = dict[str, Any]


@dataclass
class Lists:
    """What names are made of, the commonest first."""

    surnames: list[str]
    towns: list[str]
    brands: list[str]
    weights: list[float]

    @classmethod
    def of(cls, accounts: int, random: Random) -> Lists:
        """Lists that grow with the org, as its names and towns would."""
        many = max(400, min(60_000, accounts // 4))
        names = surnames(random, many)
        weights = list(accumulate(1 / (rank + 20) for rank in range(many)))
        return cls(
            names, towns(random, max(80, min(9_000, accounts // 25))), brands(random, max(300, accounts // 8)), weights
        )

    def surname(self, random: Random) -> str:
        """A family name: the first are borne by many, most by few."""
        return self.surnames[bisect(self.weights, random.random() * self.weights[-1])]


class Org:
    """Accounts and contacts, one after the other, never all in memory."""

    def __init__(self, accounts: int, seed: int = 7) -> None:
        self.size, self.seed = accounts, seed
        self.lists = Lists.of(accounts, Random(seed))

    def accounts(self) -> Iterator[Row]:
        """The accounts in the order of their ids."""
        random = Random(self.seed + 1)
        number = 0
        while number < self.size:
            kind = random.random()
            if kind < 1 / CHAIN:
                rows = self._namesakes(random, number)
            elif kind < 1 / CHAIN + 1 / (2 * GROUP):
                rows = self._group(random, number)
            else:
                rows = [self._account(random, number, self._name(random))]
            yield from rows[: self.size - number]
            number += len(rows)

    def contacts(self) -> Iterator[Row]:
        """One for most accounts, several for some, none for a quarter."""
        random = Random(self.seed + 2)
        number = 0
        for row in self.accounts():
            for _ in range(random.choice((0, 1, 1, 2))):
                number += 1
                yield contact(random, number, row, self.lists.surname(random))

    # -- inside --------------------------------------------------------------------------------------------------

    def _name(self, random: Random) -> str:
        lists, trade, kind = self.lists, random.choice(TRADES), random.random()
        if kind < 0.34:
            return f"{lists.surname(random)} {trade}"
        if kind < 0.46:
            return f"{lists.surname(random)} & {lists.surname(random)} {trade}"
        if kind < 0.60:
            return f"{random.choice(lists.brands)} {trade}"
        if kind < 0.70:
            return random.choice(lists.brands)
        if kind < 0.80:
            return f"{random.choice(QUALITIES)} {lists.surname(random)} {trade}"
        if kind < 0.92:
            return f"{random.choice(QUALITIES)} {random.choice(QUALITIES)} {trade}"
        return f"{random.choice(lists.towns)} {trade}"

    def _namesakes(self, random: Random, number: int) -> list[Row]:
        """Several with one name in different towns; some say the town in their name."""
        name, told = self._name(random), random.random() < 0.5
        rows = []
        for each in range(random.choice((2, 2, 3, 4, 6))):
            row = self._account(random, number + each, name)
            if told:
                row["Name"] = f"{name} {random.choice(('', 'of ', 'in '))}{row['BillingCity']}".replace("  ", " ")
            rows.append(row)
        return rows

    def _group(self, random: Random, number: int) -> list[Row]:
        """A holding and its members, who share its domain and its first word."""
        word = random.choice((self.lists.surname(random), random.choice(self.lists.brands)))
        head = self._account(random, number, f"{word} Group")
        head["Group__c"] = f"{word} Group {number}"
        rows = [head]
        for each in range(random.choice((2, 3, 5, 8))):
            row = self._account(random, number + 1 + each, f"{word} {random.choice(TRADES)}")
            if random.random() < 0.4:
                row["Name"] += f" {row['BillingCity']}"
            row["ParentId"], row["Group__c"] = head["Id"], head["Group__c"]
            if random.random() < 0.6:
                row["Website"] = head["Website"]
            rows.append(row)
        return rows

    def _account(self, random: Random, number: int, name: str) -> Row:
        town = self.lists.towns[int(len(self.lists.towns) * random.random() ** 2)]
        domain = domain_of(random, name, number)
        row: Row = {
            "Id": f"001{number:012d}AAA",
            "ExternalId__c": f"ORG-{number:07d}",
            "Name": f"{name} {random.choice(FORMS)}" if random.random() < 0.45 else name,
            "Former_Name__c": self._name(random) if random.random() < 0.06 else None,
            "Type": random.choice(("Customer", "Customer", "Customer", "Prospect")),
            "ParentId": None,
            "Website": f"https://www.{domain}" if random.random() < 0.8 else None,
            "Alternate_Domains__c": domain_of(random, name, number + 1) if random.random() < 0.2 else None,
            "Phone": f"+1{random.randrange(200, 990)}{random.randrange(200, 990)}{random.randrange(10_000):04d}",
            "BillingStreet": f"{random.randrange(1, 400)} {self.lists.surname(random)} {random.choice(STREETS)}",
            "BillingCity": town,
            "BillingPostalCode": f"{10_000 + hash_of(town) % 80_000 + random.randrange(10)}",
            "BillingCountry": "United States",
            "Customer_Code__c": f"{random.choice('ABCDEFGHKLMNPRSTVWXYZ')}{number * 7 + 1_000_003:08d}",
            "Group__c": None,
            "Industry": random.choice(TRADES),
            "Status__c": random.choice(("Active", "Active", "Inactive")),
        }
        return row


def contact(random: Random, number: int, row: Row, surname: str) -> Row:
    """A contact of an account: at its own domain, at one that is not stated, or from free mail."""
    first = random.choice(("ana", "ben", "carla", "dirk", "eva", "finn", "greta", "hugo", "ida", "jan"))
    site = str(row["Website"] or "").removeprefix("https://www.")
    free = random.random() < 0.2 or not site
    domain = random.choice(PROVIDERS) if free else site
    return {
        "Id": f"003{number:012d}AAA",
        "AccountId": row["Id"],
        "Name": f"{first.capitalize()} {surname}",
        "Email": f"{first}.{surname.lower()}{number if free else number % 100}@{domain}",
        "Phone": f"+1{random.randrange(200, 990)}{random.randrange(200, 990)}{random.randrange(10_000):04d}"
        if random.random() < 0.5
        else None,
    }


def domain_of(random: Random, name: str, number: int) -> str:
    """A domain as a company of that name has it."""
    words = [word for word in name.replace("&", " ").lower().split() if word.isalpha()]
    label = random.choice(("".join(words), "".join(words), "-".join(words), words[0] + (words[-1][:4])))
    return f"{label}{number % 1000 if random.random() < 0.3 else ''}.{random.choice(SUFFIXES)}"


def hash_of(text: str) -> int:
    """A number for a text, the same in each process."""
    return sum(ord(char) * 31**at for at, char in enumerate(text[:8]))
