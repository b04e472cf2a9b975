"""Text that a company appends to every mail: confidentiality, liability, scanners, warnings about outside senders."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tools.documents.wordlist import phrases
from tools.mail.line import Line
from tools.mail.shape import is_prose

#: What disclaimers say, as beginnings of words in many languages (in lower case); a paragraph that says three of them
#: is one.
_CLAIMS = tuple(
    phrases(stems)
    for stems in (
        # secret
        "confiden|vertraulich|vertrouwelijk|riservat|poufn|důvern|dôvern|bizalmas|luottamuks|konfiden|fortrolig|gizli"
        "|конфіденц|конфиденц|機密|机密|保密|기밀|εμπιστευτ|privileg|proprietary|秘密",
        # meant for
        "intended only|intended solely|intended for|intended recipient|addressee|solely for|exclusively for|bestimmt"
        "|empfänger|adressat|destinat|geadresseerde|mottag|modtag|mottak|adresat|adresát|адресат|получател|одержувач"
        "|címzett|vastaanottaj|alıcı|παραλήπτη|宛先|受信者|收件人|수신인",
        # forbidden
        "unauthoris|unauthoriz|prohibit|not permitted|untersagt|nicht gestattet|nicht erlaubt|unbefugt"
        "|unzulässig|interdit"
        "|non autoris|prohib|proibi|vietat|verboden|niet toegestaan|förbjud|otillåt|obehörig|forbud|ikke tilla"
        "|zabronion"
        "|niedozwol|zakáz|tilos|kielletty|запрещ|заборон|yasak|απαγορε|禁止|禁じ|금지|strictly",
        # came to the wrong one
        "in error|by mistake|erroneously|irrtüm|versehentlich|par erreur|por error|erroneamente|per errore|por engano"
        "|por erro|abusievelijk|per vergissing|ten onrechte|misstag|felaktig|fejltagelse|ved en fejl|ved feil"
        "|omyłk|pomyłk"
        "|omylem|tévedés|erehdyks|по ошибке|помилков|yanlışlık|εκ παραδρομής|誤って|错误|誤收|误收|잘못",
        # destroy it
        "delet|destroy|lösch|vernicht|supprim|détrui|elimin|borrar|borre|destru|cancell|distrug|verwijder"
        "|vernietig|radera"
        "|förstör|slett|makuler|usun|zniszcz|smaž|vymaž|törölj|poista|удал|видал|silin|διαγρά|削除|破棄|删除"
        "|刪除|삭제",
        # copying it
        "disseminat|distribution|copying|disclos|verbreit|weitergabe|vervielfält|kopier|diffus|reprodu|divulg"
        "|verspreid"
        "|openbaar|sprid|videreform|rozpowszech|ujawni|šíř|копир|распростран|çoğalt|αντιγρα|複製|開示|转发|複写"
        "|披露|복사",
        # no liability
        "liab|haftung|haftet|haften|responsab|aansprakelijk|ansvar|odpowiedzialno|zodpov|felelős|vastuu|ответственн"
        "|відповідальн|sorumlu|責任|责任|책임|ευθύνη|warrant|gewähr",
        # who may be reading, and technical risks
        "virus|malware|monitor|überwach|überprüf|secure|error-free|schadsoftware|intercept|archiv|вирус|病毒|ウイルス",
        "do not necessarily|views or opinions|opinions expressed|nicht verbindlich|legally binding|rechtsverbindlich"
        "|n'engage|n’engage|non vincol|opinioni|opiniones|offer to sell|privacy policy|privacy notice"
        "|privacy statement"
        "|datenschutz|protección de datos|gdpr|rgpd|dsgvo|privacyverklaring",
    )
)
#: Sayings that make a short paragraph standard text by themselves; all words of a saying must be there.
_SAYINGS = tuple(
    tuple(saying.split("+"))
    for saying in phrases(
        # the environment
        "before printing|before you print|printing this|umwelt+druck|umwelt+papier|imprim+environnement"
        "|n'imprime|n’imprime"
        "|antes de imprimir|prima di stampare|denk aan het milieu|miljö+skriv|miljø+print|drukow+środowisk"
        "|medio ambiente+imprim"
        # scanners
        "|scanned for|scanned by|virus-free.|checked for viruses|virenfrei|auf viren|ohne virus|sans virus"
        "|mailscanner"
        "|mimecast|antivirus software|avast|libre de virus|privo di virus"
        # outside senders
        "|originated from outside|came from outside|from an external|from outside of|from outside the"
        "|external e-mail+link"
        "|external email+link|external sender|external message+link|caution: external|caution: this email is from"
        "|externe+absender|externe+e-mail+link|externe+mail+anhäng|expéditeur externe|courriel externe"
        "|message externe"
        "|provient de l'ext|provient de l’ext|correo externo|mittente esterno|externt mejl|don't often get email from"
        "|don’t often get email from|not click links|not click on links|click any links|van buiten+link"
        "|afzender+extern"
    )
)
_HEADING = re.compile(
    r"^[\W_]*(?:disclaimer|confidentiality (?:notice|note|statement|warning)|legal (?:notice|disclaimer)"
    r"|privacy notice"
    r"|haftungsausschluss|vertraulichkeitshinweis|rechtlicher hinweis|avis (?:de confidentialité|important|légal)"
    r"|aviso (?:legal|de confidencialidad\w*)|aviso de privacidad|avvertenza|avviso di riservatezza"
    r"|informativa privacy"
    r"|vertrouwelijkheids\w+|sekretess\w*|fortrolighed\w*|klauzula poufności|важно|免責事項|免责声明"
    r"|important notice)\b",
    re.I,
)
_UNSUBSCRIBE = re.compile(
    r"unsubscribe|opt[- ]?out|manage (?:your )?(?:email )?preferences|abmelden|abbestellen|désabonner|désinscri"
    r"|darse de baja"
    r"|cancelar (?:su )?suscripción|disiscri|annulla l['’]iscrizione|afmelden|uitschrijven|avregistrer"
    r"|avsluta prenum|afmeld"
    r"|wypisa|отписаться|配信停止|退订|view (?:this email )?in (?:your )?browser|im browser (?:ansehen|anzeigen)",
    re.I,
)
_COMPANY = re.compile(
    r"geschäftsführ|handelsregister|registergericht|amtsgericht|\bhrb\b|ust-?id|steuernummer"
    r"|registered (?:office|in england)"
    r"|company (?:no|number|registration)|\bsiret\b|\brcs\b|capital social|capitale sociale|p\. ?iva|kvk"
    r"|btw[- ]nr|aufsichtsrat"
    r"|vorstand\w*:|org\.? ?nr|\bcvr\b|\bkrs\b|\bregon\b|siège social|domicilio social|partita iva|regulated by",
    re.I,
)
_THIS_MAIL = re.compile(
    r"[\W_]*(?:this|the (?:information|content)s? (?:in|of|contained)|diese|dieses|der inhalt|die in dieser|ce"
    r"|cet|cette|le présent"
    r"|este|esta|el contenido|la información|questo|questa|il contenuto|le informazioni|deze|dit|de inhoud"
    r"|de informatie"
    r"|detta|denne|dette|tämä|niniejsza|ta wiadomość|tato|toto|это|данное|настоящее|本メール|本邮件|此邮件)\b"
    r".{0,40}(?:e-?mail|message|mail|nachricht|courriel|mensaje|correo|mensagem|messaggio|bericht|meddel|besked"
    r"|melding"
    r"|viesti|wiadomo|zpráva|správa|сообщ|письм|メール|邮件)",
    re.I,
)
_LINK = re.compile(r"https?://|www\.|click|klick|cliqu|clic|hier|here|ici|aquí|qui\b|klik", re.I)


def is_disclaimer(text: str, *, inside: bool = False, alone: bool = True) -> bool:
    """Whether a paragraph is a disclaimer. `inside`: below a signature, where fewer words are enough. `alone`: it is
    one line, and not the block of short ones that names a company's directors beside its telephone."""
    head = text[:3000]
    if _HEADING.match(head):
        return True
    lower = head.casefold()
    if (len(head) < 700 or inside) and _says(lower):
        return True
    claims = _claims(lower) if len(head) >= 40 else 0
    if claims >= 4 or (claims >= 3 and (len(head) >= 150 or inside)):
        return True
    if not inside:
        return False
    if alone and _COMPANY.search(head):
        return True
    if _UNSUBSCRIBE.search(head) and _LINK.search(head) and len(head) < 900:
        return True
    if claims and _THIS_MAIL.match(head):
        return True
    return claims >= 2 and len(head) >= 120


