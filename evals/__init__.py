"""Evaluation: labelled suites, the figures that count, and benchmarks. Handed a `run` callable, it wires nothing."""
