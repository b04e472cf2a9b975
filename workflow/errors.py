"""Errors, named for who has to act next. Each message says what to do."""

from __future__ import annotations


class SwitchyardError(Exception):
    """The root of all errors that this software raises on purpose."""


class BundleError(SwitchyardError):
    """Operations must correct the bundle: names the file, the line (from 1; 0: none), the key and the cure."""

    def __init__(self, file: str, key: str, problem: str, cure: str = "", line: int = 0) -> None:
        self.file, self.key, self.problem, self.cure, self.line = file, key, problem, cure, line
        place = f"{file}:{line}" if line else file
        place += f": {key}" if key else ""
        super().__init__(f"{place}: {problem}" + (f". {cure}" if cure else ""))


class BundleErrors(SwitchyardError):
    """All that is wrong with a bundle, found in one pass."""

    def __init__(self, errors: list[BundleError]) -> None:
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))


class ExpressionError(SwitchyardError):
    """An expression of the definition cannot be read or is wrongly typed: names the place in the text."""

    def __init__(self, text: str, problem: str, column: int = 0) -> None:
        self.text, self.problem, self.column = text, problem, column
        super().__init__(f"{problem} in «{text}»" + (f" at column {column + 1}" if column else ""))


class InputError(SwitchyardError):
    """The sender of a work item or the caller of a command gave something that cannot be used."""


class NotFound(SwitchyardError):
    """The thing that was asked for does not exist here."""


class Busy(SwitchyardError):
    """Another process is at work on the same thing: it can be asked for again when that is done."""


class Superseded(Busy):
    """Another worker has taken over: this one may neither write nor act for that work any more."""


class Unavailable(SwitchyardError):
    """A database cannot be reached or written now (stopped, locked, full). Nothing is lost: it can be tried again."""


class Postponed(SwitchyardError):
    """The outside asks for patience: the work goes back to its queue for `wait` seconds. Nothing has begun."""

    def __init__(self, message: str, wait: float) -> None:
        self.wait = wait
        super().__init__(message)


class AnswerError(SwitchyardError):
    """A reader's answer could not be used: malformed, truncated, refused or unproven."""


class PinMismatch(SwitchyardError):
    """A run began with another bundle than the one at hand; it may only go on with its own."""


class ToolError(SwitchyardError):
    """A tool call failed where no result can be given back as data (wrong wiring, unknown tool)."""
