"""The ontology as an index: labels, synonyms, hierarchy, relations, and names found by what people call things."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from hograph.errors import OntologyError, UnknownTermError
from hograph.ontology.own import own_terms
from hograph.ontology.relations import Relation, Role
from hograph.ontology.spelling import plain
from hograph.ontology.turtle import ontology_files, read_turtle, turtle_files
from hograph.vocabulary import HO, OWL, RDF, RDFS, SKOS, SYNONYM_SCOPES, TOP_CATEGORIES

NAMED = ox.NamedNode
Object = ox.NamedNode | ox.BlankNode | ox.Literal
A, SUBCLASS, LABEL = RDF["type"], RDFS["subClassOf"], RDFS["label"]


def load_ontology(folder: Path, *own: Path) -> "Ontology":
    """Read all files of the ontology into one index.

    Args:
        folder: the `ontology/` folder.
        *own: folders with own terms over it, which may be empty.

    Returns:
        The index over all of its triples; the same one as long as the files are the same.

    Raises:
        OntologyError: when a file is not Turtle, there is none, or own terms are not their own.
    """
    files = (*ontology_files(folder), *(path for one in own for path in turtle_files(one)))
    return _loaded(folder, own, tuple((path, *_mark(path)) for path in files))


def _mark(path: Path) -> tuple[int, ...]:
    try:
        status = path.stat()
    except OSError:  # reading it tells what is wrong
        return ()
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


@lru_cache(maxsize=4)
def _loaded(folder: Path, own: tuple[Path, ...], _: object) -> "Ontology":
    """Kept, for what builds a graph and what then asks it need the same one."""
    triples = [quad.triple for path in ontology_files(folder) for quad in read_turtle(path)]
    return Ontology((*triples, *own_terms(triples, own)))


@dataclass(frozen=True)
class Ontology:
    """An index over the triples of the ontology. Names are local names under `https://w3id.org/hograph/`."""

    triples: tuple[ox.Triple, ...]

    @cached_property
    def _objects(self) -> dict[ox.NamedNode, dict[object, tuple[Object, ...]]]:
        """Predicate to subject to objects: there are a hundred of the first and ten thousand of the second."""
        found = defaultdict[ox.NamedNode, dict[object, tuple[Object, ...]]](dict)
        same: dict[Any, Any] = {}
        for subject, predicate, object_ in self.triples:
            if not isinstance(object_, ox.Triple):
                of = found[predicate]
                of[same.setdefault(subject, subject)] = (*of.get(subject, ()), same.setdefault(object_, object_))
        return dict(found)

    def objects(self, subject: object, predicate: ox.NamedNode) -> Iterator[Object]:
        """Every object of the triples with this subject and predicate, in the order of the files."""
        return iter(self._objects.get(predicate, {}).get(subject, ()))

    @cached_property
    def _by_subject(self) -> dict[object, list[ox.Triple]]:
        by_subject = defaultdict[object, list[ox.Triple]](list)
        for triple in self.triples:
            by_subject[triple.subject].append(triple)
        return dict(by_subject)

    def about(self, subject: object) -> tuple[ox.Triple, ...]:
        """Every triple with this subject, in the order of the files."""
        return tuple(self._by_subject.get(subject, ()))

    def _names(self, kind: ox.NamedNode) -> tuple[str, ...]:
        found = {s for s, p, o in self.triples if p == A and o == kind and isinstance(s, NAMED)}
        return tuple(sorted(HO.name(node) for node in found if node in HO))

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """Every class of the ontology: terms, roles and the classes of the claim model."""
        return self._names(OWL["Class"])

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Every class below (or at) one of the eleven top categories: what claims speak of."""
        return tuple(name for name in self.classes if self.category(name))

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """Every defined role class."""
        return tuple(name for name in self.classes if any(self.objects(HO[name], HO["roleRelation"])))

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """Every term and role: what a claim may name."""
        return frozenset((*self.terms, *self.roles))

    @cached_property
    def role_definitions(self) -> dict[str, Role]:
        """Every role by name, read from its equivalent class: a restriction, or a category and a restriction."""
        return {name: self._role(name) for name in self.roles}

    def _role(self, name: str) -> Role:
        node: object = next(self.objects(HO[name], OWL["equivalentClass"]), None)
        parts = self._intersected(node)
        category, node = parts if len(parts) == 2 else (None, node)
        on, filler = (next(self.objects(node, OWL[p]), None) for p in ("onProperty", "someValuesFrom"))
        relation = on if isinstance(on, NAMED) else next(self.objects(on, OWL["inverseOf"]), None)
        if not isinstance(relation, NAMED) or not isinstance(filler, NAMED) or not isinstance(category, NAMED | None):
            raise OntologyError(f"ho:{name}: a role is defined on one relation and one category; see roles.ttl.")
        category_name = HO.name(category) if category else None
        return Role(
            name, HO.name(relation), on is not relation, category_name, HO.name(filler) if filler in HO else None
        )

    @cached_property
    def properties(self) -> tuple[str, ...]:
        """Every object property."""
        return self._names(OWL["ObjectProperty"])

    @cached_property
    def labels(self) -> dict[str, str]:
        """Name to English label, for everything that has one."""
        found = {}
        for triple in self.triples:
            if (
                triple.predicate == LABEL
                and isinstance(triple.subject, NAMED)
                and triple.subject in HO
                and isinstance(triple.object, ox.Literal)
            ):
                found[HO.name(triple.subject)] = triple.object.value
        return found

    def label(self, name: str) -> str:
        """The label of a name, or the name itself when it has none."""
        return self.labels.get(name, name)

    def definition(self, name: str) -> str | None:
        """The textual definition of a name."""
        return next((o.value for o in self.objects(HO[name], SKOS["definition"]) if isinstance(o, ox.Literal)), None)

    def synonyms(self, name: str, scopes: Iterable[str] = tuple(SYNONYM_SCOPES)) -> tuple[tuple[str, str], ...]:
        """Scope and text of each synonym of a name, exact ones first, in the order of the files."""
        return tuple(
            (scope, o.value)
            for scope in scopes
            for o in self.objects(HO[name], SYNONYM_SCOPES[scope])
            if isinstance(o, ox.Literal)
        )

    def hidden_labels(self, name: str) -> tuple[str, ...]:
        """Words by which texts name something, though it is not called so: for reading, not for looking up."""
        return tuple(o.value for o in self.objects(HO[name], SKOS["hiddenLabel"]) if isinstance(o, ox.Literal))

    @cached_property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """Class name to the names of its stated superclasses."""
        return {c: tuple(HO.name(o) for o in self.objects(HO[c], SUBCLASS) if o in HO) for c in self.classes}  # type: ignore[arg-type]

    @cached_property
    def _ancestors(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(closure(name, self.parents)) for name in self.parents}

    def ancestors(self, name: str) -> frozenset[str]:
        """The class itself and all its stated superclasses, direct and indirect."""
        return self._ancestors.get(name, frozenset({name}))

    def category(self, name: str) -> str | None:
        """The top category of a term, or None for a name that is no term."""
        above = self.ancestors(name)
        return next((top for top in TOP_CATEGORIES if top in above), None)

    @cached_property
    def relations(self) -> dict[str, Relation]:
        """Every relation that a claim may use, by name."""
        found = {}
        for name in self.properties:
            kinds = [o.value for o in self.objects(HO[name], HO["claimKind"]) if isinstance(o, ox.Literal)]
            weaker = [HO.name(o) for o in self.objects(HO[name], HO["hedgedForm"]) if isinstance(o, NAMED)]
            if kinds and weaker:
                domain, range_ = (self._union(name, RDFS[side]) for side in ("domain", "range"))
                symmetric = OWL["SymmetricProperty"] in self.objects(HO[name], RDF["type"])
                found[name] = Relation(name, self.label(name), kinds[0], weaker[0], domain, range_, symmetric)
        return found

    def _union(self, name: str, side: ox.NamedNode) -> tuple[str, ...]:
        members: list[str] = []
        for node in self.objects(HO[name], side):
            if isinstance(node, NAMED):
                members.append(HO.name(node))
            for head in self.objects(node, OWL["unionOf"]):
                members.extend(HO.name(item) for item in self.members(head) if isinstance(item, NAMED))
        return tuple(members)

    def members(self, head: object) -> Iterator[object]:
        """The members of an RDF list, in order."""
        while head != RDF["nil"]:
            yield next(self.objects(head, RDF["first"]))
            head = next(self.objects(head, RDF["rest"]))

    def _intersected(self, node: object) -> list[object]:
        """The parts of a class expression that is an intersection; none of another."""
        return [part for head in self.objects(node, OWL["intersectionOf"]) for part in self.members(head)]

    @cached_property
    def disjoint_sets(self) -> tuple[tuple[str, ...], ...]:
        """Classes that one axiom (`owl:AllDisjointClasses`) keeps apart from each other, in the order of the axiom."""
        heads = [t.subject for t in self.triples if t.predicate == A and t.object == OWL["AllDisjointClasses"]]
        lists = [members for head in heads for members in self.objects(head, OWL["members"])]
        return tuple(tuple(HO.name(n) for n in self.members(members) if isinstance(n, NAMED)) for members in lists)

    @cached_property
    def disjoint_pairs(self) -> tuple[tuple[str, str], ...]:
        """Pairs of classes that axioms on several classes at once keep apart."""
        return tuple(sorted({pair for names in self.disjoint_sets for pair in combinations(sorted(names), 2)}))

    @cached_property
    def part_edges(self) -> tuple[tuple[str, str, str], ...]:
        """Edges between terms that stated restrictions give: a class whose members all stand in a relation to some member of another."""
        found = set()
        for name in self.terms:
            defined = self.objects(HO[name], OWL["equivalentClass"])
            parts = (part for node in defined for part in self._intersected(node))
            for node in (*self.objects(HO[name], SUBCLASS), *parts):
                for relation in self.objects(node, OWL["onProperty"]):
                    for filler in self.objects(node, OWL["someValuesFrom"]):
                        if isinstance(relation, NAMED) and isinstance(filler, NAMED) and not isinstance(node, NAMED):
                            found.add((name, HO.name(relation), HO.name(filler)))
        return tuple(sorted(found))

    @cached_property
    def subproperties(self) -> frozenset[tuple[str, str]]:
        """Pairs of relations of which the second holds where the first does, as stated; of two that are equivalent, both ways."""
        below = {(s, o) for s, p, o in self.triples if p == RDFS["subPropertyOf"]}
        same = {(s, o) for s, p, o in self.triples if p == OWL["equivalentProperty"]}
        both = below | same | {(o, s) for s, o in same}
        return frozenset((HO.name(s), HO.name(o)) for s, o in both if s in HO and o in HO)

    @cached_property
    def super_relations(self) -> dict[str, frozenset[str]]:
        """Property name to itself and all its stated superproperties, those that are equivalent among them."""
        above: dict[str, set[str]] = defaultdict(set)
        for name, other in self.subproperties:
            above[name].add(other)
        return {name: frozenset(closure(name, above)) for name in self.properties}

    @cached_property
    def _spellings(self) -> dict[str, list[tuple[int, str]]]:
        """What people may type, in lower case, to rank and name: local name and label first, then synonyms by scope."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for name in (*self.terms, *self.roles, *self.relations):
            found[name.casefold()].append((0, name))
            found[self.label(name).casefold()].append((0, name))
            for rank, scope in enumerate(SYNONYM_SCOPES, 1):
                for _, text in self.synonyms(name, (scope,)):
                    found[text.casefold()].append((rank, name))
        return found

    @cached_property
    def _named(self) -> dict[bool, dict[str, list[str]]]:
        """What people may type, to what it names: with relations, and without."""
        every = {text: [name for _, name in named] for text, named in self._spellings.items()}
        kept = {text: [name for name in names if name not in self.relations] for text, names in every.items()}
        return {True: every, False: {text: names for text, names in kept.items() if names}}

    def search(self, words: str) -> list[str]:
        """Terms and roles with a label or synonym that contains the words: those that begin with them first, then by length."""
        key = plain(words).casefold()
        found: dict[str, tuple[bool, int, str]] = {}
        for spelling, named in self._spellings.items():
            for _, name in named if key and key in spelling else ():
                rank = (not spelling.startswith(key), len(spelling), name)
                found[name] = min(rank, found.get(name, rank))
        return [name for name in sorted(found, key=found.__getitem__) if name not in self.relations]

    def near(self, words: str, *, relations: bool = False) -> list[str]:
        """At most three names with a label or synonym that is spelled nearly as the words are, the nearest first."""
        spellings = self._named[relations]
        found = difflib.get_close_matches(words.strip().casefold(), spellings, n=3, cutoff=0.6)
        return list(dict.fromkeys(name for spelling in found for name in spellings[spelling]))[:3]

    def find(self, words: str, *, relations: bool = True) -> str:
        """The name that a user means by a label, synonym, CURIE, IRI or local name.

        Args:
            words: what the user typed.
            relations: whether a relation may be meant, besides terms and roles.

        Raises:
            UnknownTermError: when nothing is called so (with the nearest names), or several things are, equally well.
        """
        name = plain(words).removeprefix("<").removesuffix(">").removeprefix(HO).removeprefix("ho:")
        if name in self.parents and (self.category(name) or any(self.objects(HO[name], HO["roleRelation"]))):
            return name
        key = name.casefold()
        named = (item for item in self._spellings.get(key, ()) if relations or item[1] not in self.relations)
        ranked = sorted(set(named))
        best = [name for rank, name in ranked if rank == ranked[0][0]]
        if len(best) == 1:
            return best[0]
        if best:
            several = ", ".join(f"{self.label(name)} (ho:{name})" for name in best)
            raise UnknownTermError(f"'{words}' may mean {several}. Name one by its CURIE.")
        names = [f"{self.label(name)} (ho:{name})" for name in self.near(key, relations=relations)]
        hint = f" Did you mean {', or '.join(names)}?" if names else ""
        raise UnknownTermError(f"'{words}' is no label, synonym or CURIE of the ontology.{hint}")


def closure(start: str, parents: Mapping[str, Iterable[str]]) -> set[str]:
    """A name and all that are above it."""
    seen, waiting = set(), [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(parents.get(name, ()))
    return seen
