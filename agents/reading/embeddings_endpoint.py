"""An embedding behind an endpoint that speaks like OpenAI's: POST {api_base}/embeddings."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from agents.reading.embeddings import EmbeddingFailed, unit
from workflow.errors import InputError
from workflow.identifiers import digest

Floats = npt.NDArray[Any]

BATCH = 64
"""Texts of one call."""
LONGEST = 8_000
"""Characters of a text that are sent."""
LARGEST = 50_000_000
"""Bytes of an answer at most."""
WIDEST = 8_192
"""Numbers of a vector at most."""
PATIENCE = 60.0
"""Seconds for which an endpoint that failed is not asked again: the work does not wait for it message by message."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class EndpointEmbedding:
    """Asks the endpoint. Raises EmbeddingFailed; InputError for an address that would send texts in clear."""

    def __init__(
        self,
        api_base: str,
        model: str,
        key: str = "",
        timeout: float = 10.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        parts = urlsplit(api_base)
        safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        if not parts.hostname or not safe:
            raise InputError(f"embedding: {api_base}: an https address is wanted (http is for this machine only)")
        self.address = f"{api_base.rstrip('/')}/embeddings"
        self.model, self.timeout = model, timeout
        self._key, self._clock = key, clock
        self._resting, self._why = 0.0, ""

    @property
    def identity(self) -> str:
        """The digest of address and model: another model under the same name is not noticed."""
        return f"endpoint:{digest(f'{self.address} {self.model}')}"

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row a text, of unit length."""
        if self._clock() < self._resting:
            raise EmbeddingFailed(f"{self._why}; it is not asked again for a while")
        try:
            found = [row for start in range(0, len(texts), BATCH) for row in self._ask(texts[start : start + BATCH])]
            if len({len(row) for row in found}) > 1:
                raise EmbeddingFailed(f"{self.address} gave vectors of different lengths")
        except EmbeddingFailed as failed:
            self._resting, self._why = self._clock() + PATIENCE, str(failed)
            raise
        return unit(np.array(found, dtype=np.float32))

    def _ask(self, texts: Sequence[str]) -> list[list[float]]:
        try:
            import httpx
        except ImportError as error:
            raise EmbeddingFailed("an endpoint needs one more package: pip install httpx") from error
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        body = {"model": self.model, "input": [text[:LONGEST] or " " for text in texts]}
        told = bytearray()
        until = self._clock() + self.timeout
        try:
            with httpx.stream("POST", self.address, json=body, headers=headers, timeout=self.timeout) as answer:
                if answer.status_code != httpx.codes.OK:
                    raise EmbeddingFailed(f"{self.address} answered with status {answer.status_code}")
                for piece in answer.iter_bytes():
                    told += piece
                    if len(told) > LARGEST or self._clock() > until:
                        raise EmbeddingFailed(f"{self.address} answered too much, or too slowly")
            return _rows(httpx.Response(200, content=bytes(told)).json(), len(texts))
        except httpx.HTTPError as error:
            raise EmbeddingFailed(f"{self.address} cannot be asked: {error or type(error).__name__}") from error
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise EmbeddingFailed(f"{self.address} gave no embeddings: {error}") from error


def _rows(answer: Any, count: int) -> list[list[float]]:
    """The vectors by their index. Raises ValueError, TypeError or KeyError for anything else."""
    rows: dict[int, list[float]] = {}
    for entry in answer["data"]:
        row = [float(number) for number in entry["embedding"]]
        if not 0 < len(row) <= WIDEST:
            raise ValueError(f"a vector of {len(row)} numbers")
        rows[int(entry.get("index", len(rows)))] = row
    if sorted(rows) != list(range(count)):
        raise ValueError(f"{len(rows)} vectors for {count} texts")
    return [rows[place] for place in range(count)]
