"""The layouts of the files, version 1: home return, area return, register, alignment, manifest."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from benchmarks.generate.answers import COUNTS, RUNGS, YES_NO, Answers
from benchmarks.generate.world import BOTH, OLDER, WORKING_AGE, Ccg, Home, Pcn

#: Every field of a home return, in the order in which files carry them.
HOME_FIELDS = (
    "week_ending", "ccg_code", "ccg_name", "pcn_code", "pcn_name", "home_id", "home_name", "beds", "home_type", "residents",
    "clinical_lead", "lead_name", "lead_profession", "lead_employer", "lead_job_share", "lead_start",
    "checkin_in_place", "checked_in", "checkin_mode", "checkin_by", "checkin_reason_none",
    "pcsp_process", "residents_with_pcsp", "new_residents", "new_residents_with_pcsp", "medicines_support",
    "oximeters_held", "oximeters_allocated", "oximeters_delivered", "oximeter_staff_trained",
    "testing_status", "whole_home_test_date", "residents_tested", "staff", "staff_tested", "discharge_testing", "outbreak", "comment",
)  # fmt: skip

#: What some CCGs ask for beside: who else serves the home.
SERVED_FIELDS = ("practices", "other_pcn_codes")

STATES = ("yes", "no", "not_answered", "not_applicable")
LADDER = (*RUNGS, "Outbreak testing", "Declined", "Void/retest")


def ladder_column(word: str) -> str:
    """Return the area return's column for a word of the testing ladder: ``testing_status_void_retest``."""
    return "testing_status_" + word.lower().replace("/", " ").replace(" ", "_")


def _area_fields() -> Iterator[str]:
    yield from ("week_ending", "ccg_code", "ccg_name", "pcn_code", "pcn_name", "homes")
    for question in YES_NO:
        yield from (f"{question}_{state}" for state in STATES)
    for count in COUNTS:
        yield from (count, f"{count}_homes")
        if count == "oximeters_held":
            yield "oximeters_held_any"
    yield from (ladder_column(word) for word in LADDER)
    yield "comment"


#: Every field of an area return.
AREA_FIELDS = tuple(_area_fields())

REGISTER_COLUMNS = (
    "Location ID", "Location HSCA start date", "Dormant (Y/N)", "Care home?", "Location Name", "Care homes beds",
    "Location Type/Sector", "Location Primary Inspection Category", "Region", "Local Authority", "Local Authority Code",
    "Location ONSPD CCG Code", "Location ONSPD CCG", "Location Commissioning CCG Code", "Location Commissioning CCG",
    "Location Street Address", "Postal Code", "Location UPRN ID", "Provider ID",
    "Service user band - Dementia", "Service user band - Learning disabilities or autistic spectrum disorder",
    "Service user band - Older People", "Service user band - Younger Adults",
)  # fmt: skip
ALIGNMENT_COLUMNS = ("home_id", "pcn_code", "from", "to")
MANIFEST_COLUMNS = ("file", "kind", "submitter", "week", "received_at", "decided_at", "action")


def csv_text(rows: Iterable[Sequence[str]], *, newline: str = "\n") -> str:
    """Return rows of text as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator=newline).writerows(rows)
    return text.getvalue()


def home_row(home: Home, week: str, ccg: Ccg, pcn: Pcn | None, answers: Answers) -> dict[str, str]:
    """Return the row of a home in the return of ``ccg`` as a mapping of fields; what it lacks is blank."""
    return {
        "week_ending": week,
        "ccg_code": ccg.code,
        "ccg_name": ccg.name,
        "pcn_code": pcn.code if pcn else "",
        "pcn_name": pcn.name if pcn else "",
        "home_id": home.id,
        "home_name": home.name,
        "beds": str(home.beds),
        "home_type": home.kind,
        **answers,
    }


def table(fields: Sequence[str], rows: Iterable[Mapping[str, str]]) -> list[list[str]]:
    """Return the cells of ``rows`` in the order of ``fields``, blank where a row says nothing."""
    return [[row.get(field, "") for field in fields] for row in rows]


#: The counts of people stand in pairs, and a pair is summed over the homes that gave both. Summing all over the homes
#: that gave every one of them keeps each pair equal, and each part within its whole.
_RESIDENTS = ("residents", "residents_with_pcsp", "new_residents", "new_residents_with_pcsp", "residents_tested")
_STAFF = ("staff", "staff_tested")


def area_row(week: str, ccg: Ccg, pcn: Pcn | None, homes: int, said: Sequence[Answers]) -> dict[str, str]:
    """Return the totals of ``homes`` homes of which some have ``said`` something; ``pcn`` None is the CCG's own row."""
    row = {
        "week_ending": week,
        "ccg_code": ccg.code,
        "ccg_name": ccg.name,
        "pcn_code": pcn.code if pcn else "",
        "pcn_name": pcn.name if pcn else "",
        "homes": str(homes),
    }
    for question in YES_NO:
        given = [answers.get(question, "") for answers in said]
        yes, no, not_applicable = given.count("Yes"), given.count("No"), given.count("n/a")
        row |= {
            f"{question}_yes": str(yes),
            f"{question}_no": str(no),
            f"{question}_not_answered": str(homes - yes - no - not_applicable),
            f"{question}_not_applicable": str(not_applicable),
        }
    for group in (_RESIDENTS, _STAFF, *((count,) for count in COUNTS if count not in _RESIDENTS + _STAFF)):
        _add_sums(row, group, [answers for answers in said if all(answers.get(count, "").isdigit() for count in group)])
    words = [answers.get("testing_status", "") for answers in said]
    row |= {ladder_column(word): str(words.count(word)) for word in LADDER}
    return row


def _add_sums(row: dict[str, str], counts: Sequence[str], gave: Sequence[Answers]) -> None:
    for count in counts:
        row[f"{count}_homes"] = str(len(gave))
        if gave:
            row[count] = str(sum(int(answers[count]) for answers in gave))
            if count == "oximeters_held":
                row["oximeters_held_any"] = str(sum(answers[count] != "0" for answers in gave))


def register_rows(homes: Iterable[Home], ccgs: Mapping[str, Ccg], region: str) -> list[list[str]]:
    """Return a register as the care directory prints it, header first: dates as 17/05/2020, bands as Y or blank."""
    rows = [list(REGISTER_COLUMNS)]
    for home in homes:
        ccg, commissioner = ccgs[home.ccg], ccgs[home.commissioner or home.ccg]
        younger = "Y" if home.kind in (WORKING_AGE, BOTH) else ""
        older = "Y" if home.kind in (OLDER, BOTH) else ""
        rows.append([
            home.id, f"{home.started:%d/%m/%Y}", "Y" if home.dormant else "N", "Y", home.name, str(home.beds),
            "Social Care Org", "Residential social care", ccg.region or region, home.la_name, home.la_code,
            ccg.code, ccg.name, commissioner.code, commissioner.name,
            home.address, home.postcode, home.uprn, home.provider,
            older, younger, older, younger,
        ])  # fmt: skip
    return rows


def alignment_rows(homes: Iterable[Home], since: date, known: date | None = None) -> list[list[str]]:
    """Return an alignment file, header first: each aligned home from ``since`` or from its start, to its end.

    An end after the day ``known`` is left blank: nobody knew of it yet.
    """
    rows = [list(ALIGNMENT_COLUMNS)]
    for home in homes:
        end = home.ended.isoformat() if home.ended and (known is None or home.ended <= known) else ""
        for pcn in (home.pcn, home.claimed_by):
            if pcn:
                rows.append([home.id, pcn, max(since, home.started).isoformat(), end])
    return rows
