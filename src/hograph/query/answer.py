"""Answers: typed rows with their columns, and the evidence of each row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as ox

from hograph.curation.documents import Document
from hograph.curation.values import Span
from hograph.errors import HographError
from hograph.query.binding import Bound, bind
from hograph.query.header import CLAIM_COLUMN, CLAIMS_COLUMN, CannedQuery
from hograph.vocabulary import DOCUMENT, HO, PREFIXES, RDFS, curie

if TYPE_CHECKING:
    import pandas

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None
PROLOGUE = "".join(f"PREFIX {name}: <{space}>\n" for name, space in PREFIXES.items())


@dataclass(frozen=True)
class Answer:
    """The rows that a query gave.

    Attributes:
        columns: the variables that were selected, in order.
        rows: one tuple a row, one term (or None) a column.
        query: the canned query, or None for the user's own SPARQL.

    Example:
        >>> answer = kg.query("recurrence-prevention")
        >>> len(answer), answer.columns[:2]
        (3, ('standing', 'treatment'))
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term, ...], ...]
    query: CannedQuery | None = None

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Term]]:
        """Each row as a mapping from column to term."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def records(self) -> list[dict[str, str | int | float | bool | None]]:
        """Each row as plain Python values: IRIs as text, numbers as numbers; `kg.records(answer)` gives labels instead of IRIs.

        Example:
            >>> kg.sparql("SELECT (COUNT(*) AS ?n) WHERE { ?d a ho:Document }").records()
            [{'n': 5}]
        """
        return [{column: plain_value(term) for column, term in row.items()} for row in self]

    def to_pandas(self) -> "pandas.DataFrame":
        """The rows as a pandas DataFrame, one column a variable.

        Raises:
            HographError: when pandas is not installed.

        Example:
            >>> kg.query("recurrence-prevention").to_pandas().shape
            (3, 9)
        """
        try:
            import pandas
        except ImportError as error:
            raise HographError(
                "A DataFrame needs pandas, which is not installed. Install it: pip install pandas"
            ) from error
        return pandas.DataFrame(self.records(), columns=list(self.columns))

    def claims(self) -> list[ox.NamedNode]:
        """The claims that the rows rest on, each once, in the order of the rows.

        Example:
            >>> len(kg.query("recurrence-prevention").claims())
            3
        """
        return list(dict.fromkeys(node for row in self for node in claims_of(row)))


def plain_value(term: Term) -> str | int | float | bool | None:
    """A term as a plain Python value: numbers and truth by their datatype, IRIs and text as text."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else str(term)
    kind = term.datatype.value.rsplit("#", 1)[-1]
    if kind == "integer":
        return int(term.value)
    if kind in {"decimal", "double", "float"}:
        return float(term.value)
    return term.value == "true" if kind == "boolean" else term.value


def claims_of(row: Mapping[str, Term]) -> list[ox.NamedNode]:
    """The claims that one row rests on."""
    one, several = row.get(CLAIM_COLUMN), row.get(CLAIMS_COLUMN)
    found = [one] if isinstance(one, ox.NamedNode) else []
    return found + ([ox.NamedNode(iri) for iri in several.value.split()] if isinstance(several, ox.Literal) else [])


@dataclass(frozen=True)
class Evidence:
    """What a claim rests on: the document, the section and the characters.

    Attributes:
        claim: IRI of the claim.
        label: the claim in words.
        certainty: label of its certainty, with `negated` before it where it is.
        document: slug of the document.
        title: title of the document.
        section: the heading over the passage, or None.
        start: first code point of the passage.
        end: first code point after it.
        sha256: hash of the passage.
        passage: its characters, where the document is at hand and unchanged; else None.

    Example:
        >>> item = kg.evidence(kg.query("recurrence-prevention"))[1]
        >>> item.certainty, item.end - item.start
        ('hedged', 59)
    """

    claim: str
    label: str
    certainty: str
    document: str
    title: str
    section: str | None
    start: int
    end: int
    sha256: str
    passage: str | None = field(default=None, compare=False)


EVIDENCE = (
    PROLOGUE
    + """
SELECT ?claim ?label ?polarity ?certainty ?document ?title ?section ?start ?end ?sha256 WHERE {
  VALUES (?claim) {}
  ?claim rdfs:label ?label ; ho:polarity/rdfs:label ?polarity ; ho:certainty/rdfs:label ?certainty .
  ?claim ho:statedIn ?document ; ho:evidence ?span .
  ?document dcterms:title ?title .
  ?span ho:textSha256 ?sha256 ; oa:hasSelector ?selector .
  ?selector oa:start ?start ; oa:end ?end .
  OPTIONAL { ?span ho:section ?section }
}"""
)


def solutions(store: ox.Store, text: str, bindings: Mapping[str, Bound] | None = None) -> ox.QuerySolutions:
    """Run a SELECT over the union of all graphs, parameters bound as terms.

    Raises:
        SyntaxError: when the text is not SPARQL.
        TypeError: when it is no SELECT.
    """
    found = store.query(bind(text, bindings or {}), use_default_graph_as_union=True)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("not a SELECT query")
    return found


def evidence(
    store: ox.Store, claims: Iterable[ox.NamedNode], documents: dict[str, Document] | None = None
) -> list[Evidence]:
    """The evidence of each claim, in the order given.

    Args:
        store: the built graph.
        claims: nodes of claims; what is no claim gives nothing.
        documents: the documents that are at hand, by slug; their passages are filled in.
    """
    return [_evidence(row, documents or {}) for claim in claims for row in solutions(store, EVIDENCE, {"claim": claim})]


def _evidence(row: ox.QuerySolution, documents: dict[str, Document]) -> Evidence:
    def text(name: str) -> str:
        return str(row[name].value)

    slug = DOCUMENT.name(row["document"])
    span = Span(start=int(text("start")), end=int(text("end")), sha256=text("sha256"))
    return Evidence(
        claim=curie(text("claim")),
        label=text("label"),
        certainty=f"negated, {text('certainty')}" if text("polarity") == "negated" else text("certainty"),
        document=slug,
        title=text("title"),
        section=text("section") if row["section"] is not None else None,
        start=span.start,
        end=span.end,
        sha256=span.sha256,
        passage=documents[slug].passage(span) if slug in documents else None,
    )


def labels(store: ox.Store, nodes: Iterable[ox.NamedNode]) -> dict[ox.NamedNode, str]:
    """The English label of each node that has one."""
    found = {}
    for node in dict.fromkeys(nodes):
        for quad in store.quads_for_pattern(node, RDFS["label"], None, None):
            if isinstance(quad.object, ox.Literal):
                found[node] = quad.object.value
                break
    return found


def describe(store: ox.Store, node: ox.NamedNode) -> list[tuple[ox.NamedNode, Term, ox.NamedNode]]:
    """Every triple about a node with the graph it stands in: predicate, object, graph; statements of the claim model left out for terms."""
    found = [(quad.predicate, quad.object, quad.graph_name) for quad in store.quads_for_pattern(node, None, None, None)]
    return sorted(((p, o, g) for p, o, g in found if isinstance(g, ox.NamedNode) and p != HO["category"]), key=str)
