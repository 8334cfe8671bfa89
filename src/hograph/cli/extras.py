"""What to install where a command needs a library that is not there."""

import re
from collections import Counter
from importlib.metadata import PackageNotFoundError, requires

from hograph.errors import HographError

PACKAGES = {"docx": "python-docx", "markdown_it": "markdown-it-py", "pyhornedowl": "py-horned-owl"}
"""Modules that are not called as the package that has them."""
OPTIONAL = re.compile(r"(?P<package>[\w.-]+).*\bextra == ['\"](?P<extra>[\w-]+)['\"]")
"""A requirement of the metadata that holds for an extra only: `nupunkt>=0.8; extra == 'extract'`."""


def missing(command: str, error: ModuleNotFoundError) -> HographError | None:
    """What to say when a library is not installed that an extra of ours brings, with the smallest such extra; nothing for other modules.

    Args:
        command: the command that was asked for.
        error: what Python raised.
    """
    module = str(error.name).partition(".")[0]
    package = PACKAGES.get(module, module.replace("_", "-")).lower()
    try:
        optional = [found for found in map(OPTIONAL.match, requires("hograph") or ()) if found]
    except PackageNotFoundError:
        return None
    sizes = Counter(found["extra"] for found in optional)
    extras = [found["extra"] for found in optional if found["package"].lower() == package]
    if not extras:
        return None
    least = min(extras, key=lambda extra: (sizes[extra], extra))
    return HographError(
        f"{command} needs {package}, which is not installed. Install it: pip install 'hograph[{least}]'."
    )
