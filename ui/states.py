"""The matrix of submitters by weeks: one state a cell, told by shape and letter as well as by colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from carehomes.charts import words
from carehomes.measures.return_states import STATES
from ui.tables import Column, html_table
from ui.text import esc


@dataclass(frozen=True)
class Look:
    """How a state is drawn: its shape and letter, its style, and what it means."""

    shape: str
    letter: str
    style: str
    meaning: str

    @property
    def mark(self) -> str:
        """Shape and letter."""
        return f"{self.shape} {self.letter}".strip()


LOOKS: Mapping[str, Look] = {
    "on time": Look("●", "O", "background:#005EB8;color:#FFFFFF", "on time"),
    "accepted with queries": Look("◊", "Q", "background:#A5C5E5;color:#212B32", "on time, accepted with queries"),
    "superseded": Look("▲", "S", "background:#C9D8E8;color:#212B32", "on time, sent again: the first was superseded"),
    "late": Look("►", "L", "background:#FFB81C;color:#212B32", "late"),
    "nil": Look("○", "N", "background:#FFFFFF;color:#005EB8;border-color:#005EB8", "nil return: nothing to say"),
    "refused": Look("■", "R", "background:#DA291C;color:#FFFFFF", "refused, nothing stands"),
    "held": Look("▬", "H", "background:#FFFFFF;color:#8A4B00;border-color:#8A4B00", "held, waits for an answer"),
    "withdrawn": Look("◄", "W", "background:#AE2573;color:#FFFFFF", "withdrawn, nothing stands"),
    "missing": Look("□", "M", "background:#FFFFFF;color:#B8200F;border:1px dashed #DA291C", "missing"),
    "not yet due": Look("▫", "D", "background:#FFFFFF;color:#4C6272;border:1px dotted #4C6272", "not in, not yet due"),
    "not expected": Look("–", "", "background:#E8EDEE;color:#4C6272", "not expected: the CCG was not open"),
}


def legend(used: Sequence[str]) -> str:
    """Return what the marks mean, those that are used, in their order."""
    looks = [LOOKS[state] for state in STATES if state in used]
    told = "".join(f'<span><b style="{one.style}">{one.mark}</b>{esc(one.meaning)}</span>' for one in looks)
    return f'<div class="ch-states" aria-label="What the marks mean">{told}</div>'


def cell_words(row: Mapping[str, Any]) -> str:
    """Return everything that is true of a CCG in a week, in words."""
    said = [LOOKS[row["state"]].meaning]
    if row["returned"]:
        said += [f"first received {words.moment(row['received_at'])}"]
        said += ["not on time"] if row["state"] == "nil" and not row["on_time"] else []
        said += [f"answers for {words.count(row['covered'])} of {words.plural(row['registered'], 'home')}"]
    elif row["expected"]:
        said += [f"{words.plural(row['registered'], 'home')} without a return"]
    names = {"queried": "with queries", "superseded": "superseded", "withdrawn": "withdrawn", "refused": "refused", "held": "held"}
    said += [f"{words.count(row[name])} {what}" for name, what in names.items() if row[name]]
    return "; ".join(said)


def matrix(states: pd.DataFrame, shown: date, labels: Mapping[str, str]) -> str:
    """Return the table of the rows of ``return_states``: a row a CCG by name, a column a week, ``shown`` told apart.

    ``labels`` are the words of a CCG by its code.
    """
    rows = {(row["code"], row["week"]): row for row in states.to_dict("records")}
    weeks = sorted({week for _, week in rows})
    codes = sorted({code for code, _ in rows}, key=lambda code: (labels[code], code))
    heads = "".join(
        f'<th scope="col"{" class=shown" if week == shown else ""} title="{esc(words.week(week))}">{esc(words.short_day(week))}</th>'
        for week in weeks
    )
    body = ""
    for code in codes:
        own = next((row for week in reversed(weeks) if (row := rows.get((code, week)))), None)
        homes = words.count(own["registered"]) if own else ""
        cells = "".join(_cell(rows.get((code, week)), week) for week in weeks)
        body += f'<tr><th scope="row" class="area">{esc(labels[code])}</th><td class="n">{homes}</td>{cells}</tr>'
    caption = "CCGs by weeks (week ending Sunday), with the homes on their register in the last week shown; point at a cell for all of it"
    return (
        f'<div class="ch-scroll" style="max-height:560px" tabindex="0" role="region" aria-label="{esc(caption)}"><table class="states">'
        f'<caption>{esc(caption)}</caption><thead><tr><th scope="col" class="area">CCG</th><th scope="col">Homes</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def states_table(states: pd.DataFrame, labels: Mapping[str, str]) -> str:
    """Return the same in words: a row a CCG and week, the newest week first."""
    rows = sorted(states.to_dict("records"), key=lambda row: (-row["week"].toordinal(), labels[row["code"]], row["code"]))
    cells = [[words.day(row["week"]), labels[row["code"]], words.count(row["registered"]), cell_words(row)] for row in rows]
    columns = [Column("Week ending Sunday"), Column("CCG"), Column("Homes", True), Column("State")]
    return html_table("CCGs by weeks, in words", columns, cells)


def meanings() -> str:
    """Return what each state means as HTML."""
    looks = [(words.capital(state), LOOKS[state]) for state in STATES]
    listed = "".join(f"<dt>{esc(look.mark)} {esc(state)}</dt><dd>{esc(look.meaning)}</dd>" for state, look in looks)
    return f'<dl class="ch-dl">{listed}</dl>'


def _cell(row: Mapping[Any, Any] | None, week: date) -> str:
    look = LOOKS[row["state"] if row else "not expected"]
    text = f"{words.week(week)}: {cell_words(row) if row else look.meaning}"
    return f'<td style="{look.style}" title="{esc(text)}">{look.mark}</td>'
