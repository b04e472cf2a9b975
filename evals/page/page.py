"""The page: its sections, and the file that they are written to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from evals.breakdown import by_language, by_tag
from evals.causes import Slip
from evals.comparison import Comparison
from evals.counts import of_field
from evals.evaluate import Evaluation
from evals.jsonlines import problem
from evals.page.message import MessageView, message_view
from evals.page.plots import Plot, coverage_plot, message_reliability, reliability_plot
from evals.resampling import interval
from evals.score import SHARES, Score
from evals.tables import FEWEST, SHOWN, cell
from evals.thresholds import Proposal, propose

TEMPLATE = Path(__file__).with_name("page.html")


@dataclass(frozen=True)
class Section:
    """One suite of the page. `blocks`: title and lines of text of what else was asked for."""

    evaluation: Evaluation
    comparison: Comparison | None = None
    wanted: float = 0.99
    blocks: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def name(self) -> str:
        """What the suite is called."""
        return self.evaluation.suite

    @property
    def score(self) -> Score:
        """All figures."""
        return self.evaluation.score

    @cached_property
    def figures(self) -> list[tuple[str, float | None, tuple[float, float] | None, int, str]]:
        """Name, share, interval, count and meaning of each figure."""
        return [(name, each.value, each.interval, each.of, SHARES[name]) for name, each in self.score.shares.items()]

    @cached_property
    def fields(self) -> list[tuple[str, int, int, int, float, tuple[float, float]]]:
        """Name, right, wrong, not found, F1 and its interval of each field."""
        return [
            (name, each.right, each.wrong, each.not_found, each.figures()["f1"],
             interval(of_field(self.score.verdicts, name)) or (0.0, 1.0))
            for name, each in self.score.per_field.items()
        ]  # fmt: skip

    @cached_property
    def groups(self) -> list[tuple[str, list[tuple[str, int, list[str]]]]]:
        """Title → rows of tags and of languages: name, messages, cells."""
        tags = {tag: part for tag, part in by_tag(self.score).items() if len(part.verdicts) >= FEWEST}
        return [
            (
                title,
                [(name, len(part.verdicts), [cell(part, figure) for figure in SHOWN]) for name, part in told.items()],
            )
            for title, told in (("By language", by_language(self.score)), ("By tag", tags))
            if told
        ]

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Thresholds that would give the wanted correctness."""
        workflow = self.evaluation.workflow
        return propose(workflow, self.evaluation.samples, self.wanted) if workflow else []

    @cached_property
    def plots(self) -> list[Plot]:
        """Reliability and coverage of messages, and the reliability of each step."""
        verdicts = self.score.verdicts
        if not any(verdict.confidence is not None for verdict in verdicts):
            return []
        of_steps = [
            reliability_plot(
                each.curve, f"Reliability of {each.step}{f' ({each.model})' if each.model else ''}", each.now.sure_from
            )
            for each in self.proposals
        ]
        return [message_reliability(verdicts), coverage_plot(verdicts), *of_steps]

    @cached_property
    def messages(self) -> list[MessageView]:
        """Every message."""
        said = {each.message: each for each in self.evaluation.predictions}
        slips: dict[str, list[Slip]] = {}
        for cause in self.evaluation.causes:
            for slip in cause.slips:
                slips.setdefault(slip.message, []).append(slip)
        return [
            message_view(
                number, verdict, said.get(verdict.truth.message),
                self.evaluation.details.get(verdict.truth.message), slips.get(verdict.truth.message, []),
            )
            for number, verdict in enumerate(self.score.verdicts, 1)
        ]  # fmt: skip

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Message → its number on the page."""
        return {each.name: each.number for each in self.messages}


def page(sections: Sequence[Section]) -> str:
    """The page as text. Everything that came from outside is escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(TEMPLATE.read_text("utf-8"))
    return template.render(sections=sections, shown=SHOWN)


def write_page(sections: Sequence[Section], file: Path) -> None:
    """Writes the page. Raises InputError where the file cannot be written."""
    try:
        file.write_text(page(sections), "utf-8", errors="replace")
    except OSError as error:
        raise problem(file, 0, "", error.strerror or "cannot be written") from error
