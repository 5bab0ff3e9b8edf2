"""The files that a pack is written as: by their ending, what each is called, what it is to a browser, and who writes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from carehomes.briefing.content import Pack
from carehomes.briefing.html_file import html_file
from carehomes.briefing.pdf_file import pdf_file
from carehomes.briefing.pictures_file import pack_pictures
from carehomes.briefing.tables_file import pack_csv, pack_xlsx


def pptx_file(pack: Pack) -> bytes:
    """Return ``pack`` as a .pptx. The same pack gives the same bytes.

    Raises ``ValueError`` in a plain sentence where the organisation's own logo or master cannot be read.
    """
    # Dear to import, and only here needed: whoever asks for figures or help does not wait for it.
    from carehomes.briefing.powerpoint import presentation

    return presentation(pack)


@dataclass(frozen=True)
class Sort:
    """A sort of file: ``laid_out`` where the machine may lack the libraries that it needs (``missing``)."""

    name: str
    mime: str
    write: Callable[[Pack], bytes]
    laid_out: bool = False


#: By ending, in the order in which they are offered.
SORTS: dict[str, Sort] = {
    "pptx": Sort("PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation", pptx_file),
    "pdf": Sort("PDF", "application/pdf", pdf_file, laid_out=True),
    "zip": Sort("pictures", "application/zip", pack_pictures, laid_out=True),
    "html": Sort("HTML", "text/html", html_file),
    "xlsx": Sort("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", pack_xlsx),
    "csv": Sort("CSV", "text/csv", pack_csv),
}
