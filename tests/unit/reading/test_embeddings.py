"""Embeddings of the user's own: a static model in a folder, an endpoint; and the reader that goes on without them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from letters import PARCELS, WHOLE, letter

from agents.learning.embedding import Embedded
from agents.learning.learned import Learned
from agents.learning.reader import TaughtReader
from agents.reading.embeddings import CachedEmbedding, EmbeddingFailed
from agents.reading.embeddings_endpoint import PATIENCE, EndpointEmbedding
from agents.reading.embeddings_static import StaticEmbedding
from agents.reading.local import LocalReader
from tools.store import Vectors
from workflow.errors import InputError

VECTORS = {"crates": (1.0, 0.0, 0.0), "wet": (0.6, 0.8, 0.0), "invoice": (0.0, 0.0, 2.0)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A static model of three words."""
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.normalizers import Lowercase
    from tokenizers.pre_tokenizers import Whitespace

    words = {"[UNK]": 0, **{word: place for place, word in enumerate(VECTORS, 1)}}
    tokenizer = Tokenizer(WordLevel(words, unk_token="[UNK]"))
    tokenizer.normalizer, tokenizer.pre_tokenizer = Lowercase(), Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    table = np.array([(0.0, 0.0, 0.0), *VECTORS.values()], dtype=np.float32)
    save_file({"embeddings": table}, str(tmp_path / "model.safetensors"))
    return tmp_path


def test_a_text_has_the_mean_of_its_words(folder: Path) -> None:
    found = StaticEmbedding(folder).vectors(["Crates wet", "invoice invoice", "nothing of these"])
    assert found == pytest.approx(np.array([(0.894427, 0.447214, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, 0.0)]), abs=1e-5)


def test_another_model_is_another_identity(folder: Path) -> None:
    from safetensors.numpy import save_file

    before = StaticEmbedding(folder).identity
    assert StaticEmbedding(folder).identity == before
    save_file({"embeddings": np.ones((4, 3), dtype=np.float32)}, str(folder / "model.safetensors"))
    assert StaticEmbedding(folder).identity != before


def test_a_model_that_cannot_be_read_says_so(folder: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"no tensors")
    with pytest.raises(EmbeddingFailed, match="the model cannot be read"):
        StaticEmbedding(folder).vectors(["crates"])
    (folder / "model.safetensors").unlink()
    with pytest.raises(EmbeddingFailed, match=r"model\.safetensors cannot be read"):
        StaticEmbedding(folder).vectors(["crates"])


class Endpoint:
    """An endpoint on loopback; `answer` is what it gives, `asked` what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.status, self.answer = 200, b""
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                endpoint.asked.append(body)
                endpoint.keys.append(self.headers["Authorization"])
                told = endpoint.answer or json.dumps({"data": _rows(body["input"])}).encode()
                self.send_response(endpoint.status)
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.base = f"http://127.0.0.1:{self.server.server_port}/v1"


def _rows(texts: list[str]) -> list[dict[str, Any]]:
    """Last first: the order of an answer is that of its indexes. Texts on damage lie in one direction."""
    rows = [
        {"index": place, "embedding": [3.0 * ("crush" in text or "broken" in text or "zork" in text), 1.0]}
        for place, text in enumerate(texts)
    ]
    return rows[::-1]


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    made = Endpoint()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_an_endpoint_is_asked_in_batches_with_the_key(endpoint: Endpoint) -> None:
    found = EndpointEmbedding(endpoint.base, "small", key="k1").vectors(["crushed", *["plain"] * 64])
    assert found[:2] == pytest.approx(np.array([(0.948683, 0.316228), (0.0, 1.0)]), abs=1e-5)
    assert [len(asked["input"]) for asked in endpoint.asked] == [64, 1]
    assert {asked["model"] for asked in endpoint.asked} == {"small"}
    assert endpoint.keys == ["Bearer k1", "Bearer k1"]


def test_a_text_is_asked_for_once(endpoint: Endpoint, tmp_path: Path) -> None:
    for _ in range(2):
        cached = CachedEmbedding(EndpointEmbedding(endpoint.base, "small"), Vectors(tmp_path / "vectors.db"))
        assert cached.vectors(["crushed", "plain", "crushed"]).shape == (3, 2)
    CachedEmbedding(EndpointEmbedding(endpoint.base, "large"), Vectors(tmp_path / "vectors.db")).vectors(["plain"])
    assert [(asked["model"], asked["input"]) for asked in endpoint.asked] == [
        ("small", ["crushed", "plain"]), ("large", ["plain"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    [
        b"no json", b"[]", b'{"data": []}', b'{"data": [{"index": 0, "embedding": []}]}',
        b'{"data": [{"index": 3, "embedding": [1.0]}]}', b'{"data": [{"index": 0, "embedding": ["x"]}]}',
        b"[" * 100_000,
    ],
    ids=["text", "list", "none", "empty", "index", "word", "deep"],
)  # fmt: skip
def test_an_answer_that_is_none_is_a_failure(endpoint: Endpoint, answer: bytes) -> None:
    endpoint.answer = answer
    with pytest.raises(EmbeddingFailed, match="gave no embeddings"):
        EndpointEmbedding(endpoint.base, "small").vectors(["plain"])


def test_an_endpoint_that_failed_is_left_alone_for_a_while(endpoint: Endpoint) -> None:
    endpoint.status = 503
    now = [100.0]
    embedding = EndpointEmbedding(endpoint.base, "small", clock=lambda: now[0])
    for _ in range(3):
        with pytest.raises(EmbeddingFailed, match="answered with status 503"):
            embedding.vectors(["plain"])
    assert len(endpoint.asked) == 1
    endpoint.status, now[0] = 200, 101.0 + PATIENCE
    assert embedding.vectors(["plain"]).shape == (1, 2)


@pytest.mark.parametrize("address", ["http://models.example/v1", "ftp://models.example", "models.example", ""])
def test_texts_are_not_sent_in_clear(address: str) -> None:
    with pytest.raises(InputError, match="an https address is wanted"):
        EndpointEmbedding(address, "small")


def test_vectors_tell_a_category_whose_words_do_not(endpoint: Endpoint) -> None:
    embedded = Embedded(EndpointEmbedding(endpoint.base, "small"))
    document = letter("It is all zork, alas.")
    plain = LocalReader().classify(document, WHOLE, PARCELS)
    told = TaughtReader(Learned("parcels", "1"), embedded).classify(document, WHOLE, PARCELS)
    assert (plain.category, told.category) == ("other", "damage")


def test_without_the_endpoint_the_answer_is_the_plain_one_and_says_so(endpoint: Endpoint) -> None:
    endpoint.status = 500
    document = letter("Two boxes were crushed.")
    plain = LocalReader().classify(document, WHOLE, PARCELS)
    embedded = Embedded(EndpointEmbedding(endpoint.base, "small"))
    told = TaughtReader(Learned("parcels", "1"), embedded).classify(document, WHOLE, PARCELS)
    assert told.model_copy(update={"reason": plain.reason}) == plain
    assert told.reason.startswith(f"{plain.reason}; without the embedding: {endpoint.base}/embeddings answered")
