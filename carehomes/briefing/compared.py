"""Areas side by side for each headline, and what the process chart of each says of change and target."""

from __future__ import annotations

from collections.abc import Sequence

from carehomes.briefing.asking import Brief
from carehomes.briefing.content import Graph, Grid, Series, Slide
from carehomes.catalogue import Measure
from carehomes.charts import areas, words
from carehomes.charts.process_areas import CHANGES, TARGETS, icons_of, title, words_of
from carehomes.charts.readings import Reading, kind_of
from carehomes.selection import parts_level
from carehomes.statistics import variation_by_assurance

#: Bars, and rows of a table, that one slide holds so that each can be read.
MOST_BARS, MOST_ROWS = 12, 12
_ROLES = {"Yes": "yes", "Not answered": "not answered", "No": "no", "Not applicable": "not applicable"}
_LEVELS = {"region": "regions", "ccg": "CCGs", "pcn": "PCNs"}
_HOW = "A process chart an area, of the homes that answered: changes that chance alone does not make; the target against the limits"
#: Letters of a name beside its bar: the longest of a CCG with its code.
_NAME = 66


def compared(brief: Brief) -> list[Slide]:
    """Return for each headline the areas that the chosen one is compared by, the least favourable first, as many slides as they need."""
    found = []
    for measure in brief.headlines:
        parts = brief.parts[brief.parts["measure"] == measure.id]
        rows, sentence = areas.ranked(parts, measure), areas.sentence(parts, measure)
        found += [_bars(brief, measure, rows, start, sentence) for start in range(0, len(rows), MOST_BARS)]
    return found


def _bars(brief: Brief, measure: Measure, rows: Sequence[Reading], start: int, sentence: str) -> Slide:
    shown = rows[start : start + MOST_BARS]
    kind = kind_of(measure)
    labels = tuple(f"{words.plain_area(one, _NAME)}: {areas.told(one, measure)}" for one in shown)
    series: tuple[Series, ...]
    if kind == "homes":
        found = [Series(state.name, _ROLES[state.name], tuple(state.homes(one) for one in shown)) for state in areas.STATES]  # type: ignore[arg-type]
        series = tuple(one for one in found if one.name != "Not applicable" or any(one.values))
        graph = Graph("bars", labels, series, measure.unit)
        under = (
            "Yes, not answered and no, in homes; beside each name yes of all, then the share of those that answered with its 95% interval"
        )
    else:
        drawn = [one.standing(kind) == "compared" for one in shown]
        values = [
            (words.share_value(one.numerator, one.whole) if kind == "people" else one.numerator) if there else None
            for one, there in zip(shown, drawn, strict=True)
        ]
        unit = "%" if kind == "people" else measure.unit
        name = f"Share of {measure.unit}" if kind == "people" else words.capital(measure.unit)
        role = "share" if kind == "people" else "units"
        graph = Graph("bars", labels, (Series(name, role, tuple(values)),), unit, 100.0 if kind == "people" else None)  # type: ignore[arg-type]
        under = f"{name}; areas without a figure have no bar"
    page = f" ({start // MOST_BARS + 1} of {-(-len(rows) // MOST_BARS)})" if len(rows) > MOST_BARS else ""
    level = _LEVELS.get(parts_level(brief.snapshot.areas, brief.selection), "areas")
    return Slide(
        kind="areas",
        heading=f"{words.capital(level)} compared: {measure.short}{page}",
        title=areas.finding(rows, measure),
        under=f"{brief.selection.label}. {under}",
        graph=graph,
        alt=f"{areas.finding(rows, measure)}. " + "; ".join(labels) + ".",
        notes=(sentence, measure.definition),
    )


def variation(brief: Brief) -> list[Slide]:
    """Return what the process charts of the areas say last, a slide a headline: change in rows, target in columns."""
    found = []
    for measure in brief.headlines:
        weekly = brief.weekly.get(measure.id)
        if weekly is not None and not weekly.empty:
            found.append(_matrix(brief, measure))
    return found


def _matrix(brief: Brief, measure: Measure) -> Slide:
    level = parts_level(brief.snapshot.areas, brief.selection)
    weekly = brief.weekly[measure.id]
    names = {one.code: words.plain_area(one) for one in brief.readings[1] if one.level == level}
    icons = icons_of(weekly, measure, brief.rebases(measure, sorted(names)))
    table = variation_by_assurance(list(icons["code"]), icons["variation"], icons["assurance"])
    columns = [name for name in TARGETS if name != "no_icon" or any(map(len, table[name]))]
    rows = [name for name in CHANGES if any(len(table[column][name]) for column in columns)]
    cells = tuple((CHANGES[row][0], *(_cell([names.get(code, code) for code in table[column][row]]) for column in columns)) for row in rows)
    finding = title(table, measure, _LEVELS.get(level, "areas"))
    listed = [
        f"{names.get(row['code'], row['code'])}: {words_of(row['variation'], CHANGES)}; {words_of(row['assurance'], TARGETS)}"
        for row in icons.to_dict("records")
    ]
    return Slide(
        kind="variation",
        heading=f"Variation and assurance: {measure.short}",
        title=finding,
        under=_HOW,
        grid=Grid(
            ("Change", *(TARGETS[name][0] for name in columns)), cells, (1.6, *(2.4 for _ in columns)), (False, *(False for _ in columns))
        ),
        alt=f"{finding}.",
        notes=(f"{finding}.", *listed),
    )


def _cell(names: Sequence[str]) -> str:
    if not names:
        return "none"
    shown = [*names[:5], *([f"{len(names) - 5} more"] if len(names) > 5 else [])]
    return f"{words.count(len(names))}: {', '.join(shown)}"
