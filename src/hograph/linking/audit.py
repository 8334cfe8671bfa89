"""The mappings that we have, held against the ontologies that they point to."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from hograph.linking.coverage import Coverage
from hograph.linking.foreign import PART_OF, ForeignOntology
from hograph.linking.lexical import Name, is_exact, key, our_names, their_names
from hograph.linking.places import Places
from hograph.linking.vocabularies import Vocabularies
from hograph.ontology.index import Ontology
from hograph.ontology.mappings import Mapping

VIOLATION, WARNING = "violation", "warning"


@dataclass(frozen=True, order=True)
class MappingFinding:
    """Something about a mapping that a person should look at.

    Attributes:
        check: which rule, as `obsolete`.
        subject: the name of our term.
        object_id: the CURIE of theirs.
        problem: what was found, a sentence.
        level: `violation`, or `warning` where it may be right as it is.
        source: the file in which it was found.
    """

    check: str
    subject: str
    object_id: str
    problem: str
    level: str
    source: str = ""


def audit(
    ontology: Ontology, foreign: ForeignOntology, mappings: Iterable[Mapping], vocabularies: Vocabularies
) -> list[MappingFinding]:
    """Every finding on the mappings into one ontology, sorted.

    Checked are: withdrawn terms, labels that have changed, branches in which our category does not belong, terms with several exact
    counterparts, hierarchies that contradict each other, names that several terms of theirs bear, and, where the file is a whole version
    of its vocabulary, terms that it lacks.

    Args:
        ontology: ours.
        foreign: theirs; mappings to terms that the file lacks are passed over where it is a slim.
        mappings: the table.
        vocabularies: what is known of their vocabulary.
    """
    mappings = tuple(mappings)
    mine = tuple(m for m in mappings if m.object_id in foreign.terms and foreign.label(m.object_id))
    places = Places.of(ontology, foreign, mappings, vocabularies)
    found = [
        *_each(mine, places),
        *_one_to_many(mine, ontology),
        *_cycles(mine, places),
        *_ambiguous(mine, places),
        *_absent(Coverage.of(foreign, mappings)),
    ]
    return sorted({replace(finding, source=foreign.source) for finding in found})


def _absent(coverage: Coverage) -> Iterator[MappingFinding]:
    for mapping in coverage.absent if coverage.whole else ():
        named = f"{mapping.object_id} {mapping.object_label or ''}".strip()
        yield MappingFinding("absent", mapping.subject, mapping.object_id, f"The file has no {named}.", WARNING)


def _each(mappings: Iterable[Mapping], places: Places) -> Iterator[MappingFinding]:
    for mapping in mappings:
        term = places.foreign.terms[mapping.object_id]
        pair = mapping.subject, mapping.object_id
        if term.obsolete:
            instead = ", ".join(map(places.named, term.replaced_by))
            text = (
                f"{term.id} is withdrawn; use {instead}." if instead else f"{term.id} is withdrawn, with no successor."
            )
            yield MappingFinding("obsolete", *pair, text, VIOLATION)
        elif mapping.object_label and mapping.object_label != term.label:
            theirs = f"'{places.shown(term.id)}'" if places.shown(term.id) else "something else"
            text = f"The table says '{mapping.object_label}', the ontology {theirs}."
            yield MappingFinding("label drift", *pair, text, WARNING)
        if mapping.predicate in {"exactMatch", "closeMatch"} and places.misplaced(*pair):
            category = places.ontology.label(str(places.ontology.category(mapping.subject)))
            text = f"{places.named(term.id)} stands in a branch where no {category} belongs."
            yield MappingFinding("wrong branch", *pair, text, VIOLATION)


def _one_to_many(mappings: Iterable[Mapping], ontology: Ontology) -> Iterator[MappingFinding]:
    theirs: dict[str, list[Mapping]] = defaultdict(list)
    ours: dict[str, list[Mapping]] = defaultdict(list)
    for mapping in mappings:
        if mapping.predicate == "exactMatch":
            theirs[mapping.subject].append(mapping)
            ours[mapping.object_id].append(mapping)
    for subject, several in theirs.items():
        for mapping in several[1:]:
            text = f"{ontology.label(subject)} is exactly {several[0].object_id} and exactly {mapping.object_id}; one is not exact."
            yield MappingFinding("one to many", subject, mapping.object_id, text, WARNING)
    for object_id, several in ours.items():
        for mapping in several[1:]:
            names = " and ".join(ontology.label(m.subject) for m in (several[0], mapping))
            yield MappingFinding(
                "one to many", mapping.subject, object_id, f"{names} are both exactly {object_id}.", WARNING
            )


def _cycles(mappings: Iterable[Mapping], places: Places) -> Iterator[MappingFinding]:
    """Hierarchies that contradict each other once exact counterparts are taken for the same: a term would stand above itself."""
    import networkx

    ontology = places.ontology

    graph: networkx.DiGraph[str] = networkx.DiGraph()
    exact = [mapping for mapping in mappings if mapping.predicate == "exactMatch"]
    for term, parents in ontology.parents.items():
        graph.add_edges_from((f"ho:{term}", f"ho:{parent}") for parent in parents)
    for theirs in places.foreign.terms.values():
        graph.add_edges_from((theirs.id, parent) for kind, parent in theirs.above if kind != PART_OF)
    own = {*graph.edges}
    for mapping in exact:
        graph.add_edge(f"ho:{mapping.subject}", mapping.object_id)
        graph.add_edge(mapping.object_id, f"ho:{mapping.subject}")
    groups = [group for group in networkx.strongly_connected_components(graph) if len(group) > 1]
    for group in groups:
        climbs = sorted((low, high) for low, high in graph.subgraph(group).edges if (low, high) in own)
        for low, high in climbs[:1]:
            way = networkx.shortest_path(graph.subgraph(group), high, low)
            names = [ontology.label(n[3:]) if n.startswith("ho:") else places.named(n) for n in (low, *way)]
            subject, object_id = _a_mapping(exact, group)
            text = f"A circle through both ontologies: {' -> '.join(names)}. One of the exact matches is not exact."
            yield MappingFinding("cycle", subject, object_id, text, VIOLATION)


def _a_mapping(mappings: Iterable[Mapping], group: set[str]) -> tuple[str, str]:
    return min((m.subject, m.object_id) for m in mappings if {f"ho:{m.subject}", m.object_id} <= group)


def _ambiguous(mappings: Iterable[Mapping], places: Places) -> Iterator[MappingFinding]:
    """Names of ours that two or more of their terms bear, such as an abbreviation that means two diseases."""
    mapped: dict[str, set[str]] = defaultdict(set)
    for mapping in mappings:
        mapped[mapping.subject].add(mapping.object_id)
    theirs = their_names(places.foreign)
    for name in our_names(places.ontology):
        bearers = _bearers(name, theirs)
        chosen = sorted(mapped.get(name.term, set()) & bearers)
        if len(bearers) > 1 and chosen:
            others = ", ".join(map(places.named, sorted(bearers - set(chosen[:1]))))
            text = f"'{name.text}' also names {others}."
            yield MappingFinding("ambiguous name", name.term, chosen[0], text, WARNING)


def _bearers(name: Name, theirs: dict[str, list[Name]]) -> set[str]:
    if not is_exact(name.kind):
        return set()
    return {other.term for other in theirs.get(key(name.text), ()) if is_exact(other.kind) or other.kind == "unscoped"}
