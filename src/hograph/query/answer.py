"""Answers: rows that know the graph they came from, so that they show labels and evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from hograph.query.binding import Bound
from hograph.query.cells import kinds
from hograph.query.evidence import Evidence
from hograph.query.frames import to_pandas, to_polars
from hograph.query.html import MOST_ROWS, answer_html, evidence_html
from hograph.query.rows import Rows, claims_of

if TYPE_CHECKING:
    import pandas
    import polars


class Backing(Protocol):
    """What an answer asks for the labels and the evidence of its rows: the graph that it came from."""

    def labels(self, answer: Rows) -> dict[ox.NamedNode, str]:
        """The label of every node in an answer but of claims and documents."""

    def evidence(self, claims: Sequence[ox.NamedNode]) -> "EvidenceList":
        """What claims rest on."""

    def wider(self, answer: "Answer") -> "Answer | None":
        """Where a canned query has no answer, the nearest wider one that has."""


@dataclass(frozen=True, repr=False)
class Answer(Rows):
    """The rows that a query gave.

    Attributes:
        columns: the variables that were selected, in order.
        rows: one tuple a row, one term (or None) a column.
        query: the canned query, or None for the user's own SPARQL.
        asked: the parameters of the canned query as it was asked, in words, defaults included.
        graph: what the answer came from, for labels and evidence; None when it is not known.
        bound: the parameters of the canned query as terms.

    Example:
        >>> answer = kg.query("recurrence-prevention")
        >>> len(answer), answer.columns[:2]
        (3, ('standing', 'treatment'))
    """

    graph: Backing | None = field(default=None, repr=False, compare=False)
    bound: Mapping[str, Bound] = field(default_factory=dict, repr=False, compare=False)

    @property
    def types(self) -> dict[str, type]:
        """Column to the type of its values in `records`, data frames and JSON: int, float or bool where all are, else str.

        Terms, claims and documents are nodes in `rows`, and text (their labels) elsewhere.

        Example:
            >>> kg.query("shared-risk-factors").types["documents"]
            <class 'int'>
        """
        return kinds(self)

    def to_pandas(self, *, iris: bool = False) -> "pandas.DataFrame":
        """The rows as a pandas DataFrame: labels for nodes, numbers and truth typed (missing ones too), certainty as a category.

        Args:
            iris: CURIEs instead of labels.

        Raises:
            HographError: when pandas is not installed.

        Example:
            >>> frame = kg.query("recurrence-prevention").to_pandas()
            >>> frame.shape, str(frame["certainty"].dtype)
            ((3, 9), 'category')
        """
        return to_pandas(self, self.labels(), iris=iris)

    def to_polars(self, *, iris: bool = False) -> "polars.DataFrame":
        """The rows as a polars DataFrame, as `to_pandas`.

        Args:
            iris: CURIEs instead of labels.

        Raises:
            HographError: when polars is not installed.

        Example:
            >>> kg.query("recurrence-prevention").to_polars().shape
            (3, 9)
        """
        return to_polars(self, self.labels(), iris=iris)

    def labels(self) -> Mapping[ox.NamedNode, str]:
        """The label of each node in the rows but of claims and documents, which go by their names.

        Empty when it is not known what the answer came from.

        Example:
            >>> "radiation therapy" in kg.query("recurrence-prevention").labels().values()
            True
        """
        return self.graph.labels(self) if self.graph else {}

    def wider(self) -> "Answer | None":
        """Where a canned query has no answer, the nearest wider one that has: its `asked` says how it was asked; None where there is none.

        Example:
            >>> answer = kg.query("treatments", condition="HO after TBI")
            >>> len(answer), len(answer.wider()) > 0
            (0, True)
        """
        return self.graph.wider(self) if self.graph and not self.rows else None

    def __repr__(self) -> str:
        """How many rows of what; terms of RDF would tell nobody anything.

        Example:
            >>> kg.sparql("SELECT ?document WHERE { ?document a ho:Document }")
            <Answer: 5 rows of document; .to_pandas() shows them>
        """
        number = f"{len(self)} row{'' if len(self) == 1 else 's'}"
        about = f" to {self.query.name}" if self.query else ""
        return f"<Answer{about}: {number} of {', '.join(self.columns)}; .to_pandas() shows them>"

    def _repr_html_(self) -> str:
        behind: dict[str, list[Evidence]] = {}
        claims = dict.fromkeys(node for row in list(self)[:MOST_ROWS] for node in claims_of(row))
        for item in self.graph.evidence(list(claims)) if self.graph else ():
            behind.setdefault(item.claim, []).append(item)
        return answer_html(self, self.labels(), behind)


class EvidenceList(list[Evidence]):
    """Evidence that shows itself in a notebook; otherwise a list."""

    def _repr_html_(self) -> str:
        return evidence_html(self)
