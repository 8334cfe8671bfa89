"""What tools answer, as values whose fields become the output schema that an agent reads."""

from dataclasses import dataclass

from hograph.query.evidence import Evidence

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Term:
    """A term of the ontology; `curie` is what tools take, words of it do as well."""

    curie: str
    label: str
    category: str
    definition: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A canned query: `name` is what `run_query` takes; parameters with their defaults."""

    name: str
    question: str
    parameters: dict[str, str | int]
    tags: tuple[str, ...]


@dataclass(frozen=True)
class ParameterHelp:
    """What a parameter takes; `allowed` is empty where it is not one of a list of words."""

    type: str
    default: str | int
    description: str
    allowed: tuple[str, ...]


@dataclass(frozen=True)
class QueryHelp:
    """A canned query in full: what it takes, what its columns mean, and its SPARQL to start from."""

    name: str
    question: str
    description: str
    parameters: dict[str, ParameterHelp]
    columns: dict[str, str]
    sparql: str


@dataclass(frozen=True)
class Row:
    """One row of an answer, labels for terms, and the claims that it rests on."""

    values: dict[str, Cell]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows from `offset` on, of `total`; `evidence` has every claim of these rows once; `terms` the CURIEs of labels in them."""

    question: str
    total: int
    offset: int
    rows: tuple[Row, ...]
    evidence: tuple[Evidence, ...]
    terms: dict[str, str]
    note: str = ""


@dataclass(frozen=True)
class Because:
    """One reason why a term has a role: an edge between terms, the steps from it to the role, and the claims behind it."""

    role: str
    edge: str
    steps: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True)
class TermExplained:
    """A term: what it is, its roles with the reasons for each, and what documents claim of it."""

    term: Term
    kinds_above: tuple[str, ...]
    kinds_below: tuple[str, ...]
    matches: tuple[str, ...]
    roles: tuple[Because, ...]
    claims: int
    evidence: tuple[Evidence, ...]
    note: str = ""


@dataclass(frozen=True)
class ClaimExplained:
    """A claim: its parts, where it stands, its proposition, what other claims say of that, and the roles that rest on it."""

    claim: Evidence
    parts: dict[str, tuple[str, ...]]
    proposition: str
    agreement: str
    others: dict[str, tuple[str, ...]]
    roles: tuple[Because, ...]
    evidence: tuple[Evidence, ...]
