"""How numbers, dates and areas are told on screen (STYLE.md): one place, so that every page says the same."""

from __future__ import annotations

import html
import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from carehomes.areas import week_label
from carehomes.charts.readings import Kind, Reading
from carehomes.statistics import percent

#: Not available, in square brackets as the Government Analysis Function has it. Never 0 for missing.
NOT_AVAILABLE = "[x]"
NOT_APPLICABLE = "[z]"
CARRIED = "[e]"
#: A count of people that is not told beyond the team.
SUPPRESSED = "[c]"
#: A break in the series: the question or its answers changed.
BROKEN = "[b]"
LONDON = ZoneInfo("Europe/London")
#: The code behind a name.
_CODE = re.compile(r" \([0-9A-Za-z-]+\)$")


def safe(text: object) -> str:
    """Return ``text`` so that neither a page nor a chart takes it as markup. Plotly knows no ``&quot;``: quotes stay."""
    return html.escape(str(text), quote=False)


def shorten(text: str, limit: int = 40) -> str:
    """Return ``text`` cut to ``limit`` characters, the cut marked."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def plain_area(one: Reading, limit: int = 38) -> str:
    """Return the area's name and code for a chart that makes its names safe."""
    return named(one.label, limit)


def named(label: str, limit: int = 38) -> str:
    """Return a name, with its code in brackets where it has one, cut to ``limit`` characters: a long name is cut, its code never."""
    found = _CODE.search(label)
    code = found.group() if found else ""
    return shorten(label.removesuffix(code), limit - len(code)) + code


def area(one: Reading, limit: int = 38) -> str:
    """Return ``plain_area`` as it stands in a chart: neither name nor code is markup."""
    return safe(plain_area(one, limit))


def count(value: int | None) -> str:
    """Return ``4,333``, with a real minus sign, or ``[x]``."""
    return NOT_AVAILABLE if value is None else f"{value:,}".replace("-", "−")


def share(part: int | None, whole: int | None) -> str:
    """Return the share in words: whole percent below 1,000, else one decimal; ``[x]`` where there is none."""
    if part is None or not whole:
        return NOT_AVAILABLE
    places = 0 if whole < 1000 else 1
    value = percent(part, whole, places=places)
    return NOT_AVAILABLE if value is None else f"{value:.{places}f}%"


def share_value(part: int | None, whole: int | None) -> float | None:
    """Return the share in percent with one decimal, or None."""
    return None if part is None or not whole else percent(part, whole, places=1)


def span(low: int | None, high: int | None, whole: int | None) -> str:
    """Return ``range 66% to 85%``; one figure where both ends read the same."""
    first, last = share(low, whole), share(high, whole)
    return f"range {first} to {last}" if first != last else f"range {first}"


def silence(one: Reading) -> str:
    """Return ``25 not answered (5 blank, 20 no return)``, or ``all answered``."""
    if not one.silent:
        return "all answered"
    # In a view of homes: those whose area answered only in totals, which cannot be placed in it (rule 8).
    totals = "reported as totals" + ", which cannot be told in beds" * (one.counted == "beds")
    blank = f"blank, {count(one.in_totals)} of them {totals}" if one.in_totals else "blank"
    parts = [f"{count(value)} {word}" for value, word in ((one.blank, blank), (one.no_return, "no return")) if value and value > 0]
    return f"{count(one.silent)} not answered" + (f" ({', '.join(parts)})" if parts else "")


def bedless(one: Reading) -> str:
    """Return, of a figure in beds, ``3 homes without a number of beds, apart (2 yes, 1 not answered)``; '' where there is none."""
    if not one.bedless:
        return ""
    answered, yes = one.bedless_answered or 0, one.bedless_yes or 0
    parts = ((yes, "yes"), (answered - yes, "other answers"), (one.bedless - answered, "not answered"))
    told = ", ".join(f"{count(number)} {word}" for number, word in parts if number)
    return f"{plural(one.bedless, 'home')} without a number of beds, apart ({told})"


def things(number: int, one: Reading) -> str:
    """Return ``2 homes``, or ``1 bed`` of a figure in beds."""
    return plural(number, one.counted.removesuffix("s"))


def headline(one: Reading, kind: Kind, unit: str = "homes") -> str:
    """Return the counts, first in every card and cell: ``86 of 131 homes``."""
    if kind == "homes":
        return f"{count(one.yes)} of {count(one.all)} {unit}"
    if kind == "people":
        return f"{count(one.numerator)} of {count(one.whole)} {unit}"
    return f"{count(one.numerator)} of {count(one.whole)} {unit}" if one.whole else f"{count(one.numerator)} {unit}"


def gave(one: Reading, kind: Kind) -> str:
    """Return from how many homes a people or stock figure comes."""
    tail = " that gave both" if kind == "people" else ""
    return f"from {count(one.homes_gave)} of {count(one.homes)} homes{tail}"


def day(value: date) -> str:
    """Return ``17 May 2020``."""
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """Return ``17 May``, for the ticks of an axis whose title names the year."""
    return f"{value.day} {value:%b}"


def week(value: date | None) -> str:
    """Return ``week ending Sunday 17 May 2020``."""
    return "no week" if value is None else week_label(value)


def moment(value: datetime | None) -> str:
    """Return ``5pm Wednesday 2 September 2020`` by the clock of London."""
    if value is None:
        return NOT_AVAILABLE
    here = value.astimezone(LONDON) if value.tzinfo else value.replace(tzinfo=ZoneInfo("UTC")).astimezone(LONDON)
    minutes = f":{here:%M}" if here.minute else ""
    return f"{here.hour % 12 or 12}{minutes}{'am' if here.hour < 12 else 'pm'} {here:%A} {day(here.date())}"


def plural(number: int, one: str, many: str = "") -> str:
    """Return ``1 home`` or ``2 homes``."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def ordinal(number: int) -> str:
    """Return ``1st``, ``12th``, ``1,023rd``."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{count(number)}{ending}"


def listed(names: list[str]) -> str:
    """Return ``a, b and c``."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}" if names else ""


def capital(text: str) -> str:
    """Return ``text`` with its first letter a capital and the rest as it is (``CCG`` stays)."""
    return text[:1].upper() + text[1:]
