"""What a benchmark prints: what something took, beside a plain thing that was taken in the same run, and what was promised of it."""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PROJECT = Path(__file__).resolve().parent.parent
HEAD = "| what | taken | beside it, in the same run | ratio | promised | |\n|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Cost:
    """One line: ``taken`` and ``base`` in the same unit; ``promised`` is the most of ``taken``, or with ``times`` of the ratio.

    ``least``: it is the least instead. None where nothing was promised: then it only tells.
    """

    what: str
    taken: float
    beside: str = ""
    base: float = 0.0
    unit: str = "s"
    promised: float | None = None
    times: bool = False
    least: bool = False

    @property
    def ratio(self) -> float | None:
        """How many times the thing beside it; None where nothing stands beside it."""
        return self.taken / self.base if self.base else None

    @property
    def kept(self) -> bool | None:
        """Whether what was promised holds; None where nothing was, or where it cannot be told."""
        told = self.ratio if self.times else self.taken
        if self.promised is None or told is None:
            return None
        return told >= self.promised if self.least else told <= self.promised

    @property
    def line(self) -> str:
        """As a row of a table in Markdown, under ``HEAD``."""
        beside = f"{self.beside}: {number_text(self.base)} {self.unit}" if self.beside else ""
        ratio = "" if self.ratio is None else f"{number_text(self.ratio)} times"
        return f"| {self.what} | {number_text(self.taken)} {self.unit} | {beside} | {ratio} | {self._promise()} | {self._outcome()} |"

    def _promise(self) -> str:
        if self.promised is None:
            return ""
        unit = "times" if self.times else self.unit
        return f"{'at least' if self.least else 'at most'} {number_text(self.promised)} {unit}"

    def _outcome(self) -> str:
        if self.kept is None or self.kept:
            return "" if self.kept is None else "kept"
        told = self.ratio if self.times else self.taken
        assert told is not None
        assert self.promised is not None
        if not self.promised:
            return "**missed**"
        return f"**missed by {number_text(self.promised / told if self.least else told / self.promised)} times**"


def number_text(value: float) -> str:
    """Return a number with three digits that say something."""
    if value == 0:
        return "0"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 1 else f"{value:.3f}"


def tell(costs: Iterable[Cost]) -> None:
    """Print each line as soon as it is there."""
    print(HEAD, flush=True)
    for one in costs:
        print(one.line, flush=True)


def line_through(at: Sequence[float], values: Sequence[float]) -> tuple[float, float]:
    """Return start and slope of the straight line through points (least squares)."""
    slope, start = np.polyfit(np.asarray(at), np.asarray(values), 1)
    return float(start), float(slope)


def put_into(text: str, name: str, told: str) -> str:
    """Return a README with ``told`` between its marks ``name``. Raises ``ValueError`` where it has none."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, first, rest = text.partition(begin)
    _, last, after = rest.partition(end)
    if not (first and last):
        raise ValueError(f"README.md has no {begin} and {end} to put the table between.")
    return f"{before}{begin}\n{told}\n{end}{after}"


def from_readme(name: str) -> str:
    """Return what stands between the marks ``name`` of the README."""
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    return text.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0]


def into_readme(name: str, told: str) -> None:
    """Put ``told`` between the marks ``name`` of the README."""
    readme = PROJECT / "README.md"
    readme.write_text(put_into(readme.read_text(encoding="utf-8"), name, told), encoding="utf-8")


def seconds(action: Callable[[], object]) -> float:
    """Return how long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def middle(action: Callable[[], object], times: int) -> float:
    """Return the median of how long an action takes."""
    return statistics.median(seconds(action) for _ in range(times))


def processor() -> float:
    """Return the processor seconds of this process and of those that it started and that ended."""
    return sum(one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def peak() -> float:
    """Return the most memory in MB that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)
