"""The sender's name as he may sign with it: words, initials, short forms; and mailboxes of no one person."""

from __future__ import annotations

import re

from tools.documents import wordlist
from tools.mail.vocabulary import fold
from workflow.document import Address

#: A word of letters, with the apostrophes and hyphens inside it.
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TITLE = re.compile(r"\b(?:mr|mrs|ms|dr|prof|ing|dipl|jr|sr|ii|iii|phd|mba|esq|cpa|herr|frau|mme|m)\b\.?", re.I)
_NAME_DRESS = re.compile(r"^[\s\-–—/~*_]+|[\s*_,.!;]+$")
#: Short forms that do not begin like the name that they stand for.
_PET_NAMES = {
    pair.partition(" ")[0]: pair.split()[1:]
    for pair in wordlist.phrases(
        """
        bob robert|rob robert|bill william|will william|jack john jackson|dick richard|rick richard
        ted edward theodore|ed edward edmund|ned edward|hank henry|harry henry harold|jim james|jimmy james
        chuck charles|tony anthony antonio|peggy margaret|meg margaret|betty elizabeth|beth elizabeth
        liz elizabeth|lisa elizabeth|nancy ann|molly mary|polly mary|sally sarah|kate catherine|kathy catherine
        gus august|fritz friedrich|sepp josef|pepe jose|paco francisco|pancho francisco|nacho ignacio
        sasha alexander alexandra|bert robert albert herbert|drew andrew|larry laurence lawrence|gene eugene
        dan daniel|steve stephen|geoff jeffrey|jeff geoffrey
        """
    )
}

#: Local parts of mailboxes that belong to a task and not to a person (RFC 2142, and usual ones of many languages).
_ROLES = wordlist.words(
    """
    abuse accounting accounts announcement announcements accueil admin administracion administratie
    administration ap ar assistance atencion backoffice billing boekhouding buchhaltung bureau care compras
    compta comptabilite contabilidad contact contacto contatto customer debitoren department desk dispatch
    einkauf empfang enquiries facturacion facturation facturen fattura fax feedback finance finanzas finanzen
    frontdesk hello help helpdesk hilfe hr inbox info inkoop invoice invoices it jobs kantoor klantenservice
    kontakt kreditoren kundenservice logistik mail mailbox mailer marketing mbx news newsletter no noc noreply
    notice notices notifications office operations ops orders ordini pedidos personal planning postmaster
    procurement purchasing rechnung rechnungen reception reply reservations returns sales scan scanner
    secretariat security sekretariat service services servizio shipping shop soporte suporte support system team
    ufficio ventas verkauf verkoop versand vertrieb vendas webmaster
    """
)
_LONG_ROLES = tuple(role for role in _ROLES if len(role) >= 6)


def _is_role(word: str) -> bool:
    """Whether a word names a task, alone or inside a longer one (`customernotices`)."""
    return word in _ROLES or (len(word) > 8 and any(role in word for role in _LONG_ROLES))


class Names:
    """By what a sender's name is recognised: words of the display name and of the local part, and the initials."""

    def __init__(self, sender: Address) -> None:
        words = [fold(word) for word in WORD.findall(_TITLE.sub(" ", sender.name[:120]))]
        local = [fold(word) for word in re.split(r"[^a-zA-Z]+", sender.email.partition("@")[0]) if len(word) >= 3]
        self.words = frozenset(word for word in (*words, *local) if len(word) >= 2)
        #: Whether the mailbox is one person's, who then signs with this name; a department's is signed by anybody.
        boxes = [*re.split(r"[^a-z]+", sender.email.partition("@")[0]), *words]
        self.personal = len(words) >= 2 and not any(_is_role(word) for word in boxes)
        initials = "".join(word[0] for word in words)
        self.initials = frozenset({initials, initials[::-1]}) if len(initials) >= 2 else frozenset()

    def match(self, text: str) -> bool:
        """Whether a line is the sender's name and nothing else."""
        text = _NAME_DRESS.sub("", text[:80])
        if not text or any(char.isdigit() or char in ":：" for char in text):
            return False
        plain = _TITLE.sub(" ", text)
        words = [fold(word) for word in WORD.findall(plain)]
        if not words or len(words) > 5 or len(text) > 60:
            return False
        if len(words) == 1 and (words[0] in self.initials or fold(text.replace(".", "")) in self.initials):
            return True
        known = [word for word in words if self._known(word)]
        return bool(known) and len(known) * 2 >= len(words)

    def whole(self, text: str) -> bool:
        """Whether a line is the sender's name, and every word of it one of theirs or an initial of one."""
        words = [fold(word) for word in WORD.findall(_TITLE.sub(" ", _NAME_DRESS.sub("", text[:80])))]
        initials = {own[0] for own in self.words}
        return self.match(text) and all(self._known(word) or (len(word) == 1 and word in initials) for word in words)

    def shortened(self, text: str) -> bool:
        """Whether a line is one short word that may stand for one of the sender's names: Tom for Thomas."""
        text = _NAME_DRESS.sub("", text[:40])
        word = fold(text)
        if not text[:1].isupper() or not word.isalpha() or not 2 <= len(word) <= 6:
            return False
        full = _PET_NAMES.get(word, [])
        return any(own in full or (own[0] == word[0] and len(own) > len(word)) for own in self.words)

    def _known(self, word: str) -> bool:
        if word in self.words:
            return True
        # Short forms: Chris for Christopher; and local parts that glue a name together.
        return len(word) >= 3 and any(
            own.startswith(word) or (len(word) >= 4 and own.endswith(word)) for own in self.words
        )
