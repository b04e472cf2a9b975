"""What a PDF page shows: pieces of text with their places, and whether a person can see them.

Interprets the content stream as far as text needs it (ISO 32000-1, sections 8.4, 8.5 and 9): matrices, text state,
fill colour, filled areas. Text is hidden when it is drawn in render mode 3 or 7, in the colour of what is below it,
with no opacity, smaller than can be read, or off the page.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tools.documents import colour

MAX_OPERATIONS = 200_000  #: of one document
MAX_FORMS = 6  #: form XObjects inside each other
MAX_AREAS = 5_000

_UNREADABLE = 1.5  #: points

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one baseline, in points of the page: from `left` to `right`, baseline at `bottom`."""

    left: float
    right: float
    bottom: float
    size: float
    text: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class _State:
    matrix: Matrix = _IDENTITY
    font: Any = None
    size: float = 12.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    fill: colour.Colour | None = (0, 0, 0)
    opacity: float = 1.0
    gray_space: bool = True  #: one number means a gray, and not the tint of some ink


@dataclass
class Budget:
    """What may still be spent on one document."""

    operations: int = MAX_OPERATIONS
    deadline: float = field(default_factory=lambda: time.monotonic() + 6.0)

    def spent(self) -> bool:
        """Whether reading must stop."""
        self.operations -= 1
        return self.operations < 0 or (self.operations % 256 == 0 and time.monotonic() > self.deadline)


def multiply(one: Matrix, other: Matrix) -> Matrix:
    """The matrix that applies `one` first."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


class Canvas:
    """One page while its content is read."""

    def __init__(self, box: tuple[float, float, float, float], budget: Budget) -> None:
        self.box = box
        self.budget = budget
        self.pieces: list[Piece] = []
        self.areas: list[tuple[float, float, float, float, colour.Colour | None]] = []
        self.images = 0
        self.cut = False

    def draw(self, page: Any) -> None:
        """Read the content of a page or of a form XObject."""
        self._run(page.get_contents(), page.get("/Resources"), _State(), 0, page.pdf)

    def _run(self, content: Any, resources: Any, state: _State, depth: int, pdf: Any) -> None:
        if content is None:
            return
        names = _Resources(resources)
        stack: list[_State] = []
        text = line = _IDENTITY
        path: list[tuple[float, float]] = []
        for operands, operator in _operations(content, pdf):
            if self.budget.spent():
                self.cut = True
                return
            if operator in _TEXT_SHOWING:
                line, text, state = self._newline(operator, operands, line, text, state)
                text = self._show(operands[-1] if operands else b"", text, state)
            elif operator in _TEXT_MOVING:
                line, state = _moved(operator, operands, line, state)
                text = line
            elif operator in _PATH:
                _trace(operator, operands, state.matrix, path)
            elif operator in _PAINTING:
                if operator in _FILLING and path:
                    self._fill(path, state)
                path = []
            elif operator == b"q":
                if len(stack) < 500:
                    stack.append(state)
            elif operator == b"Q":
                state = stack.pop() if stack else state
            elif operator == b"Do" and operands:
                self._paint(names, operands[0], state, depth, pdf)
            else:
                state = _changed(operator, operands, state, names)

    def _newline(
        self, operator: bytes, operands: list[Any], line: Matrix, text: Matrix, state: _State
    ) -> tuple[Matrix, Matrix, _State]:
        """The operators ' and " go to the next line before they show text."""
        if operator not in (b"'", b'"'):
            return line, text, state
        if operator == b'"' and len(operands) >= 3:
            state = replace(state, word_space=_number(operands, 0), char_space=_number(operands, 1))
        line = multiply((1.0, 0.0, 0.0, 1.0, 0.0, -state.leading), line)
        return line, line, state

    def _show(self, operand: Any, text: Matrix, state: _State) -> Matrix:
        """Show a string, or an array of strings and shifts; gives the text matrix after it."""
        items = operand if isinstance(operand, list) else [operand]
        for item in items[:5000]:
            if isinstance(item, (int, float)):
                shift = -float(item) / 1000 * state.size * state.scale
                text = multiply((1.0, 0.0, 0.0, 1.0, shift, 0.0), text)
            elif isinstance(item, (bytes, str)) and state.font is not None:
                shown, width = _decoded(item, state)
                start = multiply((1.0, 0.0, 0.0, 1.0, 0.0, state.rise), multiply(text, state.matrix))
                text = multiply((1.0, 0.0, 0.0, 1.0, width, 0.0), text)
                self._add(shown, start, multiply(text, state.matrix), state)
        return text

    def _add(self, shown: str, start: Matrix, end: Matrix, state: _State) -> None:
        if not shown:
            return
        size = abs(state.size) * max(abs(start[3]), abs(start[1]))
        left, right = min(start[4], end[4]), max(start[4], end[4])
        self.pieces.append(Piece(left, right, start[5], size, shown, self._unseen(start[4], start[5], size, state)))

    def _unseen(self, x: float, y: float, size: float, state: _State) -> bool:
        if state.mode in (3, 7) or state.opacity < 0.06 or size < _UNREADABLE:
            return True
        left, low, right, high = self.box
        if x > right + 2 or x < left - 200 or y > high + 2 or y < low - 2:
            return True
        if state.fill is None or state.mode not in (0, 4):
            return False
        behind: colour.Colour | None = _WHITE
        for area in reversed(self.areas):
            if area[0] - 1 <= x <= area[2] + 1 and area[1] - 1 <= y + size * 0.3 <= area[3] + 1:
                behind = area[4]
                break
        return behind is not None and colour.alike(state.fill, behind)

    def _fill(self, path: list[tuple[float, float]], state: _State) -> None:
        if len(self.areas) >= MAX_AREAS or state.opacity < 0.3:
            return
        xs, ys = [x for x, _ in path], [y for _, y in path]
        self.areas.append((min(xs), min(ys), max(xs), max(ys), state.fill))

    def _paint(self, names: _Resources, name: Any, state: _State, depth: int, pdf: Any) -> None:
        """Paint an image (what it shows is unknown) or run a form."""
        found = names.get("/XObject", name)
        if found is None:
            return
        if found.get("/Subtype") == "/Image":
            self.images += 1
            corners = [(0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)]
            path = [_placed(x, y, state.matrix) for x, y in corners]
            self._fill(path, replace(state, fill=None))
        elif found.get("/Subtype") == "/Form" and depth < MAX_FORMS:
            matrix = found.get("/Matrix")
            inner = tuple(float(n) for n in matrix) if matrix and len(matrix) == 6 else _IDENTITY
            moved = replace(state, matrix=multiply(inner, state.matrix))  # type: ignore[arg-type]
            self._run(found, found.get("/Resources"), moved, depth + 1, pdf)


