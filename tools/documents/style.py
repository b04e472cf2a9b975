"""What a person sees of an HTML page: the CSS that hides text, inherited down the tree.

Covers what mail uses: inline declarations, simple rules of `<style>`, the attributes bgcolor, color and hidden.
Rules inside @media are left out: they hide on some screens what is shown on others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tools.documents import colour

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

MAX_SHEET = 200_000
MAX_RULES = 120

Declarations = dict[str, str]

_TELLING = re.compile(
    r"display|visibility|opacity|font-size|color|background|position|text-indent|max-height|height|mso-hide|clip"
    r"|margin"
    r"|^font$|white-space"
)
_SELECTOR = re.compile(r"[\w\s.#,>*-]{1,200}")
_NUMBER = re.compile(r"\s*(-?\d{0,7}\.?\d{1,6})\s*([a-z%]*)")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "": 1.0}
#: Text of this size (px) or less is not read by anybody.
_UNREADABLE = 1.4
_FAR = -400.0  #: px; further to the left or the top than this is off the screen


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks at a place of the tree. `ink` None: not declared; `behind` None: a picture or unknown."""

    size: float = 16.0
    ink: colour.Colour | None = None
    behind: colour.Colour | None = (255, 255, 255)
    shown: bool = True  #: CSS visibility
    gone: bool = False  #: display:none and the like; nothing below can undo it
    clear: bool = False  #: text of a transparent colour
    preserved: bool = False  #: white space counts

    @property
    def hidden(self) -> bool:
        """Whether text at this place cannot be seen."""
        if self.gone or not self.shown or self.clear or self.size <= _UNREADABLE:
            return True
        return bool(self.ink and self.behind and colour.alike(self.ink, self.behind))


def declarations(text: str) -> Declarations:
    """`a: b; c: d` as a mapping in lower case; `!important` is dropped."""
    found: Declarations = {}
    for piece in text[:4000].split(";"):
        name, colon, value = piece.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return found


def rules(tree: LexborHTMLParser) -> dict[int, Declarations]:
    """Declarations that the page's style sheets give to each element, by `mem_id`; only what may hide text."""
    from selectolax.lexbor import SelectolaxError

    sheet = "\n".join(node.text(deep=True) for node in tree.css("style")[:20])[:MAX_SHEET]
    if not sheet.strip():
        return {}
    found: dict[int, Declarations] = {}
    count = 0
    for selector, body in _blocks(_without_comments(sheet)):
        declared = {name: value for name, value in declarations(body).items() if _TELLING.search(name)}
        selector = ",".join(piece for piece in selector.split(",") if ":" not in piece).strip()
        if not declared or not _SELECTOR.fullmatch(selector):
            continue
        count += 1
        if count > MAX_RULES:
            break
        try:
            nodes = tree.css(selector)
        except (SelectolaxError, ValueError, RuntimeError):  # a selector that the engine does not know
            continue
        for node in nodes:
            found.setdefault(node.mem_id, {}).update(declared)
    return found


def _without_comments(sheet: str) -> str:
    head, *rest = sheet.replace("<!--", " ").replace("-->", " ").split("/*")
    return head + "".join(piece.partition("*/")[2] for piece in rest)


def _blocks(sheet: str) -> list[tuple[str, str]]:
    """`(selector, declarations)` of the top-level rules; at-rules are skipped with all that is inside them."""
    found: list[tuple[str, str]] = []
    at = 0
    while len(found) < 2000:
        begin = sheet.find("{", at)
        if begin < 0:
            break
        selector = sheet[at:begin].rpartition(";")[2].strip()
        if selector.startswith("@"):
            depth, at = 1, begin + 1
            while depth and (step := re.compile(r"[{}]").search(sheet, at)):
                depth += 1 if step[0] == "{" else -1
                at = step.end()
            if depth:
                break
            continue
        end = sheet.find("}", begin)
        end = len(sheet) if end < 0 else end
        found.append((selector, sheet[begin + 1 : end]))
        at = end + 1
    return found


def look(parent: Look, tag: str, attributes: dict[str, str | None], declared: Declarations) -> Look:
    """The look inside an element."""
    if (
        not declared
        and tag not in {"a", "pre"}
        and not attributes.keys() & {"bgcolor", "color", "hidden", "background"}
    ):
        return parent
    changes: dict[str, object] = {}
    if "hidden" in attributes or _vanishes(declared):
        changes["gone"] = True
    visibility = declared.get("visibility")
    if visibility:
        changes["shown"] = visibility not in {"hidden", "collapse"}
    if "font-size" in declared:
        changes["size"] = _size(declared["font-size"], parent.size)
    elif "font" in declared and (
        match := re.search(r"(?:^|\s)(\d{0,4}\.?\d{1,4}(?:px|pt|em|%)|0)\b", declared["font"])
    ):
        changes["size"] = _size(match[1], parent.size)
    if "white-space" in declared or tag == "pre":
        changes["preserved"] = declared.get("white-space", "pre").startswith("pre")
    text = declared.get("color") or attributes.get("color") or ""
    if text and text != "inherit":
        changes["ink"] = colour.parse(text)
        changes["clear"] = colour.transparent(text)
    elif tag == "a":
        changes["ink"] = None  # links have a colour of their own
        changes["clear"] = False
    painted, behind = _background(declared, attributes)
    if painted:
        changes["behind"] = behind
    return replace(parent, **changes) if changes else parent  # type: ignore[arg-type]


def _background(declared: Declarations, attributes: dict[str, str | None]) -> tuple[bool, colour.Colour | None]:
    """Whether an element paints a background, and its colour (None for a picture)."""
    shorthand = declared.get("background", "")
    image = declared.get("background-image", "") + shorthand
    if "url(" in image or "gradient" in image or attributes.get("background"):
        return True, None
    text = declared.get("background-color") or shorthand or attributes.get("bgcolor") or ""
    found = colour.first(text) if text else None
    return found is not None, found


def _vanishes(declared: Declarations) -> bool:
    """Whether an element and all in it is not shown."""
    if declared.get("display") == "none" or declared.get("mso-hide") == "all":
        return True
    opacity = declared.get("opacity")
    if opacity is not None and _pixels(opacity.rstrip("%"), 1.0) * (0.01 if opacity.endswith("%") else 1) < 0.06:
        return True
    if declared.get("position") in {"absolute", "fixed"}:
        if min(_pixels(declared.get(side, "0")) for side in ("left", "top")) <= _FAR:
            return True
        if "rect(0" in declared.get("clip", "").replace(" ", ""):
            return True
    if "overflow" in declared and any(
        _pixels(declared.get(side, "1")) == 0 for side in ("height", "max-height", "width")
    ):
        return True
    return any(_pixels(declared.get(name, "0")) <= _FAR for name in ("text-indent", "margin-left", "margin-top"))


def _pixels(text: str, unknown: float = 1.0) -> float:
    """A CSS length in px (em as 16 px); `unknown` where it is none."""
    match = _NUMBER.match(text)
    if not match:
        return unknown
    return float(match[1]) * _PIXELS.get(match[2], 16.0)


def _size(text: str, parent: float) -> float:
    match = _NUMBER.match(text)
    if not match:
        return max(parent, 10.0) if text.strip().isalpha() and text.strip() != "inherit" else parent
    number = float(match[1])
    if match[2] in {"em", "rem"}:
        return number * (16.0 if match[2] == "rem" else parent)
    if match[2] == "%":
        return number / 100 * parent
    return number * _PIXELS.get(match[2], 1.0)
