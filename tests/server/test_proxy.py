"""Two processes of the app behind Debian's nginx as ``deploy/nginx.conf`` sets it: a reader stays with one, and goes on with the other."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from carehomes.settings import OPEN_WORDS
from carehomes.store import Store
from tests.browser.conftest import SERVER, free_port, serve
from tests.conftest import PROJECT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("nginx"), reason="no nginx is installed (Debian: apt-get install nginx-light)"),
]


def as_set(folder: Path, port: int, apps: list[int]) -> Path:
    """Write the example for these ports, without TLS, into a folder that needs no right of root; return its file."""
    text = (PROJECT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for own, given in zip((8501, 8502), apps, strict=True):
        assert text.count(f"127.0.0.1:{own} ") == 1
        text = text.replace(f"127.0.0.1:{own} ", f"127.0.0.1:{given} ")
    text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};").replace("server_name care.example.org;", "server_name localhost;")
    text = re.sub(r"^ *ssl_certificate.*\n", "", text, flags=re.MULTILINE)
    # Which process answered, for the test to see.
    text = text.replace(
        "proxy_pass http://carehomes;", "proxy_pass http://carehomes;\n        add_header X-Answered $upstream_addr always;"
    )
    temporary = "\n".join(f"{one}_temp_path {folder}/{one};" for one in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    head = f"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    whole = f"{head}http {{\naccess_log off;\n{temporary}\n{text}\n}}\n"
    path = folder / "nginx.conf"
    path.write_text(whole, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def proxied(served_copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[int, Iterator[str]]]]:
    """The address of the proxy, and its two processes by their ports."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    apps = {
        own: serve(served_copy, SERVER, port=own, CAREHOMES_HOSTS="localhost", CAREHOMES_OPEN_WITHOUT_SIGN_IN=OPEN_WORDS)
        for own in (free_port(), free_port())
    }
    for one in apps.values():
        next(one)
    process = subprocess.Popen(["nginx", "-c", str(as_set(folder, port, list(apps))), "-p", str(folder), "-e", str(folder / "error.log")])
    time.sleep(0.5)
    yield f"http://localhost:{port}", apps
    process.terminate()
    process.wait(timeout=10)
    for one in apps.values():
        next(one, None)


@pytest.fixture(scope="module")
def served_copy(demo_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demonstration that two processes read."""
    folder = tmp_path_factory.mktemp("behind") / "store"
    shutil.copytree(demo_store.folder, folder)
    return folder


def test_a_reader_stays_with_one_process_and_goes_on_with_the_other(
    browser: Browser, proxied: tuple[str, dict[int, Iterator[str]]]
) -> None:
    address, apps = proxied
    context = browser.new_context(viewport={"width": 1600, "height": 900})
    page = context.new_page()
    answered: set[str] = set()
    page.on("response", lambda one: answered.add(one.headers.get("x-answered", "")))
    page.goto(f"{address}/")
    page.wait_for_selector(".ch-foot", timeout=60_000)
    expect(page.get_by_text("DEMONSTRATION DATA").first).to_be_visible()
    # Once it has its cookie everything of a reader goes to one process.
    answered.clear()
    page.goto(f"{address}/testing")
    page.wait_for_selector(".ch-foot", timeout=60_000)
    (own,) = answered - {""}
    # That process is stopped: the reader opens the page again and the other one answers.
    next(apps[int(own.rpartition(":")[2])], None)
    (other,) = (f"127.0.0.1:{port}" for port in apps if not own.endswith(f":{port}"))
    answered.clear()
    page.goto(f"{address}/testing?week=2020-08-23")
    page.wait_for_selector(".ch-foot", timeout=60_000)
    expect(page.get_by_text("DEMONSTRATION DATA").first).to_be_visible()
    # What the browser keeps of the app still says who gave it.
    assert any(one.endswith(other) for one in answered)
    context.close()


def test_metrics_and_other_hosts_are_refused_through_the_proxy(proxied: tuple[str, dict[int, Iterator[str]]]) -> None:
    address, _ = proxied

    def status(path: str, host: str = "localhost") -> int:
        try:
            with urllib.request.urlopen(urllib.request.Request(f"{address}{path}", headers={"Host": host}), timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    assert status("/_stcore/health") == 200
    assert status("/_stcore/metrics") == 404
    assert status("/_stcore/health", host="elsewhere.example") == 400
