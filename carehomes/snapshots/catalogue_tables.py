"""The catalogue and the area list as tables, so that one query serves every measure and every area."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa

from carehomes.areas import AreaList
from carehomes.catalogue import Measure, Question
from carehomes.ledger.whole import sha256_once
from carehomes.settings import Settings, queries_folder

#: Which measures of a shape are figures of homes, of people or of a stock.
_KINDS = {
    "share_of_homes": "homes",
    "share_of_people": "people",
    "stock": "stock",
    "ladder": "ladder",
    "split": "split",
    "composite": "composite",
}
_ROWS_ONLY = {"composite", "split", "own"}
#: Measures with SQL of their own that tell sums (with, without) and not states of homes.
_OWN_PEOPLE_UNITS = {"units", "residents", "staff"}


def kind_of(measure: Measure) -> str:
    """Return what the measure's figures are: homes, composite, people, stock, ladder or split."""
    if measure.shape == "own":
        return "people" if measure.unit in _OWN_PEOPLE_UNITS else "composite"
    return _KINDS[measure.shape]


def item_of(measure: Measure) -> str:
    """Return the item at which the measure's source is decided: a question, or the measure itself."""
    if measure.shape in ("share_of_homes", "ladder") and measure.at_least is None:
        return measure.question
    return measure.id


def item_shape(measure: Measure) -> str:
    """Return how the item's rows are found: words, at_least, pair, stock, composite, split or own."""
    if measure.shape in ("share_of_homes", "ladder"):
        return "words" if measure.at_least is None else "at_least"
    return {"share_of_people": "pair"}.get(measure.shape, measure.shape)


def _state_of_word(measure: Measure, word: str) -> str:
    for state, words in measure.words.items():
        if word in words:
            return state.replace("_", " ")
    if measure.words:
        return "not applicable" if word == "not applicable" else "no"
    return word


def _words(measure: Measure, question: Question | None) -> Iterable[tuple[str, str]]:
    kind = kind_of(measure)
    if kind in ("people", "stock"):
        return (("units", "with"),) if kind == "stock" else (("with", "with"), ("without", "without"))
    if kind == "composite" or measure.at_least is not None:
        return tuple((state, state) for state in ("yes", "no", "not applicable"))
    states = question.states if question else ()
    if kind == "split":
        pairs = [(word, "base") for word in (*states, "not answered")]
        return (*pairs, ("not applicable", "not applicable"))
    if kind == "ladder":
        return tuple((word, "not applicable" if word == "not applicable" else "rung") for word in states)
    return tuple((word, _state_of_word(measure, word)) for word in states)


def catalogue_tables(questions: dict[str, Question], measures: dict[str, Measure], settings: Settings) -> dict[str, pa.Table]:
    """Return the tables ``item``, ``item_word``, ``item_question``, ``measure_item``, ``label``, ``measure_word`` and ``age``."""
    items: dict[str, dict[str, object]] = {}
    words: list[tuple[str, str]] = []
    item_questions: list[tuple[str, str]] = []
    measure_items: list[dict[str, object]] = []
    measure_words: list[tuple[str, str, str]] = []
    for measure in measures.values():
        item, shape, question = item_of(measure), item_shape(measure), questions.get(measure.question)
        if item not in items:
            items[item] = {
                "item": item,
                "shape": shape,
                "question": measure.question,
                "whole": measure.whole,
                "base": measure.base,
                "settles": measure.settles,
                "at_least": measure.at_least,
                "carry": settings.carry_weeks if question and question.stock else 0,
                "rows_only": int(measure.shape in _ROWS_ONLY),
                "optional": int(measure.optional(questions)),
            }
            if shape == "words" and question:
                words.extend((item, word) for word in question.states)
            item_questions.extend((item, one) for one in measure.questions)
        measure_items.append({"measure": measure.id, "item": item, "kind": kind_of(measure), "rows_only": int(measure.shape in _ROWS_ONLY)})
        measure_words.extend((measure.id, word, state) for word, state in _words(measure, question))
    return {
        "item": pa.Table.from_pylist(
            list(items.values()),
            schema=pa.schema(
                [(name, pa.string()) for name in ("item", "shape", "question", "whole", "base", "settles")]
                + [(name, pa.int64()) for name in ("at_least", "carry", "rows_only", "optional")]
            ),
        ),
        "item_word": _table(("item", "word"), words),
        "item_question": _table(("item", "question"), item_questions),
        "measure_item": pa.Table.from_pylist(
            measure_items,
            schema=pa.schema([("measure", pa.string()), ("item", pa.string()), ("kind", pa.string()), ("rows_only", pa.int64())]),
        ),
        "label": _table(
            ("id", "label"),
            {**{one.id: one.name for one in measures.values()}, **{one.id: one.wording for one in questions.values()}}.items(),
        ),
        "measure_word": _table(("measure", "word", "state"), measure_words),
        "age": pa.table({"age": pa.array(range(settings.carry_weeks + 1), pa.int64())}),
    }


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> pa.Table:
    listed = list(rows)
    return pa.table({name: pa.array([row[place] for row in listed], pa.string()) for place, name in enumerate(names)})


