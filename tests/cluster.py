"""A Postgres cluster of the tests' own: made in a folder, by a user who is not root, listening on a socket there."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
NAME = "tests"


_TURN = threading.Lock()
"""`pg_ctl stop` waits for the file of the process to go: it must not see that of a server that was started since."""


def missing() -> str:
    """Why there can be no cluster here, or ''."""
    if not (shutil.which("initdb") or PLACES):
        return "Postgres is not installed (apt-get install postgresql)"
    if os.getuid() == 0 and not _user():
        return "Postgres does not run as root, and there is no user 'postgres'"
    return ""


@contextmanager
def cluster(folder: Path) -> Iterator[Path]:
    """A running cluster; gives the folder of its socket."""
    data, as_user = folder / "data", _owner()
    folder.mkdir(parents=True, exist_ok=True)
    if as_user:
        shutil.chown(folder, as_user)
    _run(["initdb", "-D", data, "-U", NAME, "--auth=trust", "--encoding=UTF8", "--no-sync"], as_user)
    start(folder)
    try:
        yield folder
    finally:
        stop(folder, "immediate")


def start(socket: Path) -> None:
    """Starts the cluster of that folder."""
    with _TURN:
        options = f"-c listen_addresses='' -c unix_socket_directories={socket} -c fsync=off -c max_connections=60"
        _run(["pg_ctl", "-D", socket / "data", "-w", "-l", socket / "log", "-o", options, "start"], _owner())


def stop(socket: Path, how: str = "fast") -> None:
    """Stops it. `how`: smart, fast or immediate, which is a crash."""
    with _TURN:
        _run(["pg_ctl", "-D", socket / "data", "-w", "-m", how, "stop"], _owner())


def database(socket: Path) -> str:
    """The URL of a new, empty database."""
    name = f"t{uuid4().hex[:12]}"
    _run(["createdb", "-h", socket, "-U", NAME, name], None)
    return f"postgresql://{NAME}@/{name}?host={socket}"


def dumped(url: str, file: Path) -> None:
    """A dump of the database as it stands at one moment, while others work on it."""
    _run(["pg_dump", "--format=custom", "--file", file, url], None)


def restored(url: str, file: Path) -> None:
    """Sets the database back to a dump."""
    _run(["pg_restore", "--clean", "--if-exists", "--exit-on-error", "--dbname", url, file], None)


def _owner() -> str | None:
    """Who runs a cluster here: None for whoever we are."""
    return _user() if os.getuid() == 0 else None


def _user() -> str | None:
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return None


def _run(command: list[object], user: str | None) -> None:
    program = shutil.which(str(command[0])) or str(PLACES[0] / str(command[0]))
    done = subprocess.run(
        [program, *map(str, command[1:])], user=user, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        cwd="/", timeout=120,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")
