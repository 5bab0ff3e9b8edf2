"""What each family is asked of its own, counted from homes' own rows: homes per lead, why a check-in was missed, eligibility, retests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from carehomes.measures.area_answers import HomeSaid

NOT_ANSWERED = "not answered"
#: How many homes a lead holds, in the bands in which it is told.
LEAD_BANDS = ("1 home", "2 homes", "3 to 5 homes", "6 or more homes")
#: Regular testing began on this day: residents every 28 days. So many days later a retest is overdue and no longer due.
RETEST_FROM, RETEST_DAYS, RETEST_TOLERANCE = date(2020, 7, 6), 28, 7
RETEST_STATES = ("tested in the last 28 days", "retest due", "retest overdue", "date not known", "not eligible yet")
#: Whom testing came to first, by the band of the register.
OLDER, OTHERS, NOT_SAID = "homes for older people", "other homes", "the register does not say"


def homes_per_lead(homes: Iterable[HomeSaid]) -> dict[str, int]:
    """Return the leads by how many homes they hold (``LEAD_BANDS``): homes that say yes to a lead and name one.

    One name in one CCG is one lead; the same name in two CCGs is taken for two people.
    """
    held = Counter((one.ccg, one.answers["lead_name"]) for one in named(homes))
    bands = Counter(LEAD_BANDS[min(count, 3) - 1 if count < 6 else 3] for count in held.values())
    return {band: bands[band] for band in LEAD_BANDS}


def named(homes: Iterable[HomeSaid]) -> list[HomeSaid]:
    """Return the homes that say yes to a clinical lead and name one."""
    return [one for one in homes if one.answers.get("clinical_lead") == "yes" and "lead_name" in one.answers]


def reasons(homes: Iterable[HomeSaid], listed: Collection[str]) -> dict[str, int]:
    """Return the homes of ``listed`` (IDs) by the reason that they give for no check-in, the most frequent first; those without, last.

    Reasons are written by hand: spaces and capitals do not tell two apart, and the first spelling is shown.
    """
    found: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    silent = 0
    for one in homes:
        if one.home_id not in listed:
            continue
        reason = " ".join(one.answers.get("checkin_reason_none", "").split())
        if reason:
            found[spelt.setdefault(reason.lower(), reason)] += 1
        else:
            silent += 1
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))) | ({NOT_ANSWERED: silent} if silent else {})


def band_of(one: HomeSaid) -> str:
    """Return whom testing came to first or later, by the register's band of older people."""
    return NOT_SAID if one.older_people is None else OLDER if one.older_people else OTHERS


def rungs(homes: Iterable[HomeSaid], words: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return the homes by band and testing status: every one of ``words`` and not answered, bands without a home left out."""
    counts: dict[str, Counter[str]] = {}
    for one in homes:
        counts.setdefault(band_of(one), Counter())[one.answers.get("testing_status", NOT_ANSWERED)] += 1
    order = (*words, NOT_ANSWERED)
    return {band: {word: counts[band][word] for word in order} for band in (OLDER, OTHERS, NOT_SAID) if band in counts}


def retest_state(one: HomeSaid, week: date) -> str:
    """Return whether the residents of a home are due to be tested again at the end of ``week`` (a state of ``RETEST_STATES``).

    Due from the 29th day after the last whole-home test, overdue after ``RETEST_TOLERANCE`` days more. A date after the week's end is
    not known.
    """
    if one.answers.get("testing_status", "").lower() == "not eligible yet":
        return "not eligible yet"
    try:
        tested = date.fromisoformat(one.answers.get("whole_home_test_date", ""))
    except ValueError:
        return "date not known"
    if tested > week:
        return "date not known"
    if week <= tested + timedelta(days=RETEST_DAYS):
        return "tested in the last 28 days"
    return "retest due" if week <= tested + timedelta(days=RETEST_DAYS + RETEST_TOLERANCE) else "retest overdue"


def retests(homes: Iterable[HomeSaid], week: date) -> dict[str, int]:
    """Return the homes by ``retest_state`` at the end of ``week``."""
    found = Counter(retest_state(one, week) for one in homes)
    return {state: found[state] for state in RETEST_STATES}
