"""What there is to know of one term or one claim, put together for a reader: names, place, roles, matches, and what documents claim."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter

import pyoxigraph as ox

from hograph.ontology.index import Ontology
from hograph.query.binding import PROLOGUE, solutions
from hograph.query.cells import cell
from hograph.query.evidence import Evidence, evidence, labels
from hograph.query.explain import roles_of
from hograph.store.interface import Store
from hograph.vocabulary import CLAIM, DCTERMS, DOCUMENT, HO, OBO, RDF, curie

SAID = (
    PROLOGUE
    + """
SELECT ?claim ?relation ?polarity ?certainty ?document ?start WHERE {
  VALUES (?term) {}
  ?claim (ho:subject|ho:predicate|ho:object) ?term ; ho:firstCharacter ?start ; ho:predicate ?relation ;
    ho:polarity ?polarity ; ho:certainty ?certainty ; ho:statedIn ?document .
}"""
)
"""The claims about a term that review has taken: only they tell where their evidence begins."""
MATCHES = (
    PROLOGUE
    + """
SELECT ?relation ?identifier ?label WHERE {
  VALUES (?term) {}
  ?mapping sssom:subject_id ?term ; sssom:predicate_id/rdfs:label ?relation ; dcterms:identifier ?identifier .
  OPTIONAL { ?mapping sssom:object_label ?label }
} ORDER BY ?relation ?identifier"""
)
OTHERS = (
    PROLOGUE
    + """
