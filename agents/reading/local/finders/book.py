"""The book of an enum: every way to tell each of its values, compiled once from the field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from agents.reading.local.finders.clauses import Clause, clause_of
from agents.reading.local.lexicon import concepts, concepts_of_word
from agents.reading.local.memo import Memo
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.words import fold, is_cjk, listed, stem, tokens
from workflow.fields import FieldDefinition

NOT_STATED = frozenset(
    listed(
        """
        not_stated unstated unknown not_specified unspecified none_given not_given not_mentioned nicht_angegeben
        unbekannt inconnu non_precise desconocido no_indicado onbekend niet_vermeld sconosciuto non_indicato
        desconhecido nao_indicado
        """
    )
)
"""Values that say that nothing was said."""


SCALE = frozenset(
    listed(
        """
        low medium normal high critical minor major small large standard default other others none unknown yes
        no true false new old first second good bad full partial open closed general simple a b c d e regular
        basic active inactive
        """
    )
)
"""Words too common to mean the enum's value wherever they stand: they need the field's name beside them."""


class Match(NamedTuple):
    """A value, the characters of the sentence that tell it, how surely, and how it was recognised."""

    value: str
    start: int
    end: int
    sure: float
    by: str


@dataclass(frozen=True)
class Form:
    """One way to tell a value: a sequence of folded words."""

    value: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    sure: float
    common: bool


@dataclass(frozen=True)
class Book:
    """All ways to tell the values of one field."""

    forms: dict[str, tuple[Form, ...]]  #: by the first five characters of the first stem
    cjk: tuple[tuple[str, str], ...]  #: characters → value
    concepts: tuple[tuple[str, tuple[frozenset[str], ...]], ...]  #: value → one set of concepts a word
    glosses: tuple[tuple[str, Clause], ...]
    quoted: tuple[tuple[str, str], ...]  #: (value, words in quotes in its gloss)
    acronyms: dict[str, tuple[str, ...]]  #: upper-case abbreviation → values
    heads: dict[str, tuple[Form, ...]]  #: forms of one word, by their first three letters
    seen: dict[tuple[str, bool], list[Match]] = field(default_factory=dict, compare=False)  #: what sentences told


def book_of(field: FieldDefinition) -> Book:
    """The book of a field, compiled once."""
    return _memo(field)


def _build(field: FieldDefinition) -> Book:
    forms: dict[str, list[Form]] = {}
    cjk: list[tuple[str, str]] = []
    meanings = []
    for value in field.values:
        if fold(value) in NOT_STATED:
            continue
        words = value.replace("_", " ").replace("/", " ")
        told = [(alternative, 0.9) for alternative in re.split(r"\s+(?:or|and)\s+", words)]
        told += [(words, 0.95)] if len(told) > 1 else []
        told += [(synonym, 0.9) for synonym in field.synonyms.get(value, ())]
        for text, sure in told:
            if text and is_cjk(text[0]):
                cjk.append((fold(text), value))
                continue
            form = _form(value, text, sure)
            if form is not None:
                forms.setdefault(form.stems[0][:5], []).append(form)
        meanings += [(value, meaning) for text, _ in told if (meaning := _meaning(text))]
    glosses = _glosses(field)
    return Book(
        forms={first: tuple(sorted(ways, key=lambda f: -len(f.words))) for first, ways in forms.items()},
        cjk=tuple(sorted(cjk, key=lambda pair: -len(pair[0]))),
        concepts=tuple(meanings) if not _are_names(field.values, {value for value, _ in meanings}) else (),
        glosses=tuple((value, clause_of(text)) for value, text in glosses if not re.search("['\"“‘«]", text)),
        quoted=tuple(
            (v, fold(q)) for v, text in glosses for q in re.findall(r"['\"“‘«]([^'\"”’»]{2,40})['\"”’»]", text)
        ),
        acronyms=_acronyms(field.values),
        heads=_heads(forms),
    )


_memo: Memo[FieldDefinition, Book] = Memo(_build, size=2048)


def _heads(forms: dict[str, list[Form]]) -> dict[str, tuple[Form, ...]]:
    found: dict[str, list[Form]] = {}
    for ways in forms.values():
        for form in ways:
            if len(form.words) == 1 and not form.common and len(form.words[0]) >= 3:
                found.setdefault(form.words[0][:3], []).append(form)
    return {head: tuple(ways) for head, ways in found.items()}


def _are_names(values: tuple[str, ...], meaningful: set[str]) -> bool:
    """Whether an enum's values are names (brands, cities): in capitals, and most mean nothing to the lexicon."""
    capital = sum(value[:1].isupper() for value in values)
    return capital * 2 > len(values) and len(meaningful) * 2 < len(values)


