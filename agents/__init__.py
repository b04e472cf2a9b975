"""Specialists that interpret, one file each. They fetch nothing and decide nothing."""
