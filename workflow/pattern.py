"""Regular expressions in linear time: what `~` of a decision table and `matches()` of an expression read.

The usual syntax: literal characters, `.`, `[a-z]`, `[^…]`, `\\d \\w \\s` and their opposites, `( )`, `|`, `* + ?`,
`{2}`, `{2,5}`, `^`, `$`, `\\b`; `\\` before any other sign makes it literal. The pattern is looked for anywhere in the
text, without regard to letter case. There are no groups to take out, back references or look-around, and so no input
can make it slow: all positions of the pattern are followed at once through the text (Thompson 1968, Pike's machine),
which costs at most text length times pattern size.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from workflow.errors import ExpressionError

LONGEST_PATTERN = 200
LONGEST_TEXT = 4_000
"""Characters of a text that are searched; what stands after is not."""
MOST_STATES = 600
MOST_REPEATS = 50

Test = Callable[[str], bool]


@dataclass(frozen=True)
class _Take:
    test: Test


@dataclass(frozen=True)
class _Split:
    first: int
    second: int


@dataclass(frozen=True)
class _Place:
    kind: str  # ^ $ b


_State = _Take | _Split | _Place | None  # None: found


@dataclass(frozen=True)
class Pattern:
    """A pattern ready for use."""

    text: str
    states: tuple[_State, ...]

    def search(self, text: str) -> bool:
        """Whether the pattern stands anywhere in the text's first `LONGEST_TEXT` characters."""
        text = text[:LONGEST_TEXT].casefold()
        #: (active states, kind of place, character) → the states active after it; None: found
        known: dict[tuple[frozenset[int], int, str], frozenset[int] | None] = {}
        active = frozenset({0})
        placed = self.placed
        for at in range(len(text) + 1):
            char = text[at : at + 1]
            step = (active, _place(text, at) if placed else 0, char)
            if step not in known:
                takers = self._follow(active, text, at)
                known[step] = None if takers is None else frozenset({0, *_after(takers, char)})
            after = known[step]
            if after is None:
                return True
            active = after
        return False

    @property
    def placed(self) -> bool:
        """Whether it asks where it stands, by a circumflex, a dollar or a word's edge."""
        return any(isinstance(state, _Place) for state in self.states)

    def _follow(self, active: frozenset[int], text: str, at: int) -> list[tuple[int, Test]] | None:
        # The states that take a character, reached from the active ones without taking any; None where it is found.
        seen = set(active)
        stack = list(active)
        takers: list[tuple[int, Test]] = []
        while stack:
            index = stack.pop()
            state = self.states[index]
            if state is None:
                return None
            if isinstance(state, _Take):
                takers.append((index, state.test))
                continue
            if isinstance(state, _Split):
                reached = [state.first, state.second]
            else:
                reached = [index + 1] if _stands(state.kind, text, at) else []
            for target in reached:
                if target not in seen:
                    seen.add(target)
                    stack.append(target)
        return takers


@lru_cache(maxsize=2048)
def compile_pattern(text: str) -> Pattern:
    """Reads a pattern; raises ExpressionError with the place."""
    if len(text) > LONGEST_PATTERN:
        raise ExpressionError(text[:40] + "…", f"a pattern may have {LONGEST_PATTERN} characters")
    parser = _Parser(text)
    states = parser.alternatives(0)
    if parser.at < len(text):
        raise parser.error("')' without '('")
    return Pattern(text, (*states, None))


def _after(takers: list[tuple[int, Test]], char: str) -> list[int]:
    return [index + 1 for index, test in takers if char and test(char)]


def _place(text: str, at: int) -> int:
    # What ^, $ and \b can tell of a place, as one number.
    return _stands("^", text, at) + 2 * _stands("$", text, at) + 4 * _stands("b", text, at)


def _stands(kind: str, text: str, at: int) -> bool:
    if kind == "^":
        return at == 0
    if kind == "$":
        return at == len(text)
    before = at > 0 and _is_word(text[at - 1])
    return before != (at < len(text) and _is_word(text[at]))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


CLASSES: dict[str, Test] = {"d": str.isdigit, "w": _is_word, "s": str.isspace}


