"""The everyday words: their notation holds, and they let an English description meet a sentence of any language."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from agents.reading.local.lexicon import ELIDED, EVERYDAY, concepts, everyday
from agents.reading.local.meaning import concepts_in
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.words import fold, is_cjk, tokens

LINES = [
    (source.__name__.rpartition(".")[2], *line.partition(": ")[::2])
    for book in EVERYDAY
    for source in book
    for line in source.WORDS.strip("\n").split("\n")
]
IDS = [f"{source}.{concept}" for source, concept, _ in LINES]


def said(text: str) -> set[str]:
    return {concept for _, _, concept, _ in concepts_in(text, True)}


@pytest.mark.parametrize(("source", "concept", "words"), LINES, ids=IDS)
def test_a_line_parses_and_has_each_word_once(source: str, concept: str, words: str) -> None:
    assert re.fullmatch(r"[a-z][a-z_]*", concept)
    found = [fold(word) for word in words.split()]
    assert not [word for word, times in Counter(word.rstrip("_") for word in found).items() if times > 1]
    assert not [
        word for word in found if not re.fullmatch(r"[^\s*]+\*?_?(?:[^\s*]+\*?)*", word) or word.startswith(("_", "*"))
    ]


@pytest.mark.parametrize(("source", "concept", "words"), LINES, ids=IDS)
def test_a_word_is_cut_as_a_text_is_cut(source: str, concept: str, words: str) -> None:
    """A word that the tokens of a text never give would never be found; only the last of a sequence begins with *'s rest."""
    for word in words.split():
        if is_cjk(word[0]):
            continue
        parts = [part for part in ELIDED.sub(r"\g<0>_", fold(word.rstrip("_"))).split("_") if part != "*"]
        text = " ".join(part.rstrip("*") for part in parts).replace("' ", "'")
        assert [token.folded for token in tokens(text)] == [part.rstrip("*") for part in parts], word
        assert len(parts) == 1 or not parts[0].endswith("*"), word


@pytest.mark.parametrize("concept", sorted({concept for _, concept, _ in LINES}))
def test_a_concept_has_words_of_both_scripts(concept: str) -> None:
    scripts = Counter(is_cjk(word[0]) for _, name, words in LINES if name == concept for word in words.split())
    assert scripts[False] >= 8
    assert scripts[True] >= 2


@pytest.mark.parametrize(("source", "concept", "words"), LINES, ids=IDS)
def test_no_word_is_one_that_only_carries_grammar(source: str, concept: str, words: str) -> None:
    """'les' are lessons in Dutch and an article in French: such a word would be found in every French sentence."""
    assert not [word for word in words.split() if fold(word.rstrip("_")) in STOPWORDS]


def test_a_concept_stands_once_in_a_file() -> None:
    assert not [key for key, times in Counter((source, concept) for source, concept, _ in LINES).items() if times > 1]


MEETINGS = {
    "leak": "a leak|das Dach ist undicht|une fuite|hay una gotera|een lekkage|una perdita d'acqua|uma infiltração|雨漏りしています|屋顶漏水",
    "noise": "loud music|es ist zu laute Musik|trop de bruit|demasiado ruido|te veel lawaai|troppo rumore|muito barulho|騒音がひどい|噪音太大",
    "cannot_log_in": (
        "I am locked out|ich kann mich nicht einloggen|mot de passe oublié|no puedo entrar|kan niet inloggen|"
        "non riesco ad accedere|não consigo entrar|ログインできません|登录不了"
    ),
    "does_not_arrive": (
        "it never arrived|noch nicht da, nie angekommen|jamais arrivé|no ha llegado|niet aangekomen|non è arrivato|não chegou|"
        "まだ届かない|一直没收到"
    ),
    "leave_vendor": (
        "we use another provider|wir haben einen anderen Anbieter|un autre prestataire|otro proveedor|een andere leverancier|"
        "un altro fornitore|outro fornecedor|他社に変えます|换供应商"
    ),
    "money_back": "a refund|eine Erstattung|être remboursés|un reembolso|terugbetaling|un rimborso|o reembolso|返金|退款",
    "sick_leave": "on sick leave|ich bin krank|arrêt maladie|baja médica|ziek gemeld|in malattia|baixa médica|病気です|请病假",
    "invoice": "an invoice|die Rechnung|la facture|la factura|de factuur|la fattura|a fatura|請求書|发票",
    "tenancy": "the landlord|der Vermieter|le locataire|el inquilino|de huurder|l'inquilino|o senhorio|大家さん|房东",
}


@pytest.mark.parametrize("concept", MEETINGS)
def test_one_thing_said_in_nine_languages_is_one_concept(concept: str) -> None:
    sentences = MEETINGS[concept].split("|")
    assert len(sentences) == 9
    assert [sentence for sentence in sentences if concept not in said(sentence)] == []


def test_an_idiom_is_what_it_means() -> None:
    assert "end" in said("We decided to throw in the towel.")
    assert "retire_business" in said("After forty years we hang up our hat.")
    assert "end" in said("Wir möchten den Stecker ziehen.")
    assert "retire_business" in said("Nous mettons la clé sous la porte.") | said("mettre la clé sous la porte")


def test_everyday_words_count_only_where_they_are_asked_for() -> None:
    assert "leave_vendor" not in {concept for *_, concept in concepts(["another", "provider"])}
    assert "leave_vendor" in {concept for *_, concept in concepts(["another", "provider"], loose=True)}


def test_a_word_of_one_language_is_not_found_in_a_common_word_of_another() -> None:
    assert "too_expensive" not in said("my card is in the car")
    assert "stolen" not in said("Robert will discuss it further")
    assert "bank_card" not in said("ce n'est pas possible")
    assert "too_expensive" not in said("贵公司的网站")
    assert "when" not in said("いつもありがとうございます")


def test_words_are_looked_up_and_not_searched() -> None:
    """A word is compared with beginnings of its own length: as many look-ups as there are lengths."""
    assert all(len(book.stem_lengths) < 30 for book in everyday())
