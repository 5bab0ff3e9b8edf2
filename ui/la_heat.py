"""The heat table of the LA status page: councils by the 13 actions, counts first, coloured by the share in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from carehomes.charts import words
from carehomes.charts.la_councils import beside, councils, counts
from carehomes.charts.la_status import WANTED, Action
from carehomes.measures import Pooled
from ui.style import heat
from ui.tables import Column, html_table
from ui.text import esc

#: More councils than this scroll in their own place.
_SCROLL = 14


def _wish(told: str) -> str:
    return f' <span class="wish" role="img" aria-label="{esc(told)}" title="{esc(told)}">{WANTED}</span>'


def _cell(one: Action | None) -> str:
    if one is None:
        return f'<td class="x">{words.NOT_AVAILABLE}<small>not in the form</small></td>'
    wish = _wish(f"support wanted: {one.support_text}" if one.support_text else "support wanted") if one.support == "yes" else ""
    if one.not_applicable:
        return f'<td class="x">{words.NOT_APPLICABLE}<small>n/a{wish}</small></td>'
    if one.homes is None:
        return f'<td class="x">{words.NOT_AVAILABLE}<small>blank{wish}</small></td>'
    if not one.total:
        return f'<td class="few">{words.count(one.homes)}<small>no total{wish}</small></td>'
    share = words.share_value(one.homes, one.total) or 0.0
    head = f"{words.count(one.homes)} of {words.count(one.total)}"
    apart = f' title="{esc(one.told)}: counted by the words, confirmed by a person"' if one.apart else ""
    return f'<td style="{heat(share)}"{apart}>{head}<small>{words.share(one.homes, one.total)}{wish}</small></td>'


def _whole(one: Pooled) -> str:
    wish = _wish(f"support wanted by {councils(one.wanted, one.forms)}") + words.count(one.wanted) if one.wanted else ""
    told = f'title="{esc(f"{one.action.name}: {counts(one)}, {beside(one)}")}"'
    if not one.gave:
        return f'<td class="few" {told}>{words.count(one.apart)}<small>no total{wish}</small></td>'
    style = heat(words.share_value(one.homes, one.of) or 0.0)
    head = f"<b>{words.count(one.homes)} of {words.count(one.of)}</b>"
    return (
        f'<td style="{style}" {told}>{head}<small>{words.share(one.homes, one.of)}{wish}</small>'
        f"<small>{words.count(one.gave)} of {words.count(one.forms)}</small></td>"
    )


def heat_of_actions(
    by_council: Mapping[str, Sequence[Action]],
    pooled: Sequence[Pooled],
    labels: Mapping[str, str],
    links: Mapping[str, str],
    weeks: Mapping[str, date],
) -> str:
    """Return the table: a row a council, the first all of them; a council's name leads to its form (``links`` by code).

    Where the forms are of different weeks, each tells its own (``weeks`` by code).
    """
    differ = len(set(weeks.values())) > 1
    heads = "".join(
        f'<th scope="col" title="{esc(one.action.label)}"><b>{one.action.item}</b> {esc(one.action.short)}</th>' for one in pooled
    )
    whole = "".join(_whole(one) for one in pooled)
    forms = words.plural(pooled[0].forms if pooled else 0, "council")
    named = f"<b>All {forms}</b><br><small>pooled; how many gave both</small>"
    body = f'<tr><th scope="row" class="area">{named}</th>{whole}</tr>'
    for code, rows in by_council.items():
        found = {one.item: one for one in rows}
        cells = "".join(_cell(found.get(one.action.item)) for one in pooled)
        name = f'<a href="{esc(links[code])}" target="_self">{esc(labels[code])}</a>'
        name += f"<br><small>form of {words.day(weeks[code])}</small>" if differ else ""
        body += f'<tr><th scope="row" class="area">{name}</th>{cells}</tr>'
    table = (
        '<table class="heat la"><caption class="ch-hide">Councils by action: homes in place of all homes</caption>'
        f'<thead><tr><th scope="col" class="area told">Council</th>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )
    if len(by_council) <= _SCROLL:
        return table
    return f'<div class="ch-scroll" tabindex="0" role="region" aria-label="Councils by action">{table}</div>'


def actions_table(by_council: Mapping[str, Sequence[Action]], labels: Mapping[str, str], links: Mapping[str, str]) -> str:
    """Return the same as a plain table, with the words beside: a row a council and action."""
    columns = [
        Column("Local authority", width=18),
        Column("Action", width=26),
        Column("Homes in place", True, width=12),
        Column("Support", width=12),
        Column("What support", width=16),
        Column("Issues to highlight", width=16),
    ]
    cells = [
        [labels[code], f"{one.item} {one.label}", one.told, one.wanted, one.support_text, one.issues]
        for code, rows in by_council.items()
        for one in rows
    ]
    return html_table(
        "Each council's 13 actions, as they were written", columns, cells, links={labels[code]: links[code] for code in labels}
    )
