"""The text of a `sources.yaml`, with entries put in or taken out; what people wrote around them stays as it is."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from hograph.curation.claimfile import plain
from hograph.curation.sources import Source, Sources
from hograph.curation.yamlfile import Inline, dump, parse, validated
from hograph.errors import ClaimFileError

INLINE = ("people", "stated")


def with_sources(text: str, path: Path, added: Iterable[Source]) -> str:
    """The text with entries at its end.

    Args:
        text: of the file.
        path: its name, for errors.
        added: what the entries say; that none is there twice is for the caller to see to.

    Raises:
        ClaimFileError: when the text breaks the format, or its list is written on one line.
    """
    entries = _list(text, path)
    new = dump([_laid_out(source) for source in added])
    if entries.value and entries.flow_style:
        line = entries.start_mark.line + 1
        raise ClaimFileError(f"{path}:{line}: the list is written on one line. Begin each entry on a line of its own.")
    if not entries.value:
        before, after = text[: entries.start_mark.index].rstrip(" "), text[entries.end_mark.index :]
        return _checked(f"{before}\n{new}{after.lstrip()}", path)
    indent = " " * entries.start_mark.column
    body = "".join(f"{indent}{line}" for line in new.splitlines(keepends=True))
    return _checked(f"{text.rstrip()}\n{body}", path)


def with_source_replaced(text: str, path: Path, source: Source) -> str:
    """The text with another entry in the place of the one of the same document; comments above and below it stay.

    Args:
        text: of the file, which has an entry of the document.
        path: its name, for errors.
        source: what the entry shall say.

    Raises:
        ClaimFileError: when the text breaks the format, or its list is written on one line.
    """
    lines, start, end, _ = _place(text, path, source.document)
    indent = " " * _list(text, path).start_mark.column
    new = (f"{indent}{line}" for line in dump([_laid_out(source)]).splitlines(keepends=True))
    return _checked("".join((*lines[:start], *new, *lines[end:])), path)


def without_source(text: str, path: Path, slug: str) -> str:
    """The text without the entry of a document; a comment above the next entry stays.

    Raises:
        ClaimFileError: when the text breaks the format, or its list is written on one line.
    """
    lines, start, end, number = _place(text, path, slug)
    kept = "".join((*lines[:start], *lines[end:]))
    if number == 1:
        before, _, after = kept.partition("sources:")
        kept = f"{before}sources: []{after}"
    return _checked(kept, path)


def _place(text: str, path: Path, slug: str) -> tuple[list[str], int, int, int]:
    """The lines of a text, at which of them the entry of a document begins and ends, and how many entries there are."""
    entries, lines = _list(text, path), text.splitlines(keepends=True)
    known = [source.document for source in validated(Sources, *parse(text, path), path).sources]
    at = known.index(slug)
    starts = [entry.start_mark.line for entry in entries.value]
    if len(set(starts)) < len(starts) or entries.flow_style:
        raise ClaimFileError(
            f"{path}:{starts[at] + 1}: the list is written on one line. Begin each entry on a line of its own."
        )
    end = starts[at + 1] if at + 1 < len(starts) else len(lines)
    while end > starts[at] + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return lines, starts[at], end, len(known)


def _list(text: str, path: Path) -> yaml.SequenceNode:
    """The node of the list of entries, which knows where it stands."""
    data, node = parse(text, path)
    validated(Sources, data, node, path)
    found: yaml.SequenceNode = next(value for key, value in node.value if key.value == "sources")
    return found


def _laid_out(source: Source) -> dict[str, Any]:
    found = plain(source)
    for name in INLINE:
        if name in found:  # `field` before the place, `name` before the role
            found[name] = [
                Inline(sorted(item.items(), key=lambda pair: pair[0] not in {"field", "name"})) for item in found[name]
            ]
    return found


def _checked(text: str, path: Path) -> str:
    validated(Sources, *parse(text, path), path)
    return text
