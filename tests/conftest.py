"""What every test may use: an empty store, small files, the demonstration store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, sync_playwright

from carehomes.demo import load_demo
from carehomes.ledger.acting import act_as
from carehomes.store import Store, open_store

PROJECT = Path(__file__).resolve().parent.parent
SHARED = PROJECT.parent / "shared"

#: Other people's files: they lie beside the project where it is built, and not in a stranger's clone.
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference files beside the project are not here")


#: How many made-up worlds each law and each witness tries: few in every run, so that it stays short; many by hand
#: (``CAREHOMES_WORLDS=200 python -m pytest tests/spec tests/laws``).
WORLDS = int(os.environ.get("CAREHOMES_WORLDS", "1"))

#: Dear tests of what other tests of every run hold too, in another way: left to the long run.
long_run = pytest.mark.skipif(WORLDS == 1, reason="in the long run: CAREHOMES_WORLDS=2 python -m pytest")

#: How large the worlds of the dearest comparisons are: tiny in every run.
SIZE = "small" if WORLDS > 1 else "tiny"


#: Every page besides the Overview ('').
PAGES = (
    "clinical_leads",
    "weekly_checkins",
    "care_plans",
    "pulse_oximeters",
    "testing",
    "care_model",
    "la_status",
    "council_and_ccg",
    "what_changed",
    "where_from",
    "area_profile",
    "compare_areas",
    "care_homes",
    "lead_register",
    "explore",
    "briefing",
    "query",
    "returns",
    "who_has_returned",
    "follow_ups",
    "notes",
    "reference",
    "rules",
    "definitions",
    "methods",
    "data_quality",
    "about",
    "accessibility",
)


#: Pages whose header and footer count the councils that sent their forms, not CCGs.
OF_COUNCILS = ("la_status", "council_and_ccg")

#: What is the same frame on every page is tried on every second one in every run, on all by the long one; browser tests open every page.
SOME_PAGES = ("", *PAGES)[:: 1 if WORLDS > 1 else 2]


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the store of whoever runs it, nor acts as somebody whom another test was."""
    act_as("")
    monkeypatch.setenv("CAREHOMES_STORE", str(tmp_path / "store"))
    for name in [name for name in os.environ if name.startswith("CAREHOMES_") and name != "CAREHOMES_STORE"]:
        monkeypatch.delenv(name)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return open_store(tmp_path / "store")


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Store:
    """The demonstration region, loaded once for all workers; tests read it and never change it."""
    ours = tmp_path_factory.getbasetemp()
    folder = (ours if worker_id == "master" else ours.parent) / "demonstration"
    with FileLock(folder.with_suffix(".lock")):
        loaded = open_store(folder / "store")
        if loaded.empty:
            assert load_demo(loaded) == []
    return loaded


def chromium_path() -> str:
    """Return where Chromium is. Without one the tests are skipped on a laptop, and fail in CI."""
    found = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), "")
    if not found:
        message = "no Chromium is installed (Debian: apt-get install chromium)"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = chromium_path()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-background-networking"])
        yield opened
        opened.close()
