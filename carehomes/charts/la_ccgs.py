"""A council's form beside its CCGs' returns: bars of what the CCGs say, a mark for the form's count, and both in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.measures import Beside, Shared, Statement, Told

#: Statements in the drawing; the table has all.
MOST = 24
#: Homes that a message names of one statement; the list beneath it has all.
_NAMED = 10
#: What is said of a statement once its two sides are held against one another; those that differ for certain come first.
_VERDICTS = {
    "form says more": "",
    "CCGs say more": "",
    "cannot be told": "cannot be told",
    "same number": "the same number",
    "form is silent": "the form is silent",
}
_SIDES = ("yes", "not answered", "not applicable", "no")
_LOOKS: tuple[dict[str, object], ...] = (
    {"color": look.BLUE},
    {"color": look.WHITE, "pattern": look.HATCH},
    {"color": look.WHITE, "pattern": look.DOTS},
    {"color": look.PALE},
)


def verdict(one: Statement) -> str:
    """Return what can be said of a statement, in few words: ``at least 34 homes differ``."""
    return f"at least {say.plural(one.least, 'home differs', 'homes differ')}" if one.least else _VERDICTS[one.state]


def by_form(one: Statement) -> str:
    """Return what the form says: ``85 of 110 (77%)``."""
    if one.exempt:
        return f"{say.NOT_APPLICABLE} not applicable"
    if one.counted is None:
        return f"{say.NOT_AVAILABLE} not answered"
    if one.total is None:
        return f"{say.plural(one.counted, 'home')}, no total"
    return f"{say.count(one.counted)} of {say.count(one.total)} ({say.share(one.counted, one.total)})"


def silence(told: Told) -> str:
    """Return ``10 not answered (2 blank, 8 told only in totals)``; '' where every home answered."""
    parts = ((told.blank, "blank"), (told.in_totals, "told only in totals"), (told.no_return, "no return"), (told.not_asked, "not asked"))
    named = [f"{say.count(number)} {word}" for number, word in parts if number]
    return f"{say.count(told.silent)} not answered ({', '.join(named)})" if named else ""


def by_ccgs(told: Told) -> str:
    """Return what CCGs say of homes: ``48 yes, 59 no, 3 not answered (3 blank) of 110 homes``."""
    parts = [f"{say.count(told.yes)} yes", f"{say.count(told.no)} no"]
    parts += [f"{say.count(told.not_applicable)} not applicable"] if told.not_applicable else []
    parts += [text] if (text := silence(told)) else []
    carried = f"; {say.count(told.carried)} of the answers carried {say.CARRIED}" if told.carried else ""
    return f"{', '.join(parts)} of {say.plural(told.homes, 'home')}{carried}"


def because(one: Statement) -> str:
    """Return why so many homes must differ, or what could explain that the two sides say another number. Without a full stop."""
    found, told = one.unlike, one.told
    if found is None or one.counted is None:
        return "the form says that it does not apply" if one.exempt else "the form leaves the action blank"
    listed = max(one.total if one.total is not None else told.homes, one.counted)
    given = "" if one.total is not None else "; the form gives no total, so it is taken to be about the homes of the register"
    if found.refused:
        of = say.plural(max(listed, told.homes), "home")
        return (
            f"the form counts {say.count(one.counted)} and the CCGs say no of {say.count(told.no)}: of {of} at least "
            f"{say.count(found.refused)} must be both{given}"
        )
    if found.uncounted:
        more = told.homes - listed
        beyond = f", less {say.plural(more, 'home')} that the register has more than the form" if more > 0 else ""
        return f"the CCGs say yes of {say.count(told.yes)} and the form counts {say.count(one.counted)}{beyond}{given}"
    step = one.counted - told.yes
    if not step:
        return f"both count {say.count(one.counted)}; whether they are the same homes is not known{given}"
    if step < 0:
        beyond = say.plural(told.homes - listed, "home")
        return f"the CCGs say yes of {say.count(-step)} more; the register has {beyond} more than the form, which could explain it{given}"
    could = [
        (told.silent, "that did not answer the CCGs"),
        (told.not_applicable, "to which it does not apply"),
        (max(0, listed - told.homes), "that the form has more than the register"),
    ]
    named = say.listed([f"{say.plural(number, 'home')} {word}" for number, word in could if number])
    return f"the form counts {say.count(step)} more than the CCGs say yes of; {named} could explain it{given}"


def ordered(found: Sequence[Beside]) -> list[tuple[Beside, Statement]]:
    """Return every statement with its council: those that differ on most homes first, then those that cannot be told, then the rest."""
    place = {state: number for number, state in enumerate(_VERDICTS)}
    pairs = [(beside, one) for beside in found for one in beside.statements]
    # The two ways to differ are told together, by their homes.
    return sorted(pairs, key=lambda pair: (-pair[1].least, max(1, place[pair[1].state])))


def held(found: Sequence[Beside]) -> list[tuple[Beside, Statement]]:
    """Return those of ``ordered`` where both sides say something."""
    return [pair for pair in ordered(found) if pair[1].unlike is not None]


def _name(one: Statement) -> str:
    return f"{one.action.item} {one.action.short}"


def finding(found: Sequence[Beside], where: str) -> str:
    """Return how many statements differ for certain, and where most, without a full stop."""
    pairs = held(found)
    if not pairs:
        return f"{where}: no action of a form stands beside an answer of a CCG"
    apart = [pair for pair in pairs if pair[1].least]
    open_ = sum(one.state == "cannot be told" for _, one in pairs)
    rest = f"{say.count(open_)} cannot be told" if open_ else "the others say the same number"
    of = say.plural(len(pairs), "statement")
    if not apart:
        return f"{where}: none of {of} differs for certain; {rest}"
    beside, most = apart[0]
    verb = "differs" if len(apart) == 1 else "differ"
    head = f"{where}: {say.count(len(apart))} of {of} {verb} for certain, most {_name(most)} in {beside.label}"
    bare = sum(one.total is None for _, one in apart)
    taken = f"; {say.count(bare)} of them by forms without a total, taken to be about the register's homes" if bare else ""
    return f"{head}, at least {say.plural(most.least, 'home')}{taken}" + (f"; {rest}" if len(apart) < len(pairs) else "")


def sentence(found: Sequence[Beside], where: str) -> str:
    """Return the chart in words: the finding, then every statement."""
    told = "; ".join(
        f"{beside.label}, {_name(one)} beside {one.measure.short}: the form {by_form(one)}, the CCGs {by_ccgs(one.told)}: {verdict(one)}"
        for beside, one in ordered(found)
    )
    return f"{finding(found, where)}. {told}." if told else f"{finding(found, where)}."


def chart(found: Sequence[Beside]) -> Drawing:
    """Return a bar a statement: what the CCGs say of the register's homes; a mark at the form's count, a line where homes must differ."""
    pairs = held(found)[:MOST]
    drawing = look.figure(110 + 46 * max(3, len(pairs)))
    if not pairs:
        return look.note(drawing, "No action of a form stands beside an answer of a CCG")
    rows = list(range(len(pairs)))
    hover = [f"<b>{say.safe(_name(one))}</b> beside {say.safe(one.measure.name)}<br>{say.safe(beside.label)}<br>{say.safe(because(one))}"
             for beside, one in pairs]  # fmt: skip
    for side, style in zip(_SIDES, _LOOKS, strict=True):
        values = [{"yes": one.told.yes, "not answered": one.told.silent, "not applicable": one.told.not_applicable, "no": one.told.no}[side]
                  for _, one in pairs]  # fmt: skip
        drawing.add_bar(
            x=values,
            y=rows,
            orientation="h",
            name=f"CCGs: {side}",
            marker={**style, "line": {"color": look.BLUE, "width": 1}},
            hovertext=hover,
            hovertemplate="%{hovertext}<extra></extra>",
        )
    _mark(drawing, [one for _, one in pairs])
    most = max(max(one.told.homes, one.counted or 0) for _, one in pairs)
    for row, (_, one) in zip(rows, pairs, strict=True):
        text = f"<b>{verdict(one)}</b><br>form {by_form(one)}; CCGs {say.count(one.told.yes)} yes of {say.count(one.told.homes)}"
        end = max(one.told.homes, one.counted or 0)
        drawing.add_annotation(x=end, y=row, xanchor="left", xshift=12, text=text, showarrow=False, font={"size": 13}, align="left")
    drawing.update_yaxes(
        tickvals=rows,
        ticktext=[
            f"<b>{say.safe(_name(one))}</b> beside {say.safe(one.measure.short)}<br>{say.safe(_short(beside))}" for beside, one in pairs
        ],
        range=[len(rows) - 0.4, -0.6],
        showgrid=False,
        ticks="",
    )
    drawing.update_xaxes(title={"text": "Care homes", "font": {"size": 13}}, tickformat=",d", range=[0, most * 1.68])
    drawing.update_layout(barmode="stack", bargap=0.42, showlegend=True, margin={"l": 8, "r": 8, "t": 40, "b": 48})
    return drawing


def _short(beside: Beside) -> str:
    return f"{say.shorten(beside.name, 34)} ({beside.la})"


def _mark(drawing: Drawing, statements: Sequence[Statement]) -> None:
    """Draw the form's counts, and from each the homes on which the two sides must differ."""
    across: list[float | None] = []
    down: list[float | None] = []
    for row, one in enumerate(statements):
        if one.unlike and one.unlike.least and one.counted is not None:
            across += [one.counted - one.unlike.refused, one.counted + one.unlike.uncounted, None]
            down += [row, row, None]
    if across:
        # On blue the line is seen by its white edge.
        for colour, width in ((look.WHITE, 11), (look.PURPLE, 6)):
            line, named = {"color": colour, "width": width}, colour == look.PURPLE
            drawing.add_scatter(
                x=across, y=down, mode="lines", name="Homes that must differ", line=line, hoverinfo="skip", showlegend=named
            )
    drawing.add_scatter(
        x=[one.counted for one in statements],
        y=list(range(len(statements))),
        mode="markers",
        name="The form's count",
        marker={"symbol": "diamond", "size": 14, "color": look.INK, "line": {"color": look.WHITE, "width": 2}},
        hoverinfo="skip",
    )


