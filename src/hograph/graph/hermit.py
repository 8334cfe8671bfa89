"""The reference reasoner: HermiT through owlready2. It needs Java, and is for checking the everyday reasoners."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hograph.errors import ReasonerError
from hograph.graph.reasoning import KIND, Conclusions, Edge, reasoner_input
from hograph.ontology.index import Ontology
from hograph.vocabulary import HO


def conclude_with_hermit(ontology: Ontology, edges: Iterable[Edge]) -> Conclusions:
    """Everything that follows, by HermiT.

    Raises:
        ReasonerError: when Java or owlready2 is missing, the ontology contradicts itself, or a class is unsatisfiable.
    """
    if shutil.which("java") is None:
        raise ReasonerError(
            "HermiT needs Java, and no 'java' is on the PATH. Install a Java runtime (11 or newer), or use --reasoner everyday."
        )
    try:
        import owlready2
    except ImportError as error:
        raise ReasonerError(
            "HermiT comes with owlready2, which is not installed. Install it: pip install 'hograph[hermit]'."
        ) from error
    # Turtle is never handed to owlready2, which misreads it without an error; N-Triples it reads well.
    with TemporaryDirectory() as folder:
        path = Path(folder) / "input.nt"
        path.write_bytes(reasoner_input(ontology, list(edges)))
        world = owlready2.World()
        world.get_ontology(path.as_uri()).load()
        try:
            owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError as error:
            raise ReasonerError(
                "HermiT finds a contradiction between the ontology and the edges of the claims."
            ) from error
        unsatisfiable = sorted(cls.iri for cls in world.inconsistent_classes() if cls.iri in HO)
        if unsatisfiable:
            raise ReasonerError(f"HermiT finds unsatisfiable classes: {', '.join(unsatisfiable)}.")
        return _read_back(world, ontology)


def _read_back(world: Any, ontology: Ontology) -> Conclusions:  # noqa: ANN401
    above = {cls.iri: {a.iri for a in cls.ancestors() if hasattr(a, "iri")} for cls in world.classes()}
    subclasses = {
        (_local(sub), _local(sup))
        for sub, sups in above.items()
        for sup in sups
        if sub != sup and sub in HO and sup in HO
    }
    edges, members = set[Edge](), set[tuple[str, str]]()
    for kind in world.individuals():
        if kind.iri not in KIND:
            continue
        name = _local(kind.iri).removeprefix("kind/")
        types = {iri for cls in kind.is_a if hasattr(cls, "iri") for iri in above.get(cls.iri, ())}
        members |= {(_local(iri), name) for iri in types if _local(iri) in ontology.roles}
        for relation in kind.get_properties():
            for other in relation[kind]:
                edges |= {
                    (name, p, _local(other.iri).removeprefix("kind/"))
                    for p in ontology.super_relations.get(_local(relation.iri), ())
                }
    return Conclusions(frozenset(subclasses), frozenset(edges), frozenset(members))


def _local(iri: str) -> str:
    return iri.removeprefix(str(HO))
