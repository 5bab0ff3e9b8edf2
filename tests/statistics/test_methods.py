"""The worked examples of the Methods page: every number is recomputed with the functions that the pages use."""

from __future__ import annotations

import pytest

from carehomes.charts.compared import LEAST
from carehomes.charts.methods import METHODS, Method
from carehomes.settings import read_settings
from carehomes.statistics import Watched, deciles, exact_p, funnel, mcnemar, needs_attention, percent, percent_range, rank_ranges, wilson

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


@pytest.mark.parametrize(("areas", "expected"), [(20, ["A", "B"]), (100, ["A"])])
def test_alerts(areas: int, expected: list[str]) -> None:
    odd = [Watched(name, "m", yes, 12, baseline=0.85) for name, yes in (("A", 4), ("B", 6), ("C", 8))]
    close = [Watched(f"other {number}", "m", 10, 12, baseline=0.85) for number in range(areas - 3)]
    assert [one.area for one in needs_attention([*odd, *close])] == expected
    says("alerts", "20 PCNs of 12 homes", "4 of 12, one 6 of 12, one 8 of 12", f"{1000 * exact_p([8], [12], 0.85)[0]:.0f} of 1,000 PCNs")
