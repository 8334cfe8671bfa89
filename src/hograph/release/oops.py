"""The pitfalls of OOPS!, the ontology pitfall scanner (https://oops.linkeddata.es/catalogue.jsp), measured on a file.

Identifiers and what a pitfall is are theirs; the words are ours. A pitfall that is a matter of meaning is left to a person, and says so.
"""

import re
from collections.abc import Callable, Iterator

import pyoxigraph as ox

from hograph.release.facts import Facts, Named, Outcome, Verdict
from hograph.release.foops import Check
from hograph.release.wording import members
from hograph.vocabulary import DCTERMS, OBOINOWL, OWL, PROV, RDF, RDFS, SKOS, XSD

MISCELLANEOUS = re.compile(r"^(Other|Misc|Miscellaneous|Unclassified)(?=[A-Z]|$)|Other$|Miscellaneous$")
IS = {"is", "isA", "isa", "sameAs", "isSubclassOf"}
DATATYPES = {"String", "Integer", "Decimal", "Boolean", "Date", "DateTime", "Float", "Double", "Duration", "Language"}
EXTENSIONS = (".owl", ".rdf", ".ttl", ".n3", ".rdfxml")
MEANING = "a matter of meaning, left to a person"


def _left(reason: str = MEANING) -> Callable[[Facts], Outcome]:
    return lambda _: Outcome(Verdict.NOT_CHECKABLE, f"{reason}.")


def _absent(predicate: Named, what: str) -> Callable[[Facts], Outcome]:
    """For pitfalls of a construct: without the construct they cannot occur; with it, a person must look."""

    def measure(facts: Facts) -> Outcome:
        count = sum(triple.predicate == predicate for triple in facts.triples)
        return Outcome(Verdict.NOT_CHECKABLE if count else Verdict.NOT_APPLICABLE, f"{what}: {count}.")

    return measure


def _synonyms_as_classes(facts: Facts) -> Outcome:
    found = [pair[0] for pair in facts.pairs(OWL["equivalentClass"]) if set(pair) <= facts.classes]
    return facts.none_of(found, "named classes of ours that are equivalent to another")


def _is(facts: Facts) -> Outcome:
    return facts.none_of(
        (p for p in facts.properties if facts.name(p) in IS), "relations that restate a primitive of OWL"
    )


def _unconnected(facts: Facts) -> Outcome:
    def lonely(node: Named) -> bool:
        axioms = {o for p in CONNECTING for o in facts.objects(node, p)} - {OWL["Thing"]}
        return not axioms and node not in referred

    referred = {t.object for t in facts.triples if t.predicate not in {RDF["type"], DCTERMS["source"]}}
    return facts.none_of(
        (node for node in facts.elements if lonely(node)), "classes and relations that no axiom joins to another"
    )


CONNECTING = tuple(RDFS[n] for n in ("subClassOf", "subPropertyOf", "domain", "range")) + tuple(
    OWL[n] for n in ("equivalentClass", "inverseOf", "equivalentProperty", "propertyChainAxiom")
)


def _inverses(facts: Facts) -> Outcome:
    def crossed(a: Named, b: Named) -> bool:
        pairs = (
            (facts.sides(a, "domain"), facts.sides(b, "range")),
            (facts.sides(a, "range"), facts.sides(b, "domain")),
        )
        return all(not one or not other or one == other for one, other in pairs)

    found = [a for a, b in facts.pairs(OWL["inverseOf"]) if not crossed(a, b)]
    return facts.none_of(found, "inverse pairs whose stated domain and range do not cross over")


def _cycles(facts: Facts) -> Outcome:
    return facts.none_of((c for c, above in facts.ancestors.items() if c in above), "classes below themselves")


def _merged(facts: Facts) -> Outcome:
    found = [node for node in facts.classes if re.search(r"[a-z](And|Or)[A-Z]", facts.name(node))]
    return facts.none_of(found, "classes whose names join two things by And or Or")


def _annotations(facts: Facts) -> Outcome:
    found = facts.lacking(RDFS["label"]) | {node for node in facts.elements if not facts.definition(node)}
    return facts.none_of(found, "classes and relations without label or definition")


def _disjointness(facts: Facts) -> Outcome:
    axioms = sum(t.object == OWL["AllDisjointClasses"] or t.predicate == OWL["disjointWith"] for t in facts.triples)
    return Outcome(Verdict.PASS if axioms else Verdict.FAIL, f"axioms of disjointness: {axioms}.")


def _ends(facts: Facts) -> Outcome:
    found = [p for p in facts.properties if not all(facts.objects(p, RDFS[side]) for side in ("domain", "range"))]
    return facts.none_of(found, "relations without a domain or range of their own")


def _equivalent_relations(facts: Facts) -> Outcome:
    return facts.none_of(facts.shared(facts.properties, RDFS["label"]), "labels that several relations share")


