"""The reader that asks models, over a port: it composes questions, and finds the answers again in the text."""
