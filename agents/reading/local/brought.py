"""Which files a message brings: those that its new words point to, or all where they ask for nothing themselves.

A file that nobody speaks of, beside a request that is told in full, is kept and shown; it changes nothing of what was
asked.
"""

from __future__ import annotations

import re

from agents.reading.local.accounts_cues import ATTACHMENT
from agents.reading.local.lexicon import ACTS, STATES
from agents.reading.local.meaning import GENERAL, concepts_in
from agents.reading.local.stance import human, is_courtesy
from agents.reading.local.words import tokens
from workflow.document import Document, Part, ZoneKind

FEW = 8
"""Words of new text that tell no request, whatever they mean."""
FILES = frozenset({"attachment", "message"})
PAPERS = re.compile(
    r"\b(?:documents?|letters?|lists?|screenshots?|scans?|word|excel|powerpoint|dateien|dokument\w*|schreiben|liste\w*|"
    r"fichiers?|lettre|archivos?|documentos?|carta|lista|captura|bestand\w*|brief|lijst\w*|documenti?|lettera|elenco|"
    r"arquivos?|ficheiros?)\b|文件|资料|資料|書類|一覧|清单",
    re.IGNORECASE,
)
"""Words for what may come as a file."""
WORD = re.compile(r"[^\W\d_]+")


def brought(document: Document) -> frozenset[str]:
    """The names of the attached parts that count for what is asked: all, where the new words point to a file, name
    one, or ask for nothing; else none."""
    attached = [part for part in document.parts if part.kind in FILES]
    if not attached:
        return frozenset()
    new = new_words(document)
    if any(_named(part, new) for part in attached):
        return frozenset(part.name for part in attached)
    if ATTACHMENT.search(new) or PAPERS.search(new) or not tells(new):
        return frozenset(part.name for part in attached)
    return frozenset()


def new_words(document: Document) -> str:
    """What the sender wrote anew in the body, or in the subject of a message without any."""
    texts = []
    for part in document.parts:
        if part.kind == "body":
            texts += [part.text[z.start : z.end] for z in part.zones if z.kind is ZoneKind.NEW] or (
                [] if part.zones else [part.text]
            )
    return "\n".join(texts)


def tells(text: str) -> bool:
    """Whether words say what is to be done or what is wrong."""
    if len(tokens(text)) <= FEW:
        return False
    return any(
        name in ACTS | STATES and name not in GENERAL
        for sentence in human(text)
        if not is_courtesy(sentence.text)
        for _, _, name, _ in concepts_in(sentence.text, True)
    )


def _named(part: Part, new: str) -> bool:
    """Whether a file is called by its name, or by one of the words of it."""
    stem = part.filename.rpartition(".")[0] or part.filename
    said = set(WORD.findall(new.casefold()))
    return any(len(word) > 2 and word in said for word in WORD.findall(stem.casefold()))
