"""A page as a reader opens it: a deep link into a store."""

from __future__ import annotations

import csv
import json
import logging
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from carehomes.demo import FOLDER, load_demo
from carehomes.store import Store, open_store
from tests.conftest import PAGES

PROJECT = Path(__file__).resolve().parents[2]
FAMILIES = PAGES[:5]


class Opened:
    """A page that was opened: what it shows, as text and as drawn values."""

    def __init__(self, at: AppTest) -> None:
        self.at = at

    def run(self) -> Opened:
        """Run the page again, as after a click."""
        self.at.run()
        assert not self.at.exception, [one.value for one in self.at.exception]
        return self

    @property
    def html(self) -> str:
        """All HTML of the page but its sheet of style, sidebar included."""
        return "\n".join(one.value for one in self.at.get("html") if "<style>" not in one.value)

    @property
    def keys(self) -> set[str]:
        """The keys of the charts."""
        return {str(one.key) for one in self.at.get("plotly_chart")}

    def figure(self, key: str) -> dict[str, Any]:
        """Return the drawn figure of a chart."""
        found: dict[str, Any] = json.loads(self.at.get_by_key(key).proto.spec)
        # Plotly looks at every part here: a drawing is handed to it without.
        go.Figure(found)
        return found

    def links(self) -> dict[str, str]:
        """Return the query of each page link by its label."""
        return {one.proto.label: one.proto.query_string for one in self.at.get("page_link")}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Streamlit warns that it runs bare: it does."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True, scope="session")
def _scanned_once() -> Iterator[None]:
    """Streamlit looks through every installed package for components whenever it starts: here once, not before each run of a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Opened]:
    """Return how a page is opened: store, page ('' is the Overview), and the address as keywords."""

    def opened(store: Store, page: str = "", **address: str) -> Opened:
        monkeypatch.setenv("CAREHOMES_STORE", str(store.folder))
        at = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        for key, value in address.items():
            at.query_params[key] = value
        if page:
            at.switch_page(f"pages/{page}.py")
        return Opened(at).run()

    return opened


@pytest.fixture(scope="session")
def small_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration folder of two weeks: the first two of the demonstration region."""
    folder = tmp_path_factory.mktemp("small")
    with (FOLDER / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if row["kind"] in ("register", "alignment") or row["week"] in ("2020-05-17", "2020-05-24")]
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(kept)
    for name in ["areas.csv", *{row["file"] for row in kept if row["file"]}]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(FOLDER / name, folder / name)
    return folder


@pytest.fixture(scope="session")
def _small_loaded(tmp_path_factory: pytest.TempPathFactory, small_demo: Path) -> Store:
    store = open_store(tmp_path_factory.mktemp("small_loaded") / "store")
    assert load_demo(store, small_demo) == []
    return store


@pytest.fixture
def small_store(tmp_path: Path, _small_loaded: Store) -> Store:
    """A store of two weeks that a test may change: loaded once, copied for each."""
    shutil.copytree(_small_loaded.folder, tmp_path / "small")
    return open_store(tmp_path / "small")
