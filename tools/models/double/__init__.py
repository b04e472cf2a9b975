"""A model's stand-in on loopback: it speaks like OpenAI, and answers as told: well, late, wrongly, maliciously."""

from tools.models.double.behaviour import Answer, Asked, Behaviour
from tools.models.double.server import Double

__all__ = ["Answer", "Asked", "Behaviour", "Double"]
