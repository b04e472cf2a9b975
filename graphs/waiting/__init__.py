"""Waits of cases: asking the sender, taking what comes, writing what it changes, and what is due next."""
