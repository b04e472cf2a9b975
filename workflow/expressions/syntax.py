"""Text → nodes: a recursive descent whose only memory is the place in the list of tokens.

Weakest to strongest: `x if c else y` · or · and · not · comparison, in, is · + - · * / % · sign · `.` and calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, cast

from workflow.errors import ExpressionError
from workflow.expressions.nodes import (
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Constant,
    Listing,
    Membership,
    Name,
    Negative,
    Node,
    Not,
    Presence,
    Together,
)

LONGEST = 2_000
"""Characters of one expression."""
DEEPEST = 40
"""Brackets, signs and choices inside each other."""
KEYWORDS = frozenset({"and", "or", "not", "in", "is", "if", "else", "true", "false"})
COMPARISONS = frozenset({"==", "!=", "<", "<=", ">", ">="})

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>\d+(\.\d+)?(?![\w.]))
    |(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    |(?P<word>[^\W\d]\w*)
    |(?P<sign>==|!=|<=|>=|<>|&&|\|\||[-+*/%<>=!()\[\],.])""",
    re.VERBOSE | re.DOTALL,
)
_INSTEAD = {"=": "==", "<>": "!=", "&&": "and", "||": "or", "!": "not"}
_FOREIGN = {"none": "is empty", "null": "is empty", "empty": "is empty", "set": "is set"}
RESERVED = KEYWORDS | _FOREIGN.keys()
"""Words that are no names; after a dot they are."""


@dataclass(frozen=True)
class Token:
    """A word of an expression. `kind` is number, text, word, sign, or end."""

    kind: str
    text: str
    at: int


def read_nodes(text: str) -> Node:
    """Reads an expression; raises ExpressionError with the place."""
    if len(text) > LONGEST:
        raise ExpressionError(text[:40] + "…", f"an expression may have {LONGEST} characters, this has {len(text)}")
    if not text.strip():
        raise ExpressionError(text, "an expression is missing")
    parser = _Parser(text)
    node = parser.choice()
    parser.end()
    return node


