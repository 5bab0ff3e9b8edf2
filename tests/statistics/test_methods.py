"""The worked examples of the Methods page: every number is recomputed with the functions that the pages use."""

from __future__ import annotations

import pytest

from carehomes.charts.compared import LEAST
from carehomes.charts.methods import METHODS, Method
from carehomes.measures.disclosed import Told, gone_of
from carehomes.settings import read_settings
from carehomes.statistics import (
    NHS_ENGLAND,
    Watched,
    deciles,
    exact_p,
    funnel,
    mcnemar,
    needs_attention,
    p_prime,
    percent,
    percent_range,
    rank_ranges,
    wilson,
    xmr,
)

FOUND: dict[str, Method] = {one.id: one for _, methods in METHODS for one in methods}


def says(method: str, *parts: str) -> None:
    text = FOUND[method].example
    for part in parts:
        assert part in text, (part, text)


def whole(share: float | None) -> str:
    assert share is not None
    return f"{100 * share:.0f}%"


def ends(x: int, n: int, level: float = 0.95) -> str:
    return " to ".join(whole(end) for end in wilson(x, n, level))


def test_every_method_is_told_whole_and_once() -> None:
    every = [one for _, methods in METHODS for one in methods]
    assert len({one.id for one in every}) == len(every)
    assert all(all(vars(one).values()) for one in every)


def test_suppression() -> None:
    says("suppression", "A has 3 of 50", "B 40 of 60, C 30 of 45, their CCG 73 of 155", "73 less 40 and 30", "so C is suppressed")
    parts = {"A": (3, 50), "B": (40, 60), "C": (30, 45)}
    told = [Told("m", ("pcn", code, "X"), *counts) for code, counts in parts.items()]
    assert {code for _, code, _ in gone_of([Told("m", ("ccg", "X", ""), 73, 155), *told], 4)} == {"A", "C"}


def test_part() -> None:
    says("part", "49 of 56 and 61 of 70", "110 of 126")
    assert (49 + 61, 56 + 70) == (110, 126)


def test_pooled() -> None:
    says(
        "pooled",
        f"9 of 10 homes ({percent(9, 10, 0):.0f}%)",
        f"40 of 80 ({percent(40, 80, 0):.0f}%)",
        f"49 of 90: {percent(49, 90, 0):.0f}%",
    )
    says("pooled", f"{((percent(9, 10, 0) or 0) + (percent(40, 80, 0) or 0)) / 2:.0f}%, is the share of no homes")


def test_range() -> None:
    low, high = percent_range(86, 25, 131, 0)
    says("range", "86 of 131", "25 do not answer", f"{low:.0f}% at the least", f"(86 + 25) of 131, {high:.0f}%")


def test_wilson() -> None:
    says("wilson", f"9 of 12 homes is {percent(9, 12, 0):.0f}%, and its 95% interval {ends(9, 12)} (99.8%: {ends(9, 12, 0.998)})")
    says("wilson", f"90 of 120 homes is {percent(90, 120, 0):.0f}% as well, and its interval {ends(90, 120)}")


def test_compared() -> None:
    least = read_settings().compare_from
    assert f"at least {least}%" in FOUND["compared"].told and f"fewer than {LEAST} homes" in FOUND["compared"].told
    assert 100 * 33 >= least * 41 > 100 * 32
    says("compared", f"33 of 41 homes answered: {percent(33, 41)}%, compared", f"32 of 41: {percent(32, 41):.1f}%, too few answered")


def test_funnel() -> None:
    table = funnel([8, 80], [12, 120], 0.85, direction="higher")
    small, large = table.to_dict("records")
    assert (small["judgement"], large["judgement"], large["label"]) == ("similar", "worse", "Low (0.001)")
    says("funnel", f"8 of 12 homes ({whole(small['share'])})", f"{whole(small['lower_95'])} to {whole(small['upper_95'])} (drawn to 100%)")
    says("funnel", f"80 of 120 ({whole(large['share'])})", f"{whole(large['lower_95'])} and {whole(large['lower_998'])}: worse")


def test_words() -> None:
    says("words", "3 of 10 homes against 2%", "outside 99.8%")
    row = funnel([3], [10], 0.02, direction="lower").iloc[0]
    assert row["judgement"] == "worse" and row["label"] == "High (0.001)"


def test_ranks() -> None:
    says("ranks", "12, 11, 11, 10, 9 and 8")
    yes = [12, 11, 11, 10, 9, 8]
    few, many = rank_ranges(yes, [12] * 6), rank_ranges([10 * one for one in yes], [120] * 6)
    spans = [tuple(int(one) for one in table.iloc[place][["first", "last"]]) for table in (few, many) for place in (0, 5)]
    assert spans == [(1, 4), (3, 6), (1, 1), (5, 6)]
    says(
        "ranks", "the first stands between 1st and 4th of 6, the last between 3rd and 6th", "first is 1st and the last between 5th and 6th"
    )


