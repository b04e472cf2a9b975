"""Users from a list of people: the fields that Salesforce asks of every user and a list seldom has."""

from __future__ import annotations

import re
from typing import Any

from tools.salesforce.org.context import Context

SETTINGS = {
    "TimeZoneSidKey": "UTC", "LocaleSidKey": "en_US", "EmailEncodingKey": "UTF-8", "LanguageLocaleKey": "en_US",
}  # fmt: skip


def complete_user(context: Context, values: dict[str, Any]) -> dict[str, Any]:
    """The values with names taken from `Name`, and usual settings where there are none."""
    result = dict(values)
    full = str(result.pop("Name", None) or "").split()
    if full and not result.get("LastName"):
        result |= {"LastName": full[-1], "FirstName": " ".join(full[:-1]) or None}
    username = str(result.get("Username") or result.get("Email") or "")
    if username and not result.get("Username"):
        result["Username"] = username
    if not result.get("Alias") and username:
        result["Alias"] = re.sub(r"[^0-9A-Za-z]", "", username.partition("@")[0])[:8] or "user"
    for name, value in SETTINGS.items():
        result[name] = result.get(name) or value
    if not result.get("ProfileId"):
        found = context.connection.execute('SELECT "Id" FROM "Profile" WHERE "Name" = ?', ("Standard User",)).fetchone()
        result["ProfileId"] = found[0]
    return result
