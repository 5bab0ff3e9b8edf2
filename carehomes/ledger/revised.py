"""What decisions of the journal after a given one changed of an area and a week: what an old link must say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from carehomes.ledger.journal import Entry, Version, VersionKey, standing

#: Kinds whose every version reaches every figure, in the words of the screen.
_LISTS = {"alignment": "the alignment of homes", "areas": "the list of areas"}
_RETURNS = ("home", "area")


@dataclass(frozen=True)
class Revised:
    """What differs now from what stood right after a decision: ``moment`` is the one up to which decisions were known then (UTC).

    ``returns`` counts the returns of the week that came, went or were changed, ``ccgs`` are the codes of the CCGs (as in that week)
    that sent them, ``lists`` the reference files in words.
    """

    moment: datetime
    returns: int
    ccgs: tuple[str, ...]
    lists: tuple[str, ...]


def revised_since(entries: Sequence[Entry], made: int, week: date, ccgs: Collection[str], meant: Callable[[str], str]) -> Revised | None:
    """Return what ``entries`` changed after the decision number ``made`` of ``week`` in the CCGs ``ccgs``; None where nothing differs.

    ``meant`` gives the CCG that a submitter's code stood for in the week. What was changed and put back is no change: versions are
    held against one another by their facts, not by who decided when. A number that no decision has was never a link's: None.
    """
    then = [one for one in entries if one.seq <= made]
    if not then or then[-1].seq != made or made == entries[-1].seq:
        return None
    before, after = standing(then), standing(entries)
    keys = [key for key in {**before, **after} if _facts(before, key) != _facts(after, key)]
    returns = [key for key in keys if key[0] in _RETURNS and key[2] == week and meant(key[1]) in ccgs]
    lists = [text for kind, text in _LISTS.items() if any(key[0] == kind for key in keys)]
    if _register(before, week) != _register(after, week):
        lists.insert(0, "the CQC register")
    if not returns and not lists:
        return None
    moment = max(one.decided_at for one in then)
    return Revised(moment, len(returns), tuple(sorted({meant(key[1]) for key in returns})), tuple(lists))


def _facts(found: Mapping[VersionKey, Version], key: VersionKey) -> str | None:
    return found[key].facts if key in found else None


def _register(found: Mapping[VersionKey, Version], week: date) -> str:
    """Return the facts of the register over which ``week`` is counted (rule 1), '' without one."""
    registers = sorted((one.week, one.facts) for one in found.values() if one.kind == "register" and one.week)
    in_force = [facts for day, facts in registers if day <= week]
    return in_force[-1] if in_force else registers[0][1] if registers else ""
