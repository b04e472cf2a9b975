"""Spans, measures and logs tell what runs do, and nothing of what messages say; off, they are nothing."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from app.health.logs import JsonLines
from tools import telemetry


@pytest.fixture
def watched() -> Iterator[tuple[InMemorySpanExporter, InMemoryMetricReader]]:
    """Telemetry into memory."""
    spans, measures = InMemorySpanExporter(), InMemoryMetricReader()
    tracers = TracerProvider()
    tracers.add_span_processor(SimpleSpanProcessor(spans))
    telemetry.start(tracers, MeterProvider(metric_readers=[measures]))
    yield spans, measures
    telemetry.stop()


def _measured(reader: InMemoryMetricReader) -> dict[str, list[dict[str, Any]]]:
    told = json.loads(reader.get_metrics_data().to_json())
    metrics = [each for r in told["resource_metrics"] for s in r["scope_metrics"] for each in s["metrics"]]
    return {each["name"]: each["data"]["data_points"] for each in metrics}


def test_a_call_of_a_model_follows_the_conventions(watched: Any) -> None:
    spans, measures = watched
    around = telemetry.span("step triage", {"switchyard.step": "triage", "switchyard.run": "R1"})
    with around, telemetry.model_call("openai/fast", "w", "triage") as called:
        called.input, called.output, called.finish = 120, 30, "stop"
    call, step = spans.get_finished_spans()
    assert (call.name, call.kind.name, call.parent.span_id) == ("chat fast", "CLIENT", step.context.span_id)
    assert dict(call.attributes) == {
        "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "fast",
        "gen_ai.usage.input_tokens": 120, "gen_ai.usage.output_tokens": 30,
        "gen_ai.response.finish_reasons": ("stop",), "switchyard.workflow": "w", "switchyard.step": "triage",
    }  # fmt: skip
    measured = _measured(measures)
    tokens = {each["attributes"]["gen_ai.token.type"]: each["sum"] for each in measured["gen_ai.client.token.usage"]}
    assert tokens == {"input": 120, "output": 30}
    assert measured["gen_ai.client.operation.duration"][0]["count"] == 1
    assert "switchyard.run" not in measured["switchyard.step.duration"][0]["attributes"]


def test_a_failure_is_told_by_its_kind_and_not_by_what_it_says(watched: Any) -> None:
    spans, _ = watched
    with pytest.raises(ValueError, match="secret"), telemetry.span("step read", {}):
        raise ValueError("secret of somebody")
    (span,) = spans.get_finished_spans()
    assert dict(span.attributes) == {"error.type": "ValueError"}
    assert "secret" not in span.to_json()


def test_where_it_is_off_nothing_is_imported_and_nothing_told() -> None:
    code = (
        "import sys; from tools import telemetry; telemetry.start()\n"
        "with telemetry.span('a', {}): pass\n"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    with telemetry.span("a", {}) as nothing:
        assert nothing is None


def test_a_log_line_is_json_and_holds_nothing_that_others_were_told() -> None:
    ours = logging.LogRecord("switchyard.run", logging.INFO, __file__, 1, "step", None, None)
    ours.fields = {"run": "R1", "step": "read", "took_ms": 1.5}
    row = json.loads(JsonLines().format(ours))
    assert {key: row[key] for key in ("level", "event", "run", "step", "took_ms")} == {
        "level": "info", "event": "step", "run": "R1", "step": "read", "took_ms": 1.5,
    }  # fmt: skip
    try:
        raise ValueError("ada@example.com")
    except ValueError:
        record = logging.LogRecord(
            "uvicorn", logging.ERROR, "/a/b.py", 7, "from %s", ("ada@example.com",), sys.exc_info()
        )
    text = JsonLines().format(record)
    assert "ada" not in text
    assert json.loads(text)["place"] == "b:7"
    assert json.loads(text)["error"] == "ValueError"
