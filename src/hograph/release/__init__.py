"""Releases: what changed between two builds, the files of a release, and how findable and reusable its ontology is."""
