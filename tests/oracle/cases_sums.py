"""Hand-made cases for rules 3 and 8 to 14: areas, people, stocks, composites, returns, versions, rounding."""

from __future__ import annotations

from .case_files import W1, W2, W3, W4, Case, alignment, area, folder, homes, nil, register, row, withdraw

TWO = register("id,ccg,beds\n1-1,X01,60\n1-2,X01,20")
THREE = register("id,ccg,beds\n1-1,X01,60\n1-2,X01,20\n1-3,X01,25")
IN_U1 = alignment("home_id,pcn_code,from,to\n1-1,U00001,,\n1-2,U00001,,\n1-3,U00001,,")
STOCK_HEAD = "pcn_code,homes,oximeters_held,oximeters_held_homes,oximeters_held_any"
ELEMENTS = "home_id,clinical_lead,checkin_in_place,pcsp_process,medicines_support"
BEFORE, AFTER = "2021-03-28", "2021-04-04"
MERGING = (
    register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01\n1-4,X02\n1-5,X02", effective="2021-03-01"),
    alignment("home_id,pcn_code,from,to\n1-1,U00001,,\n1-2,U00001,,\n1-4,U00001,,", decided="2021-03-02T09:00:00+00:00"),
)
MERGER = folder(
    *MERGING,
    homes("X01", BEFORE, "home_id,clinical_lead,oximeters_held\n1-3,no,4"),
    area("X01", BEFORE, "pcn_code,homes,clinical_lead_yes\nU00001,2,2"),
    homes("X02", BEFORE, "home_id,clinical_lead,oximeters_held\n1-4,yes,1\n1-5,,"),
    homes("X09", AFTER, "home_id,clinical_lead\n1-1,yes\n1-4,no"),
)
#: A PCN of both CCGs, told by an area row of each.
MERGING_TOTALS = (
    *MERGING,
    area("X01", BEFORE, f"{STOCK_HEAD}\nU00001,2,7,2,2"),
    area("X02", BEFORE, f"{STOCK_HEAD}\nU00001,1,5,1,1"),
)

