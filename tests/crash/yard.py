"""A small org of invented dealers and a mixed inbox: straight mail, splits, files, doubts, no work, replies."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

WORKFLOW = "dealer-support"
ACCOUNTS = """\
ExternalId__c,Name,Type,Website,Brand__c,OEM_Dealer_Code__c,Region__c,BillingCity
K-1,Harrowmere Ford,Dealer,harrowmereford.com,Ford,H2001,East,Dover
K-2,Pellworth Toyota,Dealer,pellworthtoyota.com,Toyota,H2002,West,Salem
K-3,Ostrander Honda,Dealer,ostranderhonda.com,Honda,H2003,West,Boise
K-4,Vantressa BMW,Dealer,vantressabmw.com,BMW,H2004,East,Ghent
"""
DEALERS = tuple(tuple(line.split(",")[1:4:2]) for line in ACCOUNTS.splitlines()[1:])


def make(folder: Path) -> Path:
    """The folder for `--org`."""
    folder.mkdir(parents=True)
    (folder / "Account.csv").write_text(ACCOUNTS, "utf-8")
    return folder


def inbox(rounds: int = 2) -> list[tuple[str, bytes]]:
    """(name, message): `rounds` times one of each kind."""
    found = []
    for n in range(rounds):
        name, host = DEALERS[n % len(DEALERS)]
        other, there = DEALERS[(n + 1) % len(DEALERS)]
        third, far = DEALERS[(n + 2) % len(DEALERS)]
        found += [
            _mail(f"straight-{n}", host, f"we were charged twice for chat at {host} on invoice INV-88{n}1. Please send "
                  "a credit for the second charge."),
            _mail(f"split-{n}", host, f"two things:\n\n{name} ({host}): invoice INV-77{n}2 was charged twice, please "
                  f"credit it.\n\n{other} ({there}): please change the opening hours on the website to 9 to 5.\n\n"
                  f"{third} ({far}): the chat does not load any more, please look into it."),
            _mail(f"doubtful-{n}", "postbox.invalid", "please see what we talked about the other day."),
            _mail(f"file-{n}", there, f"the picture on the home page of {there} is out of date, the new one is "
                  "attached.", attached=b"GIF89a" + bytes([n]) * 64),
        ]  # fmt: skip
    found.append(_mail("newsletter", "news.invalid", "Top ten offers of the week. Unsubscribe here.", bulk=True))
    return found


def replies(rounds: int = 2) -> list[tuple[str, bytes]]:
    """Answers to the straight ones, to be put in when those are through."""
    return [
        _mail(f"reply-{n}", DEALERS[n % len(DEALERS)][1], "it was INV-4711 as well, sorry.", to=f"straight-{n}")
        for n in range(rounds)
    ]


def _mail(
    name: str, host: str, text: str, attached: bytes = b"", bulk: bool = False, to: str = ""
) -> tuple[str, bytes]:
    message = EmailMessage()
    message["From"], message["To"] = f"Ada Norvik <ada@{host}>", "support@vendor.invalid"
    message["Subject"] = f"Re: About {to}" if to else f"About {name}"
    message["Date"], message["Message-ID"] = "Tue, 04 Mar 2025 10:00:00 -0500", f"<{name}@{host}>"
    if to:
        message["In-Reply-To"] = message["References"] = f"<{to}@{host}>"
    if bulk:
        message["List-Unsubscribe"], message["Precedence"] = "<https://news.invalid/off>", "bulk"
    message.set_content(f"Hello,\n\n{text}\n\nAda Norvik\n")
    if attached:
        message.add_attachment(attached, maintype="image", subtype="gif", filename=f"{name}.gif")
        message.set_boundary(f"={name}=")
    return name, message.as_bytes()
