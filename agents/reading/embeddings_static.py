"""A static embedding in a folder of the user's own: each token has a vector, a text has the mean of its tokens'.

The folder has `model.safetensors` (a tensor of tokens × numbers; `weights` and `mapping` as model2vec writes them) and
`tokenizer.json`. Both are read by optional packages: `pip install switchyard[embeddings]`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from agents.reading.embeddings import EmbeddingFailed, unit

Floats = npt.NDArray[Any]

MODEL, TOKENIZER = "model.safetensors", "tokenizer.json"
TOKENS = 512
"""Tokens of a text that count, the first of it."""
LARGEST = 2_000_000_000
"""Bytes of a file at most."""


class StaticEmbedding:
    """Reads the folder at the first text. Raises EmbeddingFailed where it cannot be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._loaded: tuple[Any, Floats, Floats | None, npt.NDArray[np.int64] | None] | None = None
        self._identity = ""

    @property
    def identity(self) -> str:
        """The digest of both files."""
        if not self._identity:
            hashed = hashlib.sha256()
            for name in (MODEL, TOKENIZER):
                hashed.update(self._bytes(name))
            self._identity = f"static:{hashed.hexdigest()[:32]}"
        return self._identity

    def vectors(self, texts: Sequence[str]) -> Floats:
        """One row a text: the mean of its tokens' vectors, of unit length."""
        tokenizer, table, weights, mapping = self._load()
        rows = np.zeros((len(texts), table.shape[1]), dtype=np.float32)
        for place, text in enumerate(texts):
            ids = np.array(tokenizer.encode(text, add_special_tokens=False).ids[:TOKENS], dtype=np.int64)
            if mapping is not None:
                ids = ids[ids < len(mapping)]
            inside = ids if mapping is None else mapping[ids]
            fits = (inside >= 0) & (inside < len(table))
            if fits.any():
                found = table[inside[fits]].astype(np.float32)
                if weights is not None:
                    found = found * weights[np.minimum(ids[fits], len(weights) - 1)][:, None]
                rows[place] = found.mean(0)
        return unit(rows)

    def _load(self) -> tuple[Any, Floats, Floats | None, npt.NDArray[np.int64] | None]:
        if self._loaded is None:
            try:
                from safetensors.numpy import load
                from tokenizers import Tokenizer
            except ImportError as error:
                raise EmbeddingFailed(
                    f"{self.folder}: static embeddings need two more packages: pip install 'switchyard[embeddings]'"
                ) from error
            try:
                tensors = load(self._bytes(MODEL))
                tokenizer = Tokenizer.from_buffer(self._bytes(TOKENIZER))
            except EmbeddingFailed:
                raise
            except Exception as error:
                raise EmbeddingFailed(f"{self.folder}: the model cannot be read: {error}") from error
            tables = [tensor for name, tensor in tensors.items() if tensor.ndim == 2]
            table = tensors.get("embeddings", tables[0] if len(tables) == 1 else None)
            if table is None or table.ndim != 2:
                raise EmbeddingFailed(f"{self.folder / MODEL}: it needs one tensor of tokens × numbers, 'embeddings'")
            mapping = tensors.get("mapping")
            weights = tensors.get("weights")
            self._loaded = (
                tokenizer,
                table,
                None if weights is None else weights.astype(np.float32).ravel(),
                None if mapping is None else mapping.astype(np.int64).ravel(),
            )
        return self._loaded

    def _bytes(self, name: str) -> bytes:
        place = self.folder / name
        try:
            if place.stat().st_size > LARGEST:
                raise EmbeddingFailed(f"{place} is larger than {LARGEST:,} bytes")
            return place.read_bytes()
        except OSError as error:
            raise EmbeddingFailed(f"{place} cannot be read: {error.strerror or error}") from error
