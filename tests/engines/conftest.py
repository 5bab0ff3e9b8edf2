"""A small world in a store, what DuckDB makes of it, and one cluster for all tests of this folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.cluster import Cluster, running
from carehomes.demo import load_demo
from carehomes.snapshots import publish
from carehomes.store import Store, open_store
from tests.engines.postgres import Postgres, binaries, serving
from tests.worlds import make_world

#: ``CAREHOMES_ENGINES=all`` takes larger worlds, every report and every view; every run takes a small one and some.
ALL = os.environ.get("CAREHOMES_ENGINES") == "all"
#: Everything that a world can have, in few homes: several registers, home rows beside area rows and totals, homes sent by two CCGs.
NASTY = {
    "areas": "invented",
    "registers": 2,
    "alignment": "conflict",
    **dict.fromkeys(
        ("column", "area_returns", "totals", "cross_border", "strangers", "shared_pcns", "revisions", "withdrawals", "nils"), True
    ),
    **dict.fromkeys(("blank_homes", "excess", "unequal", "las", "older", "commissioned", "practices", "changes"), True),
}
WORLDS = ["demonstration", "small 5", "small 11"] if ALL else ["tiny 3"]


@pytest.fixture(scope="session", params=WORLDS)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A world, loaded and published by DuckDB; tests take copies of it."""
    if request.param == "demonstration":
        demo: Store = request.getfixturevalue("demo_store")
        return demo
    size, seed = request.param.split()
    folder = tmp_path_factory.mktemp("engines")
    store = open_store(folder / "store")
    assert load_demo(store, make_world(folder / "world", int(seed), size, **NASTY).folder) == []
    publish(store)
    return store


@pytest.fixture
def copied(world: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The world in a store of its own, which is the one that commands take."""
    shutil.copytree(world.folder, tmp_path / "store")
    monkeypatch.setenv("CAREHOMES_STORE", str(tmp_path / "store"))
    return open_store(tmp_path / "store")


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A Spark cluster of two workers."""
    if not (find_spec("pyspark") and shutil.which("java")):
        pytest.skip("pyspark or Java is not installed")
    with pytest.MonkeyPatch.context() as patch:
        # The driver, too, listens on loopback alone.
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("PYSPARK_PYTHON", "/bin/false")
        with running(tmp_path_factory.mktemp("cluster")) as cluster:
            yield cluster


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL of its own that goes again."""
    if not binaries():
        pytest.skip("no PostgreSQL is installed (Debian: apt-get install postgresql)")
    with serving() as server:
        yield server
