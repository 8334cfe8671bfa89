"""Canned queries as RDF: `sh:SPARQLExecutable` examples, after the convention of the SIB SPARQL examples.

Theirs are the classes, `rdfs:comment`, `sh:prefixes`, `sh:select`, `schema:keywords` and `schema:target`. What they have no words for, the
parameters and columns, is said with `sh:parameter` (SHACL) and `schema:variableMeasured` (schema.org). No node is blank, so that the same
queries give the same file.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.graph.quads import Describer, english, in_graph, turtle
from hograph.ontology.index import load_ontology
from hograph.query.canned import CannedQuery
from hograph.query.header import load_queries
from hograph.query.parameters import ParameterType
from hograph.query.tokens import declared_prefixes, tokens
from hograph.vocabulary import DCTERMS, GRAPH, HO, OWL, PREFIXES, RDF, RDFS, SCHEMA, SH, XSD, Namespace
from hograph.workspace.layers import Layers

QUERY = Namespace(f"{HO}query/")
"""Queries, their parameters and columns below them, `variable/NAME` for each name of a parameter, and `prefixes`, which declares all."""
DATATYPES = {ParameterType.INTEGER: XSD["integer"], ParameterType.CHOICE: XSD["string"]}
"""The type of the values of a parameter; those of the other types are IRIs."""


def examples_turtle(root: Path, target: str | None = None) -> str:
    """The canned queries in Turtle: each with its question, description, tags, text, prefixes, parameters and columns.

    Args:
        root: a workspace, or the folder with `ontology/` and `queries/`.
        target: IRI of the SPARQL endpoint at which they can be asked, where there is one.

    Raises:
        InputError: when the target is no IRI.
        QueryError: when a query breaks a rule.
    """
    layers = Layers.of(root)
    return examples_of(load_queries(layers, load_ontology(*layers.ontology)), target)


def examples_of(queries: Mapping[str, CannedQuery], target: str | None = None) -> str:
    """Canned queries that were read already in Turtle, as `examples_turtle`.

    Raises:
        InputError: when the target is no IRI.
    """
    used = {prefix for query in queries.values() for prefix in declared_prefixes(tokens(query.text))}
    triples = [
        *_prefixes(sorted(used)),
        *(t for query in queries.values() for t in _query(query, _endpoint(target))),
    ]
    return turtle(in_graph(triples, GRAPH["queries"])).decode()


def _endpoint(target: str | None) -> ox.NamedNode | None:
    try:
        return ox.NamedNode(target) if target else None
    except ValueError as error:
        raise InputError(
            f"'{target}' is no IRI of an endpoint. Write it in full, as https://example.org/sparql."
        ) from error


def _prefixes(names: list[str]) -> Iterator[ox.Triple]:
    for name in names:
        declared = Describer(QUERY[f"prefixes/{name}"], SH["PrefixDeclaration"])
        declared.add(SH["prefix"], name)
        declared.add(SH["namespace"], ox.Literal(str(PREFIXES[name]), datatype=XSD["anyURI"]))
        all_of_them = Describer(QUERY["prefixes"], OWL["Ontology"], "The prefixes of the canned queries")
        yield from (*declared.triples, *all_of_them.add(SH["declare"], declared.subject).triples)


def _query(query: CannedQuery, target: ox.NamedNode | None) -> Iterator[ox.Triple]:
    about = Describer(QUERY[query.name], SH["SPARQLSelectExecutable"], query.header.title)
    about.add(RDF["type"], SH["SPARQLExecutable"]).add(RDFS["comment"], english(query.header.question))
    about.add(DCTERMS["description"], english(query.header.description)).add(SH["select"], query.text)
    about.add(SH["prefixes"], QUERY["prefixes"]).add(SCHEMA["target"], target)
    for tag in query.header.tags:
        about.add(SCHEMA["keywords"], tag)
    for parts, link in ((_parameters(query), SH["parameter"]), (_columns(query), SCHEMA["variableMeasured"])):
        for part in parts:
            about.add(link, part.subject)
            yield from part.triples
    yield from about.triples


def _parameters(query: CannedQuery) -> Iterator[Describer]:
    defaults = query.defaults
    for order, (name, parameter) in enumerate(query.header.parameters.items()):
        part = Describer(QUERY[f"{query.name}/parameter/{name}"], SH["Parameter"])
        part.add(SH["path"], QUERY[f"variable/{name}"]).add(SH["name"], name).add(
            SH["description"], english(parameter.description)
        )
        part.add(SH["order"], order).add(SH["optional"], True).add(SH["defaultValue"], defaults[name])
        datatype = DATATYPES.get(parameter.type)
        part.add(SH["datatype"], datatype).add(SH["nodeKind"], None if datatype else SH["IRI"])
        for category in parameter.category:
            part.add(SCHEMA["category"], HO[category])
        part.triples += _list(part.subject, SH["in"], parameter.allowed)
        yield part


def _list(subject: ox.NamedNode, link: ox.NamedNode, words: Sequence[str]) -> Iterator[ox.Triple]:
    """An RDF list of words whose cells have names; nothing for no words."""
    if not words:
        return
    cells = [ox.NamedNode(f"{subject.value}/{number}") for number in range(1, len(words) + 1)]
    for cell, word, rest in zip(cells, words, [*cells[1:], RDF["nil"]], strict=True):
        yield from (ox.Triple(cell, RDF["first"], ox.Literal(word)), ox.Triple(cell, RDF["rest"], rest))
    yield ox.Triple(subject, link, cells[0])


def _columns(query: CannedQuery) -> Iterator[Describer]:
    for position, (name, column) in enumerate(query.header.columns.items()):
        part = Describer(QUERY[f"{query.name}/column/{name}"], SCHEMA["PropertyValue"], column.title)
        part.add(SCHEMA["name"], name).add(SCHEMA["description"], english(column.description)).add(
            SCHEMA["position"], position
        )
        yield part
