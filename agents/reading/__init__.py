"""Readers: they answer typed questions about a Document."""
