"""The graph: claims compiled to RDF, propositions, direct edges, what follows from them, and the build of it all."""
