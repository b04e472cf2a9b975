"""What a mail says of the files that come with it: 'attached is the signed contract', and which file is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from agents.reading.local.documents_looks import USUAL, words_of_name
from agents.reading.local.documents_phrases import Phrasebook
from agents.reading.local.negation import denied_at
from agents.reading.local.sentences import Sentence, sentences
from agents.reading.local.words import fold, tokens
from workflow.document import Document, Part, Span, Zone, ZoneKind

ATTACHED = re.compile(
    r"\b(?:"
    r"attach\w*|enclos\w*|herewith|included|as requested|sending you|please find|find here|see the (?:file|pdf|scan)|"
    r"here (?:is|are|comes?|you (?:have|go))|i(?:'m| am) sending|we(?:'re| are) sending|scan of|cop(?:y|ies) of|"
    r"(?:im|als) anhang|in der anlage|anbei|angehängt\w*|beigefügt\w*|beiliegend\w*|anlagen?|wie gewünscht|"
    r"hiermit (?:sende|schicke|übersende)\w*|(?:sende|schicke|übersende|überreiche)\w*|"
    r"hier (?:ist|sind|kommt|kommen|is|zijn|vindt u)|"
    r"ci-joint\w*|pièces? jointes?|en annexe|en pj|veuillez trouver|vous trouverez|voici|comme demandé|"
    r"je vous (?:envoie|transmets|adresse|joins)|nous vous (?:envoyons|transmettons|adressons|joignons)|"
    r"adjunt\w*|anex\w*|(?:te|os|l[eao]s?) (?:envío|remito|mando)|enviamos|remitimos|aquí (?:está|tiene|van)|"
    r"bijlagen?|bijgevoegd\w*|bijgaand\w*|hierbij|stuur ik|zoals gevraagd|"
    r"allegat\w*|allego|alleghiamo|ecco|(?:le|vi) (?:invio|inviamo|mando|trasmetto)|"
    r"em anexo|segue|seguem|envio|junto (?:envio|enviamos|remeto)"
    r")\b|添付|同封|お送りし(?:ます|ました)|送付いたし|お送りいたし|提出いたし|附件|随附|附上|已附|随函|请查收|发给(?:你|您)",
    re.IGNORECASE,
)
"""Words by which something is said to come with the mail."""

NOT_YET = re.compile(
    r"\b(?:"
    r"will (?:send|follow|be sent|forward|provide)|to follow|follows? (?:later|tomorrow|separately|next|by post)|"
    r"(?:can|could|would|will) you (?:please )?(?:send|sign|return|provide|resend|share)|"
    r"please (?:send|sign|return|provide|share|resend)|still (?:waiting|missing|need)|not yet|haven't|have not|"
    r"needs? (?:a|the|your)|without (?:the|a)|(?:next|other|another|separate) (?:e-?mail|message)|as soon as|later|"
    r"nachgereicht|nachreichen|reiche\w*|folgt (?:per|noch|in|später|morgen)|folgen (?:noch|in)|sobald|"
    r"bitte (?:senden|schicken|unterschreiben|übersenden|um)|benötige\w* (?:ich|wir) noch|fehlt noch|noch nicht|"
    r"suivra|suivront|enverrai|enverrons|veuillez (?:nous )?(?:envoyer|signer|retourner)|manque encore|dès que|"
    r"merci de (?:nous |m')?(?:envoyer|transmettre|signer|retourner)|pas encore|"
    r"enviaré|enviaremos|mandaré|por favor,? (?:env[ií]\w+|firme|remita)|rogamos|aún no|todavía no|"
    r"volgt|volgen|stuur (?:ik|we) (?:later|morgen|nog)|graag (?:ontvang|zie|onderteken)\w*|ontbreekt|nog niet|zodra|"
    r"invierò|manderò|seguirà|invieremo|prego di (?:inviar|firmar)\w*|manca ancora|non ancora|appena|"
    r"enviarei|solicito o envio|por favor,? (?:envie|enviem|assine)|falta ainda|ainda não|assim que"
    r")\b|後日|追って|後ほど|お送りください|ご送付ください|まだ|次第|稍后|随后|明天发|请(?:发|寄|提供|签)|尚未|还没",
    re.IGNORECASE,
)
"""Words by which it is said that something is asked for, or comes later."""

CLAUSE = re.compile(
    r"[;,:、，；：]|\s[–—-]\s|"
    r"\s(?:but|while|aber|während|mais|tandis que|pero|mientras|maar|terwijl|ma|mentre|mas|enquanto)\s"
)

BRIEF = 25
"""Words of a mail in which a paper that is named is the one that comes with it."""

READ = 8_000
"""Characters of a part that are read."""


class Mention(NamedTuple):
    """A paper named in the mail. `strength` (0 to 1): how sure it is that it comes with the mail; `whole` is the place
    of its sentence. `file`: the part that the sentence names, empty where it names none."""

    owner: str
    role: str  #: usual, own, or state
    strength: float
    span: Span
    whole: Span
    file: str


def mentions(document: Document, files: Sequence[Part], own: Phrasebook) -> list[Mention]:
    """The papers that the sender's own words name, by the usual kinds and by the phrases of a set of types."""
    told = _own_words(document)
    count = sum(len(tokens(text)) for part, _, text in told if part != "subject")
    found: list[Mention] = []
    for part, offset, text in told:
        for sentence in sentences(text):
            attached = bool(ATTACHED.search(sentence.text))
            whole = Span(part=part, start=offset + sentence.start, end=offset + sentence.end)
            papers = _papers(sentence.text, own)
            places = _file_places(sentence, files)
            for owner, role, start, end in papers:
                file = _beside(start, end, papers, places)
                strength = _strength(_clause(sentence.text, start), attached, part, count <= BRIEF)
                if not strength or denied_at(sentence.text, start, end):
                    continue
                span = Span(part=part, start=whole.start + start, end=whole.start + end)
                found.append(Mention(owner, role, strength, span, whole, file))
    return found


