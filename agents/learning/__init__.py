"""Learning from labelled work: fitting and applying, pure of any input and output."""
