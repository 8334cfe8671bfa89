"""The tools themselves: each answers with claims and the characters that they rest on, and takes only names that resolve."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool

from hograph.agents.answers import (
    Because,
    ClaimExplained,
    ParameterHelp,
    QueryHelp,
    Question,
    Row,
    Table,
    Term,
    TermExplained,
)
from hograph.errors import QueryError
from hograph.knowledge import KnowledgeGraph
from hograph.query.answer import Answer
from hograph.query.canned import CLAIM_COLUMN, CLAIMS_COLUMN, CannedQuery
from hograph.query.evidence import Evidence
from hograph.query.portrait import claim_portrait, term_portrait
from hograph.query.rows import Term as Node
from hograph.query.rows import claims_of
from hograph.query.stems import stems
from hograph.query.wider import told, typed
from hograph.serve.asking import ask
from hograph.serve.finding import search_terms
from hograph.serve.service import Service
from hograph.vocabulary import CLAIM, DOCUMENT, HO, curie

MOST_ROWS = 200
"""So many rows are given at once at most."""
MOST_CLAIMS = 40
"""So many claims stand beside an explained term."""


@dataclass(frozen=True)
class Tools:
    """What agents may do with a graph.

    Attributes:
        service: the graph, and the processes that answer queries within the limits.
    """

    service: Service

    @property
    def kg(self) -> KnowledgeGraph:
        """The graph."""
        return self.service.kg

    def search_terms(self, words: str, limit: int = 10) -> tuple[Term, ...]:
        """Find terms of the ontology by label or synonym, the likest first, also where the words are misspelled."""
        return tuple(self._term(name.term) for name, _ in search_terms(self.service.names, words)[: max(1, limit)])

    def list_queries(self, about: str = "") -> tuple[Question, ...]:
        """List the canned queries, the questions that people ask; `about` (words) leaves those that speak of one of them."""
        wanted = set(stems(about))
        found = [query for query in self.kg.queries.values() if not wanted or wanted & _stems(query)]
        return tuple(
            Question(
                query.name,
                query.header.question,
                {name: parameter.default for name, parameter in query.header.parameters.items()},
                query.header.tags,
            )
            for query in found
        )

    def describe_query(self, name: str) -> QueryHelp:
        """Say what a canned query takes and what its columns mean, with its SPARQL: the best start for SPARQL of your own."""
        header = (query := self.kg.canned(name)).header
        parameters = {
            key: ParameterHelp(parameter.type.value, parameter.default, parameter.description, parameter.allowed)
            for key, parameter in header.parameters.items()
        }
        columns = {key: column.description for key, column in header.columns.items()}
        return QueryHelp(query.name, header.question, header.description, parameters, columns, query.text)

    async def run_query(
        self, name: str, parameters: dict[str, str | int] | None = None, limit: int = 50, offset: int = 0
    ) -> Table:
        """Run a canned query. Terms, documents and claims are named by label, synonym or CURIE. Every row has its claims."""
        given = {key: str(value) for key, value in (parameters or {}).items()}
        return await self._canned(name, given, limit, offset)

    async def ask(self, question: str, limit: int = 50, offset: int = 0) -> Table:
        """Ask in words: the nearest canned query is run, with the terms that the question names; the answer says which it was."""
        meant = await run_in_threadpool(self.kg.understand, question)
        table = await self._canned(meant.query.name, meant.parameters, limit, offset)
        return replace(table, note=" ".join([*meant.remarks(), table.note]).strip())

    async def sparql(self, query: str, limit: int = 50, offset: int = 0) -> Table:
        """Run a read-only SPARQL query of your own (SELECT, ASK, CONSTRUCT, DESCRIBE) over the union of all graphs.

        Prefixes of hograph need not be declared. Select ?claim so that rows come with their evidence.
        """
        found = await ask(self.service, query)
        if isinstance(found, bool):
            return Table("", 1, 0, (Row({"answer": found}, ()),), (), {}, "ASK says yes or no; it names no claims.")
        if isinstance(found, list):
            rows: list[tuple[Node, ...]] = [(t.subject, t.predicate, t.object) for t in found]
            found = Answer(("subject", "predicate", "object"), tuple(rows), graph=self.kg)
        return await run_in_threadpool(self._table, found, limit, offset)

    def explain(self, what: str) -> TermExplained | ClaimExplained:
        """Explain a term (definition, place, roles and why, what documents claim) or a claim (parts, proposition, what others say)."""
        node = self.kg.find(what)
        return self._explained_claim(node) if node in CLAIM else self._explained_term(HO.name(node))

    def evidence(self, claims: list[str]) -> tuple[Evidence, ...]:
        """Give the evidence of claims: document, section, characters, hash, and the passage where the document is at hand."""
        return self._claims([self._claim(claim) for claim in claims])

    async def _canned(self, name: str, parameters: Mapping[str, str], limit: int, offset: int) -> Table:
        answer = await self.service.answer(name, parameters)
        wider, kinds = await self.service.wider(answer), await self.service.left_out(answer)
        left = f"Left out: {kinds}; with include = all they are shown." if kinds else ""
        return await run_in_threadpool(
            self._table, answer, limit, offset, self._instead(answer, wider) if wider else left
        )

    def _instead(self, answer: Answer, wider: Answer) -> str:
        assert wider.query  # noqa: S101 -- only a canned query is made wider
        parameters = typed(wider.query, wider.bound, answer.bound, self.kg.ontology)
        return (
            f"{told(wider.asked, answer.asked, len(wider))}: run_query {wider.query.name} with parameters "
            f"{json.dumps(parameters, ensure_ascii=False)}."
        )

    def _claim(self, words: str) -> ox.NamedNode:
        node = self.kg.find(words if ":" in words else f"claim:{words}")
        if node not in CLAIM:
            raise QueryError(
                f"'{words}' is a term, and evidence is that of claims. `explain` says which claims speak of it."
            )
        return node

    def _claims(self, nodes: Iterable[ox.NamedNode]) -> tuple[Evidence, ...]:
        return tuple(self.kg.evidence(list(dict.fromkeys(nodes))))

    def _term(self, name: str) -> Term:
        ontology = self.kg.ontology
        category = ontology.category(name)
        return Term(
            f"ho:{name}",
            ontology.label(name),
            ontology.label(category) if category else "",
            ontology.definition(name) or "",
            tuple(text for _, text in ontology.synonyms(name)),
        )

    def _table(self, answer: Answer, limit: int, offset: int, instead: str = "") -> Table:
        offset, limit = max(0, offset), min(max(1, limit), MOST_ROWS)
        part = replace(answer, rows=answer.rows[offset : offset + limit], graph=self.kg)
        behind = [_claims_in(row) for row in part]
        labels = part.labels()
        columns = [column for column in part.columns if column not in {CLAIM_COLUMN, CLAIMS_COLUMN}]
        rows = tuple(
            Row({column: record[column] for column in columns}, tuple(curie(node.value) for node in claims))
            for record, claims in zip(self.kg.records(part), behind, strict=True)
        )
        terms = {label: curie(node.value) for node, label in labels.items() if node in HO and not _is_stated(node)}
        found = self._claims(node for claims in behind for node in claims)
        note = f"{_note(answer, offset, rows, found)} {instead}".strip()
        return Table(_asked(answer), len(answer), offset, rows, found, terms, note)

    def _explained_term(self, name: str) -> TermExplained:
        found = term_portrait(self.kg.store, self.kg.ontology, name)
        roles = tuple(self._reasons(f"ho:{name}"))
        shown = [self._claim(said.claim) for said in found.claims[:MOST_CLAIMS]]
        behind = [self._claim(claim) for role in roles for claim in role.claims]
        more = len(found.claims) - len(shown)
        note = f"{more} more claims: run_query claims with subject or object ho:{name}." if more > 0 else ""
        return TermExplained(
            term=self._term(name),
            kinds_above=found.above,
            kinds_below=found.below,
            matches=tuple(f"{match.relation} {match.identifier} {match.label}".strip() for match in found.matches),
            roles=roles,
            claims=len(found.claims),
            evidence=self._claims([*shown, *behind]),
            note=note,
        )

    def _explained_claim(self, node: ox.NamedNode) -> ClaimExplained:
        found = claim_portrait(self.kg.store, node)
        others = [said for said in found.claims if said.claim != found.curie]
        by_stance = groupby(sorted(others, key=lambda said: said.group), key=lambda said: said.group)
        return ClaimExplained(
            claim=self._claims([node])[0],
            parts=_gathered(found.parts),
            proposition=found.proposition,
            agreement=found.agreement,
            others={stance: tuple(said.claim for said in several) for stance, several in by_stance},
            roles=tuple(self._reasons(node.value)),
            evidence=self._claims([node, *(self._claim(said.claim) for said in others)]),
        )

    def _reasons(self, what: str) -> Iterable[Because]:
        label = self.kg.ontology.label
        for role, reason in self.kg.explain(what):
            words = (label(reason.subject), label(reason.relation), label(reason.object))
            claims = tuple(curie(node.value) for node in reason.claims)
            yield Because(label(role), " ".join(words), reason.steps, claims)


def _stems(query: CannedQuery) -> set[str]:
    header = query.header
    return set(stems(" ".join((query.name, header.title, header.question, *header.asked, *header.tags))))


def _claims_in(row: dict[str, Node]) -> list[ox.NamedNode]:
    """The claims of a row: of its columns for them, and whatever cell else is one."""
    cells = [term for term in row.values() if isinstance(term, ox.NamedNode) and term in CLAIM]
    own = [*claims_of(row), *cells]
    return list(dict.fromkeys(CLAIM[CLAIM.name(node).split("-")[0]] for node in own if node in CLAIM))


def _is_stated(node: ox.NamedNode) -> bool:
    return node in CLAIM or node in DOCUMENT


def _asked(answer: Answer) -> str:
    return f"{answer.query.header.question} {answer.question()}".strip() if answer.query else ""


def _note(answer: Answer, offset: int, rows: Sequence[Row], found: Sequence[Evidence]) -> str:
    parts = []
    if offset + len(rows) < len(answer):
        parts.append(f"There are more rows: ask again with offset {offset + len(rows)}.")
    if not answer.rows:
        parts.append("No claim answers it. That the documents do not say it does not mean that it is not so.")
    elif not found:
        parts.append("No row names a claim, so there is no evidence: select ?claim to get it.")
    return " ".join(parts)


def _gathered(parts: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, text in parts:
        found[name] = (*found.get(name, ()), text)
    return found
