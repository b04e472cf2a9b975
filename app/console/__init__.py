"""The console: what happened to every message and why, and the reviews that wait for a person. Server-rendered."""

from app.console.application import create_app

__all__ = ["create_app"]
