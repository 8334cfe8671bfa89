"""Where a graph is kept and asked: in memory and on disk by the embedded engine, or on any SPARQL 1.1 server; one interface for all."""
