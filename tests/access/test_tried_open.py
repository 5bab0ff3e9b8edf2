"""The app without sign-in, in each way in which others on a network could come to reach it: it shows only why."""

from __future__ import annotations

import pytest

from carehomes.settings import OPEN_WORDS
from carehomes.store import Store
from tests.access.wire import wire
from tests.browser.conftest import LAPTOP, SERVER, serve
from tests.conftest import WORLDS

WHY = "and nobody has to sign in. Nothing is shown."
PAGE = "care_homes"


def _shows_only_why(told: str) -> None:
    assert WHY in told
    assert "X01" not in told and "ch-foot" not in told


@pytest.mark.parametrize("started", [LAPTOP, SERVER] if WORLDS > 1 else [LAPTOP], ids=lambda one: one[-1])
def test_started_by_streamlit_for_every_address(started: tuple[str, ...], small_store: Store) -> None:
    for address in serve(small_store.folder, started, "--server.address", "0.0.0.0", CAREHOMES_OPEN_WITHOUT_SIGN_IN="yes"):
        with wire(address) as line:
            _shows_only_why(line.run(PAGE, area="X01").text)


@pytest.mark.parametrize("said", ["", OPEN_WORDS] if WORLDS > 1 else [""])
def test_started_by_another_server_or_passed_on_by_a_proxy(said: str, small_store: Store) -> None:
    """A server such as uvicorn listens where it is told, whatever Streamlit's settings say; so may a proxy before either."""
    started = ("-m", "uvicorn", "asgi:app", "--host", "0.0.0.0", "--log-level", "warning")
    for address in serve(small_store.folder, started, listens="--port", CAREHOMES_OPEN_WITHOUT_SIGN_IN=said):
        with wire(address) as line:
            assert "X01" in line.run(PAGE, area="X01").text
        for headers in ({"X_Forwarded_For": "192.0.2.7"}, {"X_Forwarded_For": "127.0.0.1"}, {"Forwarded": "for=192.0.2.7"}):
            with wire(address, **headers) as line:
                told = line.run(PAGE, area="X01").text
                if said:
                    assert "X01" in told
                else:
                    _shows_only_why(told)