def _form(value: str, text: str, sure: float) -> Form | None:
    words = tuple(token.folded for token in tokens(text.replace("-", " ")))
    if not words:
        return None
    common = len(words) == 1 and (words[0] in SCALE or words[0] in STOPWORDS)
    return Form(value, words, tuple(stem(w) for w in words), sure, common)


def _meaning(text: str) -> tuple[frozenset[str], ...]:
    """One set of concepts for each telling word; empty where a word has none, or for scale words."""
    words = [t.folded for t in tokens(text.replace("-", " "))]
    sets = []
    for first, last, concept in concepts(words):
        if last - first > 1 and last - first == len(words):
            return (frozenset({concept}),)
    for word in words:
        if word in STOPWORDS:
            continue
        found = concepts_of_word(word)
        if word in SCALE and len(words) == 1:
            return ()
        if found:
            sets.append(found)
    return tuple(sets)


def _glosses(field: FieldDefinition) -> list[tuple[str, str]]:
    """What a description says of each value: 'high: outage, legal deadline; low: no rush'."""
    names = "|".join(re.escape(v) + "|" + re.escape(v.replace("_", " ")) for v in field.values)
    if not field.values or not field.description:
        return []
    pattern = re.compile(rf"(?:^|[;,.(\s])['\"]?(?P<value>{names})['\"]?\s*(?:[:=–]|\s-\s|\()\s*", re.IGNORECASE)
    marks = list(pattern.finditer(field.description))
    by_name = {fold(v).replace("_", " "): v for v in field.values}
    found = []
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        end = following.start() if following else len(field.description)
        value = by_name.get(fold(mark["value"]).replace("_", " "))
        if value:
            found += [
                (value, piece)
                for piece in re.split(r"[;,]|\bor\b", field.description[mark.end() : end])
                if piece.strip()
            ]
    return found


def _acronyms(values: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Abbreviations that follow from the values: initials of a value's words, or of values that stand in a row."""
    found: dict[str, tuple[str, ...]] = {}
    taken = {v.upper() for v in values}
    for value in values:
        parts = [p for p in re.split(r"[\s_\-/&]+", value) if p]
        if len(parts) >= 2:
            found.setdefault("".join(p[0] for p in parts).upper(), (value,))
    for size in range(3, 6):
        for first in range(len(values) - size + 1):
            row = values[first : first + size]
            if all(len(v) > 1 and v[0].isupper() for v in row):
                found.setdefault("".join(v[0] for v in row), row)
    return {short: told for short, told in found.items() if len(short) >= 2 and short not in taken}


_DIMINUTIVE = re.compile(r"(?:y|ie|ies|s|i)$")


def short_for(token: str, values: tuple[str, ...]) -> str | None:
    """The one value of which a token is a clipped form: 'Chevy' of Chevrolet, 'VW' of Volkswagen."""
    folded = fold(token)
    if len(folded) >= 4 and not concepts_of_word(folded):
        body = _DIMINUTIVE.sub("", folded)
        if len(body) >= 4:
            fit = [v for v in values if fold(v).startswith(body) and v.isalpha() and len(v) >= len(body) + 2]
            return fit[0] if len(fit) == 1 and folded != fold(fit[0]) else None
    if len(token) == 2 and token.isupper() and not set(folded) & set("aeiouy"):
        fit = [v for v in values if len(v) >= 8 and fold(v)[0] == folded[0] and folded[1] in fold(v)[3:-1]]
        rival = [v for v in values if v.upper().startswith(token)]
        return fit[0] if len(fit) == 1 and not rival else None
    return None
