"""Every format that the graph is written in, with what it holds and what it cannot hold."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path

from hograph.errors import HographError
from hograph.exports import bibliography, network, rdf
from hograph.exports.biolink import load_profile
from hograph.exports.crate import croissant, ro_crate
from hograph.exports.kgx import kgx_files
from hograph.exports.nanopubs import nanopubs
from hograph.exports.obographs import obo_graph
from hograph.exports.owl import functional_syntax
from hograph.exports.tables import csv_files, parquet_files
from hograph.files import read_text
from hograph.graph.build import Build
from hograph.ontology.mappings import MappingSet, load_mappings

Files = dict[str, bytes]


@dataclass(frozen=True)
class Material:
    """What exports are made from: a build, and the folder with the `ontology/` that has the mappings and profiles."""

    built: Build
    root: Path

    @cached_property
    def mappings(self) -> MappingSet:
        """The mappings to other vocabularies."""
        return load_mappings(self.root / "ontology" / "mappings.sssom.tsv")


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes:
        name: what the user asks for.
        title: its name in full.
        holds: what of the graph is in it.
        loses: what it cannot hold.
        reader: the independent reader that tests read it back with.
        write: makes the files; a format of one file has just one.
        needs: module that must be installed to write it.
    """

    name: str
    title: str
    holds: str
    loses: str
    reader: str
    write: Callable[[Material], Files]
    needs: str | None = None

    @property
    def is_rdf(self) -> bool:
        """Whether it can hold a choice of named graphs."""
        return self.name in rdf.FORMATS

    def files(self, material: Material) -> Files:
        """The files, by name; the same graph gives the same bytes.

        Raises:
            HographError: when the library that writes the format is not installed.
        """
        if not self.available:
            raise HographError(
                f"{self.title} needs {self.needs}, which is not installed. Install it: pip install 'hograph[exports]'."
            )
        return self.write(material)

    @property
    def available(self) -> bool:
        """Whether what it needs is installed."""
        return self.needs is None or find_spec(self.needs) is not None


def _rdf(name: str, suffix: str, material: Material) -> Files:
    quads = rdf.chosen(material.built.graphs, ())
    return {f"hograph.{suffix}": rdf.serialise(quads, name, material.built.ontology)}


def _one(name: str, make: Callable[[Build], bytes], material: Material) -> Files:
    return {name: make(material.built)}


def _kgx(material: Material) -> Files:
    profile = load_profile(material.root / "ontology" / "biolink.yaml", material.built.ontology)
    return kgx_files(material.built, profile, material.mappings)


def _obographs(material: Material) -> Files:
    return {"hograph.json": obo_graph(material.built, material.mappings)}


def _sssom(material: Material) -> Files:
    return {"hograph.sssom.tsv": read_text(material.root / "ontology" / "mappings.sssom.tsv").encode()}


def _crate(material: Material) -> Files:
    built = material.built
    files = {
        f"tables/{name}": (f"The table of {name.removesuffix('.csv')}.", data)
        for name, data in csv_files(built, material.mappings).items()
    }
    files["hograph.trig"] = ("Every named graph of the dataset.", _rdf("trig", "trig", material)["hograph.trig"])
    files["mappings.sssom.tsv"] = ("Mappings to other vocabularies.", _sssom(material)["hograph.sssom.tsv"])
    return ro_crate(built, dict(sorted(files.items())))


