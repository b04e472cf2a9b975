"""Introductions and printed headers of many mail programs and languages: where the older message begins.

Each is tried as programs write it, right below the sender's text, wrapped, with `>` marks and without.
"""

from __future__ import annotations

import textwrap

import pytest
from mime_letters import new, plain

OWN = "Thanks, that works now for both sites.\nPlease close the ticket."
OLDER = "Dear team,\n\nwe changed the feed of the second site and it runs.\nTell us when you see it."
MARKED = "\n".join(f"> {line}" for line in OLDER.split("\n"))

INTRODUCTIONS = [
    "On Tue, Jun 3, 2025 at 10:12 AM Ada Quill <ada@example.org> wrote:",
    "On Tue, 3 Jun 2025 at 10:12, Ada Quill <ada@example.org> wrote:",
    "Am Di., 3. Juni 2025 um 10:12 Uhr schrieb Ada Quill <ada@example.org>:",
    "Le mar. 3 juin 2025 à 10:12, Ada Quill <ada@example.org> a écrit :",
    "El mar, 3 jun 2025 a las 10:12, Ada Quill (<ada@example.org>) escribió:",
    "Il giorno mar 3 giu 2025 alle ore 10:12 Ada Quill <ada@example.org> ha scritto:",
    "Op di 3 jun 2025 om 10:12 schreef Ada Quill <ada@example.org>:",
    "Em ter., 3 de jun. de 2025 às 10:12, Ada Quill <ada@example.org> escreveu:",
    "Ada Quill <ada@example.org> escreveu (terça, 3/06/2025 à(s) 10:12):",
    "wt., 3 cze 2025 o 10:12 Ada Quill <ada@example.org> napisał(a):",
    "Den tis 3 juni 2025 kl 10:12 skrev Ada Quill <ada@example.org>:",
    "Den tirs. 3. jun. 2025 kl. 10.12 skrev Ada Quill <ada@example.org>:",
    "tir. 3. juni 2025 kl. 10:12 skrev Ada Quill <ada@example.org>:",
    "ti 3.6.2025 klo 10.12 Ada Quill (ada@example.org) kirjoitti:",
    "út 3. 6. 2025 v 10:12 odesílatel Ada Quill <ada@example.org> napsal:",
    "ut 3. 6. 2025 o 10:12 Ada Quill <ada@example.org> napísal(a):",
    "Ada Quill <ada@example.org> ezt írta (időpont: 2025. jún. 3., K, 10:12):",
    "În mar., 3 iun. 2025 la 10:12, Ada Quill <ada@example.org> a scris:",
    "вт, 3 июн. 2025 г. в 10:12, Ada Quill <ada@example.org>:",
    "вт, 3 черв. 2025 р. о 10:12 Ada Quill <ada@example.org> пише:",
    "Ada Quill <ada@example.org>, 3 Haz 2025 Sal, 10:12 tarihinde şunu yazdı:",
    "Στις Τρί 3 Ιουν 2025 στις 10:12 π.μ., ο/η Ada Quill <ada@example.org> έγραψε:",
    "2025年6月3日(火) 10:12 Ada Quill <ada@example.org>:",
    "Ada Quill <ada@example.org> 于2025年6月3日周二 10:12写道：",
    "Ada Quill <ada@example.org> 於 2025年6月3日 週二 上午10:12寫道：",
    "2025년 6월 3일 (화) 오전 10:12, Ada Quill <ada@example.org>님이 작성:",
    "בתאריך יום ג׳, 3 ביוני 2025 ב-10:12 מאת Ada Quill <ada@example.org>:",
    "في الثلاثاء، 3 يونيو 2025 في 10:12 ص تمت كتابة ما يلي بواسطة Ada Quill <ada@example.org>:",
    "Vào Th 3, 3 thg 6, 2025 vào lúc 10:12 Ada Quill <ada@example.org> đã viết:",
    "ในวันที่ อ. 3 มิ.ย. 2025 เวลา 10:12 Ada Quill <ada@example.org> เขียนว่า:",
    "Pada tanggal Sel, 3 Jun 2025 pukul 10.12 Ada Quill <ada@example.org> menulis:",
    "uto, 3. lip 2025. u 10:12 Ada Quill <ada@example.org> napisao je:",
    "На вт, 3.06.2025 г. в 10:12 Ada Quill <ada@example.org> написа:",
    "2025-06-03, an, 10:12 Ada Quill <ada@example.org> rašė:",
    "Kuupäev T, 3. juuni 2025 kell 10:12 kirjutas kasutaja Ada Quill (<ada@example.org>):",
    "Missatge de Ada Quill <ada@example.org> del dia dt., 3 de juny 2025 a les 10:12:",
    "2025/6/3 Ada Quill <ada@example.org>",
    "2025-06-03 10:12 GMT+02:00 Ada Quill <ada@example.org>:",
    "On Jun 3, 2025, at 10:12 AM, Ada Quill <ada@example.org> wrote:",
    "On 3 Jun 2025, at 10:12, Ada Quill <ada@example.org> wrote:",
    "On Jun 3, 2025, at 10:12 AM, Ada Quill via desk <ada@example.org> wrote:",
    "Am 03.06.2025 um 10:12 schrieb Ada Quill <ada@example.org>:",
    "Le 3 juin 2025 à 10:12, Ada Quill <ada@example.org> a écrit :",
    "El 3 jun 2025, a las 10:12, Ada Quill <ada@example.org> escribió:",
    "Il giorno 3 giu 2025, alle ore 10:12, Ada Quill <ada@example.org> ha scritto:",
    "Op 3 jun. 2025 om 10:12 heeft Ada Quill <ada@example.org> het volgende geschreven:",
    "Em 3 de jun. de 2025, à(s) 10:12, Ada Quill <ada@example.org> escreveu:",
    "No dia 3/06/2025, às 10:12, Ada Quill <ada@example.org> escreveu:",
    "2025/06/03 10:12、Ada Quill <ada@example.org>のメール:",
    "在 2025年6月3日，10:12，Ada Quill <ada@example.org> 写道：",
    "Ada Quill <ada@example.org> 於 2025年6月3日 上午10:12 寫道：",
    "2025. 6. 3. 오전 10:12, Ada Quill <ada@example.org> 작성:",
    "3 июня 2025 г., в 10:12, Ada Quill <ada@example.org> написал(а):",
    "3 juni 2025 kl. 10:12 skrev Ada Quill <ada@example.org>:",
    "Ada Quill <ada@example.org> kirjoitti 3.6.2025 kello 10.12:",
    "Wiadomość napisana przez Ada Quill <ada@example.org> w dniu 3 cze 2025, o godz. 10:12:",
    "3. 6. 2025 v 10:12, Ada Quill <ada@example.org>:",
    "2025. jún. 3. dátummal, 10:12 időpontban Ada Quill <ada@example.org> írta:",
    "Ada Quill <ada@example.org> şunları yazdı (3 Haz 2025 10:12):",
    "Am 03.06.25 um 10:12 schrieb Ada Quill:",
    "Le 03/06/2025 à 10:12, Ada Quill a écrit :",
    "On 6/3/2025 10:12 AM, Ada Quill wrote:",
    "Op 03-06-2025 om 10:12 schreef Ada Quill:",
    "Il 03/06/2025 10:12, Ada Quill ha scritto:",
    "El 03/06/2025 a las 10:12, Ada Quill escribió:",
    "Em 03/06/2025 10:12, Ada Quill escreveu:",
    "在 2025/6/3 10:12, Ada Quill 写道:",
    "W dniu 3.06.2025 o 10:12, Ada Quill pisze:",
    "03.06.2025 10:12, Ada Quill пишет:",
    "Dne 03. 06. 25 v 10:12 Ada Quill napsal(a):",
    "Ada Quill kirjoitti 3.6.2025 klo 10.12:",
    "2025. 06. 03. 10:12 keltezéssel, Ada Quill írta:",
    "Den 2025-06-03 kl. 10:12, skrev Ada Quill:",
    "Den 03.06.2025 kl. 10.12 skrev Ada Quill:",
    "Den 03.06.2025 10:12, skrev Ada Quill:",
    "3.06.2025 10:12 tarihinde Ada Quill yazdı:",
    "La 03.06.2025 10:12, Ada Quill a scris:",
    "On Tuesday, June 3, 2025 at 10:12:00 AM GMT+2, Ada Quill <ada@example.org> wrote:",
    "Le mardi 3 juin 2025 à 10:12:00 UTC+2, Ada Quill <ada@example.org> a écrit :",
    "Am Dienstag, 3. Juni 2025 um 10:12:00 MESZ hat Ada Quill <ada@example.org> Folgendes geschrieben:",
    "En martes, 3 de junio de 2025, 10:12:00 CEST, Ada Quill <ada@example.org> escribió:",
    "Il martedì 3 giugno 2025 alle ore 10:12:00 CEST, Ada Quill <ada@example.org> ha scritto:",
    'At 2025-06-03 10:12:00, "Ada Quill" <ada@example.org> wrote:',
    '在 2025-06-03 10:12:00，"Ada Quill" <ada@example.org> 写道：',
    "On Tuesday, June 3rd, 2025 at 10:12 AM, Ada Quill <ada@example.org> wrote:",
    "Ada Quill <ada@example.org> wrote on 06/03/2025 10:12:00 AM:",
    "Ada Quill <ada@example.org> schrieb am 03.06.2025 10:12:00:",
    "On Tue, 3 Jun 2025 10:12:00 +0900 Ada Quill <ada@example.org> wrote:",
    "On June 3, 2025 10:12:00 AM GMT+02:00, Ada Quill <ada@example.org> wrote:",
    "Am 3. Juni 2025 10:12:00 MESZ schrieb Ada Quill <ada@example.org>:",
    'On 6/3/25, 10:12 AM, "Ada Quill" <ada@example.org> wrote:',
    'Am 03.06.25, 10:12 schrieb "Ada Quill" <ada@example.org>:',
]

