"""Firms by their legal form: 'Sassnick GmbH', 'Quintela Lda', '株式会社…' are names whoever bears them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.directory.grammar import FUNCTION_WORDS
from tools.directory.tokens import fold

_FORMS = (
    r"g?GmbH(?:\s*&\s*Co\.?\s*KG(?:aA)?)?|OHG|UG|e\.\s?K\.|e\.\s?G\.|SARL|S\.A\.R\.L\.?|SASU?|S\.A\.S\.?|EURL|SNC|SCI"
    r"|S\.\s?L\.(?:U\.)?|SLU?|S\.\s?p\.\s?A\.?|SpA|S\.\s?r\.\s?l\.?s?|Srls?|S\.\s?n\.\s?c\.?|Snc|S\.\s?A\.|B\.\s?V\.?|BV"
    r"|N\.\s?V\.?|NV|V\.?O\.?F\.?|Lda|Ltda|Unipessoal|Ltd|Limited|LLC|L\.L\.C\.?|LLP|PLC|plc|Inc|Corp|Pty"
)
_WORD = r"[^\W\d_a-zß-öø-ÿ][\w'’-]*"
_JOIN = r"(?:\s+(?:&|and|und|et|y|e|en|de|du|des|d['’]|la|le|van|von|der|den|di|del|della|da|do|dos))?"
LATIN = re.compile(
    rf"(?<![\w'’-])(?P<name>{_WORD}(?:{_JOIN}[ \t]+{_WORD}|[ \t]+&[ \t]+{_WORD}){{0,4}}),?[ \t]+(?:{_FORMS})(?![\w-])"
)
_HAN = "\u3400-\u4dbf\u4e00-\u9fff々"
EASTERN = re.compile(
    rf"(?:株式会社|有限会社|合同会社)[{_HAN}\u30a0-\u30ffA-Za-z]{{2,14}}"
    rf"|(?<![{_HAN}\u30a0-\u30ff])[{_HAN}\u30a0-\u30ff]{{2,12}}(?:株式会社|有限会社|合同会社)"
    rf"|(?:^|(?<=[\s，。、：:“「（(为给是向由与和替]))[{_HAN}]{{3,16}}?(?:股份|责任)?有限(?:责任)?公司"
)
LEADING = "请为给是向由与和替"
"""What may stand before a Chinese firm without a space: please, for, to, is, by, with."""

FORM = re.compile(rf"(?<=[ \t])(?:{_FORMS})(?![\w-])|社|公司")
"""Where none of these stands is no firm: most stretches have none, and are not searched further."""

MOST = 40
"""Firms of one stretch that are looked at."""


def find_firms(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The places of firms with their legal form in `text[start:end]`, without a small word that begins the sentence."""
    if not FORM.search(text, start, end):
        return
    count = 0
    for pattern in (LATIN, EASTERN):
        for match in pattern.finditer(text, start, end):
            begin = match.start()
            if pattern is LATIN:
                first = re.match(r"[^\W\d_]+", match.group())
                if first and fold(first.group()) in FUNCTION_WORDS:
                    begin += len(first.group()) + 1
                    if len(text[begin : match.end()].split()) < 2:
                        continue
            else:
                begin += len(match.group()) - len(match.group().lstrip(LEADING))
            yield begin, match.end()
            count += 1
            if count >= MOST:
                return