def _claims(lower: str) -> int:
    """How many of the claims of disclaimers a text in lower case makes."""
    return sum(1 for stems in _CLAIMS if any(stem in lower for stem in stems))


def _says(lower: str) -> bool:
    return any(all(word in lower for word in saying) for saying in _SAYINGS)


def paragraphs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Runs of lines `[start, end)` between blank lines and drawn rules. Unwrapped lines are paragraphs of their own."""
    found: list[tuple[int, int]] = []
    start = -1
    for index, line in enumerate(lines):
        if line.blank or (len(line.text) >= 5 and not line.text.strip("-_=*—~ ")):
            if start >= 0:
                found.append((start, index))
            start = -1
        elif start < 0:
            start = index
        elif _begins(lines[index - 1].text, line.text):
            found.append((start, index))
            start = index
    if start >= 0:
        found.append((start, len(lines)))
    return found


def _begins(above: str, text: str) -> bool:
    """Whether a paragraph begins at a line although the line above is not blank."""
    if len(above) > 120 or (len(text) >= 90 and len(above) < 60):
        return True
    return bool(_HEADING.match(text))


def find(lines: Sequence[Line], text: str, below: int = -1) -> list[tuple[int, int]]:
    """Ranges of lines that are disclaimers: warnings at the top, standard paragraphs further down.

    `text` is the whole text that the lines' places point into. From the line `below` on (where a signature began),
    fewer words are enough.
    """
    runs = paragraphs(lines)
    found: list[tuple[int, int]] = []
    for position, run in enumerate(runs):
        told = _content(lines, run, text)
        inside = bool(found and found[-1] != runs[0]) or 0 <= below <= run[0] or _below_block(lines, runs, position)
        if position == 0 and not inside:
            # The first paragraph is what the sender wants to say, unless a gateway put its warning there, or the
            # message is the standard text alone.
            alone = len(runs) == 1 and bool(_HEADING.match(told))
            if (len(runs) > 1 and _warns(told)) or (alone and is_disclaimer(told)):
                found.append(run)
        elif is_disclaimer(told, inside=inside, alone=run[1] - run[0] == 1):
            found.append(run)
    return _with_rules(lines, found)


def _below_block(lines: Sequence[Line], runs: list[tuple[int, int]], position: int) -> bool:
    """Whether the paragraph above has the form of a signature of two lines or more, and text stands above that."""
    if position < 2:
        return False
    start, end = runs[position - 1]
    return 2 <= end - start <= 10 and not any(line.long or is_prose(line.text) for line in lines[start:end])


def _content(lines: Sequence[Line], run: tuple[int, int], text: str) -> str:
    """The first 3,000 characters of a paragraph on one line."""
    start = lines[run[0]].start
    return " ".join(text[start : min(lines[run[1] - 1].end, start + 3000)].split())


def _warns(text: str) -> bool:
    """Whether the first paragraph is a gateway's warning about an outside sender."""
    lower = text.casefold()
    return (len(text) < 900 and _says(lower)) or lower.strip("[]* ") in {"external", "extern", "externe"}


def _with_rules(lines: Sequence[Line], found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Each range with the drawn lines and blanks right above it."""
    grown = []
    for start, end in found:
        above = start
        while above > 0 and (lines[above - 1].blank or not lines[above - 1].text.strip("-_=*—~ ")):
            above -= 1
        # Blank lines alone belong to what stands above them.
        while above < start and lines[above].blank:
            above += 1
        grown.append((above, end))
    return grown
