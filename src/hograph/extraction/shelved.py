"""What is extracted from the documents of a workspace: only from those that are described, and only as they are described.

A claim of another document would not be built, and the places of one of another version would not be those of the description.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from hograph.curation.sources import Source
from hograph.extraction.many import Extracted, Outcome
from hograph.reading.files import Unread


def of_described(outcomes: Iterable[Outcome], known: Mapping[str, Source]) -> Iterator[Outcome]:
    """The outcomes with the documents that are described as they were read; what becomes of the others is told.

    A record that was taken out of the workspace is passed over where others of its file are described.

    Args:
        outcomes: file by file.
        known: the descriptions by slug.

    Yields:
        Each outcome, of which nothing is left that could not be built.
    """
    for outcome in outcomes:
        kept = tuple(one for one in outcome.documents if _same(one, known.get(one.source.document)))
        others = [one for one in outcome.documents if one not in kept and (one.source.document in known or not kept)]
        told = tuple(_told(one, known.get(one.source.document)) for one in others[:1])
        yield replace(outcome, documents=kept, failures=(*outcome.failures, *told))


def _same(one: Extracted, source: Source | None) -> bool:
    read = one.source
    return source is not None and (source.sha256, source.characters) == (read.sha256, read.characters)


def _told(one: Extracted, source: Source | None) -> Unread:
    file = one.file.split("#")[0]
    if source is None:
        reason = f"is not described in the workspace, so nothing is proposed of it. Describe it: hograph documents add {file}"
    else:
        what = "its text is read otherwise" if source.sha256 == one.source.sha256 else "it is another version"
        reason = (
            f"{what} than is described as '{source.document}', so nothing is proposed of it. "
            f"Describe it anew: hograph documents add {file} --slug {source.document} --replace"
        )
    return Unread(one.file, f"{file}: {reason}")
