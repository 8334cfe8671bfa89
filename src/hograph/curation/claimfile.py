"""Files of claims: one a document, `data/claims/<document>.yaml`, or `.jsonl` (a claim a line) where programs write many.

A curator may write `quote:` (the exact characters, with `occurrence:` where they stand more than once) instead of `span:`; `fmt` turns
each quote into a span and its hash, so that no words of a document stay in the file.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hograph.curation.base import Value
from hograph.curation.documents import Document
from hograph.curation.jsonlines import as_value, json_lines
from hograph.curation.values import Claim, DocumentClaims, Span
from hograph.curation.yamlfile import Inline, dump, header_comment, inner_comments, line_of, parse, validated
from hograph.errors import ClaimFileError, DocumentError
from hograph.files import read_text
from hograph.workspace.layers import LINES, files_of_claims

INLINE = {"span", "timing", "frequency", "value", "comparison", "study", "extracted"}
LINES_OF_INLINE = {"cues", "when"}


def load_claims(path: Path) -> DocumentClaims:
    """The claims of one file.

    Args:
        path: a file `<document>.yaml` or `<document>.jsonl` in which every claim has a span.

    Returns:
        The claims in the order of the file.

    Raises:
        ClaimFileError: when the file breaks the format, has quotes left in it, or names another document than its own name does.
    """
    if path.suffix == LINES:
        return _load_lines(path)
    data, node = parse(read_text(path), path)
    claims = data.get("claims") if isinstance(data, dict) else None
    for index, claim in enumerate(claims if isinstance(claims, list) else []):
        if isinstance(claim, dict) and "quote" in claim:
            line = line_of(node, ("claims", index, "quote"))
            raise ClaimFileError(
                f"{path}:{line}: a quote is left in the file. Turn quotes into spans: hograph fmt --documents DIR"
            )
    loaded = validated(DocumentClaims, data, node, path)
    if loaded.document != path.stem:
        line = line_of(node, ("document",))
        raise ClaimFileError(
            f"{path}:{line}: document is '{loaded.document}' but the file is named '{path.stem}'. They must agree."
        )
    return loaded


def _load_lines(path: Path) -> DocumentClaims:
    """The claims of a file of JSON Lines, each of which names the document, as the file does."""
    claims = []
    for place, data in json_lines(path):
        document = data.pop("document", None) if isinstance(data, dict) else None
        if document != path.stem:
            raise ClaimFileError(
                f"{place}: document is '{document}' but the file is named '{path.stem}'. They must agree."
            )
        claims.append(as_value(Claim, data, place))
    return as_value(DocumentClaims, {"document": path.stem, "claims": claims}, str(path))


def claim_lines_of(path: Path, *indexes: int) -> list[int]:
    """The lines, counted from 1, at which claims of a file begin, by their place in the file."""
    text = read_text(path)
    if path.suffix == LINES:
        begun = [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        return [begun[index] for index in indexes]
    node = parse(text, path)[1]
    return [line_of(node, ("claims", index)) for index in indexes]


def claim_files(*folders: Path) -> dict[str, Path]:
    """Slug of each document to its file of claims (`<slug>.yaml` or `<slug>.jsonl`), folder by folder, by file name.

    Raises:
        ClaimFileError: when a folder holds none, or two hold claims of the same document.
    """
    found: dict[str, Path] = {}
    for folder in folders:
        paths = files_of_claims(folder)
        if not paths:
            raise ClaimFileError(f"{folder}: no file of claims (*.yaml, *.jsonl) in it.")
        for path in paths:
            if path.stem in found:
                raise ClaimFileError(
                    f"{path}: claims of '{path.stem}' stand in {found[path.stem]} already. A document has one file of claims."
                )
            found[path.stem] = path
    return found


def load_all_claims(*folders: Path) -> list[DocumentClaims]:
    """The claims of every file in some folders, in the order of `claim_files`.

    Raises:
        ClaimFileError: when a file breaks the format, or as `claim_files` says.
    """
    return [load_claims(path) for path in claim_files(*folders).values()]


def canonical_text(text: str, path: Path, document: Document | None) -> str:
    """The canonical text of a file of claims: quotes turned to spans, claims in document order, keys in one order, defaults left out.

    Args:
        text: the file's text.
        path: its name, for errors.
        document: the source document; needed only where quotes are to be turned.

    Raises:
        ClaimFileError: when the format is broken, a comment would be lost, or a quote cannot be turned.
    """
    data, node = parse(text, path)
    lost = inner_comments(text)
    if lost:
        raise ClaimFileError(
            f"{path}:{lost[0]}: a comment inside the file would be lost. Put it into `note:` or the comment at the top."
        )
    if isinstance(data, dict):
        _resolve_quotes(data, node, path, document)
    loaded = validated(DocumentClaims, data, node, path)
    return header_comment(text) + claims_text(loaded)


def claims_text(claims: DocumentClaims) -> str:
    """The claims of a document as the canonical text of their file."""
    ordered = sorted((_plain_claim(claim) for claim in claims.claims), key=_document_order)
    return dump({"document": claims.document, "claims": ordered})


def _resolve_quotes(data: dict[str, Any], node: Any, path: Path, document: Document | None) -> None:  # noqa: ANN401
    claims = data.get("claims")
    for index, claim in enumerate(claims if isinstance(claims, list) else []):
        if not isinstance(claim, dict):
            continue
        try:
            if "quote" in claim:
                claim["span"] = _located(claim, document, None)
            cues = claim.get("cues")
            for cue in cues if isinstance(cues, list) else []:
                if isinstance(cue, dict) and "quote" in cue:
                    cue.update(_located(cue, document, _span(claim)))
        except DocumentError as error:
            raise ClaimFileError(f"{path}:{line_of(node, ('claims', index))}: {error}") from error


def _span(claim: dict[str, Any]) -> Span | None:
    """The span of a claim; None when there is none or it is wrong, which validation will say."""
    try:
        return Span.model_validate(claim.get("span"))
    except ValidationError:
        return None


def _located(item: dict[str, Any], document: Document | None, within: Span | None) -> dict[str, Any]:
    if document is None:
        raise DocumentError(
            "a quote can be turned into a span only where the document is at hand. Name its folder with --documents."
        )
    quote, occurrence = str(item.pop("quote")), item.pop("occurrence", None)
    if not isinstance(occurrence, int | None):
        raise DocumentError(f"{document.path}: occurrence '{occurrence}' is no number. Count from 1.")
    return document.locate(quote, occurrence, within).model_dump()


def _document_order(claim: dict[str, Any]) -> tuple[Any, ...]:
    return (
        claim["span"]["start"],
        claim["span"]["end"],
        claim["subject"],
        claim["predicate"],
        claim["object"],
        repr(claim),
    )


def _plain_claim(claim: Claim) -> dict[str, Any]:
    return {name: _laid_out(name, value) for name, value in plain(claim).items()}


def _laid_out(name: str, value: Any) -> Any:  # noqa: ANN401
    if name in INLINE:
        return Inline(value)
    if name in LINES_OF_INLINE:
        return [Inline(item) for item in value]
    if name == "qualifiers":
        return {inner: _laid_out(inner, item) for inner, item in value.items()}
    return value


def plain(value: Value) -> dict[str, Any]:
    """A value as plain data, defaults left out, decimals as int or float where that is exact, else as text."""
    dumped: dict[str, Any] = _simple(value.model_dump(mode="python", exclude_defaults=True))
    return dumped


def _simple(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {name: _simple(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_simple(item) for item in value]
    if hasattr(value, "as_tuple"):
        if value == value.to_integral_value():
            return int(value)
        return float(value) if Decimal(str(float(value))) == value else str(value)
    return str(value) if isinstance(value, str) else value
