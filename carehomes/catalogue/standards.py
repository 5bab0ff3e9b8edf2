"""Dated standards: what was asked for every care home, and from which day: each week is told with the definition in force in it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from carehomes.catalogue.measures import FAMILIES, Measure
from carehomes.settings import PROJECT

FILE = PROJECT / "data" / "reference" / "standards.toml"


@dataclass(frozen=True)
class Standard:
    """What was ``asked`` from the day ``since`` on, of the measures of ``families`` (of ``measures`` alone where it names some).

    ``by`` is the day by which it was to be there, where one was set; ``source`` says who asked.
    """

    since: date
    families: frozenset[str]
    measures: frozenset[str]
    asked: str
    source: str
    by: date | None = None

    def concerns(self, measure: Measure) -> bool:
        """Return whether it is a standard of ``measure``."""
        return measure.family in self.families and (not self.measures or measure.id in self.measures)


def load_standards(path: Path = FILE) -> tuple[Standard, ...]:
    """Return the standards of ``path``, by day. Raises ``ValueError`` with a plain sentence where one lacks a part or names no family."""
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8")).get("standard", [])
        found = [
            Standard(
                one["from"], frozenset(one["families"]), frozenset(one.get("measures", ())), one["asked"], one["source"], one.get("by")
            )
            for one in listed
        ]
    except (KeyError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{path.name} is not a list of standards: {error}.") from error
    for place, one in enumerate(found, start=1):
        unknown = ", ".join(sorted(one.families - FAMILIES.keys()))
        if unknown or not (one.families and one.asked and one.source):
            raise ValueError(f"{path.name}, standard {place}: " + (f"no such family: {unknown}." if unknown else "a part is empty."))
    return tuple(sorted(found, key=lambda one: one.since))


@cache
def standards() -> tuple[Standard, ...]:
    """Return the product's standards by day, read once."""
    return load_standards()


def standards_of(measure: Measure, among: Iterable[Standard] | None = None) -> list[Standard]:
    """Return the standards of ``measure``, by day: each holds until the next."""
    return [one for one in (standards() if among is None else among) if one.concerns(measure)]


def in_force(measure: Measure, week: date) -> Standard | None:
    """Return the standard of ``measure`` in force on ``week``, the Sunday of a reporting week; None where none was."""
    return max((one for one in standards_of(measure) if one.since <= week), key=lambda one: one.since, default=None)
