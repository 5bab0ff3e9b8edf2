"""``changed``: what changed between two moments and why, for other programs and in sentences."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from carehomes.access import EVERYWHERE
from carehomes.areas import Group, week_problem
from carehomes.catalogue import Break, between
from carehomes.charts import broken
from carehomes.charts import changed as told
from carehomes.ledger import groups
from carehomes.measures import Change, Moment, changed, seen_group, told_by_causes
from carehomes.measures.causes import Behind
from carehomes.measures.standing import KINDS
from carehomes.snapshots import Snapshot, open_moment
from carehomes.snapshots.catalogue_tables import kind_of
from carehomes.store import Store, open_store


@dataclass(frozen=True)
class Asked:
    """What is compared: ``week`` as known at ``as_at`` (None: now) with ``against`` as known at ``against_as_at`` (None: the same)."""

    week: date
    against: date | None
    as_at: datetime | None
    against_as_at: datetime | None
    area: str
    group_id: str
    measures: Sequence[str]
    areas: str
    older: bool
    behind: bool


def show(asked: Asked, *, as_json: bool) -> int:
    """Print why the figures changed, as JSON or in sentences. Returns 1 with a plain sentence where something is not known."""
    store = open_store()
    against = asked.against or asked.week - timedelta(days=7)
    if problem := week_problem(asked.week) or week_problem(against) or store.hidden(asked.week, against) or _nothing_there(store):
        return _refused(problem)
    new = Moment(open_moment(store, as_at=asked.as_at, week=asked.week), asked.week)
    group = seen_group(new.snapshot, groups.find(store, asked.group_id)) if asked.group_id else None
    if asked.group_id and group is None:
        return _refused(f"There is no own group {asked.group_id}. See: python -m carehomes group list.")
    old = Moment(open_moment(store, as_at=asked.against_as_at or asked.as_at, week=against), against)
    known = new.snapshot.measures
    wrong = [one for one in asked.measures if one not in known or kind_of(known[one]) not in KINDS]
    if wrong:
        split = ", ".join(one.id for one in known.values() if kind_of(one) in KINDS)
        return _refused(f"{', '.join(wrong)}: the change of no such measure can be split. These can: {split}.")
    if asked.measures and not any(told_by_causes(new.snapshot, known[one]) for one in asked.measures):
        return _refused("Beyond the team it is not told why a count of people changed: a cause may be one home's.")
    found = _found(old, new, asked, group)
    if not any(one.old.homes or one.new.homes or one.old.denominator or one.new.denominator for one in found):
        return _refused("Nothing is counted there at either moment. Look at the codes and the weeks.")
    if as_json:
        json.dump(_document(old, new, asked, found), sys.stdout, indent=1, ensure_ascii=False)
        print()
    else:
        _tell(old, new, asked, found)
    return 0


def _refused(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def _nothing_there(store: Store) -> str:
    return (
        "The store holds nothing yet. Accept a return first, or load the demonstration (python -m carehomes demo)." if store.empty else ""
    )


def _found(old: Moment, new: Moment, asked: Asked, group: Group | None) -> list[Change]:
    snapshot = new.snapshot
    area = snapshot.areas.get(asked.area)
    whole = not asked.area or asked.area.lower() == "england"
    code = snapshot.areas.top.code if whole else area.code if area else asked.area.upper()
    measures = asked.measures or list(snapshot.offered)
    return changed(old, new, codes=[code], measures=measures, permitted=EVERYWHERE, areas=asked.areas, older=asked.older, group=group)


def _tell(old: Moment, new: Moment, asked: Asked, found: Sequence[Change]) -> None:
    names = {one.code: one.name for one in new.snapshot.areas.of_level("ccg")}
    for one in found:
        measure = new.snapshot.measures[one.measure]
        print(told.headline(one, measure, _where(new.snapshot, one.code), (old.week, new.week)))
        if breaks := between(measure.breaks, old.week, new.week):
            print("\n".join(f"  {broken.told(each)}" for each in breaks))
            continue
        same = old.snapshot.as_at == new.snapshot.as_at
        lines = told.sentences(one, measure, names, same_knowledge=same, same_week=old.week == new.week)
        for name, text in lines.items():
            print(f"  {told.NAMES[name]}: {text}")
        for each in one.behind if asked.behind else ():
            print(f"    {each.cause}: {each.home or 'totals'} ({'/'.join(each.part)}): {each.was or '-'} -> {each.now or '-'}")


def _where(snapshot: Snapshot, code: str) -> str:
    area = snapshot.areas.get(code)
    return area.label if area else code


def _document(old: Moment, new: Moment, asked: Asked, found: Sequence[Change]) -> dict[str, Any]:
    return {
        "old": _moment(old),
        "new": _moment(new),
        "areas": asked.areas,
        "homes": "older people" if asked.older else "all",
        "demonstration": new.snapshot.demonstration,
        "changes": [_change(one, _parted(old, new, one.measure), behind=asked.behind) for one in found],
    }


def _moment(moment: Moment) -> dict[str, Any]:
    snapshot = moment.snapshot
    as_at = snapshot.as_at.isoformat() if snapshot.as_at else None
    return {"week": moment.week.isoformat(), "as_at": as_at, "snapshot": snapshot.name}


def _parted(old: Moment, new: Moment, measure: str) -> Sequence[Break]:
    """Return the breaks of a measure between the weeks of two moments."""
    return between(new.snapshot.measures[measure].breaks, old.week, new.week)


def _change(found: Change, breaks: Sequence[Break], *, behind: bool) -> dict[str, Any]:
    """Return one change; exact numbers are texts such as ``-3`` or ``7/2``, shares of 1. Across a break there are only its two ends."""
    shares = found.shares
    ends = {"measure": found.measure, "code": found.code, "old": _figure(found, 0), "new": _figure(found, 1)}
    if breaks:
        return ends | {"comparable": False, "breaks": [broken.told(one) for one in breaks]}
    document: dict[str, Any] = {
        **ends,
        "comparable": True,
        "share_change": str(shares[1] - shares[0]) if shares else None,
        "matched": found.matched,
        "causes": [
            {
                "cause": one.name,
                "count": str(one.count),
                "of": str(one.of),
                "share": None if one.share is None else str(one.share),
                "shown_count": one.shown_count,
                "shown_of": one.shown_of,
                "shown_points": None if one.tenths is None else one.tenths / 10,
            }
            for one in found.causes
        ],
    }
    return document | {"behind": [_behind(one) for one in found.behind]} if behind else document


def _figure(found: Change, place: int) -> Mapping[str, Any]:
    amount = (found.old, found.new)[place]
    share = str(found.shares[place]) if found.shares else None
    return {"count": int(amount.numerator), "of": int(amount.denominator), "homes": int(amount.homes), "share": share}


def _behind(one: Behind) -> dict[str, Any]:
    told_of = {name: value for name, value in asdict(one).items() if name not in ("part", "amount")}
    added = {"count": str(one.amount.numerator), "of": str(one.amount.denominator)}
    return told_of | {"ccg": one.part[0], "pcn": one.part[1]} | added
