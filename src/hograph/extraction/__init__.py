"""Claims proposed from documents: quantities, terms, context and rules, each with the characters that state it."""
