"""Views: pure functions from models to what a page shows. No store, no clock, no HTML."""