#: Lines are set apart by `;`.
HEADERS = [
    "From: Ada Quill <ada@example.org>;Sent: Tuesday, June 3, 2025 10:12 AM;To: Desk <desk@example.com>;Subject: Feed",
    "Von: Ada Quill <ada@example.org>;Gesendet: Dienstag, 3. Juni 2025 10:12;An: Desk <desk@example.com>;Betreff: Feed",
    "De : Ada Quill <ada@example.org>;Envoyé : mardi 3 juin 2025 10:12;À : Desk <desk@example.com>;Objet : Feed",
    "De : Ada Quill;Date : mardi 3 juin 2025 à 10:12;À : Desk;Objet : Feed",
    "De: Ada Quill <ada@example.org>;Enviado: martes, 3 de junio de 2025 10:12;Para: Desk <desk@example.com>;Asunto: Feed",
    "De: Ada Quill;Enviado el: martes, 3 de junio de 2025 10:12;Para: Desk;Asunto: Feed",
    "Da: Ada Quill <ada@example.org>;Inviato: martedì 3 giugno 2025 10:12;A: Desk <desk@example.com>;Oggetto: Feed",
    "Van: Ada Quill <ada@example.org>;Verzonden: dinsdag 3 juni 2025 10:12;Aan: Desk <desk@example.com>;Onderwerp: Feed",
    "De: Ada Quill <ada@example.org>;Enviado: terça-feira, 3 de junho de 2025 10:12;Para: Desk <desk@example.com>;Assunto: Feed",
    "De: Ada Quill;Enviada: 3 de junho de 2025 10:12;Para: Desk;Assunto: Feed",
    "Från: Ada Quill <ada@example.org>;Skickat: den 3 juni 2025 10:12;Till: Desk <desk@example.com>;Ämne: Feed",
    "Fra: Ada Quill <ada@example.org>;Sendt: 3. juni 2025 10:12;Til: Desk <desk@example.com>;Emne: Feed",
    "Fra: Ada Quill;Sendt: tirsdag 3. juni 2025 10:12;Til: Desk;Emne: Feed",
    "Lähettäjä: Ada Quill <ada@example.org>;Lähetetty: tiistai 3. kesäkuuta 2025 10.12;Vastaanottaja: Desk;Aihe: Feed",
    "Od: Ada Quill <ada@example.org>;Wysłane: wtorek, 3 czerwca 2025 10:12;Do: Desk;Temat: Feed",
    "Od: Ada Quill <ada@example.org>;Odesláno: úterý 3. června 2025 10:12;Komu: Desk;Předmět: Feed",
    "Od: Ada Quill;Odoslané: utorok 3. júna 2025 10:12;Komu: Desk;Predmet: Feed",
    "Feladó: Ada Quill;Elküldve: 2025. június 3., kedd 10:12;Címzett: Desk;Tárgy: Feed",
    "De la: Ada Quill;Trimis: marți, 3 iunie 2025 10:12;Către: Desk;Subiect: Feed",
    "От: Ada Quill <ada@example.org>;Отправлено: 3 июня 2025 г. 10:12;Кому: Desk;Тема: Feed",
    "Від: Ada Quill;Надіслано: 3 червня 2025 р. 10:12;Кому: Desk;Тема: Feed",
    "Kimden: Ada Quill;Gönderildi: 3 Haziran 2025 Salı 10:12;Kime: Desk;Konu: Feed",
    "Gönderen: Ada Quill;Gönderme Tarihi: 3 Haziran 2025 Salı 10:12;Alıcı: Desk;Konu: Feed",
    "Από: Ada Quill;Στάλθηκε: Τρίτη, 3 Ιουνίου 2025 10:12;Προς: Desk;Θέμα: Feed",
    "差出人: Ada Quill <ada@example.org>;送信日時: 2025年6月3日 10:12;宛先: Desk <desk@example.com>;件名: Feed",
    "发件人: Ada Quill <ada@example.org>;发送时间: 2025年6月3日 10:12;收件人: Desk <desk@example.com>;主题: Feed",
    "发件人： Ada Quill;日期： 2025年6月3日 10:12;收件人： Desk;主题： Feed",
    "寄件者: Ada Quill <ada@example.org>;寄件日期: 2025年6月3日 上午 10:12;收件者: Desk;主旨: Feed",
    "寄件者: Ada Quill;傳送時間: 2025年6月3日 上午 10:12;收件者: Desk;主旨: Feed",
    "보낸 사람: Ada Quill <ada@example.org>;보낸 날짜: 2025년 6월 3일 화요일 오전 10:12;받는 사람: Desk;제목: Feed",
    "מאת: Ada Quill;נשלח: יום שלישי 03 יוני 2025 10:12;אל: Desk;נושא: Feed",
    "من: Ada Quill;تم الإرسال: الثلاثاء, 3 يونيو 2025 10:12;إلى: Desk;الموضوع: Feed",
    "Từ: Ada Quill;Đã gửi: Thứ Ba, 3 tháng 6, 2025 10:12;Tới: Desk;Chủ đề: Feed",
    "จาก: Ada Quill;ส่ง: 3 มิถุนายน 2568 10:12;ถึง: Desk;เรื่อง: Feed",
    "Od: Ada Quill;Poslano: 3. lipnja 2025. 10:12;Za: Desk;Predmet: Feed",
    "Šalje: Ada Quill;Poslano: utorak, 3. lipnja 2025. 10:12;Prima: Desk;Predmet: Feed",
    "Od: Ada Quill;Poslano: torek, 03. junij 2025 10:12;Za: Desk;Zadeva: Feed",
    "От: Ada Quill;Изпратено: вторник, 3 юни 2025 г. 10:12;До: Desk;Тема: Feed",
    "Saatja: Ada Quill;Saadetud: teisipäev, 3. juuni 2025 10:12;Adressaat: Desk;Teema: Feed",
    "No: Ada Quill;Nosūtīts: otrdiena, 2025. gada 3. jūnijs 10:12;Kam: Desk;Tēma: Feed",
    "Nuo: Ada Quill;Išsiųsta: 2025 m. birželio 3 d., antradienis 10:12;Kam: Desk;Tema: Feed",
    "De: Ada Quill;Enviat el: dimarts, 3 de juny de 2025 10:12;Per a: Desk;Assumpte: Feed",
    "Dari: Ada Quill;Dikirim: Selasa, 03 Juni 2025 10:12;Kepada: Desk;Perihal: Feed",
    'Gesendet: Dienstag, 03. Juni 2025 um 10:12 Uhr;Von: "Ada Quill" <ada@example.org>;An: desk@example.com;Betreff: Feed',
    "From: Ada Quill/ORG/Example;To: Desk/ORG/Example@Example;Date: 06/03/2025 10:12 AM;Subject: Feed",
    "Von: Ada Quill/ORG/Example;An: Desk/ORG/Example@Example;Datum: 03.06.2025 10:12;Betreff: Feed",
    "Ada Quill/ORG/Example;03.06.2025 10:12;;An: Desk/ORG/Example@Example;Kopie: ;Thema: Feed",
    "Ada Quill/ORG/Example;06/03/2025 10:12 AM;;To;Desk/ORG/Example@Example;cc;;Subject;Feed",
    "*From:* Ada Quill <ada@example.org>;*Sent:* Tuesday, June 3, 2025 10:12 AM;*To:* Desk;*Subject:* Feed",
    "*Von:* Ada Quill;*Gesendet:* Dienstag, 3. Juni 2025 10:12;*An:* Desk;*Betreff:* Feed",
    "De : Ada Quill <ada@example.org>;À : desk@example.com;Envoyé le : Mardi 3 juin 2025 10:12;Objet : Feed",
    "From: Ada Quill <ada@example.org>;;Sent: Tuesday, June 3, 2025 10:12 AM;;To: Desk <desk@example.com>;;Subject: Feed",
    "From: Ada Quill <ada@example.org>;Sent: Tuesday, June 3, 2025 10:12 AM;To: Desk <desk@example.com>; Berta Brown;<berta@example.com>; Cesar Cole <cesar@example.com>;Cc: Dora;Subject: Feed",
    "From: Ada Quill <ada@example.org> Sent: Tuesday, June 3, 2025 10:12 AM To: Desk <desk@example.com> Subject: Feed",
    "Von: Ada Quill <ada@example.org> Gesendet: Dienstag, 3. Juni 2025 10:12 An: Desk <desk@example.com> Betreff: Feed",
    "From:\tAda Quill;Sent:\tTuesday, June 3, 2025 10:12 AM;To:\tDesk;Subject:\tFeed",
    "-----Original Message-----;From: Ada Quill;Sent: Tuesday, June 3, 2025;To: Desk;Subject: Feed",
    "-----Ursprüngliche Nachricht-----;Von: Ada Quill;Gesendet: Dienstag;An: Desk;Betreff: Feed",
    "-------- Original message --------;From: Ada Quill <ada@example.org>;Date: 03/06/2025 10:12 (GMT+01:00);To: Desk;Subject: Feed",
    "-------- Messaggio originale --------;Da: Ada Quill;Data: 03/06/25 10:12 (GMT+01:00);A: Desk;Oggetto: Feed",
    "-------- Mensaje original --------;De: Ada Quill;Fecha: 3/6/25 10:12 (GMT+01:00);Para: Desk;Asunto: Feed",
    "-------- Oorspronkelijk bericht --------;Van: Ada Quill;Datum: 03-06-2025 10:12 (GMT+01:00);Aan: Desk;Onderwerp: Feed",
    '------------------ 原始邮件 ------------------;发件人: "Ada Quill";发送时间: 2025年6月3日(星期二) 上午10:12;收件人: "Desk";主题: Feed',
    "发件人： Ada Quill;发送时间： 2025-06-03 10:12;收件人： desk;主题： Feed",
    "---- 回复的原邮件 ----;| 发件人 | Ada Quill<ada@example.org> |;| 日期 | 2025年06月03日 10:12 |;| 收件人 | desk<desk@example.com> |;| 主题 | Feed |",
    "------- Original Message -------;On Tuesday, June 3rd, 2025 at 10:12 AM, Ada Quill <ada@example.org> wrote:",
    "-------- Message d'origine --------;De : Ada Quill;Date : 03/06/2025 10:12 (GMT+01:00);À : Desk;Objet : Feed",
    "Вторник, 3 июня 2025, 10:12 +03:00 от Ada Quill <ada@example.org>:",
    "Date: Tue, 3 Jun 2025 10:12:00 +0200;From: ada@example.org;To: desk@example.com;Subject: Feed",
    "Date: Tue, 3 Jun 2025 10:12:00 +0200;Subject: Feed;From: ada@example.org;To: desk@example.com",
]


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
def test_an_introduction_ends_the_senders_text(introduction: str) -> None:
    wrapped, narrow = ("\n".join(textwrap.wrap(introduction, width)) for width in (66, 40))
    for between in (
        f"\n\n{introduction}\n\n{MARKED}",
        f"\n{introduction}\n{MARKED}",
        f"\n\n{wrapped}\n{MARKED}",
        f"\n\n{narrow}\n{MARKED}",
        f"\n\n{introduction}\n\n{OLDER}",
        f"\n\n{wrapped}\n\n{OLDER}",
    ):
        assert new(plain(OWN + between, subject="Re: Feed")) == OWN, between


