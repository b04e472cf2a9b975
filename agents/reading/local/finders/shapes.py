"""The form of a code, as examples and description of a field show it: 'in the form AB-12345', '(KD- and digits)'.

From one code that is shown follows what others look like: letters that stand before digits stay, each run of digits
may be two shorter or longer, what stands between stays.
"""

from __future__ import annotations

import re
from functools import lru_cache

from agents.reading.local.finders.found import Found, apart
from workflow.fields import FieldDefinition

SHOWN = re.compile(
    r"(?<![\w.,/\-])(?=[A-Za-z0-9/_.\-]*\d{2})[A-Z0-9][A-Za-z0-9]*(?:[-/_.][A-Za-z0-9]+)*(?![\w%€$£]|[.,]\d)"
)
"""A code within a description: two digits in a row at least."""
PREFIX = re.compile(
    r"\(([A-Z]{1,5})([-/_]?)(?:\)|,| and (?:\w+ ){0,2}(?:digits|numbers)| und (?:\w+ )?(?:Ziffern|Zahlen))"
)
"""A beginning within brackets: '(KD-)', '(KD- and digits)', '(C, year, digits)'."""
DATE = re.compile(r"\d{4}(?:-\d\d){0,2}|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d+[.,]\d+")
FORM = re.compile(r"\b(?:form|format|such as|like|e\.g\.|z\. ?b\.|wie|comme|como|zoals|come|例|如)\W*$", re.IGNORECASE)
SURE = 0.85


def shapes_of(field: FieldDefinition) -> tuple[re.Pattern[str], ...]:
    """The patterns of a field's codes; none where nothing shows their form."""
    return _shapes(field.examples, field.description)


@lru_cache(maxsize=1024)
def _shapes(examples: tuple[str, ...], description: str) -> tuple[re.Pattern[str], ...]:
    shown = [example for example in examples if sum(c.isdigit() for c in example) >= 2 and len(example) <= 24]
    for match in SHOWN.finditer(description):
        told = any(c.isalpha() or c in "-/_" for c in match.group()) or FORM.search(description[: match.start()])
        if told and not DATE.fullmatch(match.group()):
            shown.append(match.group())
    patterns = [_shape(code, shown) for code in dict.fromkeys(shown)]
    for match in PREFIX.finditer(description):
        if not any(code.startswith(match[1]) for code in shown):
            joint = re.escape(match[2]) if match[2] else "[-/_ ]?"
            patterns.append(rf"{match[1]}{joint}\d[\dA-Z]*(?:[-/]\d+)*")
    return tuple(re.compile(rf"(?<![\w\-/.]){pattern}(?![\w]|-\w)") for pattern in dict.fromkeys(patterns))


def find_shaped(text: str, shapes: tuple[re.Pattern[str], ...]) -> tuple[Found, ...]:
    """The codes of these forms in a text, in its order; none inside another."""
    return apart([Found(m.group(), m.start(), m.end(), SURE) for shape in shapes for m in shape.finditer(text)])


def _shape(code: str, shown: list[str]) -> str:
    """The pattern that a shown code stands for. Letters stay where every shown code has them, or there is but one."""
    first = re.match(r"[A-Za-z]*", code)
    stays = first is not None and all(other.startswith(first.group()) for other in shown)
    pieces = []
    for number, run in enumerate(re.findall(r"\d+|[A-Za-z]+|[^A-Za-z\d]", code)):
        if run.isdigit():
            pieces.append(rf"\d{{{max(1, len(run) - 2)},{len(run) + 2}}}" if len(run) > 2 else rf"\d{{{len(run)}}}")
        elif run.isalpha():
            pieces.append(re.escape(run) if number == 0 and stays else rf"[A-Z]{{{len(run)}}}")
        else:
            pieces.append(r"[ \u00a0]?" if run == " " else r"[-–]" if run == "-" else re.escape(run))
    return "".join(pieces)
