"""The verb `serve`: where it listens."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import click
import pytest

from app.cli.serve import listen


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "harbour.example", "127.0.0.2", ""])
def test_an_address_that_other_machines_may_reach_is_refused(host: str):
    with pytest.raises(click.UsageError, match="no login yet"):
        listen(host, 0)


def test_loopback_is_served_on_the_port_that_is_asked_for():
    listening = listen("localhost", 0)
    try:
        address, port = listening.getsockname()
        assert (address, port > 0) == ("127.0.0.1", True)
        with pytest.raises(click.UsageError, match=f"--port {port}"):
            listen("127.0.0.1", port)
    finally:
        listening.close()


def test_the_verb_prints_the_address_serves_it_and_ends_quietly(tmp_path: Path):
    environment = {**os.environ, "SWITCHYARD_STATE": str(tmp_path)}
    command = [sys.executable, "-m", "app.main", "serve", "--port", "0"]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        told = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
        assert told
        with urllib.request.urlopen(f"{told[0]}healthz", timeout=30) as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
