"""The cells of a table's rows gathered as facts, column by column: each distinct text of a column is read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from carehomes.areas import Area
from carehomes.catalogue import Question
from carehomes.intake.cells import Texts
from carehomes.intake.codes import Remark
from carehomes.intake.context import FIRST_WEEK
from carehomes.intake.grid import Flags, Grid
from carehomes.intake.owner import Owner
from carehomes.intake.rows import not_asked, tell
from carehomes.intake.staging import Pile, Staging, Whose
from carehomes.intake.values import Value
from carehomes.ledger.facts import HELD_SCHEMA

#: Rows whose facts are put together at a time.
_LOT = 25_000
#: Stands for no number.
_NO_NUMBER = -1
#: What a cell's text says: a value (None: nothing that counts), and what to say about it.
Reader = Callable[[str], tuple[Value | None, Remark | None]]
Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Owned:
    """Whose each row is: a place in ``whose`` and ``areas`` (-1: not known)."""

    owners: Codes
    whose: list[Whose]
    areas: list[Area]


def owned_rows(grid: Grid, rows: Flags, owner: Owner, staging: Staging) -> Owned:
    """Return whose each of ``rows`` is. Asked once for rows that say the same of it, and again for each where something is told."""
    said = np.zeros(grid.height, np.int64)
    for name in ("ccg_code", "ccg_name", "week_ending"):
        texts = grid.texts(grid.mapped.of(name))
        _, said = np.unique(said * len(texts.distinct) + texts.codes, return_inverse=True)
    places = np.flatnonzero(rows)
    _, first, alike = np.unique(said[places], return_index=True, return_inverse=True)
    whose: dict[Whose, int] = {}
    areas: list[Area] = []
    found = np.full(len(first), -1, np.int32)
    of_same: dict[int, Iterator[int]] = {}
    waiting = [(int(place), same) for same, place in enumerate(first.tolist())]
    heapify(waiting)
    while waiting:
        place, same = heappop(waiting)
        before = staging.placing.calls
        told = owner.of_row(int(grid.sheet_rows[places[place]]))
        if told and same not in of_same:
            found[same] = whose.setdefault(told[0], len(whose))
            if len(areas) < len(whose):
                areas.append(told[1])
        if staging.placing.calls > before:
            rest = of_same.setdefault(same, iter(np.flatnonzero(alike == same)[1:].tolist()))
            if (following := next(rest, None)) is not None:
                heappush(waiting, (following, same))
    owners = np.full(grid.height, -1, np.int32)
    owners[places] = found[alike]
    return Owned(owners, list(whose), areas)


def owned_tables(grid: Grid, rows: Flags, owners: Mapping[int, tuple[Owner, Staging]]) -> tuple[Owned, list[Pile]]:
    """Return whose each of ``rows`` is, with the pile of each return; ``owners`` answers for the table at each place that has such rows."""
    found = np.full(grid.height, -1, np.int32)
    piles: list[Pile] = []
    everything = Owned(found, [], [])
    for place, (owner, staging) in owners.items():
        here = grid.rows_of(place)
        owned = owned_rows(Grid(grid.tables[place]), rows[here], owner, staging)
        found[here] = np.where(owned.owners < 0, -1, owned.owners + len(piles))
        everything.whose.extend(owned.whose)
        everything.areas.extend(owned.areas)
        piles += [staging.pile(whose) for whose in owned.whose]
    return everything, piles


class Pool(dict[str, int]):
    """The places of texts, each once, in the order in which they came: a text that is not there yet gets the next place."""

    def __missing__(self, text: str) -> int:
        """Give a text the next place."""
        self[text] = place = len(self)
        return place

    def array(self) -> pa.Array:
        """Return the texts."""
        return pa.array(list(self), pa.string())


@dataclass(frozen=True)
class Column:
    """The facts of one column: the rows in which it says something, and by its distinct texts (``answers`` by return, where
    ``of_return``) the places of text and answer in the pool (-1: none) and the number (``_NO_NUMBER``: none)."""

    column: int
    field: int
    part: int
    says: Flags
    texts: Codes
    answers: Codes
    numbers: NDArray[np.int64]
    of_return: bool = False


class Gathering:
    """The facts of one table, or of several with the very same columns, on their way to their returns."""

    def __init__(self, grid: Grid, owners: Codes, piles: Sequence[tuple[Whose, Pile]]) -> None:
        """``owners`` says of each row which of ``piles`` it belongs to (-1: none)."""
        self.grid = grid
        self.owned = owners >= 0
        self._owners = owners
        self._piles = piles
        self._columns: list[Column] = []
        self._left_out: dict[str, Flags] = {}
        self._texts, self._names, self._parts = Pool(), Pool(), Pool()
        self._nobody = np.full(grid.height, self._texts[""], np.int32)
        self._homes, self._pcns = self._nobody, self._nobody
        for place, count in enumerate(np.bincount(owners[self.owned], minlength=len(piles)).tolist()):
            piles[place][1].rows += count

    @cached_property
    def _rows(self) -> NDArray[np.intp]:
        """The rows that are somebody's, those of one return together and in their order."""
        rows = np.flatnonzero(self.owned)
        return rows[np.argsort(self._owners[rows], kind="stable")]

    def about(self, *, homes: Codes | None = None, pcns: Codes | None = None) -> None:
        """Say which home or PCN each row is about (``places``)."""
        self._homes = self._homes if homes is None else homes
        self._pcns = self._pcns if pcns is None else pcns

    def places(self, column: int, of: Callable[[str], str]) -> Codes:
        """Return for each row the place of what ``of`` makes of its text in a column."""
        texts = self.grid.texts(column)
        return self._by_text(texts, ((code, of(texts.distinct[code])) for code in texts.present(self._rows)))[texts.codes]

    def _by_text(self, texts: Texts, said: Iterable[tuple[int, str]]) -> Codes:
        found = np.full(len(texts.distinct), -1, np.int32)
        for code, text in said:
            found[code] = self._texts[text]
        return found

    def read(
        self, column: int, name: str, reader: Reader, *, part: str = "", without: str | None = None, only: Flags | None = None
    ) -> Flags:
        """Read a column (``only`` some rows of it) and tell what is wrong there; cells with the answer ``without`` are no facts.

        Return for each row whether it says something that counts.
        """
        texts = self.grid.texts(column)
        rows = self.owned if only is None else self.owned & only
        distinct, places = texts.distinct, self._texts
        # Lists: setting one item after the other is what takes long in an array.
        held, answers, numbers = [-1] * len(distinct), [-1] * len(distinct), [_NO_NUMBER] * len(distinct)
        remarks: dict[int, Remark] = {}
        for code in texts.present(self._rows):
            value, remark = reader(distinct[code])
            if remark:
                remarks[code] = remark
            if value is None or (without is not None and value.answer == without):
                continue
            held[code] = places[distinct[code]]
            if value.answer is not None:
                answers[code] = places[value.answer]
            if value.number is not None:
                numbers[code] = value.number
        self._tell(column, name, texts, remarks, rows)
        of_text, counts = np.array(held, np.int32), np.array(numbers, np.int64)
        flags: Flags = (of_text >= 0)[texts.codes] & rows
        named, parted = self._names[name], self._parts[part]
        self._columns.append(Column(column, named, parted, flags, of_text, np.array(answers, np.int32), counts))
        return flags

    def asked(self, column: int, question: Question) -> Flags:
        """Return for each row whether its week asks a question; answers of a column to one that is not asked are told, a return each.

        Who and when is always asked, and of a week before the first nothing is told but that.
        """
        weeks = [FIRST_WEEK if whose.week is None else max(whose.week, FIRST_WEEK) for whose, _ in self._piles]
        by_return = np.array([question.role == "identifier" or question.asked_in(week) for week in weeks], bool)
        if by_return.all():
            return self.owned
        asked: Flags = self.owned & by_return[self._owners]
        left_out = ~asked & self.owned & self.grid.says(column)
        # Of a question with several columns the first of a table stands for all: the finding counts rows.
        told = self._left_out.setdefault(question.id, np.zeros(len(self.grid.tables), bool))
        left_out &= ~told[self.grid.table_of]
        told[self.grid.table_of[left_out]] = True
        self.tell_where(left_out, column, question.id, not_asked(question), once=question.id)
        return asked

    def say(self, column: int, name: str, says: Flags, answers: Sequence[str]) -> None:
        """Give the cells of a column that are flagged the answer of their return, one of ``answers`` each."""
        texts = self.grid.texts(column)
        flags = says & self.owned
        held = self._by_text(texts, ((code, texts.distinct[code]) for code in texts.present(np.flatnonzero(flags))))
        of_return = np.array([self._texts[one] for one in answers], np.int32)
        none = np.full(len(texts.distinct), _NO_NUMBER, np.int64)
        self._columns.append(Column(column, self._names[name], self._parts[""], flags, held, of_return, none, True))

    def _tell(self, column: int, name: str, texts: Texts, remarks: dict[int, Remark], rows: Flags) -> None:
        if not remarks:
            return
        told = np.zeros(len(texts.distinct), bool)
        told[list(remarks)] = True
        for row in np.flatnonzero(told[texts.codes] & rows).tolist():
            self._tell_cell(row, column, name, remarks[int(texts.codes[row])])

    def tell_where(self, rows: Flags, column: int, name: str, remark: Remark, *, once: str | None = None) -> None:
        """Tell the same of a column's cells in ``rows``, each to its return; with ``once`` the first of a return stands for all."""
        for row in np.flatnonzero(rows & self.owned).tolist():
            self._tell_cell(row, column, name, remark, once)

    def _tell_cell(self, row: int, column: int, name: str, remark: Remark, once: str | None = None) -> None:
        table = self.grid.tables[self.grid.table_of[row]]
        tell(self._piles[self._owners[row]][1], table, int(self.grid.sheet_rows[row]), column, name, remark, once=once)

    def finish(self) -> None:
        """Give each return its facts, row by row."""
        if not self._columns or not len(self._rows):
            return
        constant = self._constants()
        lots = [self._lot(self._rows[start : start + _LOT], constant) for start in range(0, len(self._rows), _LOT)]
        whole = pa.concat_tables([table for table, _ in lots])
        counts = np.sum([counted for _, counted in lots], axis=0).tolist()
        start = 0
        for (_, pile), count in zip(self._piles, counts, strict=True):
            pile.facts.take(whole.slice(start, count))
            start += count

    def _constants(self) -> dict[str, pa.Array]:
        """Return the texts that the columns of ``HELD_SCHEMA`` refer to."""
        texts = self._texts.array()
        senders = pa.array(dict.fromkeys(whose.submitter for whose, _ in self._piles), pa.string())
        few = {"kind": [self.grid.tables[0].kind], "sheet": list(dict.fromkeys(table.sheet.name for table in self.grid.tables))}
        found = {name: pa.array(values, pa.string()) for name, values in few.items()}
        found |= dict.fromkeys(("home_id", "pcn_code", "text", "answer"), texts)
        return found | {"submitter": senders, "field": self._names.array(), "part": self._parts.array()}

    def _lot(self, rows: NDArray[np.intp], constant: dict[str, pa.Array]) -> tuple[pa.Table, NDArray[np.int64]]:
        """Return the facts of some rows, and how many each return has of them."""
        said = np.stack([one.says[rows] for one in self._columns], axis=1)
        codes = [self.grid.texts(one.column).codes[rows] for one in self._columns]
        owners = self._owners[rows]
        at, place = np.nonzero(said)
        columns = list(zip(self._columns, codes, strict=True))
        owner = owners[at]
        senders: dict[str, int] = {}
        sender = np.array([senders.setdefault(whose.submitter, len(senders)) for whose, _ in self._piles], np.int16)
        weeks = np.array([whose.week for whose, _ in self._piles], "datetime64[D]")
        sheets: dict[str, int] = {}
        sheet = np.array([sheets.setdefault(table.sheet.name, len(sheets)) for table in self.grid.tables], np.int16)
        values: dict[str, NDArray[Any]] = {
            "kind": np.zeros(len(at), np.int8),
            "submitter": sender[owner],
            "week": weeks[owner],
            "sheet": sheet[self.grid.table_of[rows[at]]],
            "row": self.grid.sheet_rows[rows[at]],
            "column": np.array([one.column for one in self._columns], np.int32)[place],
            "home_id": self._homes[rows][at],
            "pcn_code": self._pcns[rows][at],
            "field": np.array([one.field for one in self._columns], np.int16)[place],
            "part": np.array([one.part for one in self._columns], np.int16)[place],
            "text": np.stack([one.texts[code] for one, code in columns], axis=1)[said],
            "answer": np.stack([one.answers[owners if one.of_return else code] for one, code in columns], axis=1)[said],
            "number": np.stack([one.numbers[code] for one, code in columns], axis=1)[said],
        }
        none = {"answer": values["answer"] < 0, "number": values["number"] == _NO_NUMBER}
        arrays = [_array(values[one.name], one.type, constant.get(one.name), none.get(one.name)) for one in HELD_SCHEMA]
        return pa.table(arrays, schema=HELD_SCHEMA), np.bincount(owner, minlength=len(self._piles))


def _array(values: NDArray[Any], kind: pa.DataType, texts: pa.Array | None, none: Flags | None) -> pa.Array:
    if texts is None:
        return pa.array(values, kind, mask=none)
    return pa.DictionaryArray.from_arrays(pa.array(values, kind.index_type, mask=none), texts)
