"""What a family of fields answers with."""

from __future__ import annotations

from typing import Any

from workflow.document import Span

Answer = tuple[Any, tuple[Span, ...], float]
"""A value in the form of its type, the spans that state it, and how sure it is (0 to 1)."""
