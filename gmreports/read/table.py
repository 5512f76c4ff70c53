"""The rows of one sheet as frames: what was filled, what it means, and the repairs in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from openpyxl.utils import get_column_letter

from gmreports.model import NUMERIC_KINDS, Column, Note, Repair, Sheet, Where
from gmreports.read.cells import Cell, shortest
from gmreports.read.personal import NOT_SHOWN
from gmreports.read.repair_text import tidy
from gmreports.read.values import Understood, understand

Rows = Sequence[tuple[int, Mapping[str, Cell]]]
Values = npt.NDArray[Any]
Texts = Mapping[str, Sequence[str | None]]

INTERNAL = "（內部資料不顯示）"
MERGED = "merged"

# A computed percentage may stand in the sheet with more decimals than the one that is printed.
RATE_TOLERANCE = 0.0501


@dataclass(frozen=True)
class Frames:
    """`values` and `raw` as in Reading; `notes` are computed cells that differ from their parts."""

    values: pd.DataFrame
    raw: pd.DataFrame
    repairs: tuple[Repair, ...]
    notes: tuple[Note, ...]


def frames(
    sheet: Sheet,
    file: str,
    rows: Rows,
    title: str = "",
    places: Mapping[str, str] | None = None,
    copied: frozenset[tuple[int, str]] = frozenset(),
) -> Frames:
    """Read the rows, each (Excel row, column id → cell), of a sheet called `title` in the file.

    `places` gives the letters of the columns that the file has; by default every column of the
    form stands there in its order. `copied`: row and column id of cells that are covered by a merged
    one, whose words they were given.
    """
    if places is None:
        places = {column.id: get_column_letter(n) for n, column in enumerate(sheet.asked, start=1)}
    where = Where(file, title or sheet.title)
    values: dict[str, Values] = {}
    texts: dict[str, list[str | None]] = {}
    repairs: list[Repair] = []
    for column in sheet.columns:
        read = [understand(cells.get(column.id), column) for _, cells in rows]
        values[column.id] = _values(column, read)
        there = column.id in places
        texts[column.id] = [None if _taken_out(item, column) or not there else item.raw for item in read]
        if column.need != "auto":
            repairs += _repairs(rows, column, read, replace(where, cell=places.get(column.id, "")), copied)
    notes: list[Note] = []
    for column in sheet.columns:
        if column.parts:
            computed = compute(values, column)
            for row, filled, right in _differing(rows, column, values, computed, texts):
                cell, facts = f"{places[column.id]}{row}", {"filled": filled, "computed": right}
                notes.append(Note("computed_differs", file, sheet.id, column.id, cell, facts))
            values[column.id] = computed
    index = pd.MultiIndex.from_tuples([(file, row) for row, _ in rows], names=["file", "row"])
    columns = {key: _texts(each, index) if each.dtype == object else each for key, each in values.items()}
    raw = pd.DataFrame(texts, index=index, dtype=object)
    return Frames(pd.DataFrame(columns, index=index), raw, tuple(repairs), tuple(notes))


@np.errstate(all="ignore")
def compute(values: Mapping[str, Values], column: Column) -> Values:
    """An auto column from its parts: a sum, blank where all parts are; or a percentage, half up."""
    total = _sum([values[key] for key in column.parts])
    if not column.whole:
        return total
    base = _sum([values[key] for key in column.whole])
    # Halves are decided on whole numbers: 2000·total + base is exact, total ÷ base is not.
    halves: Values = (2000 * total + base) // (2 * np.where(base > 0, base, np.nan))
    return halves / 10


def _sum(parts: Sequence[Values]) -> Values:
    return np.where(np.isnan(parts).all(axis=0), np.nan, np.nansum(parts, axis=0))


def is_filled(sheet: Sheet, cells: Mapping[str, Cell]) -> bool:
    """Whether a row says anything: a running number or a computed cell alone does not."""
    return any(
        column.id != "seq"
        and column.need != "auto"
        and column.id in cells
        and tidy(cells[column.id].text).value
        for column in sheet.columns
    )


def _values(column: Column, read: list[Understood]) -> Values:
    values = [item.value for item in read]
    if column.kind in NUMERIC_KINDS:
        return np.array([np.nan if v is None else v for v in values], dtype="float64")
    return np.array(values, dtype="datetime64[s]" if column.kind == "date" else object)


def _texts(values: Values, index: pd.MultiIndex) -> pd.Series:
    """A frame would make strings of pandas' own of them, and NaN of a blank."""
    return pd.Series(values, index=index, dtype=object)


def _repairs(
    rows: Rows, column: Column, read: list[Understood], at: Where, copied: frozenset[tuple[int, str]]
) -> list[Repair]:
    """`at`: the sheet with the column's letter, or the address in a label sheet."""
    found = []
    for (row, cells), item in zip(rows, read, strict=True):
        if (row, column.id) in copied:
            after = INTERNAL if column.internal else item.raw if item.value is None else _printed(item.value)
            before, kind = "", f"{MERGED}+{item.kind}".rstrip("+")
        elif item.kind and not column.internal:
            before, after, kind = cells[column.id].text, _printed(item.value), item.kind
        else:
            continue
        where = replace(at, cell=at.cell if at.cell[-1:].isdigit() else f"{at.cell}{row}")
        found.append(Repair(where, before, after, kind))
    return found


def _taken_out(item: Understood, column: Column) -> bool:
    """Personal data in a cell of another kind: that alone is said of it, not what it is not."""
    return item.value is None and item.raw == NOT_SHOWN and column.kind != "text"


def _printed(value: object) -> str:
    if value is None:
        return ""
    return shortest(value) if isinstance(value, float) else str(value)


def _adds_texts(cells: Mapping[str, Cell], column: Column) -> bool:
    """Where the cell still has its formula, which adds up numbers and leaves out a text such as 12人."""
    parts = (*column.parts, *column.whole)
    return cells[column.id].formula and any(part in cells and cells[part].kind == "text" for part in parts)


def _differing(
    rows: Rows, column: Column, values: Mapping[str, Values], computed: Values, texts: Texts
) -> Iterator[tuple[int, str, str]]:
    """Row, text and right figure of computed cells that say something else than their parts.

    A blank or uncalculated one says nothing. Where a part itself cannot be read, that is the mistake
    and not the total.
    """
    tolerance = RATE_TOLERANCE if column.whole else 0.0
    parts = (*column.parts, *column.whole)
    for n, (row, cells) in enumerate(rows):
        text, filled, right = texts[column.id][n], values[column.id][n], computed[n]
        if text in (None, "", "=") or (filled == 0 and np.isnan(right)) or _adds_texts(cells, column):
            continue
        unread = any(texts[part][n] and np.isnan(values[part][n]) for part in parts)
        if not unread and not abs(filled - right) <= tolerance:
            yield row, str(text), _computed(right, column)


def _computed(value: float, column: Column) -> str:
    if value != value:
        return "空白"
    return f"{value:.1f}%" if column.whole else f"{value:.12g}"