@pytest.mark.parametrize("headers", HEADERS)
def test_printed_headers_end_the_senders_text(headers: str) -> None:
    block = headers.replace(";", "\n")
    marked = "\n".join(f"> {line}" for line in f"{block}\n\n{OLDER}".split("\n"))
    for between in (
        f"\n\n{block}\n\n{OLDER}",
        f"\n{block}\n{OLDER}",
        f"\n\n{'_' * 32}\n{block}\n\n{OLDER}",
        f"\n\n{marked}",
    ):
        assert new(plain(OWN + between, subject="Re: Feed")) == OWN, between


@pytest.mark.parametrize(
    "text",
    [
        "On Friday we said:\nthe feed must run by 10:00.\n\nCan you do this?",
        "Please ship it.\n\nFrom: Hamburg\nTo: Rotterdam\nDate: 12 June 2025\n\nTell me the price.",
        "On 3 June 2025 at 10:12 the server stopped. At 10:40 it ran again:\n\n- feed\n- search",
        "These people need access: Ada Quill <ada@example.org>, Bo Reed <bo@example.org>\nfrom 3 June 2025 on.",
        "| shelf | boxes |\n| A1 | 10 |\n| A2 | 12 |\n| A3 | 9 |\n\nPlease order these.",
        "To\nthe desk\n\nSubject\nto change, we need ten boxes.",
        "Our contract dates: 1 June 2025 to 31 May 2026.\nAda wrote the first draft, Bo the second:\nboth are attached.",
    ],
)
def test_what_only_looks_like_an_introduction_is_the_senders(text: str) -> None:
    assert new(plain(text)) == text


