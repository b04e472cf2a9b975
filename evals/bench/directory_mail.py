"""Mail to an invented org: each message names its account in one way, and the truth is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from random import Random
from typing import Any, NamedTuple

from evals.bench.directory_org import Org
from evals.bench.directory_words import FORMS, PROVIDERS, SHORT, TRADES, brands, slip

Row = dict[str, Any]

NOBODY = "no account of the org"


class Mail(NamedTuple):
    """A message as it comes in. `account`: the record id that it is about; '' where nobody can say, or it is none's."""

    kind: str
    raw: bytes
    account: str


ASKS = (
    "could you please send us a copy of the last invoice? The one of March seems to be missing in our files.",
    "the delivery that was announced for Monday did not arrive. Please check with the carrier and call us back.",
    "we would like to change the contact person and the opening hours on our record from next month on.",
    "the password of our portal account does not work any more since the update last week. Who can help?",
    "we have a question about the service contract: does it cover the new machine in the north hall as well?",
)
OPENINGS = ("I write for {}:", "this is about {}:", "on behalf of {},", "regarding {}:")
CLOSINGS = ("Best regards", "Kind regards", "Thank you", "Many thanks and best wishes")
PEOPLE = ("Alex Winter", "Sam Field", "Robin Stone", "Kim Park", "Jo Baker")


