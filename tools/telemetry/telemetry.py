"""Spans and measures by OpenTelemetry. Where it is off, nothing is imported and a span costs a comparison."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from workflow.errors import InputError

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import Span, TracerProvider

SWITCH = "SWITCHYARD_TELEMETRY"
"""`on`: spans and measures go where the usual OTEL_* variables say."""

NAME = "switchyard"
DURATION = "switchyard.step.duration"


class _Telemetry:
    """What is in use. One for the process, as OpenTelemetry's own."""

    def __init__(self) -> None:
        self.tracers: TracerProvider | None = None
        self.meters: MeterProvider | None = None
        self.histograms: dict[str, Any] = {}


_HERE = _Telemetry()


def is_on() -> bool:
    """Whether spans and measures go anywhere."""
    return _HERE.tracers is not None


def start(tracers: TracerProvider | None = None, meters: MeterProvider | None = None) -> None:
    """Begins, with these providers, or by the environment where it says so. Raises InputError where the extra is not
    installed."""
    if tracers is None and os.environ.get(SWITCH, "").strip().lower() not in ("on", "1", "true"):
        return
    _HERE.tracers, _HERE.meters = (tracers, meters) if tracers is not None else _exporting()
    _HERE.histograms = {}


def stop() -> None:
    """Sends what is left, and ends."""
    for provider in (_HERE.tracers, _HERE.meters):
        shutdown = getattr(provider, "shutdown", None)
        if shutdown is not None:
            shutdown()
    _HERE.tracers, _HERE.meters, _HERE.histograms = None, None, {}


@contextmanager
def span(name: str, attributes: dict[str, Any], client: bool = False, measure: str = DURATION) -> Iterator[Span | None]:
    """A span around what is done inside, and how long it took in seconds, by the same attributes but ids."""
    if _HERE.tracers is None:
        yield None
        return
    import time

    from opentelemetry.trace import SpanKind

    tracer = _HERE.tracers.get_tracer(NAME)
    kind = SpanKind.CLIENT if client else SpanKind.INTERNAL
    began = time.perf_counter()
    # What an exception says may be what a message said: its kind alone is told.
    with tracer.start_as_current_span(
        name, kind=kind, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as current:
        try:
            yield current
        except BaseException as error:
            current.set_attribute("error.type", type(error).__name__)
            raise
        finally:
            few = {key: value for key, value in attributes.items() if not key.endswith((".run", ".case"))}
            count(measure, time.perf_counter() - began, few, "s")


def count(name: str, value: float, attributes: dict[str, Any], unit: str) -> None:
    """Adds one value to a histogram."""
    if _HERE.meters is None:
        return
    if name not in _HERE.histograms:
        _HERE.histograms[name] = _HERE.meters.get_meter(NAME).create_histogram(name, unit=unit)
    _HERE.histograms[name].record(value, attributes)


def _exporting() -> tuple[TracerProvider, MeterProvider]:
    try:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.metrics import MeterProvider as Meters
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider as Tracers
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise InputError(
            f"{SWITCH} is on, and the extra is not installed: pip install 'switchyard[telemetry]'"
        ) from error
    resource = Resource.create({"service.name": os.environ.get("OTEL_SERVICE_NAME", NAME)})
    tracers = Tracers(resource=resource)
    tracers.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return tracers, Meters(resource=resource, metric_readers=[PeriodicExportingMetricReader(OTLPMetricExporter())])
