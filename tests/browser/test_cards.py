"""Cards are taken away: the pictures that the browser makes and the files that the server makes, read back."""

from __future__ import annotations

import csv
import json
import struct
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from carehomes.ledger import audit
from carehomes.ledger.archive import sha256_of
from carehomes.ledger.audit import Sought
from carehomes.store import Store
from tests.browser.conftest import PICTURES
from tests.browser.test_browser import opened
from tests.conftest import WORLDS

pytestmark = pytest.mark.browser
WEEK = "2020-08-23"
SVG = "{http://www.w3.org/2000/svg}"
#: Page, card, what its drawing must say, and whether its tabs lie behind a button. Every run takes every fourth, ``CAREHOMES_WORLDS=2``
#: all.
CARDS = (
    ("clinical_leads", "trend_named_lead", "Share of all homes", False),
    ("clinical_leads", "areas_named_lead", "NHS Alderbrook CCG (X01)", False),
    ("testing", "words_testing_ladder", "NHS Fenmoor CCG (X06)", False),
    ("compare_areas", "map_checked_in", "Alderbrook", False),
    ("compare_areas", "funnel_checked_in", "Homes that answered", False),
    ("compare_areas", "matrix_checked_in", "Improving", False),
    ("what_changed", "changed_named_lead", "Real change", False),
    ("who_has_returned", "return_states", "NHS Fenmoor CCG (X06)", False),
    ("", "heat", "NHS Fenmoor CCG (X06)", True),
)[:: 1 if WORLDS > 1 else 4]


def taken(page: Page, box: Locator, button: str, folder: Path) -> Path:
    """Press a button and keep what is saved under its own name."""
    with page.expect_download(timeout=15_000) as download:
        box.get_by_role("button", name=button).first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def tabs_of(page: Page, card: str, *, behind: bool) -> Locator:
    box = page.locator(f".st-key-card_{card}")
    if not behind:
        return box
    box.get_by_role("button", name="Table and files").click()
    return page.get_by_test_id("stPopoverBody")


def words(text: str) -> str:
    return "".join(text.split())


def png_size(path: Path) -> tuple[int, int]:
    head = path.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", head[16:24])
    return width, height


def plain(value: object) -> str:
    """Return a cell as the CSV file says it, whatever kind of number it is; a workbook keeps 16 digits."""
    text = "" if value is None else str(value)
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text


@pytest.mark.parametrize(("name", "card", "says", "behind"), CARDS, ids=[card for _, card, _, _ in CARDS])
def test_a_card_is_taken_away(
    browser: Browser, demo_server: str, served_store: Store, tmp_path: Path, name: str, card: str, says: str, behind: bool
) -> None:
    asked: list[str] = []
    measure = "&measure=checked_in" if name == "compare_areas" else ""
    page = opened(browser, f"{demo_server}/{name}?week={WEEK}&area=X99{measure}")
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator(f".st-key-card_{card}")).to_be_visible(timeout=20_000)
    footer = " ".join(page.locator(".ch-foot").inner_text().split())
    title = page.locator(f".st-key-card_{card} h2").first.inner_text()
    box = tabs_of(page, card, behind=behind)
    box.get_by_role("tab", name="Download").click()

    image = taken(page, box, "PNG", tmp_path)
    assert png_size(image) == (1600, 900)
    PICTURES.mkdir(exist_ok=True)
    image.rename(PICTURES / f"taken_{card}.png")

    drawing = taken(page, box, "SVG", tmp_path)
    root = ElementTree.fromstring(drawing.read_bytes())
    assert (root.tag, root.get("width"), root.get("height"), root.get("role")) == (f"{SVG}svg", "1600", "900", "img")
    text = words(" ".join("".join(one.itertext()) for one in root.iter(f"{SVG}text")))
    # The footer of the page stands in the picture, whole, and so do the title and what is drawn.
    footer_words = footer.replace(" · ", " ").replace("DEMONSTRATION DATA: an invented region, no real place or home", "").split()
    assert all(words(word) in text for word in footer_words)
    assert words("Source: weekly CCG returns · week ending Sunday 23 August 2020 · data as at") in text
    assert words("DEMONSTRATION DATA: an invented region, no real place or home") in text
    assert words(title) in text
    assert words(says) in text
    told = root.find(f"{SVG}title")
    assert told is not None
    assert (told.text or "").startswith(title)
    # Nothing lies outside of the picture.
    assert all(0 <= float(one.get("y", "0")) <= 900 for one in root.findall(f"{SVG}text"))

    rows = taken(page, box, "Download CSV", tmp_path)
    book = taken(page, box, "Download XLSX", tmp_path)
    assert drawing.stem == rows.stem == book.stem
    # Whoever took them, when, and what it was stands in the audit.
    for event, path in zip(audit.events(served_store, Sought(action=audit.FILE_TAKEN))[-2:], (rows, book), strict=True):
        assert (event.what, event.source) == (title, "page")
        assert json.loads(event.details)["file"] == path.name
        assert json.loads(event.details)["sha256"] == sha256_of(path.read_bytes())
    lines = [line for line in rows.read_text(encoding="utf-8-sig").splitlines(keepends=True) if not line.startswith("#")]
    opened_book = openpyxl.load_workbook(book)
    cells = [[plain(cell.value) for cell in row] for row in opened_book["Data"].iter_rows()]
    assert cells == [[plain(cell) for cell in row] for row in csv.reader(lines)]
    notes = [row[0].value for row in opened_book["Notes"].iter_rows()]
    assert notes[0] == title
    assert "week ending Sunday 23 August 2020" in notes

    box.get_by_role("tab", name="About").click()
    box.get_by_text("The SQL behind it").click()
    expect(box.locator("details pre").first).to_contain_text("-- relation:")
    assert [url for url in asked if not url.startswith((demo_server, "data:", "blob:"))] == []
    page.close()