CASES = [
    Case(
        "one rounding, half away from zero",
        14,
        folder(
            register("id,ccg\n" + "\n".join(f"1-{n},X01" for n in range(1, 17))),
            homes("X01", W1, "home_id,clinical_lead\n1-1,yes\n" + "\n".join(f"1-{n},no" for n in range(2, 17))),
        ),
        expected=[row("named_lead", "ccg", "X01", yes=1, no=15, share=6.3, share_answered=6.3)],  # 1/16 is 6.25
    ),
    Case(
        "shares above are pooled counts, not means",
        14,
        folder(
            register("id,ccg\n1-1,X01\n1-2,X02\n1-3,X02\n1-4,X02"),
            homes("X01", W1, "home_id,clinical_lead\n1-1,yes"),
            homes("X02", W1, "home_id,clinical_lead\n1-2,no\n1-3,no\n1-4,"),
        ),
        expected=[
            row("named_lead", "region", "XR1", denominator=4, yes=1, no=2, not_answered=1)
            | {"share": 25.0, "share_high": 50.0, "share_answered": 33.3},
            row("named_lead", "stp", "XS1", share=100.0),
            row("named_lead", "stp", "XS2", share=0.0, share_high=33.3),
        ],
    ),
    Case(
        "areas as now: successors, as sums of what was decided then",
        8,
        folder(
            register("id,ccg\n1-1,X01\n1-2,X02"),
            homes("X01", W1, "home_id,pcn_code,clinical_lead\n1-1,U00001,yes"),
            homes("X02", W1, "home_id,pcn_code,clinical_lead\n1-2,U00001,no"),
        ),
        areas="now",
        expected=[
            row("named_lead", "ccg", "X09", denominator=2, yes=1, no=1),
            row("named_lead", "pcn", "U00001", "X09", denominator=2, yes=1, no=1),
            row("named_lead", "stp", "XS2", denominator=2, yes=1, no=1),
        ],
        absent=[row("named_lead", "ccg", "X01"), row("named_lead", "ccg", "X02")],
    ),
    Case(
        "a merger, the week before: two CCGs as they were then",
        8,
        MERGER,
        BEFORE,
        expected=[
            row("named_lead", "ccg", "X01", denominator=3, yes=2, no=1, not_answered=0),
            row("named_lead", "ccg", "X02", denominator=2, yes=1, no=0, not_answered=1, blank=1),
            row("named_lead", "england", "E92000001", denominator=5, yes=3, no=1, not_answered=1, share=60.0, share_high=80.0),
            row("oximeters_held", "england", "E92000001", numerator=5, homes_gave=2),
        ],
        absent=[row("named_lead", "ccg", "X09")],
        returned={"": {"n": 2, "N": 2}},
    ),
    Case(
        "a merger, the week before as now: the successor is the sum of its predecessors, England is the same",
        8,
        MERGER,
        BEFORE,
        areas="now",
        expected=[
            row("named_lead", "ccg", "X09", denominator=5, yes=3, no=1, not_answered=1, blank=1),
            # a PCN of both: one home by its CCG's area row, one by its own row
            row("named_lead", "pcn", "U00001", "X09", denominator=3, yes=3, no=0, source="mixed"),
            row("named_lead", "not aligned", "X09", "X09", denominator=2, yes=0, no=1, not_answered=1),
            row("named_lead", "stp", "XS1", denominator=0),
            row("named_lead", "stp", "XS2", denominator=5, yes=3),
            row("named_lead", "england", "E92000001", denominator=5, yes=3, no=1, not_answered=1, share=60.0, share_high=80.0),
            row("oximeters_held", "ccg", "X09", numerator=5, homes_gave=2),
        ],
        absent=[row("named_lead", "ccg", "X01"), row("named_lead", "ccg", "X02")],
    ),
    Case(
        "a merger, the week after: the register still names the closed CCGs, their homes are the successor's",
        8,
        MERGER,
        AFTER,
        expected=[
            row("named_lead", "ccg", "X09", registered=5, denominator=5, yes=1, no=1, not_answered=3, blank=3, not_in_return=3),
            row("named_lead", "england", "E92000001", denominator=5, yes=1, no=1),
            # the counts of the week before are carried, home by home, under the successor
            row("oximeters_held", "ccg", "X09", numerator=5, homes_gave=2, carried=2, marks=["carried [e]"]),
        ],
        absent=[row("named_lead", "ccg", "X01"), row("named_lead", "ccg", "X02")],
        returned={"": {"n": 1, "N": 1}},
    ),
    Case(
        "what two CCGs told by area rows before they merged is carried under the successor, added up",
        10,
        folder(*MERGING_TOTALS, nil("X09", AFTER)),
        AFTER,
        expected=[
            row("oximeters_held", "pcn", "U00001", "X09", numerator=12, homes_gave=3, carried=3, marks=["carried [e]"]),
            row("homes_with_oximeter", "pcn", "U00001", "X09", yes=3, no=0, not_answered=0, carried=3),
            row("oximeters_held", "england", "E92000001", numerator=12, homes_gave=3, carried=3),
        ],
    ),
    Case(
        "the successor's own area row ends the carrying of its predecessors' rows",
        10,
        folder(*MERGING_TOTALS, area("X09", AFTER, f"{STOCK_HEAD}\nU00001,3,3,3,2")),
        AFTER,
        expected=[
            row("oximeters_held", "pcn", "U00001", "X09", numerator=3, homes_gave=3, carried=0, marks=[]),
            row("oximeters_held", "england", "E92000001", numerator=3, homes_gave=3, carried=0),
        ],
    ),
    Case(
        "people's shares pool the rows that give both counts",
        9,
        folder(
            THREE,
            IN_U1,
            homes("X01", W1, "home_id,residents,residents_with_pcsp\n1-1,40,30\n1-2,20,n/a\n1-3,20,0"),
        ),
        expected=[row("residents_with_pcsp", "ccg", "X01", denominator=3, numerator=30, whole=60, homes_gave=2, share=50.0)],
    ),
    Case(
        "an area row with unequal _homes is left out of the pair",
        9,
        folder(
            THREE,
            IN_U1,
            area(
                "X01",
                W1,
                """pcn_code,homes,residents,residents_homes,residents_with_pcsp,residents_with_pcsp_homes,residents_tested,residents_tested_homes
                U00001,3,80,3,50,2,20,3""",
            ),
        ),
        expected=[
            row("residents_with_pcsp", "pcn", "U00001", "X01", numerator=0, whole=0, homes_gave=0, share=None),
            row("residents_tested", "pcn", "U00001", "X01", numerator=20, whole=80, homes_gave=3, share=25.0),
        ],
    ),
    Case(
        "the surplus of people: homes, the numerator and the rest must not fall below",
        9,
        folder(
            THREE,
            IN_U1,
            homes("X01", W1, "home_id,residents,residents_with_pcsp,staff,staff_tested\n1-1,40,30,30,10"),
            area(
                "X01",
                W1,
                "pcn_code,homes,residents,residents_homes,residents_with_pcsp,residents_with_pcsp_homes,staff,staff_homes,staff_tested,"
                "staff_tested_homes\n-,3,100,3,70,3,50,3,35,3",
            ),
        ),
        expected=[
            row("residents_with_pcsp", "not attributed", "X01", "X01", numerator=40, whole=60, homes_gave=2),
            row("residents_with_pcsp", "ccg", "X01", numerator=70, whole=100, homes_gave=3, share=70.0),
            # 15 not tested by the total, 20 by the home: it contradicts, the parts count
            row("staff_tested", "ccg", "X01", numerator=10, whole=30, homes_gave=1, share=33.3),
        ],
    ),
    Case(
        "stocks are carried two weeks, marked, home by home",
        10,
        folder(
            THREE,
            IN_U1,
            homes("X01", W1, "home_id,oximeters_held\n1-1,2\n1-2,0\n1-3,n/a"),
            homes("X01", W2, "home_id,oximeters_held\n1-1,3\n1-2,\n1-3,"),
        ),
        W3,
        expected=[
            row("oximeters_held", "ccg", "X01", numerator=3, homes_gave=2, carried=2, marks=["carried [e]"]),
            row("homes_with_oximeter", "ccg", "X01", yes=1, no=1, not_answered=1, no_return=1, carried=2, share=33.3, share_high=66.7),
        ],
    ),
    Case(
        "after two weeks a stock is missing",
        10,
        folder(THREE, IN_U1, homes("X01", W1, "home_id,oximeters_held\n1-1,2\n1-2,0\n1-3,n/a")),
        W4,
        expected=[row("oximeters_held", "ccg", "X01", numerator=0, homes_gave=0, carried=0, marks=[])],
    ),
    Case(
        "carried values never outvote answers of the week; a whole area row is carried",
        10,
        folder(
            THREE,
            IN_U1,
            area("X01", W1, f"{STOCK_HEAD}\nU00001,3,9,3,3"),
            homes("X01", W2, "home_id,oximeters_held\n1-1,1"),
        ),
        W2,
        expected=[
            row("oximeters_held", "pcn", "U00001", "X01", numerator=1, homes_gave=1, carried=0, marks=[]),
            row("homes_with_oximeter", "pcn", "U00001", "X01", yes=1, not_answered=2, blank=2),
        ],
    ),
    Case(
        "a whole area row is carried where nobody answers in the week",
        10,
        folder(THREE, IN_U1, area("X01", W1, f"{STOCK_HEAD}\nU00001,3,9,3,2"), nil("X01", W2)),
        W2,
        expected=[
            row("oximeters_held", "pcn", "U00001", "X01", numerator=9, homes_gave=3, carried=3, marks=["carried [e]"]),
            row("homes_with_oximeter", "pcn", "U00001", "X01", yes=2, no=1, not_answered=0, carried=3, marks=["carried [e]"]),
        ],
    ),
    Case(
        "a carried area row stands beside the number of homes that the row of the week states",
        10,
        folder(
            register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01\n1-4,X01"),
            area("X01", W1, f"{STOCK_HEAD}\nU00001,2,9,2,2"),
            area("X01", W2, "pcn_code,homes,clinical_lead_yes\nU00001,3,1"),
        ),
        W2,
        expected=[
            row("oximeters_held", "pcn", "U00001", "X01", denominator=3, numerator=9, homes_gave=2, carried=2),
            row("homes_with_oximeter", "pcn", "U00001", "X01", denominator=3, yes=2, not_answered=1, carried=2),
            row("homes_with_oximeter", "ccg", "X01", denominator=4, yes=2, not_answered=2),
        ],
    ),
    Case(
        "a total of the week is held against the answers of the week: where it counts, nothing is carried",
        10,
        folder(
            THREE,
            IN_U1,
            homes("X01", W1, "home_id,oximeters_held\n1-1,4\n1-2,4\n1-3,4"),
            area("X01", W2, f"{STOCK_HEAD}\n-,3,2,2,2"),
        ),
        W2,
        expected=[
            row("oximeters_held", "pcn", "U00001", "X01", numerator=0, homes_gave=0, carried=0),
            row("oximeters_held", "not attributed", "X01", "X01", numerator=2, homes_gave=2, carried=0),
            row("oximeters_held", "ccg", "X01", numerator=2, homes_gave=2, carried=0, marks=[]),
            row("homes_with_oximeter", "ccg", "X01", yes=2, no=0, not_answered=1),
            # nobody ever gave a delivered count
            row("oximeters_outstanding", "ccg", "X01", homes_gave=0, marks=["not available from totals"]),
        ],
    ),
    Case(
        "outstanding home by home: a surplus in one does not help another",
        10,
        folder(THREE, IN_U1, homes("X01", W1, "home_id,oximeters_delivered\n1-1,1\n1-2,5\n1-3,")),
        # needs: 60 beds 3, 20 beds 1; 3 - 1 = 2 outstanding of 4
        expected=[row("oximeters_outstanding", "ccg", "X01", numerator=2, whole=4, homes_gave=2, denominator=3, share=50.0)],
    ),
    Case(
        "composites say what is certain",
        11,
        folder(
            register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01\n1-4,X01\n1-5,X01\n1-6,X01"),
            homes(
                "X01",
                W1,
                f"""{ELEMENTS}
                1-1,yes,yes,yes,yes
                1-2,no,,,
                1-3,yes,,yes,yes
                1-4,n/a,n/a,n/a,n/a
                1-5,yes,n/a,yes,yes
                1-6,no,n/a,no,no""",
            ),
        ),
        expected=[
            row("all_in_place", "ccg", "X01", yes=2, no=2, not_applicable=1, not_answered=1, all=5, share=40.0, marks=[]),
            row("nothing_in_place", "ccg", "X01", yes=1, no=3, not_applicable=1, not_answered=1, all=5, share=20.0),
        ],
    ),
    Case(
        "missed two weeks running, in the order of the text",
        11,
        folder(
            register("id,ccg\n" + "\n".join(f"1-{n},X01" for n in range(1, 10))),
            homes("X01", W1, "home_id,checked_in\n1-1,no\n1-2,no\n1-3,yes\n1-4,n/a\n1-5,\n1-6,no\n1-7,yes\n1-8,yes"),
            homes("X01", W2, "home_id,checked_in\n1-1,no\n1-2,yes\n1-3,no\n1-4,no\n1-5,no\n1-6,n/a\n1-7,n/a\n1-9,yes"),
        ),
        W2,
        # 1-1 missed; 1-2 1-3 1-4 1-7 1-8 1-9 not; 1-5 open; 1-6 n/a
        expected=[row("missed_two_weeks", "ccg", "X01", yes=1, no=6, not_answered=1, not_applicable=1, all=8, share=12.5)],
    ),
    Case(
        "an outbreak and no check-in: both said, either settles it",
        11,
        folder(
            register("id,ccg\n" + "\n".join(f"1-{n},X01" for n in range(1, 9))),
            homes("X01", W1, "home_id,outbreak,checked_in\n1-1,yes,no\n1-2,yes,yes\n1-3,no,\n1-4,,no\n1-5,yes,n/a\n1-6,n/a,no\n1-7,,yes"),
        ),
        W1,
        # 1-1 it is; 1-2 1-3 1-7 not; 1-4 and 1-8 open; 1-5 1-6 n/a
        expected=[row("outbreak_unchecked", "ccg", "X01", yes=1, no=3, not_answered=2, not_applicable=2, all=6, share=16.67)],
    ),
    Case(
        "splits: homes that say yes in their own row, by word",
        11,
        folder(
            register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01\n1-4,X01"),
            homes("X01", W1, "home_id,clinical_lead,lead_profession\n1-1,yes,GP\n1-2,yes,\n1-3,no,GP\n1-4,yes,n/a"),
        ),
        expected=[
            row("lead_profession", "ccg", "X01", denominator=3, not_answered=1, not_applicable=1)
            | {"words": {"GP": 1, "not answered": 1, "not applicable": 1}}
        ],
    ),
    Case(
        "the ladder: grain on the ladder question, regular testing from the same words",
        5,
        folder(
            THREE,
            IN_U1,
            homes("X01", W1, "home_id,testing_status\n1-1,In regular testing\n1-2,Not eligible yet"),
            area(
                "X01",
                W1,
                "pcn_code,homes,testing_status_not_eligible_yet,testing_status_in_regular_testing,testing_status_void_retest\nU00001,3,1,1,1",
            ),
        ),
        expected=[
            row("testing_ladder", "pcn", "U00001", "X01", denominator=3, not_answered=0)
            | {"words": {"Not eligible yet": 1, "In regular testing": 1, "Void/retest": 1}},
            row("regular_testing", "pcn", "U00001", "X01", yes=1, no=1, not_applicable=1, all=2, share=50.0),
        ],
    ),
    Case(
        "returned: n of N, covered homes, on time at 17:00:00",
        12,
        folder(
            register("id,ccg,beds\n1-1,X01,60\n1-2,X01,20\n1-3,X02,20"),
            homes("X01", W1, "home_id,beds,comment,lead_name\n1-1,60,hello,\n1-2,,,Dr A", received="2020-05-20T17:00:00+01:00"),
            nil("X02", W1, received="2020-05-20T17:00:01+01:00", decided="2020-05-20T17:00:01+01:00"),
        ),
        returned={
            "": {"n": 2, "N": 2, "covered": 1, "registered": 3, "on_time": 1},
            "X01": {"n": 1, "N": 1, "covered": 1, "registered": 2, "on_time": 1},
            "X02": {"n": 1, "N": 1, "covered": 0, "registered": 1, "on_time": 0},
            "XS1": {"n": 1, "N": 1, "on_time": 1},
        },
        expected=[row("named_lead", "ccg", "X02", no_return=0, blank=1, not_in_return=1)],
    ),
    Case(
        "a total covers the most homes that one question answers for, capped at the register",
        12,
        folder(THREE, area("X01", W1, "pcn_code,homes,clinical_lead_yes,staff,staff_homes\n-,9,1,50,2\n")),
        returned={"X01": {"n": 1, "N": 1, "covered": 2, "registered": 3}},
    ),
    Case(
        "versions: a resubmission replaces, a withdrawal leaves nothing, the same bytes sent again are a new return",
        13,
        folder(
            TWO,
            homes("X01", W1, "home_id,clinical_lead\n1-1,yes\n1-2,yes", decided="2020-05-18T10:00:00+01:00"),
            homes("X01", W1, "home_id,clinical_lead\n1-1,no\n1-2,no", decided="2020-05-19T10:00:00+01:00"),
            withdraw("home", "X01", W1, decided="2020-05-20T10:00:00+01:00"),
            homes("X01", W1, "home_id,clinical_lead\n1-1,yes\n1-2,yes", decided="2020-05-21T10:00:00+01:00"),
        ),
        expected=[row("named_lead", "ccg", "X01", yes=2, no=0)],
    ),
]

