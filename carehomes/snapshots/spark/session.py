"""A session with a Spark cluster: opened, watched, and told in plain sentences where it fails."""

from __future__ import annotations

import os
import shutil
import socket
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from carehomes.ledger.trouble import StoreError

if TYPE_CHECKING:
    from pyspark import SparkContext
    from pyspark.sql import SparkSession

#: Seconds that a master has to answer, and that a cluster may be without a worker before it is given up.
_TO_ANSWER, WITHOUT_WORKERS = 5, 60
_LOGGING = """\
rootLogger.level = warn
rootLogger.appenderRef.file.ref = file
appender.file.type = File
appender.file.name = file
appender.file.fileName = {log}
appender.file.append = false
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d %p %c{{1}}: %m%n%ex
"""
_OPTIONS = "spark.driver.extraJavaOptions"
#: What ``conf`` may set otherwise. No port is opened for people, nothing is drawn on the terminal, and a sum is shared out in as many parts
#: as a country asks for, a sixth of Spark's own: each costs its time however little is in it.
_UNLESS_SAID = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.sql.shuffle.partitions": "32"}


def must_be_here() -> None:
    """Raise ``StoreError`` in a plain sentence where Spark or its Java is not installed."""
    if not (find_spec("pyspark") and find_spec("sqlglot")):
        raise StoreError("Apache Spark's library is not installed here. Install it: python -m pip install -r requirements-spark.txt")
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise StoreError(
            "Apache Spark needs Java 17 or newer: install it (Debian: apt-get install default-jre-headless), or set JAVA_HOME."
        )


def must_answer(master: str) -> None:
    """Raise ``StoreError`` where ``master`` is no address, or nobody listens there: Spark itself would try for a minute."""
    if not master.startswith(("spark://", "local", "yarn", "k8s://")):
        raise StoreError(f"{master} is no address of a Spark cluster. Write it as spark://host:7077, or yarn, k8s://... or local[2].")
    if not master.startswith("spark://"):
        return
    for one in master.removeprefix("spark://").split(","):
        host, _, port = one.rpartition(":")
        try:
            socket.create_connection((host, int(port)), timeout=_TO_ANSWER).close()
        except (OSError, ValueError):
            continue
        return
    raise StoreError(f"No Spark master answers at {master}. Is it started, and is the address the one that its log names?")


@contextmanager
def opened(master: str, above: Path, conf: Mapping[str, str], patience: float = WITHOUT_WORKERS) -> Iterator[SparkSession]:
    """Open a session with the cluster at ``master``, as ``by_spark`` has it; what Java says of it goes into ``spark.log`` of ``above``.

    Raises ``StoreError`` in a plain sentence where what the block asks of it fails, or no worker is left.
    """
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.logger import PySparkLogger
    from pyspark.sql import SparkSession

    with warnings.catch_warnings():
        # pandas 3 is newer than this Spark knows, and says so where lists go to Java: no data frame goes there.
        warnings.simplefilter("ignore", FutureWarning)
        import_module("pyspark.testing.utils")
    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        # What they write to the terminal, traceback and all, stands in the error that is told.
        PySparkLogger.getLogger(name).disabled = True
    log = above / "spark.log"
    logged = f"-Dlog4j2.configurationFile={_logging(above, log)} {conf.get(_OPTIONS, '')}"
    said = SparkConf().setAppName("Care home support: publish").setMaster(master)
    said.setAll([*_UNLESS_SAID.items(), *conf.items(), (_OPTIONS, logged)])
    watch = _Watch(patience)
    try:
        with log.open("wb") as stream:
            # What Java says is for the log: a reader of the command wants its sentence. One Java serves every session of this process.
            gateway = None if SparkContext._gateway else launch_gateway(said, {"stdout": stream, "stderr": stream})
        context = SparkContext(conf=said, gateway=gateway)
        try:
            with watch.of(context):
                yield SparkSession(context)
        finally:
            context.stop()
    except (PySparkException, Py4JError, ConnectionError) as error:
        raise StoreError(watch.told or _told(error, above, log)) from error


def _logging(above: Path, log: Path) -> str:
    path = above / "log4j2.properties"
    path.write_text(_LOGGING.format(log=log), encoding="utf-8")
    return path.as_uri()


def _told(error: Exception, above: Path, log: Path) -> str:
    """Return what became of Spark in a sentence."""
    said = str(error)
    if "FileNotFoundException" in said or "FAILED_READ_FILE" in said or "Mkdirs failed" in said:
        return unseen(above)
    if "ExecutorLostFailure" in said or "executor lost" in said.lower() or "Master removed our application" in said:
        return (
            f"Too many workers of the Spark cluster were lost. Their logs say why, and {log}: memory, mostly "
            "(--conf spark.executor.memory=4g)."
        )
    return f"Spark could not finish; {log} says why. It began: {said.strip().partition(chr(10))[0][:200]}"


class _Watch:
    """Stops what a cluster is asked once it has been without a worker for ``patience`` seconds: Spark itself would wait for ever."""

    def __init__(self, patience: float) -> None:
        self.told = ""
        self._patience = patience
        self._over = Event()

    @contextmanager
    def of(self, context: SparkContext) -> Iterator[None]:
        """Watch as long as the block lasts; what is no cluster needs no watch."""
        if str(context.master).startswith("local"):
            yield
            return
        thread = Thread(target=self._look, args=(context,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._over.set()
            thread.join()

    def _look(self, context: SparkContext) -> None:
        from py4j.protocol import Py4JError

        seen = monotonic()
        while not self._over.wait(1):
            try:
                # The driver counts as one.
                workers = int(context._jsc.sc().getExecutorMemoryStatus().size()) - 1
            except (Py4JError, ConnectionError):
                return  # Spark is gone: whoever asks it is told.
            if workers:
                seen = monotonic()
            elif monotonic() - seen > self._patience:
                self.told = (
                    f"The Spark cluster gave no worker for {self._patience:.0f} seconds. Are workers started, and do they have the memory "
                    "and the cores that are asked for (--conf spark.executor.memory=1g)?"
                )
                # Again and again: the next one may be about to start.
                context.cancelAllJobs()


def unseen(above: Path) -> str:
    """Return the sentence about a folder that not all see."""
    return (
        f"A worker does not see the working folder {above}, or the store, as this machine does. Both must be on a disk that all share, "
        "under the same name; --work names another folder."
    )
