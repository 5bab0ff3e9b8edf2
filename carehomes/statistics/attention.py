"""Which areas need attention: below a standard, worse than the others, with a special cause; false alarms controlled over every look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from carehomes.statistics.chance import exact_p, false_alarms
from carehomes.statistics.proportions import percent

#: Of the alerts raised, at most so many are false in the long run.
RATE = 0.05


@dataclass(frozen=True)
class Watched:
    """One area and measure that is looked at: ``x`` of ``n`` units, and what they are held against.

    ``direction`` is what is better, higher or lower; ``standard`` a share that was set, ``baseline`` the share of the areas together, which
    ``others`` names. A special cause comes from a process chart: ``cause`` says it, '' where it was looked for and not found, and
    ``cause_p`` is how often chance alone would show as much (1 where nothing was found); None where it was not looked for. None elsewhere:
    not looked at.
    """

    area: str
    measure: str
    x: int
    n: int
    direction: str = "higher"
    unit: str = "homes"
    standard: float | None = None
    baseline: float | None = None
    others: str = "the areas together"
    cause: str = ""
    cause_p: float | None = None


@dataclass(frozen=True)
class Alert:
    """One thing that needs attention: what is said, by which evidence, and its p-value alone and adjusted for every look."""

    area: str
    measure: str
    reason: str
    sentence: str
    evidence: str
    p: float
    adjusted: float
    short: float


@dataclass(frozen=True)
class _Look:
    row: Watched
    reason: str
    p: float
    adverse: bool
    told: str
    evidence: str
    short: float


def needs_attention(rows: Sequence[Watched], rate: float = RATE) -> list[Alert]:
    """Return what needs attention among ``rows``, the most certain first, then by how many units are short, then by area and measure.

    Every look counts, those that found nothing too: an alert is kept where its p-value, adjusted by Benjamini and Hochberg over all looks,
    is at most ``rate``, and only in the direction that is worse; a row without a better direction, or without homes, is not looked at. An
    area has at most one alert a measure for each reason: ``special cause``, ``below the standard`` (above it where lower is better),
    ``worse than the others``. The order of ``rows`` changes nothing.
    """
    looks = [look for row in rows if row.direction in ("higher", "lower") and row.n > 0 for look in _looks(row)]
    adjusted = false_alarms([look.p for look in looks])
    found = [
        Alert(one.row.area, one.row.measure, one.reason, one.told, one.evidence, one.p, float(rated), one.short)
        for one, rated in zip(looks, adjusted, strict=True)
        if one.adverse and rated <= rate
    ]
    return sorted(found, key=lambda one: (one.adjusted, -one.short, one.area, one.measure, one.reason))


def _looks(row: Watched) -> list[_Look]:
    found = []
    if row.cause_p is not None:
        told, evidence = f"{row.area}: {row.cause}", f"Process chart: {_chance(row.cause_p)}"
        found.append(_Look(row, "special cause", row.cause_p, bool(row.cause), told, evidence, 0.0))
    if row.standard is not None:
        found.append(_against_standard(row, row.standard))
    if row.baseline is not None:
        found.append(_against_others(row, row.baseline))
    return found


def _counts(row: Watched) -> str:
    return f"{row.x:,} of {row.n:,} {row.unit} ({percent(row.x, row.n, 0):.0f}%)"


def _short(row: Watched, share: float) -> float:
    """Return by how many units the area lies on the worse side of a share."""
    return (share * row.n - row.x) * (1 if row.direction == "higher" else -1)


def _against_standard(row: Watched, standard: float) -> _Look:
    side = "below" if row.direction == "higher" else "above"
    p = float(exact_p(row.x, row.n, standard, "below" if row.direction == "higher" else "above"))
    told = f"{row.area}: {row.measure}, {_counts(row)}, {side} the standard of {100 * standard:.0f}%"
    return _Look(
        row,
        f"{side} the standard",
        p,
        _short(row, standard) > 0,
        told,
        f"Exact binomial test, one side: {_chance(p)}",
        _short(row, standard),
    )


def _against_others(row: Watched, baseline: float) -> _Look:
    p = float(exact_p(row.x, row.n, baseline))
    told = f"{row.area}: {row.measure}, {_counts(row)}, worse than {row.others} ({100 * baseline:.0f}%)"
    evidence = f"Exact binomial test, both sides: {_chance(p)}"
    return _Look(row, "worse than the others", p, _short(row, baseline) > 0, told, evidence, _short(row, baseline))


def _chance(p: float) -> str:
    """Return how often chance alone would show as much, in words."""
    return "chance alone would show as much in " + ("fewer than 1 of 1,000" if p < 0.001 else f"{1000 * p:.0f} of 1,000")
