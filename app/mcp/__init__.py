"""The face for MCP clients: each workflow is a tool; traces can be read, reviews listed and answered."""