def _no_inverse(facts: Facts) -> Outcome:
    paired = {node for pair in facts.pairs(OWL["inverseOf"]) for node in pair}
    found = facts.relations - paired - facts.anywhere("SymmetricProperty")
    return facts.none_of(found, "relations that are not symmetric and have no inverse")


def _several_ends(facts: Facts) -> Outcome:
    found = [p for p in facts.properties if any(len(facts.objects(p, RDFS[side])) > 1 for side in ("domain", "range"))]
    return facts.none_of(found, "relations with several domains or ranges")


def _swapped(facts: Facts) -> Outcome:
    def odd(node: Named) -> bool:
        label, definition = facts.label(node), facts.definition(node) or ""
        return label.endswith(".") or len(label) > len(definition) or label.casefold() == definition.casefold()

    return facts.none_of(
        (node for node in facts.elements if odd(node)), "labels that read as definitions, or definitions as labels"
    )


def _miscellaneous(facts: Facts) -> Outcome:
    found = [node for node in facts.classes if MISCELLANEOUS.search(facts.name(node))]
    return facts.none_of(found, "classes named other or miscellaneous")


def _naming(facts: Facts) -> Outcome:
    camel = re.compile(r"[A-Za-z][A-Za-z0-9]*")
    found = {node for node in facts.elements if not camel.fullmatch(facts.name(node))}
    found |= {node for node in facts.classes if not facts.name(node)[:1].isupper()}
    found |= {node for node in facts.properties if not facts.name(node)[:1].islower()}
    return facts.none_of(found, "names that are not UpperCamelCase for classes, lowerCamelCase for relations")


def _datatypes(facts: Facts) -> Outcome:
    return facts.none_of((c for c in facts.classes if facts.name(c) in DATATYPES), "classes that stand for a datatype")


def _recursive(facts: Facts) -> Outcome:
    places = (
        (OWL["equivalentClass"], facts.classes),
        (RDFS["subClassOf"], facts.classes),
        (RDFS["domain"], facts.properties),
        (RDFS["range"], facts.properties),
    )
    found = {n for p, nodes in places for n in nodes if any(n in facts.inside(o) for o in facts.objects(n, p))}
    return facts.none_of(found, "classes and relations used in their own definition")


def _own_inverse(facts: Facts) -> Outcome:
    return facts.none_of((a for a, b in facts.pairs(OWL["inverseOf"]) if a == b), "relations inverse to themselves")


def _symmetric_inverse(facts: Facts) -> Outcome:
    symmetric = facts.anywhere("SymmetricProperty")
    found = [a for a, b in facts.pairs(OWL["inverseOf"]) if {a, b} & symmetric]
    return facts.none_of(found, "symmetric relations with an inverse")


def _same_ends(kind: str, what: str) -> Callable[[Facts], Outcome]:
    def measure(facts: Facts) -> Outcome:
        nodes = facts.anywhere(kind) & facts.relations
        found = [p for p in nodes if facts.sides(p, "domain") != facts.sides(p, "range")]
        return facts.none_of(found, f"{what} relations, of {len(nodes)}, whose domain is not their range")

    return measure


def _duplicates(facts: Facts) -> Outcome:
    names = facts.shared(facts.classes, RDFS["label"], OBOINOWL["hasExactSynonym"])
    return facts.none_of(names, "labels and exact synonyms that two classes share")


def _labels(facts: Facts) -> Outcome:
    return facts.none_of(facts.shared(facts.classes, RDFS["label"]), "labels that two classes share")


def _short_chains(facts: Facts) -> Outcome:
    chains = ((t.subject, t.object) for t in facts.triples if t.predicate == OWL["propertyChainAxiom"])
    return facts.none_of(
        (s for s, head in chains if len(list(members(facts.objects, head))) < 2), "chains of one relation"
    )


def _untyped_classes(facts: Facts) -> Outcome:
    used = facts.used(RDFS["subClassOf"], OWL["someValuesFrom"], OWL["equivalentClass"], OWL["disjointWith"])
    used |= {node for p in facts.properties for side in ("domain", "range") for node in facts.sides(p, side)}
    known = facts.anywhere("Class") | facts.anywhere("Datatype") | {OWL["Thing"]}
    return facts.none_of(
        {n for n in used if n not in known and n not in XSD and n not in RDF}, "undeclared classes in use"
    )


