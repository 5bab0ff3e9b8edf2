"""Settings of an installation: defaults, each overridden by an environment variable."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from datetime import time
from pathlib import Path

#: What an installation must say to be open to a network without sign-in.
OPEN_WORDS = "yes, everybody on this network may see everything"
PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """What an installation may set. The variable of a field is ``CAREHOMES_`` and its name in capitals.

    ``beds_per_oximeter`` is an assumption (no source confirms one oximeter for every 25 beds) and is labelled so.
    ``carry_weeks``: how long a stock is carried (rule 10). ``compare_from``: percent that must have answered to be
    compared (rule 4). ``due_days`` and ``due_time``: the deadline after the week's Sunday, London time (rule 12).
    ``plan_days``: the limit for a new resident's plan. ``jump_times``: a count so many times above or below all of those of the
    four weeks before is asked about. ``settled_below``: percent of homes that may still move in a week after the deadline of a
    settled week; a younger one is provisional.
    """

    beds_per_oximeter: int = 25
    carry_weeks: int = 2
    compare_from: int = 80
    due_days: int = 3
    due_time: time = time(17, 0)
    plan_days: str = "7 days"
    jump_times: int = 3
    settled_below: int = 5


def read_settings() -> Settings:
    """Return the settings of this process. Raises ``ValueError`` with a plain sentence for a value that cannot be read."""
    values: dict[str, object] = {}
    for field in fields(Settings):
        name = f"CAREHOMES_{field.name.upper()}"
        text = os.environ.get(name)
        if text is None:
            continue
        try:
            if isinstance(field.default, int):
                values[field.name] = int(text)
            elif isinstance(field.default, time):
                values[field.name] = time.fromisoformat(text)
            else:
                values[field.name] = text
        except ValueError as error:
            raise ValueError(f"{name} is {text!r}; it must look like {field.default}.") from error
    return Settings(**values)  # type: ignore[arg-type]


def queries_folder() -> Path:
    """Return where the SQL and the catalogue lie: ``queries``, or ``CAREHOMES_QUERIES``."""
    return Path(os.environ.get("CAREHOMES_QUERIES") or PROJECT / "queries")


def inbox_folder() -> Path | None:
    """Return the watched folder into which a shared drive drops returns: ``CAREHOMES_INBOX``, None where it is not set."""
    named = os.environ.get("CAREHOMES_INBOX")
    return Path(named) if named else None


def contact() -> str:
    """Return whom readers may turn to (a team, an address), told on the About page: ``CAREHOMES_CONTACT``, '' where it is not set."""
    return os.environ.get("CAREHOMES_CONTACT", "").strip()


def allowed_hosts() -> list[str]:
    """Return the names under which a server may be asked for: ``CAREHOMES_HOSTS``, separated by commas.

    This machine's own names are always among them: what looks after the app asks whether it is well from here.
    """
    named = [one.strip() for one in os.environ.get("CAREHOMES_HOSTS", "").split(",") if one.strip()]
    return [*named, "localhost", "127.0.0.1", "::1"]


def log_file() -> Path | None:
    """Return where a server writes its log: ``CAREHOMES_LOG``, None (the standard error) where it is not set."""
    named = os.environ.get("CAREHOMES_LOG")
    return Path(named) if named else None


def query_seconds() -> int:
    """Return how long one query of a page may run: ``CAREHOMES_QUERY_SECONDS``, 60."""
    return _whole("CAREHOMES_QUERY_SECONDS", 60)


def query_megabytes() -> int:
    """Return the memory that the queries of one open snapshot may have together: ``CAREHOMES_QUERY_MEGABYTES``, 1024."""
    return _whole("CAREHOMES_QUERY_MEGABYTES", 1024)


def pages_at_once() -> int:
    """Return how many pages one process draws at once, others waiting: ``CAREHOMES_PAGES_AT_ONCE``, 2."""
    return _whole("CAREHOMES_PAGES_AT_ONCE", 2)


def dear_processes() -> int:
    """Return how many processes of a server do dear work beside the pages: ``CAREHOMES_DEAR_PROCESSES``, 2."""
    return _whole("CAREHOMES_DEAR_PROCESSES", 2)


def packs_at_once() -> int:
    """Return how many briefing packs the pages of one process make at once, others waiting: ``CAREHOMES_PACKS_AT_ONCE``, 2."""
    return _whole("CAREHOMES_PACKS_AT_ONCE", 2)


def files_at_once() -> int:
    """Return how many batches of files the pages of one process take at once, others waiting: ``CAREHOMES_FILES_AT_ONCE``, 2."""
    return _whole("CAREHOMES_FILES_AT_ONCE", 2)


def uploads_megabytes() -> int:
    """Return how much of uploaded files one process of the app holds at one time: ``CAREHOMES_UPLOADS_MEGABYTES``, 1024."""
    return _whole("CAREHOMES_UPLOADS_MEGABYTES", 1024)


def _whole(name: str, usual: int) -> int:
    text = os.environ.get(name, str(usual)).strip()
    if not text.isdecimal() or not int(text):
        raise ValueError(f"{name} is {text!r}; it must be a whole number above 0.")
    return int(text)


def people_file() -> Path | None:
    """Return the TOML file that says who may see and do what: ``CAREHOMES_PEOPLE``, None where it is not set."""
    named = os.environ.get("CAREHOMES_PEOPLE")
    return Path(named) if named else None


def claim_name() -> str:
    """Return the claim of a sign-in that holds a person's roles and areas: ``CAREHOMES_CLAIM``, ``carehomes`` where it is not set."""
    return os.environ.get("CAREHOMES_CLAIM", "").strip() or "carehomes"


