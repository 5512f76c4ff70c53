"""Merged cells among the data: words over several rows belong to each of them, a number only to the first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from openpyxl.utils import get_column_letter

from gmreports.model import NUMERIC_KINDS, Column, Note, Sheet
from gmreports.read.cells import At, Cell, SheetCells
from gmreports.read.find import Table

Rows = Sequence[tuple[int, Mapping[str, Cell]]]

# Ranges that lie over one another are no workbook's doing; so many cells are enough to look at.
MOST_CELLS = 200_000
MOST_NOTES = 20


@dataclass(frozen=True)
class Spread:
    """`rows` with the words that belong to them; `copied`: the cells that hold another's words."""

    rows: Rows
    copied: frozenset[tuple[int, str]]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Covered:
    """A data cell under a merged range that begins at `first`; `data`: it begins among the data."""

    row: int
    number: int
    column: Column
    first: At
    data: bool

    @property
    def cell(self) -> str:
        return f"{get_column_letter(self.number)}{self.row}"

    @property
    def belongs(self) -> bool:
        """Words that begin in the same column are this row's too."""
        return self.first[1] == self.number and self.column.kind not in NUMERIC_KINDS


def spread(sheet: Sheet, cells: SheetCells, table: Table, rows: Rows, file: str) -> Spread:
    """The rows as they look: what is merged over several of them stands in each."""
    own, copies, notes = dict(rows), dict[int, dict[str, Cell]](), list[Note]()
    for each in islice(_covered(sheet, cells, table, rows), MOST_CELLS):
        first, here = cells.cells.get(each.first), own[each.row].get(each.column.id)
        if here is not None and here.text.strip():
            notes.append(Note("hidden_row", file, sheet.id, each.column.id, each.cell, {"what": "merged"}))
        elif first is None or not first.text.strip() or not each.data:
            continue
        elif each.belongs:
            copies.setdefault(each.row, {}).setdefault(each.column.id, first)
        else:
            facts = {"what": "merged", "first": f"{get_column_letter(each.first[1])}{each.first[0]}"}
            notes.append(Note("outside_table", file, sheet.id, each.column.id, each.cell, facts))
    filled = [(number, {**row, **copies.get(number, {})}) for number, row in rows]
    copied = frozenset((number, key) for number, row in copies.items() for key in row)
    return Spread(filled, copied, tuple(notes[:MOST_NOTES]))


def _covered(sheet: Sheet, cells: SheetCells, table: Table, rows: Rows) -> Iterator[_Covered]:
    numbers = [number for number, _ in rows]
    columns = {at: sheet.column(key) for key, at in table.columns.items() if key != "seq"}
    for top, left, bottom, right in cells.merged:
        within = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
        for at in (at for at in columns if left <= at <= right):
            for row in within:
                if (row, at) != (top, left) and columns[at].need != "auto":
                    yield _Covered(row, at, columns[at], (top, left), top > table.below)
