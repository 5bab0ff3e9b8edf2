"""A pack as one HTML file: slides below one another, drawn and written into the file itself, nothing asked of the outside."""

from __future__ import annotations

from html import escape

from carehomes.briefing import house
from carehomes.briefing.content import Grid, Pack, Slide
from carehomes.briefing.drawn import svg

STYLE = """
.cb-deck { font-family: Arial, sans-serif; color: #212B32; container-type: inline-size; max-width: 1600px; margin: 0 auto; }
.cb-slide { position: relative; box-sizing: border-box; width: 100%; aspect-ratio: 16 / 9; margin: 0 auto 24px;
  padding: 2.2% 3.2% 4.6%; background: #FFFFFF; border: 1px solid #AEB7BD; display: flex; flex-direction: column; gap: 0.5em;
  font-size: max(9px, 1.18cqw); break-after: page; }
.cb-slide header { display: flex; justify-content: space-between; color: #4C6272; font-weight: bold; }
.cb-slide header b { color: #8A4B00; }
.cb-slide header img { max-width: 9.8cqw; max-height: 3.2cqw; margin-left: 1em; vertical-align: top; }
.cb-slide h2 { margin: 0; padding: 0; font-size: 1.5em; line-height: 1.2; color: #212B32; }
.cb-cover { border-top: 14px solid #005EB8; }
.cb-cover h2 { font-size: 2.2em; margin-top: 0.4em; }
.cb-slide p { margin: 0; color: #4C6272; }
.cb-slide p, .cb-slide ul, .cb-slide li, .cb-slide footer span { font-size: 1em; line-height: 1.3; }
.cb-slide.cb-cover p, .cb-slide.cb-cover ul { font-size: 1.35em; }
.cb-body { flex: 1; min-height: 0; display: flex; gap: 1.6em; }
.cb-body svg { flex: 1 1 62%; min-width: 0; width: 100%; height: 100%; }
.cb-body ul { flex: 1 1 34%; margin: 0; padding: 0 0 0 1.1em; }
.cb-body li { margin: 0 0 0.5em; line-height: 1.3; }
.cb-body table { width: 100%; border-collapse: collapse; align-self: flex-start; table-layout: fixed; }
.cb-body th { text-align: left; vertical-align: bottom; border-bottom: 2px solid #212B32; padding: 0.25em 0.5em 0.25em 0; }
.cb-body td { vertical-align: top; border-bottom: 1px solid #E8EDEE; padding: 0.35em 0.5em 0.35em 0; overflow-wrap: anywhere; }
.cb-body .n { text-align: right; }
.cb-slide footer { position: absolute; left: 3.2%; right: 3.2%; bottom: 1.2%; display: flex; gap: 2em; justify-content: space-between;
  font-size: 0.78em; color: #4C6272; }
@page { size: 13.333in 7.5in; margin: 0; }
"""


_HEAD = (
    '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
)


def html_file(pack: Pack) -> bytes:
    """Return ``pack`` as a page of its own. The same pack gives the same bytes."""
    slides = "".join(slides_html(pack))
    style = f"<style>body {{ margin: 16px; background: #F0F4F5; }}{STYLE}</style>"
    title = f"<title>{escape(pack.title)}: {escape(pack.area)}</title>"
    return f'{_HEAD}{title}{style}</head><body><main class="cb-deck">{slides}</main></body></html>\n'.encode()


def slides_html(pack: Pack) -> list[str]:
    """Return the slides of ``pack`` as HTML (their look is ``STYLE``), everything from data escaped."""
    picture = house.logo()
    image = f'<img src="{house.logo_address(picture)}" alt="Logo">' if picture else ""
    return [_slide(pack, number, image) for number in range(len(pack.slides))]


def _slide(pack: Pack, number: int, image: str) -> str:
    one = pack.slides[number]
    cover = one.kind == "cover"
    heading = pack.title if cover else one.heading
    mark = f"<b>{escape(pack.mark.split(':')[0])}</b>" if pack.mark else ""
    mark += image
    source = f"{pack.mark} · {pack.source}" if pack.mark else pack.source
    return (
        f'<section class="cb-slide{" cb-cover" * cover}" aria-label="Slide {number + 1}">'
        f"<header><span>{escape(heading)}</span><span>{mark}</span></header><h2>{escape(one.title)}</h2><p>{escape(one.under)}</p>"
        f'<div class="cb-body{" cb-both" * bool(one.graph and one.points)}">{_body(one)}</div>'
        f"<footer><span>{escape(source)}</span><span>{number + 1}</span></footer></section>"
    )


def _body(one: Slide) -> str:
    points = "".join(f"<li>{escape(text)}</li>" for text in one.points)
    listed = f"<ul>{points}</ul>" if points else ""
    if one.graph:
        return svg(one.graph, one.alt, 840 if points else 1240, 500) + listed
    return _table(one.grid) if one.grid else listed


def _table(grid: Grid) -> str:
    whole = sum(grid.wide)
    columns = "".join(f'<col style="width:{100 * each / whole:.1f}%">' for each in grid.wide)
    marks = [' class="n"' if right else "" for right in grid.right]
    heads = "".join(f'<th scope="col"{mark}>{escape(name)}</th>' for name, mark in zip(grid.columns, marks, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{mark}>{escape(text)}</td>" for text, mark in zip(row, marks, strict=True)) + "</tr>" for row in grid.rows
    )
    return f"<table><colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
