"""An org that answers from a list, and remembers what it was sent."""

from __future__ import annotations

import json
from typing import Any

import requests
from requests.adapters import BaseAdapter

from tools.salesforce.client import Client
from tools.salesforce.login import AccessToken, Login

TOKEN = "00D000000000001!AQ.secret.of.the.org"
URL = "https://unit.my.salesforce.com"
Answer = tuple[int, Any] | Exception


class Script(BaseAdapter):
    """Answers from a list: a status with a body, or an exception; the last one again and again."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__()
        self.answers = list(answers)
        self.sent: list[requests.PreparedRequest] = []
        self.options: list[dict[str, Any]] = []
        self.usage = "18/5000"

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        self.sent.append(request)
        self.options.append(options)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        response = requests.Response()
        response.status_code, response.request, response.url = answer[0], request, request.url or ""
        response.headers["Sforce-Limit-Info"] = f"api-usage={self.usage}"
        response._content = json.dumps(answer[1]).encode()
        return response

    def close(self) -> None:
        return


def scripted(*answers: Answer, login: Login | None = None, **more: Any) -> tuple[Client, Script, list[float]]:
    """A client on the script, and the seconds that it waited; what chance decides lies in the middle."""
    script = Script(*answers)
    waits: list[float] = []
    client = Client(login or AccessToken(URL, TOKEN), inner=script, sleep=waits.append, **more)
    client._transport.between = lambda low, high: (low + high) / 2
    return client, script, waits
