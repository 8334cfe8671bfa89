"""How much a file may hold: hostile files are refused before they are unpacked."""

import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

from hograph.errors import DocumentError

MOST_BYTES = 200 * 1024 * 1024
"""Of one document, packed or not."""
MOST_MEMBERS = 100_000
MOST_RATIO = 200
MOST_IN_A_BLOCK = 2_000_000
"""Characters of a paragraph, an item or a line."""
RATIO_FROM = 1024 * 1024
"""A member smaller than this may be packed as tightly as it likes."""


def safe_name(name: str) -> bool:
    """Whether the name of a member stays within its archive."""
    path = PurePosixPath(name.replace("\\", "/"))
    return not path.is_absolute() and ".." not in path.parts and not (path.parts and path.parts[0].endswith(":"))


def checked_members(name: str, members: Iterable[zipfile.ZipInfo]) -> None:
    """Refuse an archive that unpacks to far more than it should.

    Args:
        name: of the archive, for messages.
        members: its members, as the archive declares them.

    Raises:
        DocumentError: when there are too many, or they unpack to too much.
    """
    total = 0
    for number, member in enumerate(members, start=1):
        total += member.file_size
        packed = max(member.compress_size, 1)
        if number > MOST_MEMBERS:
            raise DocumentError(f"{name}: holds more than {MOST_MEMBERS:,} files. Split it.")
        if total > MOST_BYTES or (member.file_size > RATIO_FROM and member.file_size / packed > MOST_RATIO):
            raise DocumentError(
                f"{name}: unpacks to far more than it holds ('{member.filename}'), as an attack does. Such a file is refused."
            )
