"""The stand-in's server: OpenAI's chat completions on loopback, with a bill of its own to compare a ledger with."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from tools.models.double.behaviour import Answer, Asked, Behaviour
from workflow.models_calls import Usage

LETTERS = 4
"""Characters of a token, as the stand-in counts them."""

LARGEST = 64_000_000


@dataclass
class Bill:
    """What the stand-in would charge for: every completion that it made. `late`: of those, nobody waited for."""

    completions: int = 0
    input: int = 0
    output: int = 0
    cached: int = 0
    late: int = 0
    late_usage: list[Usage] = field(default_factory=list)


class Double:
    """A running server. `with Double(behaviour) as double: ... double.api_base`."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.behaviour = behaviour
        self.bill = Bill()
        self.asked: list[Asked] = []
        self._prefixes: set[str] = set()
        self._lock = threading.Lock()
        self.stopping = threading.Event()
        double = self

        class Handler(_Handler):
            owner = double

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def api_base(self) -> str:
        """What an alias gives as `api_base`."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def close(self) -> None:
        """Stops; answers that are late are not waited for."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Double:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def received(self, body: dict[str, Any], key: str) -> Asked:
        """Writes a request down."""
        system, user, turns, pictures = "", "", [], 0
        for message in body.get("messages", []):
            content = message.get("content")
            if isinstance(content, list):
                pictures += sum(part.get("type") in ("image_url", "file") for part in content)
                content = "".join(part.get("text", "") for part in content)
            if message.get("role") == "system":
                system += content or ""
            elif not user:
                user = content or ""
            else:
                turns.append(content or "")
        form = (body.get("response_format") or {}).get("json_schema", {}).get("name", "")
        with self._lock:
            asked = Asked(
                len(self.asked), str(body.get("model", "")), system, user, key, form, tuple(turns), body, pictures
            )
            self.asked.append(asked)
        return asked

    def usage(self, asked: Asked, answer: Answer) -> Usage:
        """Tokens of a completion; a system text that was seen before counts as cached."""
        with self._lock:
            cached = _tokens(asked.system) if asked.system in self._prefixes else 0
            self._prefixes.add(asked.system)
        whole = _tokens(asked.system) + _tokens(asked.user) + sum(map(_tokens, asked.turns))
        return Usage(input=whole, output=max(1, _tokens(answer.content or answer.refusal or "")), cached=cached)

    def charge(self, usage: Usage) -> None:
        """Puts a completion on the bill, before a byte of it goes out: who has the answer finds it billed."""
        with self._lock:
            bill = self.bill
            bill.completions += 1
            bill.input, bill.output = bill.input + usage.input, bill.output + usage.output
            bill.cached += usage.cached

    def unheard(self, usage: Usage) -> None:
        """Notes of a completion on the bill that nobody waited for it."""
        with self._lock:
            self.bill.late += 1
            self.bill.late_usage.append(usage)


class _Handler(BaseHTTPRequestHandler):
    owner: Double
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = min(int(self.headers.get("content-length", 0)), LARGEST)
        body = json.loads(self.rfile.read(length) or b"{}")
        key = (self.headers.get("authorization") or "").removeprefix("Bearer ")
        asked = self.owner.received(body, key)
        answer = self.owner.behaviour(asked)
        if answer.after_seconds:
            self.owner.stopping.wait(answer.after_seconds)
        if answer.body is not None:
            self._send(answer, answer.body)
            return
        usage = self.owner.usage(asked, answer)
        self.owner.charge(usage)
        if not self._send(answer, json.dumps(_completion(asked, answer, usage)).encode()):
            self.owner.unheard(usage)

    def _send(self, answer: Answer, body: bytes) -> bool:
        """Whether all of it went out."""
        try:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.media_type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if answer.cut_after is not None:
                self.wfile.write(body[: answer.cut_after])
                self.close_connection = True
                return False
            if answer.drip_seconds:
                for at in range(len(body)):
                    self.wfile.write(body[at : at + 1])
                    if self.owner.stopping.wait(answer.drip_seconds):
                        return False
                return True
            self.wfile.write(body)
        except OSError:
            self.close_connection = True
            return False
        return True

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def _completion(asked: Asked, answer: Answer, usage: Usage) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": answer.content}
    if answer.refusal:
        message["refusal"] = answer.refusal
    return {
        "id": f"chatcmpl-{asked.number}",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": asked.model,
        "choices": [{"index": 0, "message": message, "finish_reason": answer.finish}],
        "usage": {
            "prompt_tokens": usage.input,
            "completion_tokens": usage.output,
            "total_tokens": usage.input + usage.output,
            "prompt_tokens_details": {"cached_tokens": usage.cached},
        },
    }


def _tokens(text: str) -> int:
    return -(-len(text) // LETTERS)
