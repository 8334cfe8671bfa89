"""What is known of the vocabularies that hograph maps to: licences, what may not be passed on, and where categories of ours belong."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field, RootModel

from hograph.curation.values import Value
from hograph.curation.yamlfile import parse, validated
from hograph.errors import ClaimFileError, OntologyError
from hograph.files import read_text


class Vocabulary(Value):
    """One vocabulary of somebody else.

    Attributes:
        title: its name.
        homepage: where to find it.
        licence: IRI of its licence.
        restricted: whether its labels and hierarchy must not be passed on.
        branches: top category of ours to the roots of theirs below which an exact or close match must lie.
        elsewhere: other roots of theirs; nothing of ours belongs below them.
    """

    title: str
    homepage: str | None = None
    licence: str | None = None
    restricted: bool = False
    branches: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()


class _Table(RootModel[dict[str, Vocabulary]]):
    """The whole file: CURIE prefix to vocabulary."""


@dataclass(frozen=True)
class Vocabularies:
    """Every vocabulary by its CURIE prefix."""

    by_prefix: dict[str, Vocabulary] = field(default_factory=dict)

    def get(self, curie: str) -> Vocabulary | None:
        """The vocabulary of a CURIE or prefix; None when nothing is known of it."""
        return self.by_prefix.get(curie.partition(":")[0])

    def restricted(self, curie: str) -> bool:
        """Whether labels of the vocabulary of a CURIE must not be passed on."""
        found = self.get(curie)
        return found is not None and found.restricted


def load_vocabularies(path: Path) -> Vocabularies:
    """Read the table of vocabularies.

    Raises:
        OntologyError: naming file and line of what is wrong.
    """
    try:
        data, node = parse(read_text(path), path)
        return Vocabularies(validated(_Table, data, node, path).root)
    except ClaimFileError as error:
        raise OntologyError(str(error)) from error
