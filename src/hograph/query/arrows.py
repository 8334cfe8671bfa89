"""Pictures of claims as SVG: terms as boxes, propositions as arrows whose stroke tells certainty and whose width tells agreement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from hograph.curation import tokens
from hograph.query.binding import PROLOGUE, solutions, solutions_for
from hograph.store.interface import Store
from hograph.vocabulary import HO

OF_ALL = (
    PROLOGUE
    + """
SELECT ?s ?p ?o ?agreement ?polarity ?certainty ?modality ?document WHERE {
  ?proposition ho:subject ?s ; ho:predicate ?p ; ho:object ?o ; ho:agreement ?agreement .
  ?claim ho:about ?proposition ; ho:polarity ?polarity ; ho:certainty ?certainty ; ho:statedIn ?document .
  OPTIONAL { ?claim ho:modality ?modality }
}"""
)
OF_CLAIM = OF_ALL.replace("WHERE {", "WHERE { VALUES (?claim) {}")
OF_TERM = OF_ALL.replace("WHERE {", "WHERE { VALUES (?term) {} ?proposition (ho:subject|ho:object) ?term .")

COLORS = {
    "Condition": "#f9d5d3",
    "Finding": "#fbe5c8",
    "AnatomicalEntity": "#d9ead3",
    "Intervention": "#cfe2f3",
    "DiagnosticProcedure": "#d9d2e9",
    "Exposure": "#fff2cc",
    "BiologicalProcess": "#d0e0e3",
    "MolecularEntity": "#ead1dc",
    "Cell": "#e2efda",
    "Population": "#e7e6e6",
    "LesionStage": "#fce4d6",
}
MOST = 40
"""So many arrows a picture holds that one can read."""
STROKES = {"asserted": "", "asserted and hedged": "14 4 2 4", "hedged": "7 4", "open": "2 4"}
"""Certainty to the dashes of an arrow: whole, dashes and dots, dashed, dotted."""
DISCOURAGING = {HO[advice.term]: advice.value.replace("-", " ") for advice in tokens.DISCOURAGING}
"""Advice against what a claim affirms, in words: without it `treats` says the opposite of what the document does."""


@dataclass(frozen=True, order=True)
class Arrow:
    """One relation between two terms, put together from the propositions that say it.

    Attributes:
        subject: name of the term it leads from.
        relation: name of the relation.
        object: name of the term it leads to.
        certainty: `asserted`, `hedged`, or `asserted and hedged` where claims differ in it; `open` where none affirms it.
        denied: whether a claim denies it.
        corroborated: whether two or more documents agree.
        advice: the advice against it, `rarely warranted`; with `by some` before it where not all claims give it.
        contested: whether claims contradict each other.
        documents: how many documents speak of it.
    """

    subject: str
    relation: str
    object: str
    certainty: str
    denied: bool
    corroborated: bool
    advice: str = ""
    contested: bool = False
    documents: int = 1

    def words(self, relation: str) -> str:
        """The label of the relation, with what turns its meaning round."""
        notes = [*(["denied"] if self.denied else []), *([self.advice] if self.advice else [])]
        return f"{relation} ({', '.join(notes)})" if notes else relation


def weightiest(found: Iterable[Arrow], most: int, kinds: Mapping[str, str]) -> tuple[Arrow, ...]:
    """So many arrows: those on which documents agree or differ first, then those of many documents, from every kind in turn.

    Args:
        found: the arrows.
        most: how many at most.
        kinds: name of a relation to its kind.
    """
    groups: dict[tuple[bool, str], list[Arrow]] = {}
    for arrow in sorted(found, key=lambda a: (-a.documents, a.certainty != "asserted", a)):
        notable = arrow.corroborated or arrow.contested or arrow.denied
        groups.setdefault((not notable, kinds.get(arrow.relation, "")), []).append(arrow)
    turns = sorted(
        (less, turn, kind, arrow) for (less, kind), several in groups.items() for turn, arrow in enumerate(several)
    )
    return tuple(sorted(arrow for *_, arrow in turns[:most]))


def arrows(store: Store, claims: Iterable[ox.NamedNode]) -> list[Arrow]:
    """The arrows of some claims, one for each subject, relation and object."""
    return _arrows(solutions_for(store, OF_CLAIM, "claim", claims))


def arrows_of_term(store: Store, name: str) -> list[Arrow]:
    """The arrows from and to a term, of all claims of it."""
    return _arrows(solutions(store, OF_TERM, {"term": HO[name]}))


def all_arrows(store: Store) -> list[Arrow]:
    """The arrows of all claims that a proposition stands for."""
    return _arrows(solutions(store, OF_ALL))


def _arrows(rows: Iterable[ox.QuerySolution]) -> list[Arrow]:
    found: dict[tuple[str, str, str], list[ox.QuerySolution]] = {}
    for row in rows:
        found.setdefault((HO.name(row["s"]), HO.name(row["p"]), HO.name(row["o"])), []).append(row)
    return sorted(_arrow(key, several) for key, several in found.items())


def _arrow(key: tuple[str, str, str], rows: Sequence[ox.QuerySolution]) -> Arrow:
    affirmed = {HO.name(row["certainty"]) for row in rows if row["polarity"] == HO["Affirmed"]}
    both = {"Asserted", "Hedged"} <= affirmed
    certainty = (
        "asserted and hedged" if both else next((c.lower() for c in ("Asserted", "Hedged") if c in affirmed), "open")
    )
    denied = any(row["polarity"] == HO["Negated"] for row in rows)
    if denied and not affirmed:
        certainty = "asserted" if any(row["certainty"] == HO["Asserted"] for row in rows) else "hedged"
    corroborated = any(row["agreement"] == HO["Corroborated"] for row in rows)
    contested = any(row["agreement"] == HO["Contested"] for row in rows)
    documents = len({row["document"] for row in rows})
    return Arrow(*key, certainty, denied, corroborated, _advice(rows), contested, documents)


def _advice(rows: Sequence[ox.QuerySolution]) -> str:
    affirmed = [row for row in rows if row["polarity"] == HO["Affirmed"]]
    against = [DISCOURAGING[row["modality"]] for row in affirmed if row["modality"] in DISCOURAGING]
    by_some = "by some " if len(against) < len(affirmed) else ""
    return by_some + " or ".join(sorted(set(against))) if against else ""
