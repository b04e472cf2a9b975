"""Fuzzes the readers with atheris, for a time: python tests/fuzz/run.py [--seconds 300] [TARGET ...]

Each target runs in a process of its own. What it finds is kept under --findings, as the input that did it:
`python tests/fuzz/run.py --replay FILE TARGET` runs that alone.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import subprocess
import sys
import tempfile
from pathlib import Path

from targets import ROOT, TARGETS

ROOMS = ("workflow", "tools.documents", "tools.mail", "tools.directory", "agents")
HANG = 20  #: seconds that one input may take, the instruments' own weight included
MEMORY = 4000  #: megabytes


def main() -> int:
    """The command; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; all by default")
    parser.add_argument("--seconds", type=int, default=300, help="for all targets together")
    parser.add_argument("--findings", type=Path, default=ROOT / ".switchyard" / "fuzz")
    parser.add_argument("--replay", type=Path, help="run one input once")
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if unknown := set(given.targets) - TARGETS.keys():
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    if given.inside:
        return fuzz(given.inside, given.seconds, given.findings)
    chosen = given.targets or list(TARGETS)
    if given.replay:
        for name in chosen:
            TARGETS[name]()(given.replay.read_bytes())
        return 0
    given.findings.mkdir(parents=True, exist_ok=True)
    found = []
    for name in chosen:
        seconds = max(1, given.seconds // len(chosen))
        command = [sys.executable, __file__, "--inside", name, "--seconds", str(seconds)]
        ended = subprocess.run(
            [*command, "--findings", str(given.findings)], capture_output=True, text=True, check=False
        )
        last = [line for line in ended.stderr.splitlines() if "exec/s" in line or "DONE" in line][-1:]
        print(f"{name}: {'FOUND SOMETHING' if ended.returncode else 'nothing found'}  {' '.join(last)}", flush=True)
        if ended.returncode:
            found.append(name)
            print("\n".join(ended.stderr.splitlines()[-60:]))
    return 1 if found else 0


def fuzz(name: str, seconds: int, findings: Path) -> int:
    """One target, until its time is over or something is found. Does not return: the fuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["tools", "agents", "workflow"]):
        # What is imported only when it is needed would be left without instruments.
        for room in ROOMS:
            for found in pkgutil.walk_packages(importlib.import_module(room).__path__, f"{room}."):
                importlib.import_module(found.name)
        target = TARGETS[name]()
        from seeds import seeds
    corpus = Path(tempfile.mkdtemp(prefix="switchyard-corpus-"))
    for number, content in enumerate(seeds(name)):
        (corpus / f"seed-{number}").write_bytes(content)
    limits = [
        f"-max_total_time={seconds}",
        f"-timeout={HANG}",
        f"-rss_limit_mb={MEMORY}",
        "-max_len=16384",
        "-len_control=0",
    ]
    atheris.Setup([sys.argv[0], *limits, f"-artifact_prefix={findings}/{name}-", str(corpus)], target)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
