"""Quality checks of the ontology: SPARQL queries of which each row is a finding.

A check is a file `<name>-violation.rq`: a header of `#+ key: value` lines, each one line of YAML, then one SELECT query
of exactly `?term` and `?problem`. The ontology passes when no query returns a row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from hograph.errors import OntologyError
from hograph.files import read_text

SUFFIX: Final = "-violation.rq"
LEVELS: Final = ("ERROR", "WARN", "INFO")
REQUIRED_KEYS: Final = ("title", "description", "level")
OPTIONAL_KEYS: Final = ("see",)
VARIABLES: Final = ("term", "problem")


@dataclass(frozen=True)
class Check:
    """One rule that every term of the ontology keeps.

    Args:
        name: the outcome that must not be, as in the file name: `missing-label`.
        title: the rule in a few words, in the affirmative.
        description: one sentence with the rule and its reason.
        level: ERROR, WARN or INFO.
        query: the whole text of the file, header included, so that lines of engine messages are lines of the file.
        path: the file.
        see: the check of `robot report` that it corresponds to, or nothing.
    """

    name: str
    title: str
    description: str
    level: str
    query: str
    path: Path
    see: str = ""


@dataclass(frozen=True)
class CheckFinding:
    """One term that breaks one rule.

    Args:
        check: the rule.
        term: IRI of the term.
        problem: what is wrong with it, in English.
    """

    check: Check
    term: str
    problem: str


def load_checks(*folders: Path) -> list[Check]:
    """Every check of some folders, sorted by name, each with a sound header and a query that can be run.

    Args:
        *folders: hold the files `*-violation.rq`; that of a workspace need not be there.

    Returns:
        At least one check.

    Raises:
        OntologyError: when there is none, two have one name, or one has a wrong header or query; names file and line.
    """
    checks: dict[str, Check] = {}
    for path in (path for folder in folders for path in folder.glob(f"*{SUFFIX}")):
        check = _load_check(path)
        if check.name in checks:
            raise OntologyError(f"{path}: '{check.name}' is a shipped check. Give yours another name.")
        checks[check.name] = check
    if not checks:
        raise OntologyError(
            f"{folders[0]}: no check in it; a check is a file whose name ends in {SUFFIX}. Name another folder."
        )
    return [checks[name] for name in sorted(checks)]


def run_check(check: Check, store: Store) -> list[CheckFinding]:
    """The findings of one check in the default graph of a store.

    Args:
        check: the check to run.
        store: holds the whole ontology, all its files in the default graph; it is only read.

    Returns:
        Findings sorted by term and problem, no two alike; none when the rule is kept.

    Raises:
        OntologyError: when the query cannot be run or gives a row without an IRI as term or a text as problem.
    """
    findings = set()
    for row in _select(check.path, check.query, store):
        term, problem = row["term"], row["problem"]
        if not isinstance(term, NamedNode) or not isinstance(problem, Literal):
            raise OntologyError(
                f"{check.path}: a row has {term} as ?term, {problem} as ?problem. Bind an IRI and a text in each row."
            )
        findings.add(CheckFinding(check, term.value, problem.value))
    return sorted(findings, key=lambda finding: (finding.term, finding.problem))


def run_checks(checks: Iterable[Check], store: Store) -> list[CheckFinding]:
    """The findings of many checks, in the order of the checks.

    Args:
        checks: the checks to run.
        store: holds the whole ontology in its default graph.

    Returns:
        All findings; none when every rule is kept.
    """
    return [finding for check in checks for finding in run_check(check, store)]


def _load_check(path: Path) -> Check:
    text = read_text(path)
    header = _header(text, path)
    _select(path, text, Store())
    return Check(
        name=path.name.removesuffix(SUFFIX),
        title=header["title"],
        description=header["description"],
        level=header["level"],
        query=text,
        path=path,
        see=header.get("see", ""),
    )


def _header(text: str, path: Path) -> dict[str, str]:
    """The keys and values of the `#+` lines at the top."""
    header: dict[str, str] = {}
    number = 0
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            break
        key, value = _header_line(line, f"{path}:{number}")
        if key in header:
            raise OntologyError(f"{path}:{number}: the header has '{key}' twice. Remove one.")
        header[key] = value
    missing = [key for key in REQUIRED_KEYS if key not in header]
    if missing:
        raise OntologyError(
            f"{path}:{max(number, 1)}: the header lacks {', '.join(missing)}. Add '#+ {missing[0]}: ...' above it."
        )
    return header


def _header_line(line: str, place: str) -> tuple[str, str]:
    try:
        pair = yaml.safe_load(line.removeprefix("#+"))
    except yaml.YAMLError as error:
        raise OntologyError(
            f"{place}: the header line is not YAML. Put a value with a colon or quotes into quotes."
        ) from error
    if not isinstance(pair, dict) or len(pair) != 1:
        raise OntologyError(f"{place}: a header line is '#+ key: value'. Write it so.")
    ((key, value),) = pair.items()
    if key not in REQUIRED_KEYS + OPTIONAL_KEYS:
        raise OntologyError(
            f"{place}: unknown header key '{key}'. The keys are {', '.join(REQUIRED_KEYS + OPTIONAL_KEYS)}."
        )
    if not isinstance(value, str) or not value.strip():
        raise OntologyError(f"{place}: the value of '{key}' is not a text. Write one after the colon.")
    if key == "level" and value not in LEVELS:
        raise OntologyError(f"{place}: unknown level '{value}'. The levels are {', '.join(LEVELS)}.")
    return key, value


def _select(path: Path, query: str, store: Store) -> QuerySolutions:
    try:
        rows = store.query(query)
    except SyntaxError as error:
        raise OntologyError(f"{path}:{error.lineno or 1}: not SPARQL 1.1: {error.msg}.") from error
    if not isinstance(rows, QuerySolutions) or tuple(variable.value for variable in rows.variables) != VARIABLES:
        raise OntologyError(
            f"{path}: a check is 'SELECT ?term ?problem', those two variables in that order. Mend its SELECT."
        )
    return rows
