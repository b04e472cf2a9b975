"""Who finds the signature in a message: our zones beside the packages that others use, over public sets.

    python -m evals.bench.signatures FORGE [--talon FOLDER] [--missed]

FORGE holds the repository of that name: `dataset/P` with signatures, `dataset/N` without. FOLDER is talon's repository.
Both were written for talon. Our reader is told the sender, as mail tells him; the packages have no place for him.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.bench.replies_count import Count, Score, score
from evals.bench.replies_packages import told
from evals.interval import wilson
from tools.mail import read
from tools.mail.envelope import address
from workflow.document import ZoneKind
from workflow.errors import InputError

_MARK = "#sig#"


@dataclass(frozen=True)
class Signed:
    """A text, who sent it, and the lines of its signature."""

    name: str
    text: str
    sender: str
    signature: tuple[str, ...]


Finder = Callable[[Signed], str]


def finders() -> dict[str, Finder]:
    """Who finds signatures, ours last. Raises InputError where a package is not installed."""
    try:
        from email_reply_parser import EmailReplyParser as Fragments
        from mailparser_reply import EmailReplyParser as Replies
        from mailparser_reply.constants import MAIL_LANGUAGES
    except ImportError as error:
        raise InputError(f"{error.name} is not installed: pip install -e '.[bench]'") from error
    replies = Replies(languages=list(MAIL_LANGUAGES))

    def of_reply(one: Signed) -> str:
        first = replies.read(one.text).replies[0]
        return "\n".join([first.signatures, *first.disclaimers])

    def of_fragments(one: Signed) -> str:
        return "\n".join(part.content for part in Fragments.read(one.text).fragments if part.signature)

    return {"mail-parser-reply": of_reply, "email-reply-parser": of_fragments, "switchyard": ours}


def ours(one: Signed) -> str:
    """Signature and disclaimer zones of a message from that sender."""
    head = f"From: {_mailbox(one.sender)}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit"
    document = read(f"{head}\n\n{one.text}".encode()).document
    return told(document, ZoneKind.SIGNATURE, ZoneKind.DISCLAIMER)


def _mailbox(sender: str) -> str:
    """`Quill, Ada [mailto:...]`, as the set writes some senders, in the form of a header."""
    found = address(sender.replace("[mailto:", "<").replace("]", ">"))
    name = found.name if found else sender
    if "," in name:
        family, _, given = name.partition(",")
        name = f"{given.strip()} {family.strip()}"
    return f'"{name}" <{found.email}>' if found and found.email else name


def forge(folder: Path, kind: str) -> list[Signed]:
    """Messages of `dataset/P` or `dataset/N`. Raises InputError where there are none."""
    found = list(_forge(folder / "dataset" / kind))
    if not found:
        raise InputError(f"{folder / 'dataset' / kind}: no messages here")
    return found


def _forge(place: Path) -> Iterator[Signed]:
    for path in sorted(place.glob("*_body")):
        rows = _text(path).split("\n")
        sender = _text(path.with_name(path.name.replace("_body", "_sender"))).strip()
        signature = tuple(row.removeprefix(_MARK) for row in rows if row.startswith(_MARK))
        yield Signed(path.name, "\n".join(row.removeprefix(_MARK) for row in rows), sender, signature)


def talon(folder: Path) -> Iterator[Signed]:
    """Messages of talon's tests, each with its signature in a file beside it."""
    for path in sorted((folder / "tests" / "fixtures" / "signature" / "emails" / "stripped").glob("*_body")):
        signature = _text(path.with_name(path.name.replace("_body", "_signature"))).replace(_MARK, "")
        sender = _text(path.with_name(path.name.replace("_body", "_sender"))).strip()
        yield Signed(path.name, _text(path).replace(_MARK, ""), sender, tuple(signature.split("\n")))


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").replace("\ufffd", "?")


def count(one: Signed, found: str) -> Count:
    """The lines that were found, beside those of the signature; blank ones count for nothing."""
    got, wanted = (Counter(_lines(rows)) for rows in (found.split("\n"), one.signature))
    return Count(one.name, got == wanted, (got & wanted).total(), (got - wanted).total(), (wanted - got).total())


def _lines(rows: Sequence[str]) -> list[str]:
    return [folded for row in rows if (folded := " ".join(row.split()))]


def rows(signed: dict[str, list[Signed]], clean: list[Signed], who: dict[str, Finder], missed: bool) -> list[str]:
    """The table: precision, recall and F1 over lines, and messages without a signature in which one was found."""
    found = [
        f"{'reader':20}{'set':18}{'whole':>9}{'lines P':>9}{'R':>7}{'F1 (95 %)':>20}   {'false on clean mail':>24}"
    ]
    for name, find in who.items():
        wrong = [one.name for one in clean if _lines(find(one).split("\n"))]
        low, high = wilson(len(wrong), len(clean)) or (0.0, 0.0)
        false = f"{len(wrong)} of {len(clean)} ({low:.2f}-{high:.2f})"
        for title, messages in signed.items():
            counts = [count(one, find(one)) for one in messages]
            found.append(f"{name:20}{title:18}{_cells(counts, score(counts))}   {false:>24}")
            false = ""
            if missed and name == "switchyard":
                found += [f"    {one}" for one in counts if not one.right]
        if missed and name == "switchyard":
            found.append(f"    false: {', '.join(wrong) or 'none'}")
    return found


def _cells(counts: list[Count], told: Score) -> str:
    hit, wrong, lost = (sum(getattr(one, name) for one in counts) for name in ("hit", "wrong", "missed"))
    precision, recall = hit / (hit + wrong or 1), hit / (hit + lost or 1)
    span = f"{told.f1:.3f} ({told.low:.2f}-{told.high:.2f})"
    return f"{f'{told.right}/{told.of}':>9}{precision:9.3f}{recall:7.3f}{span:>20}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.signatures", description=__doc__.partition("\n")[0])
    parser.add_argument("forge", type=Path, help="the repository forge")
    parser.add_argument("--talon", type=Path, help="the repository talon")
    parser.add_argument("--missed", action="store_true", help="also name what our reader got wrong")
    given = parser.parse_args()
    try:
        signed = {"forge": forge(given.forge, "P")}
        if given.talon:
            signed["talon"] = list(talon(given.talon))
        print("\n".join(rows(signed, forge(given.forge, "N"), finders(), given.missed)))
    except InputError as error:
        parser.exit(2, f"{error}\n")


if __name__ == "__main__":
    main()
