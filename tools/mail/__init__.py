"""Work items to documents with zones: mail, Outlook files, web forms, leads; and the items that files hold."""

from tools.mail.intake import Item, Skipped, items
from tools.mail.parts import Reading
from tools.mail.recognition import read

__all__ = ["Item", "Reading", "Skipped", "items", "read"]
