"""Salesforce: the client of a real org, and the embedded org that stands in for one."""
