"""The steps, one file a kind. Each takes what is known and returns what it adds, as `Told`."""
