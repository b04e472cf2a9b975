"""One work item, whatever it came as, to a document: a message of mail or Outlook, a form, a lead."""

from __future__ import annotations

from tools.mail import lead, outlook, reading, webform
from tools.mail.parts import Reading, noted
from workflow.definition import FormKeys

DEFAULT = FormKeys()

_SPACE = b"\xef\xbb\xbf \t\r\n"


def read(raw: bytes, keys: FormKeys = DEFAULT) -> Reading:
    """Read one work item by its first bytes. Raises InputError for what is none; damage inside becomes notes.

    `keys` name the parts of a form that tell sender, subject, text and date.
    """
    if raw.startswith(outlook.SIGN):
        message, notes = outlook.to_message(raw)
        return noted(reading.read(message), notes)
    head = raw[:4096].lstrip(_SPACE)
    if head[:1] in (b"{", b"["):
        return webform.read(raw, keys)
    if head[:1] == b"<" and head[:40].lower().startswith((b"<?xml", b"<?adf", b"<adf", b"<prospect")):
        return lead.read(raw.lstrip(_SPACE), keys)
    return reading.read(raw)
