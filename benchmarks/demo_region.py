"""Make the demonstration region: ``python -m benchmarks.demo_region [FOLDER]`` (``data/demo`` if none is named).

The same files, byte for byte, on every machine. Needs requirements-dev.txt (openpyxl).
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks.generate import demo_plan as plan
from benchmarks.generate.clocks import manifest_text, write
from benchmarks.generate.demo_files import DemoFiles
from benchmarks.generate.demo_readme import readme
from benchmarks.generate.demo_world import DemoWorld

DEFAULT = Path(__file__).parents[1] / "data" / "demo"


def make(folder: Path) -> None:
    """Write the demonstration region into ``folder``, in place of the registers, alignments and returns that are there."""
    for name in ("register", "alignment", "returns"):
        shutil.rmtree(folder / name, ignore_errors=True)
    world = DemoWorld()
    files = DemoFiles(world, folder)
    files.reference()
    files.local_authorities()
    for week in plan.WEEKS:
        files.week(week)
    write(folder, "manifest.csv", manifest_text(files.entries))
    write(folder, "README.md", readme(world))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.demo_region", description="Make the demonstration region.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT, help="where the files go (data/demo if not named)")
    make(parser.parse_args(arguments).folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
