"""Questions to the built graph: the store, canned queries with their headers, answers with evidence, and why a role holds."""
