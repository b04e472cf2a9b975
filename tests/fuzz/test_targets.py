"""Every fuzz target takes its seeds, and pieces and mixtures of them, without a fault."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from seeds import seeds
from targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_seeds_and_what_is_made_of_them(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SWITCHYARD_STATE", str(tmp_path))
    target = TARGETS[name]()
    draw = random.Random(7)
    begun = seeds(name)
    for seed in begun:
        target(seed)
        target(seed[: len(seed) // 2])
        target(bytes(byte ^ (draw.random() < 0.02) for byte in seed))
        target(seed + draw.choice(begun))
