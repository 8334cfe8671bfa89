"""Names of terms of theirs: one CURIE for each, however a file writes it, and the IRI that it stands for."""

import re
from collections.abc import Mapping

from hograph.linking.vocabularies import Vocabularies
from hograph.vocabulary import OBO

NUMBERED = re.compile(r"(.*[/#]([A-Za-z]+)_)(\d\w*)")
"""An IRI that carries its prefix, as http://www.ebi.ac.uk/efo/EFO_0000400."""
LIBRARY = re.compile(rf"({re.escape(OBO)}([A-Za-z]+)_)(\w+)")
"""An IRI of the OBO Library."""
LAST = re.compile(r"(.*[/#:])([^/#:]+)")
ENDING = re.compile(r"\.(owl|rdf|ttl|obo|nt)$")


class Naming:
    """Gives each term of one file its CURIE, and keeps what the prefixes stand for.

    CURIEs and IRIs of vocabularies that we know are written as we write them; other IRIs get a prefix that is read off them.

    Attributes:
        spaces: CURIE prefix to namespace, for every prefix given so far.

    Example:
        >>> naming = Naming(Vocabularies(spaces={"EFO": "http://www.ebi.ac.uk/efo/EFO_"}))
        >>> naming.curie("http://www.ebi.ac.uk/efo/EFO_0000400"), naming.curie("http://example.org/toy#Knee")
        ('EFO:0000400', 'toy:Knee')
    """

    def __init__(self, known: Vocabularies, declared: Mapping[str, str] | None = None) -> None:
        self.spaces: dict[str, str] = {}
        self._known = known
        self._declared = declared or {}
        self._given: dict[str, str] = {}

    def curie(self, name: str) -> str:
        """The CURIE of a term that a file names by CURIE or IRI."""
        if name not in self._given:
            self._given[name] = self._of_iri(name) if "://" in name else self._of_curie(name)
        return self._given[name]

    def _of_curie(self, name: str) -> str:
        prefix, colon, rest = name.partition(":")
        declared = self._declared.get(prefix)
        ours = (declared and self._known_iri(declared + rest)) or self._known_prefix(prefix, rest)
        if ours or not colon:
            return ours or name
        self.spaces.setdefault(prefix, declared or f"{OBO}{prefix}_")
        return name

    def _of_iri(self, iri: str) -> str:
        ours = self._known_iri(iri)
        if ours:
            return ours
        library = LIBRARY.fullmatch(iri)
        if library:
            return self._known_prefix(library[2], library[3]) or self._new(library[2], library[1], library[3])
        numbered = NUMBERED.fullmatch(iri)
        if numbered:
            return self._new(numbered[2], numbered[1], numbered[3])
        split = LAST.fullmatch(iri)
        if not split:
            return iri
        words = re.findall(r"[A-Za-z]\w*", ENDING.sub("", split[1].rstrip("/#:")))
        return self._new(words[-1], split[1], split[2])

    def _known_iri(self, iri: str) -> str | None:
        for space, prefix in self._known.namespaces:
            if iri.startswith(space) and re.fullmatch(r"[\w.-]+", iri[len(space) :]):
                return self._known_prefix(prefix, iri[len(space) :])
        return None

    def _known_prefix(self, prefix: str, rest: str) -> str | None:
        ours = self._known.prefix(prefix)
        if not ours or not rest:
            return None
        self.spaces[ours] = self._known.namespace(ours) or self._declared.get(prefix) or f"{OBO}{ours}_"
        return f"{ours}:{rest}"

    def _new(self, word: str, space: str, rest: str) -> str:
        """A CURIE under a prefix made of a word of the IRI; one that is taken gets a number. Restricted vocabularies stay known as such."""
        if self._known.restricted(word):
            return self._known_prefix(word, rest) or word
        prefix, number = word, 1
        while self._known.prefix(prefix) in self._known.spaces or self.spaces.get(prefix, space) != space:
            number += 1
            prefix = f"{word}{number}"
        self.spaces[prefix] = space
        return f"{prefix}:{rest}"
