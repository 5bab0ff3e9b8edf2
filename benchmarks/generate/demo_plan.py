"""The demonstration region on paper: its areas, its CCGs' habits, and every blemish that is planted in it."""

from __future__ import annotations

from datetime import date

from benchmarks.generate.answers import Tendency
from benchmarks.generate.styles import SYNONYMS, WORDINGS, Style
from benchmarks.generate.world import Ccg, Pcn, weeks_from

SEED = 20200517
REGION = "Demonstration region"
WEEKS = weeks_from(date(2020, 5, 17), 16)
#: Each register: the day from which it holds, and when it came (day, hour, minute).
REGISTERS = (
    (date(2020, 5, 1), date(2020, 5, 6), (10, 12)),
    (date(2020, 7, 1), date(2020, 7, 3), (9, 40)),
    (date(2020, 8, 1), date(2020, 8, 5), (11, 5)),
)
FIRST_REGISTER = REGISTERS[0][0]
ALIGNED_SINCE = date(2020, 4, 1)

#: code, level, name, parent
AREAS = (
    ("X9", "england", "Demonstration country", ""),
    ("X99", "region", REGION, "X9"),
    ("XQ1", "stp", "Alder, Bracken and Calder (demonstration)", "X99"),
    ("XQ2", "stp", "Dun, East and Fen (demonstration)", "X99"),
    ("X01", "ccg", "NHS Alderbrook CCG", "XQ1"),
    ("X02", "ccg", "NHS Brackenshire CCG", "XQ1"),
    ("X03", "ccg", "NHS Calderwick CCG", "XQ1"),
    ("X04", "ccg", "NHS Dunmere CCG", "XQ2"),
    ("X05", "ccg", "NHS Eastlow CCG", "XQ2"),
    ("X06", "ccg", "NHS Fenmoor CCG", "XQ2"),
    ("XE0001", "la", "Brackenvale (demonstration)", "X99"),
    ("XE0002", "la", "Calder and Dun (demonstration)", "X99"),
    ("XE0003", "la", "Fenland Edge (demonstration)", "X99"),
)
CCGS = {code: Ccg(code, name, REGION) for code, level, name, _ in AREAS if level == "ccg"}
LAS = {code: name for code, level, name, _ in AREAS if level == "la"}
LA_OF = {"X01": "XE0001", "X02": "XE0001", "X03": "XE0002", "X04": "XE0002", "X05": "XE0003", "X06": "XE0003"}
#: Homes of X03 that lie in the neighbouring authority: authorities cut across CCGs.
HOMES_ACROSS_LA = ("X03", range(10, 16), "XE0001")

HOMES = {"X01": 56, "X02": 48, "X03": 44, "X04": 52, "X05": 42, "X06": 38}
#: Where the four networks of each CCG lie, and the share of its homes that each has.
QUARTERS = {
    "X01": ("North", "South", "Riverside", "Hills"),
    "X02": ("East", "West", "Central", "Moor"),
    "X03": ("North", "Vale", "Park", "Hills"),
    "X04": ("East", "West", "Coast", "Heath"),
    "X05": ("North", "South", "Central", "Coast"),
    "X06": ("East", "Riverside", "Moor", "Vale"),
}
#: A network that had closed before the first week: code, name, CCG, opened, closed, successor. The others opened on that day too.
CLOSED_PCN = ("U99025", "Alderbrook Old Town PCN", "X01", "2019-07-01", "2020-03-31", "U99001")
SHARES = (0.32, 0.27, 0.23, 0.18)
TENDENCIES = {
    "X01": Tendency(leads=0.62, pace=4.0, checkins=0.95, plans=0.24, answering=0.97),
    "X02": Tendency(leads=0.56, pace=4.5, checkins=0.93, plans=0.21, answering=0.96),
    "X03": Tendency(leads=0.5, pace=4.5, checkins=0.92, plans=0.19, answering=0.96),
    "X04": Tendency(leads=0.5, pace=5.0, checkins=0.91, plans=0.18, answering=0.94),
    "X05": Tendency(leads=0.46, pace=5.0, checkins=0.64, plans=0.16, answering=0.95),
    "X06": Tendency(leads=0.42, pace=5.5, checkins=0.9, plans=0.14, answering=0.9),
}

_NOTES = ("n/a: not applicable. Blank: not answered.", "Demonstration: every answer is invented.")
STYLES = {
    "X01": Style(asks_who_serves=True),
    "X02": Style(headers=WORDINGS, title=("Care home support: weekly return (demonstration)",), notes=_NOTES),
    "X03": Style(headers=SYNONYMS, without=("lead_job_share", "outbreak"), uk_dates=True, mark=True, newline="\r\n"),
    "X04": Style(without=("comment",), asks_who_serves=True),
    "X05": Style(title=("Weekly care home return (demonstration)",)),
    "X06": Style(
        headers=WORDINGS, without=("outbreak", "comment"), title=("Fenmoor care homes (demonstration)",), notes=_NOTES, newline="\r\n"
    ),
}
#: The weeks that a CCG sent as a workbook; the others are CSV.
AS_WORKBOOK = {"X02": set(WEEKS[:8]), "X05": set(WEEKS[-4:])}

