"""Decisions are numbered one after the other, each number once."""

from __future__ import annotations

from pathlib import Path

FILES = sorted((Path(__file__).parents[2] / "docs" / "decisions").glob("*.md"))


def test_numbers_follow_each_other() -> None:
    assert [int(file.name[:4]) for file in FILES] == list(range(1, len(FILES) + 1))


def test_a_title_begins_with_its_number() -> None:
    for file in FILES:
        assert file.read_text(encoding="utf-8").startswith(f"# {file.name[:4]} "), file.name
