"""Ways round the release gate that a viewer tried: moments, packs, returns, her own SQL, comparisons. None tells of the hidden week."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from carehomes.store import Store
from tests.access.conftest import Become
from tests.access.test_borders import drawn, files, text_of
from tests.access.test_release import FIRST, NEWEST, gated
from tests.conftest import WORLDS
from tests.pages.conftest import Opened

__all__ = ["files", "gated"]
AFTER = "2020-06-01T12:00"
TRIES: tuple[tuple[str, dict[str, str]], ...] = (
    ("where_from", {"area": "X01", "measure": "named_lead", "week": f"{NEWEST}"}),
    ("query", {"sql": "select week::text from returns union all select week::text from figures union all select week::text from weeks"}),
    ("who_has_returned", {"as_at": AFTER}),
    ("returns", {}),
    ("what_changed", {"week": f"{FIRST}", "against": f"{NEWEST}", "as_at": AFTER}),
    ("explore", {"from": f"{FIRST}", "to": f"{NEWEST}", "by": "ccg", "measure": "named_lead"}),
    ("", {"as_at": AFTER, "week": f"{NEWEST}"}),
    ("area_profile", {"area": "X01", "week": f"{NEWEST}"}),
    ("data_quality", {"as_at": AFTER}),
    ("lead_register", {"week": f"{NEWEST}"}),
    ("la_status", {"week": f"{NEWEST}"}),
    ("clinical_leads", {"first": "1", "as_at": AFTER}),
)


@pytest.mark.parametrize("several", TRIES[::4] if WORLDS == 1 else TRIES, ids=lambda one: one[0])
def test_no_way_leads_round_the_gate(
    several: tuple[str, dict[str, str]], gated: Store, become: Become, open_page: Callable[..., Opened], files: dict[str, bytes]
) -> None:
    numbers = [one for one in gated.journal.entries() if one.week == NEWEST and one.action == "accepted"]
    become(viewer="everywhere")
    place = TRIES.index(several)
    for page, address in TRIES[place : place + (4 if WORLDS == 1 else 1)]:
        asked = address | ({"return": str(numbers[0].seq)} if page == "where_from" else {})
        shown = open_page(gated, page, **asked)
        if page == "query":
            shown.at.button(key="query_run").click()
            shown.run()
            assert f"{FIRST}" in shown.html
        # A template can be had for any Sunday there was: that list tells of no return.
        told = re.sub(r'options: "\d+ \w+ \d{4}"', "", drawn(shown, asked))
        for quoted in asked.values():
            told = told.replace(quoted, "")
        hidden = [told[max(0, at - 120) : at + 40] for word in ("24 May 2020", f"{NEWEST}", f"w-{NEWEST}") if (at := told.find(word)) >= 0]
        assert hidden == [], page
        # A template of the next week is of that week, and holds answers of the one before.
        given = {name: content for name, content in files.items() if not name.startswith("template_")}
        found = [name for name, content in given.items() if f"{NEWEST}" in text_of(content).replace(asked.get("sql", "\x00"), "")]
        assert found == [], page
        assert not any(one.file_name and one.file_name in told for one in numbers if one.file_name not in _older(gated)), page


def _older(store: Store) -> set[str | None]:
    return {one.file_name for one in store.journal.entries() if one.week != NEWEST}
