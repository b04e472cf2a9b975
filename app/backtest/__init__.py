"""A candidate bundle tried on recorded runs."""