ALL_GRAPHS = "every named graph, quad by quad"
NO_NAMES = "the names of the graphs, and so whether a triple was stated or inferred; which document a claim comes from is said by the claim"
OUTSIDE = "claims, propositions, edges, what the reasoner adds, slices"
NETWORK = "terms that claims name as nodes, one edge a claim, with all columns of the tables of terms and claims"
NOT_NETWORK = "terms that no claim names, axioms, mappings; documents and propositions but for their names"
UNTAKEN = "claims that review has not taken"
BIBLIOGRAPHY = "the source documents: authors, title, publisher, date, kind, licence, review and hash of the text"
NOT_BIBLIOGRAPHY = (
    "all but the documents; of them references, credentials of people, our notes, where they state what they say"
)
FORMATS = (
    Format(
        "turtle",
        "Turtle",
        "every triple; grouped, prefixed, axioms nested",
        NO_NAMES,
        "rdflib",
        partial(_rdf, "turtle", "ttl"),
    ),
    Format("trig", "TriG", ALL_GRAPHS, "nothing", "rdflib", partial(_rdf, "trig", "trig")),
    Format("nquads", "N-Quads", ALL_GRAPHS, "nothing", "rdflib", partial(_rdf, "nquads", "nq")),
    Format("ntriples", "N-Triples", "every triple", NO_NAMES, "rdflib", partial(_rdf, "ntriples", "nt")),
    Format(
        "jsonld",
        "JSON-LD 1.1",
        f"{ALL_GRAPHS}; the context stands in the file",
        "nothing",
        "rdflib",
        partial(_rdf, "jsonld", "jsonld"),
    ),
    Format("rdfxml", "RDF/XML", "every triple", NO_NAMES, "rdflib", partial(_rdf, "rdfxml", "rdf")),
    Format(
        "rdf12",
        "RDF 1.2 TriG",
        f"{ALL_GRAPHS}; claims and propositions reify triple terms",
        "nothing: ho:subject, ho:predicate and ho:object are in the triple term",
        "N3.js, with the three triples made again from each triple term",
        partial(_rdf, "rdf12", "trig"),
    ),
    Format(
        "owl",
        "OWL 2 functional syntax",
        "the ontology: classes, relations, individuals, every axiom and annotation",
        f"{OUTSIDE}, mappings",
        "funowl",
        partial(_one, "hograph.ofn", functional_syntax),
        "pyhornedowl",
    ),
    Format(
        "obographs",
        "OBO Graphs JSON",
        "classes, relations and individuals with names, definitions and their sources, annotations; hierarchies, inverses, parts, "
        "domains, ranges, property chains, defined classes; mappings with what kind of match they are",
        f"{OUTSIDE}; disjointness, enumerations, unions (also as domain or range), data types, functional and other characteristics of "
        "relations; roles on the inverse of a relation that has no named inverse; language tags; why a mapping was made",
        "obographs, pronto",
        _obographs,
    ),
    Format(
        "kgx",
        "KGX, TSV and JSON Lines",
        "terms with their synonyms by scope, mappings and roles, and documents as nodes with Biolink categories; "
        "one edge a claim with all that the table of claims says; hierarchy and parts",
        f"{UNTAKEN}; denials that Biolink has no predicate of the same strength for are left out, and what is hedged, conditional, found "
        "in a study or left open gets a weaker predicate, the claim's own in original_predicate; other axioms, relations that the reasoner "
        "adds, what kind of match a mapping is when it is not exact",
        "kgx, against the Biolink Model",
        _kgx,
    ),
    Format("sssom", "SSSOM TSV", "the mappings", "all but the mappings", "sssom-py", _sssom),
    Format(
        "nanopub",
        "Nanopublications, TriG",
        "one nanopublication a claim, with evidence, curation and the document that states it",
        f"{UNTAKEN}; the ontology, propositions, roles, mappings; where a document states what it says of itself",
        "nanopub",
        partial(_one, "nanopubs.trig", nanopubs),
    ),
    Format(
        "graphml",
        "GraphML",
        NETWORK,
        NOT_NETWORK,
        "igraph",
        partial(_one, "hograph.graphml", network.graphml),
        "networkx",
    ),
    Format(
        "gexf",
        "GEXF 1.2",
        "as GraphML; of an edge, `label`, `start` and `end` are `text`, `span_start` and `span_end`, since GEXF keeps those names",
        NOT_NETWORK,
        "networkx, and an XML parser by the rules of GEXF",
        partial(_one, "hograph.gexf", network.gexf),
        "networkx",
    ),
    Format(
        "cytoscape",
        "Cytoscape JSON",
        "as GraphML",
        NOT_NETWORK,
        "networkx, and a JSON parser by the rules of Cytoscape.js",
        partial(_one, "hograph.cyjs", network.cytoscape),
        "networkx",
    ),
    Format(
        "csv",
        "CSV tables",
        "claims, cues, propositions, terms, relations, roles, mappings, documents and where they state what they say of themselves, "
        "a table each; several values of a cell are separated by a vertical bar",
        "axioms but superclasses, parts and restrictions; relations that the reasoner adds; slices",
        "pandas",
        lambda material: csv_files(material.built, material.mappings),
    ),
    Format(
        "parquet",
        "Parquet tables",
        "as CSV, columns typed",
        "as CSV",
        "pyarrow",
        lambda material: parquet_files(material.built, material.mappings),
        "polars",
    ),
    Format(
        "bibtex",
        "BibTeX",
        BIBLIOGRAPHY,
        NOT_BIBLIOGRAPHY,
        "bibtexparser",
        partial(_one, "documents.bib", bibliography.bibtex),
    ),
    Format(
        "csl-json",
        "CSL-JSON",
        BIBLIOGRAPHY,
        NOT_BIBLIOGRAPHY,
        "citeproc-py",
        partial(_one, "documents.json", bibliography.csl_json),
    ),
    Format(
        "ro-crate",
        "RO-Crate 1.1",
        "TriG, tables and mappings with a description of each file",
        "nothing",
        "rocrate",
        _crate,
    ),
    Format(
        "croissant",
        "Croissant 1.0",
        "the CSV tables with files, record sets and types described",
        "as CSV",
        "mlcroissant",
        lambda material: croissant(material.built, material.mappings),
    ),
)
"""Every format, RDF first."""
BY_NAME = {one.name: one for one in FORMATS}
CALLED = {
    "bibliography": ("bibtex", "csl-json"),
    "biolink": ("kgx",),
    "gephi": ("gexf",),
    "json": ("jsonld", "cytoscape", "obographs", "csl-json"),
    "network": ("graphml", "gexf", "cytoscape"),
    "nq": ("nquads",),
    "nt": ("ntriples",),
    "obo": ("obographs",),
    "ofn": ("owl",),
    "rdf": ("turtle", "trig", "rdfxml"),
    "table": ("csv", "parquet"),
    "ttl": ("turtle",),
    "xml": ("rdfxml", "graphml", "gexf"),
}
"""Other words for formats, to what they may mean."""


def nearest(word: str) -> tuple[str, ...]:
    """The formats that a word which names none may mean: what it is another word for, else those whose names are like it.

    >>> nearest("bibliography"), nearest("ntripels")
    (('bibtex', 'csl-json'), ('ntriples',))
    """
    key = word.casefold()
    if key in CALLED:
        return CALLED[key]
    like = get_close_matches(key, [*BY_NAME, *CALLED], n=3, cutoff=0.6)
    return tuple(dict.fromkeys(name for near in like for name in CALLED.get(near, (near,))))