def _own_words(document: Document) -> list[tuple[str, int, str]]:
    """Part, offset and text of what the sender wrote: the subject, the new text, and what was passed on."""
    told: list[tuple[str, int, str]] = []
    for part in document.parts:
        if part.kind == "attachment":
            continue
        for zone in part.zones or (Zone(kind=ZoneKind.NEW, start=0, end=len(part.text)),):
            if zone.kind in (ZoneKind.NEW, ZoneKind.FORWARD):
                told.append((part.name, zone.start, part.text[zone.start : zone.end][:READ]))
    return told


def _clause(sentence: str, at: int) -> str:
    """The stretch between two commas, or words like 'but', in which a character stands."""
    begin, end = 0, len(sentence)
    for match in CLAUSE.finditer(sentence):
        if match.end() <= at:
            begin = match.end()
        elif match.start() > at:
            end = match.start()
            break
    return sentence[begin:end]


def _strength(clause: str, attached: bool, part: str, brief: bool) -> float:
    if NOT_YET.search(clause):
        return 0.6 if ATTACHED.search(clause) else 0.0
    if attached:
        return 1.0
    if part == "subject":
        return 0.5
    return 0.7 if brief else 0.0


def _papers(sentence: str, own: Phrasebook) -> list[tuple[str, str, int, int]]:
    found = [(f.owner, "own", f.start, f.end) for f in own.find(sentence)]
    for one in USUAL.find(sentence):
        if one.role != "inside":
            found.append((one.owner, "state" if one.role == "state" else "usual", one.start, one.end))
    return found


def _file_places(sentence: Sentence, files: Sequence[Part]) -> list[tuple[int, str]]:
    """Where a sentence names files, by their whole names or the words of them: place and part, in order."""
    text = fold(sentence.text)
    found: list[tuple[int, str]] = []
    for part in files:
        base = fold(part.filename.rpartition("/")[2])
        root = base.rpartition(".")[0]
        words = [word for word in fold(words_of_name(part.filename)).split() if not word.isdigit()]
        spoken = " ".join(words) if len(words) >= 2 else ""
        names = (base, root if len(root) >= 6 else "", spoken)
        at = next((text.index(name) for name in names if name and name in text), -1)
        if at >= 0:
            found.append((at, part.name))
    return sorted(found)


def _beside(start: int, end: int, papers: Sequence[tuple[str, str, int, int]], places: list[tuple[int, str]]) -> str:
    """The file that is named beside a paper: the only one of the sentence, the next before another paper, or the last.

    'the statement (a.pdf) and the payslip (b.pdf)', 'a.pdf is the statement, b.pdf the payslip'.
    """
    if len({name for _, name in places}) <= 1:
        return places[0][1] if places else ""
    following = min((other for _, _, other, _ in papers if other >= end), default=10**9)
    behind = [name for at, name in places if end <= at < following]
    before = [name for at, name in places if at < start]
    first_is_file = places[0][0] < min(paper[2] for paper in papers)
    if first_is_file:
        return before[-1] if before else ""
    return behind[0] if behind else ""
