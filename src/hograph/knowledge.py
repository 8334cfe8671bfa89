"""The graph as an object: open it, ask it, and see what each answer rests on."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from hograph.curation.documents import Document, documents_folder
from hograph.errors import DocumentError, QueryError, UnknownTermError
from hograph.files import resources
from hograph.ontology.index import Ontology, load_ontology
from hograph.query.answer import Answer, Evidence, describe, evidence, labels, plain_value, solutions
from hograph.query.ask import nearest
from hograph.query.convert import to_dataset, to_owlready, to_rdflib
from hograph.query.explain import Reason, reasons, roles_of
from hograph.query.header import CannedQuery, find_query, load_queries
from hograph.query.sparql import run
from hograph.query.store import open_store, own_store
from hograph.vocabulary import CLAIM, DOCUMENT, GRAPH, HO, RDF, curie

if TYPE_CHECKING:
    import owlready2
    import rdflib


@dataclass(frozen=True)
class KnowledgeGraph:
    """The built graph with its ontology and its canned queries.

    Attributes:
        root: the folder with `ontology/`, `data/` and `queries/`.
        store: every named graph, on the embedded engine.
        documents: the folder of source documents, where the user has them.

    Example:
        >>> [str(row["certainty"].value).rsplit("/")[-1] for row in kg.query("recurrence-prevention")]
        ['Asserted', 'Hedged', 'Hedged']
    """

    root: Path
    store: ox.Store
    documents: Path | None = None

    @cached_property
    def ontology(self) -> Ontology:
        """The index over the ontology."""
        return load_ontology(self.root / "ontology")

    @cached_property
    def queries(self) -> dict[str, CannedQuery]:
        """The canned queries by name."""
        return load_queries(self.root / "queries", self.ontology)

    def query(self, name: str, **parameters: str | int) -> Answer:
        """Ask a canned query.

        Args:
            name: its name, as `recurrence-prevention`.
            **parameters: its parameters; a term by label, synonym, CURIE or IRI. What is not given takes its default.

        Returns:
            The rows, each with the claim it rests on.

        Raises:
            QueryError: when there is no such query or parameter, or the value is not allowed.
            UnknownTermError: when words name no term.

        Example:
            >>> len(kg.query("recurrence-prevention", condition="heterotopic ossification"))
            3
        """
        query = self._canned(name)
        bound = query.bindings({key: str(value) for key, value in parameters.items()}, self.ontology)
        return _answer(solutions(self.store, query.text, bound), query)

    def _canned(self, name: str) -> CannedQuery:
        """One canned query; its own file is read when the others have not been."""
        if name not in self._loaded:
            self._loaded[name] = find_query(self.root / "queries", name, self.ontology)
        return self._loaded[name]

    @cached_property
    def _loaded(self) -> dict[str, CannedQuery]:
        return {}

    def sparql(self, text: str) -> "Answer | bool | rdflib.Graph":
        """Run a query of your own over the union of all graphs.

        Args:
            text: SPARQL 1.1; the prefixes of hograph (`hograph.vocabulary.PREFIXES`) need not be declared.

        Returns:
            An answer for SELECT, true or false for ASK, an rdflib graph for CONSTRUCT and DESCRIBE.

        Example:
            >>> kg.sparql("ASK { ho:HipJoint rdfs:subClassOf ho:Joint }")
            True
        """
        found = run(self.store, text)
        return to_rdflib(found) if isinstance(found, list) else found

    def ask(self, question: str, **parameters: str | int) -> Answer:
        """Ask the canned query that is nearest to a question in words; `answer.query.name` says which it was.

        Raises:
            QueryError: when the question shares no word with any canned query.

        Example:
            >>> kg.ask("which treatments prevent recurrence").query.name
            'recurrence-prevention'
        """
        matches = nearest(question, self.queries)
        if not matches:
            raise QueryError(f"No canned query is like '{question}'. `hograph queries` lists them.")
        return self.query(matches[0].query.name, **parameters)

    def search(self, words: str, limit: int = 10) -> list[str]:
        """The terms whose names contain the words, as CURIEs: names that begin with them first, then the shorter ones.

        Example:
            >>> kg.search("hip joint")[0]
            'ho:HipJoint'
        """
        return [f"ho:{name}" for name in self.ontology.search(words)[:limit]]

    def claims(self, **filters: str | int) -> Answer:
        """The claims that meet the filters, which are the parameters of the canned query `claims`.

        Example:
            >>> len(kg.claims(subject="radiation therapy")) > 0
            True
        """
        return self.query("claims", **filters)

    def describe(self, words: str) -> list[tuple[str, str, str]]:
        """Every statement about a term or claim: relation, value and graph, in words.

        Example:
            >>> ("has exact synonym", "FOP", "ontology") in kg.describe("FOP")
            True
        """
        statements = describe(self.store, self.find(words))
        names = labels(self.store, (n for p, o, _ in statements for n in (p, o) if isinstance(n, ox.NamedNode)))
        return [
            (
                names.get(p, curie(p.value)),
                names.get(o, curie(o.value)) if isinstance(o, ox.NamedNode) else o.value,
                GRAPH.name(g),
            )
            for p, o, g in statements
            if isinstance(o, ox.NamedNode | ox.Literal)
        ]

    def records(self, answer: Answer) -> list[dict[str, str | int | float | bool | None]]:
        """The rows of an answer as plain Python values, with labels for IRIs; ready for `pandas.DataFrame`.

        Example:
            >>> kg.records(kg.query("recurrence-prevention"))[0]["treatment"]
            'excision of mature lesion'
        """
        names = self.labels(answer)
        return [
            {c: names.get(t, t.value) if isinstance(t, ox.NamedNode) else plain_value(t) for c, t in row.items()}
            for row in answer
        ]

    def statements(self, claims: Iterable[ox.NamedNode]) -> list[ox.Quad]:
        """Every statement about claims and the parts of claims: spans, cues, qualifiers.

        Example:
            >>> len(kg.statements(kg.query("recurrence-prevention").claims())) > 50
            True
        """
        found: dict[ox.Quad, None] = {}
        waiting = list(claims)
        while waiting:
            node = waiting.pop()
            for quad in self.store.quads_for_pattern(node, None, None, None):
                if quad not in found:
                    found[quad] = None
                    part = quad.object
                    if isinstance(part, ox.NamedNode) and part.value.startswith(f"{node.value}-"):
                        waiting.append(part)
        return list(found)

    @cached_property
    def rdflib(self) -> "rdflib.Dataset":
        """The whole graph as an rdflib `Dataset` whose default graph is the union; a copy, made when first asked for.

        Example:
            >>> len(kg.rdflib) > 30_000
            True
        """
        return to_dataset(self.store)

    @cached_property
    def owl(self) -> "owlready2.Ontology":
        """The ontology in owlready2, in a world of its own.

        Raises:
            HographError: when owlready2 is not installed.

        Example:
            >>> kg.owl.HipJoint.label
            ['hip joint']
        """
        return to_owlready(self.ontology.triples)

    def evidence(self, claims: "Answer | Iterable[ox.NamedNode | str]") -> list[Evidence]:
        """What claims rest on, with the passages where the documents are at hand.

        Args:
            claims: an answer, or claims by node, IRI or CURIE.

        Example:
            >>> kg.evidence(kg.query("recurrence-prevention"))[0].document
            'dr-oracle-heterotopic-ossification'
        """
        nodes = claims.claims() if isinstance(claims, Answer) else [self._claim(claim) for claim in claims]
        return evidence(self.store, nodes, self._documents)

    @cached_property
    def _documents(self) -> dict[str, Document]:
        """The documents that are at hand, by slug; one that is missing or unreadable is left out."""
        if self.documents is None:
            return {}
        found = {}
        for quad in self.store.quads_for_pattern(None, RDF["type"], HO["Document"], None):
            slug = DOCUMENT.name(quad.subject) if isinstance(quad.subject, ox.NamedNode) else ""
            with suppress(DocumentError):
                found[slug] = Document.read(self.documents, slug)
        return found

    def _claim(self, claim: ox.NamedNode | str) -> ox.NamedNode:
        if isinstance(claim, ox.NamedNode):
            return claim
        return CLAIM[claim.strip("<>").removeprefix(str(CLAIM)).removeprefix("claim:")]

    def find_claim(self, words: str) -> ox.NamedNode | None:
        """The claim with this CURIE, IRI or the beginning of its name; None when there is none or several.

        Args:
            words: as the user typed it.

        Example:
            >>> kg.find_claim("claim:") is None
            True
        """
        name = words.strip("<>").removeprefix(str(CLAIM)).removeprefix("claim:")
        if not name:
            return None
        quads = self.store.quads_for_pattern(None, RDF["type"], HO["Claim"], None)
        found = {
            q.subject for q in quads if isinstance(q.subject, ox.NamedNode) and CLAIM.name(q.subject).startswith(name)
        }
        return found.pop() if len(found) == 1 else None

    def find(self, words: str) -> ox.NamedNode:
        """The term or claim that the words name.

        Raises:
            UnknownTermError: when nothing is called so.

        Example:
            >>> kg.find("FOP")
            <NamedNode value=https://w3id.org/hograph/FibrodysplasiaOssificansProgressiva>
        """
        if words.startswith(("claim:", str(CLAIM), f"<{CLAIM}")):
            claim = self.find_claim(words)
            if claim is None:
                raise UnknownTermError(f"'{words}' is no claim of this graph. `hograph export claims` lists them.")
            return claim
        return HO[self.ontology.find(words)]

    def explain(self, words: str) -> Iterator[tuple[str, Reason]]:
        """Each role of a term with each of its reasons.

        Args:
            words: a term by label, synonym, CURIE or IRI.

        Yields:
            The name of a role, and a reason for it.

        Raises:
            UnknownTermError: when words name no term.

        Example:
            >>> sorted({role for role, _ in kg.explain("triple-phase bone scan")})[:2]
            ['DetectingProcedure', 'EarlyDetectingProcedure']
        """
        term = self.ontology.find(words)
        for role in roles_of(self.store, self.ontology, term):
            for reason in reasons(self.store, self.ontology, term, role):
                yield role, reason

    def labels(self, answer: Answer) -> dict[ox.NamedNode, str]:
        """The label of every node in an answer.

        Example:
            >>> "radiation therapy" in kg.labels(kg.query("recurrence-prevention")).values()
            True
        """
        return labels(self.store, (term for row in answer.rows for term in row if isinstance(term, ox.NamedNode)))


def _answer(found: ox.QuerySolutions, query: CannedQuery | None) -> Answer:
    columns = tuple(variable.value for variable in found.variables)
    return Answer(columns, tuple(tuple(row[column] for column in columns) for row in found), query)


def open_graph(
    source: "Path | str | rdflib.Dataset | ox.Store | None" = None,
    build_folder: Path | None = None,
    documents: Path | None = None,
    say: Callable[[str], None] = lambda _: None,
) -> KnowledgeGraph:
    """Open the graph, building it first when its inputs are new or have changed.

    Args:
        source: what to open: a folder with `ontology/`, `data/` and `queries/` (the checkout or the installed package when not
            given); a file of N-Quads or TriG, an rdflib dataset or a store of your own, which is asked with the shipped queries.
        build_folder: where the build is kept.
        documents: the folder of source documents, for passages; `HOGRAPH_DOCUMENTS` when not given.
        say: told what is going on when it takes a while.

    Returns:
        The graph, read into memory.

    Raises:
        HographError: when an input or the build cannot be read; the text says where.

    Example:
        >>> import hograph
        >>> len(hograph.open(kg.store).query("recurrence-prevention"))
        3
    """
    at_hand = documents_folder(documents)
    if source is None or (isinstance(source, str | Path) and not Path(source).is_file()):
        root = Path(source) if source is not None else None
        return KnowledgeGraph(resources(root), open_store(root, build_folder, say), at_hand)
    return KnowledgeGraph(resources(), own_store(source), at_hand)