def frame(found: Sequence[Beside]) -> pd.DataFrame:
    """Return the statements as rows of a file, in the order of the chart."""
    rows = []
    for beside, one in ordered(found):
        told = {name: getattr(one.told, name) for name in Told.__dataclass_fields__}
        rows.append(
            {
                "la": beside.la,
                "la_name": beside.name,
                "item": one.action.item,
                "action": one.action.label,
                "measure": one.measure.id,
                "form_week": beside.form_week,
                "ccg_week": beside.week,
                "form_counts": one.counted,
                "form_total": one.total,
                "registered": one.told.homes,
                **told,
                "at_least_differ": one.least if one.unlike else None,
                "state": one.state,
                "why": because(one),
            }
        )
    whole = ("form_counts", "form_total", "at_least_differ")
    return pd.DataFrame(rows).astype(dict.fromkeys(whole, "Int64")) if rows else pd.DataFrame(rows)


def lists(beside: Beside) -> str:
    """Return how the form's homes stand to the register's: ``the form has 2 homes fewer than the register (90 and 92)``."""
    if beside.total is None:
        return f"the form gives no total; the register lists {say.plural(beside.registered, 'home')}"
    step = beside.total - beside.registered
    if not step:
        return f"form and register both have {say.plural(beside.total, 'home')}"
    which = "more" if step > 0 else "fewer"
    both = f"({say.count(beside.total)} and {say.count(beside.registered)})"
    return f"the form has {say.plural(abs(step), 'home')} {which} than the register {both}"


