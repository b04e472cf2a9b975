"""What is wrong, or may be, with a bundle that can be loaded: found before it is published."""

from workflow.check.bundle import check, in_order
from workflow.check.finding import Finding

__all__ = ["Finding", "check", "in_order"]
