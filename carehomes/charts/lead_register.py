"""The clinical lead register drawn and told: homes by how they stand, what moved week by week, leads by the homes that they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.measures import Lead
from carehomes.measures.lead_register import MOVES, SILENT

#: Areas, and weeks, in a drawing; the table has all.
MOST, WEEKS = 24, 26
#: A lead that holds more homes than this is one of the last bar.
_MOST_HELD = 10
#: Pixels of a drawing that stands beside another one, between its margins.
_ACROSS = 560
_DRAWN: tuple[tuple[str, dict[str, object]], ...] = (
    ("named", {"color": look.BLUE}),
    ("not named", {"color": "#8DBDE8"}),
    ("no lead", {"color": look.PALE}),
    ("silent", {"color": look.WHITE, "pattern": look.HATCH}),
    ("not applicable", {"color": look.WHITE, "pattern": look.DOTS}),
)
_NAMES = {
    "named": "Lead named",
    "not named": "Lead without a name",
    "no lead": "No lead",
    "silent": "Not answered",
    "not applicable": "Not applicable",
}
_COLOURS = {"gained": look.BLUE, "lost": look.ORANGE, "changed": look.PURPLE}


@dataclass(frozen=True)
class Counts:
    """Homes by how they stand in the register of leads: ``states`` of ``carehomes.measures.lead_register``."""

    states: Mapping[str, int]

    @property
    def homes(self) -> int:
        """All of the homes."""
        return sum(self.states.values())

    @property
    def silent(self) -> int:
        """Homes that have not said whether they have a lead."""
        return sum(self.states.get(state, 0) for state in SILENT)

    def of(self, drawn: str) -> int:
        """Return the homes of a segment of the drawing."""
        return self.silent if drawn == "silent" else self.states.get(drawn, 0)

    @property
    def unsaid(self) -> str:
        """Return why no home here says whether it has a lead, "no return" as an example; '' where one does. Silence is no zero."""
        if not self.homes or any(self.of(drawn) for drawn in ("named", "not named", "no lead")):
            return ""
        whole = [state for state in SILENT if self.states.get(state, 0) == self.homes]
        return whole[0] if whole else "not said"

    @property
    def told(self) -> str:
        """Return every segment with its homes."""
        parts = [f"{say.count(self.of(drawn))} {_NAMES[drawn].lower()}" for drawn, _ in _DRAWN if self.of(drawn)]
        return f"{', '.join(parts)} of {say.plural(self.homes, 'home')}" if parts else "no home"


def finding(whole: Counts, where: str) -> str:
    """Return how many homes have a named lead, none, or have not said, without a full stop."""
    if whole.unsaid:
        return f"{where}: none of {say.plural(whole.homes, 'home')} says whether it has a lead: {whole.unsaid}"
    named, other, none = (whole.of(state) for state in ("named", "not named", "no lead"))
    bare = f", and {say.count(other)} one without a name" if other else ""
    head = (
        f"{where}: {say.count(named)} of {say.plural(whole.homes, 'home')} ({say.share(named, whole.homes)}) {_have(named)} a lead by name"
    )
    return f"{head}{bare}; {say.count(none)} {_have(none)} none, {say.count(whole.silent)} {_have(whole.silent)} not said"


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def ranked(by_area: Mapping[str, Counts]) -> list[tuple[str, Counts]]:
    """Return the areas, those with most homes without a lead or silent first."""
    return sorted(by_area.items(), key=lambda pair: (-(pair[1].of("no lead") + pair[1].silent), pair[0]))


def sentence(whole: Counts, by_area: Mapping[str, Counts], where: str) -> str:
    """Return the chart in words: the finding, then every area."""
    told = "; ".join(f"{name}: {one.told}" for name, one in ranked(by_area))
    return f"{finding(whole, where)}. {told}." if told else f"{finding(whole, where)}."


def chart(by_area: Mapping[str, Counts]) -> Drawing:
    """Return a bar an area: its homes by how they stand."""
    rows = ranked(by_area)[:MOST]
    drawing = look.figure(120 + 34 * max(3, len(rows)))
    if not rows:
        return look.note(drawing, "No home of a register stands here")
    for drawn, style in _DRAWN:
        values = [one.of(drawn) for _, one in rows]
        if any(values):
            drawing.add_bar(
                x=values,
                y=list(range(len(rows))),
                orientation="h",
                name=_NAMES[drawn],
                marker={**style, "line": {"color": look.BLUE, "width": 1}},
                customdata=[say.safe(name) for name, _ in rows],
                hovertext=[f"<b>{say.safe(name)}</b><br>{one.told}" for name, one in rows],
                hovertemplate="%{hovertext}<extra></extra>",
            )
    for row, (_, one) in enumerate(rows):
        text = f"{say.count(one.of('named'))} of {say.count(one.homes)} by name ({say.share(one.of('named'), one.homes)})"
        text = f"{say.NOT_AVAILABLE} {one.unsaid}" if one.unsaid else text
        drawing.add_annotation(x=one.homes, y=row, xanchor="left", xshift=8, text=text, showarrow=False, font={"size": 13})
    most = max(one.homes for _, one in rows)
    drawing.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[say.safe(say.named(name, 44)) for name, _ in rows],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        ticks="",
    )
    drawing.update_xaxes(title={"text": "Care homes", "font": {"size": 13}}, tickformat=",d", range=[0, most * 1.45])
    drawing.update_layout(barmode="stack", bargap=0.35, showlegend=True, margin={"l": 8, "r": 8, "t": 40, "b": 48})
    return drawing


def moves_finding(moves: Mapping[date, Mapping[str, int]], where: str) -> str:
    """Return what moved over the weeks of ``moves``, without a full stop."""
    if not moves:
        return f"{where}: no week stands before this one, so nothing can have moved"
    total = Counter({move: sum(found.get(move, 0) for found in moves.values()) for move in MOVES})
    # Moves are counted, not homes: one home may gain a lead twice.
    gained, lost, changed = (say.plural(total[move], "time") for move in MOVES)
    when = f"in {say.plural(len(moves), 'week')} to {say.day(max(moves))}"
    return f"{where}: {when} homes gained a lead {gained}, lost it {lost} and told of another one {changed}"


def moves_sentence(moves: Mapping[date, Mapping[str, int]], where: str) -> str:
    """Return the same with every week in which something moved."""
    told = "; ".join(
        f"{say.day(week)}: " + ", ".join(f"{say.count(found[move])} {move}" for move in MOVES if found.get(move))
        for week, found in sorted(moves.items())
        if any(found.values())
    )
    return f"{moves_finding(moves, where)}. {told}." if told else f"{moves_finding(moves, where)}."


def moves_chart(moves: Mapping[date, Mapping[str, int]]) -> Drawing:
    """Return bars a week: homes that gained a lead, lost it, told of another."""
    drawing, weeks = look.figure(280), sorted(moves)
    if not any(any(found.values()) for found in moves.values()):
        return look.note(drawing, "No home's lead moved in these weeks")
    highest = max(max(found.values(), default=0) for found in moves.values())
    # Numbers stand over their bars where they have room beside one another; the axis, the table and a pointer tell them all.
    roomy = len(weeks) * len(MOVES) * (8 * len(say.count(highest)) + 4) <= _ACROSS
    for move in MOVES:
        drawing.add_bar(
            x=[week.isoformat() for week in weeks],
            y=[moves[week].get(move, 0) for week in weeks],
            name=say.capital(move),
            marker={"color": _COLOURS[move], "line": {"color": look.INK, "width": 1}},
            text=[say.count(number) if roomy and (number := moves[week].get(move, 0)) else "" for week in weeks],
            textposition="outside",
            textangle=0,
            textfont={"size": 13},
            constraintext="none",
            cliponaxis=False,
            hovertemplate=f"{move}: %{{y}}<extra></extra>",
        )
    look.week_axis(drawing, weeks, bars=True)
    drawing.update_yaxes(title={"text": "Homes", "font": {"size": 13}}, tickformat=",d", range=[0, highest * 1.18 + 1], nticks=5)
    drawing.update_layout(barmode="group", bargap=0.25, showlegend=True, margin={"l": 48, "r": 16, "t": 40, "b": 52})
    return drawing


def held(leads: Sequence[Lead]) -> dict[str, int]:
    """Return the leads by how many homes they hold: ``{"1 home": 12, "2 homes": 9}``, every number up to the most."""
    counted = Counter(min(len(one.homes), _MOST_HELD + 1) for one in leads)
    top = max(counted, default=0)
    names = {number: say.plural(number, "home") for number in range(1, top + 1)} | {_MOST_HELD + 1: f"{_MOST_HELD + 1} or more homes"}
    return {names[number]: counted[number] for number in range(1, top + 1)}


def held_finding(leads: Sequence[Lead], where: str, unsaid: str = "") -> str:
    """Return how many leads hold how many homes, and the most that one holds, without a full stop; ``unsaid`` as of the homes' counts."""
    if not leads:
        return f"{where}: no home says who its lead is: {unsaid}" if unsaid else f"{where}: no home names its lead"
    homes, most = sum(len(one.homes) for one in leads), len(leads[0].homes)
    many = sum(len(one.homes) == most for one in leads)
    verb = "holds" if len(leads) == 1 else "hold"
    head = f"{where}: {say.plural(len(leads), 'lead')} {verb} {say.plural(homes, 'home')}"
    return f"{head} by name; {say.plural(many, 'lead')} {_have(many)} the most, {say.plural(most, 'home')}{' each' if many > 1 else ''}"


def unlike(leads: Sequence[Lead]) -> list[Lead]:
    """Return the leads whose homes tell of several professions or employers: one of them is wrong, or two people bear one name."""
    return [one for one in leads if len(one.professions) > 1 or len(one.employers) > 1]
