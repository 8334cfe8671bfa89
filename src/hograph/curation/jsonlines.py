"""JSON Lines as values: what is wrong is told with file, line and field."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from hograph.errors import ClaimFileError
from hograph.files import read_text

V = TypeVar("V", bound=BaseModel)


def json_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """The lines of a file as plain data, each with its place (`file:line`); blank lines are passed over.

    Returns:
        The place of each line and what it holds.

    Raises:
        ClaimFileError: when a line is no JSON.
    """
    return lines_as_json(read_text(path), path)


def lines_as_json(text: str, path: Path, first: int = 1) -> Iterator[tuple[str, Any]]:
    """The lines of a text as plain data, as `json_lines`.

    Args:
        text: whole lines of a file.
        path: the file, for errors.
        first: the number of the first line in it.

    Yields:
        The place of a line and what it holds.

    Raises:
        ClaimFileError: when a line is no JSON.
    """
    # Only a line feed ends a line: other characters that may end one can stand in a string.
    for number, line in enumerate(text.split("\n"), first):
        if line.strip():
            try:
                yield f"{path}:{number}", json.loads(line)
            except json.JSONDecodeError as error:
                raise ClaimFileError(f"{path}:{number}: not JSON: {error.msg} at column {error.colno}.") from error


def as_value(model: type[V], data: object, place: str) -> V:
    """Plain data as a value.

    Raises:
        ClaimFileError: naming the place and the first field that is wrong.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ClaimFileError(f"{place}: {first_fault(error)}") from error


def first_fault(error: ValidationError) -> str:
    """The first fault of a value, as `field: what is wrong with it.`."""
    fault = error.errors()[0]
    field = ".".join(map(str, fault["loc"])) or "the line"
    return f"{field}: {fault['msg'].removeprefix('Value error, ')}."
