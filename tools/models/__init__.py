"""Models over litellm: one bounded call, a cache by content, a ledger of what was spent, budgets before each call."""

from tools.models.book import Book
from tools.models.gateway import Gateway

__all__ = ["Book", "Gateway"]
