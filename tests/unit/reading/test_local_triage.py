"""What no person asked is no work; when in doubt, it is work."""

from __future__ import annotations

import pytest
from letters import NOBODY, PARCELS, letter

from agents.reading.local import LocalReader
from workflow.accounts import Candidates
from workflow.document import Document, Link, Part, ZoneKind
from workflow.evidence import holds
from workflow.interpretation import Triage

READER = LocalReader()
KNOWN = Candidates(sender=("A",))


def judge(document: Document, candidates: Candidates = NOBODY) -> Triage:
    answer = READER.triage(document, (PARCELS,), candidates)
    assert all(holds(document, evidence) for evidence in answer.evidence)
    return answer


@pytest.mark.parametrize(
    ("headers", "subject", "kind"),
    [
        ({"content-type": "multipart/report; report-type=delivery-status"}, "Failure", "bounce"),
        ({"content-type": "multipart/report; report-type=disposition-notification"}, "Read: x", "receipt"),
        ({"auto-submitted": "auto-replied"}, "Re: x", "auto_reply"),
        ({"x-autoreply": "yes"}, "Re: x", "auto_reply"),
        ({"precedence": "auto_reply"}, "Re: x", "auto_reply"),
        ({}, "Automatic reply: your mail", "auto_reply"),
        ({}, "Abwesenheitsnotiz: Ihre Nachricht", "auto_reply"),
        ({}, "自動応答: お問い合わせ", "auto_reply"),
    ],
)
def test_machines_say_what_they_are(headers: dict[str, str], subject: str, kind: str) -> None:
    answer = judge(letter("I will be back on Monday.", subject=subject, headers=headers), KNOWN)
    assert not answer.actionable
    assert answer.kind == kind


def test_mail_that_a_program_generates_may_still_be_work() -> None:
    document = letter("Export failed for box 7, please check.", headers={"auto-submitted": "auto-generated"})
    assert judge(document).actionable


def test_an_answer_to_an_invitation_is_none_unless_somebody_writes_something() -> None:
    calendar = Part(
        name="attachment:a.ics", kind="attachment", text="BEGIN:VCALENDAR\nMETHOD:REPLY\n", media_type="text/calendar"
    )
    assert not judge(letter("", subject="Accepted: visit", extra=(calendar,)), KNOWN).actionable
    assert judge(letter("Can we also talk about the broken box?", extra=(calendar,)), KNOWN).actionable


def test_a_newsletter_is_told_by_its_headers_and_a_known_senders_mail_is_work_all_the_same() -> None:
    headers = {"list-unsubscribe": "<https://news.example/u>", "precedence": "bulk"}
    document = letter("Five parcels that changed the world. Unsubscribe", headers=headers)
    assert judge(document).kind == "newsletter"
    assert judge(document, KNOWN).actionable


def test_an_unsolicited_offer_is_spam_and_a_strangers_request_is_not() -> None:
    offer = letter(
        "Dear owner, I came across your page. We can increase your sales with our email list. "
        "May I send you our price list? If you are not interested, just ignore me."
    )
    assert judge(offer).kind == "spam"
    assert judge(letter("Hi, I am new here. Can you send me a quote for 3 pallets?")).actionable


def test_a_threat_with_a_foreign_link_is_phishing() -> None:
    text = "Your mailbox storage is full and will be suspended in 48 hours. Confirm your password here."
    link = Link(start=text.index("here"), end=len(text), target="http://steal.example.com/?e=us@example.org")
    document = letter(text)
    body = document.part("body").model_copy(update={"links": (link,)})
    assert judge(document.model_copy(update={"parts": (document.parts[0], body)})).kind == "spam"


@pytest.mark.parametrize(
    "text",
    [
        "Perfect, the lift runs again. Thanks a lot!\n",
        "Vielen Dank, hat sich erledigt.\n",
        "Merci beaucoup, tout fonctionne.\n",
        "Muchas gracias, ya funciona.\n",
        "ありがとうございます。解決しました。\n",
    ],
)
def test_thanks_alone_are_no_work(text: str) -> None:
    quote = ((ZoneKind.QUOTE, "> we repaired it"),)
    answer = judge(letter(text, subject="Re: box", zones=quote, answers=("a@b",)), KNOWN)
    assert (answer.actionable, answer.kind) == (False, "thanks")


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, but it is still broken.",
        "Thank you. One more thing: please cancel the second order.",
        "Perfect, thanks! Could you also send the invoice?",
        "Thanks. The lid of the other box came off and the contents are on the floor of the hall.",
    ],
)
def test_thanks_with_a_request_are_work(text: str) -> None:
    assert judge(letter(text, subject="Re: box", answers=("a@b",)), KNOWN).actionable


def test_an_empty_message_is_no_work_and_one_with_an_attachment_is() -> None:
    assert judge(letter("", sender=("", "x@y.example"))).kind == "empty"
    attachment = Part(name="attachment:a.pdf", kind="attachment", text="Please collect 3 pallets.")
    assert judge(letter("", extra=(attachment,))).actionable


def test_little_that_speaks_for_work_is_work_of_little_confidence() -> None:
    vague = judge(letter("thoughts"))
    clear = judge(letter("Where is our parcel? The invoice came, the delivery did not."), KNOWN)
    assert vague.actionable
    assert vague.confidence < clear.confidence
