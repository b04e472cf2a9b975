"""Everything outside: mail, documents, the org, other services. Imports `workflow` and nothing above it."""
