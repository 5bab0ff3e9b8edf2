"""A pack as PowerPoint: 16:9, native charts that can be edited, alternative texts, speaker notes, the same footer on every slide."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from carehomes.briefing import house
from carehomes.briefing.content import Graph, Grid, Pack, Role, Slide
from carehomes.briefing.house import HIGH, WIDE
from carehomes.briefing.master import opened
from carehomes.briefing.still import STILL, put
from carehomes.ledger.journal import moment_of

#: The margins of a slide, in inches.
EDGE = 0.45
_BODY, _FOOT = 1.72, 6.8
_INK, _GREY, _BLUE, _PALE, _WHITE, _LINE = "212B32", "4C6272", "005EB8", "E8EDEE", "FFFFFF", "AEB7BD"
_DARK = "003087"
_LOOKS: dict[Role, str] = {
    "share": _BLUE,
    "answered": _GREY,
    "target": _INK,
    "units": _BLUE,
    "yes": _BLUE,
    "not answered": _WHITE,
    "no": _PALE,
    "not applicable": _WHITE,
}
_CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def presentation(pack: Pack) -> bytes:
    """Return ``pack`` as a .pptx. The same pack gives the same bytes.

    Raises ``ValueError`` in a plain sentence where the organisation's own logo or master cannot be read.
    """
    show, layout = opened(WIDE, HIGH)
    picture = house.logo()
    for number, one in enumerate(pack.slides, start=1):
        _draw(show.slides.add_slide(layout), pack, one, number, picture)
    held = show.core_properties
    held.title, held.subject, held.author, held.last_modified_by = f"{pack.title}: {pack.area}"[:255], f"Pack {pack.id}", "", ""
    held.created = held.modified = moment_of(pack.made).astimezone(UTC).replace(tzinfo=None) if pack.made else datetime(*STILL[:3])
    held.revision = 1
    sink = io.BytesIO()
    show.save(sink)
    return _still(sink.getvalue())


def _draw(slide: Any, pack: Pack, one: Slide, number: int, picture: bytes) -> None:
    for each in list(slide.placeholders):
        # A master may have more places than its title: empty ones would be told as such.
        if each != slide.shapes.title and each.placeholder_format.idx != 0:
            each._element.getparent().remove(each._element)
    cover = one.kind == "cover"
    heading = pack.title if cover else one.heading
    if cover:
        band = slide.shapes.add_shape(1, 0, 0, Inches(WIDE), Inches(0.28))
        band.fill.solid()
        band.fill.fore_color.rgb = _colour(_BLUE)
        band.line.fill.background()
        _alt(band, "", hidden=True)
    title, high = slide.shapes.title, 0.5 if cover else 0.26
    _place(title, EDGE, 0.95 if cover else 0.62, WIDE - 2 * EDGE, 1.0 if cover else 0.72)
    _write(title.text_frame, [one.title], 30 if cover else _fit(one.title, WIDE - 2 * EDGE, 0.72, 22, 13), bold=True)
    across = WIDE - 2 * EDGE - 3 - house.LOGO_WIDE - 0.2
    _text(slide, [heading], EDGE, high, across, 0.36, _fit(heading, across, 0.3, 14 if cover else 12, 10), colour=_GREY, bold=True)
    taken = 0.0
    if picture:
        across, up = house.logo_size(picture)
        taken = across + 0.2
        drawn = slide.shapes.add_picture(io.BytesIO(picture), Inches(WIDE - EDGE - across), Inches(high - 0.06), Inches(across), Inches(up))
        _alt(drawn, "Logo")
    if pack.mark:
        mark = pack.mark.split(":")[0]
        _text(slide, [mark], WIDE - EDGE - 3 - taken, high, 3, 0.36, _fit(mark, 3, 0.36, 12, 8), colour="8A4B00", bold=True, right=True)
    under = 1.95 if cover else 1.36
    size = _fit(one.under, WIDE - 2 * EDGE, 0.36, 16 if cover else 12, 10)
    _text(slide, [one.under], EDGE, under, WIDE - 2 * EDGE, 0.36, size, colour=_GREY)
    _body(slide, one, cover)
    source = f"{pack.mark} · {pack.source}" if pack.mark else pack.source
    _text(slide, [source], EDGE, _FOOT, WIDE - 2 * EDGE - 0.6, 0.6, 10, colour=_GREY)
    _text(slide, [str(number)], WIDE - EDGE - 0.5, _FOOT, 0.5, 0.3, 10, colour=_GREY, right=True)
    slide.notes_slide.notes_text_frame.text = "\n".join([*one.notes, pack.source])


def _body(slide: Any, one: Slide, cover: bool) -> None:
    top, high = (2.5 if cover else _BODY), (4.1 if cover else _FOOT - _BODY - 0.1)
    wide = WIDE - 2 * EDGE
    if one.graph and one.points:
        _chart(slide, one.graph, one.alt, EDGE, top, 8.1, high)
        _text(slide, one.points, EDGE + 8.3, top, wide - 8.3, high, _fit_lines(one.points, wide - 8.3, high, 14, 10), gap=6)
    elif one.graph:
        _chart(slide, one.graph, one.alt, EDGE, top, wide, high)
    elif one.grid:
        _table(slide, one.grid, one.alt, EDGE, top, wide, high)
    elif one.points:
        _text(slide, one.points, EDGE, top, wide, high, _fit_lines(one.points, wide, high, 18, 10), gap=8)


def _place(shape: Any, left: float, top: float, wide: float, high: float) -> None:
    shape.left, shape.top, shape.width, shape.height = Inches(left), Inches(top), Inches(wide), Inches(high)


def _letters(wide: float, size: float) -> float:
    """Return how many letters of Arial a line of ``wide`` inches holds, a little under."""
    return max(1.0, wide * 72 / (size * 0.53))


def _lines(text: str, wide: float, size: float) -> int:
    """Return how many lines a text takes, broken between words."""
    room, used, count = _letters(wide - 0.05, size), 0.0, 1
    for word in text.split():
        if used and used + 1 + len(word) > room:
            count, used = count + 1, 0.0
        used += len(word) + (1 if used else 0)
        while used > room:
            count, used = count + 1, used - room
    return count


def _fit(text: str, wide: float, high: float, most: int, least: int) -> int:
    """Return the largest size in points, from ``most`` down to ``least``, at which ``text`` stands within the box."""
    return _fit_lines([text], wide, high, most, least, gap=0)


def _fit_lines(texts: Sequence[str], wide: float, high: float, most: int, least: int, gap: float = 8) -> int:
    for size in range(most, least, -1):
        if sum(_lines(text, wide, size) * size * 1.2 + gap for text in texts) <= high * 72:
            return size
    return least


def _text(
    slide: Any,
    texts: Sequence[str],
    left: float,
    top: float,
    wide: float,
    high: float,
    size: float,
    *,
    colour: str = _INK,
    bold: bool = False,
    right: bool = False,
    gap: float = 0,
) -> None:
    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(wide), Inches(high))
    _write(box.text_frame, texts, size, colour=colour, bold=bold, right=right, gap=gap)


def _write(
    frame: Any, texts: Sequence[str], size: float, *, colour: str = _INK, bold: bool = False, right: bool = False, gap: float = 0
) -> None:
    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    for place, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        paragraph.space_after = Pt(gap)
        run = paragraph.add_run()
        run.text = text
        _font(run.font, size, colour, bold)


def _colour(code: str) -> Any:
    return RGBColor(*bytes.fromhex(code))


def _font(font: Any, size: float, colour: str = _INK, bold: bool = False) -> None:
    font.name, font.size, font.bold = "Arial", Pt(size), bold
    font.color.rgb = _colour(colour)


def _alt(shape: Any, text: str, *, hidden: bool = False) -> None:
    """Say what a drawing shows to who cannot see it; an ornament says nothing."""
    named = shape._element.xpath(".//p:cNvPr")[0]
    named.set("descr", text)
    if hidden:
        named.set("name", "Ornament")


def _table(slide: Any, grid: Grid, alt: str, left: float, top: float, wide: float, high: float) -> None:
    widths = [wide * each / sum(grid.wide) for each in grid.wide]
    rows = [grid.columns, *grid.rows]

    def heights(size: float) -> list[float]:
        return [
            max(_lines(text, each - 0.16, size) for text, each in zip(row, widths, strict=True)) * size * 1.2 / 72 + 0.09 for row in rows
        ]

    size = next((each for each in range(14, 10, -1) if sum(heights(each)) <= high), 10)
    told = heights(size)
    frame = slide.shapes.add_table(len(rows), len(grid.columns), Inches(left), Inches(top), Inches(wide), Inches(sum(told)))
    _alt(frame, alt)
    table = frame.table
    # A style of lines alone: the figures stand out, not the table.
    frame._element.graphic.graphicData.tbl.tblPr.find(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
    ).text = "{9D7B26C5-4107-4FEC-AEDC-1716B250A1EF}"
    table.horz_banding = False
    for place, each in enumerate(widths):
        table.columns[place].width = Inches(each)
    for down, row in enumerate(rows):
        table.rows[down].height = Inches(told[down])
        for across, text in enumerate(row):
            cell = table.cell(down, across)
            cell.margin_left = cell.margin_right = Inches(0.06)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            _write_cell(cell, text, size, head=down == 0, right=grid.right[across])


def _write_cell(cell: Any, text: str, size: float, *, head: bool, right: bool) -> None:
    frame = cell.text_frame
    frame.word_wrap = True
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = text
    _font(run.font, size, _INK, head)


def _chart(slide: Any, graph: Graph, alt: str, left: float, top: float, wide: float, high: float) -> None:
    data = CategoryChartData(number_format='0.0"%"' if graph.unit == "%" else "#,##0")
    bars = graph.drawn == "bars"
    data.categories = list(graph.categories)
    for one in graph.series:
        data.add_series(one.name, one.values)
    stacked = bars and len(graph.series) > 1
    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED if bars else XL_CHART_TYPE.LINE_MARKERS
    frame = slide.shapes.add_chart(kind, Inches(left), Inches(top), Inches(wide), Inches(high), data)
    _alt(frame, alt)
    chart = frame.chart
    _font(chart.font, 11)
    chart.has_title = False
    chart.has_legend = len(graph.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        _font(chart.legend.font, 11)
    _axes(chart, graph, bars)
    for one, drawn in zip(graph.series, chart.plots[0].series, strict=True):
        (_look_bar if bars else _look_line)(drawn, one.role)
    if bars:
        chart.plots[0].gap_width = 45
        chart.plots[0].overlap = 100 if stacked else 0
        if stacked:
            _labels(chart.plots[0], graph)


def _axes(chart: Any, graph: Graph, bars: bool) -> None:
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale = 0
    if graph.top is not None:
        values.maximum_scale = graph.top
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _colour(_PALE)
    values.format.line.fill.background()
    values.tick_labels.number_format = '0"%"' if graph.unit == "%" else "#,##0"
    values.tick_labels.number_format_is_linked = False
    _font(values.tick_labels.font, 11)
    _font(names.tick_labels.font, 11)
    names.format.line.color.rgb = _colour(_LINE)
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if bars:
        # The first area stands on top.
        names.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH


def _look_line(drawn: Any, role: Role) -> None:
    colour = _colour(_LOOKS[role])
    drawn.smooth = False
    line = drawn.format.line
    line.color.rgb, line.width = colour, Pt(2.75 if role in ("share", "units") else 1.75)
    if role == "answered":
        line.dash_style = MSO_LINE_DASH_STYLE.ROUND_DOT
    if role == "target":
        line.dash_style = MSO_LINE_DASH_STYLE.DASH
    marker = drawn.marker
    if role in ("share", "units"):
        marker.size = 6
        marker.format.fill.solid()
        marker.format.fill.fore_color.rgb = colour
        marker.format.line.color.rgb = colour
    else:
        marker.style = XL_MARKER_STYLE.NONE


def _look_bar(drawn: Any, role: Role) -> None:
    fill = drawn.format.fill
    if role in ("not answered", "not applicable"):
        fill.patterned()
        fill.pattern = MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL if role == "not answered" else MSO_PATTERN_TYPE.PERCENT_20
        fill.fore_color.rgb, fill.back_color.rgb = _colour(_GREY), _colour(_WHITE)
    else:
        fill.solid()
        fill.fore_color.rgb = _colour(_LOOKS[role])
    drawn.format.line.color.rgb = _colour(_BLUE if role in ("yes", "share", "units") else _GREY)
    drawn.format.line.width = Pt(0.75)
    drawn.invert_if_negative = False


def _labels(plot: Any, graph: Graph) -> None:
    """Write the counts into the segments of *yes*; what else there is to tell stands in the names."""
    for one, drawn in zip(graph.series, plot.series, strict=True):
        if one.role != "yes":
            continue
        labels = drawn.data_labels
        # A 0 has no room to stand in.
        labels.show_value, labels.number_format, labels.number_format_is_linked = True, "#,##0;;", False
        labels.position = XL_LABEL_POSITION.CENTER
        _font(labels.font, 11, _WHITE, True)


def _still(content: bytes, *, behind: bool = False) -> bytes:
    """Return a package with every clock in it set to one moment, those of the workbooks ``behind`` its charts too."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in source.namelist():
            held = source.read(name)
            if name.endswith(".xlsx"):
                held = _still(held, behind=True)
            elif behind and name == "docProps/core.xml":
                held = _CREATED.sub(rb"\g<1>2020-01-01T00:00:00Z\g<2>", held)
            put(kept, name, held)
    return sink.getvalue()