def sign_in() -> bool:
    """Return whether pages want a sign-in: ``CAREHOMES_SIGN_IN`` is ``yes``. Raises ``ValueError`` where it says neither yes nor no."""
    return _yes("CAREHOMES_SIGN_IN")


def open_without_sign_in() -> bool:
    """Return whether it was said in so many words that everybody on the network may come in: ``CAREHOMES_OPEN_WITHOUT_SIGN_IN``."""
    return os.environ.get("CAREHOMES_OPEN_WITHOUT_SIGN_IN", "").strip().strip("\"'“”") == OPEN_WORDS


def read_only() -> bool:
    """Return whether the store is a copy for reading, into which nothing is written: ``CAREHOMES_READ_ONLY`` is ``yes``.

    Raises as ``sign_in``.
    """
    return _yes("CAREHOMES_READ_ONLY")


def release_gate() -> bool:
    """Return whether viewers see a week only once it is published: ``CAREHOMES_RELEASE_GATE`` is ``yes``. Raises as ``sign_in``."""
    return _yes("CAREHOMES_RELEASE_GATE")


def suppress_to() -> int:
    """Return the largest count of people that is small: ``CAREHOMES_SUPPRESS_TO``, 4; 0 suppresses nothing.

    It holds in the view beyond the team alone, so it is no part of ``Settings``: a snapshot is the same with any. Raises ``ValueError`` in
    a plain sentence where it is no such number.
    """
    text = os.environ.get("CAREHOMES_SUPPRESS_TO", "4").strip()
    if not text.isdecimal() or int(text) > 1000:
        raise ValueError(f"CAREHOMES_SUPPRESS_TO is {text!r}; it must be a whole number from 0 (suppress nothing) to 1000.")
    return int(text)


def viewers_beyond() -> bool:
    """Return whether whoever has no more than the role viewer always has the view beyond the team: ``CAREHOMES_VIEWERS`` is ``beyond``.

    Raises ``ValueError`` in a plain sentence where it is neither that nor ``team``.
    """
    text = os.environ.get("CAREHOMES_VIEWERS", "team").strip().lower()
    if text not in ("team", "beyond"):
        raise ValueError(f"CAREHOMES_VIEWERS is {text!r}; it must be team or beyond.")
    return text == "beyond"


def marking() -> str:
    """Return the handling marking of every page, file and pack: ``CAREHOMES_MARKING``, '' where it is not set."""
    return " ".join(os.environ.get("CAREHOMES_MARKING", "").split())[:60]


def _yes(name: str) -> bool:
    text = os.environ.get(name, "no").strip().lower()
    if text not in ("yes", "no"):
        raise ValueError(f"{name} is {text!r}; it must be yes or no.")
    return text == "yes"


def briefing_from() -> int:
    """Return the percent of the returns expected that must be in for a briefing to be made without a word: ``CAREHOMES_BRIEF_FROM``, 75.

    No figure follows from it, so it is no part of ``Settings``. Raises ``ValueError`` in a plain sentence where it is no such number.
    """
    text = os.environ.get("CAREHOMES_BRIEF_FROM", "75").strip()
    if not text.isdecimal() or int(text) > 100:
        raise ValueError(f"CAREHOMES_BRIEF_FROM is {text!r}; it must be a percent from 0 to 100.")
    return int(text)


def briefing_master() -> Path | None:
    """Return the organisation's own .pptx whose master the briefing takes: ``CAREHOMES_BRIEF_MASTER``, None where it is not set."""
    named = os.environ.get("CAREHOMES_BRIEF_MASTER")
    return Path(named) if named else None


def briefing_logo() -> Path | None:
    """Return the picture (PNG or JPEG) that stands on every slide of a briefing: ``CAREHOMES_BRIEF_LOGO``, None where it is not set."""
    named = os.environ.get("CAREHOMES_BRIEF_LOGO")
    return Path(named) if named else None


def store_folder() -> Path:
    """Return where the store lies: ``data/store``, or ``CAREHOMES_STORE``."""
    return Path(os.environ.get("CAREHOMES_STORE") or PROJECT / "data" / "store")
