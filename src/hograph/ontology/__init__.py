"""The ontology: its index, its reasoners, its quality checks and its mappings."""
