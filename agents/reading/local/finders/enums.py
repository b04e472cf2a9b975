"""Values of an enum: by their words, synonyms, abbreviations that can be derived, meaning, and what the description says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from agents.reading.local.lexicon import concepts, concepts_of_word
from agents.reading.local.finders.clauses import Clause, clause_of, coverage
from agents.reading.local.meaning import concepts_in
from agents.reading.local.memo import Memo
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.words import fold, is_cjk, stem, tokens
from workflow.fields import FieldDefinition

NOT_STATED = frozenset(
    "not_stated unstated unknown not_specified unspecified none_given not_given not_mentioned nicht_angegeben unbekannt inconnu "
    "non_precise desconocido no_indicado onbekend niet_vermeld sconosciuto non_indicato desconhecido nao_indicado".split()
)
"""Values that say that nothing was said."""

SCALE = frozenset(
    "low medium normal high critical minor major small large standard default other others none unknown yes no true false new old "
    "first second good bad full partial open closed general simple a b c d e regular basic active inactive".split()
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
        quoted=tuple((v, fold(q)) for v, text in glosses for q in re.findall(r"['\"“‘«]([^'\"”’»]{2,40})['\"”’»]", text)),
        acronyms=_acronyms(field.values),
    )


_memo: Memo[FieldDefinition, Book] = Memo(_build, size=2048)


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
            found += [(value, piece) for piece in re.split(r"[;,]|\bor\b", field.description[mark.end() : end]) if piece.strip()]
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


def short_for(token: str, values: tuple[str, ...]) -> str | None:
    """The one value of which a token is a clipped form: 'Chevy' of Chevrolet, 'VW' of Volkswagen."""
    folded = fold(token)
    if len(folded) >= 4 and not concepts_of_word(folded):
        body = re.sub(r"(?:y|ie|ies|s|i)$", "", folded)
        if len(body) >= 4:
            fit = [v for v in values if fold(v).startswith(body) and v.isalpha() and len(v) >= len(body) + 2]
            return fit[0] if len(fit) == 1 and folded != fold(fit[0]) else None
    if len(token) == 2 and token.isupper() and not set(folded) & set("aeiouy"):
        fit = [v for v in values if len(v) >= 8 and fold(v)[0] == folded[0] and folded[1] in fold(v)[3:-1]]
        rival = [v for v in values if v.upper().startswith(token)]
        return fit[0] if len(fit) == 1 and not rival else None
    return None


def find_enums(text: str, field: FieldDefinition, meaning: bool = True) -> list[Match]:
    """The values told in a sentence. With `meaning`, also by concept and by the description's glosses.

    Whether the sentence denies them is left to the caller, who knows what a denial does to the field.
    """
    book = book_of(field)
    words = [t for t in tokens(text)]
    found = _literal(words, book, field)
    plain = fold(text)
    if len(plain) == len(text):
        for characters, value in book.cjk:
            at = plain.find(characters)
            if at >= 0:
                found.append(Match(value, at, at + len(characters), 0.85, "words"))
        for value, quoted in book.quoted:
            at = plain.find(quoted)
            if at >= 0:
                found.append(Match(value, at, at + len(quoted), 0.85, "gloss"))
    if meaning:
        told = {match.value for match in found}
        found += [m for m in _by_meaning(text, book) if m.value not in told and not _within(m, found)]
        found += [m for m in _by_gloss(text, book) if m.value not in {x.value for x in found}]
    return found


def _within(match: Match, others: list[Match]) -> bool:
    """Whether another match already explains some of the same characters."""
    return any(other.start < match.end and match.start < other.end for other in others)


def _literal(words: list, book: Book, field: FieldDefinition) -> list[Match]:  # type: ignore[type-arg]
    """By the words of a value, in their order, inflected or hyphenated; by abbreviation."""
    pieces: list[tuple[str, int, int, str]] = []
    for token in words:
        at = token.start
        for piece in re.split(r"([-])", token.folded) if "-" in token.folded else [token.folded]:
            if piece and piece != "-":
                pieces.append((piece, at, at + len(piece), token.text))
            at += len(piece)
    found = []
    index = 0
    while index < len(pieces):
        form = _at(pieces, index, book)
        if form is not None:
            last = pieces[index + len(form.words) - 1]
            exact = all(p[0] == w for p, w in zip(pieces[index:], form.words, strict=False))
            sure = 0.3 if form.common else form.sure if exact else form.sure - 0.1
            found.append(Match(form.value, pieces[index][1], last[2], sure, "words"))
            index += len(form.words)
            continue
        inside = _in_compound(pieces[index][0], book)
        if inside is not None:
            found.append(Match(inside.value, pieces[index][1], pieces[index][1] + len(inside.words[0]), 0.7, "compound"))
        written, start, end = pieces[index][3], pieces[index][1], pieces[index][2]
        if written in book.acronyms and written.isupper():
            found += [Match(value, start, end, 0.75, "acronym") for value in book.acronyms[written]]
        elif written[0].isupper():
            value = short_for(written, field.values)
            if value is not None:
                found.append(Match(value, start, end, 0.7, "short"))
        index += 1
    return found


def _at(pieces: list[tuple[str, int, int, str]], index: int, book: Book) -> Form | None:
    """The longest form that begins at a word."""
    for form in book.forms.get(stem(pieces[index][0])[:5], ()):
        window = pieces[index : index + len(form.words)]
        if len(window) == len(form.words) and all(
            _same(p[0], w, s, len(form.words) > 1) for p, w, s in zip(window, form.words, form.stems, strict=True)
        ):
            return form
    return None


def _in_compound(word: str, book: Book) -> Form | None:
    """The value with which a compound begins, where the rest of it means something: 'gas' of 'Gasrechnung'."""
    if len(word) < 8 or not word.isalpha():
        return None
    for forms in book.forms.values():
        for form in forms:
            head = form.words[0]
            if len(form.words) == 1 and not form.common and 3 <= len(head) <= len(word) - 5 and word.startswith(head):
                if concepts_of_word(word[len(head) :]) or concepts_of_word(word[len(head) + 1 :]):
                    return form
    return None


def _same(said: str, word: str, root: str, several: bool) -> bool:
    """Whether a word is that of a form: inflected, or, beside other words of it, a cognate ('temperatura')."""
    if said == word or len(word) >= 4 and stem(said) == root:
        return True
    if not several or min(len(said), len(word)) < 6:
        return False
    shared = next((i for i, (a, b) in enumerate(zip(said, word, strict=False)) if a != b), min(len(said), len(word)))
    return shared >= 6 and shared >= 0.6 * max(len(said), len(word))


WINDOW = 48
"""Characters within which the words of a value of several words must stand when it is told by meaning."""


def _by_meaning(text: str, book: Book) -> list[Match]:
    said = [(start, end, concept) for start, end, concept, _ in concepts_in(text)]
    found: list[Match] = []
    kinds = [sets for _, sets in book.concepts]
    for value, sets in book.concepts:
        places = [[(s, e) for s, e, c in said if c in wanted] for wanted in sets]
        if not sets or not all(places):
            continue
        first = places[0][0]
        near = [min(p, key=lambda q: abs(q[0] - first[0])) for p in places]
        start, end = min(p[0] for p in near), max(p[1] for p in near)
        if end - start <= WINDOW:
            distinct = len({*near}) == len(near)
            sure = (0.6 if len(sets) > 1 else 0.5) if distinct and kinds.count(sets) == 1 else 0.3
            found.append(Match(value, start, end, sure, "meaning"))
    return found


def _by_gloss(text: str, book: Book) -> list[Match]:
    found = []
    for value, gloss in book.glosses:
        share, refused = coverage(gloss, text)
        if share >= 0.6 and not refused:
            found.append(Match(value, 0, len(text), 0.45 + 0.1 * min(2, len(gloss.units)), "gloss"))
    return found
