"""How much of what our table maps to a vocabulary stands in a file, which tells a whole version from a slim."""

from collections.abc import Iterable
from dataclasses import dataclass

from hograph.linking.foreign import ForeignOntology
from hograph.ontology.mappings import Mapping

WHOLE = 0.9
"""Share of the mapped terms from which a file is taken for a whole version; among real files, slims have half and whole versions all."""


@dataclass(frozen=True)
class Coverage:
    """Which mapped terms of one vocabulary a file has.

    Attributes:
        mapped: CURIEs of their terms that the table maps to, sorted.
        absent: mappings to terms that the file lacks, or has without a name.
    """

    mapped: tuple[str, ...]
    absent: tuple[Mapping, ...]

    @classmethod
    def of(cls, foreign: ForeignOntology, mappings: Iterable[Mapping]) -> "Coverage":
        """What a file has of the terms of its own prefix that a table of mappings points to."""
        mine = [mapping for mapping in mappings if mapping.object_id.startswith(f"{foreign.prefix}:")]
        absent = (mapping for mapping in mine if not foreign.label(mapping.object_id))
        return cls(tuple(sorted({mapping.object_id for mapping in mine})), tuple(absent))

    @property
    def missing(self) -> tuple[str, ...]:
        """CURIEs of mapped terms that the file lacks, sorted."""
        return tuple(sorted({mapping.object_id for mapping in self.absent}))

    @property
    def whole(self) -> bool:
        """Whether the file is a whole version of its vocabulary, as far as our terms tell: it has nine in ten of those mapped to."""
        return bool(self.mapped) and len(self.missing) <= (1 - WHOLE) * len(self.mapped)
