"""What installs the app: its steps name what is there; the whole of it, with a server that answers, by ``CAREHOMES_WORLDS=2``."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.browser.conftest import free_port
from tests.conftest import PROJECT, WORLDS

INSTALL = PROJECT / "deploy" / "install.sh"


def test_what_is_installed_is_there_and_nothing_that_runs_is_left_out() -> None:
    text = INSTALL.read_text(encoding="utf-8")
    subprocess.run(["bash", "-n", str(INSTALL)], check=True)
    folders = re.search(r"for part in (.+?); do", text)
    files = re.search(r'"\$source"/\{(.+?)\}', text)
    assert folders and files
    parts = [*folders.group(1).split(), *files.group(1).split(",")]
    assert [one for one in parts if not (PROJECT / one).exists()] == []
    # The settings of the server go along, and secrets that somebody wrote beside them stay where they are.
    assert 'cp "$source/.streamlit/config.toml"' in text and 'rm -rf "$target/app/.streamlit' not in text
    # What Python finds at the top level, and what the pages read, goes along.
    needed = {path.name for path in PROJECT.iterdir() if (path / "__init__.py").exists() or path.suffix == ".py"} - {"tests", "benchmarks"}
    assert needed | {"pages", "queries", "data/reference", "data/demo"} <= {*parts}


def test_the_container_takes_the_same_steps_and_holds_no_store() -> None:
    steps = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    left_out = (PROJECT / ".dockerignore").read_text(encoding="utf-8").split()
    assert "deploy/install.sh /opt/carehomes" in steps and "data/store" in left_out and ".git" in left_out
    for started in (steps, (PROJECT / "deploy" / "carehomes.service").read_text(encoding="utf-8")):
        assert ("asgi.py" in started and "USER carehomes" in started) or "User=carehomes" in started


@pytest.mark.skipif(WORLDS == 1, reason="installs everything anew: CAREHOMES_WORLDS=2")
def test_what_was_installed_answers(tmp_path: Path) -> None:
    subprocess.run(["bash", str(INSTALL), str(tmp_path / "opt")], check=True, stdin=subprocess.DEVNULL)
    # Again over itself: an upgrade.
    subprocess.run(["bash", str(INSTALL), str(tmp_path / "opt")], check=True, stdin=subprocess.DEVNULL)
    port = free_port()
    environment = {**os.environ, "CAREHOMES_STORE": str(tmp_path / "store"), "STREAMLIT_SERVER_PORT": str(port)}
    command = [str(tmp_path / "opt" / "venv" / "bin" / "python"), "-m", "streamlit", "run", "asgi.py"]
    process = subprocess.Popen(command, cwd=tmp_path / "opt" / "app", env=environment, stdout=sys.stderr)
    try:
        for _ in range(120):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1) as answer:
                    assert answer.headers["X-Frame-Options"] == "DENY"
                break
            except OSError:
                time.sleep(0.5)
        else:
            raise AssertionError("The server that was installed does not answer.")
    finally:
        process.terminate()
        process.wait(timeout=20)
