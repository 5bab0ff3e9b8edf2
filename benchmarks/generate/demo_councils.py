"""Two councils of the demonstration that sent their forms late, for its last week: words (all invented), counts, a revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from benchmarks.generate.chance import Chance
from benchmarks.generate.clocks import moment
from benchmarks.generate.la_form import FORM, Action


@dataclass(frozen=True)
class Council:
    """What is planted in the form of one council: when it came, whether it gives its total, its words, and what it says the second time.

    ``support`` are the words of the actions for which more support is wanted, ``issues`` those of any action. ``silent`` gives by
    action the homes that did not answer: the words tell them, with those that said no. ``revised`` are the homes more the second time.
    """

    received: datetime
    total: bool
    support: Mapping[str, str]
    issues: Mapping[str, str]
    blank: tuple[str, ...] = ()
    silent: Mapping[str, int] = field(default_factory=dict)
    revised_at: datetime | None = None
    revised: Mapping[str, int] = field(default_factory=dict)


#: The week that these forms are about.
FORM_WEEK = date(2020, 8, 30)
COUNCILS: Mapping[str, Council] = {
    "XE0002": Council(
        received=moment(date(2020, 9, 1), 11, 5),
        total=True,
        support={
            "1.3": "Invented: homes cannot carry full sick pay for agency staff; a clear line on funding is needed.",
            "2.2": "Invented: homes for people with a learning disability cannot order test kits on the portal.",
            "4.1": "Invented: face to face PPE training for night staff.",
        },
        issues={
            "1.2": "Invented: three homes still share agency staff; the providers' forum has agreed a way to stop it.",
            "2.3": "Invented: two discharges came without a test result; taken up with the hospital.",
            "3.1": "Invented: PPE supply holds for a week; gowns are the weak point.",
            "5.1": "Invented: the homes without a named GP are being matched to their network.",
        },
        silent={"1.3": 14},
    ),
    "XE0003": Council(
        received=moment(date(2020, 9, 1), 16, 40),
        total=False,
        support={
            "1.3": "Invented: infection control money has not reached all providers, so wages while isolating are not paid everywhere.",
            "2.2": "Invented: testing kits are delivered late and couriers miss the rural homes.",
            "3.2": "Invented: pulse oximeters and thermometers for the smallest homes.",
            "4.2": "Invented: training in the use of oximeters; the community nursing team has no time left for it.",
        },
        issues={
            "2.1": "Invented: two managers could not log in to the portal.",
            "4.3": "Invented: returning nurses were offered, and no home has taken one yet.",
            "5.2": "Invented: mutual aid works by telephone; nothing is written down.",
        },
        blank=("4.3",),
        revised_at=moment(date(2020, 9, 2), 10, 20),
        revised={"2.2": 9, "3.2": 6, "5.1": -2},
    ),
}


def actions(seed: int, code: str, homes: int, *, revised: bool = False) -> list[Action]:
    """Return what the council ``code``, which has ``homes``, says of the actions; ``revised``: the second time."""
    council, found = COUNCILS[code], []
    for item in (item for _, items in FORM for item, _ in items):
        # Chance of its own for each action: what one council says moves nothing of another.
        chance = Chance(seed, "la", code, item)
        wanted = item in council.support
        number = round(homes * (chance.between(0.3, 0.6) if wanted else chance.between(0.65, 0.98)))
        number += council.revised.get(item, 0) if revised else 0
        said = None if item in council.blank else number
        wish = council.support.get(item, "")
        if item in council.silent:
            wish += f" {homes - number - council.silent[item]} homes said no and {council.silent[item]} did not respond."
        found.append(Action(item, said, "Yes" if wanted else "No", council.issues.get(item, ""), wish))
    return found
