"""What was learned ↔ the bytes that are kept: an npz archive of plain numbers with one JSON header. Never a pickle.

No text of a message is in it: terms are hashes, and the words of fields are those that stood in several messages.
"""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.learning.classifier import FittedClassifier, Linear
from agents.learning.judgement import Rules
from agents.learning.learned import FieldWords, Learned
from agents.learning.rows import Weighing
from workflow.errors import InputError

FORMAT = 2
LARGEST = 200_000_000
"""Bytes of an artefact, packed or unpacked, at most."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Classifier(_Strict):
    categories: tuple[str, ...] = Field(min_length=1)
    blend: tuple[float, ...]
    known: tuple[float, ...]
    trust: tuple[float, ...] = Field(min_length=3, max_length=3)
    surest: float
    reads_vectors: bool


class _Words(_Strict):
    called: tuple[str, ...] = ()
    values: dict[str, tuple[str, ...]] = {}


class _Header(_Strict):
    format: int
    workflow: str
    reader: str
    embedding: str = ""
    classifiers: tuple[_Classifier, ...] = ()
    fields: dict[str, _Words] = {}


def packed(learned: Learned) -> bytes:
    """The bytes of what was learned; the same for the same."""
    header = _Header(
        format=FORMAT,
        workflow=learned.workflow,
        reader=learned.reader,
        embedding=learned.embedding,
        classifiers=tuple(
            _Classifier(
                categories=one.categories,
                blend=tuple(map(float, one.rules.blend)),
                known=tuple(map(float, one.rules.known)),
                trust=tuple(map(float, one.rules.trust)),
                surest=one.surest,
                reads_vectors=one.reads_vectors,
            )
            for one in learned.classifiers
        ),
        fields={
            name: _Words(called=words.called, values=dict(words.values))
            for name, words in sorted(learned.fields.items())
        },
    )
    arrays: dict[str, npt.NDArray[Any]] = {"header": np.frombuffer(header.model_dump_json().encode(), dtype=np.uint8)}
    for place, one in enumerate(learned.classifiers):
        arrays |= {
            f"{place}.terms": one.linear.weighing.terms.astype(np.uint32),
            f"{place}.rarity": one.linear.weighing.rarity.astype(np.float32),
            f"{place}.weights": one.linear.weights.astype(np.float16),
            f"{place}.centres": one.linear.centres.astype(np.float16),
            f"{place}.offsets": one.linear.offsets.astype(np.float32),
        }
    written = io.BytesIO()
    np.savez_compressed(written, **arrays)  # type: ignore[arg-type]  # its stub takes the arrays for an option
    return written.getvalue()


def unpacked(data: bytes) -> Learned:
    """What the bytes hold. Raises InputError for bytes that are no artefact, or one of a later version."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(data) > LARGEST or sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                raise InputError(f"the learned artefact is larger than {LARGEST:,} bytes")
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            header = json.loads(arrays["header"].tobytes())
            if header.get("format") != FORMAT:
                raise InputError(
                    f"the learned artefact has the form {header.get('format')}; {FORMAT} is read: learn again"
                )
            told = _Header.model_validate(header)
            classifiers = tuple(_classifier(place, one, arrays) for place, one in enumerate(told.classifiers))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, AttributeError, ValidationError) as error:
        raise InputError(f"the learned artefact cannot be read ({error}): learn again") from error
    return Learned(
        workflow=told.workflow,
        reader=told.reader,
        classifiers=classifiers,
        fields={name: FieldWords(one.called, one.values) for name, one in told.fields.items()},
        embedding=told.embedding,
    )


def _classifier(place: int, told: _Classifier, arrays: Any) -> FittedClassifier:
    terms, rarity = arrays[f"{place}.terms"], arrays[f"{place}.rarity"].astype(np.float64)
    weights, centres = (arrays[f"{place}.{name}"].astype(np.float32) for name in ("weights", "centres"))
    offsets = arrays[f"{place}.offsets"]
    wide = len(terms) <= len(weights) if told.reads_vectors else len(terms) == len(weights)
    fits = weights.ndim == 2 and wide and len(rarity) == len(terms) and weights.shape[1] == len(told.categories)
    fits = fits and centres.shape == weights.shape and offsets.shape == (len(told.categories),)
    if not fits or len(told.blend) != 3 + told.reads_vectors:
        raise ValueError("its parts do not fit together")
    return FittedClassifier(
        told.categories,
        Linear(Weighing(terms, rarity), weights, offsets, centres),
        Rules(np.array(told.blend), np.array(told.known), np.array(told.trust)),
        told.surest,
        told.reads_vectors,
    )
