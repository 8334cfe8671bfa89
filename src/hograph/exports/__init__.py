"""The graph in the formats of the field, each written so that its own tools read it."""
