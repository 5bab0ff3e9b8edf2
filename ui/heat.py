"""The heat table of the Overview: areas by the headline measures, counts first, coloured by the share of those that answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carehomes.catalogue import Measure
from carehomes.charts import areas, words
from carehomes.charts.readings import Reading, kind_of
from ui.behind import Behind, Key
from ui.style import heat
from ui.tables import Column, html_table
from ui.text import esc

#: Fewer homes than this behind a share are not coloured, and fewer than that are not spoken of: one home would decide.
_LEAST_TO_COLOUR = 5
_LEAST_TO_TELL = 10
#: From as many homes on both counts and the share do not fit a cell of one line.
_LONG = 1000
#: Pixels of a name that fit the column in rows of one line, and the thirds of a row that one takes; a wider name takes two lines.
_NAME_WIDE, _ROW, _ROW_OF_TWO = 207, 3, 5
#: How wide letters of Arial are, in thousandths of their height; all others are as a digit. Two names of 32 letters can be 20 pixels apart.
_LETTERS = {
    letter: wide
    for letters, wide in (
        ("ijl'", 222), (" .,ftI/[]", 278), ("r()-", 333), ("ckvxyzsJ", 500), ("FTZ", 611), ("ABEKPSVXY&", 667), ("wCDHNRU", 722),
        ("GOQ", 778), ("mM", 833), ("W", 944),
    )
    for letter in letters
}  # fmt: skip
_DIGIT, _HIGH, _CLOSER = 556, 13.4, 0.2


def _share(one: Reading, measure: Measure) -> float | None:
    kind = kind_of(measure)
    if one.standing(kind) != "compared":
        return None
    if kind == "homes":
        return words.share_value(one.yes, one.answered)
    return words.share_value(one.numerator, one.whole) if kind == "people" else None


def heat_cell(one: Reading | None, measure: Measure, lead: Behind | None = None, close: bool = False) -> str:
    """Return the cell of a figure: counts, then the share that may be compared, or why there is none; ``close`` has one line."""
    if one is None:
        return f'<td class="x">{words.NOT_AVAILABLE}<small>no figure</small></td>'
    kind = kind_of(measure)
    standing = one.standing(kind)
    if standing in ("no return", "not available"):
        why = "from totals" if "not available from totals" in one.marks else "no return" if standing == "no return" else "not given"
        return f'<td class="x">{words.NOT_AVAILABLE}<small>{why}</small></td>'
    if standing == "suppressed":
        return f'<td class="x">{words.SUPPRESSED}<small>suppressed</small></td>'
    if standing == "not applicable":
        return f'<td class="x">{words.NOT_APPLICABLE}<small>not applicable</small></td>'
    if standing == "answers only":
        return f'<td class="x">{words.count(one.yes if kind == "homes" else one.numerator)}<small>answers only</small></td>'
    carried = f" {words.CARRIED}" if one.carried else ""
    counts = words.headline(one, kind, "").strip()
    long = len(counts + carried) > 13
    counts = lead.around(counts) if lead else counts
    # Beds, and homes of large areas: both counts and the share would not stand on one line.
    wide = one.counted == "beds" or (one.all or 0) >= _LONG
    if standing == "too few answered" and close and wide:
        return f'<td class="x">too few of {words.count(one.all)}</td>'
    if standing == "too few answered":
        return f'<td class="x">{counts}{carried}<small>{"too few" if close else "too few answered"}</small></td>'
    share = _share(one, measure)
    part, whole = (one.yes, one.answered) if kind == "homes" else (one.numerator, one.whole)
    coloured = share is not None and measure.direction == "higher" and one.homes_behind >= _LEAST_TO_COLOUR
    style = f' style="{heat(share)}"' if coloured and share is not None else ' class="few"'
    if close and (kind == "people" or wide):
        # One line has room for the share and what it is of.
        told = f"{words.share(part, whole)} of {words.count(whole)}{carried}"
        shown = lead.around(told) if lead else told
        if carried:
            shown = f'<span class="long">{shown}</span>'
        return f"<td{style}>{shown}</td>"
    if long:
        counts = f'<span class="long">{counts}{carried}</span>'
        carried = ""
    return f"<td{style}>{counts}{carried}<small>{words.share(part, whole) if kind != 'units' else measure.unit}</small></td>"


def _link(label: str, link: str | None) -> str:
    return f'<a href="{esc(link)}" target="_self">{esc(label)}</a>' if link else esc(label)


@dataclass(frozen=True)
class Room:
    """How many areas the table has room for on one screen: in rows of two lines, or closer, in rows of one."""

    two_lines: int
    one_line: int

    def less(self, rows: int) -> Room:
        """Return the room that is left beside ``rows`` lines more."""
        return Room(self.two_lines - rows, self.one_line - rows)


def _wide(name: str) -> float:
    """Return about how many pixels a name takes in a row of one line, whose letters stand a little closer."""
    return sum(_LETTERS.get(letter, _DIGIT) for letter in name) * _HIGH / 1000 - _CLOSER * len(name)


def _fitting(keys: Sequence[tuple[str, str]], names: Mapping[tuple[str, str], str], rows: int) -> list[tuple[str, str]]:
    """Return the first of ``keys`` that fit ``rows`` rows of one line, one at least."""
    fit: list[tuple[str, str]] = []
    taken = 0
    for key in keys:
        taken += _ROW_OF_TWO if _wide(names[key]) > _NAME_WIDE else _ROW
        if fit and taken > rows * _ROW:
            break
        fit.append(key)
    return fit


def needed_first(below: Sequence[Reading], measure: str) -> list[tuple[str, str]]:
    """Return the areas (level, code): those without an answer to ``measure`` first, then the lowest shares of those that answered."""
    shares: dict[tuple[str, str], tuple[bool, float, str]] = {(one.level, one.code): (False, 0.0, one.label) for one in below}
    for one in below:
        if one.measure == measure and one.answered:
            shares[one.level, one.code] = (True, words.share_value(one.yes, one.answered) or 0.0, one.label)
    return sorted(shares, key=lambda key: shares[key])


def heat_table(
    below: Sequence[Reading],
    measures: Sequence[Measure],
    links: dict[str, str],
    pages: dict[str, str],
    leads: Mapping[Key, Behind],
    room: Room | None = None,
    more: str = "",
) -> str:
    """Return the table; ``links`` gives the address of an area by its code, ``pages`` that of a measure's page by its id.

    ``leads`` are the links of figures to what stands behind them. Where there are more areas than ``room`` for them, those that need
    looking at first are shown (by the last of ``measures``), and a row says how many are left; it leads to ``more``, where all are.
    """
    found = {(one.level, one.code, one.measure): one for one in below}
    names = {(one.level, one.code): one.label for one in below}
    order = sorted(names, key=lambda key: (key[0] in ("not aligned", "not attributed"), key[0], names[key]))
    close = room is not None and len(order) > room.two_lines
    left = 0
    if room and close and len(_fitting(order, names, room.one_line)) < len(order):
        # One row says what is left out.
        kept = set(_fitting(needed_first(below, measures[-1].id), names, room.one_line - 1))
        order = [key for key in order if key in kept]
        left = len(names) - len(order)
    people = any(kind_of(one) == "people" for one in measures)
    beds = any(one.unit == "beds" for one in measures)
    told = ("Beds" if beds else "Homes") + (" (plans: residents)" if people else "") + "; share of those that answered"
    heads = "".join(f'<th scope="col">{_link(one.short, pages.get(one.id))}</th>' for one in measures)
    body = ""
    for key in order:
        link = links.get(key[1]) if key[0] not in ("not aligned", "not attributed") else None
        area = _link(names[key], link)
        cells = "".join(heat_cell(found.get((*key, one.id)), one, leads.get((*key, one.id)), close) for one in measures)
        body += f'<tr><th scope="row" class="area" title="{esc(names[key])}">{area}</th>{cells}</tr>'
    if left > 0:
        by = f"shown are those with no answer or the lowest shares of “{measures[-1].short}”."
        said = f"{words.count(left)} more of {words.plural(len(names), 'area')}; {by}"
        body += f'<tr><td class="rest" colspan="{len(measures) + 1}">{esc(said)} {_link("All areas", more)}</td></tr>'
    return (
        f'<table class="heat{" one" if close else ""}"><caption class="ch-hide">Areas by headline measure</caption>'
        f'<thead><tr><th scope="col" class="area told">{esc(told)}</th>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def heat_words(below: Sequence[Reading], measures: Sequence[Measure]) -> str:
    """Return the same as a plain table: counts first, then the share that may be compared, or why there is none."""
    found = {(one.level, one.code, one.measure): one for one in below}
    names = {(one.level, one.code): one.label for one in below}

    def cell(key: tuple[str, str], measure: Measure) -> str:
        one = found.get((*key, measure.id))
        return areas.told(one, measure) if one else words.NOT_AVAILABLE

    rows = [[names[key], *(cell(key, measure) for measure in measures)] for key in sorted(names, key=lambda key: names[key])]
    beds = any(one.unit == "beds" for one in measures)
    caption = "Counts; the share of those that answered" + ("; homes told in beds" if beds else ", in brackets its 95% interval")
    return html_table(caption, [Column("Area"), *(Column(one.short) for one in measures)], rows)


def heat_title(below: Sequence[Reading], measures: Sequence[Measure], missing: Sequence[str]) -> str:
    """Return what the table says, in one sentence: where those that answered differ most, and who is missing."""
    widest: tuple[float, Measure, Reading, Reading] | None = None
    for measure in measures:
        told_of = [one for one in below if one.measure == measure.id and one.homes_behind >= _LEAST_TO_TELL]
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
