"""Learning from labelled work: where the examples come from, what may be put in force, and the reader that uses it."""
