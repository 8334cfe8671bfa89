"""The graph as an object: ask it, draw it, and see what each answer rests on."""

import difflib
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from hograph.errors import HographError, QueryError, UnknownTermError
from hograph.knowledge.lookup import Given, Lookup
from hograph.knowledge.values import Value, term_of
from hograph.query.answer import Answer
from hograph.query.arrows import MOST, arrows, arrows_of_term, weightiest
from hograph.query.binding import bind, solutions
from hograph.query.canned import Posed
from hograph.query.cells import value
from hograph.query.convert import to_dataset, to_owlready, to_rdflib
from hograph.query.counts import counts
from hograph.query.evidence import statements
from hograph.query.html import graph_html
from hograph.query.network import to_networkx
from hograph.query.parameters import in_words
from hograph.query.rows import leads_to_claims
from hograph.query.sparql import run, undeclared
from hograph.query.wider import LONG, UNCOUNTED, left_out, wider_bindings, with_all_kinds

if TYPE_CHECKING:
    import networkx
    import owlready2
    import rdflib
    from matplotlib.figure import Figure

    from hograph.query.picture import Picture


@dataclass(frozen=True)
class KnowledgeGraph(Lookup):
    """The built graph with its ontology and its canned queries.

    Attributes:
        root: a workspace, or the folder with `ontology/`, `data/` and `queries/`.
        store: every named graph, on the embedded engine or on a server.
        documents: the folders of source documents, where the user has them.
        prepared: the canned queries that were checked before, where the graph is a build on disk.

    Example:
        >>> [str(row["certainty"].value).rsplit("/")[-1] for row in kg.query("recurrence-prevention")]
        ['Asserted', 'Hedged', 'Hedged']
    """

    def query(self, name: str, **parameters: Given) -> Answer:
        """Ask a canned query.

        Args:
            name: its name, as `recurrence-prevention`.
            **parameters: its parameters; a term, document or claim by any of its names, True and False for yes and no. What is not given,
                or None, takes its default.

        Returns:
            The rows, each with the claim it rests on.

        Raises:
            QueryError: when there is no such query or parameter, the value is not allowed, or the graph has no such document or claim.
            UnknownTermError: when words name no term.

        Example:
            >>> len(kg.query("recurrence-prevention", condition="heterotopic ossification"))
            3
        """
        posed = self.posed(name, **parameters)
        return self.answered(posed, solutions(self.store, posed.query.text, posed.bound))

    def answered(self, posed: Posed, found: ox.QuerySolutions) -> Answer:
        """The answer to a canned query, of the rows that it gave, here or elsewhere.

        Raises:
            QueryError: when a row leads to no claim.

        Example:
            >>> posed = kg.posed("recurrence-prevention")
            >>> rows = kg.store.query(posed.query.text, use_default_graph_as_union=True)
            >>> kg.answered(posed, rows) == kg.query("recurrence-prevention")
            True
        """
        columns = tuple(variable.value for variable in found.variables)
        rows = tuple(tuple(row[column] for column in columns) for row in found)
        bound = posed.bound.items()
        names = self._names(term for _, term in bound if isinstance(term, ox.NamedNode))
        asked = {name: in_words(term, names) for name, term in bound}
        answer = Answer(columns, rows, posed.query, asked, self, posed.bound)
        if any(not leads_to_claims(row) for row in answer):
            raise QueryError(
                f"{posed.query.path}: a row of the answer leads to no claim; ?claim or ?claims must hold nothing else."
            )
        return answer

    def wider(self, answer: Answer) -> Answer | None:
        """Where a canned query has no answer, the nearest wider one that has; of the user's own SPARQL there is none.

        With more kinds of claims first (`include=all`), then with a term made wider step by step, then of all documents.

        Example:
            >>> kg.wider(kg.query("treatments", condition="HO after TBI")).asked["condition"]
            'heterotopic ossification (ho:HeterotopicOssification)'
        """
        if answer.query is None or not answer.bound:
            return None
        query = answer.query
        for bound in wider_bindings(query, answer.bound, self.ontology):
            found = self.answered(Posed(query, bound), solutions(self.store, query.text, bound))
            if found.rows:
                return found
        return None

    def left_out(self, answer: Answer) -> str:
        """How many claims an answer leaves out that `include=all` would show, by standing, in words; empty where there are none.

        Of an answer of more than 500 rows they are not counted, and it is said what they may be.

        Example:
            >>> kg.left_out(kg.query("recurrence-prevention"))
            '1 left open'
        """
        more = with_all_kinds(answer.query, answer.bound) if answer.query and answer.bound else None
        if answer.query is None or more is None:
            return ""
        if len(answer) > LONG:
            return UNCOUNTED
        posed = Posed(answer.query, more)
        return left_out(answer, self.answered(posed, solutions(self.store, posed.query.text, more)))

    def sparql(self, text: str, **values: Value) -> "Answer | bool | rdflib.Graph":
        """Run a query of your own over the union of all graphs; a name that the ontology does not declare is a warning.

        Args:
            text: SPARQL 1.1; the prefixes of hograph (`hograph.vocabulary.PREFIXES`) need not be declared.
            **values: what the variables of its block `VALUES (?name ...) { ... }` stand for: a term, claim or document by any of its
                names, an IRI, a number, an RDF term; None for anything.

        Returns:
            An answer for SELECT, true or false for ASK, an rdflib graph for CONSTRUCT and DESCRIBE.

        Raises:
            QueryError: when it is not SPARQL, would change something, or has no such block.
            UnknownTermError: when a value names nothing.

        Example:
            >>> kg.sparql("ASK { ho:HipJoint rdfs:subClassOf ho:Joint }")
            True
            >>> treated = "SELECT ?claim { VALUES (?by) { (UNDEF) } ?claim ho:subject ?by ; ho:predicate ho:treats }"
            >>> len(kg.sparql(treated, by="physiotherapy")) < len(kg.sparql(treated))
            True
        """
        found = run(self.store, bind(text, {name: term_of(self, value) for name, value in values.items()}))
        for remark in undeclared(text, self.ontology):
            warnings.warn(remark, stacklevel=2)
        if isinstance(found, Answer):
            return replace(found, graph=self)
        return to_rdflib(found) if isinstance(found, list) else found

    def ask(self, question: str, **parameters: Given) -> Answer:
        """Ask the canned query that is nearest to a question in words; `answer.query.name` says which it was.

        What the question names is bound to the parameters that take it, unless they are given: see `understand`.

        Raises:
            QueryError: when no canned query is near.

        Example:
            >>> kg.ask("which treatments prevent recurrence").query.name
            'recurrence-prevention'
        """
        meant = self.understand(question)
        return self.query(meant.query.name, **{**meant.parameters, **parameters})

    def claims(self, **filters: Given) -> Answer:
        """The claims that meet the filters, which are the parameters of the canned query `claims`.

        Args:
            **filters: `subject`, `object`, `kind`, `document`, `surely`; a document by its name or a part of it.

        Example:
            >>> len(kg.claims(subject="radiation therapy")) > len(kg.claims(subject="radiation therapy", document="joi")) > 0
            True
        """
        return self.query("claims", **filters)

    def records(self, answer: Answer, *, iris: bool = False) -> list[dict[str, str | int | float | bool | None]]:
        """The rows of an answer as plain Python values, with labels for IRIs; ready for `pandas.DataFrame`.

        Args:
            answer: the answer; its `types` say what the values of each column are.
            iris: CURIEs instead of labels.

        Example:
            >>> kg.records(kg.query("recurrence-prevention"))[0]["treatment"]
            'excision of mature lesion'
        """
        names = {} if iris else self.labels(answer)
        return [
            {column: value(term, names, iris=iris, column=column) for column, term in row.items()} for row in answer
        ]

    def statements(self, claims: Iterable[ox.NamedNode]) -> list[ox.Quad]:
        """Every statement about claims and the parts of claims: spans, cues, qualifiers.

        Example:
            >>> len(kg.statements(kg.query("recurrence-prevention").claims())) > 50
            True
        """
        return statements(self.store, claims)

    def draw(self, what: str | Answer, kind: str | None = None, most: int = MOST) -> "Picture":
        """A term with what documents claim of it, or an answer, as a picture: terms as boxes, claims as arrows.

        Args:
            what: a term by label, synonym or CURIE; the name of a canned query; or an answer.
            kind: only claims of this kind, as `treatment`.
            most: arrows to draw, the weightiest of every kind; what is more is counted in `left_out`.

        Returns:
            The picture, which shows itself in a notebook; `save(path)` writes it, `interactive()` gives a widget to move about in.

        Raises:
            HographError: when nothing is called so, or there is no such kind of claim.

        Example:
            >>> len(kg.draw("recurrence-prevention").arrows)
            3
        """
        from hograph.query.picture import Picture  # not needed to answer in words, and slow to import

        kinds = {relation.kind for relation in self.ontology.relations.values()}
        if kind is not None and kind not in kinds:
            raise HographError(f"There is no kind of claim '{kind}'. There are: {', '.join(sorted(kinds))}.")
        if isinstance(what, str) and what in self.queries:
            what = self.query(what)
        if isinstance(what, Answer):
            title = what.query.header.question if what.query else "Answer"
            drawn = arrows(self.store, what.claims())
        else:
            name = self._drawable(what)
            title, drawn = self.ontology.label(name), arrows_of_term(self.store, name)
        found = [a for a in drawn if kind is None or self.ontology.relations[a.relation].kind == kind]
        kind_of = {name: relation.kind for name, relation in self.ontology.relations.items()}
        if kind and drawn and not found:
            has = ", ".join(sorted({kind_of[a.relation] for a in drawn}))
            raise HographError(f"None of its {len(drawn)} arrows is of the kind '{kind}'. They are of: {has}.")
        return Picture(title, weightiest(found, most, kind_of), max(0, len(found) - most), self.ontology)

    def _drawable(self, what: str) -> str:
        """The term that is meant; where there is none, an error that names the queries that come near, too."""
        try:
            name = self.ontology.find(what, relations=False)
        except UnknownTermError as error:
            bare = what.removeprefix("ho:")
            if bare in self.ontology.relations:
                raise UnknownTermError(
                    f"'{what}' is a relation; a term or a canned query is drawn.{_or(bare, self.queries)}"
                ) from error
            raise UnknownTermError(f"{error}{_or(what, self.queries)}") from error
        if name in self.ontology.roles:
            label = self.ontology.label(name)
            raise UnknownTermError(
                f"{label} (ho:{name}) is a role, of which nothing is claimed. Draw its members: roles with role={label}."
            )
        return name

    def plot(self, chart: str) -> "Figure":
        """A chart of the whole graph, as a matplotlib figure.

        Args:
            chart: `sites` (by population), `agreement` (documents by statements), `timeline`, or `evidence` (claims by kind and document).

        Raises:
            HographError: when there is no such chart, or matplotlib is not installed.

        Example:
            >>> len(kg.plot("evidence").axes)
            1
        """
        from hograph.query.plots import CHARTS

        if chart not in CHARTS:
            raise HographError(f"There is no chart '{chart}'. There are: {', '.join(CHARTS)}.")
        name, draw = CHARTS[chart]
        return draw(self.records(self.query(name)))

    def to_networkx(self) -> "networkx.MultiDiGraph[str]":
        """The claims as a networkx graph: terms as nodes, one edge a claim with relation, polarity, certainty, agreement and place.

        Raises:
            HographError: when networkx is not installed.

        Example:
            >>> graph = kg.to_networkx()
            >>> graph.number_of_edges() == kg.counts()["claims"]
            True
        """
        return to_networkx(self.store)

    def counts(self) -> dict[str, int]:
        """How much is in the graph: documents, claims, propositions, mappings, terms that claims speak of.

        Example:
            >>> kg.counts()["documents"]
            5
        """
        return counts(self.store)

    def _repr_html_(self) -> str:
        names = ("recurrence-prevention", "excision-timing", "disagreements", "sites-by-population")
        asked = [(name, self.queries[name].header.question) for name in names if name in self.queries]
        title = (
            "hograph: what documents claim about heterotopic ossification, not what is true of it; not medical advice"
        )
        return graph_html(title, self.counts(), asked)

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


def _or(words: str, queries: Iterable[str]) -> str:
    """The canned queries that may be meant, as a question."""
    near = difflib.get_close_matches(words, queries, n=2)
    return f" Or the canned query {' or '.join(near)}?" if near else ""
