"""Canned queries in files: SPARQL whose `#+` header says what they answer and which parameters they take, checked when they are loaded.

The header is YAML behind `#+`, with the keys of `Header`. Those decorators of grlc that mean the same are accepted beside them.
"""

from pathlib import Path
from typing import Any

from hograph.curation.yamlfile import parse, validated
from hograph.errors import ClaimFileError, QueryError, UnknownTermError
from hograph.files import read_text
from hograph.ontology.index import Ontology
from hograph.query.canned import CannedQuery, Header
from hograph.query.decorators import from_grlc
from hograph.query.known import Known
from hograph.query.parameters import default_term
from hograph.query.rules import Stated, check
from hograph.workspace.layers import Layers


def load_query(path: Path, ontology: Ontology, known: Known | None = None) -> CannedQuery:
    """Read a canned query and hold it against its header and the ontology.

    Args:
        path: its file.
        ontology: the index over the ontology.
        known: the IRIs that may stand in it; those of the `ontology/` folder beside its own when not given.

    Raises:
        QueryError: naming file, line and rule: no header, an unknown key, or a text that breaks one of the rules of queries/README.md.
    """
    text = read_text(path)
    header = read_header(path, text)
    try:
        defaults = {name: default_term(name, parameter, ontology) for name, parameter in header.parameters.items()}
    except (QueryError, UnknownTermError) as error:
        raise QueryError(f"{path}: a parameter of the header: {error}") from error
    known = known or Known(ontology, path.parent.parent / "ontology")
    check(path, text, Stated(header.columns, header.apart, defaults), known)
    return CannedQuery(path.stem, header, text, path, defaults)


def read_header(path: Path, text: str | None = None) -> Header:
    """The header of a canned query alone, its text unchecked.

    Raises:
        QueryError: naming file, line and rule.
    """
    lines = (read_text(path) if text is None else text).splitlines()
    head = [line for line in lines if line.startswith("#+")]
    if not head or lines[: len(head)] != head:
        raise QueryError(
            f"{path}:1: the file must begin with its header, lines that start with '#+'. See queries/README.md."
        )
    try:
        data, node = parse("\n".join(line[2:].removeprefix(" ") for line in head), path)
        return validated(Header, _our_keys(data, path), node, path)
    except ClaimFileError as error:
        raise QueryError(str(error)) from error


def _our_keys(data: object, path: Path) -> object:
    """The header with our keys alone, a category that stands for itself as one of one."""
    if not isinstance(data, dict):
        return data
    try:
        found = from_grlc(data)
    except ValueError as error:
        raise QueryError(f"{path}:1: the file: {error}.") from error
    for parameter in _mappings(found.get("parameters")):
        if isinstance(parameter.get("category"), str):
            parameter["category"] = (parameter["category"],)
    return found


def _mappings(data: object) -> list[dict[str, Any]]:
    return [one for one in data.values() if isinstance(one, dict)] if isinstance(data, dict) else []


def load_queries(layers: Layers, ontology: Ontology) -> dict[str, CannedQuery]:
    """Every canned query, shipped and own, by name.

    Raises:
        QueryError: when one of them breaks a rule, or there are none.
    """
    known = Known(ontology, layers.base_ontology)
    return {name: load_query(path, ontology, known) for name, path in layers.queries.items()}


def read_queries(layers: Layers) -> dict[str, CannedQuery]:
    """Every canned query by name, their texts unchecked and without terms: enough to find the one that is meant.

    Raises:
        QueryError: when a header breaks a rule, or there are none.
    """
    texts = {path: read_text(path) for path in layers.queries.values()}
    return {path.stem: CannedQuery(path.stem, read_header(path, text), text, path, {}) for path, text in texts.items()}
