"""Quads brought into a store on disk: lines in bulk while they are made, and differences one by one."""

import io
from collections.abc import Iterable
from typing import IO, cast

import pyoxigraph as ox


class _Lines(io.RawIOBase):
    """Lines that are made while they are read."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks, self._chunk = iter(chunks), io.BytesIO()
        self.failure: Exception | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        try:
            found = self._chunk.read(size)
            while size and not found and (chunk := next(self._chunks, None)) is not None:
                self._chunk = io.BytesIO(chunk)
                found = self._chunk.read(size)
        except Exception as error:
            self.failure = error
            raise
        return found


def load(store: ox.Store, chunks: Iterable[bytes]) -> None:
    """Load N-Quads in bulk; what goes wrong while they are made is raised as it is."""
    lines = _Lines(chunks)
    try:
        store.bulk_load(input=cast("IO[bytes]", lines), format=ox.RdfFormat.N_QUADS)
    except Exception as error:
        if lines.failure is not None and error is not lines.failure:
            raise lines.failure from error
        raise


def swap(store: ox.Store, old: set[ox.Quad], new: set[ox.Quad]) -> None:
    """Put quads in the place of others; those that are among both are left alone."""
    for quad in old - new:
        store.remove(quad)
    store.extend(new - old)
