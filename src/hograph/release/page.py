"""The ontology as one HTML page: every term with its names, place, axioms, mappings and roles; it needs no other file and no network."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from html import escape
from importlib.resources import files

import pyoxigraph as ox

from hograph.graph.build import Build
from hograph.graph.slices import FOLDER as SLICES
from hograph.release.artefacts import ONTOLOGY, TITLES, Release
from hograph.release.wording import expression
from hograph.vocabulary import DCTERMS, HO, OWL, RDF, RDFS, SKOS, SSSOM, SYNONYM_SCOPES, TOP_CATEGORIES, curie

MARKS = (
    (OWL["TransitiveProperty"], "transitive"),
    (OWL["SymmetricProperty"], "symmetric"),
    (OWL["FunctionalProperty"], "functional"),
)
Rows = list[tuple[str, str]]


def ontology_page(built: Build, release: Release, logo: str) -> str:
    """The documentation of the ontology.

    Args:
        built: the graph, in memory.
        release: version and date, for the head of the page.
        logo: an SVG, which becomes part of the page.

    Returns:
        HTML; the same graph and release give the same text.
    """
    page = _Page(built)
    sections = list(page.sections())
    contents = "".join(page.contents(title, names) for title, names in sections)
    articles = "".join(
        f'<h2 id="section-{_anchor(title)}">{escape(title)}</h2>\n{"".join(map(page.article, names))}'
        for title, names in sections
    )
    style, script = ((files("hograph.release") / name).read_text("utf-8") for name in ("page.css", "page.js"))
    title = escape(page.header(DCTERMS["title"]))
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="description" content="{escape(page.header(DCTERMS["description"]))}">\n<style>\n{style}</style>\n</head>\n<body>\n'
        f'<nav aria-label="Contents"><input type="search" placeholder="Find a term or synonym" aria-label="Find a term or synonym">\n'
        f"{contents}</nav>\n<main>\n{logo}{page.top(release)}{articles}</main>\n<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _anchor(text: str) -> str:
    return "-".join(text.casefold().split())


class _Page:
    def __init__(self, built: Build) -> None:
        self.built = built
        self.ontology = built.ontology
        self.named = {*self.ontology.labels}
        self.children: dict[str, list[str]] = defaultdict(list)
        for name, parents in self.ontology.parents.items():
            for parent in parents:
                self.children[parent].append(name)
        self.said = Counter(
            name
            for placed in built.claims
            if placed.claim.taken
            for name in {placed.claim.subject, placed.claim.object, placed.claim.predicate}
        )
        self.members: dict[str, set[str]] = defaultdict(set)
        self.roles: dict[str, set[str]] = defaultdict(set)
        for quad in built.graphs["inferred"]:
            if quad.predicate == RDF["type"]:
                self.members[HO.name(quad.object)].add(HO.name(quad.subject))  # type: ignore[arg-type]
                self.roles[HO.name(quad.subject)].add(HO.name(quad.object))  # type: ignore[arg-type]
        self.inverses: dict[str, set[str]] = defaultdict(set)
        for triple in self.ontology.triples:
            if triple.predicate == OWL["inverseOf"] and isinstance(triple.subject, ox.NamedNode):
                one, other = HO.name(triple.subject), HO.name(triple.object)  # type: ignore[arg-type]
                self.inverses[one].add(other)
                self.inverses[other].add(one)
        self.matches: dict[object, list[tuple[str, str]]] = defaultdict(list)
        for quad in built.graphs["mappings"]:
            if quad.predicate in SKOS and isinstance(quad.object, ox.NamedNode):
                self.matches[quad.subject].append((SKOS.name(quad.predicate), quad.object.value))
        ends = {q.subject: q.object for q in built.graphs["mappings"] if q.predicate == SSSOM["object_id"]}
        self.identifiers = {
            _text(ends[q.subject]): _text(q.object)
            for q in built.graphs["mappings"]
            if q.predicate == DCTERMS["identifier"] and q.subject in ends
        }
        self.foreign = {
            q.subject.value: _text(q.object)
            for name, quads in built.graphs.items()
            for q in quads
            if name.startswith(f"{SLICES}/") and q.predicate == RDFS["label"] and isinstance(q.subject, ox.NamedNode)
        }
        for quad in built.graphs["mappings"]:
            if quad.predicate == SSSOM["object_label"] and quad.subject in ends:
                self.foreign[_text(ends[quad.subject])] = _text(quad.object)

    def header(self, predicate: ox.NamedNode) -> str:
        return next((_text(value) for value in self.ontology.objects(ONTOLOGY, predicate)), "")

    def top(self, release: Release) -> str:
        licence = self.header(DCTERMS["license"])
        downloads = ", ".join(f'<a href="hograph-{kind}.ttl">{kind}</a> ({escape(TITLES[kind])})' for kind in TITLES)
        number = self.ontology
        rows = [
            ("IRI", f"<code>{ONTOLOGY.value}</code>"),
            ("Version", f"{escape(release.version)}, {escape(release.date)}"),
            ("Creator", escape(self.header(DCTERMS["creator"]))),
            ("Licence", f'<a href="{escape(licence)}">{escape(licence)}</a>'),
            ("To cite", escape(self.header(DCTERMS["bibliographicCitation"]))),
            ("Turtle", downloads),
            (
                "In it",
                f"{len(number.terms)} terms, {len(number.roles)} roles, {len(number.relations)} relations that claims use",
            ),
        ]
        comment = escape(self.header(RDFS["comment"]))
        words = escape(self.header(DCTERMS["description"]))
        return f"<h1>{escape(self.header(DCTERMS['title']))}</h1>\n<p>{words}</p>\n<p>{comment}</p>\n{_rows(rows)}"

    def sections(self) -> Iterator[tuple[str, list[str]]]:
        """Headings with the names below them: each category in the order of its hierarchy, then relations, roles and the claim model."""
        for top in TOP_CATEGORIES:
            yield self.ontology.label(top), list(dict.fromkeys(self.below(top)))
        claimed = [*self.ontology.relations]
        yield "relations that claims use", self.by_label(claimed)
        yield "other relations", self.by_label(set(self.ontology.properties) - set(claimed))
        yield "roles", ["Role", *self.by_label(self.ontology.roles)]
        told = {*self.ontology.terms, *self.ontology.roles, *self.ontology.properties, "Role"}
        yield "claim model", self.by_label(name for name in self.named - told if name)

    def by_label(self, names: Iterable[str]) -> list[str]:
        return sorted(names, key=lambda name: (self.ontology.label(name).casefold(), name))

    def below(self, name: str) -> Iterator[str]:
        yield name
        for child in self.by_label(self.children[name]):
            yield from self.below(child)

    def contents(self, title: str, names: list[str]) -> str:
        items = "".join(
            f'<li data-names="{escape(self.names(name))}"><a href="#{name}">{escape(self.ontology.label(name))}</a></li>\n'
            for name in names
        )
        return f'<details><summary><a href="#section-{_anchor(title)}">{escape(title)}</a></summary>\n<ul>\n{items}</ul></details>\n'

    def names(self, name: str) -> str:
        return " | ".join([self.ontology.label(name), *(text for _, text in self.ontology.synonyms(name))]).casefold()

    def article(self, name: str) -> str:
        definition = escape(self.ontology.definition(name) or "")
        head = f"<h3>{escape(self.ontology.label(name))}<code>ho:{name}</code></h3>"
        return f'<article id="{name}">\n{head}\n<p>{definition}</p>\n{_rows(list(self.rows(name)))}</article>\n'

    def rows(self, name: str) -> Iterator[tuple[str, str]]:
        """What is said of a term, relation, role or part of the claim model, one row each."""
        node = HO[name]
        for scope in SYNONYM_SCOPES:
            yield f"{scope} synonyms", "; ".join(escape(text) for _, text in self.ontology.synonyms(name, (scope,)))
        yield "parents", self.listed(node, RDFS["subClassOf"], lambda o: isinstance(o, ox.NamedNode))
        yield "every one", self.listed(node, RDFS["subClassOf"], lambda o: isinstance(o, ox.BlankNode))
        yield "defined as", self.listed(node, OWL["equivalentClass"])
        yield "children", self.linked(self.children[name])
        yield "kind of value", self.linked(HO.name(o) for o in self.values(node, RDF["type"]) if o in HO)
        yield "subject", self.listed(node, RDFS["domain"])
        yield "object", self.listed(node, RDFS["range"])
        yield "parent relations", self.listed(node, RDFS["subPropertyOf"])
        yield "weaker form", self.listed(node, HO["hedgedForm"])
        yield "inverse", self.linked(self.inverses.get(name, ()))
        yield "chain", self.listed(node, OWL["propertyChainAxiom"])
        yield "is", ", ".join(word for kind, word in MARKS if kind in self.values(node, RDF["type"]))
        yield "claims are counted under", self.listed(node, HO["claimKind"])
        yield "members, inferred from claims", self.linked(self.members.get(name, ()))
        yield "roles, inferred from claims", self.linked(self.roles.get(name, ()))
        yield "claims that speak of it", str(self.said[name]) if self.said[name] else ""
        yield (
            "matches",
            "<br>".join(self.match(*pair) for pair in sorted({*self.matches.get(node, ()), *self.stated(node)})),
        )
        yield "source of the definition", self.listed(node, DCTERMS["source"])

    def values(self, node: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        return [value for value in self.ontology.objects(node, predicate) if isinstance(value, ox.NamedNode)]

    def stated(self, node: ox.NamedNode) -> Iterator[tuple[str, str]]:
        for kind in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"):
            yield from ((kind, value.value) for value in self.values(node, SKOS[kind]))

    def match(self, kind: str, iri: str) -> str:
        return f"{kind.removesuffix('Match')} {self.other(iri)}"

    def other(self, iri: str) -> str:
        """A link to a term of others, with its label where the table or a slice has one: not when the vocabulary is restricted."""
        name = self.identifiers.get(iri) or curie(iri).strip("<>")
        return f'<a href="{escape(iri)}">{escape(name)}</a> {escape(self.foreign.get(iri, ""))}'.rstrip()

    def listed(
        self, node: ox.NamedNode, predicate: ox.NamedNode, wanted: Callable[[object], bool] = lambda _: True
    ) -> str:
        found = {
            expression(self.ontology.objects, o, self.show) for o in self.ontology.objects(node, predicate) if wanted(o)
        }
        return "; ".join(sorted(found))

    def linked(self, names: Iterable[str]) -> str:
        return ", ".join(self.show(HO[name]) for name in self.by_label(names))

    def show(self, value: object) -> str:
        """A node as a link: to its place on the page where it has one, else to its IRI; a literal as text."""
        if not isinstance(value, ox.NamedNode):
            return escape(_text(value))
        if value in HO and HO.name(value) in self.named:
            return f'<a href="#{HO.name(value)}">{escape(self.ontology.label(HO.name(value)))}</a>'
        if value == ONTOLOGY:
            return "this ontology"
        return self.other(value.value)


def _text(value: object) -> str:
    return str(getattr(value, "value", value))


def _rows(rows: Rows) -> str:
    told = "".join(f"<dt>{escape(name)}</dt><dd>{value}</dd>\n" for name, value in rows if value)
    return f"<dl>\n{told}</dl>\n" if told else ""
