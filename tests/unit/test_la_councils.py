"""The forms of several councils: pooled counts, themes of the words, what a revised form says otherwise."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from carehomes.access import EVERYWHERE, Permitted
from carehomes.catalogue import load_themes, themes
from carehomes.catalogue.themes import Theme
from carehomes.charts import la_councils, la_status
from carehomes.measures import la_expected, la_moves, la_pooled, la_search, la_themes, la_versions, la_words
from carehomes.measures import la_status as standing_forms
from carehomes.measures.local_authorities import COLUMNS, la_items
from carehomes.snapshots import open_snapshot
from carehomes.store import Store

WEEK = date(2020, 5, 31)


def _row(la: str, item: str, homes: int | None, total: int | None, **more: Any) -> dict[str, Any]:
    action = la_items()[item]
    return {
        **dict.fromkeys(COLUMNS),
        "la_code": la,
        "la_name": la,
        "week": WEEK,
        "item": item,
        "focus": action.focus,
        "label": action.label,
        "short": action.short,
        "homes": homes,
        "total_homes": total,
        "not_applicable": False,
        "return_id": ord(la[-1]),
        "known_from": datetime(2020, 5, 29),
        "standing": True,
        **more,
    }


def _frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(COLUMNS)).astype({"homes": "Int64", "total_homes": "Int64"})


FORMS = _frame(
    _row("LA", "1.3", 30, 131, support="yes"),
    _row("LB", "1.3", 29, 93, support="no"),
    _row("LC", "1.3", 12, None, support="yes"),
    _row("LD", "1.3", None, 40, support="yes"),
    _row("LE", "1.3", None, 9, not_applicable=True),
    _row("LA", "2.1", 88, 131),
    _row("LC", "5.1", 7, None),
)


def test_counts_are_pooled_over_the_forms_that_give_both() -> None:
    one = next(one for one in la_pooled(FORMS) if one.action.item == "1.3")
    # 30 of 131 and 29 of 93; a form without a total, one without an answer and one to which it does not apply add to no share.
    assert (one.homes, one.of, one.gave, one.forms) == (59, 224, 2, 5)
    assert (one.apart, one.without_total, one.not_answered, one.not_applicable, one.wanted) == (12, 1, 1, 1, 3)
    assert la_councils.counts(one) == "59 of 224 (26%)"
    assert la_councils.beside(one) == "from 2 of 5 councils; 12 more homes in 1 that gives no total; 1 not answered; 1 not applicable"


def test_an_action_that_a_form_does_not_hold_is_not_answered() -> None:
    pooled = {one.action.item: one for one in la_pooled(FORMS)}
    assert len(pooled) == 13
    assert (pooled["2.1"].gave, pooled["2.1"].not_answered) == (1, 4)
    assert (pooled["4.1"].gave, pooled["4.1"].not_answered) == (0, 5)


def test_without_a_total_no_share_is_made_up() -> None:
    pooled = la_pooled(FORMS[FORMS["la_code"] == "LC"])
    told = {one.action.item: la_councils.counts(one) for one in pooled}
    assert (told["5.1"], told["4.1"]) == ("7 homes, no total", "[x] not answered")
    assert la_councils.finding(pooled, "X") == "X: no form gives its total of homes, so no share is shown"
    assert "%" not in la_councils.sentence(pooled, "X")
    assert all(bar is None for bar in la_councils.chart(pooled).data[0].x)


def test_the_weakest_action_comes_first_and_is_told() -> None:
    pooled = la_pooled(FORMS)
    assert [one.action.item for one in la_councils.weakest(pooled)][:2] == ["1.3", "2.1"]
    label = la_items()["1.3"].label
    assert la_councils.finding(pooled, "X") == f"X: fewest homes have 1.3 {label} in place, 59 of 224 (26%); then 2.1 Testing portal (67%)"
    drawn = la_councils.chart(pooled)
    assert list(drawn.data[0].x)[:2] == [59, 88]
    assert list(drawn.data[1].x)[:2] == [165, 43]
    assert drawn.layout.annotations[0].text == "59 of 224 (26%), 2 of 5 councils  <b>◆ 3</b>"
    file = la_councils.frame(pooled)
    assert (file.iloc[0]["share"], file.iloc[0]["gave"], file.iloc[0]["apart"]) == (26.3, 2, 12)


def test_where_the_councils_differ_most() -> None:
    forms = {code: la_status.actions(FORMS[FORMS["la_code"] == code]) for code in ("LA", "LB", "LC", "LD")}
    assert la_councils.spread(forms, "X").endswith("30 of 131 (23%) in LA, 29 of 93 (31%) in LB")
    assert la_councils.spread({"LC": forms["LC"]}, "X") == "X: the 13 actions, council by council"


def test_many_names_are_cut_and_counted() -> None:
    assert la_councils.named([f"L{number}" for number in range(10)]).endswith("L7 and 2 more")


def test_not_applicable_is_told_as_such() -> None:
    (one,) = la_status.actions(FORMS[FORMS["la_code"] == "LE"])
    assert (one.told, one.answered) == ("[z] not applicable", True)


# Words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("PPE supply holds for a week", "ppe_supply"),
        ("Gowns\nare short", "ppe_supply"),
        ("STEP DOWN beds", "discharge"),
        ("Step-down beds", "discharge"),
        ("Train the Trainer super user model", "ppe_training"),
        ("costs of agency", "pay"),
        ("costs of agency", "staffing"),
        ("named GPs", "clinical_lead"),
    ],
)
def test_a_theme_is_known_by_whole_words(text: str, found: str) -> None:
    assert found in {one.id for one in themes() if one.said_in(text)}


@pytest.mark.parametrize("text", ["the costly one", "gplus", "urgency", "moneyed", "portals of entry", ""])
def test_a_part_of_a_word_is_no_theme(text: str) -> None:
    assert [one.id for one in themes() if one.said_in(text)] == []


def test_the_longest_word_is_named() -> None:
    assert Theme("x", "X", ("ppe", "ppe supply")).said_in("Our PPE  supply is low") == "ppe supply"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[theme]]\nid = "a"\nname = "A"', "is not a list of themes"),
        ('[[theme]]\nid = "a"\nname = "A"\nwords = [" "]', "has no words"),
        ('[[theme]]\nid = "a"\nname = "A"\nwords = ["x"]\n' * 2, "stands twice"),
        ("[[theme", "is not a list of themes"),
    ],
)
def test_a_list_of_themes_that_cannot_be_read_is_said(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "themes.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        load_themes(path)


def test_every_text_is_found_by_its_words(demo_store: Store) -> None:
    texts = la_words(open_snapshot(demo_store), permitted=EVERYWHERE)
    assert len(la_search(texts, "")) == len(texts) == 26
    found = la_search(texts, "AGENCY wages")
    assert list(found["text"]) == []
    found = la_search(texts, "agency sick PAY")
    assert [(row["la_code"], row["item"], row["part"]) for row in found.to_dict("records")] == [("XE0002", "1.3", "support_text")]
    assert la_search(texts.iloc[:0], "x").empty


def test_themes_name_their_quotes(demo_store: Store) -> None:
    texts = la_words(open_snapshot(demo_store), permitted=EVERYWHERE)
    found = la_themes(texts, themes())
    pay = found[found["theme"] == "pay"]
    assert [(row["la_code"], row["item"], row["word"]) for row in pay.to_dict("records")] == [
        ("XE0002", "1.3", "sick pay"),
        ("XE0003", "1.3", "money"),
    ]


def test_who_may_not_see_everything_sees_no_form(demo_store: Store) -> None:
    snapshot, few = open_snapshot(demo_store), Permitted(frozenset({"X01"}))
    assert la_versions(snapshot, permitted=few).empty
    assert la_words(snapshot, permitted=few).empty


# Versions


def test_a_revised_form_tells_what_moved(demo_store: Store) -> None:
    snapshot = open_snapshot(demo_store)
    versions, shown = la_versions(snapshot, permitted=EVERYWHERE), standing_forms(snapshot, permitted=EVERYWHERE)
    assert (len(versions), len(shown)) == (52, 39)
    moves = la_moves(versions, shown)
    told = [(row["la_code"], row["item"], row["what"], row["before"], row["now"], row["change"]) for row in moves.to_dict("records")]
    assert told == [
        ("XE0003", "2.2", "homes", "37", "46", 9),
        ("XE0003", "3.2", "homes", "36", "42", 6),
        ("XE0003", "5.1", "homes", "66", "64", -2),
    ]


def test_a_form_of_a_later_week_is_held_against_the_one_of_the_week_before() -> None:
    first = _frame(_row("LA", "1.3", 30, None, support="yes"), _row("LA", "2.1", 88, None))
    later = {"week": date(2020, 6, 7), "return_id": 99, "known_from": datetime(2020, 6, 9)}
    second = _frame(_row("LA", "1.3", None, 131, support="no", **later), _row("LA", "2.1", 88, 131, **later))
    moves = la_moves(pd.concat([first, second]), second)
    assert [(row["item"], row["what"], row["before"], row["now"]) for row in moves.to_dict("records")] == [
        ("", "total", "", "131"),
        ("1.3", "homes", "30", ""),
        ("1.3", "support", "yes", "no"),
    ]
    assert moves["change"].isna().all()
    assert la_moves(pd.concat([first, second]), first).empty


# Whose forms are expected


def test_councils_of_an_area(demo_store: Store) -> None:
    snapshot = open_snapshot(demo_store)

    def expected(code: str, week: date | None = WEEK, permitted: Permitted = EVERYWHERE) -> list[str]:
        return la_expected(snapshot, week, code, permitted=permitted)

    assert expected("X9") == expected("X99") == ["XE0001", "XE0002", "XE0003"]
    assert expected("XQ1") == ["XE0001", "XE0002"]  # Calderwick has homes in both of them
    assert expected("X03") == ["XE0001", "XE0002"]
    assert expected("X03", None) == expected("X99")
    assert expected("XQ1", permitted=Permitted(frozenset({"X01"}))) == ["XE0001"]
