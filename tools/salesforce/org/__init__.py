"""The embedded org: a Salesforce-compatible REST service on SQLite."""

from tools.salesforce.org.adapter import adapter, session
from tools.salesforce.org.csv_table import LoadError
from tools.salesforce.org.embedded import INSTANCE_URL, EmbeddedOrg
from tools.salesforce.org.faults import Fault
from tools.salesforce.org.flows import Flow
from tools.salesforce.org.load import Loaded, ensure_queues, load
from tools.salesforce.org.server import serve, serving

__all__ = [
    "INSTANCE_URL",
    "EmbeddedOrg",
    "Fault",
    "Flow",
    "LoadError",
    "Loaded",
    "adapter",
    "ensure_queues",
    "load",
    "serve",
    "serving",
    "session",
]
