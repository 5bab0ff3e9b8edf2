"""What changed, in the hard cases: each worked out by hand, real files in, causes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest

from carehomes.access import EVERYWHERE
from carehomes.demo import load_demo
from carehomes.measures import Change, Moment, changed
from carehomes.store import Store
from tests.oracle.case_files import W1, W2, W3, Case, Sent, alignment, area, folder, homes, register, withdraw
from tests.spec.test_rules_of_counting import snapshot_of

FOUR = register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01\n1-4,X01")
Parts = dict[str, tuple[Fraction | int, Fraction | int]]


def leads(**answers: str) -> str:
    """Rows of a home return: h1="yes" is home 1-1."""
    return "home_id,clinical_lead\n" + "\n".join(f"1-{home[1:]},{answer}" for home, answer in answers.items())


@dataclass(frozen=True)
class Asked:
    """Two moments (week, as at) and the area."""

    old: tuple[str, str | None]
    new: tuple[str, str | None]
    code: str = "X01"
    areas: str = "then"
    measure: str = "named_lead"


def ask(tmp_path: Path, store: Store, sent: list[Sent], asked: Asked) -> Change:
    if store.empty:
        assert load_demo(store, Case("", 0, folder(*sent)).write(tmp_path)) == []
    moments = [
        Moment(snapshot_of(store, as_at, date.fromisoformat(week)), date.fromisoformat(week)) for week, as_at in (asked.old, asked.new)
    ]
    return changed(*moments, codes=[asked.code], measures=[asked.measure], permitted=EVERYWHERE, areas=asked.areas)[0]


def parts(found: Change) -> Parts:
    """Return the causes that add something, by name: to the count, and to what it is of."""
    return {one.name: (one.count, one.of) for one in found.causes if one.count or one.of}


def ends(found: Change) -> tuple[int, int, int, int]:
    return tuple(int(x) for x in (*found.old[:2], *found.new[:2]))  # type: ignore[return-value]


def told(found: Change) -> list[tuple[str, str, str, str]]:
    return [(one.cause, one.home, one.was, one.now) for one in found.behind]


def test_each_cause_by_itself(tmp_path: Path, store: Store) -> None:
    sent = [
        FOUR,
        register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01\n1-5,X01", effective=W2),
        homes("X01", W1, leads(h1="no", h2="yes", h4="yes")),
        homes("X01", W1, leads(h1="no", h2="no", h4="yes"), decided="2020-05-20T09:00:00+01:00"),
        homes("X01", W2, leads(h1="yes", h2="no", h3="yes", h5="no")),
    ]
    asked = Asked((W1, "2020-05-19T12:00:00+01:00"), (W2, None))
    found = ask(tmp_path, store, sent, asked)
    assert ends(found) == (2, 4, 2, 4)
    # 1-1 changed its mind, 1-3 answers for the first time, 1-2 was corrected, 1-4 closed while it said yes and 1-5 opened.
    assert parts(found) == {"answers": (1, 0), "returners": (1, 0), "revisions": (-1, 0), "register": (-1, 0)}
    assert sorted(told(found)) == [
        ("answers", "1-1", "no", "yes"),
        ("register", "1-4", "yes", ""),
        ("register", "1-5", "", "no"),
        ("returners", "1-3", "not in the return", "yes"),
        ("revisions", "1-2", "yes", "no"),
    ]
    # As known now the week before is the corrected one: nothing is a revision.
    now = ask(tmp_path, store, sent, Asked((W1, None), (W2, None)))
    assert ends(now) == (1, 4, 2, 4)
    assert parts(now) == {"answers": (1, 0), "returners": (1, 0), "register": (-1, 0)}


def test_the_shares_of_a_change_of_count_and_register_are_fair(tmp_path: Path, store: Store) -> None:
    sent = [
        register("id,ccg\n1-1,X01\n1-2,X01"),
        register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01\n1-4,X01", effective=W2),
        homes("X01", W1, leads(h1="no", h2="no")),
        homes("X01", W2, leads(h1="yes", h2="no", h3="yes")),
    ]
    found = ask(tmp_path, store, sent, Asked((W1, None), (W2, None)))
    shares = {one.name: one.share for one in found.causes}
    # 0 of 2 to 2 of 4. Real change first: 1/2, then the register 0; the register first: 1/4, then real change 1/4.
    assert shares == {"answers": Fraction(3, 8), "returners": 0, "revisions": 0, "register": Fraction(1, 8)}
    assert [one.tenths for one in found.causes] == [375, 0, 0, 125]


def test_a_return_withdrawn_and_sent_again(tmp_path: Path, store: Store) -> None:
    week = leads(h1="yes", h2="yes", h3="no")
    sent = [
        FOUR,
        homes("X01", W1, week, decided="2020-05-18T09:00:00+01:00"),
        withdraw("home", "X01", W1, decided="2020-05-19T09:00:00+01:00"),
        homes("X01", W1, leads(h1="yes", h2="no", h3="no"), decided="2020-05-20T09:00:00+01:00"),
        homes("X01", W2, leads(h1="yes", h2="yes", h3="no")),
    ]
    first, gone = "2020-05-18T12:00:00+01:00", "2020-05-19T12:00:00+01:00"
    # Nothing stood in between: what had been told was taken back, and answers came anew.
    withdrawn = ask(tmp_path, store, sent, Asked((W1, first), (W1, gone)))
    assert parts(withdrawn) == {"revisions": (-2, 0)}
    assert all(one.withdrawn for one in withdrawn.behind) and len(withdrawn.behind) == 3
    # Seen from the later moment it is the same turned round, and a week after it the week before is still told without it.
    assert parts(ask(tmp_path, store, sent, Asked((W1, gone), (W1, first)))) == {"revisions": (2, 0)}
    assert parts(ask(tmp_path, store, sent, Asked((W1, first), (W2, gone)))) == {"revisions": (-2, 0)}
    # Known backwards it came in late: at the moment before nothing had been told.
    assert parts(ask(tmp_path, store, sent, Asked((W1, None), (W2, gone)))) == {"returners": (-1, 0)}
    assert parts(ask(tmp_path, store, sent, Asked((W1, gone), (W1, None)))) == {"returners": (1, 0)}
    # Seen from the first to the last, one answer was revised.
    whole = ask(tmp_path, store, sent, Asked((W1, first), (W1, None)))
    assert parts(whole) == {"revisions": (-1, 0)}
    assert told(whole) == [("revisions", "1-2", "yes", "no")]
    # And the next week it says yes again: that is real, and what was told of the week before was revised.
    assert parts(ask(tmp_path, store, sent, Asked((W1, first), (W2, None)))) == {"answers": (1, 0), "revisions": (-1, 0)}
    assert parts(ask(tmp_path, store, sent, Asked((W1, None), (W2, None)))) == {"answers": (1, 0)}


def test_two_revisions_on_one_day(tmp_path: Path, store: Store) -> None:
    sent = [
        FOUR,
        homes("X01", W1, leads(h1="no", h2="no"), decided="2020-05-18T09:00:00+01:00"),
        homes("X01", W1, leads(h1="yes", h2="no"), decided="2020-05-19T10:00:00+01:00"),
        homes("X01", W1, leads(h1="yes", h2="yes", h3="yes"), decided="2020-05-19T11:00:00+01:00"),
    ]
    moments = [f"2020-05-{clock}:00+01:00" for clock in ("18T12:00", "19T10:00", "19T10:59", "19T11:00")]
    found = [parts(ask(tmp_path, store, sent, Asked((W1, one), (W1, two)))) for one, two in pairwise(moments)]
    # The moment of the decision is included; a home that a revision adds is a revision too.
    assert found == [{"revisions": (1, 0)}, {}, {"revisions": (2, 0)}]
    assert parts(ask(tmp_path, store, sent, Asked((W1, moments[0]), (W1, None)))) == {"revisions": (3, 0)}


def test_a_late_return_is_a_new_returner_and_not_a_revision(tmp_path: Path, store: Store) -> None:
    sent = [
        FOUR,
        homes("X02", W1, "home_id,clinical_lead\n1-9,yes", decided="2020-05-18T09:00:00+01:00"),
        homes("X01", W1, leads(h1="no", h2="yes"), decided="2020-05-25T09:00:00+01:00"),
        homes("X01", W2, leads(h1="yes", h2="yes"), decided="2020-05-25T09:30:00+01:00"),
    ]
    found = ask(tmp_path, store, sent, Asked((W1, "2020-05-21T09:00:00+01:00"), (W2, None)))
    # Both homes had not returned; as known now, both answer in both weeks, and 1-1 changed.
    assert parts(found) == {"answers": (1, 0), "returners": (1, 0)}


def test_a_register_version_between(tmp_path: Path, store: Store) -> None:
    sent = [
        register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01"),
        register("id,ccg\n1-1,X01\n1-2,X02\n1-4,X01", effective="2020-05-10", decided="2020-05-22T09:00:00+01:00"),
        homes("X01", W1, leads(h1="yes", h2="yes", h3="yes")),
    ]
    asked = Asked((W1, "2020-05-20T09:00:00+01:00"), (W1, None))
    found = ask(tmp_path, store, sent, asked)
    assert ends(found) == (3, 3, 1, 2)
    assert parts(found) == {"register": (-2, -1)}
    # 1-2 only moved: in England it is counted at both moments (rule 7 takes the row that X01 sent for it).
    england = ask(tmp_path, store, sent, Asked(asked.old, asked.new, code="E92000001"))
    assert parts(england) == {"register": (-1, 0)}


def test_a_home_that_is_registered_again(tmp_path: Path, store: Store) -> None:
    sent = [
        FOUR,
        register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01\n1-5,X01", effective=W2),
        homes("X01", W1, leads(h1="yes", h4="yes")),
        homes("X01", W2, leads(h1="yes", h4="yes")),
        homes("X01", W3, leads(h1="yes", h5="yes")),
    ]
    # The old ID goes with its answer, and the return goes on using it; the new one answers a week later.
    gone = ask(tmp_path, store, sent, Asked((W1, None), (W2, None)))
    assert parts(gone) == {"register": (-1, 0)}
    assert told(gone) == [("register", "1-4", "yes", ""), ("register", "1-5", "", "not in the return")]
    back = ask(tmp_path, store, sent, Asked((W2, None), (W3, None)))
    assert parts(back) == {"returners": (1, 0)}
    assert told(back) == [("returners", "1-5", "not in the return", "yes")]


def test_a_week_in_which_nobody_returned(tmp_path: Path, store: Store) -> None:
    sent = [FOUR, homes("X01", W1, leads(h1="yes", h2="no")), homes("X01", W3, leads(h1="yes", h2="no", h3="yes"))]
    silent = ask(tmp_path, store, sent, Asked((W1, None), (W2, None)))
    assert ends(silent) == (1, 4, 0, 4) and parts(silent) == {"returners": (-1, 0)} and silent.matched == 0
    assert parts(ask(tmp_path, store, sent, Asked((W2, None), (W3, None)))) == {"returners": (2, 0)}


def test_the_first_week_is_held_against_silence(tmp_path: Path, store: Store) -> None:
    sent = [FOUR, homes("X01", W1, leads(h1="yes", h2="no"))]
    found = ask(tmp_path, store, sent, Asked(("2020-05-10", None), (W1, None)))
    assert ends(found) == (0, 4, 1, 4) and parts(found) == {"returners": (1, 0)}


def test_without_a_register_who_is_counted_is_a_matter_of_who_returned(tmp_path: Path, store: Store) -> None:
    sent = [homes("X01", W1, leads(h1="yes", h2="no")), homes("X01", W2, leads(h1="no", h3="yes"))]
    found = ask(tmp_path, store, sent, Asked((W1, None), (W2, None)))
    assert ends(found) == (1, 2, 1, 2)
    assert parts(found) == {"answers": (-1, 0), "returners": (1, 0)}


@pytest.mark.parametrize(
    ("code", "areas", "expected", "of"),
    [
        # As then, the new CCG has nobody before the merger, and the old ones nobody after it.
        ("X09", "then", {"register": (2, 4)}, (0, 0, 2, 4)),
        ("X01", "then", {"register": (-1, -2)}, (1, 2, 0, 0)),
        # As now, and in the areas above both, the homes are the same: only what they say changed.
        ("X09", "now", {"answers": (1, 0)}, (1, 4, 2, 4)),
        ("XR1", "then", {"answers": (1, 0)}, (1, 4, 2, 4)),
        ("E92000001", "then", {"answers": (1, 0)}, (1, 4, 2, 4)),
    ],
)
def test_a_merger_between_the_two_weeks(code: str, areas: str, expected: Parts, of: tuple[int, ...], tmp_path: Path, store: Store) -> None:
    before, after = "2021-03-28", "2021-04-04"
    sent = [
        register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X02\n1-4,X02"),
        homes("X01", before, leads(h1="yes", h2="no")),
        homes("X02", before, leads(h3="no", h4="no")),
        homes("X09", after, leads(h1="yes", h2="no", h3="yes", h4="no")),
    ]
    found = ask(tmp_path, store, sent, Asked((before, None), (after, None), code=code, areas=areas))
    assert ends(found) == of
    assert parts(found) == expected


def test_totals_are_matched_by_number_and_told_in_fractions(tmp_path: Path, store: Store) -> None:
    head = "pcn_code,homes,clinical_lead_yes,clinical_lead_no"
    sent = [
        register("id,ccg\n" + "\n".join(f"1-{n},X01" for n in range(1, 6))),
        alignment("home_id,pcn_code,from,to\n" + "\n".join(f"1-{n},U00001,2020-01-01," for n in range(1, 6))),
        area("X01", W1, f"{head}\nU00001,5,1,2"),
        homes("X01", W2, leads(h1="yes", h2="yes", h3="yes", h4="no")),
    ]
    found = ask(tmp_path, store, sent, Asked((W1, None), (W2, None)))
    assert ends(found) == (1, 5, 3, 5)
    # Three of the four answers are matched: 3 * 3/4 - 1; the fourth came.
    assert parts(found) == {"answers": (Fraction(5, 4), 0), "returners": (Fraction(3, 4), 0)}
    assert [one.shown_count for one in found.causes] == [1, 1, 0, 0]
    # In the CCG's PCN it is the same, and no home is behind it.
    assert {one.home for one in found.behind} == {""}


def test_homes_that_only_a_total_counts_are_of_the_register(tmp_path: Path, store: Store) -> None:
    head = "pcn_code,homes,clinical_lead_yes,clinical_lead_no"
    sent = [
        register("id,ccg\n1-1,X01\n1-2,X01"),
        alignment("home_id,pcn_code,from,to\n1-1,U00001,2020-01-01,\n1-2,U00001,2020-01-01,"),
        area("X01", W1, f"{head}\nU00001,2,1,1"),
        area("X01", W2, f"{head}\nU00001,4,1,1"),
    ]
    found = ask(tmp_path, store, sent, Asked((W1, None), (W2, None)))
    assert ends(found) == (1, 2, 1, 4)
    assert parts(found) == {"register": (0, 2)}


def test_people_and_units(tmp_path: Path, store: Store) -> None:
    head = "home_id,residents,residents_with_pcsp,oximeters_held"
    sent = [
        FOUR,
        homes("X01", W1, f"{head}\n1-1,10,2,3\n1-2,20,5,"),
        homes("X01", W2, f"{head}\n1-1,10,4,\n1-3,30,30,2"),
    ]
    people = ask(tmp_path, store, sent, Asked((W1, None), (W2, None), measure="residents_with_pcsp"))
    assert ends(people) == (7, 30, 34, 40)
    assert parts(people) == {"answers": (2, 0), "returners": (25, 10)}
    # The last count is carried, so it is matched and says the same (rule 10).
    units = ask(tmp_path, store, sent, Asked((W1, None), (W2, None), measure="oximeters_held"))
    assert parts(units) == {"returners": (2, 0)} and units.shares is None and units.matched == 1
