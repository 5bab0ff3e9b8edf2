"""How the hand-made cases are written: small tables that become the very files of a demonstration folder."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

W1, W2, W3, W4 = "2020-05-17", "2020-05-24", "2020-05-31", "2020-06-07"
BST = timezone(timedelta(hours=1))

AREAS = """code,level,name,ons_code,parent,opened,closed,successor,source
E92000001,england,England,E92000001,,,,,invented
XR1,region,Inventshire,E40009901,E92000001,,,,invented
XS1,stp,East Inventshire,E54009901,XR1,,,,invented
XS2,stp,West Inventshire,E54009902,XR1,,,,invented
X01,ccg,NHS Alder CCG,E38009901,XS1,2013-04-01,2021-03-31,X09,invented
X02,ccg,NHS Birch CCG,E38009902,XS2,2013-04-01,2021-03-31,X09,invented
X09,ccg,NHS Coppice CCG,E38009909,XS2,2021-04-01,,,invented
E10009901,la,Inventshire,E10009901,XR1,,,,invented
E06009902,la,Port Invention,E06009902,XR1,,,,invented
"""

REGISTER_COLUMNS = {
    "id": "Location ID",
    "ccg": "Location ONSPD CCG Code",
    "beds": "Care homes beds",
    "start": "Location HSCA start date",
    "end": "Location HSCA End Date",
    "dormant": "Dormant (Y/N)",
    "care_home": "Care home?",
    "la": "Local Authority",
    "la_code": "Local Authority Code",
    "older": "Service user band - Older People",
}


@dataclass(frozen=True)
class Sent:
    """One line of a manifest, and its file's text."""

    kind: str
    submitter: str
    week: str
    text: str
    action: str = "accept"
    decided: str = ""
    received: str = ""


@dataclass(frozen=True)
class Case:
    """A case: what was sent, the week, the moment, and what must come out, worked out by hand."""

    name: str
    rule: int
    files: dict[str, str]
    week: str = W1
    as_at: str | None = None
    areas: str = "then"
    expected: list[dict[str, Any]] = field(default_factory=list)
    absent: list[dict[str, Any]] = field(default_factory=list)
    returned: dict[str, dict[str, int]] = field(default_factory=dict)

    def write(self, folder: Path) -> Path:
        """Put the files where `demo` or `load_world` can read them."""
        for name, text in self.files.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder


@dataclass(frozen=True)
class View:
    """A case of a view: `G` is the code of the own group, if one is asked for."""

    name: str
    files: dict[str, str]
    week: str = W1
    areas: str = "then"
    older: bool = False
    beds: bool = False
    group_areas: tuple[str, ...] = ()
    group_homes: tuple[str, ...] = ()
    expected: list[dict[str, Any]] = field(default_factory=list)
    absent: list[dict[str, Any]] = field(default_factory=list)

    write = Case.write


def _lines(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split(",")] for line in text.strip().splitlines()]


def _table(header: list[str], rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def register(text: str, effective: str = "2020-05-01", **when: str) -> Sent:
    """A register; short column names, `start` and `end` as dd/mm/yyyy; every home has a name and is a care home unless said."""
    head, *rows = _lines(text)
    names = [REGISTER_COLUMNS[h] for h in head] + ["Location Name"]
    rows = [[*row, f"Home {row[0]}"] for row in rows]
    for column, usual in (("care_home", "Y"), ("dormant", "N"), ("start", "01/04/2011"), ("beds", "20")):
        if column not in head:
            names, rows = [*names, REGISTER_COLUMNS[column]], [[*row, usual] for row in rows]
    return Sent("register", "CQC", effective, _table(names, rows), decided=when.get("decided", f"{effective}T09:00:00+01:00"))


def homes(ccg: str, week: str, text: str, **when: str) -> Sent:
    """A home return: the columns that matter; the week and the CCG stand in every row."""
    head, *rows = _lines(text)
    return Sent("home", ccg, week, _table(["week_ending", "ccg_code", *head], [[week, ccg, *row] for row in rows]), **when)


def area(ccg: str, week: str, text: str, **when: str) -> Sent:
    """An area return; a `pcn_code` of - is the CCG's own row."""
    head, *rows = _lines(text)
    rows = [["" if cell == "-" else cell for cell in row] for row in rows]
    return Sent("area", ccg, week, _table(["week_ending", "ccg_code", *head], [[week, ccg, *row] for row in rows]), **when)


def alignment(text: str, decided: str = "2020-05-02T09:00:00+01:00") -> Sent:
    """An alignment file: home_id, pcn_code, from, to."""
    return Sent("alignment", "X", "", text.strip() + "\n", decided=decided)


def nil(ccg: str, week: str, **when: str) -> Sent:
    """A nil return."""
    return Sent("home", ccg, week, "", "nil", **when)


def withdraw(kind: str, ccg: str, week: str, **when: str) -> Sent:
    """The withdrawal of what stands."""
    return Sent(kind, ccg, week, "", "withdraw", **when)


def row(measure: str, level: str, code: str, within: str = "", **columns: Any) -> dict[str, Any]:
    """Some columns of an expected row."""
    return {"measure": measure, "level": level, "code": code, "within": within, **columns}


def folder(*sent: Sent) -> dict[str, str]:
    """The files of a demonstration folder. Unless said, a return is received and decided on the Monday after its week, in turn."""
    files, manifest = {"areas.csv": AREAS}, []
    names: dict[str, str] = {}
    newest: dict[tuple[str, str, str], str] = {}
    for number, one in enumerate(sent, 1):
        name = f"{number:02d}_{one.kind}_{one.submitter}_{one.week or 'all'}.csv" if one.text else ""
        if one.text:
            name = names.setdefault(one.text, name) if one.kind in ("home", "area") else name
            files[name] = one.text
        elif one.action == "withdraw":
            name = newest[one.kind, one.submitter, one.week]
        newest[one.kind, one.submitter, one.week] = name
        moment = one.decided
        if not moment:
            monday = datetime.combine(date.fromisoformat(one.week) + timedelta(days=1), datetime.min.time(), BST)
            moment = (monday + timedelta(hours=9, minutes=number)).isoformat()
        manifest.append([name, one.kind, one.submitter, one.week, one.received or moment, moment, one.action])
    files["manifest.csv"] = _table(["file", "kind", "submitter", "week", "received_at", "decided_at", "action"], manifest)
    return files
