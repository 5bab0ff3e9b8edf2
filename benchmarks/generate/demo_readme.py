"""The README of the demonstration region, with the codes and ids of what is planted in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from benchmarks.generate import demo_plan as plan
from benchmarks.generate.demo_world import DemoWorld
from benchmarks.generate.words import lead_name

_FIELDS = {"beds": "beds", "dormant": "dormant", "la_code": "local authority", "kind": "service-user band"}


def _weeks(weeks: Iterable[date]) -> str:
    return ", ".join(week.isoformat() for week in sorted(weeks))


def _returns(planted: Iterable[tuple[str, date]]) -> str:
    return "; ".join(f"{code} {week}" for week, code in sorted((week, code) for code, week in planted))


def readme(world: DemoWorld) -> str:
    """Return the README's text."""

    def ids(places: Iterable[tuple[str, int]]) -> str:
        return ", ".join(f"{world.home(*place).id} ({place[0]})" for place in places)

    wrong = world.home(*plan.WRONG_CCG[:2])
    stale_ccg, stale_places, *stale_weeks = plan.STALE_OXIMETERS
    across_pcn, across_ccg, across_places = plan.ACROSS_BORDER
    claimed = world.home(*plan.CLAIMED_BY_TWO[:2])
    other = world.home(*plan.OTHER_PCN_IN_RETURN[:2])
    late_x04 = plan.WITHDRAWN
    rows = [
        ("late returns", _returns(plan.LATE)),
        ("received at 17:00:00 on the due day, so on time", _returns([plan.AT_THE_DUE_MOMENT])),
        ("no return (in the last week Fenmoor has not returned)", _returns(plan.MISSING)),
        ("a nil return", _returns([plan.NIL])),
        ("revised a few days later, with changes", _returns(plan.REVISED)),
        ("last week's answers sent under this week's date, withdrawn the next day, corrected the day after", _returns([late_x04])),
        ("only one total of the whole CCG, no home rows", _returns([plan.CCG_TOTAL_ONLY])),
        (
            f"a CCG total above its parts: it holds the homes of {plan.NOT_ATTRIBUTED[2]}, which have no rows (not attributed to a PCN)",
            _returns([plan.NOT_ATTRIBUTED[:2]]),
        ),
        (
            f"a PCN that reports only totals: {plan.TOTALS_ONLY}, in X03's area return",
            f"every week but {plan.TOTALS_FORGOTTEN}, when it was forgotten",
        ),
        (f"a PCN across a CCG border: {across_pcn} of X02 has homes of {across_ccg}", ids((across_ccg, place) for place in across_places)),
        ("homes aligned to no PCN", ids(plan.NOT_ALIGNED)),
        (f"a home claimed by two PCNs, {claimed.pcn} and {claimed.claimed_by}", ids([plan.CLAIMED_BY_TWO[:2]])),
        (
            f"a home whose return names another PCN ({plan.OTHER_PCN_IN_RETURN[2]}) than the alignment ({other.pcn})",
            ids([plan.OTHER_PCN_IN_RETURN[:2]]),
        ),
        ("homes that open", ", ".join(f"{home.id} ({home.ccg}) on {home.started}" for home in world.openings)),
        (
            "homes that close: absent from the next register",
            ", ".join(f"{world.home(ccg, place).id} ({ccg}) on {day}" for ccg, place, day in plan.CLOSINGS),
        ),
        (
            "homes that re-register: a new provider, a new ID at the same place, which the CCG's returns use some weeks later",
            "; ".join(
                f"{old} is {new.id} ({new.ccg}) from {new.started}, in the returns from the week ending {used_from}"
                + ("" if new.uprn else ", without a UPRN: postcode and street address agree")
                for old, (new, used_from) in world.again.items()
            ),
        ),
        (
            "a clinical lead who leaves, and another who takes over all of the homes",
            "; ".join(
                f"{lead_name(before)} of {ccg} by {lead_name(after)} from the week ending {first}"
                for ccg, before, after, first in plan.LEAD_FOLLOWED
            ),
        ),
        (
            "what else a later register says otherwise",
            "; ".join(
                f"{_FIELDS[field]} of {world.home(ccg, place).id} ({ccg}) on that of {day}" for ccg, place, day, field, _ in plan.CHANGES
            ),
        ),
        (
            "homes aligned only from a day on, in the newest alignment file",
            "; ".join(f"{world.home(ccg, place).id} to {pcn} from {day}" for ccg, place, pcn, day in plan.ALIGNED_LATER),
        ),
        ("homes served by several practices or networks", ids(plan.SERVED)),
        ("a network that had closed before the first week", f"{plan.CLOSED_PCN[0]}, closed {plan.CLOSED_PCN[4]}"),
        ("dormant homes: n/a to every yes or no question, 0 residents", ids(plan.DORMANT)),
        ("homes that another CCG commissions than the one they stand in", ids(place[:2] for place in plan.OTHER_COMMISSIONER)),
        ("homes that never answer (a row of blanks)", ids(plan.SILENT)),
        (
            f"a home of X03 sent by X02: by it alone in the week ending {plan.WRONG_CCG[3]}, by both in that ending {plan.WRONG_CCG[4]}",
            wrong.id,
        ),
        ("a home that is not on the register, in each of X05's returns", world.unregistered.id),
        (
            f"ten homes that leave the oximeter columns blank in the weeks ending {_weeks(stale_weeks)}: carried twice, then missing",
            ids((stale_ccg, place) for place in stale_places),
        ),
    ]
    planted = "\n".join(f"| {what} | {where} |" for what, where in rows)
    return _TEXT.format(planted=planted, seed=plan.SEED, homes=sum(plan.HOMES.values()))


