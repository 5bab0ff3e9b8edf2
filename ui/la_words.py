"""The words of the councils' forms: themes counted with their quotes, and a search in every text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from carehomes.catalogue import themes
from carehomes.charts import bars, words
from carehomes.charts.bars import Series
from carehomes.charts.la_councils import councils
from carehomes.charts.la_forms import Forms
from carehomes.measures import la_search, la_themes, sql_behind
from ui.chart_card import Chart, draw_chart
from ui.frame import Page
from ui.links import page_params
from ui.navigation import address
from ui.tables import Column, html_table
from ui.text import esc, say

#: Texts that the page shows at once; the file has all of them.
_MOST = 60
_PARTS = {"support_text": "what support", "issues": "issues to highlight"}
_ABOUT_THEMES = (
    '<dl class="ch-dl"><dt>Definition</dt><dd>A text is about a theme where one of its words stands in it whole, capitals or not. '
    "A text may be about several themes, or none. Counted are texts, and the councils that wrote them; a text that says all is well counts "
    "too, so read the quotes.</dd>{listed}</dl>"
)
_ABOUT_WORDS = (
    '<dl class="ch-dl"><dt>Definition</dt><dd>The texts of the forms as they were written: what support is wanted, the issues beside '
    "each action, and what stands beneath a heading. A search finds the texts in which every word of it stands, capitals or not.</dd></dl>"
)


def draw_words(page: Page, forms: Forms) -> None:
    """Draw the themes and the search of the forms shown."""
    every = page.asked.la_words()
    texts = every[every["return_id"].isin(set(forms.frame["return_id"]))]
    if texts.empty:
        say("None of these forms has words beside its numbers.")
        return
    found = la_themes(texts, themes())
    _draw_themes(page, forms, texts, found)
    _draw_search(page, forms, texts, found)


def _where(row: Mapping[str, Any]) -> str:
    if row["part"] in _PARTS:
        return f"{row['item']} {row['label']}: {_PARTS[str(row['part'])]}"
    return f"{row['label']}: narrative"


def _tell(row: Mapping[str, Any]) -> str:
    return f"{row['la_name']} ({row['la_code']})"


def _draw_themes(page: Page, forms: Forms, texts: pd.DataFrame, found: pd.DataFrame) -> None:
    counted = {
        theme.id: (theme.name, len(rows), rows["la_code"].nunique()) for theme in themes() if len(rows := found[found["theme"] == theme.id])
    }
    order = sorted(counted, key=lambda one: (-counted[one][2], -counted[one][1], counted[one][0]))
    own = page_params()
    leads = {counted[one][0]: address(page.params | own | {"theme": one}, "la_status") for one in order}
    cells = [[counted[one][0], *_counts(counted[one], forms), _quotes(found, one)] for one in order]
    columns = [Column("Theme", width=18), Column("Texts", True, width=8), Column("Councils", True, width=12), Column("The first quotes")]
    series = Series("texts", tuple(counted[one][1] for one in order), tuple(_told(counted[one], forms) for one in order))
    names = [counted[one][0] for one in order]
    if order:
        first = [counted[one] for one in order[:2]]
        title = "Councils write most about " + words.listed([f"{name} ({councils(of, len(forms.sent))})" for name, _, of in first])
    else:
        title = "No theme of the list is spoken of"
    told = "; ".join(f"{counted[one][0]}: {_told(counted[one], forms)}" for one in order)
    listed = "".join(f"<dt>{esc(one.name)}</dt><dd>{esc(', '.join(one.words))}</dd>" for one in themes())
    draw_chart(
        page,
        Chart(
            key="la_themes",
            title=title,
            figure=bars.chart(names, [series], "texts about the theme", none="No theme of the list is spoken of"),
            alt=f"{title}. {told}." if told else f"{title}.",
            table=html_table("Texts about each theme; a name leads to all its quotes", columns, cells, links=leads),
            rows=found,
            about=_ABOUT_THEMES.format(listed=listed),
            sql=sql_behind([], ["la_words"]),
            under=f"{words.plural(len(texts), 'text')} of {words.plural(len(forms.sent), 'council')}; a click shows a theme's quotes",
            leads=leads,
        ),
    )


def _counts(counted: tuple[str, int, int], forms: Forms) -> list[str]:
    return [words.count(counted[1]), councils(counted[2], len(forms.sent))]


def _told(counted: tuple[str, int, int], forms: Forms) -> str:
    return f"{words.plural(counted[1], 'text')}, {councils(counted[2], len(forms.sent))}"


def _quotes(found: pd.DataFrame, theme: str) -> str:
    rows = found[found["theme"] == theme].to_dict("records")
    return " · ".join(f"“{words.shorten(str(row['text']), 110)}” ({row['la_name']}, {row['item']})" for row in rows[:2])


def _ask() -> tuple[str, str]:
    """Draw the search and the choice of a theme; both stand in the address (``words``, ``theme``)."""
    held = {"": "All texts"} | {one.id: one.name for one in themes()}
    st.session_state["la_search"] = st.query_params.get("words", "")
    theme = st.query_params.get("theme", "")
    if theme not in held:
        say(f"The address asks for the theme “{words.shorten(theme)}”, which the list does not have. All texts are shown.")
    st.session_state["la_theme"] = theme if theme in held else ""

    def moved(key: str, name: str) -> None:
        value = str(st.session_state[key]).strip()
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)

    with st.container(horizontal=True, gap="small", key="la_asked"):
        st.text_input("Search in the words", key="la_search", max_chars=100, on_change=moved, args=("la_search", "words"), width=420)
        names = held.get
        st.selectbox(
            "Theme",
            list(held),
            format_func=lambda one: names(one, one),
            key="la_theme",
            on_change=moved,
            args=("la_theme", "theme"),
            width=300,
        )
    return str(st.session_state["la_search"]), str(st.session_state["la_theme"])


def _draw_search(page: Page, forms: Forms, texts: pd.DataFrame, found: pd.DataFrame) -> None:
    asked, theme = _ask()
    kept = la_search(found[found["theme"] == theme] if theme else texts, asked)
    name = next((one.name for one in themes() if one.id == theme), "")
    about = " ".join(text for text in (f"about {name}" if name else "", f"with “{asked}”" if asked else "") if text)
    told = councils(kept["la_code"].nunique(), len(forms.sent))
    title = (
        f"{words.capital(words.plural(len(kept), 'text'))} {about} from {told}"
        if about
        else f"Every text: {words.count(len(kept))} from {told}"
    )
    title = " ".join(title.split())
    rows = kept.to_dict("records")
    columns = [Column("Local authority", width=20), Column("Where it stands", width=30), Column("The words")]
    cells = [[_tell(row), _where(row), str(row["text"])] for row in rows]
    caption = "As they were written" + (f"; the first {_MOST} of {words.count(len(rows))}, the file has all" if len(rows) > _MOST else "")
    nothing = "No text has these words. Take some of them away, or choose another theme."
    table = html_table(caption, columns, cells[:_MOST]) if rows else f'<p class="ch-muted">{esc(nothing)}</p>'
    first = "; ".join(f"{one[0]}, {one[1]}: {one[2]}" for one in cells[:5])
    draw_chart(
        page,
        Chart(
            key="la_words",
            title=title,
            figure=table,
            alt=f"{title}. {first or nothing}",
            table=table,
            rows=kept,
            about=_ABOUT_WORDS,
            sql=sql_behind([], ["la_words"]),
            first="Quotes",
        ),
    )
