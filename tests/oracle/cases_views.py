"""Hand-made cases of views (rule 8): local authorities, own groups, homes for older people."""

from __future__ import annotations

from .case_files import W1, View, alignment, area, folder, homes, register, row

LA, PORT, ENGLAND = "E10009901", "E06009902", "E92000001"
OLDER = {"homes": "older people"}
TOLD_APART = register(f"""id,ccg,la_code,la
    1-1,X01,{LA},Inventshire
    1-2,X01,{PORT},Inventshire
    1-3,X02,,INVENTSHIRE
    1-4,X02,E1000,Inventshire
    1-5,X02,,""")
IN_ONE_LA = register(f"id,ccg,la_code\n1-1,X01,{LA}\n1-2,X01,{LA}\n1-3,X02,{LA}")
FIRST_IN_U1 = alignment("home_id,pcn_code,from,to\n1-1,U00001,,")
ONE_ROW = homes("X02", W1, "home_id,clinical_lead,oximeters_held\n1-3,yes,2")
FOR_OLDER = register("id,ccg,older\n1-1,X01,Y\n1-2,X01,Y\n1-3,X01,\n1-4,X02,Y\n1-5,X02,")
ALL_IN_U1 = alignment("home_id,pcn_code,from,to\n1-1,U00001,,\n1-2,U00001,,\n1-3,U00001,,")
BEDS = register(f"""id,ccg,la_code,beds
    1-1,X01,{LA},60
    1-2,X01,{LA},20
    1-3,X01,{LA},
    1-4,X01,{LA},0
    1-5,X01,{LA},7
    1-6,X02,{LA},30""")
MERGED_WEEK = "2021-03-28"
MERGER = folder(
    register(f"id,ccg,la_code\n1-1,X01,{LA}\n1-2,X02,{LA}\n1-3,X02,{PORT}", effective="2021-03-01"),
    homes("X01", MERGED_WEEK, "home_id,pcn_code,clinical_lead\n1-1,U00001,yes"),
    homes("X02", MERGED_WEEK, "home_id,pcn_code,clinical_lead\n1-2,U00001,no\n1-3,,yes"),
)

