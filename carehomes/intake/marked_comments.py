"""Comments in a worksheet: those that are there are kept and added to; each new one gets the box that Excel wants for it (VML)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from carehomes.intake.cells import address
from carehomes.intake.package import Package
from carehomes.intake.xml_patch import Edit, Element, UnpatchableError, append, apply, parse, text

AUTHOR = "Care home support: weekly progress"
#: Stands where an earlier mark is out of date: the workbook was marked, mended and sent again.
_NOTHING_NOW = "Marked before; nothing is found here now. The colour may be taken away."
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_CONTENT = "application/vnd.openxmlformats-officedocument.vmlDrawing"
#: Excel gives the boxes of a sheet numbers from one or more blocks of this size; no two sheets share a block.
_BLOCK = 1024
_IDMAP = re.compile(rb"""<o:idmap\b[^<>]*?\bdata\s*=\s*["']([0-9, ]*)["'][^<>]*>""")
_BARE_COMMENTS = f'<comments xmlns="{_MAIN}"><authors></authors><commentList></commentList></comments>'.encode()
_BARE_VML = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    '<v:shapetype{names} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NAMESPACES = (
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)


@dataclass(frozen=True)
class Commented:
    """What became of a sheet's comments: the part with the boxes, and cells whose conversation could not be added to."""

    boxes: str
    threaded: tuple[tuple[int, int], ...]


def add_comments(package: Package, sheet: str, drawing: str, comments: Mapping[tuple[int, int], str]) -> Commented:
    """Add ``comments``, by row and column, to the sheet part ``sheet``, whose ``legacyDrawing`` names the relation ``drawing``.

    A cell that has a comment keeps it, and the new text stands below it. A cell with a conversation (a threaded comment) keeps that
    alone: Excel shows nothing else there. Raises ``UnpatchableError``.
    """
    part = package.related(sheet, "comments")
    if not part:
        part = package.unused("xl/comments{}.xml")
        package.write(part, _BARE_COMMENTS)
        package.declare(part, _CONTENT)
        package.relate(sheet, "comments", part)
    new, threaded = _into_list(package, part, comments)
    boxes = next((one.target for one in package.relations(sheet) if one.id == drawing and one.target in package), "") if drawing else ""
    if drawing and not boxes:
        raise UnpatchableError("the boxes of its comments are missing")
    return Commented(_boxes(package, boxes, {place: comments[place] for place in new}), tuple(threaded))


def _into_list(package: Package, part: str, comments: Mapping[tuple[int, int], str]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Put the texts into the list of comments; return the cells with a new one, and those with a conversation."""
    xml = package.read(part)
    root = parse(xml)
    authors, listed = root.child("authors"), root.child("commentList")
    if root.name != "comments" or authors is None or listed is None:
        raise UnpatchableError("its comments are not as a workbook has them")
    there = {one.attributes.get("ref", "").replace("$", ""): one for one in listed.children if one.name == "comment"}
    names = {str(n): xml[one.head : one.foot] for n, one in enumerate(authors.children)}
    of, number = root.prefix, len(authors.children)
    edits = [append(xml, authors, f"<{of}author>{text(AUTHOR)}</{of}author>".encode())]
    fresh: list[bytes] = []
    new, threaded = [], []
    wanted = {address(*place): place for place in sorted(comments)}
    # What an earlier round of marks said gives way.
    ours = {cell for cell, one in there.items() if names.get(one.attributes.get("authorId", "")) == text(AUTHOR).encode()}
    for cell in sorted(ours):
        said = _run(of, comments[wanted[cell]] if cell in wanted else _NOTHING_NOW)
        edits.append(Edit(there[cell].head, there[cell].foot, f"<{of}text>{said}</{of}text>".encode()))
    for cell, place in wanted.items():
        if cell in ours:
            continue
        if cell not in there:
            said = f'<{of}comment ref="{cell}" authorId="{number}"><{of}text>{_run(of, comments[place])}</{of}text></{of}comment>'
            fresh.append(said.encode())
            new.append(place)
        elif names.get(there[cell].attributes.get("authorId", ""), b"").startswith(b"tc="):
            threaded.append(place)
        else:
            edits.append(_below(xml, there[cell], _run(of, "\n\n" + comments[place])))
    package.write(part, apply(xml, [*edits, append(xml, listed, b"".join(fresh))]))
    return new, threaded


def _run(of: str, said: str) -> str:
    return f'<{of}r><{of}rPr><{of}sz val="10"/><{of}rFont val="Arial"/></{of}rPr><{of}t xml:space="preserve">{text(said)}</{of}t></{of}r>'


def _below(xml: bytes, comment: Element, said: str) -> Edit:
    """Return the edit that puts ``said`` below the text of ``comment``, before what the standard has after the runs."""
    told = comment.child("text")
    if told is None:
        raise UnpatchableError("its comments are not as a workbook has them")
    after = next((one for one in told.children if one.name in ("rPh", "phoneticPr")), None)
    return Edit(after.start, after.start, said.encode()) if after else append(xml, told, said.encode())


def _boxes(package: Package, part: str, comments: Mapping[tuple[int, int], str]) -> str:
    """Add a box for each of ``comments`` to the drawing ``part`` ('' makes one) and return the drawing's name."""
    if not part:
        part = package.unused("xl/drawings/vmlDrawing{}.vml")
        package.write(part, _BARE_VML)
        package.declare("*.vml", _VML_CONTENT)
    xml = package.read(part)
    foot = xml.rfind(b"</xml>")
    if foot < 0:
        raise UnpatchableError("the boxes of its comments are not as a workbook has them")
    first = max(_blocks(package), default=0) + 1
    # The box's XML is as plain as Excel writes it: names are declared again only where the drawing does not have them.
    names = "" if all(one.encode() in xml[:2000] for one in _NAMESPACES.split()) else _NAMESPACES
    shapes = [_SHAPE_TYPE.format(names=names)] if comments and b'"_x0000_t202"' not in xml else []
    for number, place in enumerate(sorted(comments)):
        shapes.append(_shape(names, first * _BLOCK + number + 1, place, comments[place]))
    xml = xml[:foot] + "".join(shapes).encode() + xml[foot:]
    used = range(first, first + (len(comments) + 1) // _BLOCK + 1)
    package.write(part, _IDMAP.sub(lambda found: _more_blocks(found, used), xml, count=1))
    return part


def _more_blocks(found: re.Match[bytes], used: Iterable[int]) -> bytes:
    there = [one for one in found.group(1).decode().replace(" ", "").split(",") if one]
    start, end = (at - found.start() for at in found.span(1))
    return found.group()[:start] + ",".join([*there, *map(str, used)]).encode() + found.group()[end:]


def _blocks(package: Package) -> list[int]:
    """Return the blocks of box numbers that the workbook has in use."""
    drawings = [name for name in package.names if name.lower().endswith(".vml")]
    said = [found.group(1).decode() for name in drawings for found in _IDMAP.finditer(package.read(name))]
    return [int(one) for text_of in said for one in text_of.replace(" ", "").split(",") if one.isdecimal() and len(one) < 7]


def _shape(names: str, number: int, place: tuple[int, int], said: str) -> str:
    row, column = place[0] - 1, place[1] - 1
    lines = min(18, sum(1 + len(line) // 44 for line in said.split("\n")) + 1)
    return (
        f'<v:shape{names} id="_x0000_s{number}" type="#_x0000_t202" '
        f'style="position:absolute;width:260pt;height:{13 * lines}pt;z-index:{number % _BLOCK};visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 6}, 15, {max(row - 1, 0) + lines}, 4</x:Anchor>"
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
