"""Rule 12: who has returned, how many homes that covers, and who was on time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from .answers import count_of, own_count
from .catalogue import QUERIES, Catalogue, Question, load_catalogue, snake
from .figures import areas_above
from .ground import Ground
from .knowledge import Knowledge
from .model import Row, World
from .reading import parse_date, parse_moment

LONDON = ZoneInfo("Europe/London")


def due(week: date) -> datetime:
    """The Wednesday after, 17:00 in London."""
    return datetime.combine(week + timedelta(days=3), time(17), LONDON)


def returned(
    world: World,
    week: date | str,
    as_at: datetime | str | None = None,
    code: str = "",
    areas: str = "then",
    queries: Path = QUERIES,
) -> dict[str, int]:
    """n of N CCGs, covered of registered homes, and the CCGs on time, of an area ('' for England; a CCG, STP or region)."""
    day = week if isinstance(week, date) else parse_date(week)
    assert day is not None
    known, catalogue = Knowledge(world, None if as_at is None else parse_moment(as_at)), load_catalogue(queries)
    result = dict.fromkeys(["n", "N", "covered", "registered", "on_time"], 0)
    for area in world.open_areas("ccg", day):
        if code and code not in areas_above(world, area.code, day, areas).values():
            continue
        ground = Ground(known, catalogue, area.code, day)
        covered, registered = covered_homes(ground)
        result["N"] += 1
        result["n"] += ground.returned
        result["covered"] += covered
        result["registered"] += registered
        result["on_time"] += ground.returned and is_on_time(known, area.code, day)
    return result


def is_on_time(known: Knowledge, ccg: str, week: date) -> bool:
    """Any of its returns for the week, not withdrawn, received by the due moment, that moment included."""
    _, withdrawn, returns = known.versions
    return any(
        e.submitter == ccg and e.week == week and e.kind in ("home", "area", "nil") and e.received_at <= due(week)
        for e in returns.values()
        if e.order not in withdrawn
    )


def answers_anything(row: Row, catalogue: Catalogue) -> bool:
    """Whether a home's row answers any question: n/a and counts included; not identifiers, beds, type or comment."""
    return any(row.get(q.id, "") for q in catalogue.questions.values() if q.role == "answer")


def homes_of_question(row: Row, question: Question) -> int:
    """For how many homes an area row answers one question."""
    if question.type == "yes_no":
        return sum(count_of(row, f"{question.id}_{s}") or 0 for s in ("yes", "no", "not_applicable"))
    if question.type == "word":
        return sum(count_of(row, f"{question.id}_{snake(w)}") or 0 for w in (*question.words, "not_applicable"))
    if question.type == "count" and count_of(row, question.id) is not None:
        return count_of(row, f"{question.id}_homes") or 0
    return 0


def most_homes(row: Row | None, catalogue: Catalogue) -> int:
    """A total answers for the most homes that any one question answers for."""
    if row is None:
        return 0
    return max(homes_of_question(row, q) for q in catalogue.questions.values() if q.role == "answer" and "area" in q.kinds)


def covered_homes(ground: Ground) -> tuple[int, int]:
    """Homes with at least one answer, and registered homes: by PCN the larger of total and home rows, then the CCG's total."""
    catalogue, has_register = ground.catalogue, ground.register.exists
    covered = registered = 0
    for pcn in [*ground.pcns(carry=False), ""]:
        homes = ground.aligned(pcn) if pcn else ground.loose
        row = ground.area_rows.get(pcn) if pcn else None
        by_rows = sum(1 for home in homes if answers_anything(ground.row(home) or {}, catalogue))
        cap = len(homes) if homes or not pcn else ground.base(pcn, row)
        covered += max(by_rows, min(most_homes(row, catalogue), cap))
        registered += cap
    total = ground.area_rows.get("")
    if has_register:
        registered = len(ground.homes)
    elif total is not None:
        registered = max(registered, own_count(total, catalogue))
    return min(max(covered, most_homes(total, catalogue)), registered), registered
