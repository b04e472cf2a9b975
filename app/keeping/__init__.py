"""What becomes of the state: copies of it, and erasing from it."""