def tokens(text: str) -> list[Token]:
    """The words of an expression and an end token; raises ExpressionError at what is none."""
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            problem = "a text that is not closed" if text[at] in "'\"" else f"'{text[at]}' does not belong here"
            if text[at].isdigit():
                problem = "a number is written 12 or 12.5"
            raise ExpressionError(text, problem, at)
        kind = str(match.lastgroup)
        if match.group() in _INSTEAD:
            raise ExpressionError(text, f"write {_INSTEAD[match.group()]} instead of {match.group()}", at)
        if kind != "space":
            found.append(Token(kind, match.group(), at))
        at = match.end()
    return [*found, Token("end", "", len(text))]


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def error(self, problem: str, at: int | None = None) -> ExpressionError:
        return ExpressionError(self.text, problem, self.token.at if at is None else at)

    def take(self, *texts: str) -> Token | None:
        """The token if it is one of these words or signs, and goes on."""
        token = self.token
        if token.kind not in {"word", "sign"} or token.text not in texts:
            return None
        self.index += 1
        return token

    def need(self, text: str, after: str) -> None:
        if not self.take(text):
            raise self.error(f"'{text}' is missing {after}")

    def end(self) -> None:
        if self.token.kind != "end":
            raise self.error(f"'{self.token.text}' does not belong here")

    def deeper(self, read: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(f"more than {DEEPEST} parts inside each other")
        node = read()
        self.depth -= 1
        return node

    def choice(self) -> Node:
        then = self.together("or")
        word = self.take("if")
        if not word:
            return then
        condition = self.together("or")
        self.need("else", "after 'if' and its condition")
        return Choice(then, condition, self.deeper(self.choice), word.at)

    def together(self, word: Literal["and", "or"]) -> Node:
        at = self.token.at
        operands = [self._operand(word)]
        while self.take(word):
            operands.append(self._operand(word))
        return operands[0] if len(operands) == 1 else Together(word, tuple(operands), at)

    def _operand(self, word: str) -> Node:
        return self.together("and") if word == "or" else self.negation()

    def negation(self) -> Node:
        word = self.take("not")
        return Not(self.deeper(self.negation), word.at) if word else self.comparison()

    def comparison(self) -> Node:
        node = self._one_comparison(self.sum())
        if self.token.text in COMPARISONS or (self.token.kind == "word" and self.token.text in {"in", "is"}):
            raise self.error("one comparison after another: join them with 'and'")
        return node

    def _one_comparison(self, left: Node) -> Node:
        token = self.token
        if self.take(*COMPARISONS):
            operator = cast(Literal["==", "!=", "<", "<=", ">", ">="], token.text)
            return Comparison(operator, left, self.sum(), token.at)
        if self.take("in"):
            return Membership(left, self.sum(), False, token.at)
        if self.take("not"):
            self.need("in", "after 'not'")
            return Membership(left, self.sum(), True, token.at)
        if self.take("is"):
            negated = self.take("not") is not None
            word = self.take("set", "empty")
            if not word:
                raise self.error("after 'is' stands 'set', 'empty', 'not set' or 'not empty'; compare values with ==")
            return Presence(left, (word.text == "set") != negated, token.at)
        return left

    def sum(self) -> Node:
        return self._chain(self.product, "+", "-")

    def product(self) -> Node:
        return self._chain(self.signed, "*", "/", "%")

    def _chain(self, read: Callable[[], Node], *operators: str) -> Node:
        at = self.token.at
        first = read()
        rest: list[tuple[str, Node]] = []
        while operator := self.take(*operators):
            rest.append((operator.text, read()))
        if self.token.text == "*" and rest and rest[-1][0] == "*":
            raise self.error("there is no power")
        return Arithmetic(first, tuple(rest), at) if rest else first

    def signed(self) -> Node:
        sign = self.take("-")
        return Negative(self.deeper(self.signed), sign.at) if sign else self.primary()

    def primary(self) -> Node:
        token = self.token
        if token.kind == "number":
            return self._number(token)
        if token.kind == "text":
            self.index += 1
            return Constant(re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL), token.at)
        if self.take("("):
            node = self.deeper(self.choice)
            self.need(")", "to close '('")
            return node
        if self.take("["):
            return Listing(self._items("]"), token.at)
        if token.kind == "word" and token.text.lower() in {"true", "false"}:
            self.index += 1
            return Constant(token.text.lower() == "true", token.at)
        if token.kind == "word" and token.text not in KEYWORDS:
            return self._name(token)
        raise self.error(
            "a value is missing here" if token.kind == "end" else f"a value is missing before '{token.text}'"
        )

    def _number(self, token: Token) -> Constant:
        self.index += 1
        if len(token.text) > 16:
            raise self.error("a number may have 15 digits", token.at)
        return Constant(float(token.text) if "." in token.text else int(token.text), token.at)

    def _name(self, token: Token) -> Node:
        self.index += 1
        if self.take("("):
            return Call(token.text, self._items(")"), token.at)
        path = [token.text]
        while True:
            if self.take("."):
                part = self.token
                if part.kind != "word":
                    raise self.error("after '.' stands a name")
                path.append(part.text)
                self.index += 1
            elif self.take("["):
                part = self.token
                if part.kind != "text":
                    raise self.error("inside [ ] after a name stands a name in quotes")
                path.append(part.text[1:-1])
                self.index += 1
                self.need("]", "to close '['")
            else:
                break
        if self.take("("):
            raise self.error(f"'{'.'.join(path)}' is no function")
        if len(path) == 1 and token.text.lower() in _FOREIGN:
            raise self.error(f"'{token.text}' is no value: write 'x {_FOREIGN[token.text.lower()]}'", token.at)
        return Name(tuple(path), token.at)

    def _items(self, close: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self.take(close):
            if items:
                self.need(",", "between two values" if self.token.kind != "end" else f"or '{close}'")
                if self.take(close):
                    break
            items.append(self.deeper(self.choice))
        return tuple(items)
