"""The version of hograph, said once; `pyproject.toml`, the ontology and CITATION.cff are held to it by a test."""

VERSION = "0.1.0"
