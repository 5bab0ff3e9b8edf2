"""Links in a real browser: Back, typed codes, chips, saved views, and the way down from a headline to the cell of a file."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PICTURES, until
from tests.browser.test_browser import opened, settled
from tests.conftest import long_run

pytestmark = pytest.mark.browser
WEEK = "2020-08-23"


def arrived(page: Page, *parts: str) -> Page:
    """Wait until the address has every one of ``parts`` and the page has run."""
    until(page, "parts => parts.every((one) => location.href.includes(one))", list(parts))
    expect(page.locator(".ch-foot")).to_be_visible(timeout=20_000)
    return settled(page)


def chosen(page: Page, level: str) -> str:
    return page.locator(f".st-key-filter_{level} input").input_value()


def pick(page: Page, level: str, typed: str) -> None:
    """Choose in a filter box by typing, as a reader does."""
    settled(page)
    box = page.locator(f".st-key-filter_{level} input")
    box.click()
    box.fill(typed)
    # On a busy machine the list comes later than the letters.
    expect(page.get_by_role("option", name=typed).first).to_be_visible(timeout=15_000)
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")


def press(page: Page, drawn: Locator) -> None:
    """Click in the middle of something drawn."""
    drawn.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    box = drawn.bounding_box()
    assert box
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(middle[0] - 2, middle[1])
    page.mouse.move(*middle)
    page.wait_for_timeout(200)
    page.mouse.click(*middle)


def bar_of(page: Page, card: str, label: str) -> Locator:
    """Return the longest segment of the bar of an area."""
    place = page.locator(f".st-key-chart_{card} .js-plotly-plot").evaluate("(plot, label) => plot.data[0].customdata.indexOf(label)", label)
    assert place >= 0
    return page.locator(f".st-key-chart_{card} .trace.bars").first.locator(".point path").nth(place)


@long_run
def test_a_typed_code_is_found_and_back_restores_widgets_and_page(browser: Browser, demo_server: str) -> None:
    page = opened(browser, f"{demo_server}/clinical_leads?week=2020-08-30")
    pick(page, "ccg", "X03")
    arrived(page, "area=X03")
    assert chosen(page, "ccg") == "NHS Calderwick CCG (X03)"
    pick(page, "week", "23 August")
    arrived(page, f"week={WEEK}")
    page.get_by_role("link", name="Testing").first.click()
    arrived(page, "/testing", f"week={WEEK}", "area=X03")
    for parts, title, ccg in (
        (("/clinical_leads", f"week={WEEK}", "area=X03"), "Clinical leads", "NHS Calderwick CCG (X03)"),
        (("/clinical_leads", "week=2020-08-30", "area=X03"), "Clinical leads", "NHS Calderwick CCG (X03)"),
        (("/clinical_leads?week=2020-08-30",), "Clinical leads", "All"),
    ):
        page.go_back()
        arrived(page, *parts)
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        expect(page.locator(".st-key-filter_ccg input")).to_have_value(ccg)
    page.go_forward()
    arrived(page, "area=X03")
    page.close()


def test_a_chip_is_taken_away_with_the_keyboard(browser: Browser, demo_server: str) -> None:
    page = opened(browser, f"{demo_server}/testing?week={WEEK}&area=X03&homes=older&areas=now&as_at=2020-09-01T12:00")
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / "chips.png")
    away = page.get_by_role("link", name="Take this filter away: NHS Calderwick CCG (X03)")
    box = away.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 16
    away.focus()
    away.press("Enter")
    until(page, "!location.href.includes('area=X03')")
    arrived(page, f"week={WEEK}", "homes=older", "areas=now", "as_at=")
    assert chosen(page, "ccg") == "All"
    page.close()


def test_back_leads_to_the_week_whose_chip_was_taken_away(browser: Browser, demo_server: str) -> None:
    page = opened(browser, f"{demo_server}/testing?week={WEEK}&area=X03")
    page.get_by_role("link", name="Take this filter away: week ending Sunday 23 August 2020, pinned").click()
    arrived(page, "week=2020-08-30", "area=X03")
    expect(page.locator(".ch-chips")).to_contain_text("newest week")
    page.go_back()
    arrived(page, f"week={WEEK}", "area=X03")
    expect(page.locator(".ch-chips")).to_contain_text("23 August 2020, pinned")
    page.get_by_role("button", name="Reset").click()
    arrived(page, "week=2020-08-30")
    page.go_back()
    arrived(page, f"week={WEEK}", "area=X03")
    page.close()


@long_run
def test_a_link_is_copied_and_a_saved_view_opens_and_is_left_by_back(browser: Browser, demo_server: str) -> None:
    page = opened(browser, f"{demo_server}/testing?week={WEEK}&area=X03&measure=staff_tested")
    page.get_by_role("button", name="Copy link").click()
    codes = page.get_by_test_id("stPopoverBody").locator("code")
    expect(codes.first).to_contain_text(f"{demo_server}/testing?week={WEEK}&area=X03&measure=staff_tested&made=")
    expect(codes.last).to_have_text(f"{demo_server}/testing?area=X03&measure=staff_tested")
    copy = page.get_by_test_id("stPopoverBody").get_by_role("button", name="Copy to clipboard")
    expect(copy.first).to_be_visible()
    page.screenshot(path=PICTURES / "copy_link.png")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Saved views").click()
    page.get_by_label("Name", exact=True).fill("Monday briefing")
    page.get_by_label("By which role").fill("regional analyst")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved: Monday briefing.")).to_be_visible(timeout=15_000)
    link = page.get_by_role("dialog").locator("code").inner_text()
    page.screenshot(path=PICTURES / "saved_views.png")
    page.close()

    reader = opened(browser, f"{demo_server}/methods?week={WEEK}")
    reader.goto(link)
    arrived(reader, "/testing?area=X03&measure=staff_tested&week=2020-08-30")
    for _ in range(2):
        reader.go_back()
        reader.wait_for_timeout(1500)
    arrived(reader, "/methods")
    reader.close()


def test_the_way_down_from_a_headline_to_the_cell(browser: Browser, demo_server: str) -> None:
    page = opened(browser, f"{demo_server}/?week={WEEK}")
    # Headline to the page of its measure.
    page.locator(".ch-kpi h2 a").first.click()
    arrived(page, "/clinical_leads", f"week={WEEK}")
    # Areas to one area, to one PCN, by clicking bars.
    press(page, bar_of(page, "areas_named_lead", "NHS Alderbrook CCG (X01)"))
    arrived(page, "/clinical_leads", "area=X01")
    pcn = page.locator(".st-key-chart_areas_named_lead .js-plotly-plot").evaluate(
        "(plot) => plot.data[0].customdata.find((one, place) => one.includes('(U') && plot.data[0].x[place] > 2)"
    )
    press(page, bar_of(page, "areas_named_lead", pcn))
    # Homes, the return that says so, and the cell of its file.
    arrived(page, "/where_from", pcn.split("(")[1].removesuffix(")"), "measure=named_lead")
    homes = page.locator(".st-key-card_cells table tbody tr")
    expect(homes.first).to_be_visible(timeout=20_000)
    cells = homes.first.locator("td").all_inner_texts()
    assert any(text.startswith("1-") or "(1-" in text for text in [homes.first.locator("th").inner_text(), *cells])
    number = cells[-1]
    homes.first.get_by_role("link", name=number, exact=True).click()
    arrived(page, f"return={number}")
    expect(page.get_by_text(f"Nothing was found in return {number}.").or_(page.get_by_text(f"Return {number}: ")).first).to_be_visible()
    expect(page.get_by_role("button", name="Download the file as it was received")).to_be_visible()
    page.screenshot(path=PICTURES / "way_down.png")
    page.close()


@long_run
def test_a_drawing_without_links_follows_none_of_another(browser: Browser, demo_server: str) -> None:
    page = opened(browser, f"{demo_server}/clinical_leads?week={WEEK}&measure=named_lead")
    until(page, "window.chLeads?.has('chart_areas_named_lead')")
    pick(page, "ccg", "X03")
    arrived(page, "area=X03")
    until(page, "Object.keys(window.chLeads.get('chart_areas_named_lead') ?? {'': 0}).every((one) => one.includes('(U'))")
    page.get_by_role("button", name="More filters").click()
    pick(page, "la", "XE0001")
    arrived(page, "la=XE0001")
    until(page, "!window.chLeads.has('chart_areas_named_lead')")
    page.close()
