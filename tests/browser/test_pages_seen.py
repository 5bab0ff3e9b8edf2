"""Every page, loaded once and looked at in three sizes: a picture, nothing cut, nothing over anything else, and what axe-core finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PICTURES, until
from tests.browser.geometry import faults
from tests.conftest import PAGES, WORLDS

pytestmark = pytest.mark.browser

#: A projector, a large screen, a phone.
SIZES = ((1600, 900), (1920, 1080), (390, 844))
#: What is left of the projector's picture when it is enlarged to 200%: tried on the pages that a leader reads.
ENLARGED = (800, 450)
READ_BY_LEADERS = ("", "clinical_leads", "weekly_checkins", "area_profile", "who_has_returned", "what_changed")
HARD_SIZES = (SIZES[0], SIZES[-1])
#: Every run looks at the pages that a leader reads in all sizes, at every third other one on a projector and a phone, and keeps pictures
#: of what is wrong; ``CAREHOMES_WORLDS=2`` looks at every page in all sizes and keeps every picture.
WHOLE = WORLDS > 1
OTHERS = tuple(name for name in PAGES if name not in READ_BY_LEADERS)[:: 1 if WHOLE else 3]
#: Views that are hard to draw: one CCG by its PCNs, a PCN, the week in which a CCG has not returned, the oldest week. Every run takes every
#: second one, ``CAREHOMES_WORLDS=2`` all.
HARD = (
    "?area=X02",
    "?area=X03&in=beds",
    "?week=2020-05-17",
    "clinical_leads?area=X02",
    "clinical_leads?area=X05&in=beds&week=2020-05-17",
    "testing?week=2020-05-17",
    "weekly_checkins?area=X06",
    "compare_areas?area=X02",
    "area_profile?area=X06",
    "testing?measure=discharge_testing",
)[:: 1 if WHOLE else 2]
#: Rules of axe-core that Streamlit's own widgets break, each with the reason why it stands: the accessibility statement tells them too.
STREAMLIT: dict[str, str] = {}
#: What axe-core calls serious or critical stops a change.
STOPS = ("serious", "critical")


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One reader: what the browser keeps of the app is loaded once."""
    opened = browser.new_context(viewport={"width": SIZES[0][0], "height": SIZES[0][1]})
    yield opened
    opened.close()


def drawn(page: Page) -> Page:
    """Wait until the script has run, the foot of the page stands and every chart is drawn."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    page.wait_for_selector(".ch-foot", timeout=30_000)
    until(
        page,
        "[...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(one => one.querySelector('.main-svg'))"
        " && !document.querySelector('[data-testid=stSkeleton]')",
    )
    return page


def faults_at_rest(page: Page) -> list[str]:
    """Return what is wrong once the page lies still: after a change of size charts are drawn anew, which takes a moment."""
    found: list[str] = []
    for _ in range(12):
        page.wait_for_timeout(250)
        found = faults(page)
        if not found:
            return []
    return found


def _look(page: Page, name: str, sizes: Sequence[tuple[int, int]]) -> list[str]:
    """Look at a page in the sizes; return what is wrong, each with its size."""
    PICTURES.mkdir(exist_ok=True)
    wrong = []
    for wide, high in sizes:
        page.set_viewport_size({"width": wide, "height": high})
        found = faults_at_rest(page)
        wrong += [f"at {wide} by {high}: {one}" for one in found]
        if found or WHOLE:
            page.screenshot(path=PICTURES / f"{name}_{wide}.png")
    return wrong


def _axe(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    stops = [one for one in found if one["impact"] in STOPS and one["id"] not in STREAMLIT]
    return [f"{one['id']}: {one['help']} - {node['html'][:160]}" for one in stops for node in one["nodes"]]


@pytest.mark.parametrize("name", [*READ_BY_LEADERS, *OTHERS])
def test_a_page_is_whole_and_open_to_everybody(context: BrowserContext, demo_server: str, name: str) -> None:
    page = context.new_page()
    asked: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(f"{demo_server}/{name}")
    drawn(page)
    expect(page.get_by_text("DEMONSTRATION DATA").first).to_be_visible()
    assert page.get_by_text("Traceback").count() == 0
    assert _axe(page) == []
    leaders = name in READ_BY_LEADERS
    sizes = (*SIZES, ENLARGED) if leaders else SIZES if WHOLE else HARD_SIZES
    assert _look(page, name or "overview", sizes) == []
    if leaders or WHOLE:
        # Narrow, a page has places to scroll that it has not when it is wide.
        assert _axe(page) == []
    # Nothing is asked of the outside.
    assert [url for url in asked if not url.startswith((demo_server, "data:", "blob:", "ws://127.0.0.1"))] == []
    # The page needs nothing that the server's headers forbid.
    assert refused == []
    page.close()


@pytest.mark.parametrize("view", HARD)
def test_a_view_that_is_hard_to_draw_is_whole(context: BrowserContext, demo_server: str, view: str) -> None:
    page = context.new_page()
    page.goto(f"{demo_server}/{view}")
    drawn(page)
    assert _look(page, "hard_" + "".join(letter if letter.isalnum() else "_" for letter in view), HARD_SIZES) == []
    page.close()


def test_a_phone_opens_the_page_and_not_the_navigation(context: BrowserContext, demo_server: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{demo_server}/")
    drawn(page)
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(page.get_by_label("Find an area or home")).not_to_be_in_viewport()
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.get_by_label("Find an area or home")).to_be_in_viewport()
    page.close()


def test_the_keyboard_reaches_everything_in_the_order_of_reading(context: BrowserContext, demo_server: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(f"{demo_server}/clinical_leads")
    drawn(page)
    stops, unseen = [], []
    for _ in range(75):
        page.keyboard.press("Tab")
        told, seen = page.evaluate(_FOCUSED)
        stops.append(told)
        if not seen:
            unseen.append(told)
    order = ["Skip to content", "Find an area or home", "Overview", "Week ending Sunday", "More filters", "Named lead", "Chart"]
    places = [next((place for place, told in enumerate(stops) if wanted in told), -1) for wanted in order]
    assert -1 not in places, (order, places, stops)
    assert places == sorted(places)
    assert unseen == []
    # The tabs of a card are one stop, and the arrows lead from one to the next.
    page.get_by_role("tab", name="Chart").first.focus()
    for wanted in ("Way to the target", "Table"):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.get_by_role("tab", name=wanted).first).to_have_attribute("aria-selected", "true")
    expect(page.locator(".ch-scroll").locator("visible=true").first).to_be_visible()
    assert _axe(page) == []
    page.close()


#: What has the focus, in words, and whether the dark line around it, which is seen on white and on colour, is drawn.
_FOCUSED = """
() => {
  const one = document.activeElement;
  const label = one.labels && one.labels.length ? one.labels[0].textContent : '';
  const told = [label, one.getAttribute('aria-label'), one.textContent].filter(Boolean).join(' ').trim().slice(0, 80);
  const style = getComputedStyle(one);
  return [told, one === document.body || (style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2)];
}
"""


def test_the_skip_link_leads_past_the_navigation(context: BrowserContext, demo_server: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1600, "height": 900})
    page.goto(f"{demo_server}/clinical_leads?week=2020-08-23")
    drawn(page)
    skip = page.get_by_role("link", name="Skip to content")
    skip.focus()
    expect(skip).to_be_in_viewport()
    skip.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    assert "week=2020-08-23" in page.url
    page.close()
