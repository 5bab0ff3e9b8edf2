"""The package of an XLSX or XLSM file: its parts by name, what leads from one to another, and a new file with some parts changed.

Standard: ECMA-376 part 2. Nothing outside of the package is followed, and a part that is not changed is copied as it is.
"""

from __future__ import annotations

import io
import posixpath
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass

from carehomes.intake.xml_patch import Element, UnpatchableError, append, apply, parse, text

MAX_PARTS = 5_000
MAX_UNPACKED = 256 * 1024 * 1024
#: A part that is read and changed.
MAX_PART = 32 * 1024 * 1024
TYPES = "[Content_Types].xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/"
_DAMAGED = "the file is damaged"


@dataclass(frozen=True)
class Relation:
    """A relation of a part to another part of the package; ``kind`` is the last word of its type."""

    id: str
    kind: str
    target: str


class Package:
    """An opened package. ``write`` changes a part or adds one; ``content`` returns the new file."""

    def __init__(self, content: bytes) -> None:
        """Open ``content``. Raises ``UnpatchableError`` where it is no package that can be copied within limits."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise UnpatchableError("it is no XLSX or XLSM file") from error
        infos = self._zip.infolist()
        if len(infos) > MAX_PARTS or sum(one.file_size for one in infos) > MAX_UNPACKED:
            raise UnpatchableError("it is too large when unpacked")
        self._names = {one.filename.lower(): one.filename for one in infos}
        if len(self._names) != len(infos) or any(one.flag_bits & 1 for one in infos):
            raise UnpatchableError(_DAMAGED)
        self._changed: dict[str, bytes] = {}

    @property
    def names(self) -> list[str]:
        """The names of all parts, new ones included."""
        return [*self._names.values(), *(one for one in self._changed if one.lower() not in self._names)]

    def __contains__(self, name: str) -> bool:
        return name in self._changed or name.lower() in self._names

    def read(self, name: str) -> bytes:
        """Return a part as it is now. Raises ``UnpatchableError`` where there is none, or it is too large to change."""
        if name in self._changed:
            return self._changed[name]
        if name.lower() not in self._names:
            raise UnpatchableError(_DAMAGED)
        info = self._zip.getinfo(self._names[name.lower()])
        if info.file_size > MAX_PART:
            raise UnpatchableError("one of its sheets is too large to be marked")
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
            raise UnpatchableError(_DAMAGED) from error

    def write(self, name: str, content: bytes) -> None:
        """Put ``content`` in the place of a part, or add it."""
        self._changed[self._names.get(name.lower(), name)] = content

    def unused(self, pattern: str) -> str:
        """Return the first name of ``pattern`` (with ``{}`` for a number) that no part has."""
        taken = {one.lower() for one in self.names}
        return next(name for number in range(1, MAX_PARTS * 2) if (name := pattern.format(number)).lower() not in taken)

    def relations(self, part: str) -> list[Relation]:
        """Return the relations of ``part`` ('' is the package) to parts of the package; outside ones are left out."""
        place = _relations_of(part)
        if place not in self:
            return []
        found = []
        for one in parse(self.read(place), depth=2).children:
            said = one.attributes
            if said.get("Type", "").startswith(_STRICT):
                raise UnpatchableError("it is saved as Strict Open XML, which has no place for marks")
            if one.name == "Relationship" and said.get("TargetMode") != "External":
                kind = said.get("Type", "").rpartition("/")[2]
                found.append(Relation(said.get("Id", ""), kind, _resolve(part, said.get("Target", ""))))
        return found

    def related(self, part: str, kind: str) -> str:
        """Return the first part that ``part`` leads to by a relation of ``kind``, or ''."""
        return next((one.target for one in self.relations(part) if one.kind == kind and one.target in self), "")

    def relate(self, part: str, kind: str, target: str) -> str:
        """Add a relation of ``part`` to ``target`` and return its id."""
        place = _relations_of(part)
        xml = self.read(place) if place in self else f'<Relationships xmlns="{_RELATIONS}"></Relationships>'.encode()
        root = parse(xml, depth=2)
        taken = {one.attributes.get("Id") for one in root.children}
        name = next(name for number in range(1, MAX_PARTS * 2) if (name := f"rIdMark{number}") not in taken)
        line = f'<{root.prefix}Relationship Id="{name}" Type="{RELATION}/{kind}" Target="/{text(target)}"/>'
        self.write(place, apply(xml, [append(xml, root, line.encode())]))
        return name

    def declare(self, target: str, content_type: str) -> None:
        """Say of what content type a new part is; a name such as ``*.vml`` is an ending."""
        xml = self.read(TYPES)
        root = parse(xml, depth=2)
        ending = target.removeprefix("*.") if target.startswith("*.") else ""
        if ending and any(one.attributes.get("Extension", "").lower() == ending for one in root.children):
            return
        said = f'Default Extension="{ending}"' if ending else f'Override PartName="/{text(target)}"'
        line = f'<{root.prefix}{said} ContentType="{content_type}"/>'.encode()
        # Defaults go before the overrides: some readers expect it.
        first = root.children[0].start if ending and root.children else None
        self.write(TYPES, xml[:first] + line + xml[first:] if first is not None else apply(xml, [append(xml, root, line)]))

    def types(self) -> Element:
        """Return the list of content types."""
        return parse(self.read(TYPES), depth=2)

    def content(self) -> bytes:
        """Return the package as a file: parts in their order, new ones last."""
        sink = io.BytesIO()
        try:
            with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target:
                for info in self._zip.infolist():
                    fresh = zipfile.ZipInfo(info.filename, info.date_time)
                    fresh.compress_type = zipfile.ZIP_STORED if info.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
                    if info.filename in self._changed:
                        target.writestr(fresh, self._changed[info.filename])
                        continue
                    with self._zip.open(info) as source, target.open(fresh, "w") as place:
                        shutil.copyfileobj(source, place, 1 << 16)
                for name, part in self._changed.items():
                    if name.lower() not in self._names:
                        target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part, zipfile.ZIP_DEFLATED)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
            raise UnpatchableError(_DAMAGED) from error
        return sink.getvalue()


def _relations_of(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _resolve(part: str, target: str) -> str:
    path = target if target.startswith("/") else posixpath.join(posixpath.dirname(part), target)
    return re.sub(r"^(?:\.\./)+", "", posixpath.normpath(path).lstrip("/"))
