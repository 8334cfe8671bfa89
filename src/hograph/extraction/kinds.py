"""Kinds of terms that a rule may name: classes of the ontology, joined and taken away, and groups that a file of rules defines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from hograph.errors import RuleError
from hograph.ontology.index import Ontology


@dataclass(frozen=True, eq=False)
class Kinds:
    """Which terms belong to the kinds that rules name.

    A kind is written `Exposure|Condition-HeterotopicOssification`: every term below (or at) one of the first, none below
    one behind a minus.

    Attributes:
        ontology: where the terms are.
        groups: names that stand for a longer kind.

    Example:
        >>> kinds = Kinds(kg.ontology, {"Lesion": "HeterotopicOssification"})
        >>> "MyositisOssificans" in kinds.of("Lesion"), "MyositisOssificans" in kinds.of("Condition-Lesion")
        (True, False)
    """

    ontology: Ontology
    groups: Mapping[str, str]
    _known: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, kind: str) -> frozenset[str]:
        """The terms of a kind.

        Raises:
            RuleError: when it names no class and no group.
        """
        if kind not in self._known:
            wanted: set[str] = set()
            unwanted: set[str] = set()
            for part in kind.split("|"):
                first, *rest = part.split("-")
                wanted |= self._below(first)
                for name in rest:
                    unwanted |= self._below(name)
            self._known[kind] = frozenset(wanted - unwanted)
        return self._known[kind]

    def _below(self, name: str) -> frozenset[str]:
        if name in self.groups:
            return self.of(self.groups[name])
        if name not in self.ontology.parents:
            raise RuleError(
                f"kind '{name}' is neither a class of the ontology nor a group of the rules.{self._near(name)}"
            )
        return self._under.get(name, frozenset())

    @cached_property
    def _under(self) -> dict[str, frozenset[str]]:
        """Class to the terms below (or at) it."""
        found: dict[str, set[str]] = {}
        for term in self.ontology.terms:
            for above in self.ontology.ancestors(term):
                found.setdefault(above, set()).add(term)
        return {name: frozenset(terms) for name, terms in found.items()}

    def _near(self, name: str) -> str:
        near = get_close_matches(name, [*self.ontology.parents, *self.groups], n=3, cutoff=0.8)
        return f" Near it: {', '.join(near)}." if near else ""
