"""Which release is made: its version, its day, and the release before, which must be an earlier one."""

import os
import re
from datetime import UTC, date, datetime

import pyoxigraph as ox

from hograph.errors import InputError
from hograph.release.artefacts import ONTOLOGY, Release
from hograph.release.names import RELEASES
from hograph.version import VERSION
from hograph.vocabulary import GRAPH, OWL

SEMANTIC = re.compile(
    r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(-(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?"
    r"(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?",
    re.ASCII,
)
"""A version after Semantic Versioning 2.0.0."""


def plan_release(version: str, day: str | None, previous: ox.Store | None) -> Release:
    """What is to be released, checked.

    Args:
        version: a semantic version, the one of this program.
        day: `YYYY-MM-DD`; without it, that of SOURCE_DATE_EPOCH, else today (UTC).
        previous: the release before, if there is one.

    Raises:
        InputError: when the version is none, or another than the program's, or not later than that of the release before; or when the
            day is none.
    """
    if not SEMANTIC.fullmatch(version):
        raise InputError(f"'{version}' is no semantic version. Write it as 1.2.3 or 1.2.3-beta.1.")
    if version != VERSION:
        raise InputError(
            f"This is hograph {VERSION}, not {version}. Set the version in src/hograph/version.py, pyproject.toml, CITATION.cff and "
            "ontology/hograph.ttl first."
        )
    return Release(version, _day(day), _earlier(previous, version) if previous is not None else None)


def precedence(version: str) -> tuple[tuple[int, ...], bool, list[tuple[bool, int, str]]]:
    """What semantic versions are ordered by: the three numbers, then whether it is final, then the parts of what comes before a final one.

    >>> sorted(["1.0.0", "1.0.0-rc.1", "1.0.0-beta.11", "1.0.0-beta.2", "0.10.0", "0.9.0"], key=precedence)
    ['0.9.0', '0.10.0', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0']
    >>> precedence("1.0.0+one") == precedence("1.0.0+other")
    True
    """
    core, _, early = version.partition("+")[0].partition("-")
    parts = [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in early.split(".") if part]
    return tuple(map(int, core.split("."))), not early, parts


def _earlier(previous: ox.Store, version: str) -> ox.NamedNode:
    """The version IRI of the release before, held to be earlier: one version IRI never names two contents."""
    found = (quad.object for quad in previous.quads_for_pattern(ONTOLOGY, OWL["versionIRI"], None, GRAPH["ontology"]))
    node = next((node for node in found if isinstance(node, ox.NamedNode) and node in RELEASES), None)
    before = RELEASES.name(node).rstrip("/") if node else ""
    if node is None or not SEMANTIC.fullmatch(before):
        raise InputError(
            f"--previous: its ontology says no version (owl:versionIRI below {RELEASES}). Name a release, or a build of one."
        )
    if precedence(before) >= precedence(version):
        raise InputError(
            f"--previous: that is version {before}, and {version} is not later. A version is never given to two contents: name the "
            "release before, or raise the version in src/hograph/version.py, pyproject.toml, CITATION.cff and ontology/hograph.ttl."
        )
    return node


def _day(day: str | None) -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if day is not None:
            return date.fromisoformat(day).isoformat()
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
        return now.date().isoformat()
    except (ValueError, OverflowError, OSError) as error:
        where, what = ("--date", day) if day is not None else ("SOURCE_DATE_EPOCH", epoch)
        raise InputError(
            f"{where}: '{what}' is no day. Write --date as 2026-01-31, SOURCE_DATE_EPOCH as seconds."
        ) from error
