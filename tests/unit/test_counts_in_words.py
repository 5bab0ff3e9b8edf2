"""Counts in words: the ways in which councils write them, and what looks like one and is none."""

from __future__ import annotations

import pytest

from carehomes.measures.counts_in_words import Told, counts_in, fits


@pytest.mark.parametrize(
    ("text", "no", "silent"),
    [
        ("Please note 76 said no and 25 didn’t respond", 76, 25),
        ("Please note 76 said no and 25 didn't respond.", 76, 25),
        ("76 said 'no', 25 did not respond", 76, 25),
        ("76 homes answered “No”; 25 homes have not replied", 76, 25),
        ("76 of the homes said no and 25 have not yet responded", 76, 25),
        ("76 care homes replied no. 25 no response.", 76, 25),
        ("76 providers reported that no; 25 haven't answered", 76, 25),
        ("76 no, 25 no response", 76, 25),
        ("76 No and 25 no reply", 76, 25),
        ("No: 76; no response: 25", 76, 25),
        ("no = 76, not answered = 25", 76, 25),
        ("25 non-responders", None, 25),
        ("25 did\nnot respond", None, 25),
        ("25 are yet to respond", None, 25),
        ("25 yet to respond", None, 25),
        ("awaiting responses from 25 homes", None, 25),
        ("no response from 25", None, 25),
        ("25 homes have not completed this field", None, 25),
        ("1,025 did not respond", None, 1025),
        ("Twelve homes said no and three did not respond", 12, 3),
        ("12 not in place", 12, None),
        ("0 said no and 4 did not answer", 0, 4),
        ("Invented: agency staff. 39 homes said no and 14 did not respond.", 39, 14),
    ],
)
def test_ways_of_writing_it(text: str, no: int | None, silent: int | None) -> None:
    told = counts_in(text)
    assert told is not None
    assert (told.no, told.silent) == (no, silent)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No issues",
        "no longer needed in 25 homes",
        "Call 0151 934 2525 no response",
        "on 25 May no response was given",
        "by 25/05/2020 no reply",
        "25.05.2020 said no",
        "25% said no",
        "25 % did not respond",
        "76.5 said no",
        "£25 no",
        "2020 said no",
        "25 no issues",
        "25 said no problem",
        "25 no longer isolate",
        "within 14 days did not respond",
        "25 residents said no",
        "40 staff did not respond",
        "the 25th did not respond",
        "COVID19 no response",
        "in 107 homes the support is in place",
        "76 said yes and 25 said they would",
        "76 said no and later 80 said no",
        "25 did not respond, then 20 did not respond",
        "ring 01704 123 456 not answered",
    ],
)
def test_what_is_none(text: str) -> None:
    assert counts_in(text) is None


def test_the_quote_is_the_part_that_counts() -> None:
    told = counts_in("Model needed.  Please note 76 said no and\n25 didn’t respond to us.")
    assert told == Told(76, 25, "76 said no and 25 didn’t respond")


def test_a_sum_above_the_total_does_not_fit() -> None:
    told = Told(76, 25, "")
    assert fits(30, told, 131) and fits(30, told, 140) and fits(30, told, None)
    assert not fits(30, told, 130)
    assert fits(30, Told(None, 25, ""), 55) and not fits(31, Told(None, 25, ""), 55)
