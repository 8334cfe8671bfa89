"""OBO Graphs JSON, and the term tables of the cellxgene ontology guide."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hograph.errors import InputError
from hograph.linking.foreign import BROADER, IS_A, PART_OF, UNSCOPED, ForeignOntology, ForeignTerm, Synonym
from hograph.linking.naming import Naming
from hograph.linking.readers.owl import REPLACED_BY, version_of
from hograph.linking.readers.synonyms import doubtful
from hograph.linking.vocabularies import Vocabularies

SCOPES = {f"has{scope.title()}Synonym": scope for scope in ("exact", "broad", "narrow", "related")}
RELATIONS = {"is_a": IS_A, "http://purl.obolibrary.org/obo/BFO_0000050": PART_OF}


def read_json(data: bytes, path: Path, vocabularies: Vocabularies) -> ForeignOntology:
    """Read OBO Graphs JSON or a term table.

    Raises:
        InputError: when it is neither.
    """
    naming = Naming(vocabularies)
    try:
        content = json.loads(data)
        if isinstance(content, dict) and "graphs" in content:
            return _obographs(content["graphs"], path, naming)
        if isinstance(content, dict) and all(isinstance(v, dict) and "ancestors" in v for v in content.values()):
            terms = {term.id: term for term in _table_terms(content, naming)}
            return ForeignOntology(path.name, terms, version_of(path.name), spaces=naming.spaces)
    except ValueError as error:
        raise InputError(f"{path}: not JSON ({' '.join(str(error).split())}).") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: not OBO Graphs JSON: {type(error).__name__} {error}.") from error
    raise InputError(f"{path}: JSON, but neither OBO Graphs ('graphs' on top) nor a table of terms with 'ancestors'.")


def _obographs(graphs: list[dict[str, Any]], path: Path, naming: Naming) -> ForeignOntology:
    above: dict[str, set[tuple[str, str]]] = {}
    for edge in (edge for graph in graphs for edge in graph.get("edges", ())):
        if edge["pred"] in RELATIONS and edge["sub"] != edge["obj"]:
            pair = RELATIONS[edge["pred"]], naming.curie(edge["obj"])
            above.setdefault(naming.curie(edge["sub"]), set()).add(pair)
    terms: dict[str, ForeignTerm] = {}
    for node in (node for graph in graphs for node in graph.get("nodes", ())):
        if node.get("type", "CLASS") == "CLASS":
            name = naming.curie(node["id"])
            terms[name] = _node(name, node, tuple(sorted(above.get(name, ()))), naming)
    meta: dict[str, Any] = next((graph["meta"] for graph in graphs if "meta" in graph), {})
    values = {value["pred"]: value["val"] for value in meta.get("basicPropertyValues", ())}
    licence = values.get("http://purl.org/dc/terms/license")
    return ForeignOntology(path.name, terms, version_of(meta.get("version", "")), licence, naming.spaces)


def _node(name: str, node: dict[str, Any], above: tuple[tuple[str, str], ...], naming: Naming) -> ForeignTerm:
    meta = node.get("meta") or {}
    plain = [s for s in meta.get("synonyms", ()) if not doubtful(s.get("synonymType") or "")]
    synonyms = {Synonym(s["val"], SCOPES[s["pred"]]) for s in plain if s["pred"] in SCOPES}
    replaced = (value["val"] for value in meta.get("basicPropertyValues", ()) if value["pred"] == REPLACED_BY.value)
    return ForeignTerm(
        name,
        node.get("lbl") or "",
        tuple(sorted(synonyms)),
        above,
        meta.get("definition", {}).get("val"),
        bool(meta.get("deprecated", False)),
        tuple(map(naming.curie, replaced)),
    )


def _table_terms(content: dict[str, dict[str, Any]], naming: Naming) -> Iterator[ForeignTerm]:
    """The terms of a table: those one step above are given by their distance, kinds of and parts of not told apart."""
    for name, row in content.items():
        parents = (parent for parent, steps in row["ancestors"].items() if steps == 1)
        synonyms = {Synonym(text, UNSCOPED) for text in row.get("synonyms", ()) if text != row["label"]}
        replaced = row.get("replaced_by") or ()
        yield ForeignTerm(
            naming.curie(name),
            row["label"],
            tuple(sorted(synonyms)),
            tuple(sorted((BROADER, naming.curie(parent)) for parent in parents)),
            row.get("description"),
            bool(row.get("deprecated", False)),
            tuple(map(naming.curie, [replaced] if isinstance(replaced, str) else replaced)),
        )