@dataclass
class Sample:
    """Accounts drawn from an org, what stands beside them, and how often each name and place occurs in the org."""

    rows: list[Row] = field(default_factory=list)
    contacts: dict[str, list[Row]] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)
    local: Counter[tuple[str, str]] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, org: Org, count: int) -> Sample:
        """Every so manyth account, in one pass over the org."""
        sample, every = cls(), max(1, org.size // count)
        for number, row in enumerate(org.accounts()):
            for name in filter(None, (row["Name"], row["Former_Name__c"])):
                sample.names[plain(name)] += 1
                sample.local[plain(name), row["BillingCity"]] += 1
            sample.sites[str(row["Website"])] += 1
            if number % every == every // 2:
                sample.rows.append(row)
        wanted = {row["Id"] for row in sample.rows}
        for contact in org.contacts():
            if contact["AccountId"] in wanted:
                sample.contacts.setdefault(contact["AccountId"], []).append(contact)
        return sample


def plain(name: str) -> str:
    """A name without its legal form."""
    words = name.split()
    return " ".join(words[:-1] if words[-1] in FORMS else words)


class Writer:
    """Writes mail about accounts of a sample."""

    def __init__(self, sample: Sample, seed: int = 5) -> None:
        self.sample, self._random = sample, Random(seed)
        self._strangers = brands(Random(seed + 900), 4000)

    def all(self, each: int) -> list[Mail]:
        """So many of each kind, as far as the sample has accounts that it can be written about."""
        found: list[Mail] = []
        for kind, write in KINDS.items():
            rows = list(self.sample.rows)
            self._random.shuffle(rows)
            found.extend(mail for mail in _first(each, (write(self, kind, row) for row in rows)))
        return found

    # -- one kind each; None where it cannot be written about this account --------------------------------------------

    def whole_name_and_town(self, kind: str, row: Row) -> Mail | None:
        """'Brannock Dental in Osterheim'."""
        if self.sample.local[plain(row["Name"]), row["BillingCity"]] > 1:
            return None
        return self._mail(kind, row, self._named(plain(row["Name"]), row))

    def whole_name(self, kind: str, row: Row) -> Mail | None:
        """The name, which no other account bears."""
        if self.sample.names[plain(row["Name"])] > 1:
            return None
        return self._mail(kind, row, plain(row["Name"]))

    def shared_name(self, kind: str, row: Row) -> Mail | None:
        """The name, which others bear too: nobody can say which one it is."""
        if self.sample.names[plain(row["Name"])] < 2:
            return None
        return self._mail(kind, row, plain(row["Name"]), account="")

    def misspelt_name_and_town(self, kind: str, row: Row) -> Mail | None:
        """The longest word with one slip of the finger, and the town."""
        words = plain(row["Name"]).split()
        if self.sample.local[plain(row["Name"]), row["BillingCity"]] > 1 or len(words) < 2:
            return None
        at = max(range(len(words)), key=lambda each: (words[each] not in TRADES, len(words[each])))
        if len(words[at]) < 6:
            return None
        words[at] = slip(self._random, words[at])
        return self._mail(kind, row, self._named(" ".join(words), row))

    def shortened_name_and_town(self, kind: str, row: Row) -> Mail | None:
        """'Brannock Constr., Osterheim'."""
        words = plain(row["Name"]).split()
        if words[-1] not in SHORT or self.sample.local[plain(row["Name"]), row["BillingCity"]] > 1:
            return None
        return self._mail(kind, row, self._named(" ".join((*words[:-1], SHORT[words[-1]] + ".")), row))

    def part_of_name_and_town(self, kind: str, row: Row) -> Mail | None:
        """Without the trade: 'Brannock in Osterheim'."""
        words = plain(row["Name"]).split()
        if len(words) != 2 or words[1] not in TRADES or self.sample.local[plain(row["Name"]), row["BillingCity"]] > 1:
            return None
        return self._mail(kind, row, self._named(words[0], row))

    def former_name_and_town(self, kind: str, row: Row) -> Mail | None:
        """The name that it had before."""
        former = row["Former_Name__c"]
        if not former or self.sample.local[plain(former), row["BillingCity"]] > 1:
            return None
        return self._mail(kind, row, self._named(former, row))

    def code(self, kind: str, row: Row) -> Mail | None:
        """Only the customer number."""
        code = row["Customer_Code__c"]
        written = self._random.choice(
            (f"our customer number is {code}", f"customer no. {code[0]}-{code[1:]}", f"Kd.-Nr. {code}")
        )
        return self._mail(kind, row, "", more=written)

    def site_in_text(self, kind: str, row: Row) -> Mail | None:
        """The address of its website, which no other account has."""
        if not row["Website"] or self.sample.sites[row["Website"]] > 1:
            return None
        return self._mail(kind, row, "", more=f"it is about {row['Website'].removeprefix('https://')}")

    def phone_in_signature(self, kind: str, row: Row) -> Mail | None:
        """Its phone and nothing else."""
        phone = row["Phone"]
        return self._mail(kind, row, "", signed=f"Tel. ({phone[2:5]}) {phone[5:8]}-{phone[8:]}")

    def alternate_domain(self, kind: str, row: Row) -> Mail | None:
        """Written from a further domain of the account."""
        domain = row["Alternate_Domains__c"]
        return self._mail(kind, row, "", sender=f"office@{domain}") if domain else None

    def contact_at_free_mail(self, kind: str, row: Row) -> Mail | None:
        """Written by a contact from a private address."""
        for contact in self.sample.contacts.get(row["Id"], ()):
            if contact["Email"].rpartition("@")[2] in PROVIDERS:
                return self._mail(kind, row, "", sender=contact["Email"])
        return None

    def member_of_group(self, kind: str, row: Row) -> Mail | None:
        """Written from the domain of the whole group, about the member with this trade in this town."""
        if not row["ParentId"] or not row["Website"] or self.sample.sites[row["Website"]] < 2:
            return None
        domain = row["Website"].removeprefix("https://www.")
        words = [word for word in plain(row["Name"]).split() if word in TRADES]
        if not words:
            return None
        asked = f"our {words[0]} company in {row['BillingCity']}"
        return self._mail(kind, row, "", sender=f"head.office@{domain}", more=f"it is about {asked}")

    def address(self, kind: str, row: Row) -> Mail | None:
        """The name, which others bear too, with street and postal code."""
        if self.sample.names[plain(row["Name"])] < 2:
            return None
        place = f"{plain(row['Name'])}\n{row['BillingStreet']}\n{row['BillingPostalCode']} {row['BillingCity']}"
        return self._mail(kind, row, "", more=f"here is the address of the site:\n{place}\n")

    def stranger(self, kind: str, row: Row) -> Mail | None:
        """A company that the org does not have."""
        name = f"{self._random.choice(self._strangers)} {self._random.choice(TRADES)}"
        if self.sample.names[name]:
            return None
        return self._mail(kind, row, self._named(name, row), account=NOBODY)

    def namesake_elsewhere(self, kind: str, row: Row) -> Mail | None:
        """A known name in a town where no account bears it: perhaps a site that the org does not have."""
        name = plain(row["Name"])
        town = self._random.choice(self.sample.rows)["BillingCity"]
        if self.sample.local[name, town] or town in name or row["BillingCity"] in name:
            return None
        return self._mail(kind, row, f"{name} in {town}", account="")

    # -- inside --------------------------------------------------------------------------------------------------

    def _named(self, name: str, row: Row) -> str:
        town = row["BillingCity"]
        if town in name:
            return name
        return self._random.choice((f"{name} in {town}", f"{name}, {town}", f"{name} ({town})"))

    def _mail(
        self,
        kind: str,
        row: Row,
        named: str,
        account: str | None = None,
        sender: str = "",
        more: str = "",
        signed: str = "",
    ) -> Mail:
        random = self._random
        person = random.choice(PEOPLE)
        asked = random.choice(ASKS)
        opening = random.choice(("I write for {}:", "this is about {}:", "on behalf of {},", "regarding {}:")).format(
            named
        )
        lines = ["Hello,", "", f"{opening} {asked}" if named else asked]
        lines += [more[:1].upper() + more[1:] + "."] if more else []
        lines += ["", random.choice(CLOSINGS), person, *([signed] if signed else [])]
        message = EmailMessage()
        message["From"] = f"{person} <{sender or person.lower().replace(' ', '.') + '@gmail.com'}>"
        message["To"] = "Support <support@our-desk.example>"
        message["Subject"] = random.choice(("Question", "Request", "Please help", "Our account"))
        message.set_content("\n".join(lines) + "\n")
        return Mail(kind, message.as_bytes(), row["Id"] if account is None else account)


Write = Callable[[Writer, str, Row], Mail | None]
KINDS: dict[str, Write] = {
    "whole name and town": Writer.whole_name_and_town,
    "whole name, the only one": Writer.whole_name,
    "whole name, shared": Writer.shared_name,
    "shared name and address": Writer.address,
    "misspelt name and town": Writer.misspelt_name_and_town,
    "shortened name and town": Writer.shortened_name_and_town,
    "part of name and town": Writer.part_of_name_and_town,
    "former name and town": Writer.former_name_and_town,
    "customer number": Writer.code,
    "site in the text": Writer.site_in_text,
    "phone in the signature": Writer.phone_in_signature,
    "sender, alternate domain": Writer.alternate_domain,
    "sender, contact, free mail": Writer.contact_at_free_mail,
    "sender, group domain": Writer.member_of_group,
    "known name, other town": Writer.namesake_elsewhere,
    "company not in the org": Writer.stranger,
}


def _first(count: int, found: Iterable[Mail | None]) -> Sequence[Mail]:
    kept: list[Mail] = []
    for mail in found:
        if len(kept) == count:
            break
        if mail is not None:
            kept.append(mail)
    return kept
