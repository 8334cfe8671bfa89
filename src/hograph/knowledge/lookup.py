"""The graph to look things up in: terms, claims, names, evidence, and why a term has a role."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from hograph.curation.documents import Document, find_file
from hograph.errors import HographError, QueryError, UnknownTermError
from hograph.files import read_text
from hograph.ontology.index import Ontology, load_ontology
from hograph.query.answer import EvidenceList
from hograph.query.ask import Understood, understand
from hograph.query.canned import CannedQuery, Posed, find_query
from hograph.query.cells import own_name
from hograph.query.direction import directed
from hograph.query.evidence import describe, evidence, labels
from hograph.query.explain import Reason, reasons, reasons_from
from hograph.query.known import Known
from hograph.query.mentions import Vocabulary
from hograph.query.names import documents, find_claim, find_claims, find_mapped
from hograph.query.phrases import Questions
from hograph.query.prepared import Prepared
from hograph.query.rows import Rows, Term, claims_of
from hograph.store.interface import Store
from hograph.vocabulary import CLAIM, DOCUMENT, GRAPH, HO, RDF, curie
from hograph.workspace.layers import Layers

if TYPE_CHECKING:
    from hograph.query.profile import Profile


Given = str | int | bool | None
"""What Python says for a parameter of a query; None leaves it at its default."""


def _in_words(parameters: Mapping[str, Given]) -> dict[str, str]:
    said = {True: "yes", False: "no"}
    given = {name: value for name, value in parameters.items() if value is not None}
    return {name: said[value] if isinstance(value, bool) else str(value) for name, value in given.items()}


@dataclass(frozen=True)
class Lookup:
    """What can be looked up in a built graph.

    Attributes:
        root: a workspace, or the folder with `ontology/`, `data/` and `queries/`.
        store: every named graph, on the embedded engine or on a server.
        documents: the folders of source documents, where the user has them.
        prepared: the canned queries that were checked before, where the graph is a build on disk.
    """

    root: Path
    store: Store
    documents: tuple[Path, ...] = ()
    prepared: Prepared | None = field(default=None, repr=False)

    @cached_property
    def ontology(self) -> Ontology:
        """The index over the ontology: labels, synonyms, hierarchy, relations.

        Example:
            >>> kg.ontology.label("HipJoint"), kg.ontology.category("HipJoint")
            ('hip joint', 'AnatomicalEntity')
        """
        return load_ontology(*self._layers.ontology)

    @cached_property
    def _layers(self) -> Layers:
        return Layers.of(self.root)

    @cached_property
    def queries(self) -> dict[str, CannedQuery]:
        """The canned queries by name, each with its header and text.

        Example:
            >>> kg.queries["recurrence-prevention"].header.question
            'Which treatments prevent recurrence?'
        """
        return {name: self.canned(name) for name in self._layers.queries}

    def understand(self, question: str) -> Understood:
        """The canned query that a question in words means, and what the question names as its parameters.

        Raises:
            QueryError: when no canned query is near, with the three that come nearest.

        Example:
            >>> meant = kg.understand("how is FOP treated?")
            >>> meant.query.name, meant.parameters
            ('treatments', {'condition': 'FibrodysplasiaOssificansProgressiva'})
        """
        found = understand(question, self._questions, Vocabulary(self.ontology, tuple(documents(self.store))))
        return directed(replace(found, query=self.canned(found.query.name)), self.store)

    @cached_property
    def _questions(self) -> Questions:
        from hograph.query.header import read_queries

        return Questions(read_queries(self._layers))

    def canned(self, name: str) -> CannedQuery:
        """One canned query; its own file is read when the others have not been, and checked only if that was not done before.

        Raises:
            QueryError: when there is none of this name, or it breaks a rule.

        Example:
            >>> kg.canned("causes").header.title
            'Causes'
        """
        if name not in self._loaded:
            path = find_query(self._layers, name)
            prepared = self.prepared.read(path, read_text(path)) if self.prepared else None
            self._loaded[name] = prepared or self._checked(path)
        return self._loaded[name]

    def posed(self, name: str, **parameters: Given) -> Posed:
        """A canned query with its parameters as terms of the graph, not yet asked; arguments and errors are those of `query`.

        Example:
            >>> kg.posed("recurrence-prevention", condition="FOP").bound["condition"]
            <NamedNode value=https://w3id.org/hograph/FibrodysplasiaOssificansProgressiva>
        """
        query = self.canned(name)
        return Posed(query, query.bindings(_in_words(parameters), self))

    @cached_property
    def _known(self) -> Known:
        return Known(self.ontology, self._layers.base_ontology)

    def prepare(self) -> None:
        """Check every canned query once an ontology, so that asking one later need not; what breaks a rule is told when it is asked.

        Example:
            >>> kg.prepare()
        """
        if self.prepared and self.prepared.begin():
            for name in self._layers.queries:
                with suppress(HographError):
                    self.canned(name)

    def _checked(self, path: Path) -> CannedQuery:
        from hograph.query.header import load_query

        query = load_query(path, self.ontology, self._known)
        if self.prepared:
            self.prepared.keep(query)
        return query

    @cached_property
    def _loaded(self) -> dict[str, CannedQuery]:
        return {}

    def profile(self, name: str, **parameters: Given) -> "Profile":
        """Where the time of a canned query goes: each part with the solutions that are left after it, and the time until then.

        Args:
            name: its name.
            **parameters: its parameters, as for `query`.

        Example:
            >>> found = kg.profile("recurrence-prevention")
            >>> found.rows, found.parts[-1].solutions
            (3, 3)
        """
        from hograph.query.profile import profile

        query = self.canned(name)
        return profile(self.store, query.text, query.bindings(_in_words(parameters), self))

    def search(self, words: str, limit: int = 10) -> list[str]:
        """The terms whose names contain the words, as CURIEs: names that begin with them first, then the shorter ones.

        Where no name contains them, those that are spelled nearly so.

        Example:
            >>> kg.search("hip joint")[0], kg.search("hip jiont")[0]
            ('ho:HipJoint', 'ho:HipJoint')
        """
        found = self.ontology.search(words) or self.ontology.near(words)
        return [f"ho:{name}" for name in found[:limit]]

    def find_claim(self, words: str) -> ox.NamedNode | None:
        """The claim with this CURIE, IRI or the beginning of its name; None when there is none or several.

        Args:
            words: as the user typed it.

        Example:
            >>> kg.find_claim("claim:") is None
            True
        """
        try:
            return find_claim(self.store, words)
        except QueryError:
            return None

    def find(self, words: str) -> ox.NamedNode:
        """The term or claim that the words name; a claim also by its bare name, and after `claim:` by the beginning of it.

        Raises:
            QueryError: when there is no such claim, or several begin so.
            UnknownTermError: when no term is called so.

        Example:
            >>> kg.find("FOP") == kg.find("MONDO:0007606")
            True
        """
        if words.startswith(("claim:", str(CLAIM), f"<{CLAIM}")):
            return find_claim(self.store, words)
        try:
            return HO[self.ontology.find(find_mapped(self.store, words) or words)]
        except UnknownTermError:
            claim = self.find_claim(words)
            if claim is None or CLAIM.name(claim) != words.strip():
                raise
            return claim

    def labels(self, answer: Rows) -> dict[ox.NamedNode, str]:
        """The label of every node in an answer but of claims and documents, which go by their names.

        Example:
            >>> "radiation therapy" in kg.labels(kg.query("recurrence-prevention")).values()
            True
        """
        nodes = (term for row in answer.rows for term in row if isinstance(term, ox.NamedNode))
        return labels(self.store, (node for node in nodes if own_name(node) is None))

    def _names(self, nodes: Iterable[ox.NamedNode]) -> dict[ox.NamedNode, str]:
        """The labels of the terms of ours among nodes; the ontology is asked only for what the graph has no label of."""
        terms = [node for node in nodes if node in HO and node not in CLAIM and node not in DOCUMENT]
        found = labels(self.store, terms)
        return {term: found[term] if term in found else self.ontology.label(HO.name(term)) for term in terms}

    def evidence(
        self, claims: "Rows | Mapping[str, Term] | ox.NamedNode | str | Iterable[ox.NamedNode | str]"
    ) -> EvidenceList:
        """What claims rest on, with the passages where the documents are at hand.

        Args:
            claims: an answer, one row of an answer, a claim by node, IRI or CURIE, or several.

        Raises:
            QueryError: when something else is given, or there is no such claim.

        Example:
            >>> kg.evidence(kg.query("recurrence-prevention"))[0].document
            'dr-oracle-heterotopic-ossification'
        """
        if isinstance(claims, Rows):
            nodes = claims.claims()
        elif isinstance(claims, Mapping):
            nodes = claims_of(claims)
        else:
            several = [claims] if isinstance(claims, ox.NamedNode | str) else claims
            nodes = [node for claim in several for node in find_claims(self.store, claim)]
        return EvidenceList(evidence(self.store, nodes, self._documents))

    @cached_property
    def _documents(self) -> dict[str, Document]:
        """The documents that are at hand, by slug; one that is missing or unreadable is left out."""
        found = {}
        for quad in self.store.quads_for_pattern(None, RDF["type"], HO["Document"], None):
            slug = DOCUMENT.name(quad.subject) if isinstance(quad.subject, ox.NamedNode) else ""
            if find_file(self.documents, slug):
                with suppress(HographError):
                    found[slug] = Document.at_hand(self.documents, slug)
        return found

    @property
    def hashes(self) -> dict[str, str]:
        """Slug of each document that is at hand to its SHA-256.

        Example:
            >>> {len(digest) for digest in kg.hashes.values()} <= {64}
            True
        """
        return {slug: document.sha256 for slug, document in sorted(self._documents.items())}

    def document(self, slug: str) -> Document | None:
        """A document with its text, where it is at hand.

        Args:
            slug: its name, in full.

        Example:
            >>> kg.document("no-such-document") is None
            True
        """
        return self._documents.get(slug)

    def describe(self, words: str) -> list[tuple[str, str, str]]:
        """Every statement about a term or claim, in words, sorted.

        Args:
            words: a term by label, synonym, CURIE or IRI, or a claim.

        Returns:
            Triples of relation, value and graph: labels for nodes that have one, CURIEs for the others, literals as text, and the graph
            that says so without its prefix, as `ontology`. Axioms without a name are left out.

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

    def explain(self, words: str) -> Iterator[tuple[str, Reason]]:
        """Each role of a term with each of its reasons; of a claim, the roles that rest on it.

        Args:
            words: a term by label, synonym, CURIE or IRI, or a claim.

        Returns:
            Pairs of the name of a role and a reason for it: an edge, the steps from there to the role, and the claims behind the edge.
            For a claim, the reasons that it is one of the claims of; what it rests on itself is what `evidence` gives.

        Raises:
            QueryError: when there is no such claim, or several begin so.
            UnknownTermError: when words name no term.

        Example:
            >>> sorted({role for role, _ in kg.explain("triple-phase bone scan")})[:2]
            ['DetectingProcedure', 'EarlyDetectingProcedure']
            >>> [(role, reason.subject) for role, reason in kg.explain("claim:76dhy7swlmk7omqc")]
            [('PossibleRecurrencePreventingIntervention', 'RadiationTherapy')]
        """
        node = self.find(words)
        if node in CLAIM:
            return reasons_from(self.store, self.ontology, node)
        return reasons(self.store, self.ontology, HO.name(node))