def _untyped_properties(facts: Facts) -> Outcome:
    known = {n for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty") for n in facts.anywhere(kind)}
    used = {t.predicate for t in facts.triples} | facts.used(OWL["onProperty"], OWL["inverseOf"], RDFS["subPropertyOf"])
    found = {n for n in used - known if not any(n in space for space in (RDF, RDFS, OWL))}
    return facts.none_of(found, "undeclared relations in use")


def _extension(facts: Facts) -> Outcome:
    iri = facts.ontology.value
    return facts.none_of([iri] if iri.endswith(EXTENSIONS) else [], "IRIs of the ontology that end as a file")


def _declaration(facts: Facts) -> Outcome:
    return Outcome(Verdict.PASS, f"one owl:Ontology is declared: {facts.ontology.value}.")


def _namespace(facts: Facts) -> Outcome:
    found = facts.namespace
    return Outcome(
        Verdict.PASS if facts.elements else Verdict.FAIL, f"{len(facts.elements)} classes and relations in {found}."
    )


def _hijacking(facts: Facts) -> Outcome:
    """Looks up terms of five vocabularies in the copies that rdflib has of them."""
    from rdflib import namespace as known

    spaces = {DCTERMS: known.DCTERMS, SKOS: known.SKOS, OWL: known.OWL, RDFS: known.RDFS, PROV: known.PROV}
    used = {node for t in facts.triples for node in (t.predicate, t.object) if isinstance(node, ox.NamedNode)}
    held = [(n, theirs) for n in used for space, theirs in spaces.items() if n in space and space.name(n)]
    found = [node for node, theirs in held if node.value not in theirs]
    return facts.none_of(
        found, f"terms, of {len(held)} used from dcterms, skos, owl, rdfs and prov, that these do not define"
    )


def _licence(facts: Facts) -> Outcome:
    found = [value for p in (DCTERMS["license"], DCTERMS["rights"]) for value in facts.header(p)]
    return Outcome(Verdict.PASS if found else Verdict.FAIL, f"licence: {found[0] if found else 'none'}.")


def _checks() -> Iterator[tuple[str, str, str, Callable[[Facts], Outcome]]]:
    yield "P01", "One element, several senses", "critical", _left()
    yield "P02", "Synonyms made classes", "minor", _synonyms_as_classes
    yield "P03", "A relation 'is' in place of OWL's own", "critical", _is
    yield "P04", "Elements without connection", "minor", _unconnected
    yield "P05", "Wrong inverse relations", "critical", _inverses
    yield "P06", "Cycles in the hierarchy", "critical", _cycles
    yield "P07", "Different concepts in one class", "minor", _merged
    yield "P08", "Missing annotations", "minor", _annotations
    yield "P09", "Missing information on the domain", "minor", _left()
    yield "P10", "Missing disjointness", "important", _disjointness
    yield "P11", "Missing domain or range", "important", _ends
    yield "P12", "Equivalent relations not declared", "important", _equivalent_relations
    yield "P13", "Inverse relations not declared", "minor", _no_inverse
    yield (
        "P14",
        "Misuse of 'only' restrictions",
        "critical",
        _absent(OWL["allValuesFrom"], "restrictions with owl:allValuesFrom"),
    )
    yield (
        "P15",
        "'Some not' in place of 'not some'",
        "critical",
        _absent(OWL["complementOf"], "uses of owl:complementOf"),
    )
    yield "P16", "A primitive class in place of a defined one", "critical", _left()
    yield "P17", "A hierarchy too special", "important", _left()
    yield "P18", "A domain or range too special", "important", _left()
    yield "P19", "Several domains or ranges", "critical", _several_ends
    yield "P20", "Misused annotations", "minor", _swapped
    yield "P21", "A class for the rest", "minor", _miscellaneous
    yield "P22", "Different naming conventions", "minor", _naming
    yield "P23", "A datatype made again", "important", _datatypes
    yield "P24", "Recursive definitions", "important", _recursive
    yield "P25", "A relation inverse to itself", "important", _own_inverse
    yield "P26", "An inverse for a symmetric relation", "important", _symmetric_inverse
    yield (
        "P27",
        "Wrong equivalent relations",
        "critical",
        _absent(OWL["equivalentProperty"], "axioms with owl:equivalentProperty"),
    )
    yield "P28", "Wrong symmetric relations", "critical", _same_ends("SymmetricProperty", "symmetric")
    yield "P29", "Wrong transitive relations", "critical", _same_ends("TransitiveProperty", "transitive")
    yield "P30", "Equivalent classes not declared", "important", _duplicates
    yield "P31", "Wrong equivalent classes", "critical", _synonyms_as_classes
    yield "P32", "Several classes with one label", "minor", _labels
    yield "P33", "A chain of one relation", "minor", _short_chains
    yield "P34", "A class that is not declared", "important", _untyped_classes
    yield "P35", "A relation that is not declared", "important", _untyped_properties
    yield "P36", "A file extension in the IRI", "minor", _extension
    yield (
        "P37",
        "The ontology is not on the web",
        "critical",
        _left("only the server that answers for the IRI can tell"),
    )
    yield "P38", "No declaration of the ontology", "important", _declaration
    yield "P39", "An ambiguous namespace", "critical", _namespace
    yield "P40", "Terms put into the namespaces of others", "critical", _hijacking
    yield "P41", "No licence", "important", _licence


OOPS = tuple(Check("OOPS!", id_, name, weight, measure) for id_, name, weight, measure in _checks())
"""The pitfalls, in the order of their numbers."""
