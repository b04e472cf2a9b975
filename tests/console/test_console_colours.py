"""The style sheet: enough contrast in light and dark, and nothing from outside."""

from __future__ import annotations

import re

import pytest

from app.console.pages import STATIC

CSS = (STATIC / "console.css").read_text("utf-8")
PAIRS = [
    *((ink, ground) for ink in ("ink", "muted") for ground in ("canvas", "surface", "sunken")),
    *((f"{tone}", f"{tone}-tint") for tone in ("good", "warn", "bad", "info", "calm")),
    *((tone, "surface") for tone in ("accent", "good", "warn", "bad")),
    *(("ink", f"{tone}-tint") for tone in ("good", "warn", "bad", "info")),
    ("accent-ink", "accent"),
    ("surface", "ink"),
]


def tokens(scheme: str) -> dict[str, str]:
    light, dark = re.split(r"@media \(prefers-color-scheme: dark\)", CSS, maxsplit=1)
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_has_the_contrast_of_wcag_aa(scheme: str, ink: str, ground: str):
    told = tokens(scheme)
    lighter, darker = sorted((luminance(told[ink]), luminance(told[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_borders_of_inputs_have_the_contrast_of_controls(scheme: str):
    told = tokens(scheme)
    lighter, darker = sorted((luminance(told["line-strong"]), luminance(told["surface"])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


def test_the_style_sheet_fetches_nothing():
    assert "url(" not in CSS
    assert "@import" not in CSS


def test_every_hue_that_views_give_has_a_colour():
    from app.console.views.highlights import FIELD_HUES, FIXED_HUES

    for hue in {*FIELD_HUES, *FIXED_HUES.values()}:
        assert f".hue{hue} {{" in CSS
        assert f".second{hue} {{" in CSS
        assert f".third{hue} {{" in CSS


def test_the_vendored_script_comes_with_its_licence():
    assert "Zero-Clause BSD" in (STATIC / "htmx.LICENSE").read_text("utf-8")
