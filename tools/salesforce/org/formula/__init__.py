"""Formulas of Salesforce, as validation and assignment rules use them: read by a grammar, evaluated over a record."""
