"""The words of the ledger: findings, returns as staged by the intake, and receipts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

import pyarrow as pa

from carehomes.ledger.facts import FACTS_SCHEMA

#: ``error`` stops acceptance, ``query`` asks for a look, ``note`` tells.
Severity = Literal["error", "query", "note"]
Outcome = Literal["accepted", "refused", "held", "unchanged"]
#: What each kind of file is called on screens and in sentences.
KIND_NAMES = {
    "home": "home return",
    "area": "area return",
    "la": "LA status return",
    "register": "register",
    "alignment": "alignment file",
    "areas": "code list",
    "boundaries": "boundary file",
}


@dataclass(frozen=True)
class Finding:
    """One thing that a check found. ``cell`` is an address such as ``D14``; ``message`` says what is wrong, where, what to do.

    ``reason`` is why a query was accepted as it stands, in the words of whoever accepted it.
    """

    code: str
    severity: Severity
    message: str
    sheet: str = ""
    cell: str = ""
    field: str = ""
    value: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Hints:
    """What a file may not say by itself, said by whoever loads it: a CCG's (or LA's) code, a week, a register's effective date.

    With ``as_successor``, what comes from a CCG that had closed is taken as its successor's.
    """

    submitter: str = ""
    week: date | None = None
    effective: date | None = None
    received_at: datetime | None = None
    as_successor: bool = False


@dataclass(frozen=True)
class StagedReturn:
    """One return of a file, checked and ready to be decided by itself.

    ``held`` are its facts as they are held in memory; ``rows`` counts its homes or areas; ``nil`` says that it is a nil return.
    """

    kind: str
    submitter: str
    week: date | None
    held: pa.Table
    rows: int
    nil: bool = False
    findings: tuple[Finding, ...] = ()

    @property
    def facts(self) -> pa.Table:
        """Its facts, with the columns of ``FACTS_SCHEMA``."""
        return self.held.cast(FACTS_SCHEMA) if self.held.num_columns else self.held

    @property
    def stopped(self) -> bool:
        """True where an error stops its acceptance."""
        return any(one.severity == "error" for one in self.findings)


@dataclass(frozen=True)
class AskedColumn:
    """A column whose header no question has, with some of its values; ``suggestion`` is the likeliest name, '' where there is none.

    With ``must`` the file is held until a person says what the column means, or that it means nothing here.
    """

    header: str
    cell: str
    samples: tuple[str, ...]
    suggestion: str
    score: int
    must: bool


@dataclass(frozen=True)
class AskedTable:
    """The columns of one table of which a person may say what they mean.

    ``layout`` are the keys of all its headers, ``taken`` the names of what its other columns hold; ``submitter`` is '' where the
    file does not say it or holds several.
    """

    kind: str
    sheet: str
    submitter: str
    layout: tuple[str, ...]
    taken: tuple[str, ...]
    columns: tuple[AskedColumn, ...]

    @property
    def must(self) -> bool:
        """True where the file waits for an answer."""
        return any(one.must for one in self.columns)


@dataclass(frozen=True)
class Examined:
    """What the intake made of one file.

    ``kind`` is '' where it is no return. ``needs`` names what a person must still say (``mapping``, ``week``, ``submitter``,
    ``which_week``, ``which_submitter``, ``effective``): the file is held until then. ``findings`` are those of the file as a whole;
    each return has its own. ``asked`` are its columns whose headers no question has.
    """

    file_name: str
    sha256: str
    size: int
    kind: str
    returns: tuple[StagedReturn, ...] = ()
    findings: tuple[Finding, ...] = ()
    needs: tuple[str, ...] = ()
    asked: tuple[AskedTable, ...] = ()

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """The file's findings and those of its returns, in that order."""
        return self.findings + tuple(one for each in self.returns for one in each.findings)


@dataclass(frozen=True)
class Decision:
    """What was decided about one return of a file. ``unexplained`` are the codes of its queries that still need a reason."""

    outcome: Outcome
    kind: str
    submitter: str
    week: date | None
    return_id: int | None
    sentence: str
    findings: tuple[Finding, ...] = ()
    rows: int = 0
    unexplained: tuple[str, ...] = ()


@dataclass(frozen=True)
class Receipt:
    """The receipt of one file: what it is, what was decided of each return in it, every finding, in plain sentences."""

    file_name: str
    sha256: str
    kind: str
    outcome: Outcome
    sentences: tuple[str, ...]
    decisions: tuple[Decision, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    needs: tuple[str, ...] = ()
    asked: tuple[AskedTable, ...] = ()

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The codes of the queries for which its returns are held until a reason is given."""
        return tuple(dict.fromkeys(code for one in self.decisions for code in one.unexplained))
