"""What the steps of a run work with is made once for a bundle and workflow."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

from agents.reading.local.cues import cues_of
from graphs.context import Context
from tools.bundle import load

CONFIG = Path(__file__).parents[3] / "config"


def test_what_is_looked_for_before_the_category_is_known_is_prepared_once_for_all_cases() -> None:
    bundle = load(CONFIG)
    context = Context(bundle, bundle.workflow("dealer-support"), Mock(), Mock(), {}, None, Mock(), Mock(), Mock())
    first = cues_of(context.required_fields)
    assert {"effective_date", "privacy_right"} <= {cue.field.id for cue in first.fields}
    assert all(cue.field.required for cue in first.fields)
    assert cues_of(context.required_fields) is first