_VERSIONS = CASES[-1].files
CASES += [
    Case(
        "the same bytes again are the same return: withdrawn with it, and a late one after it is late",
        13,
        folder(
            TWO,
            homes("X01", W1, "home_id,clinical_lead\n1-1,yes", decided="2020-05-18T10:00:00+01:00"),
            homes("X01", W1, "home_id,clinical_lead\n1-1,yes", decided="2020-05-18T11:00:00+01:00"),
            withdraw("home", "X01", W1, decided="2020-05-18T12:00:00+01:00"),
            homes("X01", W1, "home_id,clinical_lead\n1-1,no", decided="2020-05-25T12:00:00+01:00"),
        ),
        expected=[row("named_lead", "ccg", "X01", yes=0, no=1)],
        returned={"X01": {"n": 1, "N": 1, "on_time": 0}},
    ),
    Case(
        "known from its moment, included",
        13,
        _VERSIONS,
        as_at="2020-05-18T10:00:00+01:00",
        expected=[row("named_lead", "ccg", "X01", yes=2, no=0)],
    ),
    Case(
        "superseded from its moment on",
        13,
        _VERSIONS,
        as_at="2020-05-19T10:00:00+01:00",
        expected=[row("named_lead", "ccg", "X01", yes=0, no=2)],
    ),
    Case(
        "withdrawn: no return",
        13,
        _VERSIONS,
        as_at="2020-05-20T12:00:00+01:00",
        expected=[row("named_lead", "ccg", "X01", yes=0, no=0, no_return=2, blank=0)],
        returned={"X01": {"n": 0, "N": 1, "covered": 0, "registered": 2, "on_time": 0}},
    ),
    Case(
        "the headline: the count over all, the range, and the share of those that answered",
        3,
        folder(
            register("id,ccg\n" + "\n".join(f"1-{n},X01" for n in range(1, 132))),
            area("X01", W1, "pcn_code,homes,clinical_lead_yes,clinical_lead_no,clinical_lead_not_answered\n-,131,86,20,25"),
        ),
        # Sefton's shape: 86 of 131 homes
        expected=[
            row("named_lead", "ccg", "X01", denominator=131, yes=86, no=20, not_answered=25, share=65.6, share_low=65.6, share_high=84.7)
            | {"share_answered": 81.1, "answered_share": 80.9, "compared": True}
        ],
    ),
]
