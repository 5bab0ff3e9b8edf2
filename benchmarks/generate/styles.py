"""How each CCG likes to write its return: words or field names, dates, title blocks. All are one layout to the reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from benchmarks.generate.layouts import HOME_FIELDS, SERVED_FIELDS, csv_text

#: Header texts as on the form; each is the wording of its question.
WORDINGS: dict[str, str] = {
    "week_ending": "Week ending",
    "ccg_code": "CCG code",
    "ccg_name": "CCG name",
    "pcn_code": "PCN code",
    "pcn_name": "PCN name",
    "home_id": "CQC location ID",
    "home_name": "Care home",
    "beds": "Beds",
    "home_type": "Type of home",
    "residents": "Residents",
    "clinical_lead": "Named clinical lead in place?",
    "lead_name": "Name of the clinical lead",
    "lead_profession": "Profession of the clinical lead",
    "lead_employer": "Employer of the clinical lead",
    "lead_job_share": "Is the clinical lead role a job share?",
    "lead_start": "Start date of the clinical lead",
    "checkin_in_place": "Weekly check-in in place?",
    "checked_in": "Checked in with this week?",
    "checkin_mode": "How the check-in was made",
    "checkin_by": "Who made the check-in",
    "checkin_reason_none": "Reason for no check-in",
    "pcsp_process": "PCSP process in place?",
    "residents_with_pcsp": "Residents with a PCSP",
    "new_residents": "New or returning residents",
    "new_residents_with_pcsp": "New or returning residents with a PCSP in time",
    "medicines_support": "Pharmacy and medication support in place?",
    "oximeters_held": "Pulse oximeters held",
    "oximeters_allocated": "Pulse oximeters allocated to date",
    "oximeters_delivered": "Pulse oximeters delivered to date",
    "oximeter_staff_trained": "Staff trained to use the oximeter?",
    "testing_status": "Testing status",
    "whole_home_test_date": "Date of the last whole-home test",
    "residents_tested": "Residents tested",
    "staff": "Staff",
    "staff_tested": "Staff tested",
    "discharge_testing": "Residents discharged from hospital tested first?",
    "outbreak": "Outbreak now?",
    "comment": "Comment",
}
#: Other texts for the same questions, as one CCG has them in its own tracker.
SYNONYMS: dict[str, str] = {
    **WORDINGS,
    "week_ending": "W/E",
    "ccg_code": "CCG ODS code",
    "ccg_name": "Name of CCG",
    "pcn_code": "PCN ODS code",
    "pcn_name": "Name of PCN",
    "home_id": "CQC ID",
    "home_name": "Care home name",
    "beds": "Registered beds",
    "home_type": "Client group",
    "residents": "Number of residents",
    "clinical_lead": "Clinical lead in place?",
    "lead_profession": "Lead profession",
    "lead_employer": "Lead employer",
    "checkin_in_place": "Check-in in place?",
    "checked_in": "Check-in this week?",
    "checkin_mode": "Mode of check-in",
    "checkin_by": "Checked in by",
    "checkin_reason_none": "If none, why?",
    "pcsp_process": "Personalised care and support plan process in place?",
    "residents_with_pcsp": "Number of residents with a PCSP",
    "new_residents": "New residents",
    "new_residents_with_pcsp": "New residents with PCSP in time",
    "medicines_support": "Medicines support in place?",
    "oximeters_held": "Oximeters held",
    "oximeters_allocated": "Oximeters allocated",
    "oximeters_delivered": "Oximeters delivered",
    "oximeter_staff_trained": "Staff trained in oximeter use?",
    "testing_status": "COVID-19 testing status",
    "whole_home_test_date": "Last whole-home test",
    "residents_tested": "Number of residents tested",
    "staff": "Number of staff",
    "staff_tested": "Number of staff tested",
    "discharge_testing": "Discharge testing in place?",
}
DATES = ("week_ending", "lead_start", "whole_home_test_date")


@dataclass(frozen=True)
class Style:
    """How a CCG writes: ``headers`` by field ({}: the field names), ``without`` the columns that it does not have.

    ``asks_who_serves``: it has the columns of practices and other networks, by their field names.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    uk_dates: bool = False
    mark: bool = False
    newline: str = "\n"
    title: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asks_who_serves: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of its columns, in order."""
        own = tuple(name for name in HOME_FIELDS if name not in self.without)
        return own + SERVED_FIELDS if self.asks_who_serves else own

    @property
    def header(self) -> list[str]:
        """Its header row."""
        return [self.headers.get(name, name) for name in self.fields]


def style_csv(style: Style, rows: Sequence[Mapping[str, str]], title: Sequence[str] = ()) -> str:
    """Return home rows as a CSV file in the CCG's own style, with an Excel byte order mark where it has one."""
    lines: list[list[str]] = [[line] for line in title]
    if title:
        lines.append([])
    lines.append(style.header)
    for row in rows:
        cells = [row.get(name, "") for name in style.fields]
        if style.uk_dates:
            cells = [uk_date(cell) if name in DATES else cell for name, cell in zip(style.fields, cells, strict=True)]
        lines.append(cells)
    if style.notes:
        lines.append([])
        lines.extend([line] for line in style.notes)
    return ("\ufeff" if style.mark else "") + csv_text(lines, newline=style.newline)


def uk_date(text: str) -> str:
    """Return an ISO date as 17/05/2020; what is none stays."""
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text and text != "n/a" else text
