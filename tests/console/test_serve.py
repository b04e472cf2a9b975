"""The verb `serve`: where it listens."""

from __future__ import annotations

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