def weeks(beside: Beside) -> str:
    """Return of which weeks the two sides are: ``form and returns of the week ending ...``, or of which week each."""
    if beside.form_week == beside.week:
        return f"form and returns of the {say.week(beside.week)}"
    apart = abs((beside.week - beside.form_week).days) // 7
    after = "later" if beside.week > beside.form_week else "earlier"
    return f"form of the {say.week(beside.form_week)}, returns of {say.day(beside.week)}, {say.plural(apart, 'week')} {after}"


def shared_words(beside: Beside, shared: Shared, ccg: str) -> str:
    """Return who shares what: ``39 of the council's 92 homes are Calderwick CCG's, which has 5 elsewhere; another STP``. No full stop."""
    told = f"{say.count(shared.homes)} of the {say.plural(beside.registered, 'home')} of {beside.label} are in {ccg}"
    told += f", which has {say.count(shared.elsewhere)} more elsewhere" if shared.elsewhere else ""
    told += f"; it is of {shared.border}" if shared.border else ""
    return told + ("" if shared.returned else f"; it sent no return for {say.day(beside.week)}")


def to_settle(beside: Beside) -> list[Statement]:
    """Return the statements of a council that its CCGs should talk about with it: those that differ, then those that cannot be told."""
    return [one for _, one in held([beside]) if one.state != "same number"]


def message(beside: Beside, shared: Shared, ccg: str, said_no: Mapping[str, Sequence[str]]) -> str:
    """Return the message to council and CCG as plain text; ``said_no`` gives by measure the homes that the return says no of."""
    lines = [
        f"To: {beside.label}; {ccg}",
        f"Subject: Care home support: the {say.plural(shared.homes, 'home')} that you share",
        "",
        f"{say.capital(shared_words(beside, shared, ccg))}.",
        f"Here are the council's form and the returns side by side: {weeks(beside)}; {lists(beside)}. The form counts homes and names "
        "none, and the two never ask quite the same.",
        "",
    ]
    for one in to_settle(beside):
        lines += [*_asked(one, shared, said_no.get(one.measure.id, ())), ""]
    return "\n".join([*lines, *_PLEASE])


_PLEASE = (
    "Please go through these homes together, home by home, and tell us which of the two is right or what each of you counts.",
    "If your lists of homes differ, settle that first. A correction comes as a revised form or a revised return. A blank is never taken "
    "for no.",
)


def _asked(one: Statement, shared: Shared, said_no: Sequence[str]) -> Iterator[str]:
    yield f"{_name(one)} beside {one.measure.short}: {verdict(one)}"
    yield f"- The form counts {by_form(one)}; all CCGs there say {by_ccgs(one.told)}. {say.capital(because(one))}."
    own = one.by_ccg[shared.ccg]
    few = one.unlike_of(own)
    sure = f"; at least {say.plural(few.least, 'of these differs', 'of these differ')}" if few and few.least else ""
    yield f"- Of the homes that you share: {by_ccgs(own)}{sure}."
    if said_no:
        rest = len(said_no) - _NAMED
        more = f" and {say.count(rest)} more, which the list has" if rest > 0 else ""
        says = "The return says no of" if shared.returned else "No return came; an earlier one, carried [e], says no of"
        yield f"- {says}: {'; '.join(said_no[:_NAMED])}{more}."
