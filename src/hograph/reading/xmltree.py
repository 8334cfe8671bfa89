"""XML as a tree whose text knows its place; no entities of its own, no network, bounded depth."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from hograph.errors import DocumentError
from hograph.reading.view import Piece, View

DEEPEST = 256


@dataclass
class Element:
    """An element with its children in order: elements and pieces of text."""

    tag: str
    attrs: dict[str, str]
    children: list["Element | Piece"] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator["Element"]:
        """Every element of these names below this one, in document order."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def first(self, *path: str) -> "Element | None":
        """The first element below this one, name by name down the path."""
        found: Element | None = self
        for tag in path:
            found = next(found.all(tag), None) if found else None
        return found

    def direct(self, *tags: str) -> Iterator["Element"]:
        """The children of these names."""
        return (child for child in self.children if isinstance(child, Element) and child.tag in tags)

    def pieces(self, without: frozenset[str] = frozenset()) -> Iterator[Piece]:
        """The text of the element and of what is in it, but for elements of some names."""
        for child in self.children:
            if isinstance(child, Piece):
                yield child
            elif child.tag not in without:
                yield from child.pieces(without)

    def view(self, without: frozenset[str] = frozenset()) -> View:
        """The text as a view."""
        return View.joined(self.pieces(without))

    def words(self) -> str:
        """The text with single spaces."""
        return " ".join("".join(piece.text for piece in self.pieces()).split())


class _Builder:
    """Listens to expat. A piece of text ends where the next event begins."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text, self.data = name, text, text.encode("utf-8")
        self.root: Element | None = None
        self.stack: list[Element] = []
        self.pending: tuple[str, int] | None = None
        self.known = (0, 0)
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = False
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters
        self.parser.EntityDeclHandler = self.refuse_entity
        self.parser.DefaultHandler = self.other

    def place(self) -> int:
        """Where the event stands, in code points; events come in order, so that each byte is counted once."""
        index = self.parser.CurrentByteIndex
        byte, point = self.known
        point += len(self.data[byte:index].decode("utf-8"))
        self.known = (index, point)
        return point

    def flush(self) -> int:
        place = self.place()
        if self.pending and self.stack:
            text, start = self.pending
            self.stack[-1].children.append(Piece(text, start, place))
        self.pending = None
        return place

    def start(self, tag: str, attrs: dict[str, str]) -> None:
        self.flush()
        if len(self.stack) >= DEEPEST:
            raise DocumentError(f"{self.name}: elements are nested more than {DEEPEST} deep. Such a file is refused.")
        element = Element(tag.rsplit(" ", 1)[-1], {key.rsplit(" ", 1)[-1]: value for key, value in attrs.items()})
        if self.stack:
            self.stack[-1].children.append(element)
        else:
            self.root = element
        self.stack.append(element)

    def end(self, _: str) -> None:
        self.flush()
        self.stack.pop()

    def characters(self, text: str) -> None:
        self.pending = (text, self.flush())

    def other(self, _: str) -> None:
        self.flush()

    def refuse_entity(self, *_: object) -> None:
        raise DocumentError(
            f"{self.name}: declares entities of its own, which may blow up or read other files. Such a file is refused."
        )


def read_tree(name: str, text: str) -> Element:
    """The root of an XML text.

    Args:
        name: of the file, for messages.
        text: the whole text.

    Raises:
        DocumentError: when it is not well-formed, nested too deep, or declares entities.
    """
    builder = _Builder(name, text)
    try:
        builder.parser.Parse(builder.data, True)
    except expat.ExpatError as error:
        raise DocumentError(
            f"{name}:{error.lineno}:{error.offset + 1}: not XML: {expat.ErrorString(error.code)}."
        ) from error
    if builder.root is None:
        raise DocumentError(f"{name}: holds no element.")
    return builder.root
