"""A pack as pictures of 1600 by 900, without a browser: every slide as PNG, every chart as SVG with its title and where it comes from."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from html import escape

from carehomes.briefing.content import Pack, Slide
from carehomes.briefing.drawn import svg
from carehomes.briefing.pdf_file import pdf_file
from carehomes.briefing.still import put

WIDE, HIGH = 1600, 900
#: Letters of a line of the title and of the footer.
_TITLE_LETTERS, _FOOT_LETTERS = 100, 200


def pack_pictures(pack: Pack) -> bytes:
    """Return a ZIP of the slides of ``pack`` as PNG and of its charts as SVG. The same pack gives the same bytes.

    Raises ``ValueError`` with what to do where the machine lacks the libraries that lay out text.
    """
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as book:
        for number, picture in enumerate(_painted(pack), start=1):
            put(book, f"{pack.file_name}_slide-{number:02d}.png", picture)
        for number, slide in enumerate(pack.slides, start=1):
            if slide.graph:
                put(book, f"{pack.file_name}_slide-{number:02d}.svg", chart_svg(pack, slide).encode())
    return sink.getvalue()


def _painted(pack: Pack) -> Iterator[bytes]:
    """Yield each slide as PNG: painted from the PDF, so that the two look alike."""
    # Dear to import, and only here needed.
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf_file(pack))
    try:
        for page in document:
            held = io.BytesIO()
            page.render(scale=WIDE / page.get_width()).to_pil().resize((WIDE, HIGH)).save(held, "PNG")
            yield held.getvalue()
    finally:
        document.close()


def chart_svg(pack: Pack, slide: Slide) -> str:
    """Return the chart of ``slide`` as an SVG picture: the finding above it, area, week and the whole footer with the pack's id beneath."""
    assert slide.graph is not None
    source = f"{pack.mark} · {pack.source}" if pack.mark else pack.source
    above = _lines(_broken(slide.title, _TITLE_LETTERS), 48, 28, ' font-size="24" font-weight="bold" fill="#212B32"')
    below = _lines(_broken(source, _FOOT_LETTERS), 836, 20, ' font-size="14" fill="#4C6272"')
    chart = svg(slide.graph, slide.alt, WIDE - 96, 620).replace("<svg ", f'<svg x="48" y="140" width="{WIDE - 96}" height="620" ', 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="{HIGH}" viewBox="0 0 {WIDE} {HIGH}" '
        f'font-family="Arial, sans-serif"><title>{escape(slide.alt)}</title><rect width="{WIDE}" height="{HIGH}" fill="#FFFFFF"/>'
        f"{above}{chart}{below}</svg>"
    )


def _lines(texts: list[str], top: int, step: int, look: str) -> str:
    return "".join(f'<text x="48" y="{top + step * place}"{look}>{escape(text)}</text>' for place, text in enumerate(texts))


def _broken(text: str, letters: int) -> list[str]:
    """Return ``text`` as lines of at most so many letters, broken between words."""
    found = [""]
    for word in text.split():
        if found[-1] and len(found[-1]) + 1 + len(word) > letters:
            found.append("")
        found[-1] += f" {word}" if found[-1] else word
    return found
