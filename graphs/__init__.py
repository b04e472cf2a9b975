"""LangGraph: one graph a definition, one node a step; and the functions that start, resume and answer a run."""
