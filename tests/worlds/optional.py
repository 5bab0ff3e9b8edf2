"""Answers to optional questions: a few of them, sent by some CCGs in some weeks only, beside everything else that a world says.

They are drawn by themselves and stand last in their files, so that a world is the same without them.
"""

from __future__ import annotations

import random

from .rows import YES_NO, Row, snake

#: One or more of every kind; those of homes alone last.
QUESTIONS = ["mdt_meets", "deterioration_tool", "residents_with_acp", "thermometers_held", "phone_contacts"]
TOOLS = ["None", "Another tool", "NEWS2", "RESTORE2"]


def is_optional(column: str) -> bool:
    """Whether a column answers one of them."""
    return column.startswith(tuple(QUESTIONS))


def add_optional(seed: str, sender: str, number: int, rows: list[Row], kind: str) -> None:
    """Put the answers of one file into its rows; ``number`` tells the files of a sender apart."""
    asked = random.Random(f"optional-{seed}").sample(QUESTIONS, 3)
    rng = random.Random(f"optional-{seed}-{sender}-{number}")
    for question in [one for one in asked if rng.random() < 0.4]:
        for row in rows:
            if rng.random() < 0.7:
                (_home if kind == "home" else _area)(rng, row, question)


def _home(rng: random.Random, row: Row, question: str) -> None:
    if question == "mdt_meets":
        row[question] = rng.choice(["yes", "no", "n/a"])
    elif question == "deterioration_tool":
        row[question] = rng.choice([*TOOLS, "n/a"])
    elif question == "residents_with_acp":
        whole = row.get("residents", "")
        row[question] = str(rng.randint(0, int(whole))) if whole.isdigit() else ""
    elif question == "thermometers_held":
        row[question] = rng.choice(["0", "1", "2", "4", "n/a"])
    else:
        row[question] = rng.choice(["0", "3", "7", "9"])


def _area(rng: random.Random, row: Row, question: str) -> None:
    stated = row.get("homes", "")
    homes = (
        int(stated) if stated else sum(int(row.get(f"{YES_NO[0]}_{one}") or 0) for one in ("yes", "no", "not_applicable", "not_answered"))
    )
    gave = rng.randint(0, homes)
    if question == "mdt_meets":
        yes = rng.randint(0, gave)
        row |= {"mdt_meets_yes": str(yes), "mdt_meets_no": str(gave - yes), "mdt_meets_not_answered": str(homes - gave)}
    elif question == "deterioration_tool":
        some = rng.randint(0, gave)
        row |= {f"deterioration_tool_{snake('NEWS2')}": str(some), f"deterioration_tool_{snake('None')}": str(gave - some)}
    elif question == "residents_with_acp" and row.get("residents"):
        row |= {question: str(rng.randint(0, int(row["residents"]))), f"{question}_homes": row["residents_homes"]}
    elif question == "thermometers_held":
        some = rng.randint(0, gave)
        row |= {question: str(2 * some), f"{question}_homes": str(gave)}
        # Without it a total answers for the thermometers, and not for the homes that have one.
        row |= {f"{question}_any": str(some)} if rng.random() < 0.7 else {}
