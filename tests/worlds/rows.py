"""The rows of made-up returns. They obey the intake's hard rules: no part above its whole, no more answers than homes."""

from __future__ import annotations

import random
import re

from .plan import MadeHome, Plan

Row = dict[str, str]
YES_NO = [
    "clinical_lead",
    "checkin_in_place",
    "checked_in",
    "pcsp_process",
    "medicines_support",
    "oximeter_staff_trained",
    "discharge_testing",
]
LADDER = ["Not eligible yet", "Not registered", "Registered", "Kits ordered", "Kits received", "Tested once", "In regular testing"]
SIDE = ["Outbreak testing", "Declined", "Void/retest"]
WORDS = {
    "lead_profession": ["GP", "Nurse", "Paramedic", "Pharmacist", "Therapist", "Geriatrician", "Other"],
    "lead_employer": ["General practice", "Community provider", "Other"],
    "checkin_mode": ["Video", "Telephone", "In person"],
    "checkin_by": ["GP", "Multidisciplinary community team", "Other"],
}
STOCKS = ["oximeters_held", "oximeters_allocated", "oximeters_delivered"]
PAIRS = [("residents", ["residents_with_pcsp", "residents_tested", "new_residents"]), ("staff", ["staff_tested"])]
HOME_COLUMNS = [
    *["ccg_name", "pcn_code", "beds", *YES_NO, *WORDS, "lead_job_share", "lead_name", "testing_status"],
    *["residents", "residents_with_pcsp", "residents_tested", "new_residents", "new_residents_with_pcsp"],
    *["staff", "staff_tested", *STOCKS, "outbreak", "comment", "practices", "other_pcn_codes"],
]


def home_row(rng: random.Random, plan: Plan, home: MadeHome, candour: float) -> Row:
    """One home's row; `candour` is the chance that a question is answered."""

    def answered() -> bool:
        return rng.random() < candour

    row: Row = {"home_id": home.id, "beds": str(home.beds) if answered() else ""}
    row["pcn_code"] = _said_pcn(rng, plan, home)
    for question in [*YES_NO, "lead_job_share", "outbreak"]:
        row[question] = rng.choice(["yes", "yes", "Yes", "no", "no", "n/a"]) if answered() else ""
    for question, words in WORDS.items():
        row[question] = rng.choice([*words, "n/a"]) if answered() else ""
    row["testing_status"] = rng.choice([*LADDER, *LADDER, *SIDE, "In regular testing", "n/a"]) if answered() else ""
    row["lead_name"] = f"Lead {rng.randint(1, 9)}" if answered() else ""
    row["comment"] = "as last week" if rng.random() < 0.1 else ""
    if plan.switches.practices and rng.random() < 0.3:
        row["practices"] = "; ".join(f"Z{rng.randint(0, 9):05d}" for _ in range(rng.randint(1, 2)))
        row["other_pcn_codes"] = rng.choice(plan.pcns[home.ccg])
    _people(rng, row, answered)
    for stock in STOCKS:
        row[stock] = rng.choice(["0", "1", "1", "2", "3", "5", "n/a"]) if rng.random() < candour * 0.7 else ""
    return row


def _said_pcn(rng: random.Random, plan: Plan, home: MadeHome) -> str:
    if not plan.switches.column or rng.random() < 0.2:
        return ""
    fate = rng.random()
    if fate < 0.08:
        return rng.choice(plan.pcns[home.ccg])
    return "n/a" if fate < 0.12 else home.pcn


def _people(rng: random.Random, row: Row, answered: object) -> None:
    assert callable(answered)
    for whole, parts in PAIRS:
        people = rng.randint(0, 40)
        row[whole] = rng.choice([str(people)] * 9 + ["n/a"]) if answered() else ""
        for part in parts:
            row[part] = rng.choice([str(rng.randint(0, people))] * 9 + ["n/a"]) if answered() else ""
    new = row["new_residents"]
    cap = int(new) if new.isdigit() else 0
    row["new_residents_with_pcsp"] = str(rng.randint(0, cap)) if answered() and new.isdigit() else ""


def snake(word: str) -> str:
    """A word as it stands in a column's name."""
    return re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_")


