"""A copy for reading: pages and figures of a folder into which nothing is written, on a disk that would take nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from carehomes.areas import Group
from carehomes.intake.desk import receive
from carehomes.ledger import groups
from carehomes.ledger.trouble import COPY, StoreError
from carehomes.snapshots import open_moment, open_snapshot, publish
from carehomes.store import Store, open_store
from carehomes.upkeep import backup
from tests.access.wire import wire
from tests.browser.conftest import SERVER, serve
from tests.conftest import PROJECT
from tests.unit.files import home_file
from tests.unit.process_targets import WEEK, seen

FILE = home_file(WEEK.isoformat(), "01T", "home_id,clinical_lead", "1-101,yes", "1-102,no")
TOLD = {"01T": [2, 2], "E92000001": [2, 2]}


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Store:
    store = open_store(tmp_path_factory.mktemp("original") / "store")
    receive(store, FILE, "first.csv", publish_after=False)
    receive(store, FILE.replace(b"no", b"yes"), "second.csv")
    groups.save(store, Group("Two homes", (), ("1-101", "1-102")))
    return store


@pytest.fixture
def copied(original: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The ledger as a backup has it, and the snapshots: what docs/running.md says to copy."""
    folder = tmp_path / "copy"
    backup(original, folder)
    shutil.copytree(original.snapshots, folder / "snapshots", ignore=shutil.ignore_patterns("*.lock", "as-at"))
    monkeypatch.setenv("CAREHOMES_READ_ONLY", "yes")
    return folder


def files(folder: Path) -> dict[str, int]:
    """Return the files of a folder with when each was changed."""
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_it_shows_what_was_published_then_and_now_and_nothing_is_written(copied: Path) -> None:
    before, store = files(copied), open_store(copied)
    with closing(open_snapshot(store)) as opened:
        assert seen(opened)["told"] == TOLD
    with closing(open_moment(store, as_at=store.journal.entries()[0].decided_at)) as then:
        assert seen(then)["told"] == {"01T": [1, 2], "E92000001": [1, 2]}
    assert [one.group.name for one in groups.groups(store)] == ["Two homes"]
    tries: list[Callable[[], object]] = [
        lambda: receive(store, FILE, "third.csv"),
        lambda: groups.save(store, Group("More", (), ("1-101",))),
        lambda: store.journal.write().__enter__(),
    ]
    for one in tries:
        with pytest.raises(ValueError, match="This is a copy for reading: nothing can be decided"):
            one()
    assert files(copied) == before


def test_it_serves_pages_that_say_what_they_are(copied: Path) -> None:
    before = files(copied)
    with contextmanager(serve)(copied, SERVER, CAREHOMES_READ_ONLY="yes") as address, wire(address) as line:
        text = line.run("clinical_leads").text
        assert "2 of 2 homes" in text and COPY.partition("(")[0].strip() in text
        assert "1 of 2 homes" in line.run("clinical_leads", as_at=_after_first(copied)).text
        returns = line.run("returns")
        # No file is offered: that somebody takes one could not be written down.
        drawn = [one.delta.new_element for one in returns.messages if one.WhichOneof("type") == "delta"]
        buttons = [
            one.download_button for one in drawn if one.WhichOneof("type") == "download_button" and "template" in one.download_button.label
        ]
        assert len(buttons) == 2 and all(one.disabled and one.help == COPY for one in buttons)
        assert not returns.ids("file_uploader") and COPY.partition("(")[0].strip() in returns.text
    assert files(copied) == before


def _after_first(copied: Path) -> str:
    return f"{open_store(copied).journal.entries()[0].decided_at:%Y-%m-%dT%H:%M:%S.%f+00:00}"


def test_it_needs_the_snapshots_of_its_version_and_settings_and_a_journal_that_nobody_uses(
    copied: Path, original: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # While it is copied the newest one may be named and not be whole: the one before is shown.
    newest = copied / "snapshots" / "000002.duckdb"
    shutil.copyfile(copied / "snapshots" / "000001.duckdb", newest)
    (copied / "snapshots" / "CURRENT").write_text("2", encoding="ascii")
    assert publish(open_store(copied)) == 1
    # One that was made from decisions which the journal here does not have yet is not shown either.
    with monkeypatch.context() as writing:
        writing.delenv("CAREHOMES_READ_ONLY")
        ahead = open_store(Path(shutil.copytree(original.folder, tmp_path / "ahead")))
        receive(ahead, FILE.replace(b"yes", b"no"), "third.csv", reasons={"*": "so"})
    for name in ("000002.duckdb", "000002.sha256"):
        shutil.copyfile(ahead.snapshots / name, copied / "snapshots" / name)
    assert publish(open_store(copied)) == 1
    monkeypatch.setenv("CAREHOMES_CARRY_WEEKS", "3")
    with pytest.raises(StoreError, match="another version of this program or with other settings"):
        publish(open_store(copied))
    monkeypatch.delenv("CAREHOMES_CARRY_WEEKS")
    for path in (copied / "snapshots").glob("*.sha256"):
        path.unlink()
    with pytest.raises(StoreError, match="no snapshot that can be read"):
        publish(open_store(copied))
    shutil.copyfile(original.journal.path, copied / "journal.sqlite")
    with pytest.raises(StoreError, match="is that of a store in use"):
        open_store(copied)


def test_a_disk_that_takes_nothing_is_enough(copied: Path) -> None:
    """The disk is mounted to be read, for this process alone."""

    def run(command: str) -> subprocess.CompletedProcess[str]:
        mounts = f"mount --bind {copied} {copied} && mount -o remount,bind,ro {copied}"
        try:
            return subprocess.run(
                ["unshare", "-rm", "sh", "-c", f"{mounts} && {command}"], cwd=PROJECT, capture_output=True, text=True, timeout=120
            )
        except FileNotFoundError:
            pytest.skip("nothing can be mounted here (unshare)")

    if run("true").returncode:
        pytest.skip("nothing can be mounted here (unshare)")
    assert run(f"touch {copied}/probe").returncode
    asked = f"CAREHOMES_STORE={copied} {sys.executable} -m carehomes"
    told = run(f"CAREHOMES_READ_ONLY=yes {asked} returns --who --json")
    assert told.returncode == 0 and '"01T"' in told.stdout, told.stderr
    # Who takes figures away is written down, which a copy cannot.
    assert COPY in run(f"CAREHOMES_READ_ONLY=yes {asked} figures --week {WEEK}").stderr
    # Without the setting somebody means to write there.
    assert "read-only for this program" in run(f"CAREHOMES_READ_ONLY=no {asked} returns --who").stderr
