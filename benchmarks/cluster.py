"""A standalone Spark cluster on loopback: one master and some workers, each a process of its own, from pyspark's own scripts."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

#: Small, and compiled in a hurry: what runs here runs once. A worker gives one executor of this much memory.
SMALL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
#: The same queries, planned for little, and run as they are read: a tiny world is not worth compiling for.
SMALL_SETTINGS = {
    "spark.executor.memory": "512m",
    "spark.executor.extraJavaOptions": SMALL,
    "spark.driver.extraJavaOptions": SMALL,
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
_STARTED_WITHIN = 90


@dataclass
class Cluster:
    """A running cluster."""

    folder: Path
    master: str
    memory: str = "1g"
    java: str = SMALL
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *arguments: str, before: Sequence[str] = ()) -> None:
        """Start a master or a worker as ``name``; what it says is in the file of that name."""
        import pyspark

        home = Path(pyspark.__file__).parent
        environment = os.environ | {
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_DAEMON_JAVA_OPTS": self.java,
            "SPARK_LOCAL_DIRS": str(self.folder / "local"),
            # Workers need no Python: one that was asked for it would fail.
            "PYSPARK_PYTHON": "/bin/false",
        }
        command = [*before, str(home / "bin" / "spark-class"), *arguments]
        with self.log(name).open("wb") as log:
            self.processes[name] = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)

    def start_worker(self, name: str, hidden: Path | None = None) -> None:
        """Start a worker of one core, one that has an empty disk of its own where the others have the folder ``hidden``."""
        given = ("--cores", "1", "--memory", self.memory, "--host", "127.0.0.1", "--webui-port", "0", "--work-dir", str(self.folder / name))
        self.start(name, "org.apache.spark.deploy.worker.Worker", *given, self.master, before=_elsewhere(hidden) if hidden else ())

    def log(self, name: str) -> Path:
        """Where what ``name`` says is written."""
        return self.folder / f"{name}.log"

    def wait_for(self, name: str, words: str, times: int = 1) -> None:
        """Wait until ``name`` has said ``words`` so many times."""
        until = time.monotonic() + _STARTED_WITHIN
        while self.log(name).read_text(encoding="utf-8").count(words) < times:
            if time.monotonic() > until or self.processes[name].poll() is not None:
                raise AssertionError(f"{name} did not start:\n{self.log(name).read_text(encoding='utf-8')[-2000:]}")
            time.sleep(0.1)

    def kill(self, name: str) -> None:
        """Kill a process and what it started, as a machine that goes out."""
        process = self.processes.pop(name)
        executors = [one for one in left_behind(self.folder / name) if one != process.pid]
        for one in (process.pid, *executors):
            os.kill(one, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """Stop every process, the workers before the master: a worker stops its executors."""
        for name in reversed(list(self.processes)):
            process = self.processes.pop(name)
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _elsewhere(hidden: Path) -> list[str]:
    """What a command is run by so that it sees an empty disk in the place of the folder ``hidden``, as another machine would."""
    return ["unshare", "--mount", "sh", "-c", f'mount -t tmpfs none "{hidden}" && exec "$@"', "sh"]


@contextmanager
def running(folder: Path, workers: int = 2, memory: str = "1g", java: str = SMALL) -> Iterator[Cluster]:
    """Run a cluster of ``workers`` of one core and so much ``memory`` each; none of its processes is left behind."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    folder.mkdir(exist_ok=True)
    cluster = Cluster(folder, f"spark://127.0.0.1:{port}", memory, java)
    try:
        cluster.start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        cluster.wait_for("master", "I have been elected leader")
        for number in range(workers):
            cluster.start_worker(f"worker{number + 1}")
        cluster.wait_for("master", "Registering worker", workers)
        yield cluster
    finally:
        cluster.stop()
        until = time.monotonic() + 20
        while (left := left_behind(folder)) and time.monotonic() < until:
            time.sleep(0.2)
        assert not left, f"processes of the cluster were left behind: {left}"


def left_behind(folder: Path) -> list[int]:
    """The processes whose command names ``folder``: executors run in the folder of their worker."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            said, place = (path / "cmdline").read_bytes(), os.readlink(path / "cwd")
        except OSError:
            continue
        if path.name != str(os.getpid()) and (str(folder).encode() in said or Path(place).is_relative_to(folder)):
            found.append(int(path.name))
    return found
