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
    """One thing that a check found. ``cell`` is an address such as ``D14``; ``message`` says what is wrong, where, what to do."""

    code: str
    severity: Severity
    message: str
    sheet: str = ""
    cell: str = ""
    field: str = ""
    value: str = ""


@dataclass(frozen=True)
class Hints:
    """What a file may not say by itself, said by whoever loads it: a CCG's (or LA's) code, a week, a register's effective date."""

    submitter: str = ""
    week: date | None = None
    effective: date | None = None
    received_at: datetime | None = None


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
class Examined:
    """What the intake made of one file.

    ``kind`` is '' where it is no return. ``needs`` names what a person must still say (``week``, ``submitter``,
    ``effective``): the file is held until then. ``findings`` are those of the file as a whole; each return has its own.
    """

    file_name: str
    sha256: str
    size: int
    kind: str
    returns: tuple[StagedReturn, ...] = ()
    findings: tuple[Finding, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """The file's findings and those of its returns, in that order."""
        return self.findings + tuple(one for each in self.returns for one in each.findings)


@dataclass(frozen=True)
class Decision:
    """What was decided about one return of a file."""

    outcome: Outcome
    kind: str
    submitter: str
    week: date | None
    return_id: int | None
    sentence: str
    findings: tuple[Finding, ...] = ()
    rows: int = 0


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
