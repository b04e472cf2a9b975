"""Work items on their way in: from paths, and from records of the org."""
