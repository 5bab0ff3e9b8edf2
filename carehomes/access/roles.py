"""What each role may do: one table, asked by every door through which something is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["viewer", "submitter", "approver", "administrator"]
#: Each role may do what those before it may, within the areas that it was given for.
ROLES: tuple[Role, ...] = ("viewer", "submitter", "approver", "administrator")


@dataclass(frozen=True)
class Action:
    """Something that is decided: the least role that may, in words, and whether it concerns every area at once.

    ``writes``: it changes the store, so that nobody may in a copy for reading.
    """

    role: Role
    told: str
    everywhere: bool = False
    writes: bool = True


ACTIONS: dict[str, Action] = {
    "save": Action("viewer", "save a view, an own group, an arrangement or a pack"),
    "submit": Action("submitter", "take in, withdraw, undo or record a return"),
    "map": Action("submitter", "say what the headers of a return mean"),
    "answer": Action("submitter", "write down an answer to a follow-up"),
    "follow up": Action("approver", "send a value back, or close a follow-up"),
    "note": Action("approver", "write or withdraw a note"),
    "allow late": Action("approver", "allow a late entry"),
    "confirm counts": Action("approver", "decide about counts in the words of a council's form"),
    "preview": Action("submitter", "see a week before it is published", writes=False),
    "close": Action("approver", "close a week or open it again", everywhere=True),
    "publish": Action("approver", "sign off and publish a week", everywhere=True),
    "refer": Action("administrator", "load registers, alignment files, code lists and boundaries", everywhere=True),
    "map for all": Action("administrator", "say what headers mean in the returns of every submitter", everywhere=True),
    "audit": Action("administrator", "read the audit", everywhere=True, writes=False),
    "keep": Action("administrator", "back up, verify, restore or rebuild a store", everywhere=True),
    "demonstrate": Action("administrator", "load the demonstration", everywhere=True),
}


def suffices(role: Role, action: str) -> bool:
    """Return whether ``role`` may do ``action`` (a key of ``ACTIONS``) within its areas."""
    return ROLES.index(role) >= ROLES.index(ACTIONS[action].role)
