"""Labelled suites run through workflows and scored."""
