"""The match index on disk: sections of a file that are mapped into memory, and what is changed since it was built."""
