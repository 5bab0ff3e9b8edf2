"""The pack of a briefing: frozen with its own figures, the same bytes each time, every number that of the figures."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.util import Inches

from carehomes.access import EVERYWHERE
from carehomes.briefing import (
    KINDS,
    Graph,
    Made,
    Order,
    Pack,
    Series,
    Slide,
    below,
    find,
    hands,
    html_file,
    keep,
    make_by_two,
    make_files,
    make_pack,
    pack_csv,
    pack_pictures,
    pack_xlsx,
    packs,
    pdf_file,
    pptx_file,
    write_zip,
)
from carehomes.briefing.content import read_pack, written
from carehomes.briefing.drawn import svg
from carehomes.briefing.sheets import sheets
from carehomes.charts import words
from carehomes.cli.main import main
from carehomes.ledger.arrangements import arrangement_of
from carehomes.measures import figures, trend
from carehomes.selection import Selection, place_of
from carehomes.snapshots import open_moment, open_snapshot
from carehomes.store import Store, open_store
from tests.conftest import WORLDS

WEEK = date(2020, 8, 23)
#: Before the last week's corrections: a briefing that was made then.
THEN = datetime(2020, 8, 26, 17, tzinfo=UTC)


def made(store: Store, area: str = "", week: date = WEEK, as_at: datetime | None = None, **options: Any) -> Pack:
    snapshot = open_moment(store, as_at=as_at) if as_at else open_snapshot(store)
    place = place_of(snapshot.areas, area or snapshot.areas.top.code)
    return make_pack(store, snapshot, Selection(week, place, as_at=as_at), permitted=EVERYWHERE, arranged=arrangement_of(**options))


@pytest.fixture(scope="module")
def pack(demo_store: Store) -> Pack:
    """The pack of the whole demonstration region."""
    return made(demo_store)


@pytest.fixture
def own(demo_store: Store, tmp_path: Path) -> Store:
    """The demonstration, to be changed."""
    shutil.copytree(demo_store.folder, tmp_path / "own")
    return open_store(tmp_path / "own")


def drawn(pack: Pack) -> Iterator[Slide]:
    yield from (one for one in pack.slides if one.graph)


def test_every_kind_of_slide_is_there_and_says_where_it_comes_from(pack: Pack) -> None:
    assert list(dict.fromkeys(one.kind for one in pack.slides)) == list(KINDS)
    assert all(one.title and one.heading for one in pack.slides)
    assert all(one.alt and one.notes for one in drawn(pack))
    source = pack.source
    for told in ("week ending Sunday 23 August 2020", "data as at", "returns received", "denominator", "snapshot", pack.id):
        assert told in source


def test_the_headlines_are_the_figures_of_the_area(demo_store: Store, pack: Pack) -> None:
    snapshot = open_snapshot(demo_store)
    top = snapshot.areas.top.code
    frame = figures(snapshot, WEEK, permitted=EVERYWHERE, codes=[top]).set_index("measure")
    table = next(one.grid for one in pack.slides if one.kind == "headline")
    assert table and len(table.rows) == 5
    by_name = {one.name: one for one in snapshot.measures.values()}
    for name, told, *_ in table.rows:
        row = frame.loc[by_name[name].id]
        part, whole = ("numerator", "whole") if by_name[name].unit == "residents" else ("yes", "all")
        assert told.startswith(f"{row[part]:,} of {row[whole]:,} ({words.share(int(row[part]), int(row[whole]))})")


def test_each_line_is_the_weekly_share_and_silence_is_a_gap(demo_store: Store, pack: Pack) -> None:
    snapshot = open_snapshot(demo_store)
    slide = next(one for one in pack.slides if one.heading == "Clinical leads")
    assert slide.graph
    share, among, target = slide.graph.series
    weeks = trend(snapshot, snapshot.areas.top.code, measures=["named_lead"], permitted=EVERYWHERE)
    weeks = weeks[weeks["week"] <= WEEK]
    assert list(share.values) == [float(value) for value in weeks["share"]]
    assert list(among.values) == [float(value) for value in weeks["share_answered"]]
    assert set(target.values) == {100.0} and slide.graph.categories[-1] == "23 Aug"
    silent = made(demo_store, "X06", date(2020, 8, 30))
    line = next(one.graph for one in silent.slides if one.heading == "Clinical leads")
    assert line and line.series[0].values[-1] is None


def test_bars_add_up_to_the_homes_of_each_area(demo_store: Store, pack: Pack) -> None:
    snapshot = open_snapshot(demo_store)
    frame = figures(snapshot, WEEK, permitted=EVERYWHERE, measures=["named_lead"])
    rows = frame[(frame["level"] == "ccg") & (frame["within"] == "")].to_dict("records")
    homes = {f"{row['name']} ({row['code']})": int(row["denominator"]) for row in rows}
    slide = next(one for one in pack.slides if one.kind == "areas" and "Named lead" in one.heading)
    assert slide.graph and len(slide.graph.categories) == 6
    for place, name in enumerate(slide.graph.categories):
        assert sum(one.values[place] or 0 for one in slide.graph.series) == homes[name.split(": ")[0]]


def test_causes_add_up_to_the_change(pack: Pack) -> None:
    table = next(one.grid for one in pack.slides if one.kind == "changed")
    assert table

    def counted(told: str) -> int:
        return int(re.match(r"[+−]?[\d,]+", told).group().replace(",", "").replace("−", "-"))  # type: ignore[union-attr]

    for _, before, after, *causes in table.rows:
        assert counted(after) - counted(before) == sum(counted(one) for one in causes)


def test_what_is_written_is_read_back_whole(pack: Pack) -> None:
    assert read_pack(written(pack)) == pack
    assert read_pack(written(pack)).id == pack.id
    for broken in (b"", b"{}", b"[1]", b'{"slides": 3}', written(pack)[:500]):
        with pytest.raises(ValueError, match="no pack, or a damaged one"):
            read_pack(broken)


def test_a_kept_pack_outlives_a_change_of_the_data_and_says_when_it_was_tampered_with(own: Store) -> None:
    first = keep(own, made(own, "X04"))
    path = own.folder / "packs" / f"{first.id}.json"
    before = path.read_bytes()
    assert keep(own, made(own, "X04")).id == first.id and path.read_bytes() == before
    assert find(own, first.id) == first and find(own, "p-0000000000") is None and find(own, "../journal") is None
    later = keep(own, made(own, "X04", as_at=THEN))
    assert {one.id for one in packs(own)} == {first.id, later.id}
    path.write_bytes(before.replace(b"NHS Dunmere CCG", b"NHS Another CCG"))
    with pytest.raises(ValueError, match="was changed after it was made"):
        find(own, first.id)
    assert [one.id for one in packs(own)] == [later.id]


def test_a_briefing_of_then_is_made_again_exactly(demo_store: Store) -> None:
    then = made(demo_store, as_at=THEN)
    assert then.id == made(demo_store, as_at=THEN).id != made(demo_store).id
    assert "as known by decision" in then.source and "6pm Wednesday 26 August 2020" in then.slides[0].under


def test_the_same_pack_gives_the_same_bytes(pack: Pack) -> None:
    for write in (pptx_file, html_file, pack_xlsx, pack_csv):
        assert write(pack) == write(read_pack(written(pack)))
    with zipfile.ZipFile(io.BytesIO(pptx_file(pack))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2020, 1, 1, 0, 0, 0)}


def test_powerpoint_holds_every_number_as_a_native_chart(pack: Pack) -> None:
    show = Presentation(io.BytesIO(pptx_file(pack)))
    assert (show.slide_width, show.slide_height) == (12191695, 6858000) or show.slide_width * 9 // 16 - show.slide_height < 1000
    assert len(show.slides) == len(pack.slides)
    for slide, one in zip(show.slides, pack.slides, strict=True):
        assert slide.shapes.title.text_frame.text == one.title
        assert pack.id in "".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert slide.notes_slide.notes_text_frame.text.endswith(pack.source)
        charts = [shape for shape in slide.shapes if shape.has_chart]
        assert len(charts) == bool(one.graph)
        for shape in charts:
            assert one.graph and shape._element.xpath(".//p:cNvPr")[0].get("descr") == one.alt
            plot = shape.chart.plots[0]
            assert list(plot.categories) == list(one.graph.categories)
            assert [(each.name, tuple(each.values)) for each in plot.series] == [(each.name, each.values) for each in one.graph.series]
        tables = [shape.table for shape in slide.shapes if shape.has_table]
        assert len(tables) == bool(one.grid and not one.graph)
        for table in tables:
            assert one.grid
            assert [[cell.text for cell in row.cells] for row in table.rows] == [list(one.grid.columns), *map(list, one.grid.rows)]


def test_the_workbook_has_one_table_a_sheet_and_every_number_of_the_slides(pack: Pack) -> None:
    """Accessible: headings, no merged cell, no blank one, headings stay in sight; the notes name every sheet."""
    book = openpyxl.load_workbook(io.BytesIO(pack_xlsx(longest(pack))))
    notes, *sheets = book.worksheets
    told = [str(row[0]) for row in notes.iter_rows(values_only=True)]
    assert told[0] == pack.title and "[p] provisional" in told and any(one.startswith("returns received") for one in told)
    for sheet in sheets:
        assert len(sheet.tables) == 1 and sheet.freeze_panes == "A2" and not sheet.merged_cells.ranges
        [table] = sheet.tables.values()
        assert table.ref == sheet.dimensions and len({cell.value for cell in sheet[1]}) == sheet.max_column
        assert all(cell.value not in (None, "") for row in sheet.iter_rows() for cell in row), sheet.title
        assert any(one.startswith(f"{sheet.title}: ") for one in told)
    weeks = list(book["Clinical leads"].iter_rows(min_row=2, values_only=True))
    slide = next(one for one in pack.slides if one.heading == "Clinical leads")
    assert slide.graph
    assert [row[0] for row in weeks] == list(slide.graph.categories)
    assert [tuple(row[1:]) for row in weeks] == list(zip(*(one.values for one in slide.graph.series), strict=True))
    areas = {row[0]: row[1:-1] for row in book["Compared, Named lead"].iter_rows(min_row=2, values_only=True)}
    slide = next(one for one in pack.slides if one.kind == "areas" and "Named lead" in one.heading)
    assert slide.graph
    assert sorted(areas.values()) == sorted(zip(*(one.values for one in slide.graph.series), strict=True))
    figures = list(book["Figures"].iter_rows(min_row=2, values_only=True))
    assert len(figures) == len(pack.figures)
    for row, frozen in zip(figures, pack.figures, strict=True):
        cells = [(shown, held) for shown, held in zip(row, frozen, strict=True) if not str(held).startswith("NHS ")]
        assert all(shown == held or (held in (None, "") and shown in ("[x]", "[z]")) for shown, held in cells)


def test_a_gap_and_a_break_are_told_in_shorthand(pack: Pack) -> None:
    lines = Graph(
        "lines", ("3 May", "[b]", "10 May"), (Series("Share", "share", (10.5, None, None)), Series("Target", "target", (90.0,) * 3)), "%"
    )
    bars = (
        Graph("bars", ("A (1): 1 of 2",), (Series("Yes", "yes", (1,)), Series("Not applicable", "not applicable", (3,))), "homes"),
        Graph("bars", ("B (2): 0 of 2",), (Series("Yes", "yes", (None,)),), "homes"),
    )
    slides = [Slide("family", "A name with [odd] letters: and / more than there is room for", "T", graph=lines)]
    slides += [Slide("areas", f"CCGs compared: Lead ({place} of 2)", "T", graph=one) for place, one in enumerate(bars, start=1)]
    first, second, _ = [one for one, _ in sheets(replace(pack, slides=tuple(slides)))]
    assert first.name == "A name with odd letters and"
    assert first.rows == [("3 May", 10.5, 90.0), ("[b]", "[b]", "[b]"), ("10 May", "[x]", 90.0)]
    assert second.columns == ("Area", "Yes (homes)", "Not applicable (homes)", "As the slide tells it")
    assert second.rows == [("A (1)", 1, 3, "1 of 2"), ("B (2)", "[x]", 0, "0 of 2")]


LONG = "NHS Bath and North East Somerset, Swindon and Wiltshire and Herefordshire and Worcestershire CCG"


def longest(pack: Pack) -> Pack:
    """The pack with the longest names of England in the place of short ones."""
    text = written(pack).decode()
    for name in ("Alderbrook", "Brackenshire", "Calderwick", "Dunmere", "Eastlow", "Fenmoor"):
        text = text.replace(f"NHS {name} CCG", LONG)
    return read_pack(text.encode())


@pytest.mark.parametrize("names", ["as they are", "the longest"])
def test_nothing_on_a_slide_lies_over_another_or_outside(pack: Pack, names: str) -> None:
    shown = pack if names == "as they are" else longest(pack)
    show = Presentation(io.BytesIO(pptx_file(shown)))
    for number, slide in enumerate(show.slides, start=1):
        boxes = [
            (shape.name, shape.left, shape.top, shape.left + shape.width, shape.top + shape.height)
            for shape in slide.shapes
            if shape.name != "Ornament"
        ]
        for name, left, top, right, bottom in boxes:
            assert left >= 0 and top >= 0 and right <= show.slide_width and bottom <= show.slide_height, (number, name)
        for place, (name, left, top, right, bottom) in enumerate(boxes):
            for other, *at in boxes[place + 1 :]:
                assert right <= at[0] or at[2] <= left or bottom <= at[1] or at[3] <= top, (number, name, other)


@pytest.mark.parametrize("names", ["the longest", "as they are"][:WORLDS])
def test_libreoffice_lays_every_slide_out_without_overlap(pack: Pack, names: str, tmp_path: Path) -> None:
    """Words lie on no other words, and none runs into the footer or off the slide."""
    soffice = shutil.which("soffice")
    if not soffice:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "pack.pptx").write_bytes(pptx_file(pack if names == "as they are" else longest(pack)))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    asked = [soffice, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "pack.pptx")]
    subprocess.run(asked, capture_output=True, check=False, timeout=240)
    if not (tmp_path / "pack.pdf").exists():
        pytest.skip("LibreOffice Impress is not installed")
    document = pypdfium2.PdfDocument(tmp_path / "pack.pdf")
    assert len(document) == len(pack.slides)
    for number, page in enumerate(document, start=1):
        wide, high = page.get_size()
        text = page.get_textpage()
        boxes = [text.get_rect(place) for place in range(text.count_rects())]
        assert boxes
        foot = high * (1 - 6.8 / 7.5)
        for left, bottom, right, top in boxes:
            assert left >= 0 and bottom >= 0 and right <= wide and top <= high, number
            assert bottom >= foot - 1 or top <= foot + 1, (number, text.get_text_bounded(left, bottom, right, top))
        for place, (left, bottom, right, top) in enumerate(boxes):
            for other in boxes[place + 1 :]:
                across, up = min(right, other[2]) - max(left, other[0]), min(top, other[3]) - max(bottom, other[1])
                smaller = min((right - left) * (top - bottom), (other[2] - other[0]) * (other[3] - other[1]))
                told = text.get_text_bounded(left, bottom, right, top), text.get_text_bounded(*other)
                assert across <= 0 or up <= 0 or across * up < 0.3 * smaller, (number, told)
    document.close()


def test_html_asks_nothing_of_the_outside_and_takes_no_text_for_markup(pack: Pack) -> None:
    nasty = replace(pack, area='<script>alert("x")</script>', slides=(replace(pack.slides[0], title="<img src=x onerror=y>"),))
    told = html_file(nasty).decode()
    assert "<script" not in told and "<img" not in told and "&lt;img" in told
    whole = html_file(pack).decode()
    assert not re.search(r"(src|href)\s*=|url\(\s*['\"]?http|@import", whole)
    assert whole.count('<section class="cb-slide') == len(pack.slides) and whole.count('role="img"') == len(list(drawn(pack)))


def unpacked(made: bytes) -> bytes:
    """The objects of a PDF, its compressed ones too."""
    found = [made]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, flags=re.S):
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(stream))
    return b"\n".join(found)


def test_pdf_is_tagged_and_has_a_page_a_slide(pack: Pack) -> None:
    weasyprint = pytest.importorskip("weasyprint", reason="Pango is not installed", exc_type=OSError)
    assert weasyprint
    few = replace(pack, slides=pack.slides[:4])
    made = pdf_file(few)
    assert made.startswith(b"%PDF-") and made == pdf_file(few)
    told = unpacked(made)
    assert b"pdfuaid:part" in told and b"/MarkInfo" in told and len(re.findall(rb"/Type ?/Page\b(?!s)", told)) == 4


def test_pictures_are_1600_by_900_and_the_charts_tell_where_they_come_from(pack: Pack) -> None:
    pytest.importorskip("weasyprint", reason="Pango is not installed", exc_type=OSError)
    few = replace(pack, slides=(pack.slides[0], next(drawn(pack))))
    made = pack_pictures(few)
    assert made == pack_pictures(few)
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        pictures = [Image.open(io.BytesIO(book.read(name))) for name in book.namelist() if name.endswith(".png")]
        [told] = [book.read(name).decode() for name in book.namelist() if name.endswith(".svg")]
    assert [one.size for one in pictures] == [(1600, 900), (1600, 900)]
    # Each shows something: paper alone has one colour.
    assert all(len(one.convert("RGB").getcolors(1 << 24) or []) > 20 for one in pictures)
    assert few.id in told and "DEMONSTRATION DATA" in told and told.count("<svg") == 2


def test_a_machine_without_pango_is_told_what_to_do(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libgobject-2.0-0'")

    for name in [name for name in sys.modules if name.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(ValueError, match="A PDF needs Pango, which this machine lacks"):
        pdf_file(pack)


def test_a_gap_breaks_the_line_of_a_drawing() -> None:
    graph = Graph("lines", ("3 May", "10 May", "17 May", "24 May"), (Series("Share", "share", (10.0, 20.0, None, 40.0)),), "%", 100.0)
    told = svg(graph, "A & B", 800, 400)
    assert told.count("<polyline") == 1 and told.count("<circle") == 3 + 1  # One is the dot of the pattern.
    assert 'aria-label="A &amp; B"' in told


def test_slides_are_chosen_and_ordered_and_a_title_is_ones_own(demo_store: Store) -> None:
    few = made(demo_store, kinds=["attention", "cover"], title="  Monday's   briefing ")
    assert [one.kind for one in few.slides] == ["attention", "cover"] and few.title == "Monday's briefing"
    with pytest.raises(ValueError, match=r"There are no slides called nonsense\. There are: cover"):
        made(demo_store, kinds=["nonsense"])


def test_the_command_writes_keeps_and_writes_again(own: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(own.folder))
    first, again = tmp_path / "first.pptx", tmp_path / "again.pptx"
    assert main(["briefing", "--area", "X04", "--week", "2020-08-23", "--out", str(first), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["area"] == "NHS Dunmere CCG (X04)" and told["slides"] == len(Presentation(str(first)).slides)
    assert main(["briefing", "--pack", told["pack"], "--out", str(again)]) == 0 and first.read_bytes() == again.read_bytes()
    assert main(["briefing", "--list"]) == 0 and told["pack"] in capsys.readouterr().out
    for words_, sentence in (
        (["--area", "ZZZ"], "There is no area with the code ZZZ"),
        (["--area", "U99025"], "Alderbrook Old Town PCN (U99025) closed on 31 March 2020; "),
        (["--area", "X04", "--out", str(tmp_path / "none" / "a.pptx")], "There is no folder "),
        (["--pack", "p-0000000000"], "There is no pack p-0000000000"),
        (["--out", str(tmp_path / "x.doc")], "a pack is written as .csv, .html, .pdf, .pptx, .xlsx and .zip"),
    ):
        assert main(["briefing", *words_]) == 1
        assert sentence in capsys.readouterr().err


def test_too_few_returns_are_told_and_the_pack_is_made_when_told_to(
    own: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("CAREHOMES_STORE", str(own.folder))
    monkeypatch.setenv("CAREHOMES_BRIEF_FROM", "100")
    asked = ["briefing", "--week", "2020-08-30", "--out", str(tmp_path / "few.html")]
    assert main(asked) == 3 and not (tmp_path / "few.html").exists()
    assert "Only 5 of 6 CCGs returned for the week ending Sunday 30 August 2020; a briefing wants 100%." in capsys.readouterr().err
    assert not packs(own)
    assert main([*asked, "--anyway"]) == 0 and (tmp_path / "few.html").exists() and len(packs(own)) == 1


def test_packs_of_every_area_are_one_zip_with_an_index_and_what_is_stopped_leaves_nothing(
    demo_store: Store, own: Store, tmp_path: Path
) -> None:
    snapshot = open_snapshot(own)
    whole = Selection(WEEK, place_of(snapshot.areas, snapshot.areas.top.code))
    listed = below(snapshot, whole, EVERYWHERE)
    assert [one.place.code for one in listed] == ["X01", "X02", "X03", "X04", "X05", "X06"]
    assert not below(snapshot, Selection(WEEK, place_of(snapshot.areas, "XE0001")), EVERYWHERE)
    told: list[str] = []
    order = Order(tuple(listed[:2]), EVERYWHERE, arrangement_of(["cover"]))
    assert write_zip(tmp_path / "a.zip", make_files(own, snapshot, order), lambda one: told.append(one.area)) == 2
    with zipfile.ZipFile(tmp_path / "a.zip") as book:
        assert len(book.namelist()) == 3 and all(area in book.read("index.html").decode() for area in told)
        assert {one.id for one in packs(own)} == set(re.findall(r"p-[0-9a-f]{10}", book.read("index.html").decode()))

    def stop(_: Made) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_zip(tmp_path / "b.zip", make_files(own, snapshot, order), stop)
    assert [one.name for one in tmp_path.iterdir() if "b.zip" in one.name] == []


def test_two_processes_make_the_packs_that_one_makes(own: Store) -> None:
    """The whole region asks why figures changed at once for all of its areas; each pack is the one that is made by itself."""
    snapshot = open_snapshot(own)
    whole = Selection(WEEK, place_of(snapshot.areas, snapshot.areas.top.code))
    # Seven: the helper has one less to make, and ends first.
    listed = [*below(snapshot, whole, EVERYWHERE), whole]
    order = Order(tuple(listed), EVERYWHERE, arrangement_of(["cover", "changed"], "-- A board"), "csv")
    found = list(make_by_two(own, snapshot, order))
    assert [one.area for one in found] == [one.label for one in listed]
    assert found == list(make_files(own, snapshot, order))
    assert found[3].pack == made(own, "X04", kinds=["cover", "changed"], title="-- A board").id


def test_what_the_helper_cannot_make_is_told_and_it_ends_with_whoever_asked(own: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = open_snapshot(own)
    listed = below(snapshot, Selection(WEEK, place_of(snapshot.areas, snapshot.areas.top.code)), EVERYWHERE)
    started: list[subprocess.Popen[bytes]] = []
    start = hands._start
    monkeypatch.setattr(hands, "_start", lambda: started.append(start()) or started[-1])
    order = Order(tuple(listed), EVERYWHERE, arrangement_of(["cover"]), "csv")
    stopped = make_by_two(own, snapshot, order)
    next(stopped)
    stopped.close()
    assert started[0].poll() is not None
    broken = Order((*listed[:5], replace(listed[5], week=None)), EVERYWHERE, arrangement_of(["cover"]), "csv")
    with pytest.raises(ValueError, match="No return has been accepted yet"):
        list(make_by_two(own, snapshot, broken))
    # A snapshot that is open here and not kept any more is read on by this process alone.
    aside = snapshot.path.rename(snapshot.path.with_suffix(".aside"))
    assert [one.area for one in make_by_two(own, snapshot, order)] == [one.label for one in listed]
    aside.rename(snapshot.path)
    # Its input ends when whoever asked is gone, killed too: nobody waits for it then.
    alone = start()
    alone.communicate(timeout=60)
    assert alone.returncode


def test_help_waits_for_no_powerpoint() -> None:
    command = "import sys; from carehomes.cli.main import _parser; _parser(); sys.exit('pptx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], check=False, timeout=120).returncode == 0


def picture(kind: str = "PNG") -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (400, 100), "#005EB8").save(held, kind)
    return held.getvalue()


def noise() -> bytes:
    """A picture of which every byte is needed."""
    held = io.BytesIO()
    Image.effect_noise((200, 100), 50).save(held, "PNG")
    return held.getvalue()


def test_an_own_master_and_a_logo_stand_on_every_slide(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(pack, slides=pack.slides[:3])
    plain = (pptx_file(few), html_file(few))
    master = Presentation()
    master.slide_width, master.slide_height = Inches(13.333), Inches(7.5)
    master.slides.add_slide(master.slide_layouts[1]).shapes.title.text_frame.text = "An example that nobody wants"
    master.save(tmp_path / "own.pptx")
    (tmp_path / "logo.png").write_bytes(picture())
    monkeypatch.setenv("CAREHOMES_BRIEF_MASTER", str(tmp_path / "own.pptx"))
    monkeypatch.setenv("CAREHOMES_BRIEF_LOGO", str(tmp_path / "logo.png"))
    show = Presentation(io.BytesIO(pptx_file(few)))
    assert [one.shapes.title.text_frame.text for one in show.slides] == [one.title for one in few.slides]
    for slide in show.slides:
        [logo] = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert logo.left + logo.width <= show.slide_width and logo._element.xpath(".//p:cNvPr")[0].get("descr") == "Logo"
        others = [shape for shape in slide.shapes if shape.shape_id != logo.shape_id and shape.name != "Ornament"]
        assert not any(
            shape.left < logo.left + logo.width and logo.left < shape.left + shape.width
            and shape.top < logo.top + logo.height and logo.top < shape.top + shape.height
            for shape in others
        )  # fmt: skip
    assert html_file(few).count(b'<img src="data:image/png;base64,') == 3
    monkeypatch.delenv("CAREHOMES_BRIEF_MASTER")
    monkeypatch.delenv("CAREHOMES_BRIEF_LOGO")
    assert (pptx_file(few), html_file(few)) == plain


def test_a_logo_stands_in_the_pdf(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("weasyprint", reason="Pango is not installed", exc_type=OSError)
    few = replace(pack, slides=pack.slides[:1])
    assert b"/Subtype /Image" not in unpacked(pdf_file(few))
    (tmp_path / "logo.png").write_bytes(picture())
    monkeypatch.setenv("CAREHOMES_BRIEF_LOGO", str(tmp_path / "logo.png"))
    made = pdf_file(few)
    assert b"/Subtype /Image" in unpacked(made) and made == pdf_file(few)


@pytest.mark.parametrize(("setting", "content", "sentence"), [
    ("MASTER", b"no presentation", "The master own.pptx (CAREHOMES_BRIEF_MASTER) cannot be read as a .pptx file."),
    ("MASTER", None, "has slides of 10.00 by 7.50 inches; a briefing is 13.333 by 7.5 (16:9)."),
    ("LOGO", b"<svg/>", "cannot be read. It is to be a PNG or a JPEG file."),
    ("LOGO", noise()[:2000], "cannot be read. It is to be a PNG or a JPEG file."),
    ("LOGO", picture("GIF"), "cannot be read. It is to be a PNG or a JPEG file."),
], ids=["no master", "another shape", "no picture", "cut off", "another sort"])  # fmt: skip
def test_a_master_or_logo_that_cannot_be_used_is_said(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str, content: bytes | None, sentence: str
) -> None:
    path = tmp_path / "own.pptx"
    if content is None:
        Presentation().save(path)
    else:
        path.write_bytes(content)
    monkeypatch.setenv(f"CAREHOMES_BRIEF_{setting}", str(path))
    with pytest.raises(ValueError, match=re.escape(sentence)):
        pptx_file(pack)
