"""A real server over a copy of the demonstration, and a real Chromium looking at it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from carehomes.store import Store, open_store
from tests.conftest import PROJECT

PICTURES = Path(__file__).parent / "pictures"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run a browser test that fails once more: on a busy machine a page can be slower than any waiting. One that fails twice is wrong."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


#: How a laptop starts the app, and how a server does.
LAPTOP = ("-m", "streamlit", "run", "dashboard.py")
SERVER = ("-m", "streamlit", "run", "asgi.py")


def serve(
    folder: Path, started: tuple[str, ...], *options: str, port: int = 0, listens: str = "--server.port", **variables: str
) -> Iterator[str]:
    """Run the app over the store in ``folder``, ``started`` as on a laptop or a server, and yield its address.

    ``options`` are Streamlit's, ``variables`` the installation's; ``listens`` is the option that names the port.
    """
    port = port or free_port()
    command = [sys.executable, *started, listens, str(port), *options]
    environment = {**os.environ, "CAREHOMES_STORE": str(folder), **variables}
    log = (folder.parent / "server.log").open("w")
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.25)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


@pytest.fixture(scope="session")
def served_store(demo_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A copy of the demonstration, over which the app runs."""
    folder = tmp_path_factory.mktemp("served") / "store"
    shutil.copytree(demo_store.folder, folder)
    return open_store(folder)


@pytest.fixture(scope="session")
def demo_server(served_store: Store) -> Iterator[str]:
    """The app over a copy of the demonstration, as on a server: what the pages do there they do on a laptop."""
    yield from serve(served_store.folder, SERVER)


@pytest.fixture(scope="session")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app over an empty store."""
    yield from serve(tmp_path_factory.mktemp("empty") / "store", LAPTOP)


def until(page: Page, script: str, told: object = None) -> None:
    """Wait until ``script`` is true in the page. Playwright's own waiting runs text as a script, which the server's headers forbid."""
    for _ in range(300):
        # While the page is left for another nothing can be asked of it.
        with contextlib.suppress(Error):
            if page.evaluate(script, told):
                return
        page.wait_for_timeout(100)
    raise AssertionError(f"After half a minute this is still not true: {script} ({told}).")
