"""Where the fetched clients lie, and an org that they are run on."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HOME = Path(os.environ.get("CLIENTS", Path(__file__).parents[2] / ".clients"))


@dataclass(frozen=True)
class Served:
    """An org on loopback, and how to run a program on it."""

    url: str
    token: str
    run: Callable[..., subprocess.CompletedProcess[str]]
