"""CSS colours, as far as mail uses them."""

from __future__ import annotations

import re

Colour = tuple[int, int, int]

#: Alpha below this is transparent.
_FAINT = 0.06
#: Channels that differ by no more are one colour to the eye.
_NEAR = 10

_NAMES: dict[str, Colour] = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "floralwhite": (255, 250, 240),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "lightgray": (211, 211, 211),
    "lightgrey": (211, 211, 211),
    "yellow": (255, 255, 0),
    "orange": (255, 165, 0),
    "purple": (128, 0, 128),
    "teal": (0, 128, 128),
    "maroon": (128, 0, 0),
    "window": (255, 255, 255),
    "windowtext": (0, 0, 0),
}
_HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})(?:[0-9a-f]{1,2})?$")
_RGB = re.compile(
    r"rgba?\(\s*([\d.]{1,8})\s*[, ]\s*([\d.]{1,8})\s*[, ]\s*([\d.]{1,8})\s*(?:[,/]\s*([\d.]{1,8})(%?))?\s*\)"
)
_TOKEN = re.compile(r"rgba?\([^)]{1,60}\)|#[0-9a-f]{3,8}\b|[a-z]+")


def parse(text: str) -> Colour | None:
    """The colour that a CSS value names; None when it is transparent or not understood."""
    text = text.strip().lower()[:80]
    if text in _NAMES:
        return _NAMES[text]
    if match := _HEX.match(text):
        digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    match = _RGB.match(text)
    if not match or transparent(text):
        return None
    try:
        red, green, blue = (min(255, int(float(match[i]))) for i in (1, 2, 3))
    except ValueError:
        return None
    return red, green, blue


def transparent(text: str) -> bool:
    """Whether a CSS value is a colour that shows nothing."""
    text = text.strip().lower()[:80]
    if text == "transparent":
        return True
    if re.fullmatch(r"#(?:[0-9a-f]{6}0[0-9a-f]|[0-9a-f]{3}0)", text):
        return True
    match = _RGB.match(text)
    if not match or match[4] is None:
        return False
    try:
        return float(match[4]) * (0.01 if match[5] else 1) < _FAINT
    except ValueError:
        return False


def first(text: str) -> Colour | None:
    """The first colour in a shorthand such as `background`."""
    for token in _TOKEN.findall(text.lower()[:300]):
        if found := parse(token):
            return found
    return None


def alike(one: Colour, other: Colour) -> bool:
    """Whether text of one colour cannot be seen on the other."""
    return all(abs(a - b) <= _NEAR for a, b in zip(one, other, strict=True))