_TEXT = """# Demonstration region

**Everything here is invented**: the country X9, its region, STPs, CCGs, PCNs, local authorities, care homes, clinical
leads and answers. No real organisation, home or person is meant, no code here is in use in England, and no answer was
ever given by anyone.

Sixteen weeks, from the week ending 17 May 2020 to that ending 30 August 2020, of 6 CCGs, 24 PCNs and {homes} homes, as
the very files that would be uploaded. `python -m carehomes demo` loads them; `manifest.csv` says in which order, and at
what times, they came in and were decided. The files, this one included, are made by `python -m benchmarks.demo_region`
(seed {seed}): do not edit them by hand. A test makes them again and compares every byte.

| file | what it is |
|---|---|
| `areas.csv` | the area list, in the layout of `data/reference/areas.csv`, with its PCNs |
| `register/` | the registers of 1 May, 1 July and 1 August 2020, in columns of the care directory; six services in them are no care homes |
| `alignment/` | which PCN a home is aligned to, as known in May, July and August |
| `returns/<week>/` | home returns, area returns, and the status forms of the local authorities (one gives no total and is revised later) |
| `manifest.csv` | file, kind, submitter, week, received at, decided at, action |

Each CCG writes in its own way:

- X01 and X04: field names, CSV.
- X02: the words of the form, a title block and notes below; a workbook for eight weeks, then CSV.
- X03: words of its own, dates as 17/05/2020, a CSV file as Excel saves it (with a byte order mark).
- X05: field names under a title block, CSV, in the last four weeks a workbook.
- X06: the words of the form, CSV with a title block and notes below.

X03 has no column for job shares; X03 and X06 have none for outbreaks; X04 and X06 have none for comments.

## What the weeks tell

Clinical leads climb from about half of the homes to nearly all. Check-ins go up and down between 80% and 90%;
Eastlow's lie far lower. Residents with a plan climb from a fifth to more than two thirds. Oximeters are allocated and
delivered over June. Homes for people of working age are "Not eligible yet" for testing until the week ending 7 June;
regular testing begins in July, for them in August.

## The blemishes that are planted, and where

| what | where |
|---|---|
{planted}

Besides these, by chance: homes that do not answer in a week (a row of blanks, or no row), single answers left blank,
oximeter counts left blank for a week or more, and n/a where a question does not apply.
"""
