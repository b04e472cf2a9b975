"""Routes: addresses → views → pages."""
