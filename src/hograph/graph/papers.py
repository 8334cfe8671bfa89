"""What a build reads of one document: its description, its claims, and what programs propose of it with the decisions on that."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hograph.curation.claimfile import claim_files, claim_lines_of, load_claims
from hograph.curation.claimlines import as_claim, document_of
from hograph.curation.decisions import Decision, read_decisions
from hograph.curation.jsonlines import lines_as_json
from hograph.curation.sources import Source, load_sources
from hograph.curation.values import Claim
from hograph.errors import ClaimFileError, InputError
from hograph.files import LOG, read_bytes, sha256
from hograph.graph.identity import claim_name
from hograph.graph.propositions import PlacedClaim
from hograph.graph.references import check_claims, claim_faults
from hograph.graph.review import as_they_stand, proposal, reviewed
from hograph.ontology.index import Ontology
from hograph.workspace.layers import Layers

NAMED_FIRST = re.compile(rb'\s*\{"document": "([a-z0-9-]+)"')
"""How a line begins that a program of ours wrote."""


@dataclass(frozen=True)
class Stretch:
    """Lines of a file that follow each other and are about one document: from byte to byte, and the number of the first."""

    path: Path
    start: int
    end: int
    line: int

    def text(self) -> bytes:
        """The lines.

        Raises:
            InputError: when the file cannot be read.
        """
        return read_bytes(self.path, self.start, self.end - self.start)


@dataclass(frozen=True)
class Papers:
    """Everything that a build reads of one document.

    Attributes:
        source: what the document states of itself.
        curated: its file of claims, or None.
        proposed: where programs propose claims of it.
        decisions: the lines of the log about it.
        log: the file of the decisions, for errors.
    """

    source: Source
    curated: Path | None = None
    proposed: tuple[Stretch, ...] = ()
    decisions: tuple[Decision, ...] = ()
    log: Path = Path(LOG)

    @property
    def stamp(self) -> str:
        """A text that changes whenever a file does that the claims stand in; it may change though they do not."""
        files = [self.curated] if self.curated else []
        files += sorted({stretch.path for stretch in self.proposed})
        marks = [
            (path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
            for path in files
            if (status := path.stat())
        ]
        return sha256(repr([marks, self._described()]))

    @property
    def key(self) -> str:
        """A hash of all that is read: the same key, the same claims."""
        read = [sha256(self.curated.read_bytes())] if self.curated else []
        read += sorted(sha256(stretch.text()) for stretch in self.proposed)
        return sha256(repr([read, self._described()]))

    def _described(self) -> list[str]:
        return [self.source.model_dump_json(), *sorted(decision.line() for decision in self.decisions)]

    def claims(self, ontology: Ontology) -> list[PlacedClaim]:
        """The claims by name; of one that a curator wrote down and a program proposed, the curator's.

        Raises:
            ClaimFileError: when a claim breaks the format or does not fit the ontology; the text names file, line and rule.
        """
        placed = dict(self._proposed(ontology)) | dict(self._curated(ontology))
        return [placed[name] for name in sorted(placed)]

    def _curated(self, ontology: Ontology) -> Iterator[tuple[str, PlacedClaim]]:
        if self.curated is None:
            return
        read = load_claims(self.curated)
        check_claims(read, ontology, self.curated)
        seen = set()
        for index, claim in enumerate(read.claims):
            name = claim_name(claim, self.source.sha256)
            if name in seen:
                [line] = claim_lines_of(self.curated, index)
                what = f"{claim.subject} {claim.predicate} {claim.object} at {claim.span.start}-{claim.span.end}"
                raise ClaimFileError(f"{self.curated}:{line}: the claim {what} stands there twice. Remove one.")
            seen.add(name)
            yield name, PlacedClaim(name, read.document, claim)

    def _proposed(self, ontology: Ontology) -> Iterator[tuple[str, PlacedClaim]]:
        slug = self.source.document
        review = reviewed(((slug, claim) for claim in self._proposals()), self.decisions, {slug: self.source.sha256})
        for name, one in as_they_stand(review).items():
            fault = next(claim_faults(one.claim, ontology), None)
            if fault:
                where = self.log if one.decision else self.proposed[0].path.parent
                raise ClaimFileError(f"{where}: claim:{one.key} of {slug}: {fault}")
            yield name, PlacedClaim(name, slug, one.claim, one.decision, carried=one.carried)

    def _proposals(self) -> Iterator[Claim]:
        for stretch in self.proposed:
            for place, data in lines_as_json(stretch.text().decode(), stretch.path, stretch.line):
                yield proposal(as_claim(data, place)[1], stretch.path)


def papers_of(layers: Layers, sources: Mapping[str, Source]) -> dict[str, Papers]:
    """What a build reads, document by document, by slug.

    Raises:
        ClaimFileError: when claims are of a document that is not described, or a file cannot be read.
    """
    curated = claim_files(*layers.claims)
    proposed: dict[str, list[Stretch]] = defaultdict(list)
    decisions: dict[str, list[Decision]] = defaultdict(list)
    logs = [data / LOG for data in layers.data]
    for log in logs:
        for decision in read_decisions(log):
            decisions[decision.document].append(decision)
    for path in (path for data in layers.data for path in sorted(data.glob("proposed/*.jsonl"))):
        for slug, stretch in stretches(path):
            proposed[slug].append(stretch)
    for slug, place in (*curated.items(), *((slug, found[0].path) for slug, found in proposed.items())):
        if slug not in sources:
            line = ":1" if slug in curated else ""
            described = place.parent.parent / "sources.yaml"
            raise ClaimFileError(
                f"{place}{line}: '{slug}' is not described in {described}. Add it there: hograph documents add FILE"
            )
    return {
        slug: Papers(source, curated.get(slug), tuple(proposed[slug]), tuple(decisions[slug]), logs[-1])
        for slug, source in sorted(sources.items())
    }


def sources_of(layers: Layers) -> dict[str, Source]:
    """The documents as they are described, by slug; of those of a workspace it is said who curates them.

    Raises:
        ClaimFileError: as `load_sources` does.
    """
    own = [path for path in layers.sources if layers.own and path.is_relative_to(layers.own)]
    return load_sources(*layers.sources, curators=dict.fromkeys(own, layers.curators))


def stretches(path: Path) -> Iterator[tuple[str, Stretch]]:
    """The stretches of a file of proposed claims.

    Yields:
        The slug of a document and a stretch about it.

    Raises:
        ClaimFileError: when a line names no document.
    """
    begun: tuple[str, int, int] | None = None
    place = 0
    for number, line in enumerate(read_bytes(path).split(b"\n"), 1):
        slug = _document(line, path, number) if line.strip() else begun and begun[0]
        if slug and (begun is None or slug != begun[0]):
            if begun:
                yield begun[0], Stretch(path, begun[1], place, begun[2])
            begun = (slug, place, number)
        place += len(line) + 1
    if begun:
        yield begun[0], Stretch(path, begun[1], place, begun[2])


def _document(line: bytes, path: Path, number: int) -> str:
    begins = NAMED_FIRST.match(line)
    if begins:
        return begins[1].decode()
    try:
        [(place, data)] = lines_as_json(line.decode(), path, number)
    except UnicodeDecodeError as error:
        raise InputError(f"{path}:{number}: is not UTF-8. Save the file as UTF-8.") from error
    return document_of(data, place)