CASES = [
    View(
        "a local authority over two CCGs: told by code, else by name",
        folder(
            TOLD_APART,
            alignment("home_id,pcn_code,from,to\n1-1,U00001,,\n1-3,U00001,,"),
            homes("X01", W1, "home_id,clinical_lead\n1-1,yes\n1-2,no"),
            homes("X02", W1, "home_id,clinical_lead\n1-3,no"),
        ),
        expected=[
            row("named_lead", "la", LA, registered=3, denominator=3, yes=1, no=1, not_applicable=0, not_answered=1, blank=1, no_return=0)
            | {"not_in_return": 1, "in_totals": 0, "share": 33.3, "share_low": 33.3, "share_high": 66.7, "share_answered": 50.0}
            | {"compared": False, "source": "home rows", "marks": []},
            row("named_lead", "ccg", "X01", LA, registered=1, denominator=1, yes=1, no=0),
            row("named_lead", "ccg", "X02", LA, registered=2, denominator=2, yes=0, no=1, blank=1, not_in_return=1),
            row("named_lead", "pcn", "U00001", LA, registered=2, denominator=2, yes=1, no=1),
            row("named_lead", "not aligned", "X02", LA, registered=1, denominator=1, yes=0, no=0, blank=1),
            row("named_lead", "la", PORT, denominator=1, yes=0, no=1, share=0.0, compared=True),  # the code goes before the name
            row("named_lead", "not aligned", "X01", PORT, denominator=1, no=1),
        ],
        absent=[row("named_lead", "not aligned", "X01", LA), row("named_lead", "pcn", "U00001", PORT)],
    ),
    View(
        "what one CCG reported only as totals by PCN is not in the local authority's answers",
        folder(IN_ONE_LA, FIRST_IN_U1, ONE_ROW, area("X01", W1, "pcn_code,homes,clinical_lead_yes\nU00001,1,1")),
        expected=[
            row("named_lead", "la", LA, denominator=3, yes=1, no=0, not_answered=2, blank=2, in_totals=1, not_in_return=1, share=33.3)
            | {"share_high": 100.0, "marks": ["reported as totals"]},
            row("named_lead", "ccg", "X01", LA, denominator=2, yes=0, blank=2, in_totals=1, not_in_return=1, marks=["reported as totals"]),
            row("named_lead", "pcn", "U00001", LA, denominator=1, yes=0, blank=1, in_totals=1, not_in_return=0, source="none"),
            row("named_lead", "not aligned", "X01", LA, denominator=1, blank=1, in_totals=0, not_in_return=1, marks=[]),
            row("named_lead", "ccg", "X02", LA, denominator=1, yes=1, in_totals=0, marks=[]),
            # the totals say nothing of check-ins: a home without a row is not in the return
            row("checked_in", "la", LA, denominator=3, yes=0, blank=3, in_totals=0, not_in_return=2, marks=[]),
            row("all_in_place", "la", LA, denominator=3, blank=3, in_totals=0, not_in_return=2, marks=["not available from totals"]),
            row("oximeters_held", "la", LA, denominator=3, numerator=2, homes_gave=1, in_totals=0, marks=[]),
        ],
    ),
    View(
        "a total of the CCG that answers for more than its homes: every silent home is reported as totals",
        folder(
            IN_ONE_LA,
            FIRST_IN_U1,
            ONE_ROW,
            homes("X01", W1, "home_id,clinical_lead\n1-1,"),
            area("X01", W1, "pcn_code,homes,clinical_lead_yes,oximeters_held,oximeters_held_homes,oximeters_held_any\n-,2,2,5,1,1"),
        ),
        expected=[
            # 1-1 has a row that leaves it blank, 1-2 has none
            row("named_lead", "la", LA, denominator=3, yes=1, blank=2, in_totals=2, not_in_return=0, marks=["reported as totals"]),
            row("oximeters_held", "la", LA, numerator=2, homes_gave=1, in_totals=2, marks=["reported as totals"]),
            # the CCG's own row is about its homes not aligned as well
            row("all_in_place", "not aligned", "X01", LA, marks=["not available from totals"]),
            row("all_in_place", "pcn", "U00001", LA, marks=[]),
        ],
    ),
    View(
        "a CCG that did not return, and a home that another sent",
        folder(IN_ONE_LA, FIRST_IN_U1, homes("X02", W1, "home_id,clinical_lead,checked_in\n1-3,yes,no\n1-1,no,")),
        expected=[
            row("named_lead", "la", LA, denominator=3, yes=1, no=1, not_answered=1, blank=0, no_return=1, not_in_return=0),
            row("checked_in", "la", LA, denominator=3, yes=0, no=1, not_answered=2, blank=1, no_return=1, not_in_return=0, in_totals=0),
        ],
    ),
    View(
        "homes for older people where the PCN's area row counts in plain figures",
        folder(
            FOR_OLDER,
            ALL_IN_U1,
            homes("X01", W1, "home_id,clinical_lead\n1-1,yes\n1-2,"),
            area("X01", W1, "pcn_code,homes,clinical_lead_yes\nU00001,4,4"),
        ),
        older=True,
        expected=[
            row("named_lead", "ccg", "X01", registered=2, denominator=2, yes=1, no=0, blank=1, in_totals=1, not_in_return=0, share=50.0)
            | OLDER
            | {"marks": ["reported as totals"]},
            row("named_lead", "pcn", "U00001", "X01", denominator=2, yes=1, in_totals=1) | OLDER,
            row("named_lead", "pcn", "U00001", denominator=2, yes=1, in_totals=1) | OLDER,
            row("named_lead", "not aligned", "X02", "X02", denominator=1, no_return=1) | OLDER,
            row("named_lead", "stp", "XS2", denominator=1, no_return=1, in_totals=0) | OLDER,
            row("named_lead", "england", ENGLAND, denominator=3, yes=1, blank=1, no_return=1, in_totals=1, share=33.3, share_high=100.0)
            | OLDER,
        ],
        absent=[row("named_lead", "not attributed", "X01", "X01") | OLDER, row("named_lead", "ccg", "X01")],
    ),
    View(
        "a group of one CCG, one PCN and one home",
        folder(
            register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01\n1-4,X02"),
            alignment("home_id,pcn_code,from,to\n1-1,U00001,,\n1-2,U00002,,\n1-4,U00001,,2020-05-16"),
            homes("X01", W1, "home_id,clinical_lead,oximeters_held\n1-1,yes,3\n1-2,no,5\n1-3,no,0"),
            homes("X02", W1, "home_id,clinical_lead\n1-4,yes"),
        ),
        group_areas=("U00001", "X02"),
        group_homes=("1-3", "1-8"),
        expected=[
            # 1-1 by its PCN, 1-3 by its ID, 1-4 by its CCG; 1-8 is on no register
            row("named_lead", "group", "G", registered=3, denominator=3, yes=2, no=1, not_answered=0, share=66.7, marks=[]),
            row("named_lead", "ccg", "X01", "G", denominator=2, yes=1, no=1),
            row("named_lead", "ccg", "X02", "G", denominator=1, yes=1),
            row("named_lead", "pcn", "U00001", "G", denominator=1, yes=1),
            row("named_lead", "not aligned", "X01", "G", denominator=1, no=1),
            row("named_lead", "not aligned", "X02", "G", denominator=1, yes=1),
            row("oximeters_held", "group", "G", numerator=3, homes_gave=2),
            row("homes_with_oximeter", "group", "G", yes=1, no=1, blank=1),
        ],
        absent=[row("named_lead", "ccg", "X01"), row("named_lead", "pcn", "U00002", "G"), row("named_lead", "england", ENGLAND)],
    ),
    View(
        "a group without any register holds the week's returned homes",
        folder(homes("X01", W1, "home_id,clinical_lead\n1-1,yes\n1-2,"), homes("X02", W1, "home_id,clinical_lead\n1-3,no")),
        group_areas=("XS1",),
        group_homes=("1-3",),
        expected=[row("named_lead", "group", "G", registered=3, denominator=3, yes=1, no=1, blank=1, marks=["no register"])],
        absent=[row("named_lead", "la", LA)],
    ),
    View(
        "a merger as then: a local authority by its CCGs of the week",
        MERGER,
        MERGED_WEEK,
        expected=[
            row("named_lead", "la", LA, denominator=2, yes=1, no=1),
            row("named_lead", "ccg", "X01", LA, denominator=1, yes=1),
            row("named_lead", "ccg", "X02", LA, denominator=1, no=1),
        ],
        absent=[row("named_lead", "ccg", "X09", LA)],
    ),
    View(
        "a merger as now: the same local authority under the successor",
        MERGER,
        MERGED_WEEK,
        "now",
        expected=[
            row("named_lead", "la", LA, denominator=2, yes=1, no=1),
            row("named_lead", "ccg", "X09", LA, denominator=2, yes=1, no=1),
            row("named_lead", "pcn", "U00001", LA, denominator=2, yes=1, no=1),
        ],
        absent=[row("named_lead", "ccg", "X01", LA)],
    ),
    View(
        "a group of a CCG that closed, as then",
        MERGER,
        MERGED_WEEK,
        group_areas=("X01",),
        expected=[row("named_lead", "group", "G", denominator=1, yes=1), row("named_lead", "ccg", "X01", "G", denominator=1, yes=1)],
    ),
    View(
        "a group of a CCG that closed, as now: its successor",
        MERGER,
        MERGED_WEEK,
        "now",
        group_areas=("X01",),
        expected=[
            row("named_lead", "group", "G", denominator=3, yes=2, no=1),
            row("named_lead", "ccg", "X09", "G", denominator=3, yes=2, no=1),
            row("named_lead", "pcn", "U00001", "G", denominator=2, yes=1, no=1),
            row("named_lead", "not aligned", "X09", "G", denominator=1, yes=1),
        ],
    ),
    View(
        "in beds: a home weighs its beds, one without a number of beds (blank or 0) stands apart, silence keeps its beds",
        folder(BEDS, homes("X01", W1, "home_id,clinical_lead,oximeters_held\n1-1,yes,3\n1-2,no,\n1-3,yes,1\n1-4,,\n1-5,not applicable,0")),
        beds=True,
        expected=[
            row(
                "named_lead",
                "ccg",
                "X01",
                registered=87,
                denominator=87,
                yes=60,
                no=20,
                not_applicable=7,
                not_answered=0,
                all=80,
                share=75.0,
            )
            | {"share_high": 75.0, "compared": True, "homes_gave": 2, "bedless": 2, "bedless_answered": 1, "bedless_yes": 1}
            | {"marks": ["homes without a number of beds"], "source": "home rows"},
            row("named_lead", "england", ENGLAND, denominator=117, yes=60, no_return=30, blank=0, all=110, share=54.5, share_high=81.8)
            | {"bedless": 2, "compared": False},
            row("named_lead", "ccg", "X02", denominator=30, yes=0, not_answered=30, no_return=30, bedless=0, marks=[]),
            row("homes_with_oximeter", "ccg", "X01", yes=60, no=7, blank=20, not_answered=20, bedless_yes=1, bedless_answered=1),
            row("named_lead", "la", LA, denominator=117, yes=60, no=20, bedless=2),
            row("checked_in", "ccg", "X01", denominator=87, yes=0, blank=87, bedless=2, bedless_answered=0, bedless_yes=0),
        ],
        absent=[row("residents_with_pcsp", "ccg", "X01"), row("oximeters_held", "ccg", "X01"), row("lead_profession", "ccg", "X01")],
    ),
    View(
        "in beds: what was reported as totals has no beds, and is not answered; it is told how many beds that are",
        folder(
            BEDS,
            alignment("home_id,pcn_code,from,to\n1-1,U00001,,\n1-2,U00001,,\n1-5,U00002,,"),
            homes("X01", W1, "home_id,clinical_lead\n1-5,yes"),
            area("X01", W1, "pcn_code,homes,clinical_lead_yes\nU00001,2,2"),
        ),
        beds=True,
        expected=[
            row("named_lead", "pcn", "U00001", "X01", denominator=80, yes=0, not_answered=80, blank=80, in_totals=80, not_in_return=0)
            | {"share": 0.0, "share_high": 100.0, "marks": ["reported as totals"], "source": "none"},
            row("named_lead", "pcn", "U00002", "X01", denominator=7, yes=7, in_totals=0, marks=[], bedless=0),
            row("named_lead", "not aligned", "X01", "X01", denominator=0, yes=0, bedless=2, bedless_answered=0),
            row("named_lead", "ccg", "X01", denominator=87, yes=7, in_totals=80, bedless=2),
        ],
        absent=[row("named_lead", "not attributed", "X01", "X01")],
    ),
    View(
        "in beds: without a register no home has a number of beds",
        folder(homes("X01", W1, "home_id,beds,clinical_lead\n1-1,60,yes\n1-2,20,no")),
        beds=True,
        expected=[
            row(
                "named_lead",
                "ccg",
                "X01",
                registered=0,
                denominator=0,
                yes=0,
                all=0,
                share=None,
                bedless=2,
                bedless_answered=2,
                bedless_yes=1,
            )
            | {"marks": ["homes without a number of beds", "no register"]},
        ],
    ),
]
