"""Arrows between terms as an interactive network for JupyterLab."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hograph.errors import HographError
from hograph.ontology.index import Ontology
from hograph.query.arrows import COLORS, Arrow

if TYPE_CHECKING:
    import ipysigma

GREY, RED, BLUE = "#888888", "#b00020", "#0072b2"
MARKS = {"asserted": "", "asserted and hedged": " (asserted and hedged)", "hedged": " (hedged)", "open": " (left open)"}


def explorer(drawn: Sequence[Arrow], ontology: Ontology, title: str) -> "ipysigma.Sigma":
    """A network to zoom, search and move about in; terms coloured by category, arrows by certainty.

    Args:
        drawn: the arrows.
        ontology: for labels and categories.
        title: its name.

    Raises:
        HographError: when there is nothing to show, or ipysigma or networkx is not installed.
    """
    if not drawn:
        raise HographError("There is nothing to draw: no claim is about it.")
    try:
        import ipysigma
        import networkx
    except ImportError as error:
        raise HographError(
            "This needs ipysigma and networkx. Install them: pip install 'hograph[notebook]'."
        ) from error
    graph: networkx.DiGraph[str] = networkx.DiGraph(name=title)
    for name in sorted({name for arrow in drawn for name in (arrow.subject, arrow.object)}):
        graph.add_node(name, label=ontology.label(name), category=ontology.label(ontology.category(name) or "other"))
    between: dict[tuple[str, str], list[Arrow]] = {}
    for arrow in drawn:
        between.setdefault((arrow.subject, arrow.object), []).append(arrow)
    for (subject, target), beside in between.items():
        graph.add_edge(subject, target, **_edge(beside, ontology))
    present = set(networkx.get_node_attributes(graph, "category").values())
    palette = {label: color for name, color in COLORS.items() if (label := ontology.label(name)) in present}
    return ipysigma.Sigma(
        graph,
        name=title,
        node_color="category",
        node_color_palette=palette,
        node_size=graph.degree,
        node_size_range=(7, 18),
        default_node_border_color=GREY,
        default_node_border_ratio=0.15,
        clickable_edges=True,
        show_all_labels=True,
        raw_edge_color="color",
        raw_edge_size="size",
        edge_label="label",
        default_edge_type="arrow",
        start_layout=5,
        height=560,
    )


def _edge(beside: Sequence[Arrow], ontology: Ontology) -> dict[str, str | int]:
    """All that is said between two terms as one edge, for the widget would lay one arrow over the other; a denial is never hidden."""
    asserted = all(arrow.certainty == "asserted" for arrow in beside)
    words = (a.words(ontology.label(a.relation)) + MARKS[a.certainty] for a in beside)
    return {
        "label": "; ".join(words),
        "color": RED if any(arrow.denied for arrow in beside) else BLUE if asserted else GREY,
        "size": 3 if any(arrow.corroborated for arrow in beside) else 1,
    }
