"""Laws of what one more thing changes: a row, a nil return, a total, an alignment, a withdrawal."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import given

from carehomes.intake.undo import nil_return, withdraw
from carehomes.snapshots import open_moment, publish
from tests.conftest import long_run
from tests.laws.ground import (
    HOME_ROWS_ONLY,
    LATER,
    ONE_REGISTER,
    SEEDS,
    Loaded,
    Rows,
    Worlds,
    counts,
    dear_law,
    home_return,
    law,
    rows_of,
    send,
    told,
)
from tests.oracle.answers import state_of
from tests.oracle.knowledge import Knowledge
from tests.worlds import Made

SILENCE = ("blank", "no_return", "not_in_return")
QUESTION, MEASURE = "clinical_lead", "named_lead"


def last_week(known: Knowledge, made: Made) -> date | None:
    """The last week with a home return."""
    return next((week for week in reversed(made.weeks) if known.senders(week)), None)


def silent_home(known: Knowledge, made: Made) -> tuple[date, str, str] | None:
    """A registered home whose row of its own CCG leaves the question blank: week, CCG and home."""
    week = last_week(known, made)
    for ccg in known.senders(week) if week else []:
        for home, row in known.home_rows(ccg, week).items():
            registered = known.register(week).homes.get(home)
            if registered is not None and registered.ccg == ccg and state_of(row, QUESTION) == "":
                return week, ccg, home
    return None


def has_silent_home(made: Made, known: Knowledge) -> bool:
    return silent_home(known, made) is not None


def has_return(made: Made, known: Knowledge) -> bool:
    return last_week(known, made) is not None


def amended(worlds: Worlds, loaded: Loaded, week: date, ccg: str, home: str, **answers: str) -> Rows:
    """The figures of the week after the CCG sent its return again with other answers of one home."""
    after, rows = worlds.copy(loaded), dict(loaded.returns(week))[ccg]
    rows[home] = rows.get(home, {"week_ending": week.isoformat(), "ccg_code": ccg, "home_id": home}) | answers
    send(after, home_return(rows), "again.csv")
    return after.rows(week)


@long_run
@law
@given(seed=SEEDS)
def test_adding_a_no_never_raises_yes(seed: int, worlds: Worlds) -> None:
    """It moves one home from not answered to no, in its own area and in those above, and touches nothing else."""
    loaded = worlds.fitting(seed, has_silent_home, **HOME_ROWS_ONLY)
    found = silent_home(loaded.known, loaded.made)
    assert found
    week, ccg, home = found
    after = amended(worlds, loaded, week, ccg, home, **{QUESTION: "no"})
    before = loaded.rows(week)
    moved = 0
    for key, row in before.items():
        if row["measure"] != MEASURE:
            continue
        step = after[key]["no"] - row["no"]
        moved += step
        assert step in (0, 1)
        assert counts(after[key]) == counts(row) | {
            "no": row["no"] + step,
            "not_answered": row["not_answered"] - step,
            "blank": row["blank"] - step,
        }
        assert row["share_high"] is None or after[key]["share_high"] <= row["share_high"]
    england = next(key for key in before if key[:2] == (MEASURE, "england"))
    assert moved >= 5 and after[england]["no"] == before[england]["no"] + 1


@law
@given(seed=SEEDS)
def test_not_applicable_leaves_the_denominator(seed: int, worlds: Worlds) -> None:
    loaded = worlds.fitting(seed, has_silent_home, **HOME_ROWS_ONLY)
    found = silent_home(loaded.known, loaded.made)
    assert found
    week, ccg, home = found
    after = amended(worlds, loaded, week, ccg, home, **{QUESTION: "n/a"})
    before = loaded.england(week, MEASURE)
    row = after[MEASURE, "england", before["code"], ""]
    assert (row["all"], row["not_applicable"]) == (before["all"] - 1, before["not_applicable"] + 1)
    assert (row["yes"], row["no"], row["denominator"]) == (before["yes"], before["no"], before["denominator"])


@law
@given(seed=SEEDS)
def test_an_optional_question_of_one_ccg_changes_nothing_else(seed: int, worlds: Worlds) -> None:
    """It adds figures of that CCG, all of its homes in them, and of the areas above; no other measure and no other CCG moves."""
    loaded = worlds.fitting(seed, has_silent_home, **HOME_ROWS_ONLY)
    found = silent_home(loaded.known, loaded.made)
    assert found
    week, ccg, home = found
    optional = "video_consultation"
    before, after = loaded.rows(week), amended(worlds, loaded, week, ccg, home, **{optional: "yes"})
    assert told(before, {key: row for key, row in after.items() if key[0] != optional}) == []
    added_rows = {key: row for key, row in after.items() if key[0] == optional}
    assert [key[2] for key in added_rows if key[1] == "ccg" and not key[3]] == [ccg]
    homes = sum(1 for one in loaded.known.register(week).homes.values() if one.ccg == ccg)
    for level in ("ccg", "stp", "region", "england"):
        row = next(row for key, row in added_rows.items() if key[1] == level and not key[3])
        assert (row["yes"], row["not_answered"], row["registered"]) == (1, homes - 1, homes), level


@law
@given(seed=SEEDS)
def test_a_home_that_is_not_on_the_register_changes_nothing(seed: int, worlds: Worlds) -> None:
    loaded = worlds.fitting(seed, has_return, **HOME_ROWS_ONLY)
    week = last_week(loaded.known, loaded.made)
    assert week
    ccg = loaded.known.senders(week)[0]
    answers = {QUESTION: "yes", "checked_in": "no", "oximeters_held": "9", "residents": "40", "residents_with_pcsp": "40"}
    assert told(loaded.rows(week), amended(worlds, loaded, week, ccg, "1-88888888", **answers)) == []


def both_returned(made: Made, known: Knowledge) -> bool:
    return home_of_another(known, made) is not None


def home_of_another(known: Knowledge, made: Made) -> tuple[date, str, str] | None:
    """A home that its own CCG sends, and another CCG that has returned home rows and does not send it."""
    week = last_week(known, made)
    for other in known.senders(week) if week else []:
        for home in known.register(week).homes.values():
            own = known.home_rows(home.ccg, week).get(home.id)
            if own is not None and home.ccg != other and home.id not in known.home_rows(other, week):
                return week, other, home.id
    return None


@long_run
@law
@given(seed=SEEDS)
def test_a_row_of_another_ccg_beside_the_own_changes_nothing(seed: int, worlds: Worlds) -> None:
    """The whole row of the register's CCG counts, blanks included."""
    loaded = worlds.fitting(seed, both_returned, **HOME_ROWS_ONLY)
    found = home_of_another(loaded.known, loaded.made)
    assert found
    week, other, home = found
    answers = {"pcn_code": "U00001", QUESTION: "yes", "checked_in": "no", "oximeters_held": "9", "testing_status": "Declined"}
    assert told(loaded.rows(week), amended(worlds, loaded, week, other, home, **answers)) == []