_TEXT_SHOWING = frozenset((b"Tj", b"TJ", b"'", b'"'))
_TEXT_MOVING = frozenset((b"BT", b"Td", b"TD", b"Tm", b"T*"))
_PATH = frozenset((b"re", b"m", b"l", b"c", b"v", b"y"))
_FILLING = frozenset((b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"))
_PAINTING = _FILLING | frozenset((b"S", b"s", b"n"))


class _Resources:
    """Fonts, XObjects and graphics states by name; damaged entries are none."""

    def __init__(self, resources: Any) -> None:
        found = resources.get_object() if resources is not None else None
        self._found = found if isinstance(found, dict) else {}
        self._fonts: dict[str, Any] = {}

    def get(self, kind: str, name: Any) -> Any:
        """The object of that name, or None."""
        group = self._found.get(kind)
        group = group.get_object() if group is not None else None
        found = group.get(name) if isinstance(group, dict) else None
        found = found.get_object() if found is not None else None
        return found if isinstance(found, dict) else None

    def font(self, name: Any) -> Any:
        """The decoded font, or None."""
        if name not in self._fonts:
            resource = self.get("/Font", name)
            self._fonts[name] = _font(resource) if resource is not None else None
        return self._fonts[name]


def _font(resource: Any) -> Any:
    from pypdf.generic._font import Font

    return Font.from_font_resource(resource)


def _operations(content: Any, pdf: Any) -> Iterator[tuple[list[Any], bytes]]:
    from pypdf.generic import ContentStream

    stream = content if isinstance(content, ContentStream) else ContentStream(content, pdf)
    for operands, operator in stream.operations:
        yield (operands if isinstance(operands, list) else [], operator)


def _number(operands: list[Any], index: int, default: float = 0.0) -> float:
    if index < len(operands) and isinstance(operands[index], (int, float)):
        return float(operands[index])
    return default


def _matrix(operands: list[Any]) -> Matrix | None:
    if len(operands) < 6 or not all(isinstance(n, (int, float)) for n in operands[:6]):
        return None
    a, b, c, d, e, f = (float(n) for n in operands[:6])
    return a, b, c, d, e, f


def _moved(operator: bytes, operands: list[Any], line: Matrix, state: _State) -> tuple[Matrix, _State]:
    """The start of the line after an operator that moves it."""
    if operator == b"BT":
        return _IDENTITY, state
    if operator == b"Tm":
        return _matrix(operands) or line, state
    if operator == b"T*":
        return multiply((1.0, 0.0, 0.0, 1.0, 0.0, -state.leading), line), state
    x, y = _number(operands, 0), _number(operands, 1)
    if operator == b"TD":
        state = replace(state, leading=-y)
    return multiply((1.0, 0.0, 0.0, 1.0, x, y), line), state


def _trace(operator: bytes, operands: list[Any], matrix: Matrix, path: list[tuple[float, float]]) -> None:
    if len(path) > 2000:
        return
    if operator == b"re" and len(operands) >= 4:
        x, y, width, height = (_number(operands, i) for i in range(4))
        path += [_placed(x, y, matrix), _placed(x + width, y + height, matrix)]
    elif len(operands) >= 2:
        path.append(_placed(_number(operands, len(operands) - 2), _number(operands, len(operands) - 1), matrix))


def _placed(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _changed(operator: bytes, operands: list[Any], state: _State, names: _Resources) -> _State:
    """The state after an operator that sets a part of it."""
    if operator == b"cm":
        matrix = _matrix(operands)
        return replace(state, matrix=multiply(matrix, state.matrix)) if matrix else state
    if operator == b"Tf" and operands:
        return replace(state, font=names.font(operands[0]), size=_number(operands, 1, state.size))
    if operator in _NUMBERS:
        return replace(state, **{_NUMBERS[operator]: _number(operands, 0)})  # type: ignore[arg-type]
    if operator == b"Tz":
        return replace(state, scale=_number(operands, 0, 100.0) / 100)
    if operator == b"Tr":
        return replace(state, mode=int(_number(operands, 0)))
    if operator == b"gs" and operands:
        found = names.get("/ExtGState", operands[0]) or {}
        opacity = found.get("/ca")
        return replace(state, opacity=float(opacity)) if isinstance(opacity, (int, float)) else state
    if operator == b"cs":
        gray = bool(operands) and operands[0] in ("/DeviceGray", "/CalGray", "/G")
        return replace(state, fill=(0, 0, 0), gray_space=gray)
    if operator in (b"g", b"rg", b"k", b"sc", b"scn"):
        return replace(state, fill=_colour(operator, operands, state))
    return state


_NUMBERS = {b"Tc": "char_space", b"Tw": "word_space", b"TL": "leading", b"Ts": "rise"}


def _colour(operator: bytes, operands: list[Any], state: _State) -> colour.Colour | None:
    """Fill colour by the number of components; None for patterns and inks whose look is not known."""
    numbers = [min(1.0, max(0.0, float(n))) for n in operands if isinstance(n, (int, float))]
    if len(numbers) != len(operands):
        return None
    if len(numbers) == 1 and (operator == b"g" or state.gray_space):
        level = int(numbers[0] * 255)
        return level, level, level
    if len(numbers) == 3:
        red, green, blue = (int(n * 255) for n in numbers)
        return red, green, blue
    if len(numbers) == 4:
        cyan, magenta, yellow, black = numbers
        red, green, blue = (int(255 * (1 - ink) * (1 - black)) for ink in (cyan, magenta, yellow))
        return red, green, blue
    return None


def _decoded(item: bytes | str, state: _State) -> tuple[str, float]:
    """Text of a string operand in the font's encoding, and its width in text space."""
    font = state.font
    if isinstance(item, str):
        raw = shown = item
    elif isinstance(font.encoding, str):
        raw = item.decode(font.encoding, "replace")
        shown = "".join(font.character_map.get(char, char) for char in raw)
    else:
        raw = "".join(chr(byte) for byte in item)
        decoded = (font.encoding.get(byte, chr(byte)) for byte in item)
        shown = "".join(font.character_map.get(char, char) for char in decoded)
    width = sum(font.space_width if char == font.space_char else font.get_text_width(char) for char in raw) / 1000
    total = width * state.size + state.char_space * len(raw) + state.word_space * raw.count(" ")
    return shown.replace("\x00", ""), total * state.scale
