"""The findings of a check with the lines where they stand."""

from __future__ import annotations

from tools.bundle.loading import line_of
from tools.bundle.markup import read_markup
from workflow.bundle import Bundle
from workflow.check import Finding, check, in_order


def inspect(bundle: Bundle) -> list[Finding]:
    """`check` of a loaded bundle, each finding with its line."""
    markups = {name: read_markup(text, name) for name, text in bundle.snapshot.items() if name.endswith(".yaml")}
    return in_order(
        finding.model_copy(update={"line": line_of(markups[finding.file], finding.key)})
        if finding.file in markups and not finding.line and finding.key
        else finding
        for finding in check(bundle)
    )