@law
@given(seed=SEEDS)
def test_carried_never_outvotes(seed: int, worlds: Worlds) -> None:
    """Where every home of a return gives a count, the week's counts are these, and what is carried is of homes without a row."""
    loaded = worlds.fitting(seed, has_return, **HOME_ROWS_ONLY)
    week = last_week(loaded.known, loaded.made)
    assert week
    after, known = worlds.copy(loaded), loaded.known
    for number, (_, rows) in enumerate(loaded.returns(week)):
        for row in rows.values():
            row["oximeters_held"] = "2"
        send(after, home_return(rows), f"again{number}.csv")
    homes = known.register(week).homes
    open_then = {area.code for area in loaded.world.open_areas("ccg", week)}
    gave = sum(1 for home in homes.values() if home.ccg in open_then and known.row_that_counts(home.id, week) is not None)
    stock, held = after.england(week, "oximeters_held"), after.england(week, "homes_with_oximeter")
    assert stock["homes_gave"] - stock["carried"] == gave == held["yes"] + held["no"] - held["carried"]
    assert stock["carried"] <= stock["denominator"] - gave
    assert held["yes"] >= gave


@long_run
@law
@given(seed=SEEDS)
def test_a_total_that_says_the_same_changes_nothing(seed: int, worlds: Worlds) -> None:
    """Grains are never added together: a CCG-level total that equals what its parts say leaves every count as it was."""
    loaded = worlds.fitting(seed, has_return, **HOME_ROWS_ONLY)
    week = last_week(loaded.known, loaded.made)
    assert week
    ccg = loaded.known.senders(week)[0]
    row, after = loaded.rows(week)[MEASURE, "ccg", ccg, ""], worlds.copy(loaded)
    head = f"week_ending,ccg_code,pcn_code,homes,{QUESTION}_yes,{QUESTION}_no,{QUESTION}_not_applicable"
    line = f"{week},{ccg},,{row['denominator']},{row['yes']},{row['no']},{row['not_applicable']}"
    send(after, f"{head}\n{line}\n".encode(), "total.csv")
    # Composites and splits get their mark: part of the area has reported totals.
    assert told(loaded.rows(week), after.rows(week), words=False) == []


