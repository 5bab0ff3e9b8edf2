"""Counts in the words of forms: suggested, confirmed or refused by a person, withdrawn; as at any moment; in a shell."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta

import pytest

from carehomes.access import EVERYWHERE
from carehomes.charts import la_status, la_told
from carehomes.cli.main import main
from carehomes.ledger import told_counts as kept
from carehomes.ledger.told_counts import ToldCount
from carehomes.measures import Suggestion, la_pooled, la_suggestions, with_confirmed
from carehomes.measures import la_status as standing_forms
from carehomes.snapshots import open_snapshot
from carehomes.store import Store
from tests.conftest import SHARED, needs_shared
from tests.unit.test_la_councils import WEEK, _frame, _row

NOON = datetime(2020, 6, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
WORDS = "Please note 76 said no and 25 didn’t respond"
SEFTON = SHARED / "cases" / "returns" / "sefton_la_status_2020.xlsx"
BY = "regional analyst"


def form(total: int | None = None, homes: int = 30, text: str = WORDS) -> list[Suggestion]:
    return la_suggestions(_frame(_row("LA", "1.3", homes, total, support="yes", support_text=text)))


def draft(homes: int = 30) -> ToldCount:
    return ToldCount("LA", WEEK, "1.3", homes, 76, 25, "76 said no and 25 didn’t respond", "confirmed", BY)


def test_words_suggest_and_decide_nothing() -> None:
    (one,) = form()
    assert (one.item, one.part, one.homes, one.of, one.told.no, one.told.silent) == ("1.3", "support_text", 30, 131, 76, 25)
    assert la_told.suggested(one) == "That makes 30 in place, 76 no, 25 not answered, of 131 homes together."
    assert la_told.suggested(form(140)[0]).endswith("of 140 homes by the form's own total; 9 more not in place or not answered.")
    assert la_told.suggested(form(text="76 said no")[0]).endswith("how many homes there are in all is not known.")
    assert form(130) == []  # more than the total
    assert form(text="none") == []
    assert la_suggestions(_frame(_row("LA", "1.3", None, 131, support_text=WORDS))) == []


def test_what_is_confirmed_counts_for_its_action_alone() -> None:
    frame = _frame(
        _row("LA", "1.3", 30, None, support="yes", support_text=WORDS),
        _row("LA", "2.1", 88, None),
        _row("LB", "1.3", 29, 93),
    )
    before, after = with_confirmed(frame, []), with_confirmed(frame, [draft()])
    assert [one.told for one in la_status.actions(before)] == ["30 homes", "29 of 93 (31%)", "88 homes"]
    told = {(one.item, one.homes): one.told for one in la_status.actions(after)}
    assert told["1.3", 30] == "30 of 131 (23%) in place, 76 no, 25 not answered"
    assert told["2.1", 88] == "88 homes"
    pooled = {one.action.item: one for one in la_pooled(after)}
    assert (pooled["1.3"].homes, pooled["1.3"].of, pooled["1.3"].gave) == (59, 224, 2)
    assert (pooled["2.1"].gave, pooled["2.1"].without_total) == (0, 1)
    chart = la_status.chart(after[after["la_code"] == "LA"])
    assert [one.name for one in chart.data] == ["Homes in place", "No, as confirmed", "Not answered, as confirmed"]
    assert [one.x[0] for one in chart.data] == [30, 76, 25]


def test_what_is_left_of_the_total_is_told_apart() -> None:
    frame = _frame(_row("LA", "1.3", 30, 140, support_text=WORDS))
    (one,) = la_status.actions(with_confirmed(frame, [draft()]))
    assert one.told == "30 of 140 (21%) in place, 76 no, 25 not answered, 9 not in place or not answered"
    assert list(la_status.chart(with_confirmed(frame, [draft()])).data[3].x) == [9]


@pytest.mark.parametrize(
    "change",
    [{"homes": 31}, {"support_text": "76 said no and 24 didn’t respond"}, {"week": date(2020, 6, 7)}, {"la_code": "LB"}],
)
def test_a_decision_says_nothing_of_another_form(change: dict[str, object]) -> None:
    row = _row("LA", "1.3", 30, None, support_text=WORDS) | change
    assert with_confirmed(_frame(row), [draft()])["said_no"].isna().all()
    assert len(la_suggestions(_frame(row), [draft()])) == 1


def test_a_refusal_counts_nothing_and_asks_no_more() -> None:
    refused = ToldCount(**{**draft().__dict__, "decision": "refused", "reason": "another question"})
    frame = _frame(_row("LA", "1.3", 30, None, support_text=WORDS))
    assert with_confirmed(frame, [refused])["said_no"].isna().all()
    assert la_suggestions(frame, [refused]) == []


def test_a_decision_stands_from_its_moment_until_it_is_withdrawn(store: Store) -> None:
    one = kept.decide(store, draft(), decided_at=NOON)
    assert (one.number, one.since) == (1, NOON)
    with pytest.raises(ValueError, match=r"1.3 of LA, .* is confirmed already \(number 1\). Withdraw that first."):
        kept.decide(store, draft())
    gone = kept.withdraw(store, 1, by=BY, reason="misread", decided_at=NOON + HOUR)
    assert gone == one
    assert kept.told_counts(store, NOON - HOUR) == kept.told_counts(store) == []
    assert kept.told_counts(store, NOON) == [one]
    with pytest.raises(ValueError, match=r"no decision 1 to withdraw\. The numbers are: none"):
        kept.withdraw(store, 1, by=BY, reason="again")
    with pytest.raises(ValueError, match="by which role it is withdrawn, and why"):
        kept.withdraw(store, 1, by=BY, reason=" ")
    assert kept.decide(store, draft()).number == 3


def test_a_decision_needs_a_role_and_a_refusal_a_reason(store: Store) -> None:
    with pytest.raises(ValueError, match="by which role"):
        kept.decide(store, ToldCount(**{**draft().__dict__, "by": " "}))
    with pytest.raises(ValueError, match="why it is refused"):
        kept.decide(store, ToldCount(**{**draft().__dict__, "decision": "refused"}))


def test_decisions_can_neither_be_changed_nor_taken_away(store: Store) -> None:
    kept.decide(store, draft())
    connection = sqlite3.connect(store.journal.path)
    for statement in ("update told_count_entry set silent = 0", "delete from told_count_entry"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
    connection.close()


@needs_shared
def test_a_real_form_from_a_shell(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        code = main([str(one) for one in arguments])
        told = capsys.readouterr()
        return code, told.out + told.err

    assert run("form", "list")[1].strip() == "No form has counts in its words."
    assert run("accept", str(SEFTON), "--week", "2020-05-31")[0] == 0
    code, told = run("form", "list")
    assert code == 0 and "76 said no and 25 didn’t respond" in told and "waits" in told
    assert "30 in place, 76 no, 25 not answered, of 131" in told
    code, told = run("form", "confirm", "--la", "e08000014", "--item", "1.3", "--by", BY)
    assert (code, told.strip()) == (0, "Confirmed, number 1: 1.3 of E08000014, 30 in place, 76 no, 25 not answered")
    found = with_confirmed(standing_forms(open_snapshot(store), permitted=EVERYWHERE), kept.told_counts(store))
    (one,) = [one for one in la_status.actions(found) if one.item == "1.3"]
    assert one.told == "30 of 131 (23%) in place, 76 no, 25 not answered"
    code, told = run("form", "confirm", "--la", "E08000014", "--item", "1.3", "--by", BY)
    assert code == 1 and "Those that wait are: none" in told
    code, told = run("form", "withdraw", "1", "--by", BY, "--reason", "asked again")
    assert (code, told.strip()) == (0, "Withdrawn: 1.3 of E08000014, 30 in place, 76 no, 25 not answered")
    assert run("form", "refuse", "--la", "E08000014", "--item", "1.3", "--by", BY, "--reason", "of another week")[0] == 0
    listed = json.loads(run("form", "list", "--json")[1])
    assert (listed["waiting"], listed["decided"][0]["decision"], listed["decided"][0]["silent"]) == ([], "refused", 25)
    assert listed["decided"][0]["in_force"] is True
    assert run("withdraw", "--kind", "la", "--submitter", "E08000014", "--week", "2020-05-31", "--reason", "of another council")[0] == 0
    assert "refused, gone from the form" in run("form", "list")[1]
    assert json.loads(run("form", "list", "--json")[1])["decided"][0]["in_force"] is False
