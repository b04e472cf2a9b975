"""The embedding that a workflow names, with its cache; None where it names none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agents.learning.embedding import Embedded
    from agents.reading.embeddings import Embedding
    from app.settings import Settings
    from workflow.definition import WorkflowDefinition
    from workflow.learning import EmbeddingRule


def embedded_of(settings: Settings, definition: WorkflowDefinition) -> Embedded | None:
    """Asked only when a text is to be embedded: a model that cannot be read is told then, and gone on without."""
    if definition.embedding is None:
        return None
    from agents.learning.embedding import Embedded
    from agents.reading.embeddings import CachedEmbedding
    from tools.store import Vectors

    return Embedded(CachedEmbedding(_model(definition.embedding, settings), Vectors(settings.state / "vectors.db")))


def _model(rule: EmbeddingRule, settings: Settings) -> Embedding:
    if rule.path:
        from agents.reading.embeddings_static import StaticEmbedding

        return StaticEmbedding((settings.config / Path(rule.path).expanduser()).resolve())
    from agents.reading.embeddings_endpoint import EndpointEmbedding

    key = os.environ.get(rule.key_from, "") if rule.key_from else ""
    return EndpointEmbedding(rule.api_base, rule.model, key, rule.timeout_seconds)