class _Parser:
    """Recursive descent; each method gives states whose jumps count from `base`, ending by falling off their end."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.depth = text, 0, 0

    def error(self, problem: str) -> ExpressionError:
        return ExpressionError(self.text, f"{problem} in a pattern", min(self.at, len(self.text)))

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def alternatives(self, base: int) -> list[_State]:
        states = self.sequence(base)
        while self.peek() == "|":
            self.at += 1
            # split(left, right) left jump-to-end right
            left = _moved(states, 1)
            right = self.sequence(base + len(left) + 2)
            end = base + len(left) + 2 + len(right)
            states = [_Split(base + 1, base + len(left) + 2), *left, _Split(end, end), *right]
            self._bound(states)
        return states

    def sequence(self, base: int) -> list[_State]:
        states: list[_State] = []
        while (char := self.peek()) and char not in "|)":
            if char in "*+?":
                raise self.error(f"nothing stands before '{char}' to repeat (any text is '.*')")
            states += self.repeated(base + len(states))
            self._bound(states)
        return states

    def repeated(self, base: int) -> list[_State]:
        one = self.atom(base)
        char = self.peek()
        if char not in {"*", "+", "?", "{"}:
            return one
        if char == "{":
            least, most = self._counts()
        else:
            self.at += 1
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[char]
        if self.peek() in {"*", "+", "?", "{"}:
            raise self.error("a repetition of a repetition")
        return self._repeat(one, base, least, most)

    def _repeat(self, one: list[_State], base: int, least: int, most: int | None) -> list[_State]:
        size = len(one)
        if size * max(least, most or 0, 1) > MOST_STATES:
            raise self.error("too much repetition")
        states: list[_State] = []
        for _ in range(least):
            states += _moved(one, len(states))
        if most is None:
            at = base + len(states)
            return [*states, _Split(at + 1, at + size + 2), *_moved(one, len(states) + 1), _Split(at, at)]
        end = base + len(states) + (most - least) * (size + 1)
        for _ in range(most - least):
            at = base + len(states)
            states += [_Split(at + 1, end), *_moved(one, len(states) + 1)]
        return states

    def _counts(self) -> tuple[int, int | None]:
        close = self.text.find("}", self.at)
        inside = self.text[self.at + 1 : close] if close > 0 else ""
        low, comma, high = inside.partition(",")
        numbers = [low] if not comma else [low or "0", high] if high else [low]
        if not all(number.isascii() and number.isdigit() and len(number) < 4 for number in numbers):
            raise self.error("a repetition is {2} or {2,5}; write \\{ for the sign itself")
        counts = [int(number) for number in numbers]
        if max(counts) > MOST_REPEATS or counts[-1] < counts[0]:
            raise self.error(f"a repetition counts up, to {MOST_REPEATS} at most")
        self.at = close + 1
        return counts[0], None if comma and not high else counts[-1]

    def atom(self, base: int) -> list[_State]:
        char = self.peek()
        self.at += 1
        if char == "(":
            return self._group(base)
        if char == "[":
            return [_Take(self._set())]
        if char == ".":
            return [_Take(lambda _: True)]
        if char in "^$":
            return [_Place(char)]
        if char == "\\":
            char = self.peek()
            self.at += 1
            if char == "b":
                return [_Place("b")]
            return self._literal(char) if not char.isalnum() else [_Take(self._class(char))]
        return self._literal(char)

    def _group(self, base: int) -> list[_State]:
        self.depth += 1
        if self.depth > 20:
            raise self.error("too many '(' inside each other")
        if self.text.startswith("?:", self.at):
            self.at += 2
        elif self.peek() == "?":
            raise self.error("'(?' is not available")
        states = self.alternatives(base)
        if self.peek() != ")":
            raise self.error("a missing ')'")
        self.at += 1
        self.depth -= 1
        return states

    def _literal(self, char: str) -> list[_State]:
        if not char:
            raise self.error("nothing after '\\'")
        return [_Take(folded.__eq__) for folded in char.casefold()]

    def _class(self, char: str) -> Test:
        test = CLASSES.get(char.lower())
        if test is None:
            raise self.error(f"'\\{char}' is not available")
        return test if char.islower() else _opposite(test)

    def _set(self) -> Test:
        negated = self.peek() == "^"
        self.at += negated
        tests: list[Test] = []
        first = True
        while first or self.peek() != "]":
            first = False
            low = self._set_member(tests)
            if low and self.peek() == "-" and self.text[self.at + 1 : self.at + 2] not in {"]", ""}:
                self.at += 1
                high = self._set_member(tests)
                if not high or high < low:
                    raise self.error("a range goes from a character to a later one, as in [a-z]")
                tests.append(_between(low.casefold(), high.casefold()))
            elif low:
                tests.append(low.casefold().__eq__)
        self.at += 1
        union = tuple(tests)
        return (lambda char: not any(test(char) for test in union)) if negated else _any(union)

    def _set_member(self, tests: list[Test]) -> str:
        char = self.peek()
        if not char:
            raise self.error("a missing ']'")
        self.at += 1
        if char != "\\":
            return char
        char = self.peek()
        self.at += 1
        if not char:
            raise self.error("a missing ']'")
        if not char.isalnum():
            return char
        tests.append(self._class(char))
        return ""

    def _bound(self, states: list[_State]) -> None:
        if len(states) > MOST_STATES:
            raise self.error("too much repetition")


def _moved(states: list[_State], by: int) -> list[_State]:
    return [_Split(s.first + by, s.second + by) if isinstance(s, _Split) else s for s in states]


def _opposite(test: Test) -> Test:
    return lambda char: not test(char)


def _between(low: str, high: str) -> Test:
    return lambda char: low <= char <= high


def _any(tests: tuple[Test, ...]) -> Test:
    return lambda char: any(test(char) for test in tests)
