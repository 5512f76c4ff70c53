"""The rows of one sheet as frames: what was filled, what it means, and the repairs in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from openpyxl.utils import get_column_letter

from gmreports.model import NUMERIC_KINDS, Column, Note, Repair, Sheet, Where
from gmreports.read.cells import Cell, shortest
from gmreports.read.personal import NOT_SHOWN
from gmreports.read.values import Understood, understand

Rows = Sequence[tuple[int, Mapping[str, Cell]]]

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
    index = pd.MultiIndex.from_tuples([(file, row) for row, _ in rows], names=["file", "row"])
    values, raw = pd.DataFrame(index=index), pd.DataFrame(index=index)
    repairs: list[Repair] = []
    for column in sheet.columns:
        read = [understand(cells.get(column.id), column) for _, cells in rows]
        values[column.id] = _series(column, read, index)
        there = column.id in places
        texts = [None if _taken_out(item, column) or not there else item.raw for item in read]
        raw[column.id] = pd.Series(texts, index=index, dtype=object)
        if column.need != "auto":
            at = places.get(column.id, "")
            repairs += _repairs(rows, column, read, Where(file, title or sheet.title, at), copied)
    notes: list[Note] = []
    for column in sheet.columns:
        if column.parts:
            computed = compute(values, column)
            notes += _differing(sheet, column, values, computed, raw, places, _adds_texts(rows, column))
            values[column.id] = computed
    return Frames(values, raw, tuple(repairs), tuple(notes))


def compute(values: pd.DataFrame, column: Column) -> pd.Series:
    """An auto column from its parts: a sum, blank where all parts are; or a percentage, half up."""
    total = values[list(column.parts)].sum(axis=1, min_count=1)
    if not column.whole:
        return total
    base = values[list(column.whole)].sum(axis=1, min_count=1)
    # Halves are decided on whole numbers: 2000·total + base is exact, total ÷ base is not.
    return ((2000 * total + base) // (2 * base.where(base > 0))) / 10


def is_filled(sheet: Sheet, cells: Mapping[str, Cell]) -> bool:
    """Whether a row says anything: a running number or a computed cell alone does not."""
    return any(
        column.id != "seq" and column.need != "auto" and column.id in cells and cells[column.id].text.strip()
        for column in sheet.columns
    )


def _series(column: Column, read: list[Understood], index: pd.MultiIndex) -> pd.Series:
    values = [item.value for item in read]
    if column.kind in NUMERIC_KINDS:
        return pd.Series([np.nan if v is None else v for v in values], index=index, dtype="float64")
    if column.kind == "date":
        return pd.Series(np.array(values, dtype="datetime64[s]"), index=index)
    return pd.Series(values, index=index, dtype=object)


def _repairs(
    rows: Rows, column: Column, read: list[Understood], at: Where, copied: frozenset[tuple[int, str]]
) -> list[Repair]:
    """`at`: the sheet with the column's letter, or the address in a label sheet."""
    found = []
    for (row, cells), item in zip(rows, read, strict=True):
        where = replace(at, cell=at.cell if at.cell[-1:].isdigit() else f"{at.cell}{row}")
        if (row, column.id) in copied:
            after = INTERNAL if column.internal else item.raw if item.value is None else _printed(item.value)
            found.append(Repair(where, "", after, f"{MERGED}+{item.kind}".rstrip("+")))
        elif item.kind and not column.internal:
            found.append(Repair(where, cells[column.id].text, _printed(item.value), item.kind))
    return found


def _taken_out(item: Understood, column: Column) -> bool:
    """Personal data in a cell of another kind: that alone is said of it, not what it is not."""
    return item.value is None and item.raw == NOT_SHOWN and column.kind != "text"


def _printed(value: object) -> str:
    if value is None:
        return ""
    return shortest(value) if isinstance(value, float) else str(value)


def _adds_texts(rows: Rows, column: Column) -> list[bool]:
    """Where the cell still has its formula, which adds up numbers and leaves out a text such as 12人."""
    parts = (*column.parts, *column.whole)
    return [
        column.id in cells
        and cells[column.id].formula
        and any(part in cells and cells[part].kind == "text" for part in parts)
        for _, cells in rows
    ]


def _differing(
    sheet: Sheet,
    column: Column,
    values: pd.DataFrame,
    computed: pd.Series,
    raw: pd.DataFrame,
    places: Mapping[str, str],
    adds_texts: Sequence[bool],
) -> list[Note]:
    """Computed cells that say something else than their parts; a blank or uncalculated one says nothing.

    Where a part itself cannot be read, that is the mistake and not the total.
    """
    filled, text = values[column.id], raw[column.id]
    tolerance = RATE_TOLERANCE if column.whole else 0.0
    says = text.notna() & ~text.isin(["", "="]) & ~((filled == 0) & computed.isna())
    says &= ~np.array(adds_texts, dtype=bool)
    parts = [*column.parts, *column.whole]
    unread = ((raw[parts].fillna("") != "") & values[parts].isna()).any(axis=1)
    differs = says & ~unread & ~((filled - computed).abs() <= tolerance)
    return [
        Note(
            "computed_differs",
            file=file,
            sheet=sheet.id,
            column=column.id,
            cell=f"{places[column.id]}{row}",
            facts={"filled": str(text[file, row]), "computed": _computed(computed[file, row], column)},
        )
        for file, row in text.index[differs]
    ]


def _computed(value: float, column: Column) -> str:
    if value != value:
        return "空白"
    return f"{value:.1f}%" if column.whole else f"{value:.12g}"
