"""Workspaces: a folder of the user's own documents, claims, terms, rules and queries, on top of what hograph ships."""
