"""Whose words are whose."""

from __future__ import annotations

import time

import pytest
from mime_letters import covered, new, page, plain, told

from workflow.document import ZoneKind

OLDER = "Dear Ada, the old text of ours."

INTRODUCTIONS = [
    "On Tue, Jun 3, 2025 at 9:00 AM Desk <desk@example.com> wrote:",
    "On Jun 3, 2025, at 9:00 AM, Desk <desk@example.com>\nwrote:",
    "Am 03.06.2025 um 09:00 schrieb Desk:",
    "Am Di., 3. Juni 2025 um 09:00 Uhr schrieb Desk <\ndesk@example.com>:",
    "Le mar. 3 juin 2025 à 09:00, Desk <desk@example.com> a écrit :",
    "El mar, 3 jun 2025 a las 9:00, Desk (<desk@example.com>) escribió:",
    "Il giorno mar 3 giu 2025 alle ore 09:00 Desk <desk@example.com> ha scritto:",
    "Op 3 juni 2025 om 09:00 schreef Desk:",
    "Em ter., 3 de jun. de 2025 às 09:00, Desk <desk@example.com> escreveu:",
    "Den tis 3 juni 2025 kl 09:00 skrev Desk <desk@example.com>:",
    "tir. 3. jun. 2025 kl. 09:00 skrev Desk <desk@example.com>:",
    "ti 3. kesäk. 2025 klo 9.00 Desk <desk@example.com> kirjoitti:",
    "wt., 3 cze 2025 o 09:00 Desk <desk@example.com> napisał(a):",
    "вт, 3 июн. 2025 г. в 09:00, Desk <desk@example.com>:",
    "2025年6月3日(火) 9:00 Desk <desk@example.com>:",
    "在 2025年6月3日，上午9:00，Desk <desk@example.com> 写道：",
    "2025-06-03 9:00 GMT+02:00 Desk <desk@example.com>:",
    "út 3. 6. 2025 v 9:00 odesílatel Desk <desk@example.com> napsal:",
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
@pytest.mark.parametrize("mark", ["> ", ""])
def test_what_follows_an_introduction_is_quoted(introduction: str, mark: str) -> None:
    document = plain(f"Yes, please.\n\n{introduction}\n\n{mark}{OLDER}\n", subject="Re: Hello")
    assert new(document) == "Yes, please."
    assert OLDER in told(document, ZoneKind.QUOTE)


HEADERS = [
    "From: Desk <desk@example.com>\nSent: Tuesday, June 3, 2025 9:00 AM\nTo: Ada Quill\nSubject: Hello",
    "Von: Desk <desk@example.com>\nGesendet: Dienstag, 3. Juni 2025 09:00\nAn: Ada Quill\nBetreff: Hello",
    "De : Desk <desk@example.com>\nEnvoyé : mardi 3 juin 2025 09:00\nÀ : Ada Quill\nObjet : Hello",
    "De: Desk <desk@example.com>\nEnviado el: martes, 3 de junio de 2025 9:00\nPara: Ada Quill\nAsunto: Hello",
    "Da: Desk <desk@example.com>\nInviato: martedì 3 giugno 2025 09:00\nA: Ada Quill\nOggetto: Hello",
    "Van: Desk <desk@example.com>\nVerzonden: dinsdag 3 juni 2025 09:00\nAan: Ada Quill\nOnderwerp: Hello",
    "Från: Desk <desk@example.com>\nSkickat: den 3 juni 2025 09:00\nTill: Ada Quill\nÄmne: Hello",
    "Fra: Desk <desk@example.com>\nSendt: 3. juni 2025 09:00\nTil: Ada Quill\nEmne: Hello",
    "Od: Desk <desk@example.com>\nWysłano: 3 czerwca 2025 09:00\nDo: Ada Quill\nTemat: Hello",
    "От: Desk <desk@example.com>\nОтправлено: 3 июня 2025 г. 9:00\nКому: Ada Quill\nТема: Hello",
    "差出人: Desk <desk@example.com>\n送信日時: 2025年6月3日 9:00\n宛先: Ada Quill\n件名: Hello",
    "发件人: Desk <desk@example.com>\n发送时间: 2025年6月3日 9:00\n收件人: Ada Quill\n主题: Hello",
    "*From:* Desk <desk@example.com>\n*Sent:* Tuesday, June 3, 2025\n*To:* Ada Quill\n*Subject:* Hello",
    "-----Original Message-----\nFrom: Desk\nSent: 3 June 2025\nTo: Ada\nSubject: Hello",
    "-----Ursprüngliche Nachricht-----\nVon: Desk\nGesendet: 3. Juni 2025\nAn: Ada\nBetreff: Hello",
    "________________________________\nFrom: Desk <desk@example.com>\nSent: Tuesday\nTo: Ada\nSubject: Hello",
]


@pytest.mark.parametrize("headers", HEADERS)
def test_printed_headers_in_an_answer_begin_a_quote(headers: str) -> None:
    document = plain(f"Please go ahead.\n\n{headers}\n\n{OLDER}\n", subject="RE: Hello")
    assert new(document) == "Please go ahead."
    assert told(document, ZoneKind.QUOTE) == f"{headers}\n\n{OLDER}"


@pytest.mark.parametrize("headers", HEADERS)
@pytest.mark.parametrize("subject", ["FW: Hello", "WG: Hello", "TR: Hello", "RV: Hello", "VB: Hello", "转发: Hello"])
def test_printed_headers_in_a_forward_begin_a_forward(headers: str, subject: str) -> None:
    document = plain(f"Please handle.\n\n{headers}\n\n{OLDER}\n", subject=subject)
    assert new(document) == "Please handle."
    assert told(document, ZoneKind.FORWARD) == f"{headers}\n\n{OLDER}"


@pytest.mark.parametrize(
    "marker",
    [
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "---------- Weitergeleitete Nachricht ----------",
        "-------- Message transféré --------",
        "---------- Mensaje reenviado ---------",
        "---------- Doorgestuurd bericht ---------",
        "---------- 転送メッセージ ----------",
    ],
)
def test_forward_markers_begin_a_forward_whatever_the_subject(marker: str) -> None:
    document = plain(
        f"Hello,\n\n{marker}\nFrom: Bo <bo@example.net>\nDate: 2 Jun 2025\nSubject: Help\n\nMy order is late.\n"
    )
    assert new(document) == "Hello,"
    assert "My order is late." in told(document, ZoneKind.FORWARD)


def test_an_answer_that_only_points_below_passes_the_older_message_on() -> None:
    document = plain(f"FYI, see below.\n\n{HEADERS[0]}\n\nPlease change my address.\n", subject="RE: Hello")
    assert "Please change my address." in told(document, ZoneKind.FORWARD)


def test_what_a_forwarded_message_quotes_is_a_quote() -> None:
    inner = "From: Bo <bo@example.net>\nSent: 2 June 2025\nTo: Ada Quill\nSubject: Late"
    oldest = "From: Ada Quill <ada.quill@example.org>\nSent: 1 June 2025\nTo: Bo\nSubject: Late"
    asked = "Dear Ada, my order of last week has still not arrived and I need it by Friday at the latest."
    document = plain(f"Please help him.\n\n{inner}\n\n{asked}\n\n{oldest}\n\nShipped.\n", subject="FW: Late")
    assert asked in told(document, ZoneKind.FORWARD)
    assert told(document, ZoneKind.QUOTE) == f"{oldest}\n\nShipped."


def test_two_forwarded_messages_beside_each_other_are_both_forwards() -> None:
    asked = "Dear Ada, my order of last week has still not arrived and I need it by Friday at the latest."
    one = f"From: Bo <bo@example.net>\nSent: 2 June 2025\nTo: Ada Quill\nSubject: Late\n\n{asked}"
    two = f"From: Cy <cy@example.net>\nSent: 2 June 2025\nTo: Ada Quill\nSubject: Wrong size\n\n{asked}"
    document = plain(f"Both please.\n\n{one}\n\n{two}\n", subject="FW: two")
    assert told(document, ZoneKind.QUOTE) == ""
    assert "Wrong size" in told(document, ZoneKind.FORWARD)


def test_answers_between_quoted_lines_are_new() -> None:
    document = plain(
        "On 3 Jun 2025 at 09:00, Desk <desk@example.com> wrote:\n> Which colour?\n\nBlue.\n\n> How many?\n\nTen.\n",
        subject="Re: x",
    )
    assert new(document) == "Blue.\n\nTen."


def test_a_sentence_that_ends_in_a_colon_introduces_nothing() -> None:
    text = "On Monday the customer wrote:\nplease deliver ten boxes to the warehouse.\n\nCan you do this?"
    assert new(plain(text)) == text


def test_a_list_of_fields_without_a_sender_is_the_senders_own() -> None:
    text = "Subject: broken tap\nDate: yesterday\nTo be fixed: kitchen"
    assert new(plain(text)) == text


SIGNATURES = [
    "-- \nAda Quill\nHead of Ink",
    "--\nAda",
    "Kind regards,\nAda",
    "Best regards\n\nAda Quill\nHead of Ink | Quill & Co\nT +44 20 7946 0123\nwww.example.org",
    "Mit freundlichen Grüßen\n\nAda Quill\nQuill GmbH, Hauptstraße 1, 10115 Berlin\nTel. 030 1234567",
    "Cordialement,\nAda Quill",
    "Un saludo,\nAda Quill",
    "Cordiali saluti\nAda Quill",
    "Met vriendelijke groet,\n\nAda Quill",
    "Atenciosamente,\nAda Quill",
    "Med vänliga hälsningar\nAda",
    "Med venlig hilsen\nAda",
    "Pozdrawiam,\nAda Quill",
    "С уважением,\nAda",
    "よろしくお願いいたします。\nAda",
    "此致\nAda",
    "Ada Quill\nada.quill@example.org\n020 7946 0123",
    "AQ",
    "Thanks, Ada",
    "Sent from my iPhone",
    "Von meinem iPhone gesendet",
    "Envoyé de mon iPhone",
    "Enviado desde mi iPhone",
    "Inviato da iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Skickat från min iPhone",
    "Wysłane z iPhone'a",
    "iPhoneから送信",
    "发自我的iPhone",
    "Get Outlook for iOS",
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signatures_are_told_from_the_text(signature: str) -> None:
    document = plain(f"Please send ten boxes to Leeds by Friday.\n\n{signature}\n")
    assert new(document) == "Please send ten boxes to Leeds by Friday."
    assert told(document, ZoneKind.SIGNATURE) == signature


def test_a_department_signs_with_the_name_of_a_person() -> None:
    document = plain(
        "The invoice is wrong, please correct it.\n\nBernard Tull\nAccounts\n", sender="Accounts <ap@example.org>"
    )
    assert told(document, ZoneKind.SIGNATURE) == "Bernard Tull\nAccounts"


@pytest.mark.parametrize(
    "sender", ["Ada Quill <ada@example.org>", "Quill", "General Announcements <mbx_news@example.org>"]
)
@pytest.mark.parametrize("signature", ["/Ada", "- Ada Quill", "Ada Quill\nHead of Ink"])
def test_a_name_at_the_end_is_a_signature_whoever_the_mailbox_names(signature: str, sender: str) -> None:
    document = plain(f"We changed the feed of both sites, and they run now.\n\n{signature}\n", sender=sender)
    assert told(document, ZoneKind.SIGNATURE) == signature


@pytest.mark.parametrize(
    ("name", "signed"), [("Thomas Reed", "Tom"), ("Robert Reed", "Bob"), ("Ada Quill", "AQ 3-1587"), ("Reed", "Bo")]
)
def test_short_names_and_extensions_are_signatures(name: str, signed: str) -> None:
    document = plain(f"Please send ten boxes to Leeds by Friday.\n\n{signed}\n", sender=f"{name} <x@example.org>")
    assert told(document, ZoneKind.SIGNATURE) == signed


def test_thanks_said_as_a_sentence_are_new_and_a_closing_is_not() -> None:
    assert new(plain("Please send ten boxes.\n\nThank you!")) == "Please send ten boxes.\n\nThank you!"
    assert new(plain("Please send ten boxes.\n\nThank you,")) == "Please send ten boxes."


def test_a_line_of_a_phone_amid_other_lines_is_new() -> None:
    text = "This is our code:\n\nsend(\n  // Sent from my custom mailer\n  text\n)\n\nWhat is wrong with it?"
    assert new(plain(text)) == text


def test_a_greeting_alone_above_a_forward_is_new() -> None:
    document = plain(f"Gruß Ada\n\n{HEADERS[1]}\n\n{OLDER}\n", subject="WG: Hello")
    assert new(document) == "Gruß Ada"


def test_the_last_words_of_a_person_are_no_name_of_somebody_else() -> None:
    text = "Please add these to my order.\n\nBlue Pen\nRed Pen"
    assert new(plain(text)) == text


def test_below_the_line_of_a_ticket_system_stands_the_older_message() -> None:
    document = plain(
        "Please close it.\n\n## Please reply above this line ##\n\nTicket 7 was updated.\n", subject="Re: Ticket 7"
    )
    assert new(document) == "Please close it."
    assert "Ticket 7 was updated." in told(document, ZoneKind.QUOTE)


def test_the_register_entry_of_a_company_belongs_to_the_signature() -> None:
    lines = "Ada Quill\nQuill GmbH\nTelefon: 030 1234567\nAmtsgericht Berlin HRB 1234"
    document = plain(f"Bitte senden Sie die Rechnung.\n\nMit freundlichen Grüßen\n{lines}\n")
    assert told(document, ZoneKind.SIGNATURE) == f"Mit freundlichen Grüßen\n{lines}"


@pytest.mark.parametrize(
    "sentence",
    ["Please always write to the new address of our friends.", "We have moved, so take the account of Inkwell."],
)
def test_a_sentence_in_the_middle_of_the_details_is_signature(sentence: str) -> None:
    lines = f"Ada Quill\nHead of Ink\n{sentence}\nQuill & Co\nTel 0113 496 0000"
    document = plain(f"Please send ten boxes.\n\nRegards,\n{lines}\n")
    assert new(document) == "Please send ten boxes."
    assert told(document, ZoneKind.SIGNATURE) == f"Regards,\n{lines}"


def test_a_sentence_below_the_name_that_nothing_follows_is_new() -> None:
    document = plain("Please send ten boxes.\n\nRegards,\nAda\n\nAnd please cancel the old order.\n")
    assert "And please cancel the old order." in new(document)


FOREIGN = "Please put the order on the account of our friends and send them the key."


@pytest.mark.parametrize(
    "signature",
    [
        f"Ada Quill\n{FOREIGN}",
        f"Ada Quill\n{FOREIGN}\nHead of Ink",
        f"Regards,\nAda\n{FOREIGN}\nQuill & Co",
        f"Regards\nBernard Tull\n{FOREIGN}\nFinance Controller",
        f"Thanks, Ada\n{FOREIGN}\nQuill & Co",
        f"Ada Quill\nHead of Ink\n{FOREIGN}\n\nQuill & Co\nTel 0113 496 0000",
    ],
)
def test_what_stands_right_below_the_name_is_signature_whatever_it_says(signature: str) -> None:
    document = plain(f"Please send ten boxes of ink.\n\n{signature}\n")
    assert new(document) == "Please send ten boxes of ink."
    assert told(document, ZoneKind.SIGNATURE) == signature


@pytest.mark.parametrize(
    "text",
    [
        "Please do these three things for us.\n\nQuill Leeds\nPlease remove the banner of the spring sale.",
        "Please do these three things for us.\n\nInk Store\nPlease remove the banner of the spring sale.",
        f"Good morning\n\nAda Quill\n{FOREIGN}",
        f"Please send ten boxes of ink.\n\nAda Quill\n\n{FOREIGN}",
        f"Please send ten boxes of ink.\n\nAda Quill\nPS: {FOREIGN}",
    ],
)
def test_what_stands_below_a_heading_or_a_blank_line_is_new(text: str) -> None:
    assert text.rpartition("\n")[2] in new(plain(text))


def test_an_afterthought_below_the_signature_is_new() -> None:
    document = plain("Please send ten boxes.\n\nRegards,\nAda\n\nPS: please also cancel the old order of last month.\n")
    assert new(document) == "Please send ten boxes.\n\nPS: please also cancel the old order of last month."


@pytest.mark.parametrize(
    "text",
    [
        "Please use this address from now on:\n\nQuill & Co\n12 Mill Road, Leeds LS1 4AB\nTel 0113 496 0000",
        "Please add these to the order:\n\n- ten boxes of ink\n- five quills",
        "Sent from my desk, which is much easier than by telephone.",
        "Best of all would be a delivery on Friday, is that possible?",
        "Thanks for the quick reply, but the box is still missing.",
    ],
)
def test_what_the_sender_asks_is_no_signature(text: str) -> None:
    assert new(plain(text)) == text


DISCLAIMERS = [
    "This e-mail is confidential and intended solely for the addressee. If you received it in error, please delete it.",
    "CONFIDENTIALITY NOTICE: The contents of this message are privileged.",
    "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie"
    " nicht der richtige Adressat sind oder diese E-Mail irrtümlich"
    " erhalten haben, informieren Sie bitte den Absender und vernichten Sie diese Mail.",
    "Ce message est confidentiel et destiné exclusivement à son"
    " destinataire. Si vous l'avez reçu par erreur, merci de le"
    " supprimer. Toute diffusion est interdite.",
    "Este mensaje es confidencial y va dirigido a su destinatario. Si lo ha recibido por error, elimínelo.",
    "Dit bericht is vertrouwelijk en uitsluitend bestemd voor de"
    " geadresseerde. Verwijder het bij ontvangst per vergissing.",
    "Please consider the environment before printing this e-mail.",
]


@pytest.mark.parametrize("disclaimer", DISCLAIMERS)
def test_standard_texts_of_companies_are_disclaimers(disclaimer: str) -> None:
    document = plain(f"Please send ten boxes.\n\nRegards,\nAda Quill\n\n{disclaimer}\n")
    assert new(document) == "Please send ten boxes."
    assert told(document, ZoneKind.DISCLAIMER) == disclaimer


def test_a_gateways_warning_at_the_top_is_a_disclaimer() -> None:
    warning = "CAUTION: This email originated from outside of the organization. Do not click links."
    document = plain(f"{warning}\n\nPlease send ten boxes.\n")
    assert new(document) == "Please send ten boxes."
    assert told(document, ZoneKind.DISCLAIMER) == warning


def test_a_request_about_confidential_data_is_no_disclaimer() -> None:
    text = (
        "You sent me somebody else's confidential invoice in error."
        " Please delete my address and tell the right recipient."
    )
    assert new(plain(f"{text}\n\nAda")) == text


def test_marks_of_mail_programs_in_html_are_followed() -> None:
    gmail = page(
        "<div>Blue please.</div><br><div class='gmail_quote'><div"
        " class='gmail_attr'>On Tue, Jun 3, 2025 Desk wrote:<br></div>"
        "<blockquote class='gmail_quote'>Which colour?</blockquote></div>"
    )
    assert new(gmail) == "Blue please."
    assert "Which colour?" in told(gmail, ZoneKind.QUOTE)
    outlook = page(
        "<p>Blue please.</p><div id='appendonsend'></div><hr><div"
        " id='divRplyFwdMsg'><b>From:</b> Desk<br><b>Sent:</b> Tuesday<br>"
        "<b>To:</b> Ada<br><b>Subject:</b> Hello</div><div>Which colour?</div>",
        subject="Re: Hello",
    )
    assert new(outlook) == "Blue please."
    assert "Which colour?" in told(outlook, ZoneKind.QUOTE)
    apple = page(
        "<div>Blue please.</div><blockquote type='cite'><div>On 3 Jun"
        " 2025, at 09:00, Desk wrote:</div>Which colour?</blockquote>"
    )
    assert new(apple) == "Blue please."


def test_interleaved_answers_in_gmails_container_are_new() -> None:
    document = page(
        "<div class='gmail_quote'><div class='gmail_attr'>On Tue, Jun"
        " 3, 2025 Desk wrote:</div><blockquote class='gmail_quote'>"
        "Which colour?</blockquote><div>Blue.</div><blockquote"
        " class='gmail_quote'>How many?</blockquote><div>Ten.</div></div>"
    )
    assert new(document).split() == ["Blue.", "Ten."]


def test_an_indented_paragraph_of_the_sender_is_new() -> None:
    document = page(
        "<div>Deliver to</div><blockquote style='margin:0 0 0 40px;border:none'>12 Mill Road, Leeds</blockquote>"
    )
    assert new(document) == "Deliver to\n12 Mill Road, Leeds"


def test_a_signature_that_the_program_marked_takes_its_closing_along() -> None:
    document = page(
        "<div>Ten boxes please.</div><div>Thanks a lot,</div><div>--"
        " <br></div><div class='gmail_signature'>Ada Quill<br>Ink</div>"
    )
    assert new(document) == "Ten boxes please."


def test_zones_cover_every_text_in_order() -> None:
    bodies = [
        "",
        "\n\n\n",
        "x",
        "> a\n\n\nb\n> c\n",
        "\n\n-- \nAda",
        HEADERS[0] + "\n\n" + OLDER,
        "\r\n \t\r\nhi\r\n\r\n",
    ]
    for body in bodies:
        for part in plain(body).parts:
            assert covered(part), body


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        ">",
        "-",
        "1:",
        "a.",
        "x@y.",
        "From: ",
        "On 1 ",
        "+1 (",
        "www.",
        "\n",
        "> a\n\nb\n",
        "--\n",
        "From: a\nTo: b\n",
        "On a 1\n",
    ],
)
def test_a_megabyte_of_one_thing_is_read_in_bounded_time(unit: str) -> None:
    began = time.process_time()
    document = plain(unit * (1_000_000 // len(unit)))
    assert time.process_time() - began < 4
    assert covered(document.part("body"))
