"""What a bundle's kinds of documents are told by: their own words, and the usual papers that these words name."""

from __future__ import annotations

import math
from typing import NamedTuple

from agents.reading.local.documents_kinds import NEARER, VAGUE
from agents.reading.local.documents_looks import USUAL
from agents.reading.local.documents_phrases import Found, Phrasebook
from agents.reading.local.documents_terms import Shown, Term, share, terms
from agents.reading.local.memo import Memo
from agents.reading.local.negation import denied_at
from agents.reading.local.words import fold, stem
from workflow.documents import DocumentSet, DocumentType

LABEL, EXAMPLE, DESCRIPTION = 1.0, 0.9, 0.75
"""How surely a usual paper that is named there is what is meant."""

NEARER_ONE = 0.75
"""How surely a nearer paper than one that is meant is."""

HOLLOW = frozenset(
    stem(fold(word))
    for word in [
        "copy",
        "copies",
        "document",
        "documents",
        "form",
        "original",
        "scan",
        "scanned",
        "letter",
        "paper",
        "current",
        "last",
        "latest",
        "recent",
        "valid",
        "full",
        "kopie",
        "kopien",
        "dokument",
        "dokumente",
        "formular",
        "original",
        "schreiben",
        "aktuell",
        "aktuelle",
        "aktueller",
        "letzte",
        "gültig",
        "gültige",
        "copie",
        "copies",
        "formulaire",
        "lettre",
        "dernier",
        "dernière",
        "valide",
        "récent",
        "actuel",
        "copia",
        "copias",
        "documento",
        "documentos",
        "formulario",
        "carta",
        "último",
        "última",
        "vigente",
        "válido",
        "kopieën",
        "formulier",
        "brief",
        "laatste",
        "geldig",
        "geldige",
        "recente",
        "copie",
        "documenti",
        "modulo",
        "lettera",
        "ultimo",
        "ultima",
        "valido",
        "cópia",
        "cópias",
        "formulário",
        "válida",
    ]
)
"""Words of a label that say nothing of what the paper is about."""

SHORT = 6
"""Words of an example up to which it is a title, or a phrase that stands as it is."""


class Profile(NamedTuple):
    """One kind of document: usual papers with how surely each is meant, states (signed, draft), and its phrases."""

    id: str
    usual: dict[str, float]
    broad: frozenset[str]  #: usual papers that take in one of these, and may give it their title
    states: frozenset[str]
    phrases: tuple[tuple[Term, ...], ...]  #: the label, and the examples that are as short


class Profiles(NamedTuple):
    """All kinds of a set. `book` has their own phrases: owner is the kind's id, role is 'title' or 'name'."""

    profiles: tuple[Profile, ...]
    book: Phrasebook
    rarity: dict[str, float]  #: stem → how few kinds have it, 0 to 1

    def shares(self, text: Shown) -> list[float]:
        """How much a text shows of the phrase of each kind that it shows most of."""
        return [
            max((share(phrase, text, self.rarity) for phrase in profile.phrases), default=0.0)
            for profile in self.profiles
        ]


def _build(kinds: DocumentSet) -> Profiles:
    profiles = [_profile(kind) for kind in kinds.documents]
    spread: dict[str, int] = {}
    for profile in profiles:
        for root in {term.root for phrase in profile.phrases for term in phrase}:
            spread[root] = spread.get(root, 0) + 1
    count = max(2, len(profiles))
    rarity = {root: math.log(1 + count / times) / math.log(1 + count) for root, times in spread.items()}
    return Profiles(
        tuple(_with_nearer(profiles)),
        Phrasebook((phrase for kind in kinds.documents for phrase in _phrases(kind)), stems=True),
        rarity,
    )


profiles_of: Memo[DocumentSet, Profiles] = Memo(_build)
"""The profiles of a set: computed once for as long as the set is in use."""


def _phrases(kind: DocumentType) -> list[tuple[str, str, str]]:
    told = [(kind.id, "title", kind.label), (kind.id, "title", kind.id.replace("_", " "))]
    told += [(kind.id, "example", example) for example in kind.examples if len(example.split()) <= SHORT]
    return told + [(kind.id, "name", name) for name in kind.file_names]


def _profile(kind: DocumentType) -> Profile:
    usual: dict[str, float] = {}
    states: set[str] = set()
    sources = [(LABEL, kind.label), *((LABEL, name) for name in kind.file_names)]
    sources += [(EXAMPLE, example) for example in kind.examples if len(example.split()) <= SHORT]
    for worth, text in sources:
        _named(text, USUAL.find(text), worth, usual, states)
    if not usual:
        _named("", USUAL.find(kind.id.replace("_", " ")), DESCRIPTION, usual, states)
    told = [one for one in USUAL.find(kind.description) if not denied_at(kind.description, one.start, one.end)]
    _named("", [one for one in told if one.owner not in VAGUE], DESCRIPTION, usual, set())
    phrases = (kind.label, *(example for example in kind.examples if len(example.split()) <= SHORT))
    return Profile(kind.id, usual, frozenset(), frozenset(states), tuple(filter(None, map(terms, phrases))))


def _with_nearer(profiles: list[Profile]) -> list[Profile]:
    """The profiles with the papers next to those that they mean, where no other kind means these.

    These are the nearer ones of a paper (a lease is a contract), and apart from them that of which it is one.
    """
    meant = {paper for profile in profiles for paper in profile.usual}
    out = []
    for profile in profiles:
        more: dict[str, float] = {}
        broad: set[str] = set()
        for paper, worth in profile.usual.items():
            more |= {nearer: NEARER_ONE * worth for nearer in NEARER.get(paper, ()) if nearer not in meant}
            broad |= {other for other, nearer_ones in NEARER.items() if paper in nearer_ones and other not in meant}
        out.append(profile._replace(usual={**more, **profile.usual}, broad=frozenset(broad)))
    return out


def _named(text: str, found: list[Found], worth: float, usual: dict[str, float], states: set[str]) -> None:
    """Notes the usual papers of a text. One that is a part of it ('change of bank details') is less surely meant."""
    whole = _told(text)
    for one in found:
        if one.role == "state":
            states.add(one.owner)
        elif one.role == "title":
            part = min(1.0, _told(text[one.start : one.end]) / whole) if whole else 1.0
            usual[one.owner] = max(usual.get(one.owner, 0.0), worth * part * part)


def _told(text: str) -> int:
    """How many words of a text say what it is about."""
    hollow = [one for one in USUAL.find(text) if one.role == "state"]
    words = [word for word in terms(text) if word.root not in HOLLOW]
    return max(1, len(words) - len(hollow))