def test_an_introduction_that_blank_lines_tore_apart_is_one() -> None:
    torn = "On Tue, 3 Jun 2025 at 10:12 Ada Quill\n\n<\nmailto:ada@example.org\n> wrote:"
    assert new(plain(f"{OWN}\n\n{torn}\n\n{OLDER}", subject="Re: Feed")) == OWN


def test_lines_marked_with_bars_are_quoted() -> None:
    bars = "\n".join(f"| {line}" for line in OLDER.split("\n"))
    assert new(plain(f"{OWN}\n\n2025/6/3 Ada Quill <ada@example.org>\n\n{bars}")) == OWN


def test_the_end_of_a_quoted_line_that_wrapping_tore_off_is_quoted() -> None:
    torn = (
        "> we changed the feed of the second site and it now runs together with\nthe first.\n> Tell us when you see it."
    )
    assert new(plain(f"{OWN}\n\n{INTRODUCTIONS[0]}\n{torn}\n", subject="Re: Feed")) == OWN


def test_an_answer_right_below_a_quoted_question_is_new() -> None:
    asked = "> Which of the two sites shall we change first, the old one or the new one?\nthe new one\n> And when?\nnow"
    assert new(plain(f"{INTRODUCTIONS[0]}\n{asked}", subject="Re: Feed")) == "the new one\nnow"


def test_below_an_introduction_at_the_top_of_a_message_that_answers_nothing_stands_the_senders_text() -> None:
    assert new(plain(f"{INTRODUCTIONS[0]}\n\n{OWN}", subject="Feed")) == OWN
    assert new(plain(f"{INTRODUCTIONS[0]}\n\n{OWN}", subject="Re: Feed")) == ""
