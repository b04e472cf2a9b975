"""The embedded org: a Salesforce-compatible REST service on SQLite."""

from tools.salesforce.org.adapter import adapter, session
from tools.salesforce.org.embedded import INSTANCE_URL, EmbeddedOrg
from tools.salesforce.org.faults import Fault

__all__ = ["INSTANCE_URL", "EmbeddedOrg", "Fault", "adapter", "session"]
