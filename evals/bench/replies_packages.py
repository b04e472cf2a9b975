"""What each reader of replies makes of a message: the package that others use, and ours, behind one form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from evals.bench.replies_sets import Case, message
from tools import documents
from tools.mail import line, read, thread
from workflow.document import Document, ZoneKind
from workflow.errors import InputError


@dataclass(frozen=True)
class Reply:
    """The sender's own text: without what is held to be his signature, and with it."""

    bare: str
    signed: str


Reader = Callable[[Case], Reply]


def readers() -> dict[str, Reader]:
    """The readers by name, ours last. Raises InputError where a package is not installed."""
    try:
        return {
            "mail-parser-reply": _mail_parser_reply(),
            "email-reply-parser": _email_reply_parser(),
            "quotequail": _quotequail(),
            "switchyard": ours,
        }
    except ImportError as error:
        raise InputError(f"{error.name} is not installed: pip install -e '.[bench]'") from error


def ours(case: Case) -> Reply:
    """The new text of our zones. A message that only passes another one on says what that one says."""
    document = read(case.raw).document
    new = told(document, ZoneKind.NEW)
    if not new.strip() and (passed := _below_header(told(document, ZoneKind.FORWARD))):
        return ours(replace(case, raw=message(passed)))
    return Reply(new, told(document, ZoneKind.NEW, ZoneKind.SIGNATURE, ZoneKind.DISCLAIMER))


def _below_header(text: str) -> str:
    """What stands below the header of a message that was passed on; empty where there is none."""
    lines = line.split(text)
    first = next((index for index, one in enumerate(lines) if not one.blank), len(lines))
    opener = thread.find(lines, first) if first < len(lines) else None
    return text[lines[opener.end - 1].end :] if opener else ""


def told(document: Document, *kinds: ZoneKind) -> str:
    """The text of the body's zones of some kinds."""
    body = document.part("body")
    return "\n".join(body.text[zone.start : zone.end] for zone in body.zones if zone.kind in kinds)


def shown(case: Case) -> str:
    """The text for readers that take no HTML: that of the page as we render it."""
    return documents.read(case.page.encode(), "page.html").text if case.page else case.text


def _mail_parser_reply() -> Reader:
    from mailparser_reply import EmailReplyParser
    from mailparser_reply.constants import MAIL_LANGUAGES

    parser = EmailReplyParser(languages=list(MAIL_LANGUAGES))

    def reader(case: Case) -> Reply:
        first = parser.read(shown(case)).replies[0]
        return Reply(first.body, first.full_body)

    return reader


def _email_reply_parser() -> Reader:
    from email_reply_parser import EmailReplyParser

    def reader(case: Case) -> Reply:
        fragments = EmailReplyParser.read(shown(case)).fragments
        own = [one for one in fragments if not (one.hidden or one.quoted)]
        signed = [one for one in fragments if one in own or one.signature]
        return Reply(*("\n".join(one.content for one in some) for some in (own, signed)))

    return reader


def _quotequail() -> Reader:
    import quotequail

    def reader(case: Case) -> Reply:
        if case.page:
            pieces = quotequail.quote_html(case.page, limit=100_000, quote_intro_line=True)
            text = documents.read("".join(page for own, page in pieces if own).encode(), "page.html").text
        else:
            pieces = quotequail.quote(case.text, limit=100_000, quote_intro_line=True)
            text = "\n".join(text for own, text in pieces if own)
        return Reply(text, text)

    return reader
