"""MCP as the way to act: one client for all servers, and the servers that are built in. Only `tools.mcp` and
`app.mcp` import the SDK, and only when it is used: the import takes most of a second."""
