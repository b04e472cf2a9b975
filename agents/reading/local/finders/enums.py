"""Values of an enum in a sentence: by words, derived abbreviations, meaning, and what the description says of each."""

from __future__ import annotations

from functools import lru_cache

from agents.reading.local.finders.book import Book, Form, Match, book_of, short_for
from agents.reading.local.finders.clauses import EVERYWHERE, coverage
from agents.reading.local.lexicon import concepts_of_word
from agents.reading.local.meaning import concepts_in
from agents.reading.local.words import fold, stem, tokens
from workflow.fields import FieldDefinition


def find_enums(text: str, field: FieldDefinition, meaning: bool = True) -> list[Match]:
    """The values told in a sentence. With `meaning`, also by concept and by the description's glosses.

    Whether the sentence denies them is left to the caller, who knows what a denial does to the field.
    """
    book = book_of(field)
    told = book.seen.get((text, meaning))
    if told is None:
        if len(book.seen) > REMEMBERED:
            book.seen.clear()
        told = book.seen[(text, meaning)] = _find(text, field, book, meaning)
    return told


REMEMBERED = 2000
"""Sentences whose matches a book keeps: the requests of one message, and replies, ask for the same ones again."""


def _find(text: str, field: FieldDefinition, book: Book, meaning: bool) -> list[Match]:
    found = _literal(text, book, field)
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


@lru_cache(maxsize=4096)
def _pieces(text: str) -> tuple[tuple[str, int, int, str], ...]:
    """The words of a text, hyphenated ones in parts: (folded, start, end, as written)."""
    pieces = []
    for token in tokens(text):
        at = token.start
        for piece in token.folded.split("-"):
            if piece:
                pieces.append((piece, at, at + len(piece), token.text))
            at += len(piece) + 1
    return tuple(pieces)


def _literal(text: str, book: Book, field: FieldDefinition) -> list[Match]:
    """By the words of a value, in their order, inflected or hyphenated; by abbreviation."""
    pieces = _pieces(text)
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
            found.append(
                Match(inside.value, pieces[index][1], pieces[index][1] + len(inside.words[0]), 0.7, "compound")
            )
        written, start, end = pieces[index][3], pieces[index][1], pieces[index][2]
        if written in book.acronyms and written.isupper():
            found += [Match(value, start, end, 0.75, "acronym") for value in book.acronyms[written]]
        elif written[0].isupper():
            value = short_for(written, field.values)
            if value is not None:
                found.append(Match(value, start, end, 0.7, "short"))
        index += 1
    return found


def _at(pieces: tuple[tuple[str, int, int, str], ...], index: int, book: Book) -> Form | None:
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
    for form in book.heads.get(word[:3], ()):
        head = form.words[0]
        if len(head) > len(word) - 5 or not word.startswith(head):
            continue
        if concepts_of_word(word[len(head) :]) or concepts_of_word(word[len(head) + 1 :]):
            return form
    return None


def _same(said: str, word: str, root: str, several: bool) -> bool:
    """Whether a word is that of a form: inflected, or, beside other words of it, a cognate ('temperatura')."""
    if said == word or (len(word) >= 4 and stem(said) == root):
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
        if share >= 0.6 and not refused and not (len(gloss.units) == 1 and gloss.units[0] & EVERYWHERE):
            found.append(Match(value, 0, len(text), 0.45 + 0.1 * min(2, len(gloss.units)), "gloss"))
    return found
