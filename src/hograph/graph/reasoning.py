"""What follows from the ontology and the direct edges, by an OWL 2 DL reasoner; and why a term has a role.

OWL 2 reads a term that is used both as a class and as an individual (punning) as two things that share a name. The reasoner is given
them under two names, the individual ones below `KIND`; what it concludes is read back under the one.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from hograph.errors import ReasonerError
from hograph.graph.reasons import in_words
from hograph.ontology.index import Ontology, closure
from hograph.vocabulary import HO, OWL, RDF, RDFS, Namespace, curie

if TYPE_CHECKING:
    import rustdl

    from hograph.ontology.relations import Role

KIND = Namespace(f"{HO}kind/")
Edge = tuple[str, str, str]
"""Subject, relation and object, as local names."""
T = TypeVar("T")
LOGICAL = {
    RDF["type"],
    RDF["first"],
    RDF["rest"],
    *(RDFS[p] for p in ("subClassOf", "subPropertyOf", "domain", "range")),
}
"""Predicates of axioms, besides those of OWL; what is said to readers only takes most of the time of reading an ontology."""


@dataclass(frozen=True)
class Conclusions:
    """What a reasoner concluded, as local names.

    Attributes:
        subclasses: pairs of a class and a superclass, stated or inferred, the class itself and `owl:Thing` left out.
        edges: subject, relation, object between terms, given or inferred.
        members: pairs of a role and a term that has it.
    """

    subclasses: frozenset[tuple[str, str]]
    edges: frozenset[Edge]
    members: frozenset[tuple[str, str]]


def reasoner_input(ontology: Ontology, edges: Iterable[Edge]) -> bytes:
    """The ontology with the edges as facts about kinds, as N-Triples.

    Each kind is a member of its top category, so that an edge against a domain or range is a contradiction.
    """
    return ox.serialize(chain(ontology.triples, _facts(ontology, edges)), format=ox.RdfFormat.N_TRIPLES) or b""


def _facts(ontology: Ontology, edges: Iterable[Edge]) -> Iterator[ox.Triple]:
    facts = sorted({*edges, *ontology.part_edges})
    for name in sorted({name for s, _, o in facts for name in (s, o)}):
        yield ox.Triple(KIND[name], RDF["type"], OWL["NamedIndividual"])
        if category := ontology.category(name):
            yield ox.Triple(KIND[name], RDF["type"], HO[category])
    for s, p, o in facts:
        yield ox.Triple(KIND[s], HO[p], KIND[o])


def conclude(
    ontology: Ontology, edges: Iterable[Edge], classes: frozenset[tuple[str, str]] | None = None
) -> Conclusions:
    """Everything that follows, without Java: classes and relations by rustdl, members of roles by the definitions of the roles.

    A role is a category and a restriction to one relation. Once every relation that follows is known, its members can be read off; HermiT,
    the reference, confirms them (`hograph reason --reasoner both`).

    Args:
        ontology: the ontology.
        edges: the direct edges that the propositions entail.
        classes: what `classify` says of the ontology, where that is known already.

    Raises:
        ReasonerError: when the ontology contradicts itself or the edges, a class is unsatisfiable, or the reasoner did not finish.
    """
    relations = relate(ontology, edges)
    hierarchy = classify(ontology) if classes is None else classes
    return Conclusions(hierarchy, relations, frozenset(members(ontology, relations)))


def classify(ontology: Ontology) -> frozenset[tuple[str, str]]:
    """Pairs of a class and a superclass, stated or inferred.

    Raises:
        ReasonerError: when the ontology contradicts itself, a class is unsatisfiable, or the reasoner did not finish.
    """
    rustdl = _rustdl()
    found = rustdl.classify_bytes(
        _for_rustdl(ontology, ()), format="rdf-xml", per_pair_timeout_ms=0, global_timeout_ms=0
    )
    if found.inconsistent:
        raise ReasonerError(
            f"The ontology contradicts itself: {_why(ontology, (), 'inconsistent')}. Mend one of these."
        )
    if found.unsatisfiable:
        raise ReasonerError(_unsatisfiable(ontology, found.unsatisfiable))
    if not found.complete or found.wedge_hierarchy_blind:
        raise ReasonerError("The reasoner did not finish: its hierarchy may miss subsumptions.")
    return frozenset((_local(sub), _local(sup)) for sub, sup in subsumptions(found) if sub in HO and sup in HO)


def subsumptions(found: "rustdl.Classification") -> Iterator[tuple[str, str]]:
    """Pairs of a class and another one above it, as IRIs."""
    above = {name: {*found.direct_subsumers(name), *found.equivalent_classes(name)} for name in found.classes}
    return ((sub, sup) for sub in found.classes for sup in closure(sub, above) if sup != sub)


def relate(ontology: Ontology, edges: Iterable[Edge]) -> frozenset[Edge]:
    """Every relation between terms, given or inferred.

    Raises:
        ReasonerError: when the edges contradict the ontology.
    """
    rustdl = _rustdl()
    edges = list(edges)
    try:
        asserted = _asked(rustdl.materialize_inferred_property_assertions, ontology, edges)
    except rustdl.RustdlError as error:
        known = "inconsistent" in str(error)
        raise ReasonerError(_contradiction(ontology, edges) if known else f"The reasoner failed: {error}.") from error
    relations = frozenset(
        (_kind(s), _local(p), _kind(o)) for s, p, o in asserted if s in KIND and p in HO and o in KIND
    )
    refuse_contradictions(ontology, relations, edges)
    return relations


def refuse_contradictions(ontology: Ontology, relations: Iterable[Edge], stated: Iterable[Edge] | None = None) -> None:
    """Hold relations, with all that follow from them, against the ontology.

    Materialising sees only some contradictions, and the search for all of them takes long for many edges. What an edge can contradict is a
    domain, a range, or that nothing is so related to itself: one edge stands for all of its relation between the same categories.

    Args:
        ontology: the ontology.
        relations: the relations.
        stated: those of them from which the others follow, to be named as the reason.

    Raises:
        ReasonerError: when they contradict it.
    """
    alike = _standing_for_all(ontology, relations)
    if alike and not _asked(_rustdl().is_consistent, ontology, alike):
        raise ReasonerError(_contradiction(ontology, relations if stated is None else stated))


def _standing_for_all(ontology: Ontology, edges: Iterable[Edge]) -> list[Edge]:
    return list({(p, ontology.category(s), ontology.category(o), s == o): (s, p, o) for s, p, o in edges}.values())


def _contradiction(ontology: Ontology, edges: Iterable[Edge]) -> str:
    """What is said of edges that contradict the ontology, with the reason for as few of them as halving finds."""
    few = _standing_for_all(ontology, sorted(edges))
    while len(few) > 1:
        halves = few[: len(few) // 2], few[len(few) // 2 :]
        wrong = next((half for half in halves if not _asked(_rustdl().is_consistent, ontology, half)), None)
        if wrong is None:
            break
        few = wrong
    why = _why(ontology, few, "inconsistent")
    return f"The edges of the claims contradict the ontology: {why}. Mend the claim, or the axiom that it is against."


def _unsatisfiable(ontology: Ontology, iris: list[str]) -> str:
    """What is said of unsatisfiable classes, with the reason for one that no other of them explains."""
    names = [_local(iri) for iri in iris]
    root = next((name for name in names if not (ontology.ancestors(name) - {name}) & set(names)), names[0])
    why = _why(ontology, (), "unsat", f"{HO}{root}")
    text = f"Unsatisfiable classes: {', '.join(curie(iri) for iri in iris)}. Nothing can belong to them; mend their axioms."
    return f"{text} Why nothing is '{ontology.label(root)}': {why}."


def _why(ontology: Ontology, edges: Iterable[Edge], *query: str) -> str:
    axioms = _asked(lambda path: _rustdl().justify(path, list(query)), ontology, edges)
    return in_words(axioms, ontology) or "the reasoner gives no reason"


def _asked(question: Callable[[str], T], ontology: Ontology, edges: Iterable[Edge]) -> T:
    """What rustdl answers about the ontology with the edges as facts."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "input.owl"
        path.write_bytes(_for_rustdl(ontology, _facts(ontology, edges)))
        return question(str(path))


