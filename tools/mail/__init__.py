"""RFC 5322 messages to documents with zones."""

from tools.mail.reading import Reading, read

__all__ = ["Reading", "read"]
