"""Bulk jobs: many records by CSV, as Bulk API 2.0 and the older Bulk API take and give them."""
