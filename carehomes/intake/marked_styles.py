"""The styles of a workbook with fills for marks added: a marked cell keeps its number format, font, borders and alignment."""

from __future__ import annotations

from collections.abc import Mapping

from carehomes.intake.package import Package
from carehomes.intake.xml_patch import Edit, Element, UnpatchableError, append, apply, parse, with_attributes

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
#: Pale enough for black text (contrast above 12 to 1); the comment says the severity in words.
FILLS: Mapping[str, str] = {"error": "FFF8CBC6", "query": "FFFFE3A8", "note": "FFD6E6F5"}
#: Excel knows no more cell formats than this in a workbook.
_MOST = 64_000
_BARE = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()


class Styles:
    """The cell formats of a workbook, and those that marks add to them."""

    def __init__(self, package: Package, workbook: str) -> None:
        """Read the styles that ``workbook`` leads to; a workbook without any gets bare ones. Raises ``UnpatchableError``."""
        self._package = package
        self._part = package.related(workbook, "styles")
        if not self._part:
            self._part = "xl/styles.xml" if "xl/styles.xml" not in package else package.unused("xl/styles{}.xml")
            package.write(self._part, _BARE)
            package.declare(self._part, _CONTENT)
            package.relate(workbook, "styles", self._part)
        self._xml = package.read(self._part)
        root = parse(self._xml, depth=3)
        self._fonts = _needed(root, "fonts")
        self._fills = _needed(root, "fills")
        self._formats = _needed(root, "cellXfs")
        self._added: list[bytes] = []
        self._marked: dict[tuple[int, str], int] = {}

    def marked(self, style: int, severity: str) -> int:
        """Return the number of the format that is ``style`` with the fill of ``severity``."""
        found = self._marked.get((style, severity))
        if found is None:
            fill = len(self._fills.children) + list(FILLS).index(severity)
            found = self._marked[style, severity] = self._add(style, {"fillId": str(fill), "applyFill": "1"})
        return found

    def heading(self) -> int:
        """Return the number of a bold format for the headings of the list of findings."""
        return self._add(0, {"fontId": str(len(self._fonts.children)), "applyFont": "1"})

    def wrapped(self) -> int:
        """Return the number of a format whose text runs over several lines."""
        return self._add(0, {"applyAlignment": "1"}, b'<%salignment vertical="top" wrapText="1"/>' % self._formats.prefix.encode())

    def _add(self, style: int, values: Mapping[str, str], inside: bytes = b"") -> int:
        kept = self._formats.children
        number = len(kept) + len(self._added)
        if number >= _MOST:
            raise UnpatchableError("it has more cell formats than a workbook can have")
        if not 0 <= style < len(kept):
            raise UnpatchableError("a cell has a format that the workbook does not have")
        one = kept[style]
        head = with_attributes(self._xml[one.start : one.head], values)
        body = self._xml[one.head : one.end]
        if inside:
            # The list's own formats are plain: whatever the first one says of alignment gives way.
            head, body = head.removesuffix(b"/>").removesuffix(b">") + b">", inside + f"</{one.tag}>".encode()
        self._added.append(head + body)
        return number

    def save(self) -> None:
        """Put the styles with what was added into the package."""
        fills, fonts, formats = self._fills, self._fonts, self._formats
        of = fills.prefix
        new_fills = "".join(
            f'<{of}fill><{of}patternFill patternType="solid"><{of}fgColor rgb="{colour}"/><{of}bgColor indexed="64"/>'
            f"</{of}patternFill></{of}fill>"
            for colour in FILLS.values()
        )
        font = f'<{of}font><{of}b/><{of}sz val="11"/><{of}name val="Arial"/></{of}font>'
        edits = [
            *self._longer(fonts, font.encode(), 1),
            *self._longer(fills, new_fills.encode(), len(FILLS)),
            *self._longer(formats, b"".join(self._added), len(self._added)),
        ]
        self._package.write(self._part, apply(self._xml, edits))

    def _longer(self, list_of: Element, content: bytes, count: int) -> list[Edit]:
        head = with_attributes(self._xml[list_of.start : list_of.head], {"count": str(len(list_of.children) + count)})
        return [Edit(list_of.start, list_of.head, head), append(self._xml, list_of, content)]


def _needed(root: Element, name: str) -> Element:
    found = root.child(name)
    if found is None or not found.children:
        raise UnpatchableError("its cell formats are not as a workbook has them")
    return found
