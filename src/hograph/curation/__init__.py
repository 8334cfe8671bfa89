"""Claims as people curate them: the values, the YAML files, the sources, and the spans that tie claims to documents."""
