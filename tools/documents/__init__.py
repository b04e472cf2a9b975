"""Files to text: what attachments and bodies say, with hidden text, links and tables known."""

from tools.documents.reading import read
from tools.documents.text import DocumentText, Member

__all__ = ["DocumentText", "Member", "read"]
