"""What a bundle says of learning: which artefact a workflow goes by, and which embedding it may use."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from workflow.fields import Strict

Learn = Literal["by_hand", "auto"]
"""by_hand: corrections wait until 'switchyard learn' is run; auto: they are learned from as they come, if not worse."""


class LearnedFile(Strict):
    """`learned/WORKFLOW.yaml`, written by 'switchyard learn': the artefact that the workflow's local reader goes by."""

    workflow: str
    artefact: str = Field(pattern=r"^[0-9a-f]{32}$")  #: digest of its bytes; the file stands in the state directory
    reader: str  #: version of the local reader that it was learned with; another version does not go by it
    sources: tuple[str, ...] = ()  #: what it was learned from: read again when more is learned
    corrections: int = Field(default=0, ge=0)  #: answers of people among them


class EmbeddingRule(Strict):
    """An embedding of the user's own: a folder with a static model, or an endpoint that speaks like OpenAI's."""

    path: str = ""  #: a folder with model.safetensors and tokenizer.json
    api_base: str = ""  #: address of the endpoint, up to and with /v1
    model: str = ""  #: the endpoint's name of the model
    key_from: str = ""  #: the environment variable that holds the endpoint's key
    timeout_seconds: float = Field(default=10, gt=0, le=300)  #: for one call; after it the reader goes on without

    @model_validator(mode="after")
    def _one_of_both(self) -> EmbeddingRule:
        if bool(self.path) == bool(self.api_base):
            raise ValueError("an embedding has either 'path' (a folder) or 'api_base' (an endpoint)")
        if self.api_base and not self.model:
            raise ValueError("an endpoint needs 'model', its name of the model")
        if self.path and (self.model or self.key_from):
            raise ValueError("'model' and 'key_from' belong to an endpoint, not to a folder")
        return self
