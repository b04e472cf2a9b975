"""The page holds everything, escaped, and asks nothing of the outside."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals.calibration import deciles
from evals.detail import Answer, Detail, Mark, Shown
from evals.evaluate import evaluate
from evals.page import Section, write_page
from evals.page.marks import pieces
from evals.page.page import page
from evals.page.plots import coverage_plot, reliability_plot
from evals.suite import load
from workflow.errors import InputError

EVIL = '</pre><script>alert(1)</script><img src="https://evil.example/x.png" onerror="alert(2)">'


class Tags(HTMLParser):
    """Which tags and attributes a page has."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def evaluation(workshop: Path):  # type: ignore[no-untyped-def]
    text = f"Our Roadster 3 is broken. {EVIL}"

    def run(raw: bytes, name: str) -> dict:  # type: ignore[type-arg]
        cases = [{"account": EVIL, "category": EVIL, "queue": "BENCH", "fields": {EVIL: EVIL}}]
        detail = Detail(
            subject=EVIL, sender=EVIL, parts=(Shown(EVIL, text), Shown("body", text, ((0, 3),), cut=7)),
            marks=(Mark("body", 4, 14, "field", EVIL),), doubts=((EVIL, EVIL),),
            answers=(Answer(EVIL, "triage", EVIL, None, True, 0.9),),
        )  # fmt: skip
        return {"outcome": "review", "confidence": 0.4, "cases": cases, "detail": detail}

    return evaluate(load(workshop), run)


def test_nothing_that_came_from_outside_is_markup(workshop: Path) -> None:
    (workshop / "suite.yaml").write_text(f"name: '{EVIL}'\nworkflow: workshop\n")
    text = page([Section(evaluation(workshop), blocks=((EVIL, (EVIL,)),))])
    found = Tags()
    found.feed(text)
    assert not {"script", "img", "link", "iframe", "object", "base", "form"} & set(found.tags)
    assert not [name for name, _ in found.attributes if name.startswith("on") or name == "src"]
    assert all(value.startswith("#") for name, value in found.attributes if name == "href")
    assert "default-src 'none'" in text
    assert text.count("&lt;script&gt;") > 10


def test_every_message_has_its_evidence_and_the_truth_beside_what_was_said(workshop: Path) -> None:
    text = page([Section(evaluation(workshop))])
    assert len(re.findall(r'<details id="s1m\d"', text)) == 3
    assert '<mark class="field"' in text
    assert ">Roadster 3</mark>" in text
    assert '<mark class=" hid"' in text
    assert "7 more characters" in text
    assert re.search(r"<td>BENCH</td><td class=\"wrong\">–</td>", text)
    # A slip leads to its message.
    for number in re.findall(r'href="#s1m(\d)"', text):
        assert f'id="s1m{number}"' in text


def test_overlapping_evidence_is_cut_at_every_border_and_the_text_stays_whole() -> None:
    part = Shown("body", "abcdefghij", hidden=((8, 10),))
    marks = [
        Mark("body", 1, 6, "category", "sale"), Mark("body", 4, 8, "field", "due"), Mark("body", 4, 99, "account", "W-1"),
        Mark("subject", 0, 5, "field", "no"),
    ]  # fmt: skip
    told = pieces(part, marks)
    assert "".join(piece.text for piece in told) == part.text
    assert [(p.text, p.kind, p.hidden) for p in told] == [
        ("a", "", False), ("bcd", "category", False), ("ef", "field", False), ("gh", "field", False),
        ("ij", "account", True),
    ]  # fmt: skip
    assert told[2].label == "category: sale, due, account: W-1"


def test_the_curves_are_those_of_the_figures(workshop: Path) -> None:
    plot = reliability_plot(deciles([(0.9, True), (0.94, True), (0.2, False), (0.25, True)]), "it", 0.8)
    assert [(round(p.x, 1), p.y) for p in plot.points] == [(22.5, 50.0), (92.0, 100.0)]
    assert plot.mark == 80.0
    assert all(0 <= p.low <= p.y <= p.high <= 100 for p in plot.points)
    done = evaluation(workshop)
    points = coverage_plot(done.score.verdicts).points
    assert [round(p.x) for p in points] == [33, 67, 100]
    assert points[-1].y == 0


def test_a_page_that_cannot_be_written_is_told(workshop: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        write_page([Section(evaluation(workshop))], workshop / "nowhere" / "page.html")
