"""Decision tables: ordered rows, the first that fits gives the outputs. `docs/reference/tables.md` tells the cells."""

from workflow.tables.decision import Decision, Miss
from workflow.tables.reading import read_table
from workflow.tables.table import DecisionTable, Row

__all__ = ["Decision", "DecisionTable", "Miss", "Row", "read_table"]