def area_row(rng: random.Random, plan: Plan, pcn: str, homes: int, candour: float) -> Row:
    """An area row that counts `homes` homes; '' is the CCG's own row."""
    blank = bool(plan.switches.blank_homes) and rng.random() < 0.25
    row: Row = {"pcn_code": pcn, "homes": "" if blank else str(homes)}
    for question in YES_NO:
        full = blank and question == YES_NO[0]
        if full or rng.random() < candour:
            _states(rng, row, question, homes, full)
    if rng.random() < candour:
        left = rng.randint(0, homes)
        for word in rng.sample([*LADDER, *SIDE], len(LADDER) + len(SIDE)):
            here = rng.randint(0, left)
            left -= here
            row[f"testing_status_{snake(word)}"] = str(here) if here or rng.random() < 0.5 else ""
    gave = rng.randint(0, homes)
    for whole, parts in PAIRS:
        if rng.random() < candour:
            _area_people(rng, plan, row, whole, parts, gave, homes)
    for stock in STOCKS:
        if rng.random() < candour:
            _area_stock(rng, plan, row, stock, rng.randint(0, homes))
    return row


def _states(rng: random.Random, row: Row, question: str, homes: int, full: bool) -> None:
    left = homes
    for state in rng.sample(["yes", "no"], 2) + ["not_applicable"]:
        here = rng.randint(0, left) if state != "not_applicable" else rng.randint(0, min(1, left))
        left -= here
        row[f"{question}_{state}"] = str(here) if here or rng.random() < 0.7 else ""
    row[f"{question}_not_answered"] = str(left) if full or rng.random() < 0.7 else ""


def _area_people(rng: random.Random, plan: Plan, row: Row, whole: str, parts: list[str], gave: int, homes: int) -> None:
    people = rng.randint(0, 30) * gave
    row[whole], row[f"{whole}_homes"] = str(people), str(gave)
    for part in parts:
        if rng.random() < 0.85:
            other = plan.switches.unequal and rng.random() < 0.2
            row[part], row[f"{part}_homes"] = str(rng.randint(0, people)), str(rng.randint(0, homes) if other else gave)
    if "new_residents" in row and rng.random() < 0.7:
        row["new_residents_with_pcsp"] = str(rng.randint(0, int(row["new_residents"])))
        row["new_residents_with_pcsp_homes"] = row["new_residents_homes"]


def _area_stock(rng: random.Random, plan: Plan, row: Row, stock: str, gave: int) -> None:
    some = rng.randint(0, gave)
    units = some + rng.randint(0, 4) if some else 0
    row[stock], row[f"{stock}_homes"] = str(units), str(gave)
    if stock == "oximeters_held":
        row["oximeters_held_any"] = str(some)
        if plan.switches.bare_held and rng.random() < 0.3:
            del row[rng.choice(["oximeters_held_any", stock])]


def total_row(rng: random.Random, plan: Plan, home_rows: list[Row], area_rows: list[Row], homes: int) -> Row:
    """A CCG's own row made from what the finer rows say, then left alone, raised, lowered, contradicted or blanked, by question."""
    row: Row = {"pcn_code": "", "homes": ""}
    most = 0
    for question in YES_NO:
        says = {s: sum(int(r.get(f"{question}_{s}") or 0) for r in area_rows) for s in ("yes", "no", "not_applicable")}
        for one in home_rows:
            state = {"yes": "yes", "no": "no", "n/a": "not_applicable"}.get(one.get(question, "").lower())
            if state:
                says[state] += 1
        fate = rng.choice(["equal", "more", "more", "less", "against", "blank"])
        if fate == "blank":
            continue
        _bend(rng, says, fate)
        while not plan.switches.excess and sum(says.values()) > max(homes, 1):
            state = rng.choice([s for s, n in says.items() if n])
            says[state] -= 1
        most = max(most, sum(says.values()))
        row |= {f"{question}_{s}": str(n) for s, n in says.items() if n or rng.random() < 0.6}
    most = max(most, homes + rng.choice([-2, 0, 0, 0, 0, 2] if plan.switches.excess else [-1, 0, 0]), 1)
    drawn = area_row(rng, plan, "", most, 0.6)
    for name, value in drawn.items():
        if not name.startswith(tuple(f"{q}_" for q in YES_NO)) and name not in row:
            row[name] = value
    row["homes"] = str(most) if not plan.switches.blank_homes or rng.random() < 0.7 else ""
    if not row["homes"]:
        row |= {f"{YES_NO[0]}_{s}": "" for s in ("yes", "no", "not_applicable")} | {f"{YES_NO[0]}_not_answered": str(most)}
    return row


def _bend(rng: random.Random, says: dict[str, int], fate: str) -> None:
    if fate in ("more", "against"):
        says[rng.choice(["yes", "no"])] += rng.randint(1, 4)
    if fate in ("less", "against"):
        state = rng.choice(["yes", "no"])
        says[state] = max(0, says[state] - rng.randint(1, 2))
