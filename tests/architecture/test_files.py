"""The house stays readable: small files, one noun each, every module introduced."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("workflow", "agents", "graphs", "tools", "app", "evals")
MODULES = sorted(
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "suites" not in path.relative_to(ROOT).parts
)
GRAB_BAGS = {"utils", "util", "base", "common", "manager", "helpers", "legacy", "misc"}


def test_files_are_small() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert statistics.median(lengths.values()) < 150
    assert not {str(path): length for path, length in lengths.items() if length > 450}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_is_introduced_and_named_for_a_thing(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), "a module begins with what it is"
    assert path.stem not in GRAB_BAGS


def test_the_lock_files_name_no_registry() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"https?://|--(extra-)?index-url", text)


def test_help_imports_nothing_heavy() -> None:
    heavy = (
        "langgraph",
        "litellm",
        "mcp",
        "simple_salesforce",
        "numpy",
        "fastapi",
        "dateparser",
        "lxml",
        "phonenumbers",
    )
    code = (
        "import sys\nfrom app.main import cli\n"
        "try: cli.main(['--help'], standalone_mode=False)\nexcept SystemExit: pass\n"
        f"print(sorted(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "demo" in done.stdout
