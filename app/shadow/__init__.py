"""Closed cases of an org, read only, beside what people did."""
