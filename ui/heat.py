"""The heat table of the Overview: areas by the headline measures, counts first, coloured by the share of those that answered."""

from __future__ import annotations

from collections.abc import Sequence

from carehomes.catalogue import Measure
from carehomes.charts import areas, words
from carehomes.charts.readings import Kind, Reading, kind_of
from ui.style import heat
from ui.tables import Column, html_table
from ui.text import esc

#: Fewer homes than this behind a share are not coloured, and fewer than that are not spoken of: one home would decide.
_LEAST_TO_COLOUR = 5
_LEAST_TO_TELL = 10


def _homes_behind(one: Reading, kind: Kind) -> int:
    return one.answered if kind == "homes" else one.homes_gave or 0


def _share(one: Reading, measure: Measure) -> float | None:
    kind = kind_of(measure)
    if one.standing(kind) != "compared":
        return None
    if kind == "homes":
        return words.share_value(one.yes, one.answered)
    return words.share_value(one.numerator, one.whole) if kind == "people" else None


def _cell(one: Reading | None, measure: Measure) -> str:
    if one is None:
        return f'<td class="x">{words.NOT_AVAILABLE}<small>no figure</small></td>'
    kind = kind_of(measure)
    standing = one.standing(kind)
    if standing in ("no return", "not available"):
        why = "from totals" if "not available from totals" in one.marks else "no return" if standing == "no return" else "not given"
        return f'<td class="x">{words.NOT_AVAILABLE}<small>{why}</small></td>'
    if standing == "not applicable":
        return f'<td class="x">{words.NOT_APPLICABLE}<small>not applicable</small></td>'
    if standing == "answers only":
        return f'<td class="x">{words.count(one.yes if kind == "homes" else one.numerator)}<small>answers only</small></td>'
    carried = f" {words.CARRIED}" if one.carried else ""
    counts = words.headline(one, kind, "").strip()
    if standing == "too few answered":
        return f'<td class="x">{counts}{carried}<small>too few answered</small></td>'
    share = _share(one, measure)
    part, whole = (one.yes, one.answered) if kind == "homes" else (one.numerator, one.whole)
    coloured = share is not None and measure.direction == "higher" and _homes_behind(one, kind) >= _LEAST_TO_COLOUR
    style = f' style="{heat(share)}"' if coloured and share is not None else ' class="few"'
    if len(counts + carried) > 13:
        counts = f'<span class="long">{counts}{carried}</span>'
        carried = ""
    return f"<td{style}>{counts}{carried}<small>{words.share(part, whole) if kind != 'units' else measure.unit}</small></td>"


def _link(label: str, link: str | None) -> str:
    return f'<a href="{esc(link)}" target="_self">{esc(label)}</a>' if link else esc(label)


def heat_table(below: Sequence[Reading], measures: Sequence[Measure], links: dict[str, str], pages: dict[str, str], high: int = 330) -> str:
    """Return the table; ``links`` gives the address of an area by its code, ``pages`` that of a measure's page by its id.

    Above ``high`` pixels it scrolls, so that the Overview fits its screen.
    """
    found = {(one.level, one.code, one.measure): one for one in below}
    names = {(one.level, one.code): one.label for one in below}
    order = sorted(names, key=lambda key: (key[0] in ("not aligned", "not attributed"), key[0], names[key]))
    people = any(kind_of(one) == "people" for one in measures)
    told = "Homes" + (" (plans: residents)" if people else "") + "; share of those that answered"
    heads = "".join(f'<th scope="col">{_link(one.short, pages.get(one.id))}</th>' for one in measures)
    body = ""
    for key in order:
        link = links.get(key[1]) if key[0] not in ("not aligned", "not attributed") else None
        area = _link(names[key], link)
        body += f'<tr><th scope="row" class="area">{area}</th>{"".join(_cell(found.get((*key, one.id)), one) for one in measures)}</tr>'
    return (
        f'<div class="ch-scroll" style="max-height:{high}px" tabindex="0" role="region" aria-label="Areas by headline measure">'
        f'<table class="heat"><thead><tr><th scope="col" class="area told">{esc(told)}</th>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def heat_words(below: Sequence[Reading], measures: Sequence[Measure]) -> str:
    """Return the same as a plain table: counts first, then the share that may be compared, or why there is none."""
    found = {(one.level, one.code, one.measure): one for one in below}
    names = {(one.level, one.code): one.label for one in below}

    def cell(key: tuple[str, str], measure: Measure) -> str:
        one = found.get((*key, measure.id))
        return areas.told(one, measure) if one else words.NOT_AVAILABLE

    rows = [[names[key], *(cell(key, measure) for measure in measures)] for key in sorted(names, key=lambda key: names[key])]
    caption = "Counts; the share of those that answered, in brackets its 95% interval"
    return html_table(caption, [Column("Area"), *(Column(one.short) for one in measures)], rows)


def heat_title(below: Sequence[Reading], measures: Sequence[Measure], missing: Sequence[str]) -> str:
    """Return what the table says, in one sentence: where those that answered differ most, and who is missing."""
    widest: tuple[float, Measure, Reading, Reading] | None = None
    for measure in measures:
        told_of = [one for one in below if one.measure == measure.id and _homes_behind(one, kind_of(measure)) >= _LEAST_TO_TELL]
        shares = [(share, one) for one in told_of if (share := _share(one, measure)) is not None]
        if len(shares) < 2:
            continue
        least, most = min(shares, key=lambda pair: pair[0]), max(shares, key=lambda pair: pair[0])
        if widest is None or most[0] - least[0] > widest[0]:
            widest = (most[0] - least[0], measure, least[1], most[1])
    parts = []
    if widest and widest[0] >= 1:
        _, measure, low, high = widest

        def told(one: Reading) -> str:
            part, whole = (one.yes, one.answered) if kind_of(measure) == "homes" else (one.numerator, one.whole)
            return words.share(part, whole)

        parts.append(f"{measure.short} varies most ({told(low)} to {told(high)} of those that answered)")
    if missing:
        parts.append(f"{missing[0]} has not returned" if len(missing) == 1 else f"{len(missing)} CCGs have not returned")
    return "; ".join(parts) or "Areas by headline measure"
