"""Bytes as text: the encoding that the file declares or shows, and an error in words when it is none."""

import codecs
import re

from hograph.errors import DocumentError

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
MARKS_16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z][\w.:-]*)""")
HEAD = 2048


def decoded(name: str, data: bytes) -> str:
    """The text of a file: by byte order mark, else as UTF-8, else as the file declares, else as Windows-1252.

    A byte order mark stays in the text, so that offsets count it.

    Args:
        name: of the file, for messages.
        data: its bytes.

    Raises:
        DocumentError: when the bytes are no text.
    """
    for mark, encoding in (*MARKS, *MARKS_16):
        if data.startswith(mark):
            return _decode(name, data, encoding)
    if b"\0" in data[:HEAD]:
        raise DocumentError(f"{name}: holds zero bytes and is no text. If it is a PDF or DOCX, it is damaged.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        declared = DECLARED.search(data[:HEAD])
        encoding = declared[1].decode("ascii") if declared else "cp1252"
        if encoding.lower().replace("_", "-") in {"utf-8", "utf8"}:
            raise DocumentError(f"{name}: byte {error.start} is not UTF-8, though the file says that it is.") from error
        return _decode(name, data, encoding)


def _decode(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise DocumentError(
            f"{name}: declares the encoding '{encoding}', which does not exist. Save it as UTF-8."
        ) from error
    except UnicodeDecodeError as error:
        raise DocumentError(
            f"{name}: byte {error.start} is not {encoding}, and the file is not UTF-8 either. Save it as UTF-8."
        ) from error
