"""The scripts that are made of `web/`: whether they are here."""

from hograph.serve.pages.view import STATIC


def built(name: str) -> str | None:
    """The path of a built file below `static/`, or None where it was not built, and the pages do without."""
    return f"built/{name}" if (STATIC / "built" / name).is_file() else None
