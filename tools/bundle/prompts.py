"""Prompt files → prompts: front matter between two lines of ---, the first part, a line of ---, the second part."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from tools.bundle.markup import read_markup
from tools.bundle.typed import build
from workflow.errors import BundleError
from workflow.nearest import suggestion
from workflow.prompts import STATIC, Prompt

DEFAULTS = Path(__file__).parents[2] / "prompts"
"""The prompts of the project, where a bundle has none of its own."""

LONGEST = 100_000
"""Characters of one prompt."""

_RULE = re.compile(r"^---[ \t]*$\n?", re.MULTILINE)
_OURS = ("instructions", "message")


def default_prompts(directory: Path = DEFAULTS) -> dict[str, str]:
    """Bundle-relative file → text of the project's own prompts."""
    return {f"prompts/{path.name}": path.read_text("utf-8") for path in sorted(directory.glob("*.md"))}


def read_prompt(text: str, file: str) -> tuple[Prompt | None, list[BundleError]]:
    """The prompt of a file, or all that is wrong with it."""
    stem = PurePosixPath(file).stem
    if stem not in STATIC:
        return None, [BundleError(file, "", f"there is no prompt '{stem}'", suggestion(stem, STATIC, "prompt"))]
    if len(text) > LONGEST:
        return None, [BundleError(file, "", f"the prompt has {len(text)} characters, {LONGEST} are the most")]
    pieces = _RULE.split(text, maxsplit=3)
    if len(pieces) != 4 or pieces[0].strip():
        cure = "Write: a line of ---, name and version, a line of ---, what never changes, a line of ---, the message"
        return None, [BundleError(file, "", "the prompt does not have its three parts", cure, line=1)]
    _, front, instructions, message = pieces
    markup = read_markup("\n" + front, file)
    data = markup.data if isinstance(markup.data, dict) else {}
    for name in _OURS:
        if name in data:
            problem = "this part of a prompt stands under a line of ---, not among its keys"
            markup.errors.append(BundleError(file, name, problem, line=markup.line((name,))))
    if markup.errors:
        return None, markup.errors
    whole = {**data, "instructions": instructions.strip(), "message": message.strip()}
    if data.get("name") not in (None, stem):
        problem = f"the prompt '{data['name']}' stands in a file of another name"
        return None, [BundleError(file, "name", problem, f"Write: name: {stem}", line=markup.line(("name",)))]
    return build(Prompt, whole, (), markup, file), markup.errors
