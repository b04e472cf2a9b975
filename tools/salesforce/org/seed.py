"""What a new org begins with: the organization, profiles and its system administrator."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Any

from tools.salesforce.org import login, rows, settings, tables
from tools.salesforce.org.calendar_parts import is_zone
from tools.salesforce.org.context import Context
from tools.salesforce.org.entry import Row
from tools.salesforce.org.schema import Schema

ADMINISTRATOR = "admin@embedded.example"
PROFILES = ("System Administrator", "Standard User")


def plant(context: Context) -> None:
    """Adds the first records where they are missing, and notes which schema the tables fit."""
    connection = context.connection
    if connection.execute('SELECT 1 FROM "Organization"').fetchone() is None:
        organization = _add(context, "Organization", _organization())
        profiles = [_add(context, "Profile", {"Name": name, "UserType": "Standard"}) for name in PROFILES]
        administrator = _add(context, "User", _administrator(profiles[0]))
        for table in ("Organization", "Profile", "User"):
            connection.execute(f'UPDATE "{table}" SET "CreatedById" = ?, "LastModifiedById" = ?', (administrator,) * 2)
        settings.write(connection, "organization", organization)
        settings.write(connection, "administrator", administrator)
        settings.write(connection, "session", login.open_session(connection, organization, administrator))
    settings.write(connection, "declared", declared(context.schema))


def declared(schema: Schema) -> str:
    """A digest of the declared objects and fields."""
    shape = [(s.name, [f.model_dump_json() for f in s.fields]) for s in schema.sobjects]
    return hashlib.sha256(repr((tables.LAYOUT, shape)).encode()).hexdigest()[:32]


def zone_of(connection: sqlite3.Connection, user: str) -> str:
    """The time zone of a user; UTC where it is none."""
    found = connection.execute('SELECT "TimeZoneSidKey" FROM "User" WHERE "Id" = ?', (user,)).fetchone()
    return str(found[0]) if found and found[0] and is_zone(found[0]) else "UTC"


def user_info(connection: sqlite3.Connection, user: str, organization: str, instance: str) -> dict[str, Any]:
    """Who a session belongs to, as the identity services say it."""
    names = ("Username", "Name", "Email", "FirstName", "LastName", "IsActive", "TimeZoneSidKey", "LanguageLocaleKey")
    columns = ", ".join(f'"{name}"' for name in names)
    found = connection.execute(f'SELECT {columns} FROM "User" WHERE "Id" = ?', (user,)).fetchone()
    row = dict(zip(names, found, strict=True))
    return {
        "id": f"https://login.salesforce.com/id/{organization}/{user}",
        "asserted_user": True,
        "sub": f"{instance}/id/{organization}/{user}",
        "user_id": user,
        "organization_id": organization,
        "preferred_username": row["Username"],
        "username": row["Username"],
        "nickname": row["Name"],
        "name": row["Name"],
        "display_name": row["Name"],
        "email": row["Email"],
        "given_name": row["FirstName"],
        "family_name": row["LastName"],
        "first_name": row["FirstName"],
        "last_name": row["LastName"],
        "nick_name": row["Name"],
        "user_type": "STANDARD",
        "timezone": row["TimeZoneSidKey"],
        "photos": {"picture": f"{instance}/profilephoto/005/F", "thumbnail": f"{instance}/profilephoto/005/T"},
        "active": bool(row["IsActive"]),
        "zoneinfo": row["TimeZoneSidKey"],
        "language": row["LanguageLocaleKey"],
        "urls": {
            "rest": f"{instance}/services/data/v{{version}}/",
            "sobjects": f"{instance}/services/data/v{{version}}/sobjects/",
            "query": f"{instance}/services/data/v{{version}}/query/",
        },
    }


def _add(context: Context, name: str, values: Row) -> str:
    sobject = context.schema.known(name)
    return rows.insert(context, sobject, rows.defaults(context, sobject) | values)


def _organization() -> Row:
    return {
        "Name": "Embedded Org",
        "IsSandbox": 1,
        "OrganizationType": "Developer Edition",
        "InstanceName": "EMB0",
        "DefaultLocaleSidKey": "en_US",
        "LanguageLocaleKey": "en_US",
        "TimeZoneSidKey": "UTC",
        "FiscalYearStartMonth": 1,
    }


def _administrator(profile: str) -> Row:
    return {
        "Username": ADMINISTRATOR,
        "FirstName": "System",
        "LastName": "Administrator",
        "Name": "System Administrator",
        "Email": ADMINISTRATOR,
        "Alias": "admin",
        "CommunityNickname": "admin",
        "ProfileId": profile,
        "TimeZoneSidKey": "UTC",
        "LocaleSidKey": "en_US",
        "EmailEncodingKey": "UTF-8",
        "LanguageLocaleKey": "en_US",
    }
