"""Published versions: publishing, and taking open runs to another."""
