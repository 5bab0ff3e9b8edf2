"""What stands between the network and the pages: headers, hosts, what is told inside only, the log of faults, limits of a query."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.types import Receive, Scope, Send

from carehomes.log import log_faults
from carehomes.settings import allowed_hosts, query_seconds
from carehomes.snapshots import TooMuchAsked
from carehomes.snapshots.database import Database
from tests.conftest import PROJECT
from ui import faults
from ui.sender import from_here
from ui.server import HEADERS, INSIDE, POLICY, InsideOnly, SecurityHeaders


async def _plain(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b"inside"})


def _asked(app: Any, path: str, client: str = "127.0.0.1", **headers: str) -> tuple[int, dict[str, str], bytes]:
    told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "headers": told, "client": (client, 50000), "query_string": b""}
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    # In a thread of its own: a browser test of the same process may have left a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, app(scope, receive, send)).result()
    start = next(one for one in sent if one["type"] == "http.response.start")
    body = b"".join(one.get("body", b"") for one in sent)
    return start["status"], {name.decode().lower(): value.decode() for name, value in start["headers"]}, body


def test_every_answer_has_the_headers() -> None:
    status, headers, body = _asked(SecurityHeaders(_plain), "/")
    assert (status, body) == (200, b"inside")
    assert {name.lower(): value for name, value in HEADERS.items()}.items() <= headers.items()


def test_the_policy_lets_nothing_out_and_runs_no_text_as_a_script() -> None:
    scripts = next(part for part in POLICY.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts
    assert "http" not in POLICY
    # Streamlit's own first page has a script in its text, which a later version may change: its hash is worked out, not written down.
    assert "'sha256-" in scripts


@pytest.mark.parametrize("path", INSIDE)
def test_what_is_told_inside_only_is_not_told_outside(path: str) -> None:
    app = InsideOnly(_plain)
    assert _asked(app, path)[0] == 200
    assert _asked(app, path, client="192.0.2.7")[0] == 404
    # Through a proxy on this machine: it says for whom it asks.
    assert _asked(app, path, x_forwarded_for="192.0.2.7")[0] == 404
    assert _asked(app, "/care" + path, client="192.0.2.7")[0] == 404


def test_the_health_address_is_open_to_everybody() -> None:
    assert _asked(InsideOnly(_plain), "/_stcore/health", client="192.0.2.7")[0] == 200


@pytest.mark.parametrize(
    ("client", "here"), [(("127.0.0.1", 1), True), (("::1", 1), True), (("192.0.2.7", 1), False), (("unix", 0), False), (None, False)]
)
def test_who_asks_from_this_machine(client: tuple[str, int] | None, here: bool) -> None:
    assert from_here({"type": "http", "headers": [], "client": client}) is here


def test_the_hosts_are_those_that_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "localhost" in allowed_hosts()
    monkeypatch.setenv("CAREHOMES_HOSTS", " care.example.org, *.example.net ")
    assert allowed_hosts() == ["care.example.org", "*.example.net", "localhost", "127.0.0.1", "::1"]


def test_a_fault_is_told_whole_in_the_log_and_by_its_number_on_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    log = tmp_path / "faults.log"
    monkeypatch.setenv("CAREHOMES_LOG", str(log))
    shown: list[str] = []
    monkeypatch.setattr(st, "html", shown.append)
    log_faults()
    (handler,) = logging.getLogger("carehomes").handlers
    request.addfinalizer(handler.close)
    with pytest.raises(RuntimeError) as failed:
        raise RuntimeError("the password is swordfish")
    assert faults.tell_fault(failed.value) is True
    told = json.loads(log.read_text(encoding="utf-8"))
    assert "swordfish" in told["exc_info"]
    assert told["fault"] in shown[0]
    assert "swordfish" not in shown[0]


def test_what_was_too_much_is_said_in_its_own_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(st, "html", shown.append)
    assert faults.tell_fault(TooMuchAsked("Choose a smaller area."))
    assert "Choose a smaller area." in shown[0]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A small database, read within a second and 150 MB."""
    made = Database(tmp_path / "small.duckdb")
    made.run("create table numbers as select range as n from range(10)")
    made.close()
    monkeypatch.setenv("CAREHOMES_QUERY_SECONDS", "1")
    monkeypatch.setenv("CAREHOMES_QUERY_MEGABYTES", "150")
    return Database(tmp_path / "small.duckdb", read_only=True)


def test_a_query_that_takes_too_long_is_stopped_and_the_next_one_runs(read: Database) -> None:
    with pytest.raises(TooMuchAsked, match="longer than the 1 seconds"):
        read.rows("select count(*) from range(10000000) a, range(10000000) b where a.range + b.range = 7")
    assert read.rows("select count(*) from numbers") == [(10,)]
    with read.work() as work, pytest.raises(TooMuchAsked):
        work.run("create temp table t as select count(*) from range(10000000) a, range(10000000) b where a.range + b.range = 7")
    read.close()


def test_a_query_that_needs_too_much_memory_is_refused_in_a_sentence(read: Database) -> None:
    with pytest.raises(TooMuchAsked, match="150 MB"):
        read.rows("select list(range) from range(100000000)")
    assert read.rows("select count(*) from numbers") == [(10,)]
    read.close()


def test_a_limit_that_is_no_number_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAREHOMES_QUERY_SECONDS", "soon")
    with pytest.raises(ValueError, match=r"CAREHOMES_QUERY_SECONDS is 'soon'; it must be a whole number above 0\."):
        query_seconds()


def test_the_server_needs_no_page_to_be_made() -> None:
    """``asgi:app`` is what an ASGI server asks for; making it opens no store and imports no page."""
    code = "import asgi, sys; assert 'ui.frame' not in sys.modules; print(type(asgi.app).__name__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "App"
