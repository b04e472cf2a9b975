"""Replay: a run gone through again from its records, without any call to a model, a tool or an org."""

from app.replay.comparing import Difference
from app.replay.replay import Replay, replay

__all__ = ["Difference", "Replay", "replay"]
