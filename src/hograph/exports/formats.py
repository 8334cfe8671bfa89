"""Every format that the graph is written in, with what it holds and what it cannot hold."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path

from hograph.errors import HographError
from hograph.exports import bibliography, network, rdf
from hograph.exports.biolink import kgx_files, load_profile
from hograph.exports.crate import croissant, ro_crate
from hograph.exports.nanopubs import nanopubs
from hograph.exports.owl import functional_syntax, obo_graph
from hograph.exports.tables import csv_files, parquet_files
from hograph.files import read_text
from hograph.graph.build import Build
from hograph.ontology.mappings import MappingSet, load_mappings

Files = dict[str, bytes]


@dataclass(frozen=True)
class Material:
    """What exports are made from: a build, and the folder that it was built from."""

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
        for name, data in csv_files(built).items()
    }
    files["hograph.trig"] = ("Every named graph of the dataset.", _rdf("trig", "trig", material)["hograph.trig"])
    files["mappings.sssom.tsv"] = ("Mappings to other vocabularies.", _sssom(material)["hograph.sssom.tsv"])
    return ro_crate(built, dict(sorted(files.items())))


ALL_GRAPHS = "every named graph, quad by quad"
NO_NAMES = "the names of the graphs: which document a triple came from is still said by the claim itself"
AXIOMS = "claims, propositions, mappings and everything else outside the ontology"
CLAIMS_ONLY = "the ontology above the terms that claims name, roles, mappings, cues"
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
        "pyoxigraph's parser, and the three triples made again from each triple term",
        partial(_rdf, "rdf12", "trig"),
    ),
    Format(
        "owl",
        "OWL 2 functional syntax",
        "the ontology: classes, relations, axioms, annotations",
        AXIOMS,
        "funowl",
        partial(_one, "hograph.ofn", functional_syntax),
        "pyhornedowl",
    ),
    Format(
        "obographs",
        "OBO Graphs JSON",
        "terms and relations, names, definitions, hierarchy, parts, roles, mappings as cross-references",
        f"{AXIOMS}; disjointness, domains and ranges, property chains, roles on the inverse of a relation",
        "obographs, pronto",
        _obographs,
    ),
    Format(
        "kgx",
        "KGX, TSV and JSON Lines",
        "terms and documents as nodes with Biolink categories, one edge a claim, hierarchy and parts",
        "cues and notes; denials that Biolink has no predicate of the same strength for are left out, and what is hedged, "
        "conditional or left open gets a weaker predicate, the claim's own in original_predicate",
        "kgx, against the Biolink Model",
        _kgx,
    ),
    Format("sssom", "SSSOM TSV", "the mappings", "all but the mappings", "sssom-py", _sssom),
    Format(
        "nanopub",
        "Nanopublications, TriG",
        "one nanopublication a claim, with evidence and provenance",
        "the ontology, propositions, roles, mappings",
        "nanopub",
        partial(_one, "nanopubs.trig", nanopubs),
    ),
    Format(
        "graphml",
        "GraphML",
        "terms as nodes, one edge a claim with all its fields",
        CLAIMS_ONLY,
        "igraph",
        partial(_one, "hograph.graphml", network.graphml),
        "networkx",
    ),
    Format(
        "gexf",
        "GEXF 1.2",
        "as GraphML",
        CLAIMS_ONLY,
        "networkx",
        partial(_one, "hograph.gexf", network.gexf),
        "networkx",
    ),
    Format(
        "cytoscape",
        "Cytoscape JSON",
        "as GraphML",
        CLAIMS_ONLY,
        "networkx",
        partial(_one, "hograph.cyjs", network.cytoscape),
        "networkx",
    ),
    Format(
        "csv",
        "CSV tables",
        "claims, cues, propositions, terms, documents, a table each",
        "axioms, roles, mappings; several synonyms share a cell",
        "pandas",
        lambda material: csv_files(material.built),
    ),
    Format(
        "parquet",
        "Parquet tables",
        "as CSV, columns typed",
        "as CSV",
        "pyarrow",
        lambda material: parquet_files(material.built),
        "polars",
    ),
    Format(
        "bibtex",
        "BibTeX",
        "the source documents",
        "all but the documents",
        "bibtexparser",
        partial(_one, "documents.bib", bibliography.bibtex),
    ),
    Format(
        "csl-json",
        "CSL-JSON",
        "the source documents",
        "all but the documents",
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
        lambda material: croissant(material.built),
    ),
)
"""Every format, RDF first."""
BY_NAME = {one.name: one for one in FORMATS}
