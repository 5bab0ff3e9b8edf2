"""Hand-made cases of optional questions: a CCG is asked where an answer counts, and only then are its homes counted (reading 56)."""

from __future__ import annotations

from .case_files import W1, W2, W4, Case, area, folder, homes, register, row

FIVE = register("id,ccg,beds\n1-1,X01,60\n1-2,X01,20\n1-3,X01,25\n1-4,X02,20\n1-5,X02,20")
ASKED = folder(
    FIVE,
    homes("X01", W1, "home_id,clinical_lead,video_consultation,thermometers_held\n1-1,yes,yes,4\n1-2,no,,"),
    homes("X02", W1, "home_id,clinical_lead\n1-4,yes\n1-5,no"),
)

CASES: list[Case] = [
    Case(
        "one answer asks the CCG for all its homes; a CCG without an answer has no figure, and larger areas are of those asked",
        2,
        ASKED,
        expected=[
            row("video_consultation", "ccg", "X01", registered=3, denominator=3, yes=1, not_answered=2, blank=2, not_in_return=1),
            row("video_consultation", "england", "E92000001", registered=3, denominator=3, yes=1, not_answered=2, share=33.3),
            row("thermometers_held", "england", "E92000001", denominator=3, numerator=4, homes_gave=1),
            row("named_lead", "england", "E92000001", registered=5, yes=2),
        ],
        absent=[row("video_consultation", "ccg", "X02"), row("video_consultation", "stp", "XS2"), row("virtual_ward", "ccg", "X01")],
    ),
    Case(
        "a stock that is carried asks on, for as long as it is carried; another question is asked of nobody any more",
        10,
        folder(
            FIVE,
            homes("X01", W1, "home_id,video_consultation,thermometers_held\n1-1,yes,4\n1-2,,"),
            homes("X01", W2, "home_id,clinical_lead\n1-1,yes\n1-2,no"),
        ),
        W2,
        expected=[
            row("thermometers_held", "ccg", "X01", denominator=3, numerator=4, homes_gave=1, carried=1, marks=["carried [e]"]),
            row("homes_with_thermometer", "ccg", "X01", yes=1, not_answered=2, carried=1),
        ],
        absent=[row("video_consultation", "ccg", "X01")],
    ),
    Case(
        "what is not carried any more is asked no more",
        10,
        folder(
            FIVE,
            homes("X01", W1, "home_id,thermometers_held\n1-1,4"),
            homes("X01", W4, "home_id,clinical_lead\n1-1,yes"),
        ),
        W4,
        expected=[row("named_lead", "ccg", "X01", yes=1)],
        absent=[row("thermometers_held", "ccg", "X01"), row("homes_with_thermometer", "ccg", "X01")],
    ),
    Case(
        "a total asks too; not applicable is an answer; a count alone is no pair",
        9,
        folder(
            FIVE,
            area("X01", W1, "pcn_code,homes,mdt_meets_yes,deterioration_tool_news2,deterioration_tool_none\n-,3,2,1,1"),
            homes("X02", W1, "home_id,mdt_meets,residents_with_acp\n1-4,n/a,7"),
        ),
        expected=[
            row("mdt_meets", "ccg", "X01", yes=2, no=0, not_answered=1),
            row("mdt_meets", "ccg", "X02", yes=0, not_applicable=1, not_answered=1, all=1),
            row("deterioration_tool", "ccg", "X01", yes=1, no=1, not_answered=1),
            row("deterioration_tools", "england", "E92000001", denominator=3, words={"NEWS2": 1, "None": 1}),
        ],
        absent=[row("residents_with_acp", "ccg", "X02"), row("deterioration_tool", "ccg", "X02")],
    ),
    Case(
        "a row of another CCG that counts asks the CCG of the register (rule 7)",
        7,
        folder(FIVE, homes("X01", W1, "home_id,video_consultation\n1-4,no")),
        expected=[row("video_consultation", "ccg", "X02", registered=2, no=1, not_answered=1, no_return=1)],
        absent=[row("video_consultation", "ccg", "X01")],
    ),
]