def area_tables(areas: AreaList, weeks: list[date]) -> dict[str, pa.Table]:
    """Return the area list as tables.

    ``area``, ``week``, ``ccg_in_week`` (which CCG of that week a code stands for), ``area_of_ccg`` (then and now) and ``pcn_now``
    (PCNs that have a successor).
    """
    listed = [
        {
            "place": place,
            "code": one.code,
            "level": one.level,
            "name": one.name,
            "ons_code": one.ons_code,
            "parent": one.parent,
            "opened": one.opened,
            "closed": one.closed,
            "successor": one.successor,
        }
        for place, one in enumerate(areas.areas)
    ]
    kinds = {"place": pa.int64(), "opened": pa.date32(), "closed": pa.date32()}
    names = ("place", "code", "level", "name", "ons_code", "parent", "opened", "closed", "successor")
    area = pa.Table.from_pylist(listed, schema=pa.schema([(name, kinds.get(name, pa.string())) for name in names]))
    standing: list[dict[str, object]] = []
    ccgs = areas.of_level("ccg")
    for week in weeks:
        for ccg in ccgs:
            standing.append({"week": week, "code": ccg.code, "ccg": areas.open_in(ccg.code, week)})
    basis: list[dict[str, object]] = []
    for ccg in ccgs:
        for name in ("then", "now"):
            basis.extend({"basis": name, "ccg": ccg.code, "level": one.level, "code": one.code} for one in areas.path(ccg.code, name))
    pcns = [(one.code, areas.successor(one).code) for one in areas.of_level("pcn")]
    return {
        "area": area,
        "week": pa.table({"week": pa.array(weeks, pa.date32()), "n": pa.array([week.toordinal() // 7 for week in weeks], pa.int64())}),
        "ccg_in_week": pa.Table.from_pylist(
            standing, schema=pa.schema([("week", pa.date32()), ("code", pa.string()), ("ccg", pa.string())])
        ),
        "pcn_now": _table(("pcn", "code"), [(code, after) for code, after in pcns if code != after]),
        "area_of_ccg": pa.Table.from_pylist(basis, schema=pa.schema([(name, pa.string()) for name in ("basis", "ccg", "level", "code")])),
    }


def definitions_digest(area_lists: Iterable[Path], settings: Settings) -> str:
    """Return a digest of everything besides the ledger that figures follow from: catalogue, SQL, settings, the files of the area list."""
    digest = hashlib.sha256(repr(settings).encode())
    for path in area_lists:
        digest.update(sha256_once(path).encode())
    # Asked whenever a snapshot is: plain names, and each file read once.
    root = str(queries_folder())
    for folder, _, names in sorted(os.walk(root)):
        within = folder.removeprefix(root).split(os.sep)
        if "journal" in within:
            continue
        for name in sorted(names):
            if name.endswith((".sql", ".toml")):
                digest.update("/".join((*within, name)).encode())
                digest.update(sha256_once(os.path.join(folder, name)).encode())
    return digest.hexdigest()
