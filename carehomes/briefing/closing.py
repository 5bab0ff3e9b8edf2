"""The last slides: the councils' forms, how good the data are, and what each measure means."""

from __future__ import annotations

from datetime import UTC, datetime

from carehomes.briefing.asking import Brief
from carehomes.briefing.content import Grid, Slide
from carehomes.charts import la_councils, words
from carehomes.exports import SIGNS
from carehomes.measures import la_pooled, return_states
from carehomes.measures.return_states import NOT_RETURNED, STATES

#: Rows of a table of sentences that one slide holds.
_ROWS = 6
_RETURNS = 12
#: Actions of the councils' form that one slide holds.
_ACTIONS = 7
_LA = ("Action", "Homes in place", "From", "More support wanted by")


def la_status(brief: Brief) -> list[Slide]:
    """Return the 13 actions over the councils of the area, the weakest first; nothing where no council has sent its form."""
    forms = brief.forms
    if not forms.sent:
        return []
    pooled = la_councils.weakest(la_pooled(forms.frame))
    rows = tuple(
        (
            f"{one.action.item} {one.action.label}",
            la_councils.counts(one),
            la_councils.beside(one),
            la_councils.councils(one.wanted, one.forms),
        )
        for one in pooled
    )
    place = brief.selection.place.name
    told = la_councils.sentence(pooled, place)
    pages = -(-len(rows) // _ACTIONS)
    return [
        Slide(
            kind="la",
            heading=f"LA status: the councils' forms ({start // _ACTIONS + 1} of {pages})",
            title=la_councils.finding(pooled, place),
            under=f"Forms received {forms.told}; homes where the action is in place, by each council's own total. "
            "The rest of a total is not in place or not answered",
            grid=Grid(_LA, rows[start : start + _ACTIONS], (3.6, 2.2, 3.8, 1.8), (False,) * 4),
            alt=told,
            notes=(told,),
        )
        for start in range(0, len(rows), _ACTIONS)
    ]


def quality(brief: Brief) -> Slide:
    """Return who has returned for the week, state by state, and which CCGs have not."""
    one = brief.returned
    codes = tuple(sorted(area.code for area in one.areas))
    # What is due and not yet in is told by the clock, as on the page.
    now = brief.snapshot.as_at or datetime.now(UTC)
    rows: list[tuple[str, ...]] = []
    if codes:
        states = return_states(brief.snapshot, brief.week, brief.week, codes, permitted=brief.permitted, now=now)
        for state in STATES:
            those = states[(states["state"] == state) & states["expected"].astype(bool)]
            if len(those):
                names = [f"{row['name']} ({row['code']})" for row in those.to_dict("records")]
                rest = len(names) - _RETURNS
                listed = words.listed([*names[:_RETURNS], *([f"{rest} more"] if rest > 0 else [])])
                homes = words.count(int(those["registered"].fillna(0).sum()))
                rows.append((words.capital(state), words.count(len(those)), homes, listed))
    out = [f"{row[1]} {row[0].lower()}" for row in rows if row[0].lower() in NOT_RETURNED]
    title = f"{words.count(one.n)} of {words.plural(one.expected, 'return')} {'stands' if one.n == 1 else 'stand'}" + (
        f"; {words.listed(out)}" if out else ""
    )
    known = brief.snapshot.known_at
    return Slide(
        kind="quality",
        heading="Data quality: who has returned",
        title=title,
        under="One state a CCG; homes are those of its register",
        grid=Grid(("State", "Returns", "Homes", "CCGs"), tuple(rows), (1.6, 0.9, 0.9, 8.0), (False, True, True, False)),
        alt=f"{title}. " + "; ".join(f"{row[0]}: {row[1]}" for row in rows) + ".",
        notes=(
            f"{title}, as known at {words.moment(brief.selection.as_at or known)}.",
            "Figures of the newest weeks are provisional until late returns and corrections are in.",
        ),
    )


def definitions(brief: Brief) -> list[Slide]:
    """Return what each headline and each measure of the pack means, as many slides as they need, and the shorthand."""
    told = [(one.name, one.definition, one.numerator, one.denominator) for one in brief.headlines]
    slides = []
    for start in range(0, len(told), _ROWS):
        slides.append(
            Slide(
                kind="definitions",
                heading="Definitions",
                title="What each headline counts",
                under="Shorthand: " + "; ".join(f"{sign} {meaning.partition(':')[0]}" for sign, meaning in SIGNS),
                grid=Grid(
                    ("Measure", "Definition", "Counted", "Of"), tuple(told[start : start + _ROWS]), (2.0, 4.4, 2.6, 2.6), (False,) * 4
                ),
                notes=tuple(f"{name}: {definition}" for name, definition, _, _ in told[start : start + _ROWS]),
            )
        )
    return slides
