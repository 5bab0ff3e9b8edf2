"""What changed, drawn and told: the change of a figure as steps from one moment to the other, and in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from carehomes.catalogue import Measure
from carehomes.charts import broken
from carehomes.charts import template as look
from carehomes.charts import words as say
from carehomes.charts.drawing import Drawing
from carehomes.charts.readings import kind_of
from carehomes.measures import Cause, Change
from carehomes.measures.causes import Amount, Behind

#: What a cause is called on screen.
NAMES = {
    "answers": "Real change",
    "returners": "New or missing returners",
    "revisions": "Revisions to what was told",
    "register": "Register and areas",
}
#: What each of them means, in the order in which they are told.
MEANINGS = {
    "answers": "homes that answer in both weeks (matched returners) and say something else",
    "returners": "homes that answer in one of the two weeks only - a CCG that did not return, a home without a row, a blank - and returns "
    "that came in between the two moments of knowledge",
    "revisions": "what CCGs changed or withdrew, between the two moments of knowledge, of returns that they had sent for the earlier week",
    "register": "homes that are counted here at one of the two moments only - on the register, aligned, of a CCG that is asked - and homes "
    "that only a total counts",
}


def figure(found: Amount, measure: Measure) -> str:
    """Return ``86 of 131 homes (65.6%)``, or ``1,204 units``; silence is never a zero: ``[x] of 38 homes, none answered``."""
    count, whole = int(found.numerator), int(found.denominator)
    if not found.homes:
        return f"{say.NOT_AVAILABLE} of {say.plural(whole, 'home')}, none answered" if whole else f"{say.NOT_AVAILABLE}, none answered"
    if kind_of(measure) == "units" and not whole:
        return f"{say.count(count)} {measure.unit}"
    share = say.share_value(count, whole)
    return f"{say.count(count)} of {say.count(whole)} {measure.unit}" + (f" ({share:.1f}%)" if share is not None else "")


def signed(number: int) -> str:
    """Return ``+5``, ``−3`` or ``0``."""
    return f"+{number:,}" if number > 0 else say.count(number)


def points(tenths: int | None) -> str:
    """Return tenths of a percentage point as ``+1.4``; ``[x]`` where there is no share."""
    if tenths is None:
        return say.NOT_AVAILABLE
    sign = "+" if tenths > 0 else "−" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def counted(number: int, measure: Measure) -> str:
    """Return ``+14 homes`` or ``−1 home``."""
    unit = measure.unit.removesuffix("s") if abs(number) == 1 else measure.unit
    return f"{signed(number)} {unit}"


def step(one: Cause, measure: Measure) -> str:
    """Return ``+14 homes, +5.1 points``: a share can move by its denominator alone, so both are always told."""
    told = counted(one.shown_count, measure)
    return told if one.tenths is None else f"{told}, {points(one.tenths)} points"


def chart(found: Change, measure: Measure, labels: tuple[str, str], height: int = 330) -> Drawing:
    """Return the steps from the figure of the old moment to that of the new one; ``labels`` say which moments these are.

    In percentage points, or in counts where there is no share. The two figures are points and not bars: the axis need not begin at 0.
    """
    drawing = look.figure(height)
    shares = found.tenths
    first, last = (shares[0] / 10, shares[1] / 10) if shares else (int(found.old.numerator), int(found.new.numerator))
    steps = [(one.tenths or 0) / 10 if shares else one.shown_count for one in found.causes]
    names = [labels[0], *(NAMES[one.name] for one in found.causes), labels[1]]
    at = first
    reached = [first]
    for place, (one, size) in enumerate(zip(found.causes, steps, strict=True), start=1):
        _draw_step(drawing, place, at, size, step(one, measure))
        at += size
        reached.append(at)
    for place, value, amount in ((0, first, found.old), (len(names) - 1, last, found.new)):
        _draw_end(drawing, place, value, figure(amount, measure))
    low, high = min(*reached, last), max(*reached, last)
    room = max(high - low, 2.0 if shares else 4.0)
    drawing.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=[say.safe(one) for one in names],
        range=[len(names) - 0.4, -0.6],
        showgrid=False,
        ticks="",
    )
    title = ("Percent" if shares else say.capital(measure.unit)) + ("; the axis does not begin at 0" if low > 0 else "")
    ticks = _ticks(low, high, most=100.0 if shares else None)
    drawing.update_xaxes(
        title={"text": title, "font": {"size": 13}},
        range=[low - 0.15 * room, high + 0.9 * room],
        tickvals=ticks,
        ticktext=[f"{tick:,.0f}{'%' if shares else ''}" for tick in ticks],
        zeroline=False,
        showgrid=True,
        gridcolor=look.LINE,
    )
    drawing.update_layout(showlegend=False, bargap=0.45, margin={"l": 8, "r": 16, "t": 8, "b": 48})
    return drawing


def _ticks(low: float, high: float, most: float | None) -> list[float]:
    """Return at most seven round numbers from ``low`` to ``high``, one at least beyond both where there is room below ``most``."""
    size = next(each for power in range(9) for one in (1, 2, 5) if (high - low) / (each := one * 10**power) <= 5)
    first = int(low // size) * size
    ticks = [float(first + place * size) for place in range(8) if first + (place - 1) * size < high]
    return [tick for tick in ticks if most is None or tick <= most]


def _draw_step(drawing: Drawing, place: int, at: float, size: float, told: str) -> None:
    """Draw one cause: filled where it adds, outlined where it takes away, a line where it does nothing."""
    marker = {"color": look.BLUE if size > 0 else look.WHITE, "line": {"color": look.BLUE, "width": 2}}
    hover = f"{say.safe(told)}<extra></extra>"
    drawing.add_bar(x=[abs(size)], y=[place], base=[min(at, at + size)], orientation="h", marker=marker, hovertemplate=hover)
    drawing.add_shape(type="line", x0=at, x1=at, y0=place - 0.75, y1=place - 0.27, line={"color": look.GREY, "width": 1, "dash": "dot"})
    drawing.add_annotation(
        x=max(at, at + size), y=place, text=say.safe(told), showarrow=False, xanchor="left", xshift=8, bgcolor=look.WHITE
    )


def _draw_end(drawing: Drawing, place: int, value: float, told: str) -> None:
    marker = {"size": 13, "symbol": "diamond", "color": look.DARK_BLUE}
    drawing.add_scatter(x=[value], y=[place], mode="markers", marker=marker, hovertemplate=f"{say.safe(told)}<extra></extra>")
    drawing.add_annotation(
        x=value, y=place, text=f"<b>{say.safe(told)}</b>", showarrow=False, xanchor="left", xshift=12, bgcolor=look.WHITE
    )


def headline(found: Change, measure: Measure, where: str, weeks: tuple[date, date] | None = None) -> str:
    """Return the change in one sentence; where a break parts the two ``weeks``, that they are not compared."""
    ends = f"{measure.name}, {where}: from {figure(found.old, measure)} to {figure(found.new, measure)}"
    if weeks and (reason := broken.why(measure, *weeks)):
        return f"{ends}; {broken.NOT_COMPARED}: {reason}."
    if one_side_silent(found):
        return f"{ends}; none answered at the {'second' if found.old.homes else 'first'} moment, so there is nothing to compare with."
    number = int(found.new.numerator - found.old.numerator)
    moved = "no change" if not number else f"{say.count(abs(number))} {'more' if number > 0 else 'fewer'}"
    if found.tenths:
        tenths = found.tenths[1] - found.tenths[0]
        moved += f", {points(abs(tenths)).lstrip('+')} percentage points {'up' if tenths > 0 else 'down'}" if tenths else ", the same share"
    return f"{ends}; {moved}."


def one_side_silent(found: Change) -> bool:
    """Return whether nobody answered at one of the two moments: what the other says neither rose nor fell since."""
    return bool(found.old.homes) != bool(found.new.homes)


def only_silence(found: Change) -> bool:
    """Return whether a count of 0 stands against silence: the difference is 0, and still not *no change*."""
    return found.old.numerator == found.new.numerator and one_side_silent(found)


def sentences(found: Change, measure: Measure, names: Mapping[str, str], *, same_knowledge: bool, same_week: bool) -> dict[str, str]:
    """Return why, one sentence a cause: what it adds, and which homes or CCGs (``names`` by code) it comes from."""
    by_cause: dict[str, list[Behind]] = {}
    for one in found.behind:
        by_cause.setdefault(one.cause, []).append(one)
    told = {}
    for cause in found.causes:
        behind = by_cause.get(cause.name, [])
        homes = [one for one in behind if one.home]
        if not behind and cause.name == "revisions" and same_knowledge and not same_week:
            details = ["none can be, since both weeks are as known at the same moment"]
        elif not behind and cause.name == "answers" and same_week:
            details = ["none can be, since both figures are of the same week"]
        else:
            details = [*_DETAILS[cause.name](found, homes, measure, names), *_in_totals(cause, behind)]
        told[cause.name] = ". ".join([step(cause, measure), *([say.capital("; ".join(details))] if details else [])]) + "."
    return told


def _real(found: Change, homes: Sequence[Behind], measure: Measure, _: Mapping[str, str]) -> list[str]:
    text = [f"{say.plural(found.matched, 'home answers', 'homes answer')} in both weeks"]
    if kind_of(measure) == "homes":
        ways = Counter((one.known.removesuffix(" [e]"), one.now.removesuffix(" [e]")) for one in homes)
        order = sorted(ways.items(), key=lambda way: (-way[1], way[0]))
        return text + [f"{say.count(number)} from {was} to {now}" for (was, now), number in order]
    return text + [f"{say.count(len(homes))} of them say something else: {_sum(homes)}"] * bool(homes)


def _returners(_: Change, homes: Sequence[Behind], __: Measure, names: Mapping[str, str]) -> list[str]:
    text = []
    for side, verb in (("now", "did not return"), ("was", "had no return before")):
        silent: dict[str, list[Behind]] = {}
        for one in homes:
            if getattr(one, side) == "no return":
                silent.setdefault(one.part[0], []).append(one)
        for code, those in sorted(silent.items()):
            text.append(f"{names.get(code, code)} ({code}) {verb}: {_sum(those)}, from {say.plural(len(those), 'home')}")
    others = [one for one in homes if "no return" not in (one.was, one.now)]
    for new, single, several in (
        (True, "home answers that had not before", "homes answer that had not before"),
        (False, "home answers no longer, though its CCG returned", "homes answer no longer, though their CCGs returned"),
    ):
        those = [each for each in others if (each.amount.homes > 0) == new and each.amount.homes]
        if those:
            text.append(f"{say.plural(len(those), single, several)}: {_sum(those)}")
    again = [one for one in others if not one.amount.homes]
    return text + [f"{say.plural(len(again), 'answer was', 'answers were')} withdrawn and given anew: {_sum(again)}"] * bool(again)


def _revised(found: Change, homes: Sequence[Behind], _: Measure, names: Mapping[str, str]) -> list[str]:
    text = []
    for code in sorted({one.part[0] for one in found.behind if one.withdrawn}):
        those = [one for one in homes if one.withdrawn and one.part[0] == code]
        counts = f": {_sum(those)}, from {say.plural(len(those), 'home')}" if those else ""
        text.append(f"{names.get(code, code)} ({code}) withdrew its return{counts}")
    ccgs = Counter(one.part[0] for one in homes if not one.withdrawn)
    return text + [f"{names.get(code, code)} ({code}) changed {say.plural(number, 'answer')}" for code, number in sorted(ccgs.items())]


def _register(_: Change, homes: Sequence[Behind], __: Measure, ___: Mapping[str, str]) -> list[str]:
    text = []
    for came, told in ((True, "newly counted here"), (False, "no longer counted here")):
        those = [one for one in homes if bool(one.now) == came]
        if those:
            text.append(f"{say.plural(len(those), 'home')} {told}: {_sum(those)}")
    return text


_DETAILS = {"answers": _real, "returners": _returners, "revisions": _revised, "register": _register}


def _in_totals(cause: Cause, behind: Sequence[Behind]) -> list[str]:
    """Tell what comes from totals: of what is shown, all that no home accounts for."""
    parts = {one.part for one in behind if not one.home}
    rest = cause.shown_count - sum(int(one.amount.numerator) for one in behind if one.home)
    where = say.listed([say.shorten(pcn or ccg) for ccg, pcn in sorted(parts)])
    return [f"{signed(rest)} from the totals of {where}, of which no homes are known"] if parts else []


def _sum(behind: Sequence[Behind]) -> str:
    return signed(int(sum(one.amount.numerator for one in behind)))
