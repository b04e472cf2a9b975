"""Where things are: the state directory, the bundle, the org. One place each, said by an option or the environment."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from tools.salesforce.environment import org_address
from workflow.errors import InputError

ROOT = Path(__file__).resolve().parent.parent
DEMO_SUITE = ROOT / "evals" / "suites" / "dealer-demo"
DATABASE = "SWITCHYARD_DATABASE_URL"
"""The variable that names a Postgres database for store and queue; without it both are SQLite files."""

DIRECTORY_REFRESH = "SWITCHYARD_DIRECTORY_REFRESH"


def state_directory() -> Path:
    """`SWITCHYARD_STATE`, else `.switchyard` here."""
    return Path(os.environ.get("SWITCHYARD_STATE") or ".switchyard")


def directory_fresh_for() -> float:
    """`SWITCHYARD_DIRECTORY_REFRESH`: seconds for which the directory is used without asking the org for changes."""
    told = os.environ.get(DIRECTORY_REFRESH, "").strip()
    try:
        seconds = float(told) if told else 300.0
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise InputError(f"{DIRECTORY_REFRESH} is {told!r}; it takes a number of seconds, such as 300")
    return seconds


@dataclass(frozen=True)
class Settings:
    """What a command was told. `org`: a folder of CSV files for an embedded org of its own; None: the last one used.

    `published`: new runs begin with what was published, where anything was; `config` is then only the draft.
    """

    config: Path = ROOT / "config"
    org: Path | None = None
    state: Path = Path(".switchyard")
    effects: bool = True
    published: bool = False
    only_reads: bool = False  #: nothing but reading reaches the org
    replace: tuple[tuple[str, Path], ...] = ()

    @property
    def directory_fresh_for(self) -> float:
        """Seconds for which the directory is used without asking the org for changes. Raises InputError."""
        return directory_fresh_for()

    @property
    def has_run(self) -> bool:
        """Whether there is a store: looking must not make one."""
        return bool(replace(self, effects=True).database) or (self.home / "store.db").is_file()

    @property
    def database(self) -> str:
        """The URL of a Postgres database, or ''. Raises InputError for one of another kind."""
        url = os.environ.get(DATABASE, "").strip() if self.effects else ""
        if url and not url.startswith(("postgresql://", "postgres://")):
            raise InputError(f"{DATABASE} takes postgresql://USER@HOST/NAME; without it an SQLite file is used")
        return url.replace("postgres://", "postgresql://", 1)

    @property
    def home(self) -> Path:
        """Where the store and the embedded org of these settings stand."""
        if self.org is not None:
            return self.state / f"{self.org.resolve().parent.name}-{_fingerprint(self.org)}"
        # What was run in one org was not run in another: a real one never shares the home of an embedded one.
        real = org_address().rstrip("/").lower()
        if real:
            host = re.sub(r"[^a-z0-9.-]+", "-", real.partition("://")[2] or real)[:60]
            return self.state / f"{host}-{hashlib.sha256(real.encode()).hexdigest()[:8]}"
        return last_home(self.state)


def last_home(state: Path) -> Path:
    """The home that was used last, so that `trace` and `review` find what `run` just did."""
    pointer = state / "last"
    if pointer.is_file():
        home = state / pointer.read_text("utf-8").strip()
        if home.is_dir():
            return home
    return state / "default"


def remember(state: Path, home: Path) -> None:
    """Makes a home the one that later commands look into."""
    state.mkdir(parents=True, exist_ok=True)
    (state / "last").write_text(home.name, "utf-8")


def _fingerprint(folder: Path) -> str:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; --org takes a folder with Account.csv, Contact.csv, User.csv")
    files = sorted(folder.glob("*.csv"))
    if not files:
        raise InputError(f"{folder}: no CSV file in it; --org takes a folder with Account.csv, Contact.csv, User.csv")
    hashed = hashlib.sha256()
    for file in files:
        hashed.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return hashed.hexdigest()[:8]
