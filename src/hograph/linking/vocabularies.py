"""What is known of the vocabularies that hograph maps to: their prefixes and licences, and where categories of ours belong in them."""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import Field, RootModel

from hograph.curation.base import Value
from hograph.curation.yamlfile import parse, validated
from hograph.errors import ClaimFileError, OntologyError
from hograph.files import read_text

DATED = re.compile(r"_\d{4}_\d{1,2}_\d{1,2}$")
"""The end of a prefix that names a version, as in SNOMEDCT_US_2023_03_01."""


class Vocabulary(Value):
    """One vocabulary of somebody else.

    Attributes:
        title: its name.
        homepage: where to find it.
        licence: IRI of its licence.
        restricted: whether its labels and hierarchy must not be passed on.
        aliases: other prefixes that are written for it; case, dots, hyphens, underscores and a date at the end make no difference.
        namespaces: namespaces of its IRIs, beside the one in the table of mappings.
        branches: top category of ours to the roots of theirs below which an exact or close match must lie.
        elsewhere: other roots of theirs; nothing of ours belongs below them.
    """

    title: str
    homepage: str | None = None
    licence: str | None = None
    restricted: bool = False
    aliases: tuple[str, ...] = ()
    namespaces: tuple[str, ...] = ()
    branches: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()


class _Table(RootModel[dict[str, Vocabulary]]):
    """The whole file: CURIE prefix to vocabulary."""


def _spelling(prefix: str) -> str:
    """What all spellings of a prefix share.

    >>> _spelling("SNOMEDCT_US_2023_03_01"), _spelling("ICD-11")
    ('snomedctus', 'icd11')
    """
    return re.sub(r"[^a-z0-9]", "", DATED.sub("", prefix).casefold())


@dataclass(frozen=True)
class Vocabularies:
    """Every vocabulary by its CURIE prefix, and what the prefixes of our table of mappings stand for.

    Attributes:
        by_prefix: what is known of each.
        spaces: CURIE prefix to namespace, as the table of mappings says.
    """

    by_prefix: dict[str, Vocabulary] = field(default_factory=dict)
    spaces: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _spellings(self) -> dict[str, str]:
        aliases = [(alias, prefix) for prefix, known in self.by_prefix.items() for alias in known.aliases]
        names = [(prefix, prefix) for prefix in (*self.spaces, *self.by_prefix)]
        return {_spelling(other): prefix for other, prefix in (*aliases, *names)}

    @cached_property
    def namespaces(self) -> tuple[tuple[str, str], ...]:
        """Every namespace with its prefix, the longest first."""
        known = {space: prefix for prefix, one in self.by_prefix.items() for space in one.namespaces}
        known |= {space: prefix for prefix, space in self.spaces.items()}
        return tuple(sorted(known.items(), key=lambda pair: (-len(pair[0]), pair)))

    def prefix(self, curie: str) -> str | None:
        """How we write the prefix of a CURIE, or a prefix; None when we do not know it.

        >>> Vocabularies({"SNOMEDCT": Vocabulary(title="SNOMED CT", aliases=("SCTID",))}).prefix("sctid:1")
        'SNOMEDCT'
        """
        return self._spellings.get(_spelling(curie.partition(":")[0]))

    def namespace(self, prefix: str) -> str | None:
        """What a prefix of ours stands for; None when we do not know it."""
        vocabulary = self.by_prefix.get(prefix)
        return self.spaces.get(prefix) or (vocabulary.namespaces[0] if vocabulary and vocabulary.namespaces else None)

    def get(self, curie: str) -> Vocabulary | None:
        """The vocabulary of a CURIE or prefix; None when nothing is known of it."""
        return self.by_prefix.get(self.prefix(curie) or "")

    def restricted(self, curie: str) -> bool:
        """Whether labels and hierarchy of the vocabulary of a CURIE must not be passed on."""
        found = self.get(curie)
        return found is not None and found.restricted

    def open(self, curie: str, licence: str | None = None) -> bool:
        """Whether labels of the vocabulary of a CURIE may be passed on: a licence is known, and it is not a restricted one.

        Args:
            curie: a CURIE, or a prefix.
            licence: the licence that the file of the term states.
        """
        found = self.get(curie)
        return not self.restricted(curie) and bool((found and found.licence) or licence)


def load_vocabularies(path: Path, spaces: dict[str, str] | None = None) -> Vocabularies:
    """Read the table of vocabularies.

    Args:
        path: the table.
        spaces: CURIE prefix to namespace, as the table of mappings says.

    Raises:
        OntologyError: naming file and line of what is wrong.
    """
    try:
        data, node = parse(read_text(path), path)
        return Vocabularies(validated(_Table, data, node, path).root, spaces or {})
    except ClaimFileError as error:
        raise OntologyError(str(error)) from error
