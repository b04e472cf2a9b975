"""Benchmarks. Each prints its figure beside the floor that it is compared with, both measured in the same run."""
