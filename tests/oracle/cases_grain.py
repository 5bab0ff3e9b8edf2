"""Hand-made cases for rules 1 to 7: the register, the four states, grains, alignment, homes sent by another CCG."""

from __future__ import annotations

from .case_files import W1, W2, W3, Case, alignment, area, folder, homes, register, row

FOUR = register("""id,ccg
    1-1,X01
    1-2,X01
    1-3,X01
    1-4,X01""")
FOUR_ALIGNED = alignment("""home_id,pcn_code,from,to
1-1,U00001,2020-01-01,
1-2,U00001,2020-01-01,
1-3,U00001,2020-01-01,
1-4,U00002,2020-01-01,""")
PCN_HEAD = "pcn_code,homes,clinical_lead_yes,clinical_lead_no,clinical_lead_not_answered,clinical_lead_not_applicable"

CASES = [
    Case(
        "the register of the day, not the return, is the denominator",
        1,
        folder(
            register(
                """id,ccg,start,end,dormant
                1-1,X01,01/04/2011,,N
                1-2,X01,17/05/2020,,N
                1-3,X01,18/05/2020,,N
                1-4,X01,01/04/2011,16/05/2020,N
                1-5,X01,01/04/2011,17/05/2020,N
                1-6,X01,01/04/2011,,Y"""
            ),
            homes(
                "X01",
                W1,
                """home_id,clinical_lead
                1-1,yes
                1-3,yes
                1-4,yes
                1-99,no""",
            ),
        ),
        expected=[
            # 1-1, 1-2 (starts that day), 1-5 (ends that day) and the dormant 1-6; the rows of 1-3, 1-4 and 1-99 count nowhere
            row("named_lead", "ccg", "X01", registered=4, denominator=4, yes=1, no=0)
            | {"not_answered": 3, "blank": 3, "no_return": 0, "not_in_return": 3},
            row("named_lead", "england", "E92000001", registered=4, denominator=4, yes=1, share=25.0, share_low=25.0, share_high=100.0),
        ],
    ),
    Case(
        "register versions: the latest effective by the last day and known",
        1,
        folder(
            register("id,ccg\n1-1,X01\n1-2,X01"),
            register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01", effective="2020-05-24", decided="2020-05-10T09:00:00+01:00"),
            register("id,ccg\n1-1,X01", effective="2020-05-20", decided="2020-06-20T09:00:00+01:00"),
        ),
        W2,
        expected=[row("named_lead", "ccg", "X01", denominator=3, no_return=3, blank=0, marks=[])],
    ),
    Case(
        "before the first register the first, marked",
        1,
        folder(register("id,ccg,start\n1-1,X01,01/04/2011\n1-2,X01,20/05/2020", effective="2020-06-01")),
        W1,
        expected=[row("named_lead", "ccg", "X01", denominator=1, not_answered=1, no_return=1, marks=["first register"])],
    ),
    Case(
        "without any register: the homes in the week's returns",
        1,
        folder(homes("X01", W1, "home_id,pcn_code,clinical_lead\n1-1,U00001,yes\n1-2,U00001,\n1-3,,no")),
        expected=[
            row("named_lead", "ccg", "X01", denominator=3, yes=1, no=1, not_answered=1, marks=["no register"]),
            row("named_lead", "pcn", "U00001", "X01", denominator=2, yes=1, not_answered=1, marks=["no register"]),
            row("named_lead", "not aligned", "X01", "X01", denominator=1, no=1, marks=["no register"]),
        ],
    ),
    Case(
        "four states; silence is never no, n/a leaves the denominator; range and shares",
        2,
        folder(
            FOUR,
            FOUR_ALIGNED,
            homes("X01", W1, "home_id,clinical_lead\n1-1,yes\n1-2,no\n1-3,n/a\n1-4,"),
        ),
        expected=[
            row("named_lead", "ccg", "X01", denominator=4, yes=1, no=1, not_applicable=1, not_answered=1, blank=1, not_in_return=0, all=3)
            | {"share": 33.3, "share_low": 33.3, "share_high": 66.7, "share_answered": 50.0, "answered_share": 66.7, "compared": False}
            | {"source": "home rows", "marks": []},
            row("named_lead", "ccg", "X02", denominator=0),
            row("named_lead", "pcn", "U00001", "X01", denominator=3, yes=1, no=1, not_applicable=1, not_answered=0, all=2, compared=True),
            row("named_lead", "pcn", "U00002", denominator=1, not_answered=1, blank=1, share=0.0, share_high=100.0, share_answered=None),
        ],
    ),
    Case(
        "an area row that counts more homes than the register: its own count, the excess grows the areas above",
        2,
        folder(FOUR, FOUR_ALIGNED, area("X01", W1, f"{PCN_HEAD}\nU00001,5,4,0,1,0")),
        expected=[
            row("named_lead", "pcn", "U00001", "X01", registered=3, denominator=5, yes=4, not_answered=1, marks=["excess homes"]),
            row("named_lead", "ccg", "X01", registered=4, denominator=6, yes=4, not_answered=2, blank=2, not_in_return=1)
            | {"marks": ["excess homes"]},
            row("checked_in", "pcn", "U00002", "X01", denominator=1),
            # that row is not the source of a composite: the register
            row("all_in_place", "ccg", "X01", denominator=4, not_answered=4, not_in_return=4, marks=["not available from totals"]),
        ],
    ),
    Case(
        "a blank homes is the largest sum of the four states",
        2,
        folder(
            register("id,ccg\n" + "\n".join(f"1-{n},X01" for n in range(1, 11))),
            area("X01", W1, f"{PCN_HEAD},checked_in_yes,checked_in_no\nU00001,,2,1,1,1,3,1"),
        ),
        expected=[
            row("named_lead", "pcn", "U00001", "X01", denominator=5, yes=2, no=1, not_applicable=1, not_answered=1, marks=["stated homes"]),
            row("checked_in", "pcn", "U00001", "X01", denominator=5, yes=3, no=1, not_answered=1),
            row("checked_in", "not aligned", "X01", "X01", registered=10, denominator=5, not_answered=5),
            row("checked_in", "ccg", "X01", registered=10, denominator=10, yes=3, no=1, not_answered=6),
        ],
    ),
    Case(
        "compared from 80 percent answered",
        4,
        folder(
            register("id,ccg\n" + "\n".join(f"1-{n},X01" for n in range(1, 7)) + "\n" + "\n".join(f"1-2{n},X02" for n in range(5))),
            homes("X01", W1, "home_id,clinical_lead,checked_in\n1-1,yes,yes\n1-2,no,no\n1-3,no,no\n1-4,no,no\n1-5,n/a,\n1-6,,"),
        ),
        expected=[
            row("named_lead", "ccg", "X01", all=5, yes=1, no=3, share=20.0, share_answered=25.0, answered_share=80.0, compared=True),
            row("checked_in", "ccg", "X01", all=6, yes=1, no=3, answered_share=66.7, compared=False),
            row("named_lead", "ccg", "X02", all=5, yes=0, share=0.0, share_high=100.0, compared=False, no_return=5),
        ],
    ),
    Case(
        "the grain that answers for more homes counts; a tie goes to the home rows; grains are never added",
        5,
        folder(
            FOUR,
            FOUR_ALIGNED,
            homes("X01", W1, "home_id,clinical_lead,checked_in,pcsp_process\n1-1,yes,yes,\n1-2,n/a,yes,"),
            area(
                "X01",
                W1,
                "pcn_code,homes,clinical_lead_yes,clinical_lead_no,checked_in_yes,checked_in_no,pcsp_process_not_answered\nU00001,3,0,2,1,2,3",
            ),
        ),
        expected=[
            # clinical_lead: 2 (n/a is an answer) to 2, a tie: home rows
            row("named_lead", "pcn", "U00001", "X01", yes=1, no=0, not_applicable=1, not_answered=1, not_in_return=1, source="home rows"),
            # checked_in: 2 to 3: the area row
            row("checked_in", "pcn", "U00001", "X01", yes=1, no=2, not_answered=0, source="area rows"),
            row("pcsp_process", "pcn", "U00001", "X01", yes=0, no=0, not_answered=3, blank=3, not_in_return=1),
            row("checked_in", "ccg", "X01", denominator=4, yes=1, no=2, not_answered=1),
        ],
    ),
    Case(
        "a total's surplus over the parts is a row of answers, not of homes",
        5,
        folder(
            FOUR,
            FOUR_ALIGNED,
            homes("X01", W1, "home_id,clinical_lead\n1-1,yes\n1-2,no"),
            area("X01", W1, f"{PCN_HEAD}\n-,4,2,1,1,0"),
        ),
        expected=[
            row("named_lead", "not attributed", "X01", "X01", registered=0, denominator=0, yes=1, no=0, not_answered=-1, share=None),
            row("named_lead", "ccg", "X01", registered=4, denominator=4, yes=2, no=1, not_answered=1, blank=1, source="mixed"),
            row("named_lead", "pcn", "U00001", "X01", denominator=3, yes=1, no=1, not_answered=1),
        ],
    ),
    Case(
        "a total that is below the parts in a state, or answers for no more, does not count",
        5,
        folder(
            FOUR,
            FOUR_ALIGNED,
            homes("X01", W1, "home_id,clinical_lead,checked_in\n1-1,yes,yes\n1-2,no,no"),
            area("X01", W1, f"{PCN_HEAD},checked_in_yes,checked_in_no\n-,4,4,0,0,0,1,1"),
        ),
        expected=[
            row("named_lead", "ccg", "X01", yes=1, no=1, not_answered=2, source="home rows"),
            row("checked_in", "ccg", "X01", yes=1, no=1, not_answered=2),
        ],
        absent=[row("named_lead", "not attributed", "X01", "X01"), row("checked_in", "not attributed", "X01", "X01")],
    ),
    Case(
        "a total counts alone where nothing finer answers",
        5,
        folder(FOUR, area("X01", W1, f"{PCN_HEAD}\n-,4,3,0,1,0")),
        expected=[
            row("named_lead", "not aligned", "X01", "X01", registered=4, denominator=4, not_answered=4),
            row("named_lead", "not attributed", "X01", "X01", denominator=0, yes=3, not_answered=-3, source="total"),
            row("named_lead", "ccg", "X01", denominator=4, yes=3, not_answered=1, share=75.0, share_high=100.0, source="total"),
        ],
    ),
    Case(
        "alignment: the file before the column; `to` included; claimed by two is not aligned",
        6,
        folder(
            FOUR,
            alignment(
                """home_id,pcn_code,from,to
1-1,U00001,2020-01-01,2020-05-17
1-1,U00002,18/05/2020,
1-2,U00001,2020-01-01,
1-2,U00002,2020-01-01,"""
            ),
            homes("X01", W1, "home_id,pcn_code,clinical_lead\n1-1,U00009,yes\n1-2,U00009,yes\n1-3,U00003,yes\n1-4,,yes"),
        ),
        expected=[
            row("named_lead", "pcn", "U00001", "X01", denominator=1, yes=1),
            row("named_lead", "pcn", "U00003", "X01", denominator=1, yes=1),
            row("named_lead", "not aligned", "X01", "X01", denominator=2, yes=2),
        ],
        absent=[row("named_lead", "pcn", "U00009", "X01"), row("named_lead", "pcn", "U00002", "X01")],
    ),
    Case(
        "the column counts from the week it is said until it says otherwise; n/a is not aligned; blank says nothing",
        6,
        folder(
            FOUR,
            homes("X01", W1, "home_id,pcn_code\n1-1,U00001\n1-2,U00001\n1-3,U00001"),
            homes("X01", W2, "home_id,pcn_code\n1-1,\n1-2,n/a\n1-3,U00002\n1-4,U00002"),
        ),
        W3,
        expected=[
            row("named_lead", "pcn", "U00001", "X01", denominator=1, no_return=1),
            row("named_lead", "pcn", "U00002", "X01", denominator=2, no_return=2),
            row("named_lead", "not aligned", "X01", "X01", denominator=1, no_return=1),
        ],
    ),
    Case(
        "where no alignment is known the PCN's own number counts; the remainder holds at least those that answered in it",
        6,
        folder(
            FOUR,
            homes("X01", W1, "home_id,clinical_lead\n1-1,yes\n1-2,no"),
            area("X01", W1, f"{PCN_HEAD}\nU00001,3,3,0,0,0"),
        ),
        expected=[
            row("named_lead", "pcn", "U00001", "X01", denominator=3, yes=3, marks=["stated homes"]),
            # 4 - 3 = 1 is less than the two that answered
            row("named_lead", "not aligned", "X01", "X01", denominator=2, yes=1, no=1, not_answered=0),
            row("named_lead", "ccg", "X01", denominator=5, yes=4, no=1, not_answered=0, marks=["stated homes", "sum of parts"]),
            row("checked_in", "not aligned", "X01", "X01", denominator=1, not_answered=1),
            row("checked_in", "ccg", "X01", denominator=4, not_answered=4, marks=["stated homes"]),
        ],
    ),
    Case(
        "a negative remainder counts as 0",
        6,
        folder(FOUR, area("X01", W1, f"{PCN_HEAD}\nU00001,3,2,0,1,0\nU00002,3,1,1,1,0")),
        expected=[
            row("named_lead", "not aligned", "X01", "X01", denominator=0),
            row("named_lead", "ccg", "X01", registered=4, denominator=6, yes=3, no=1, not_answered=2)
            | {"marks": ["stated homes", "sum of parts"]},
        ],
    ),
    Case(
        "under a CCG a PCN holds that CCG's homes, its own page all",
        6,
        folder(
            register("id,ccg\n1-1,X01\n1-2,X02\n1-3,X02"),
            homes("X01", W1, "home_id,pcn_code,clinical_lead\n1-1,U00001,yes"),
            homes("X02", W1, "home_id,pcn_code,clinical_lead\n1-2,U00001,no\n1-3,U00001,"),
        ),
        expected=[
            row("named_lead", "pcn", "U00001", "X01", denominator=1, yes=1),
            row("named_lead", "pcn", "U00001", "X02", denominator=2, no=1, not_answered=1),
            row("named_lead", "pcn", "U00001", denominator=3, yes=1, no=1, not_answered=1, share=33.3, share_high=66.7),
        ],
    ),
    Case(
        "sent by another CCG: counts in the register's, only where that one's return has no row, blanks included",
        7,
        folder(
            register("id,ccg\n1-1,X01\n1-2,X01\n1-3,X01"),
            homes("X01", W1, "home_id,clinical_lead\n1-1,"),
            homes("X02", W1, "home_id,clinical_lead\n1-1,yes\n1-2,yes"),
        ),
        expected=[
            row("named_lead", "ccg", "X01", denominator=3, yes=1, not_answered=2, blank=2, not_in_return=1),
            row("named_lead", "ccg", "X02", denominator=0),
        ],
    ),
    Case(
        "a home whose row another CCG sent is blank, not without a return",
        7,
        folder(register("id,ccg\n1-1,X01\n1-2,X01"), homes("X02", W1, "home_id,clinical_lead,checked_in\n1-1,yes,")),
        expected=[
            row("named_lead", "ccg", "X01", yes=1, not_answered=1, blank=0, no_return=1),
            row("checked_in", "ccg", "X01", yes=0, not_answered=2, blank=1, no_return=1, not_in_return=0),
        ],
        returned={"X01": {"n": 0, "N": 1, "covered": 1, "registered": 2}, "": {"n": 1, "N": 2, "covered": 1, "registered": 2}},
    ),
]
