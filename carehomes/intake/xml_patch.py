"""XML changed in place: where elements stand in the bytes, and edits that leave every other byte as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any
from xml.parsers import expat

_HEAD = re.compile(rb"""<[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>""")
_PLAIN_ENCODINGS = {"", "utf-8", "utf8", "us-ascii"}
#: Not allowed in XML 1.0, whatever way they are written.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class UnpatchableError(Exception):
    """A part that cannot be changed in place; the message is the reason in words, as the end of a sentence that begins "because"."""


@dataclass
class Element:
    """An element and where it stands: ``start`` to ``end``; its content from ``head`` to ``foot``, equal where it closes itself."""

    tag: str
    attributes: dict[str, str]
    start: int
    head: int
    foot: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The tag without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, or ''."""
        before, colon, _ = self.tag.rpartition(":")
        return before + colon

    def child(self, name: str) -> Element | None:
        """Return the first child of that name."""
        return next((one for one in self.children if one.name == name), None)


@dataclass(frozen=True)
class Edit:
    """Bytes in the place of those from ``start`` to ``end``."""

    start: int
    end: int
    text: bytes


def new_parser() -> Any:
    """Return a parser that refuses what could hide something: a document type (entities), and an encoding other than UTF-8.

    Raises ``UnpatchableError`` while parsing.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise UnpatchableError("a part of it declares a document type")

    def declared(_: str, encoding: str | None, __: int) -> None:
        if (encoding or "").lower() not in _PLAIN_ENCODINGS:
            raise UnpatchableError("a part of it is not in UTF-8")

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declared
    return parser


def run(parser: Any, xml: bytes) -> None:
    """Parse ``xml`` with a parser made by ``new_parser``. Raises ``UnpatchableError`` where it is not well formed."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnpatchableError("a part of it is not in UTF-8")
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise UnpatchableError("a part of it is damaged") from error


def head_end(xml: bytes, start: int) -> int:
    """Return where the tag that begins at ``start`` ends."""
    found = _HEAD.match(xml, start)
    if found is None:
        raise UnpatchableError("a part of it is damaged")
    return found.end()


def close(xml: bytes, element: Element, at: int) -> None:
    """Set the end of ``element``, whose end was told at ``at``: an element that closes itself ends where its tag does."""
    itself = xml[element.head - 2 : element.head] == b"/>"
    element.foot = element.head if itself else at
    element.end = element.head if itself else xml.index(b">", at) + 1


def parse(xml: bytes, depth: int = 5) -> Element:
    """Return the root element with its descendants down to ``depth``. Raises ``UnpatchableError``."""
    parser = new_parser()
    stack: list[Element] = []
    roots: list[Element] = []
    deeper = 0

    def begun(tag: str, attributes: dict[str, str]) -> None:
        nonlocal deeper
        if len(stack) >= depth or deeper:
            deeper += 1
            return
        at = parser.CurrentByteIndex
        one = Element(tag, attributes, at, head_end(xml, at))
        (stack[-1].children if stack else roots).append(one)
        stack.append(one)

    def ended(_: str) -> None:
        nonlocal deeper
        if deeper:
            deeper -= 1
            return
        close(xml, stack.pop(), parser.CurrentByteIndex)

    parser.StartElementHandler = begun
    parser.EndElementHandler = ended
    run(parser, xml)
    return roots[0]


def apply(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """Return ``xml`` with ``edits`` made; at one place what is put in goes before what is changed, in the order given."""
    parts: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        parts += [xml[at : edit.start], edit.text]
        at = max(at, edit.end)
    return b"".join([*parts, xml[at:]])


def append(xml: bytes, element: Element, content: bytes) -> Edit:
    """Return the edit that puts ``content`` at the end of ``element``, opened where it closes itself."""
    if xml[element.head - 2 : element.head] == b"/>":
        opened = xml[element.start : element.head].removesuffix(b"/>").rstrip() + b">"
        return Edit(element.start, element.end, opened + content + f"</{element.tag}>".encode())
    return Edit(element.foot, element.foot, content)


def with_attributes(tag: bytes, values: Mapping[str, str]) -> bytes:
    """Return a start tag with attributes set; one that is there gives way."""
    for name, value in values.items():
        said = f' {name}="{escape(value, quote=True)}"'.encode()
        pattern = re.compile(rb"""\s""" + name.encode() + rb"""\s*=\s*(?:"[^"]*"|'[^']*')""")
        if pattern.search(tag):
            tag = pattern.sub(lambda _, said=said: said, tag, count=1)  # type: ignore[misc]
        else:
            tag = re.sub(rb"^<[^\s/>]+", lambda found, said=said: found.group() + said, tag, count=1)  # type: ignore[misc]
    return tag


def text(value: str) -> str:
    """Return ``value`` as XML text: characters that XML does not know become a question mark."""
    return escape(_ILLEGAL.sub("\ufffd", value), quote=True)
