"""One of the two builds that are compared: its claims, documents, terms, mappings and propositions as plain fields."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from hograph.release.changes import PASSAGE, SPAN, ClaimRecord
from hograph.release.wording import expression
from hograph.vocabulary import DCTERMS, GRAPH, HO, OA, OWL, PROV, RDF, RDFS, SSSOM, curie

Fields = dict[str, tuple[str, ...]]

NOT_COMPARED = {
    RDF["type"],
    RDFS["label"],
    *(HO[name] for name in ("statedIn", "about", "supports", "disputes", "leavesOpen", "evidence", "cue", "proviso")),
    *(HO[name] for name in ("minDays", "maxDays", "standing", "firstCharacter")),
    *(PROV[name] for name in ("hadPrimarySource", "wasGeneratedBy")),
}
"""Properties of a claim that follow from others, or that are read in a way of their own."""

DERIVED = {"ho:timing/ho:unit"}
"""Fields of parts that follow from others."""

KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual")


@dataclass(frozen=True)
class Side:
    """One build, read for comparison; every name is a CURIE.

    Attributes:
        store: the build.
        claims: by name.
        documents: fields by name.
        terms: fields of classes, relations and individuals of the ontology, by name.
        mappings: fields by the names of both terms, joined by a space.
        propositions: agreement by name.
    """

    store: ox.Store
    claims: Mapping[str, ClaimRecord]
    documents: Mapping[str, Fields]
    terms: Mapping[str, Fields]
    mappings: Mapping[str, Fields]
    propositions: Mapping[str, Fields]

    def label(self, node: ox.NamedNode) -> str | None:
        """The label of a node, or None."""
        quads = self.store.quads_for_pattern(node, RDFS["label"], None, None)
        return min((q.object.value for q in quads if isinstance(q.object, ox.Literal)), default=None)


def read_side(store: ox.Store) -> Side:
    """Read a build for comparison.

    Args:
        store: every named graph of it.
    """
    read = _Reader(store)
    return Side(
        store,
        {record.name: record for record in (read.claim(node) for node in read.instances(HO["Claim"])) if record},
        {curie(node.value): read.document(node) for node in read.instances(HO["Document"])},
        {curie(node.value): read.term(node) for node in read.terms()},
        dict(read.mappings()),
        {
            curie(node.value): {"ho:agreement": read.values(node, HO["agreement"])}
            for node in read.instances(HO["Proposition"])
        },
    )


class _Reader:
    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def instances(self, kind: ox.NamedNode) -> list[ox.NamedNode]:
        found = {q.subject for q in self.store.quads_for_pattern(None, RDF["type"], kind, None)}
        return sorted((node for node in found if isinstance(node, ox.NamedNode)), key=lambda node: node.value)

    def objects(self, node: object, predicate: ox.NamedNode) -> Iterator[object]:
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            yield from (quad.object for quad in self.store.quads_for_pattern(node, predicate, None, None))

    def values(self, node: object, predicate: ox.NamedNode) -> tuple[str, ...]:
        return tuple(sorted({_plain(value) for value in self.objects(node, predicate)}))

    def first(self, node: object, predicate: ox.NamedNode, default: str = "") -> str:
        return next(iter(self.values(node, predicate)), default)

    def claim(self, node: ox.NamedNode) -> ClaimRecord | None:
        """A claim with its fields; None for a node that lacks what makes a claim."""
        span = next(iter(self.objects(node, HO["evidence"])), None)
        where = self.place(span)
        statement = tuple(self.first(node, HO[part]) for part in ("subject", "predicate", "object"))
        if where is None or "" in statement:
            return None
        text = self.first(span, HO["textSha256"])
        fields = {name: values for name, values in self.fields(node) if name not in DERIVED}
        fields[SPAN], fields[PASSAGE] = (f"{where[0]}-{where[1]}",), (text,)
        fields["ho:section"] = self.values(span, HO["section"])
        fields["ho:cue"] = tuple(sorted(filter(None, map(self.cue, self.objects(node, HO["cue"])))))
        fields["ho:proviso"] = tuple(
            sorted(
                f"{self.first(part, HO['provisoKind'])} {self.first(part, HO['provisoTerm'])}"
                for part in self.objects(node, HO["proviso"])
            )
        )
        return ClaimRecord(
            curie(node.value),
            self.first(node, RDFS["label"], curie(node.value)),
            self.first(node, HO["statedIn"]),
            *where,
            text,
            (statement[0], statement[1], statement[2]),
            {name: values for name, values in sorted(fields.items()) if values},
        )

    def place(self, span: object) -> tuple[int, int] | None:
        for selector in self.objects(span, OA["hasSelector"]):
            start, end = self.first(selector, OA["start"]), self.first(selector, OA["end"])
            if start.isdigit() and end.isdigit():
                return int(start), int(end)
        return None

    def cue(self, node: object) -> str | None:
        where = self.place(node)
        return f"{self.first(node, HO['cueKind'])} {where[0]}-{where[1]}" if where else None

    def fields(self, node: ox.NamedNode, path: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every property with its values; a part of the node (its IRI begins with the node's) is entered."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(node, None, None, None):
            name, value = f"{path}{curie(quad.predicate.value)}", quad.object
            if quad.predicate in NOT_COMPARED:
                continue
            if isinstance(value, ox.NamedNode) and value.value.startswith(f"{node.value}-"):
                yield from self.fields(value, f"{name}/")
            else:
                found[name].add(_plain(value))
        for name, values in found.items():
            yield name, tuple(sorted(values))

    def document(self, node: ox.NamedNode) -> Fields:
        fields = dict(self.fields(node))
        fields.pop("ho:selfDescription", None)
        people = [person for name in ("creator", "contributor") for person in self.objects(node, DCTERMS[name])]
        names = tuple(sorted(name for person in people for name in self.values(person, RDFS["label"])))
        return {k: v for k, v in fields.items() if k not in {"dcterms:creator", "dcterms:contributor"}} | (
            {"prov:Agent": names} if names else {}
        )

    def terms(self) -> list[ox.NamedNode]:
        found = {
            quad.subject
            for kind in KINDS
            for quad in self.store.quads_for_pattern(None, RDF["type"], OWL[kind], GRAPH["ontology"])
        }
        ours = (node for node in found if isinstance(node, ox.NamedNode) and node in HO)
        return sorted((node for node in ours if "/" not in HO.name(node)), key=lambda node: node.value)

    def term(self, node: ox.NamedNode) -> Fields:
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.store.quads_for_pattern(node, None, None, GRAPH["ontology"]):
            found[curie(quad.predicate.value)].add(expression(self.objects, quad.object, self.name))
        return {name: tuple(sorted(values)) for name, values in sorted(found.items())}

    def name(self, node: object) -> str:
        return _plain(node)

    def mappings(self) -> Iterator[tuple[str, Fields]]:
        for node in self.instances(SSSOM["Mapping"]):
            fields = dict(self.fields(node))
            ends = (fields.pop(f"sssom:{end}_id", ("",))[0] for end in ("subject", "object"))
            identifier = fields.pop("dcterms:identifier", ("",))[0]
            yield " ".join(ends), fields | {"dcterms:identifier": (identifier,)}


def _plain(value: object) -> str:
    if isinstance(value, ox.NamedNode):
        return curie(value.value)
    return value.value if isinstance(value, ox.Literal) else str(value)
