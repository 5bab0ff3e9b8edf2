"""Area returns: counts of a PCN or the CCG itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from carehomes.intake.context import Context
from carehomes.intake.mapping import area_names
from tests.unit.intake_ground import AREAS, GROUND, QUESTIONS, WEEK, codes, facts, finding, look, only

OWNER = "17/05/2020 | 01T"


def area(head: str, *rows: str, context: Context | None = None):  # type: ignore[no-untyped-def]
    """Examine an area return: ``head`` and rows after week and CCG."""
    lines = [f"week_ending | ccg_code | {head}", *(f"{OWNER} | {one}" for one in rows)]
    return look("\n".join(lines), context=context or Context(AREAS, QUESTIONS))


def test_a_row_becomes_facts_with_their_parts() -> None:
    head = "pcn_code | homes | clinical_lead_yes | clinical_lead_no | clinical_lead_not_answered | clinical_lead_not_applicable"
    head += " | oximeters_held | oximeters_held_homes | oximeters_held_any | testing_status_void_retest | comment"
    staged = only(area(head, "U12345 | 12 | 5 | 4 | 3 | 0 | 20 | 9 | n/a | 1 | fine", " | | | | | | | | | |"))
    assert (staged.kind, staged.submitter, staged.week, staged.rows, staged.findings) == ("area", "01T", WEEK, 2, ())
    assert facts(staged, "row", "pcn_code", "field", "part", "answer", "number") == [
        (2, "U12345", "week_ending", "", "2020-05-17", None),
        (2, "U12345", "ccg_code", "", "01T", None),
        (2, "U12345", "pcn_code", "", "U12345", None),
        (2, "U12345", "homes", "", None, 12),
        (2, "U12345", "clinical_lead", "yes", None, 5),
        (2, "U12345", "clinical_lead", "no", None, 4),
        (2, "U12345", "clinical_lead", "not answered", None, 3),
        (2, "U12345", "clinical_lead", "not applicable", None, 0),
        (2, "U12345", "oximeters_held", "sum", None, 20),
        (2, "U12345", "oximeters_held", "homes", None, 9),
        (2, "U12345", "oximeters_held", "any", "not applicable", None),
        (2, "U12345", "testing_status", "Void/retest", None, 1),
        (2, "U12345", "comment", "", "fine", None),
        (3, "", "week_ending", "", "2020-05-17", None),
        (3, "", "ccg_code", "", "01T", None),
    ]


def test_headers_in_human_words() -> None:
    head = "PCN | Number of care homes | Named clinical lead in place? - Yes | Clinical lead in place? (no)"
    head += " | Residents | Residents - homes | Testing stage: in regular testing"
    staged = only(area(head, "U12345 | 12 | 5 | 4 | 100 | 9 | 7"))
    assert facts(staged, "field", "part", "number")[3:] == [
        ("homes", "", 12),
        ("clinical_lead", "yes", 5),
        ("clinical_lead", "no", 4),
        ("residents", "sum", 100),
        ("residents", "homes", 9),
        ("testing_status", "In regular testing", 7),
    ]


def test_every_question_of_an_area_return_has_its_columns() -> None:
    known = {(target.field, target.part) for target in area_names(QUESTIONS).values()}
    for question in QUESTIONS.values():
        if "area" not in question.kinds:
            assert not any(name == question.id for name, _ in known)
        elif question.type == "yes_no":
            assert {part for name, part in known if name == question.id} == {"yes", "no", "not answered", "not applicable"}
        elif question.type == "word":
            assert {part for name, part in known if name == question.id} == set(question.all_words)
        elif question.type == "count" and question.role == "answer":
            parts = {"sum", "homes", "any"} if question.stock == "stock" else {"sum", "homes"}
            assert {part for name, part in known if name == question.id} == parts


def test_a_row_is_marked_even_where_the_title_says_whose_it_is() -> None:
    told = look("CCG: 01T | Week ending: 17/05/2020\npcn_code | clinical_lead_yes | clinical_lead_no\n | 4 | 5\nU12345 | |")
    assert facts(only(told), "row", "pcn_code", "field", "part", "answer", "number") == [
        (3, "", "clinical_lead", "yes", None, 4),
        (3, "", "clinical_lead", "no", None, 5),
        (3, "", "ccg_code", "", "01T", None),
        (4, "U12345", "pcn_code", "", "U12345", None),
    ]


def test_areas_stand_once() -> None:
    told = area("pcn_code | homes | clinical_lead_yes | clinical_lead_no", "U12345|9|1|1", "u12345|9|1|1", "|9|1|1", "n/a|9|1|1")
    assert codes(told)[:2] == [("area_twice", "A3"), ("area_twice", "A5")]
    assert "the CCG itself" in only(told).findings[1].message


def test_states_and_homes_must_fit() -> None:
    head = "pcn_code | homes | clinical_lead_yes | clinical_lead_no | clinical_lead_not_answered | clinical_lead_not_applicable"
    assert finding(area(head, "U12345 | 10 | 5 | 4 | 2 | 0"), "states_above_homes").severity == "error"
    assert finding(area(head, "U12345 | 10 | 5 | 4 | |"), "states_below_homes").severity == "query"
    assert not area(head, "U12345 | 10 | 5 | 4 | 1 | 0", "U12346 | | 5 | 4 | 1 | 0").all_findings


def test_homes_counted_must_fit() -> None:
    head = "pcn_code | homes | residents | residents_homes | oximeters_held_any | oximeters_held_homes"
    told = area(head, "U12345 | 10 | 100 | 11 | 4 | 3")
    assert codes(told) == [("homes_above_homes", "F2"), ("any_above_gave", "G2")]
    ladder = "pcn_code | homes | testing_status_registered | testing_status_declined"
    assert finding(area(ladder, "U12345 | 10 | 8 | 3"), "ladder_above_homes").severity == "error"
    assert not area(ladder, "U12345 | 10 | 8 | 2").all_findings


def test_pairs_must_fit() -> None:
    head = "pcn_code | residents | residents_homes | residents_with_pcsp | residents_with_pcsp_homes"
    assert finding(area(head, "U12345 | 10 | 3 | 11 | 3"), "area_part_above_whole").severity == "error"
    assert [one.code for one in area(head, "U12345 | 10 | 3 | 11 | 4").all_findings] == ["pair_unequal"]


def test_a_sum_must_say_how_many_homes_gave_it() -> None:
    told = area("pcn_code | homes | residents | residents_homes", "U12345 | 4 | 10 | ")
    assert finding(told, "sum_without_homes").severity == "query"
    assert codes(told) == [("sum_without_homes", "E2")]


def test_falls_are_judged_over_as_many_homes() -> None:
    head = "pcn_code | clinical_lead_yes | clinical_lead_no | oximeters_delivered | oximeters_delivered_homes"
    before = only(area(head, "U12345 | 1 | 1 | 10 | 5")).facts
    context = Context(AREAS, QUESTIONS, previous=lambda kind, submitter, week: before)
    assert finding(area(head, "U12345 | 1 | 1 | 9 | 5", context=context), "cumulative_fell").cell == "F2"
    assert not area(head, "U12345 | 1 | 1 | 9 | 4", context=context).all_findings


def test_values_and_codes_name_their_cells() -> None:
    told = area("pcn_code | homes | clinical_lead_yes | clinical_lead_no", "Central | ten | 5 (est) | -1")
    assert codes(told) == [("pcn_malformed", "C2"), ("not_a_number", "D2"), ("not_a_number", "E2"), ("negative", "F2")]
    assert "'Named clinical lead in place? - yes'" in only(told).findings[2].message


def test_notes_and_sums_are_left_out() -> None:
    lines = ["week_ending | ccg_code | pcn_code | homes | clinical_lead_yes | clinical_lead_no", f"{OWNER} | U12345 | 9 | 5 | 4"]
    told = look("\n".join([*lines, " | | Total | 9 | 5 | 4", "Checked by the desk | | | | |"]))
    assert only(told).rows == 1
    assert codes(told) == [("row_left_out", "3")]


def test_nil_and_empty_area_returns() -> None:
    head = "week_ending | ccg_code | pcn_code | homes | clinical_lead_yes | clinical_lead_no"
    nil = only(look(f"CCG: 01T | Week ending: 17/05/2020 | Nil return\n{head}"))
    assert (nil.kind, nil.nil, nil.submitter) == ("area", True, "01T")
    assert finding(look(head), "no_rows").severity == "error"
    assert finding(look(f"nil return\n{head}\n{OWNER} | U12345 | 9 | 5 | 4"), "nil_with_rows").severity == "query"


def test_counts_of_what_the_week_does_not_ask_are_left_out() -> None:
    asked = replace(QUESTIONS["checked_in"], since=date(2020, 5, 24))
    catalogue = replace(GROUND, questions={**QUESTIONS, asked.id: asked})
    head = "week_ending | ccg_code | pcn_code | homes | clinical_lead_yes | clinical_lead_no | checked_in_yes | checked_in_no"
    staged = only(look(f"{head}\n17/05/2020 | 01T | | 3 | 1 | 2 | 9 | oops", context=catalogue))
    assert [(one.code, one.severity, one.cell) for one in staged.findings] == [("not_asked", "note", "G2")]
    assert "more row" not in staged.findings[0].message
    assert "checked_in" not in staged.facts["field"].to_pylist()
