"""Sign-in with a provider of our own on loopback, in a real Chromium; and no app open to a network by accident."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from carehomes.settings import OPEN_WORDS, open_without_sign_in
from carehomes.store import Store
from tests.browser.conftest import SERVER, free_port, serve
from tests.conftest import WORLDS
from tests.pages.conftest import Opened
from ui.people import open_problem
from ui.sender import SIGNED_IN_FOR, fresh

#: What can be wrong with a token; every run tries three, ``CAREHOMES_WORLDS=2`` all.
FAULTS = ("audience", "expired", "signature", "issuer", "nonce", "old")[:: 1 if WORLDS > 1 else 2]
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("address", "allowed", "may"),
    [
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("localhost", False, True),
        (None, False, False),
        ("", False, False),
        ("0.0.0.0", False, False),
        ("10.1.2.3", False, False),
        ("carehomes.example", False, False),
        (None, True, True),
    ],
)
def test_only_an_app_of_one_s_own_is_open_without_sign_in(address: str | None, allowed: bool, may: bool) -> None:
    assert (open_problem(address, allowed=allowed) == "") is may


def test_to_be_open_it_must_be_told_so_in_so_many_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, open_ in (("yes", False), ("", False), (OPEN_WORDS, True), (f"“{OPEN_WORDS}”", True)):
        monkeypatch.setenv("CAREHOMES_OPEN_WITHOUT_SIGN_IN", text)
        assert open_without_sign_in() is open_


@pytest.mark.parametrize(
    ("iat", "is_fresh"),
    [
        (NOW, True),
        (NOW - SIGNED_IN_FOR, True),
        (NOW - SIGNED_IN_FOR - timedelta(seconds=1), False),
        (NOW + timedelta(minutes=6), False),
        (None, False),
    ],
)
def test_a_sign_in_counts_for_half_a_day(iat: datetime | None, is_fresh: bool) -> None:
    assert fresh({"iat": iat.timestamp()} if iat else {}, NOW) is is_fresh


def test_an_app_that_listens_everywhere_shows_why_it_shows_nothing(
    small_store: Store, open_page: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streamlit.get_option", lambda name: "0.0.0.0")
    shown = open_page(small_store, "care_homes", area="X01")
    assert "This app listens at 0.0.0.0" in shown.html
    assert "X01" not in shown.html and not shown.keys and not shown.links()


def test_without_a_provider_nothing_is_shown(small_store: Store, open_page: Callable[..., Opened], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREHOMES_SIGN_IN", "yes")
    shown = open_page(small_store, "care_homes", area="X01")
    assert "X01" not in shown.html and not shown.keys and not shown.links()
    assert "no provider is set" in shown.html


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, _small_loaded: Store) -> Iterator[tuple[str, Any]]:
    """The app with sign-in, and its provider."""
    pytest.importorskip("authlib", reason="Authlib is not installed here (requirements.txt)")
    from tests.access.provider import CLIENT, provided

    folder, port = tmp_path_factory.mktemp("signed"), free_port()
    with provided() as provider:
        secrets = {
            "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
            "cookie_secret": "a secret of the tests alone, long enough",
            "client_id": CLIENT,
            "client_secret": "secret",
            "server_metadata_url": f"{provider.address}/.well-known/openid-configuration",
        }
        path = folder / "secrets.toml"
        path.write_text("[auth]\n" + "".join(f'{name} = "{value}"\n' for name, value in secrets.items()), encoding="utf-8")
        variables = {"CAREHOMES_SIGN_IN": "yes"}
        for address in serve(_small_loaded.folder, SERVER, "--secrets.files", str(path), port=port, **variables):
            yield address, provider


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1600, "height": 900})
    yield context.new_page()
    context.close()


def _sign_in(tab: Page) -> None:
    tab.get_by_role("button", name="Sign in").click()


@pytest.mark.browser
def test_the_link_by_which_somebody_came_survives_signing_in_and_out_shows_nothing_again(
    signed: tuple[str, Any], tab: Page, tmp_path: Path
) -> None:
    address, provider = signed
    provider.fault, provider.claims = "", {"sub": "s-1", "name": "Regional lead", "carehomes": ["viewer:X01"]}
    tab.goto(f"{address}/clinical_leads?area=X01&week=2020-05-17&measure=named_lead")
    expect(tab.get_by_role("button", name="Sign in")).to_be_visible(timeout=60_000)
    assert "X01" not in tab.inner_text("body")
    tab.screenshot(path=tmp_path / "sign_in.png")
    _sign_in(tab)
    tab.wait_for_url(f"{address}/clinical_leads?area=X01&week=2020-05-17&measure=named_lead", timeout=60_000)
    expect(tab.locator(".ch-head h1")).to_have_text("Clinical leads", timeout=60_000)
    expect(tab.locator(".ch-head")).to_contain_text("NHS Alderbrook CCG (X01)")
    tab.goto(f"{address}/?area=X05")
    expect(tab.locator(".ch-head")).to_contain_text("Demonstration country (your areas)", timeout=60_000)
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_role("button", name="Sign in")).to_be_visible(timeout=60_000)
    assert "Alderbrook" not in tab.inner_text("body")


@pytest.mark.browser
@pytest.mark.parametrize("fault", FAULTS)
def test_a_token_that_is_not_for_us_lets_nobody_in(signed: tuple[str, Any], tab: Page, fault: str) -> None:
    address, provider = signed
    provider.fault, provider.claims, before = fault, {"sub": "s-1", "carehomes": ["administrator:everywhere"]}, provider.tokens
    tab.goto(f"{address}/?area=X01")
    expect(tab.get_by_role("button", name="Sign in")).to_be_visible(timeout=60_000)
    _sign_in(tab)
    for _ in range(200):
        tab.wait_for_timeout(100)
        if provider.tokens > before:
            break
    assert provider.tokens > before
    tab.wait_for_load_state()
    expect(tab.get_by_role("button", name="Sign in")).to_be_visible(timeout=60_000)
    assert "Alderbrook" not in tab.inner_text("body")
