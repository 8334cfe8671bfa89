"""Turtle in which axioms stand where they belong: blank nodes nested, lists as lists, sorted, the same bytes each time."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from hograph.vocabulary import PREFIXES, RDF, XSD

LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
"""Local names that Turtle takes without any escape."""

BARE = {
    XSD["integer"]: re.compile(r"-?\d+"),
    XSD["decimal"]: re.compile(r"-?\d+\.\d+"),
    XSD["boolean"]: re.compile("true|false"),
}
"""Datatypes whose literals Turtle writes without quotes, and what they must look like."""


def nested_turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Triples as Turtle for people: one block a subject, `rdf:type` first, blank nodes nested in what refers to them.

    Args:
        triples: what is to be written. A blank node that several triples refer to, or that refers to itself, keeps its label.
        prefixes: prefix to namespace; those that occur are declared.

    Returns:
        The text, UTF-8.
    """
    return _Writer(triples, prefixes).text().encode()


class _Writer:
    def __init__(self, triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> None:
        self.by_subject: dict[object, dict[ox.NamedNode, list[object]]] = defaultdict(lambda: defaultdict(list))
        for triple in dict.fromkeys(triples):
            self.by_subject[triple.subject][triple.predicate].append(triple.object)
        referred = Counter(
            node for subject in self.by_subject.values() for objects in subject.values() for node in objects
        )
        blank = [node for node in self.by_subject if isinstance(node, ox.BlankNode)]
        self.nested = {node for node in blank if referred[node] == 1 and not self._leads_to_itself(node)}
        self.labelled = {node for node in referred if isinstance(node, ox.BlankNode)} - self.nested
        self.spaces = sorted(((str(s), p) for p, s in prefixes.items()), key=lambda pair: -len(pair[0]))
        self.used: set[tuple[str, str]] = set()

    def _leads_to_itself(self, start: ox.BlankNode) -> bool:
        seen: set[object] = set()
        waiting: list[object] = [start]
        while waiting:
            for objects in self.by_subject.get(waiting.pop(), {}).values():
                if start in objects:
                    return True
                fresh = {node for node in objects if isinstance(node, ox.BlankNode)} - seen
                seen |= fresh
                waiting += fresh
        return False

    def text(self) -> str:
        named = sorted((n for n in self.by_subject if isinstance(n, ox.NamedNode)), key=lambda node: node.value)
        blocks = [f"{self.term(node)} {self.body(node, '    ')} .\n" for node in named]
        rest = [n for n in self.by_subject if isinstance(n, ox.BlankNode) and n not in self.nested]
        blocks += sorted(
            f"{self.term(node) if node in self.labelled else '[]'} {self.body(node, '    ')} .\n" for node in rest
        )
        head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in sorted(self.used))
        return head + "\n" + "\n".join(blocks)

    def body(self, node: object, indent: str) -> str:
        found = self.by_subject[node]
        lines = []
        for predicate in sorted(found, key=lambda p: (p != RDF["type"], p.value)):
            verb = "a" if predicate == RDF["type"] else self.term(predicate)
            lines.append(f"{verb} {' , '.join(sorted(self.value(o, indent) for o in found[predicate]))}")
        return f" ;\n{indent}".join(lines)

    def value(self, node: object, indent: str) -> str:
        if node not in self.nested:
            return self.term(node)
        members = self.members(node)
        if members is not None:
            return f"( {' '.join(self.value(member, indent) for member in members)} )"
        deeper = f"{indent}    "
        return f"[ {self.body(node, deeper)} ]"

    def members(self, node: object) -> list[object] | None:
        """The members of a list; None when the node is no list that can be written in brackets."""
        found: list[object] = []
        while node != RDF["nil"]:
            cell = self.by_subject.get(node, {})
            if node not in self.nested or set(cell) != {RDF["first"], RDF["rest"]}:
                return None
            if len(cell[RDF["first"]]) != 1 or len(cell[RDF["rest"]]) != 1:
                return None
            found += cell[RDF["first"]]
            node = cell[RDF["rest"]][0]
        return found

    def term(self, node: object) -> str:
        if isinstance(node, ox.NamedNode):
            return self.name(node.value)
        if isinstance(node, ox.Literal) and not node.language and node.datatype != XSD["string"]:
            bare = BARE.get(node.datatype)
            if bare and bare.fullmatch(node.value):
                return node.value
            return f"{ox.Literal(node.value)}^^{self.name(node.datatype.value)}"
        return str(node)

    def name(self, iri: str) -> str:
        for space, prefix in self.spaces:
            if iri.startswith(space) and LOCAL.fullmatch(iri[len(space) :]):
                self.used.add((prefix, space))
                return f"{prefix}:{iri[len(space) :]}"
        return f"<{iri}>"