def _rustdl() -> ModuleType:
    """The reasoner, which is slow to import."""
    # Our property hierarchy is larger than rustdl's default cap; above the cap it would leave out what follows from sub-properties.
    os.environ.setdefault("RUSTDL_CLASSIFY_ROLE_HIERARCHY_MAX_CLOSURE", "1000000")
    import rustdl

    return rustdl


def count_axioms(ontology: Ontology) -> int:
    """How many logical axioms the ontology has, as rustdl reads them; annotations and declarations are not among them.

    Raises:
        ReasonerError: when rustdl cannot represent one of them, so that conclusions would be incomplete.
    """
    import rustdl

    with TemporaryDirectory() as folder:
        path = Path(folder) / "ontology.owl"
        path.write_bytes(ox.serialize(_axioms(ontology), format=ox.RdfFormat.RDF_XML) or b"")
        dropped = rustdl.dropped_axioms(str(path))
        if dropped:
            raise ReasonerError(f"rustdl cannot represent axioms of these kinds: {dropped}. Say them in OWL 2 DL.")
        # rustdl renders no axiom on several disjoint classes at once, though it is one.
        return len(rustdl.render_manchester(str(path))) + sum(
            t.object == OWL["AllDisjointClasses"] for t in ontology.triples
        )


def _for_rustdl(ontology: Ontology, facts: Iterable[ox.Triple]) -> bytes:
    """The axioms of the ontology and facts, as RDF/XML.

    Each pair of disjoint classes is said by itself, and that relations are equivalent as each being below the other: rustdl passes over
    `owl:AllDisjointClasses` and `owl:equivalentProperty` without a word.
    """
    below = (ox.Triple(HO[one], RDFS["subPropertyOf"], HO[other]) for one, other in ontology.subproperties)
    pairs = (ox.Triple(HO[one], OWL["disjointWith"], HO[other]) for one, other in ontology.disjoint_pairs)
    return ox.serialize(chain(_axioms(ontology), facts, pairs, below), format=ox.RdfFormat.RDF_XML) or b""


def _axioms(ontology: Ontology) -> Iterator[ox.Triple]:
    return (triple for triple in ontology.triples if triple.predicate in LOGICAL or triple.predicate in OWL)


def members(ontology: Ontology, relations: Iterable[Edge]) -> Iterator[tuple[str, str]]:
    """Pairs of a role and a term that has it because of one of these relations."""
    by_relation: dict[str, list[Role]] = defaultdict(list)
    for role in ontology.role_definitions.values():
        by_relation[role.relation].append(role)
    for s, p, o in relations:
        for role in by_relation[p]:
            member, other = (o, s) if role.inverse else (s, o)
            if role.category in {None, ontology.category(member)} and role.filler in {None, ontology.category(other)}:
                yield role.name, member


def _local(iri: str) -> str:
    return iri.removeprefix(str(HO))


def _kind(iri: str) -> str:
    return iri.removeprefix(str(KIND))
