"""What people see: a file goes in through the browser, the charts change, every page is a picture."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from carehomes.demo import FOLDER
from tests.browser.conftest import PICTURES
from tests.conftest import SHARED, needs_shared

pytestmark = pytest.mark.browser
SIZE = {"width": 1600, "height": 900}
LAST = "2020-08-30"
#: The CCG whose last return is missing in the demonstration.
SILENT = "X06"


def settled(page: Page) -> Page:
    """Wait until the script has run and the charts are drawn."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    page.wait_for_timeout(700)
    return page


def opened(browser: Browser, address: str) -> Page:
    # One reader for all tests: what the browser keeps of the app, 10 MB of JavaScript, is loaded once.
    context = browser.contexts[0] if browser.contexts else browser.new_context()
    page = context.new_page()
    page.set_viewport_size(SIZE)
    page.goto(address)
    return settled(page)


def return_of_the_silent_ccg(folder: Path) -> Path:
    """Write the missing return: every home of the CCG on the register says yes to a named lead and a check-in."""
    with sorted((FOLDER / "register").glob("*.csv"))[-1].open(encoding="utf-8-sig", newline="") as file:
        lines = file.read().splitlines()
    start = next(number for number, line in enumerate(lines) if "Location ID" in line)
    homes = [row["Location ID"] for row in csv.DictReader(lines[start:]) if row["Location ONSPD CCG Code"] == SILENT]
    path = folder / "fenmoor.csv"
    rows = [f"{LAST},{SILENT},{home},yes,yes" for home in homes if home]
    path.write_text("\n".join(["week_ending,ccg_code,home_id,clinical_lead,checked_in", *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize("view", ["area=X99", "area=X03", "ccg=X03&pcn=U99009", "area=X02&in=beds"])
def test_the_overview_fits_one_screen(browser: Browser, demo_server: str, view: str) -> None:
    page = opened(browser, f"{demo_server}/?week={LAST}&{view}")
    page.screenshot(path=PICTURES / f"overview_{view.replace('area=', '').replace('&', '_')}.png")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") <= SIZE["height"]
    page.close()


@pytest.mark.parametrize("week", [LAST, "2020-05-17"])
def test_a_screenshot_of_the_overview_is_one_screen_without_navigation(browser: Browser, demo_server: str, week: str) -> None:
    page = opened(browser, f"{demo_server}/?week={week}&screenshot=1")
    for wide, high in ((1600, 900), (1920, 1080)):
        page.set_viewport_size({"width": wide, "height": high})
        settled(page).screenshot(path=PICTURES / f"overview_screenshot_{wide}_{week}.png")
        foot = page.locator(".ch-foot").bounding_box()
        assert foot and foot["y"] + foot["height"] <= high
    assert page.get_by_label("Find an area or home").count() == 0
    assert page.get_by_text("More filters").count() == 0
    # The way back is hidden until the keyboard or the pointer finds it.
    leave = page.get_by_role("link", name="Leave screenshot mode")
    assert leave.evaluate("one => getComputedStyle(one).opacity") == "0"
    leave.focus()
    assert leave.evaluate("one => getComputedStyle(one).opacity") == "1"
    leave.press("Enter")
    expect(page.get_by_label("Find an area or home")).to_be_visible(timeout=20_000)
    assert f"week={week}" in page.url
    page.close()


def test_an_uploaded_return_changes_the_pages_and_is_offered_to_others(browser: Browser, demo_server: str, tmp_path: Path) -> None:
    reader = opened(browser, f"{demo_server}/")
    expect(reader.get_by_text("5 of 6 CCGs returned").first).to_be_visible()

    analyst = opened(browser, f"{demo_server}/returns")
    expect(analyst.get_by_text("5 of 6 CCGs returned").first).to_be_visible()
    analyst.locator("input[type=file]").first.set_input_files(return_of_the_silent_ccg(tmp_path))
    # It names a home that is not on the register: the analyst says why that is right.
    expect(analyst.get_by_text("Held: home return of X06").first).to_be_visible(timeout=20_000)
    analyst.get_by_label("Why home_not_registered is right as it stands").first.fill("opened last week")
    analyst.keyboard.press("Enter")
    analyst.get_by_role("button", name="Accept", exact=True).first.click()
    expect(analyst.get_by_text("Accepted: home return of X06").first).to_be_visible(timeout=30_000)
    expect(analyst.get_by_text("6 of 6 CCGs returned").first).to_be_visible()
    analyst.screenshot(path=PICTURES / "returns_after_accepting.png")

    # The other browser is offered the new data within 10 seconds, and its view does not change by itself.
    offer = reader.get_by_role("button", name="New data: show")
    expect(offer).to_be_visible(timeout=10_000)
    expect(reader.get_by_text("5 of 6 CCGs returned").first).to_be_visible()
    reader.screenshot(path=PICTURES / "overview_new_data.png")
    offer.click()
    expect(reader.get_by_text("6 of 6 CCGs returned").first).to_be_visible(timeout=15_000)

    chart = opened(browser, f"{demo_server}/clinical_leads?week={LAST}&area={SILENT}")
    expect(chart.get_by_text("100").first).to_be_visible()
    chart.screenshot(path=PICTURES / "clinical_leads_after_accepting.png")
    for page in (reader, analyst, chart):
        page.close()


def test_a_file_that_is_no_return_gets_a_plain_sentence(browser: Browser, demo_server: str, tmp_path: Path) -> None:
    page = opened(browser, f"{demo_server}/returns")
    shopping = tmp_path / "shopping.csv"
    shopping.write_text("milk,bread\n1,2\n", encoding="utf-8")
    page.locator("input[type=file]").first.set_input_files(shopping)
    expect(page.get_by_text("shopping.csv").first).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Refused").first).to_be_visible()
    page.screenshot(path=PICTURES / "returns_refused.png")
    assert page.get_by_text("Traceback").count() == 0
    page.close()


def test_an_empty_store_says_what_to_do_and_loads_the_demonstration(browser: Browser, empty_server: str) -> None:
    page = opened(browser, f"{empty_server}/")
    page.screenshot(path=PICTURES / "empty.png")
    page.get_by_role("button", name="Load the demonstration region").click()
    expect(page.get_by_text("5 of 6 CCGs returned").first).to_be_visible(timeout=90_000)
    expect(page.get_by_text("DEMONSTRATION DATA").first).to_be_visible()
    page.close()


@needs_shared
def test_the_real_form_of_a_council_goes_in_and_out(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.browser.conftest import LAPTOP, serve

    for address in serve(tmp_path_factory.mktemp("council") / "store", LAPTOP):
        page = opened(browser, f"{address}/returns")
        page.locator("input[type=file]").first.set_input_files(SHARED / "cases" / "returns" / "sefton_la_status_2020.xlsx")
        expect(page.get_by_text("does not say which week").first).to_be_visible(timeout=20_000)
        page.screenshot(path=PICTURES / "sefton_held.png")
        page.get_by_label("Week ending Sunday").first.click()
        page.keyboard.type("31 May 2020")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Accept", exact=True).first.click(timeout=20_000)
        expect(page.get_by_text("Accepted: LA status return of E08000014").first).to_be_visible(timeout=30_000)
        form = opened(browser, f"{address}/la_status")
        for words in ("Sefton", "Paying staff full wages while isolating following a positive test", "76 said no and 25 didn’t respond"):
            expect(form.get_by_text(words).locator("visible=true").first).to_be_visible()
        form.screenshot(path=PICTURES / "sefton.png")
        form.screenshot(path=PICTURES / "sefton_whole.png", full_page=True)
