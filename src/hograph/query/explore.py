"""Arrows between terms as an interactive network for JupyterLab."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hograph.errors import HographError
from hograph.ontology.index import Ontology
from hograph.query.arrows import COLORS, Arrow

if TYPE_CHECKING:
    import ipysigma

GREY, RED, BLUE = "#888888", "#b00020", "#0072b2"


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
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(name=title)
    for name in sorted({name for arrow in drawn for name in (arrow.subject, arrow.object)}):
        graph.add_node(name, label=ontology.label(name), category=ontology.label(ontology.category(name) or "other"))
    for arrow in drawn:
        label = ontology.label(arrow.relation) + (" (denied)" if arrow.denied else "")
        color = RED if arrow.denied else BLUE if arrow.certainty == "asserted" else GREY
        graph.add_edge(
            arrow.subject,
            arrow.object,
            label=label,
            color=color,
            certainty=arrow.certainty,
            size=3 if arrow.corroborated else 1,
        )
    palette = {ontology.label(name): color for name, color in COLORS.items()}
    return ipysigma.Sigma(
        graph,
        name=title,
        node_color="category",
        node_color_palette=palette,
        node_size=graph.degree,
        node_size_range=(4, 16),
        raw_edge_color="color",
        raw_edge_size="size",
        edge_label="label",
        default_edge_type="arrow",
        start_layout=5,
        height=560,
    )