SELECT ?claim ?label ?stance ?polarity ?certainty ?document WHERE {
  VALUES (?proposition) {}
  VALUES ?relation { ho:supports ho:disputes ho:leavesOpen }
  ?claim ?relation ?proposition ; rdfs:label ?label ; ho:statedIn ?document ;
    ho:polarity/rdfs:label ?polarity ; ho:certainty/rdfs:label ?certainty .
  ?relation rdfs:label ?stance .
} ORDER BY STR(?document) ?label ?claim"""
)
APART = {HO[name] for name in ("about", "supports", "disputes", "leavesOpen", "evidence", "cue", "statedIn")}
"""Properties of a claim that are told in sections of their own."""


@dataclass(frozen=True)
class Match:
    """A term of another vocabulary that is matched; its label is empty where it is not open."""

    relation: str
    identifier: str
    label: str


@dataclass(frozen=True)
class Said:
    """One claim: its CURIE, its words, how surely and where it is stated, and the group it is told in (its kind, or its stance)."""

    claim: str
    label: str
    group: str
    certainty: str
    document: str


@dataclass(frozen=True)
class TermPortrait:
    """A term: names by scope, kinds above (direct ones first) and below, parts as relation and label, roles, matches, claims by kind.

    Of each kind there may be more claims than are named; `numbers` tells how many.
    """

    curie: str
    label: str
    category: str
    definition: str
    sources: tuple[str, ...]
    synonyms: tuple[tuple[str, str], ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]
    roles: tuple[str, ...]
    matches: tuple[Match, ...]
    claims: tuple[Said, ...]
    numbers: dict[str, int]


@dataclass(frozen=True)
class ClaimPortrait:
    """A claim: its parts as property and value, where it stands, its proposition and what all claims say of that."""

    curie: str
    label: str
    parts: tuple[tuple[str, str], ...]
    evidence: Evidence
    proposition: str
    agreement: str
    claims: tuple[Said, ...]


def term_portrait(store: Store, ontology: Ontology, name: str, most: int | None = None) -> TermPortrait:
    """What there is to know of a term, a role or a relation.

    Args:
        store: the built graph.
        ontology: the index over the ontology.
        name: its local name.
        most: so many claims of each kind are named, the asserted ones first; None for all.
    """
    node = HO[name]
    if name in ontology.properties:
        above = _names(ontology, ontology.super_relations[name] - {name})
        below = _names(ontology, (p for p, supers in ontology.super_relations.items() if name in supers and p != name))
    else:
        direct = ontology.parents.get(name, ())
        above = tuple(map(ontology.label, direct)) + _names(ontology, ontology.ancestors(name) - {name, *direct})
        members = (q.subject for q in store.quads_for_pattern(None, RDF["type"], node, None))
        below = _names(ontology, (c for c, parents in ontology.parents.items() if name in parents)) + _names(
            ontology, {HO.name(m) for m in members if isinstance(m, ox.NamedNode) and name in ontology.roles}
        )
    category = ontology.category(name)
    told = _told(store, ontology, node)
    return TermPortrait(
        curie=f"ho:{name}",
        label=ontology.label(name),
        category=ontology.label(category) if category and category != name else "",
        definition=ontology.definition(name) or "",
        sources=tuple(sorted(_source(o) for o in ontology.objects(node, DCTERMS["source"]))),
        synonyms=ontology.synonyms(name),
        above=above,
        below=below,
        parts=tuple((relation, ontology.label(other)) for relation, other in parts_of(ontology, name)),
        roles=_names(ontology, roles_of(store, ontology, name)),
        matches=tuple(
            Match(row["relation"].value, row["identifier"].value, row["label"].value if row["label"] else "")
            for row in solutions(store, MATCHES, {"term": node})
        ),
        claims=tuple(_named(store, ontology, told, most)),
        numbers={kind: len(several) for kind, several in told.items()},
    )


_Told = tuple[tuple[bool, str, int], ox.QuerySolution]
"""A claim by its place, which is whether it is less than asserted, its document, and where it begins there; and its row."""


def _told(store: Store, ontology: Ontology, term: ox.NamedNode) -> dict[str, list[_Told]]:
    """Kind to the claims about a term, each once, by place."""
    found: dict[str, dict[ox.NamedNode, _Told]] = defaultdict(dict)
    for row in solutions(store, SAID, {"term": term}):
        place = row["certainty"] != HO["Asserted"], row["document"].value, int(row["start"].value)
        found[ontology.relations[HO.name(row["relation"])].kind][row["claim"]] = place, row
    return {kind: sorted(found[kind].values(), key=itemgetter(0)) for kind in sorted(found)}


def _named(store: Store, ontology: Ontology, told: dict[str, list[_Told]], most: int | None) -> Iterator[Said]:
    """The first claims of each kind; of those in one place, by their labels."""
    first = {kind: [one for one in several if one[0] <= several[:most][-1][0]] for kind, several in told.items()}
    names = labels(store, (row["claim"] for several in first.values() for _, row in several))
    for kind, several in first.items():
        named = sorted((place, names[row["claim"]].lower(), row["claim"].value, row) for place, row in several)
        for *_, row in named[:most]:
            polarity, certainty = (ontology.label(HO.name(row[part])) for part in ("polarity", "certainty"))
            yield _said(row, names[row["claim"]], kind, polarity, certainty)


def claim_portrait(store: Store, claim: ox.NamedNode) -> ClaimPortrait:
    """What there is to know of a claim."""
    (found,) = evidence(store, [claim])
    quads = [
        q for q in store.quads_for_pattern(claim, None, None, None) if q.predicate in HO and q.predicate not in APART
    ]
    proposition = next((q.object for q in store.quads_for_pattern(claim, HO["about"], None, None)), None)
    nodes = [n for q in quads for n in (q.predicate, q.object) if isinstance(n, ox.NamedNode)]
    about = [proposition] if isinstance(proposition, ox.NamedNode) else []
    stand = [q.object for p in about for q in store.quads_for_pattern(p, HO["agreement"], None, None)]
    names = labels(store, [*nodes, *about, *(n for n in stand if isinstance(n, ox.NamedNode))])
    order = {HO[part]: place for place, part in enumerate(("subject", "predicate", "object", "polarity", "certainty"))}
    quads.sort(key=lambda q: (order.get(q.predicate, len(order)), names.get(q.predicate, ""), str(q.object)))
    return ClaimPortrait(
        curie=found.claim,
        label=found.label,
        parts=tuple(
            (names.get(q.predicate, curie(q.predicate.value)).removeprefix("has "), cell(q.object, names))
            for q in quads
        ),
        evidence=found,
        proposition=names[about[0]] if about else "",
        agreement=cell(stand[0], names) if stand else "",
        claims=tuple(
            _said(row, row["label"].value, row["stance"].value, row["polarity"].value, row["certainty"].value)
            for p in about
            for row in solutions(store, OTHERS, {"proposition": p})
        ),
    )


def _names(ontology: Ontology, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(ontology.label, names), key=str.casefold))


def _source(node: object) -> str:
    """A source as people cite it: the CURIE of a term of the OBO Library, the name of a document, else as it is written."""
    if not isinstance(node, ox.NamedNode):
        return node.value if isinstance(node, ox.Literal) else str(node)
    if node in OBO:
        return OBO.name(node).replace("_", ":", 1)
    return DOCUMENT.name(node) if node in DOCUMENT else curie(node.value).strip("<>")


def parts_of(ontology: Ontology, name: str) -> Iterator[tuple[str, str]]:
    """What a term stands to by its definition, and what stands to it so.

    Yields:
        The relation in words, `is part of`, `is part of it` or `has it as condition`, and the name of the other term.
    """
    for s, relation, o in ontology.part_edges:
        if s == name:
            yield ontology.label(relation), o
        elif o == name:
            yield _turned(ontology.label(relation)), s


def _turned(relation: str) -> str:
    """A relation as it is said of what stands in it to *it*."""
    has = relation.removeprefix("has ")
    return f"has it as {has}" if has != relation else f"{relation} it"


def _said(row: ox.QuerySolution, label: str, group: str, polarity: str, certainty: str) -> Said:
    return Said(
        claim=f"claim:{CLAIM.name(row['claim'])}",
        label=label,
        group=group,
        certainty=f"negated, {certainty}" if polarity == "negated" else certainty,
        document=DOCUMENT.name(row["document"]),
    )