# Blemishes of returns

TOTALS_ONLY = "U99012"
TOTALS_FORGOTTEN = date(2020, 7, 26)
ACROSS_BORDER = ("U99008", "X03", range(4))
LATE = {
    ("X04", date(2020, 5, 31)),
    ("X06", date(2020, 6, 7)),
    ("X05", date(2020, 6, 28)),
    ("X02", date(2020, 7, 26)),
    ("X06", date(2020, 8, 9)),
    ("X03", date(2020, 8, 23)),
}
AT_THE_DUE_MOMENT = ("X01", date(2020, 5, 24))
MISSING = {("X06", date(2020, 6, 14)), ("X05", date(2020, 7, 19)), ("X06", date(2020, 8, 30))}
NIL = ("X06", date(2020, 6, 21))
REVISED = {("X02", date(2020, 6, 7)), ("X01", date(2020, 7, 5)), ("X04", date(2020, 8, 16))}
WITHDRAWN = ("X04", date(2020, 7, 12))
CCG_TOTAL_ONLY = ("X05", date(2020, 5, 17))
NOT_ATTRIBUTED = ("X04", date(2020, 5, 24), "U99016")

# Blemishes of homes: (CCG, place in its list of homes)

NOT_ALIGNED = tuple((ccg, 24) for ccg in CCGS)
#: Two of them are aligned at last: a line of the newest alignment file, from that day on.
ALIGNED_LATER = (("X01", 24, "U99003", date(2020, 8, 3)), ("X05", 24, "U99019", date(2020, 8, 3)))
CLAIMED_BY_TWO = ("X04", 5, "U99014")
OTHER_PCN_IN_RETURN = ("X06", 3, "U99022")
DORMANT = (("X01", 30), ("X06", 12))
OTHER_COMMISSIONER = (("X01", 40, "X02"), ("X02", 20, "X01"), ("X05", 9, "X06"))
#: A clinical lead leaves and another takes over all of the homes: CCG, the numbers of the two, the first week of the new one.
LEAD_FOLLOWED = (("X01", 5, 901, date(2020, 8, 2)), ("X04", 55, 902, date(2020, 8, 16)))
#: CCG, place, last day.
CLOSINGS = (("X05", 4, date(2020, 6, 30)), ("X02", 33, date(2020, 7, 17)))
#: CCG, place beyond its list, first day, beds.
OPENINGS = (("X01", 80, date(2020, 6, 29), 44), ("X04", 81, date(2020, 7, 13), 36), ("X02", 82, date(2020, 7, 20), 28))
#: A new provider, so a new ID at the same place: CCG, place, first day of the new ID, the week from which the CCG's returns use it.
#: The second one stands without a UPRN on both registers: postcode and street address tell that it is the same place.
REREGISTERED = (
    ("X02", 30, date(2020, 6, 22), date(2020, 7, 12)),
    ("X05", 30, date(2020, 7, 20), date(2020, 8, 9)),
)
WITHOUT_UPRN = (("X05", 30), ("X06", 20))
#: What else a register says otherwise from a day on: CCG, place, day, field of the home, value.
CHANGES = (
    ("X02", 14, date(2020, 7, 1), "beds", 14),
    ("X04", 30, date(2020, 7, 1), "beds", 19),
    ("X06", 5, date(2020, 8, 1), "beds", 64),
    ("X06", 25, date(2020, 8, 1), "dormant", True),
    ("X03", 14, date(2020, 8, 1), "la_code", "XE0002"),
    ("X04", 29, date(2020, 8, 1), "kind", "Both"),
)
#: Homes served by several practices, as the returns of the CCGs that ask for it write them; and by other networks too.
SERVED = {
    ("X01", 6): ("X81002; X81005", ""),
    ("X01", 16): ("X81004, X81006", "U99002"),
    ("X01", 35): ("X81003\nX81007\nX81009", "U99004"),
    ("X04", 12): ("X84002/X84003", ""),
    ("X04", 22): ("X84004", "U99015; U99016"),
}
SILENT = (("X02", 11), ("X04", 20), ("X06", 8))
WRONG_CCG = ("X03", 18, "X02", date(2020, 5, 31), date(2020, 6, 7))
UNREGISTERED = ("X05", "1-990009999")
STALE_OXIMETERS = ("X01", range(2, 12), date(2020, 7, 12), date(2020, 7, 19), date(2020, 7, 26))

LA_RETURN = ("XE0001", date(2020, 5, 31))


def pcns() -> list[Pcn]:
    """Return the twenty-four networks, U99001 to U99024, four to a CCG."""
    found: list[Pcn] = []
    for code, ccg in CCGS.items():
        for quarter in QUARTERS[code]:
            number = f"U99{len(found) + 1:03}"
            name = f"{ccg.name.removeprefix('NHS ').removesuffix(' CCG')} {quarter} PCN"
            found.append(Pcn(number, name, code, totals_only=number == TOTALS_ONLY))
    return found
