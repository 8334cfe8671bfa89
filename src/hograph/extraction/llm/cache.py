"""Answers that were paid for are kept: a file each, named by a hash of all that the answer depends on."""

import json
from dataclasses import dataclass
from pathlib import Path

from hograph.errors import InputError
from hograph.files import sha256, write_atomically


@dataclass(frozen=True)
class Cache:
    """A folder of answers; without a folder, nothing is kept. Answers quote documents, so the folder is for its owner alone."""

    folder: Path | None

    def key(self, asked: object) -> str:
        """The name of an answer: a hash of what was asked, of which server and model."""
        return sha256(json.dumps(asked, sort_keys=True))

    def get(self, key: str) -> str | None:
        """The answer of this name; None when there is none, or its file is damaged."""
        if self.folder is None:
            return None
        try:
            found = json.loads((self.folder / key[:2] / f"{key}.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        answer = found.get("answer") if isinstance(found, dict) else None
        return answer if isinstance(answer, str) else None

    def put(self, key: str, answer: str) -> None:
        """Keep an answer.

        Raises:
            InputError: when the folder cannot be written.
        """
        if self.folder is None:
            return
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(
                f"{self.folder}: answers cannot be kept there ({error.strerror}). Name another folder: --option cache=DIR."
            ) from error
        write_atomically(self.folder / key[:2] / f"{key}.json", json.dumps({"answer": answer}))