@law
@given(seed=SEEDS)
def test_alignment_changes_no_figure_of_a_ccg(seed: int, worlds: Worlds) -> None:
    """Whichever PCN the homes are aligned to, a CCG's homes and what they answered are the same."""
    loaded = worlds.fitting(seed, has_return, **HOME_ROWS_ONLY)
    week, after = last_week(loaded.known, loaded.made), worlds.copy(loaded)
    assert week
    lines = ["home_id,pcn_code,from,to", *(f"{home},U0000{number % 3 + 1},," for number, home in enumerate(loaded.made.homes))]
    send(after, "\n".join([*lines, ""]).encode(), "alignment.csv")
    before, then = (
        {key: row for key, row in rows.items() if row["level"] not in ("pcn", "not aligned")}
        for rows in (loaded.rows(week), after.rows(week))
    )
    assert told(before, then) == []


def somebody_silent(made: Made, known: Knowledge) -> bool:
    return silent_ccg(known, made) is not None


def silent_ccg(known: Knowledge, made: Made) -> tuple[date, str] | None:
    """A CCG of the world without any return in a week in which somebody returned."""
    for week in known.weeks:
        for ccg in made.ccgs:
            area = known.world.area(ccg, "ccg")
            if area is not None and area.is_open(week) and not known.has_returned(ccg, week):
                return week, ccg
    return None


@long_run
@law
@given(seed=SEEDS)
def test_a_nil_return_changes_only_returned(seed: int, worlds: Worlds) -> None:
    """One more CCG has returned; what was not answered is blank in a return instead of no return, and nothing else moves."""
    loaded = worlds.fitting(seed, somebody_silent)
    found = silent_ccg(loaded.known, loaded.made)
    assert found
    week, ccg = found
    after = worlds.copy(loaded)
    nil_return(after.store, ccg, week, kind="home", received_at=LATER, decided_at=LATER)
    assert told(loaded.rows(week), after.rows(week), SILENCE) == []
    for key, row in after.rows(week).items():
        if row["level"] == "ccg" and row["code"] == ccg:
            assert row["no_return"] == 0 and row["blank"] == row["not_answered"], key
    n, expected, covered, on_time = loaded.returned(week)
    assert after.returned(week) == (n + 1, expected, covered, on_time)  # it came long after the due moment


@long_run
@dear_law
@given(seed=SEEDS)
def test_withdrawing_everything_leaves_nothing(seed: int, worlds: Worlds) -> None:
    loaded = worlds.of(seed, **ONE_REGISTER)
    after = worlds.copy(loaded)
    standing = loaded.known.versions[0]
    for kind, submitter, week in sorted(key for key in standing if key[0] in ("home", "area")):
        assert week is not None
        gone = withdraw(after.store, kind, submitter, week, decided_at=LATER, publish_after=False)
        assert gone.outcome == "accepted", gone.sentence
    publish(after.store)
    for week in loaded.made.weeks:
        for row in after.rows(week).values():
            said = counts(row)
            silent = said["no_return"] + said["registered"] + said["denominator"] + said["not_answered"]
            assert sum(said.values()) == silent and said["no_return"] == said["not_answered"], row
            if row["yes"] is not None:
                assert row["not_answered"] == row["denominator"] == row["registered"], row
        assert after.returned(week)[0] == after.returned(week)[2] == 0


@long_run
@dear_law
@given(seed=SEEDS)
def test_as_at_is_what_had_been_decided(seed: int, worlds: Worlds) -> None:
    """The figures as at a moment are those of a store to which nothing that was decided later ever came."""
    loaded = worlds.of(seed)
    moment = loaded.made.moments[seed % len(loaded.made.moments)]

    def until(lines: list[str]) -> list[str]:
        return [line for line in lines if datetime.fromisoformat(line.split(",")[5]) <= moment]

    only = worlds.with_lines(loaded, until)
    for week in loaded.made.weeks[-2:]:
        then = open_moment(loaded.store, as_at=moment, week=week)
        assert told(rows_of(then, week), only.rows(week)) == [], (moment, week)
