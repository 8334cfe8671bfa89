"""YAML that people edit: read into validated values with the line of each error, written in one canonical form."""

from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from hograph.errors import ClaimFileError

T = TypeVar("T")
_ADAPTERS: dict[object, TypeAdapter[Any]] = {}
"""Model to what holds data against it, which is costly to make."""


class Inline(dict[str, Any]):
    """A mapping that is written on one line: `{start: 1, end: 2}`."""


class _Loader(yaml.SafeLoader):
    """Plain data; a date stays the text that it is, so that no date is refused for not being in the calendar."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
LOADERS: list[type] = [_Loader]
"""Tried in turn; the last one says what is wrong."""

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML without libyaml
    pass
else:

    class _FastLoader(Composer, CParser, SafeConstructor, Resolver):
        """The same data, by the parser in C. Nodes are put together in Python: in C, deep nesting would end the process."""

        yaml_implicit_resolvers = _Loader.yaml_implicit_resolvers

        def __init__(self, text: str) -> None:
            CParser.__init__(self, text)
            Composer.__init__(self)
            SafeConstructor.__init__(self)
            Resolver.__init__(self)

    LOADERS.insert(0, _FastLoader)


class _Dumper(yaml.SafeDumper):
    """Block style, two spaces, keys in the order given, one line for `Inline`."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002
        """Write every value out; anchors would surprise a curator."""
        return True


_Dumper.add_representer(
    Inline, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True)
)


def parse(text: str, path: Path) -> tuple[Any, yaml.Node]:
    """The plain data of a YAML text, and its node tree, which knows the lines.

    Raises:
        ClaimFileError: when it is not YAML, is empty, or has a key twice in one mapping.
    """
    try:
        for loader in LOADERS[:-1]:
            with suppress(yaml.YAMLError, UnicodeError):
                return _read(text, path, loader)
        return _read(text, path, LOADERS[-1])
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ClaimFileError(f"{path}:{line}: not YAML: {error.problem}. Mend the line and run again.") from error
    except yaml.YAMLError as error:
        raise ClaimFileError(f"{path}: not YAML: {' '.join(str(error).split())}.") from error
    except RecursionError as error:
        raise ClaimFileError(
            f"{path}: nested too deeply to be read. Write it with fewer lists in each other."
        ) from error
    except ValueError as error:
        raise ClaimFileError(f"{path}: not YAML: {error}. Put a text that looks like a number into quotes.") from error


def _read(text: str, path: Path, kind: type) -> tuple[Any, yaml.Node]:
    loader = kind(text)
    node = loader.get_single_node()
    if node is None:
        raise ClaimFileError(f"{path}:1: the file is empty; it needs a mapping. See data/README.md for the format.")
    _refuse_repeated_keys(node, path)
    return loader.construct_document(node), node


def _refuse_repeated_keys(node: yaml.Node, path: Path) -> None:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise ClaimFileError(f"{path}:{key.start_mark.line + 1}: a key must be a word. Name the field.")
            if key.value in seen:
                raise ClaimFileError(
                    f"{path}:{key.start_mark.line + 1}: the key '{key.value}' stands here twice. Remove one."
                )
            seen.add(key.value)
            _refuse_repeated_keys(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_repeated_keys(item, path)


def line_of(node: yaml.Node, place: tuple[int | str, ...]) -> int:
    """The line, counted from 1, of the value at a path of keys and indexes, or of the nearest value above it."""
    for step in place:
        if isinstance(node, yaml.MappingNode):
            inner = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            inner = node.value[step]
        else:
            inner = None
        if inner is None:
            break
        node = inner
    return int(node.start_mark.line) + 1


def validated(model: type[T], data: object, node: yaml.Node, path: Path) -> T:
    """The data as a value of the model: of pydantic, or a dataclass.

    Raises:
        ClaimFileError: naming file, line, field and rule for up to ten faults.
    """
    if model not in _ADAPTERS:
        _ADAPTERS[model] = TypeAdapter(model)
    try:
        value: T = _ADAPTERS[model].validate_python(data)
    except ValidationError as error:
        faults = []
        for fault in error.errors()[:10]:
            place = tuple(step for step in fault["loc"] if step != "__root__")
            field = ".".join(str(step) for step in place) or "the file"
            faults.append(f"{path}:{line_of(node, place)}: {field}: {fault['msg'].removeprefix('Value error, ')}.")
        more = f"\n... and {error.error_count() - 10} more." if error.error_count() > 10 else ""
        raise ClaimFileError("\n".join(faults) + more) from error
    return value


def dump(data: object) -> str:
    """The canonical YAML text of plain data; the same data gives the same bytes."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**9, default_flow_style=False)


def header_comment(text: str) -> str:
    """The comment lines at the very top of a file, which canonical writing keeps."""
    kept = []
    for line in text.splitlines(keepends=True):
        if not line.startswith("#"):
            break
        kept.append(line)
    return "".join(kept)


def inner_comments(text: str) -> list[int]:
    """Lines, counted from 1, with a comment below the header, also behind a value: canonical writing would lose them."""
    found, end = [], len(header_comment(text))
    for token in yaml.scan(text, Loader=_Loader):
        between = text[end : token.start_mark.index]
        found += [text.count("\n", 0, end) + n for n, line in enumerate(between.split("\n"), 1) if "#" in line]
        end = max(end, token.end_mark.index)
    return found