def test_deciles() -> None:
    found = deciles([[40, 50, 55, 60, 65, 70, 75, 80, 85, 90, 100]])[0]
    says("deciles", f"first decile is {found[0]:.0f}%, the middle {found[4]:.0f}%, the ninth {found[8]:.0f}%")


def test_matched() -> None:
    more, less = mcnemar(12, 3), mcnemar(5, 1)
    assert more < 0.05 < less
    says("matched", "12 went from no to yes and 3 from yes to no", f"in {1000 * more:.0f} of 1,000", f"in {1000 * less:.0f} of 1,000")


WEEKS = [80, 84, 79, 83, 81, 85, 80, 82, 84, 81, 79, 83, 82]
MORE = [83, 84, 83, 84, 83, 84]
NEW = [70, 72, 71, 69, 73, 71, 70, 72, 71, 70, 69, 72, 71]


def test_xmr() -> None:
    table = xmr(WEEKS, improvement="up")
    row = table.iloc[-1]
    says("xmr", f"{', '.join(str(week) for week in WEEKS[:-1])} and {WEEKS[-1]}:", f"the mean is {row['mean']:.1f}")
    says(
        "xmr", f"the mean change {row['mr_mean']:.2f}", f"the limits are {row['lpl']:.1f} and {row['upl']:.1f}", "75 is common", "one of 70"
    )
    assert [xmr([*WEEKS, week], improvement="up", fix_after=13)["label"].iloc[-1] for week in (75, 70)] == ["common", "concern"]
    assert f"From {NHS_ENGLAND.minimum_points} weeks on" in FOUND["xmr"].told
    assert xmr(WEEKS[:-1], improvement="up")["lpl"].isna().all()


def test_p_prime() -> None:
    yes = [32, 34, 31, 33, 32, 35, 31, 33, 34, 32, 31, 33, 8]
    table = p_prime(yes, [40] * 12 + [10], improvement="up")
    many, few = ([whole(table[side].iloc[place]) for side in ("lpl", "upl")] for place in (0, -1))
    assert (min(yes[:12]), max(yes), whole(table["upl_drawn"].iloc[-1])) == (31, 35, "100%")
    says("p_prime", f"the limits are {many[0]} and {many[1]} for 40 homes, and {few[0]} and {few[1]} (drawn to 100%) for 10")


def test_rules() -> None:
    table = xmr([*WEEKS, *MORE], improvement="up", fix_after=13)
    new = table.tail(6)
    assert set(new["label"]) == {"improvement"} and set(new["cause"]) == {"shift"} and (new["value"] < new["upl"]).all()
    says("rules", "83, 84, 83, 84, 83 and 84", f"the mean of {table['mean'].iloc[-1]:.1f}", f"in {1000 * 2 / 2**6:.0f} of 1,000")
    told = FOUND["rules"].told
    assert (
        f"{NHS_ENGLAND.shift_points} weeks in a row on one side" in told and f"{NHS_ENGLAND.trend_points} weeks in a row that all" in told
    )


@pytest.mark.parametrize(
    ("target", "icon", "told"), [(70, "pass", "70 is met"), (95, "fail", "95 is missed"), (90, "hit_or_miss", "90 is hit")]
)
def test_assurance(target: int, icon: str, told: str) -> None:
    row = xmr(WEEKS, improvement="up", target=target).iloc[-1]
    assert row["assurance"] == icon
    says("assurance", f"limits of {row['lpl']:.1f} and {row['upl']:.1f}", told)


def test_rebase() -> None:
    table = xmr([*WEEKS, *NEW], improvement="up", rebase_at={13: "anew"})
    row = table.iloc[-1]
    assert (min(NEW), max(NEW), len(NEW)) == (69, 73, 13) and set(table["label"]) == {"common"}
    says("rebase", f"the mean is {row['mean']:.1f} and the limits are {row['lpl']:.1f} and {row['upl']:.1f}")
    assert (xmr([*WEEKS, *NEW], improvement="up")["label"].tail(13) == "concern").all()


@pytest.mark.parametrize(("areas", "expected"), [(20, ["A", "B"]), (100, ["A"])])
def test_alerts(areas: int, expected: list[str]) -> None:
    odd = [Watched(name, "m", yes, 12, baseline=0.85) for name, yes in (("A", 4), ("B", 6), ("C", 8))]
    close = [Watched(f"other {number}", "m", 10, 12, baseline=0.85) for number in range(areas - 3)]
    assert [one.area for one in needs_attention([*odd, *close])] == expected
    says("alerts", "20 PCNs of 12 homes", "4 of 12, one 6 of 12, one 8 of 12", f"{1000 * exact_p([8], [12], 0.85)[0]:.0f} of 1,000 PCNs")
