"""What is to be decided of each return in an examined file, and the sentence that tells it. Nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from carehomes.areas import week_label
from carehomes.areas.weeks import LONDON
from carehomes.intake.context import FIRST_WEEK
from carehomes.ledger.journal import Version, VersionKey, version_key
from carehomes.ledger.model import KIND_NAMES, Decision, Examined, Finding, Outcome, StagedReturn
from carehomes.store import AREAS

RETURNS = frozenset({"home", "area", "la"})
REFERENCES = frozenset({"register", "alignment", AREAS, "boundaries"})
#: The code that stands for every query of a file, where one reason explains them all.
EVERY_QUERY = "*"
#: A return of an organisation that is not that of whoever brings it.
NOT_YOURS = "not_yours"
Known = Mapping[VersionKey, Version]
_NEEDS = {
    "mapping": 'Some columns have names that are not known here: say once what each means (--map "HEADER=QUESTION"); it is remembered.',
    "week": "The file does not say which week it is for: say the week's Sunday (--week 2020-05-17).",
    "submitter": "The file does not say whose return it is: say the area's code (--submitter 01T).",
    "which_week": "What the file says of its week does not agree: say which is right (--week 2020-05-17).",
    "which_submitter": "What the file says of its CCG does not agree: say which is right (--submitter 01T).",
    "effective": "The file does not say from which day it holds: say it (--effective 2020-05-01).",
}


def for_door(examined: Examined, kinds: frozenset[str]) -> Examined:
    """Refuse a file of another kind than this door takes, and name the door that does."""
    if not examined.kind or examined.kind in kinds:
        return examined
    page, command = ("Reference", "reference") if examined.kind in REFERENCES else ("Returns", "accept")
    where = f"the {page} page, or python -m carehomes {command} FILE"
    name = KIND_NAMES[examined.kind]
    message = f"This is {'an' if name[0] in 'aL' else 'a'} {name}. Load it with {where}."
    return replace(examined, returns=(), needs=(), findings=(*examined.findings, Finding("wrong_door", "error", message)))


def in_bounds(examined: Examined, received_at: datetime) -> Examined:
    """Refuse a return for a week before there were any, or one that had not begun when it was received: a slip in the year.

    A file of one week that is older than the round open when it was received is told so: it may be last week's file.
    """
    today = received_at.astimezone(LONDON).date()
    last = today + timedelta(days=6)
    open_week = today - timedelta(days=(today.weekday() + 1) % 7)
    one_week = len({one.week for one in examined.returns}) == 1

    def bounded(staged: StagedReturn) -> StagedReturn:
        if staged.kind not in RETURNS or staged.week is None:
            return staged
        if FIRST_WEEK <= staged.week <= last:
            return _with(staged, _wrong_round(staged.week, open_week)) if one_week and staged.week < open_week else staged
        why = "before the first round" if staged.week < FIRST_WEEK else "had not begun when it was received"
        message = f"The {week_label(staged.week)} {'is ' if staged.week < FIRST_WEEK else ''}{why}. Look at the year, and send it again."
        return _with(staged, Finding("week_out_of_bounds", "error", message, field="week_ending"))

    return replace(examined, returns=tuple(bounded(one) for one in examined.returns))


def _wrong_round(week: date, open_week: date) -> Finding:
    message = f"This is the file for the {week_label(week)}; the {week_label(open_week)} is open. Check that it is the file that is meant."
    return Finding("wrong_round", "note", message, field="week_ending")


def _with(staged: StagedReturn, finding: Finding) -> StagedReturn:
    return replace(staged, findings=(*staged.findings, finding))


def explain(examined: Examined, reasons: Mapping[str, str]) -> Examined:
    """Put the reasons given, by the code of a query or under ``EVERY_QUERY``, beside the queries that they explain."""

    def told(one: Finding) -> Finding:
        if one.severity != "query":
            return one
        reason = " ".join((reasons.get(one.code) or reasons.get(EVERY_QUERY, "")).split())
        return Finding(**{**vars(one), "reason": reason}) if reason else one

    returns = tuple(replace(one, findings=tuple(told(each) for each in one.findings)) for one in examined.returns)
    return replace(examined, returns=returns, findings=tuple(told(one) for one in examined.findings))


def unexplained(examined: Examined, staged: StagedReturn) -> Counter[str]:
    """Return how many queries of a return, and of its file, lack a reason, by their code."""
    return Counter(one.code for one in (*examined.findings, *staged.findings) if one.severity == "query" and not one.reason)


def stopped(examined: Examined) -> bool:
    """Return whether something in the file as a whole stops all of it."""
    return any(one.severity == "error" for one in examined.findings)


def undecided(examined: Examined) -> list[Decision]:
    """Return what is decided of a file whose returns cannot be decided one by one: refused, or held until a person says more.

    Empty where they can.
    """
    if not stopped(examined) and not examined.needs and examined.returns:
        return []
    outcome: Outcome = "held" if examined.needs and not stopped(examined) else "refused"
    if outcome == "held":
        sentence = " ".join(_NEEDS.get(one, f"Say the {one}.") for one in examined.needs)
    else:
        sentence = "Refused: nothing of this file was loaded."
    return [Decision(outcome, examined.kind, "", None, None, sentence)]


def decision_of(staged: StagedReturn, examined: Examined, known: Known, *, would: bool = False) -> tuple[StagedReturn, Decision]:
    """Return what is decided of one return (with ``would``: what would be), and the return with what deciding it found."""
    guarded = _guarded(staged, known, examined)
    asked = unexplained(examined, guarded)
    before = _before(guarded, known, examined)
    outcome: Outcome
    if guarded.stopped:
        outcome = "refused"
    elif before is not None and _the_same(before, examined, staged):
        outcome, asked = "unchanged", Counter()
    else:
        outcome = "held" if asked else "accepted"
    sentence = _sentence(guarded, outcome, asked, would=would)
    if outcome == "accepted" and before is not None and staged.kind != "alignment":
        when = before.known_from.astimezone(LONDON)
        sentence += f" It takes the place of the one accepted on {when.day} {when:%B %Y}, {before.row_count:,} rows."
    codes = tuple(asked) if outcome == "held" else ()
    told = Decision(outcome, staged.kind, staged.submitter, staged.week, None, sentence, guarded.findings, staged.rows, codes)
    return guarded, told


def _the_same(before: Version, examined: Examined, staged: StagedReturn) -> bool:
    """Return whether a file is the one that stands, read alike: under another mapping the same file says something else."""
    return before.sha256 == examined.sha256 and _mapped(before.findings) == _mapped((*examined.findings, *staged.findings))


def _mapped(findings: Iterable[Finding]) -> set[str]:
    return {one.message for one in findings if one.code == "mapping_used"}


def _before(staged: StagedReturn, known: Known, examined: Examined) -> Version | None:
    return known.get(version_key(staged.kind, staged.submitter, staged.week, staged.nil, examined.sha256))


def _guarded(staged: StagedReturn, known: Known, examined: Examined) -> StagedReturn:
    """Refuse a few rows of a mixed file that would take the place of a whole return: mostly a slip in a code or a date."""
    if any(one.code == NOT_YOURS for one in staged.findings):
        return staged
    before = _before(staged, known, examined)
    if before is None or before.sha256 == examined.sha256 or len(examined.returns) < 2 or before.row_count < 2 * staged.rows:
        return staged
    message = (
        f"This file holds several returns, and its {staged.rows:,} {'row' if staged.rows == 1 else 'rows'} for {staged.submitter}, "
        f"{week_label(staged.week) if staged.week else 'without a week'}, would take the place of a return of {before.row_count:,} rows. "
        "Look at the codes and dates of those rows; if it is meant, send them in a file of their own."
    )
    # What the rules ask of such rows follows from their being few.
    judged = tuple(one for one in staged.findings if one.severity != "query")
    return replace(staged, findings=(*judged, Finding("few_rows_replace_many", "error", message)))


def describe(kind: str, submitter: str, week: date | None, *, nil: bool = False) -> str:
    """Return what a return is in words: ``home return of 01T for the week ending Sunday 17 May 2020``."""
    words = [KIND_NAMES.get(kind, "file")]
    if submitter:
        words.append(f"of {submitter}")
    if week:
        words.append(f"from {week.isoformat()}" if kind == "register" else f"for the {week_label(week)}")
    return f"nil return ({' '.join(words)})" if nil else " ".join(words)


def _sentence(staged: StagedReturn, outcome: Outcome, asked: Counter[str], *, would: bool) -> str:
    what = describe(staged.kind, staged.submitter, staged.week, nil=staged.nil)
    if outcome == "accepted":
        counted = "" if staged.nil else f", {staged.rows:,} {'row' if staged.rows == 1 else 'rows'}"
        return f"{'Ready to accept' if would else 'Accepted'}: {what}{counted}."
    if outcome == "unchanged":
        return f"Nothing to do: this {what} is already there, word for word."
    if outcome == "held":
        codes = ", ".join(f"{code} ({number:,} {'finding' if number == 1 else 'findings'})" for code, number in asked.items())
        return f"Held: {what}. Nothing of it was loaded. Correct the file, or give a reason why it is right as it stands for: {codes}."
    errors = sum(1 for one in staged.findings if one.severity == "error")
    return f"Refused: {what}. {errors} {'thing stops' if errors == 1 else 'things stop'} it; nothing of it was loaded."
