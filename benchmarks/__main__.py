"""``python -m benchmarks [--store FOLDER] [--weeks 4] [--whole] [--only ...] [--readme]``: every promise of speed and memory, in one run.

A seeded England of so many weeks is made (or ``--store`` looked at: a copy of it, where something is written), and every benchmark runs
over it, each in a process of its own, one after the other. All that they print are lines of one table: what something took, beside a
plain thing taken in the same run, what was promised, and whether that was kept. ``--readme`` puts the table into the README, where the
parts that were not asked (``--only``) stay as they are, each with how it was asked and when. ``--whole`` takes what the promises speak
of: 104 weeks, a history of 52, ten minutes of load; without it a few weeks and minutes, which says less.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from benchmarks.costs import HEAD, PROJECT, from_readme, into_readme
from benchmarks.growing import england

#: Each part: its title, and what it is asked with, ``{store}`` the England that was made.
_SHORT = {
    "history": ("Returns taken in", []),
    "publishing": ("Publishing", ["--store", "{store}"]),
    "pages": ("Pages", ["--store", "{store}", "--times", "5", "--only", "server,viewers"]),
    "briefing": ("Briefing packs", ["--store", "{store}"]),
    "load": ("Many people at once", ["--minutes", "3"]),
    "engines": ("Spark beside DuckDB (docs/spark.md)", ["--weeks", "2,8"]),
    "xmr": ("Process charts", []),
    "proportions": ("Funnels and ranks", []),
    "search": ("Search", []),
}
_WHOLE = {"history": ["--whole"], "engines": [], "load": ["--minutes", "10"], "pages": ["--store", "{store}", "--times", "15"]}


def lines_of(name: str, given: Sequence[str]) -> list[str]:
    """Run a benchmark in a process of its own and return its lines of the table."""
    ran = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *given],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        env=dict(os.environ),
    )
    sys.stderr.write(ran.stdout)
    found = [line for line in ran.stdout.splitlines() if line.startswith("| ") and line not in HEAD.splitlines()]
    # One that fails costs the others nothing, and is told.
    return found if ran.returncode == 0 else [*found, f"| **{name} ended with {ran.returncode}** | | | | | |"]


def heading(name: str, given: Sequence[str], day: date) -> str:
    """Return the row above the lines of a part: what it is, how it was asked and when."""
    asked = " ".join(["python -m benchmarks." + name, *(one.format(store="FOLDER") for one in given)])
    return f"| **{_SHORT[name][0]}** (`{asked}`), {day:%-d %B %Y} | | | | | |"


def parts_of(table: str) -> dict[str, list[str]]:
    """Return the parts of a table that was printed before, by name: the row above, and its lines."""
    found: dict[str, list[str]] = {}
    for line in table.splitlines():
        begun = [name for name, (title, _) in _SHORT.items() if line.startswith(f"| **{title}** ")]
        if begun or (found and line.startswith("| ")):
            found.setdefault(begun[0] if begun else [*found][-1], []).append(line)
    return found


def whole_table(parts: Mapping[str, Sequence[str]]) -> str:
    """Return the table of several parts, always in the same order."""
    return "\n".join([HEAD, *(line for name in _SHORT for line in parts.get(name, ()))])


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything and print one table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Every promise of speed and memory, as ratios taken in one run."
    )
    parser.add_argument("--store", type=Path, help="an England that is there; without it a seeded one is made")
    parser.add_argument("--weeks", type=int, help="how many weeks of it (4; 104 with --whole)")
    parser.add_argument("--whole", action="store_true", help="what the promises speak of: an hour and a half")
    parser.add_argument("--only", default=",".join(_SHORT), help="parts, by commas")
    parser.add_argument("--readme", action="store_true", help="put these parts into the table of the README")
    asked = parser.parse_args(arguments)
    names = asked.only.split(",")
    if unknown := [one for one in names if one not in _SHORT]:
        parser.error(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(_SHORT)}.")
    weeks = asked.weeks or (104 if asked.whole else 4)
    with tempfile.TemporaryDirectory(prefix="carehomes-speed-") as name:
        store = asked.store.resolve() if asked.store else england(Path(name) / "store", weeks).folder
        told: dict[str, list[str]] = {}
        for part in names:
            given = _WHOLE.get(part, _SHORT[part][1]) if asked.whole else _SHORT[part][1]
            told[part] = [heading(part, given, date.today()), *lines_of(part, [one.format(store=store) for one in given])]
    print(whole_table(told))
    if asked.readme:
        into_readme("speed", whole_table(parts_of(from_readme("speed")) | told))


if __name__ == "__main__":
    main()
