"""One sheet of an ods file as its rows come in. What repeats is counted before it is written out."""

from __future__ import annotations

from gmreports.read.cells import At, Cell, SheetCells
from gmreports.read.refused import RefusedError
from gmreports.read.xlsx_parts import LAST_COLUMN, LAST_ROW


class Rows:
    """A sheet as it is read, row by row."""

    def __init__(self, title: str, visible: bool) -> None:
        self._title, self._visible = title, visible
        self._cells: dict[At, Cell] = {}
        self._notes: dict[At, str] = {}
        self._merged: list[tuple[int, int, int, int]] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[range] = []
        self._columns = self._row = self._column = 0
        self._times, self._hidden = 1, False
        self._filled: list[tuple[range, Cell | None, str, tuple[int, int]]] = []

    def add_columns(self, times: int, hidden: bool) -> None:
        if hidden:
            self._hidden_columns.append(range(self._columns + 1, self._columns + times + 1))
        self._columns += times

    def begin_row(self, times: int, hidden: bool) -> None:
        self._column, self._times, self._hidden = 0, times, hidden
        self._filled = []

    def add_cell(self, found: Cell | None, note: str, span: tuple[int, int], times: int) -> None:
        columns = range(self._column + 1, self._column + times + 1)
        if found or note or span != (1, 1):
            self._filled.append((columns, found, note, span))
        self._column += times

    def end_row(self, room: int) -> int:
        """Write the row out as often as it repeats; gives the room that is left."""
        rows = range(self._row + 1, self._row + self._times + 1)
        self._row += self._times
        if not self._filled:
            return room
        room -= len(rows) * sum(len(columns) for columns, *_ in self._filled)
        if room < 0 or rows[-1] > LAST_ROW or self._filled[-1][0][-1] > LAST_COLUMN:
            raise RefusedError("too_large")
        for row in rows:
            for columns, found, note, span in self._filled:
                for column in columns:
                    self._put((row, column), found, note, span)
        if self._hidden:
            self._hidden_rows.update(rows)
        return room

    def _put(self, at: At, found: Cell | None, note: str, span: tuple[int, int]) -> None:
        if found:
            self._cells[at] = found
        if note:
            self._notes[at] = note
        if span != (1, 1):
            self._merged.append((*at, at[0] + span[0] - 1, at[1] + span[1] - 1))

    def sheet(self) -> SheetCells:
        filled = {column for _, column in self._cells}
        hidden = {column for column in filled if any(column in each for each in self._hidden_columns)}
        return SheetCells(
            self._title,
            self._visible,
            self._cells,
            frozenset(self._hidden_rows),
            frozenset(hidden),
            tuple(self._merged),
            self._notes,
        )
