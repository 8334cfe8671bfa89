"""A picture of arrows between terms: as SVG, and to move about in."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from hograph.counting import counted_as
from hograph.errors import HographError
from hograph.files import write_atomically
from hograph.ontology.index import Ontology
from hograph.query.arrows import Arrow
from hograph.query.explore import explorer
from hograph.query.svg import svg

if TYPE_CHECKING:
    import ipysigma


@dataclass(frozen=True)
class Picture:
    """Claims about a term or behind an answer as arrows between terms; it shows itself in a notebook.

    Whole arrows are asserted, dashed ones hedged, those of dashes and dots both, dotted ones left open, red ones denied;
    thick ones stand in two or more documents.

    Attributes:
        title: what stands over it.
        arrows: what is drawn.
        left_out: arrows that it would not hold.
        ontology: for labels and categories.
    """

    title: str
    arrows: tuple[Arrow, ...]
    left_out: int
    ontology: Ontology

    @cached_property
    def svg(self) -> str:
        """The picture as SVG, the same each time.

        Raises:
            HographError: when there is nothing to draw, or fast-sugiyama is not installed.

        Example:
            >>> kg.draw("recurrence-prevention").svg[:4]
            '<svg'
        """
        return svg(self.arrows, self.ontology, self.title, self.left_out)

    def save(self, path: Path | str) -> Path:
        """Write the picture as an SVG file, whole or not at all.

        Raises:
            HographError: when there is nothing to draw, the layout library is not installed, the name does not end in .svg, or the file
                cannot be written.
        """
        if Path(path).suffix.casefold() != ".svg":
            raise HographError(
                f"A picture is written as SVG, so its name must end in .svg; '{Path(path).name}' does not."
            )
        write_atomically(Path(path), self.svg)
        return Path(path)

    def interactive(self) -> "ipysigma.Sigma":
        """The picture to move about in, as a widget for JupyterLab: zoom, search, point at terms and arrows.

        Raises:
            HographError: when there is nothing to draw, or ipysigma is not installed.

        Example:
            >>> type(kg.draw("FOP").interactive()).__name__
            'Sigma'
        """
        return explorer(self.arrows, self.ontology, self.title)

    def _repr_svg_(self) -> tuple[str, dict[str, str]]:
        return self.svg, {"alt": f"{self.title}: {counted_as(len(self.arrows), 'arrow')} between terms"}
