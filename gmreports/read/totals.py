"""Totals that people type below a table: left out of the data, and compared with what they add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from gmreports.model import Column, Note, Sheet
from gmreports.read.cells import shortest
from gmreports.read.find import Table
from gmreports.read.rows import Aside
from gmreports.read.values import understand


def wrong_totals(
    sheet: Sheet, table: Table, aside: Sequence[Aside], values: pd.DataFrame, file: str
) -> Iterator[Note]:
    """The typed totals that are the sum neither of the rows since the last total nor of all above or all."""
    rows = values.index.get_level_values("row")
    last = 0
    for total in (each for each in aside if each.kind == "total_row"):
        parts = {
            "since": values[(rows > last) & (rows < total.row)],
            "above": values[rows < total.row],
            "all": values,
        }
        for column in sheet.columns:
            typed = _typed(column, total)
            sums = {name: float(part[column.id].sum()) for name, part in parts.items()} if typed else {}
            if typed and not any(typed[0] == each for each in sums.values()):
                facts = {"what": "total", "filled": shortest(typed[0]), "computed": _nearest(typed[0], sums)}
                cell = f"{table.letters[column.id]}{total.row}"
                yield Note("outside_table", file, sheet.id, column.id, cell, facts)
        last = total.row


def _typed(column: Column, total: Aside) -> tuple[float] | None:
    """The number that stands there; a share or a year is no total, and hours are added up in two ways."""
    cell = total.cells.get(column.id)
    own = cell is not None and cell.formula and column.need == "auto"  # the template's, of this row alone
    if cell is None or own or column.kind != "integer" or not column.unit:
        return None
    value = understand(cell, column).value
    return (float(value),) if isinstance(value, float) else None


def _nearest(typed: float, sums: Mapping[str, float]) -> str:
    return shortest(min(sums.values(), key=lambda each: abs(each - typed)))
