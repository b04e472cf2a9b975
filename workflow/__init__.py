"""The idea of Switchyard, pure: definitions, rules, records and errors. No I/O, no clock, no randomness."""
