"""The port for embeddings: texts → vectors, by a model that operations name. None is shipped, none is downloaded."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from workflow.errors import SwitchyardError

Floats = npt.NDArray[Any]


class EmbeddingFailed(SwitchyardError):
    """The embedding could not answer: the reader goes on without it, and says so."""


class Embedding(Protocol):
    """Gives each text a vector of unit length (zeros for a text that says nothing). Raises EmbeddingFailed.

    `identity` tells the model from every other: what was learned with one is not applied with another.
    """

    @property
    def identity(self) -> str:
        """The model's name or digest. Raises EmbeddingFailed where it cannot be known."""
        ...

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row a text, in their order."""
        ...


class Kept(Protocol):
    """Remembers vectors by key, from one process to the next."""

    def get(self, keys: Sequence[str]) -> dict[str, bytes]:
        """Those that it has."""
        ...

    def put(self, found: dict[str, bytes]) -> None:
        """Keeps them."""
        ...


class CachedEmbedding:
    """Asks another embedding only for texts that it has not answered before: by content, whatever message has them."""

    def __init__(self, inner: Embedding, kept: Kept) -> None:
        self.inner, self.kept = inner, kept

    @property
    def identity(self) -> str:
        """That of the model."""
        return self.inner.identity

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row a text, in their order."""
        keys = [self._key(text) for text in texts]
        found = {key: np.frombuffer(data, dtype=np.float32) for key, data in self.kept.get(sorted(set(keys))).items()}
        asked = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if asked:
            made = self.inner.vectors(list(asked.values())).astype(np.float32)
            found |= dict(zip(asked, made, strict=True))
            self.kept.put({key: found[key].tobytes() for key in asked})
        return np.array([found[key] for key in keys])

    def _key(self, text: str) -> str:
        named = f"{self.identity}\0{text}".encode("utf-8", "surrogatepass")
        return hashlib.sha256(named).hexdigest()


def unit(vectors: Floats) -> Floats:
    """Rows of unit length; those of zeros, or with a number that is none, are zeros."""
    clean = np.where(np.isfinite(vectors).all(axis=1, keepdims=True), vectors, 0.0)
    lengths = np.linalg.norm(clean, axis=1, keepdims=True)
    result: Floats = clean / np.where(lengths > 0, lengths, 1.0)
    return result
