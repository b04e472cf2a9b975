"""Telemetry: OpenTelemetry traces and metrics, off unless SWITCHYARD_TELEMETRY is on; never what a message says."""

from tools.telemetry.calls import model_call
from tools.telemetry.telemetry import is_on, span, start, stop

__all__ = ["is_on", "model_call", "span", "start", "stop"]
