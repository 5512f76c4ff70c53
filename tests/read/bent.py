"""A correct return, bent as people bend it, and what the reader makes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gmreports.check import check
from gmreports.model import Arrival, Reading, Repair
from gmreports.read import read, stack
from gmreports.rules import ALL
from tests.run.filled import COURSE, FORM, PERIOD, TERMS, Row, filled

NAME = "68000010_桃園區_115Q3.xlsx"
COURSES: tuple[Row, ...] = (
    COURSE,
    {**COURSE, "title": "性別統計研討", "date_start": "115/8/5", "att_m": 4, "att_f": 6},
    {**COURSE, "title": "性別預算編列", "date_start": "115/9/9", "att_m": 1, "att_f": 2},
)
TRAINING = "培力成果"
PREPARED = 22
_made: dict[str, bytes] = {}
# The rules that judge a file and its fields; the others have their own tests.
OWN = [rule for rule in ALL if rule.code[0] == "S" or rule.code in ("F01", "F02", "F04", "F08", "D01")]


def bent(cover: Row = {}, **changed: Sequence[Row]) -> Workbook:  # noqa: B006 # never changed
    """A correct return, without the many rows that are prepared and left empty."""
    made = _trimmed(repr((cover, changed)), lambda: filled("68000010", cover, PERIOD, **changed))
    return openpyxl.load_workbook(BytesIO(made))


def _trimmed(key: str, make: Callable[[], Workbook]) -> bytes:
    if key not in _made:
        book = make()
        for sheet in book.worksheets:
            if not sheet.title.startswith("_") and sheet.max_row > PREPARED:
                sheet.delete_rows(PREPARED, sheet.max_row)
        stream = BytesIO()
        book.save(stream)
        _made[key] = stream.getvalue()
    return _made[key]


def sent(book: Workbook, folder: Path, name: str = NAME) -> Reading:
    """Save the workbook and read it as a return of the first office."""
    path = folder / name
    book.save(path)
    return read_file(path)


def read_file(path: Path) -> Reading:
    arrival = Arrival(path.name, str(path), PERIOD, datetime(2026, 10, 5), "", "", ("68000010",))
    return read(arrival, FORM, TERMS)


def at(column_id: str, row: int, sheet_id: str = "training") -> str:
    """The address of a column's cell in the template."""
    asked = [column.id for column in FORM.sheet(sheet_id).asked]
    return f"{get_column_letter(asked.index(column_id) + 1)}{row}"


def ledger(reading: Reading, kind: str) -> list[tuple[str, str, str]]:
    """Cell, before and after of the repairs of a kind, alone or among others."""
    return [
        (repair.where.cell, repair.before, repair.after)
        for repair in reading.repairs
        if kind in repair.kind.split("+")
    ]


def found(reading: Reading) -> list[tuple[str, str]]:
    """Code and cell of what is found in the file itself."""
    return [(each.code, each.where.cell) for each in check(stack([reading], FORM, TERMS, PERIOD), OWN)]


def counts(reading: Reading, sheet_id: str = "training") -> list[tuple[float, float]]:
    """Men and women of each row that was read."""
    table = reading.tables[sheet_id]
    return list(zip(table["att_m"], table["att_f"], strict=True))


def same_tables(one: Reading, other: Reading) -> bool:
    """Whether the same was read, wherever it stood."""
    return all(
        one.tables[sheet.id].reset_index(drop=True).equals(other.tables[sheet.id].reset_index(drop=True))
        for sheet in FORM.sheets
    )


def without_ids(book: Workbook) -> Workbook:
    """No hidden ids anywhere, and no `_meta`: what is left when sheets are copied by hand."""
    for sheet in book.worksheets:
        if sheet.title.startswith("_"):
            book.remove(sheet)
        elif sheet.title == FORM.sheet("cover").title:
            for row in range(1, 30):
                sheet.cell(row, 4).value = None
        else:
            sheet.delete_rows(4)
            sheet.row_dimensions[4].hidden = False
    return book


def retitle(sheet: Worksheet, header: str, said: str) -> None:
    cell = next(cell for cell in sheet[3] if cell.value == header)
    cell.value = said


def kinds(repairs: tuple[Repair, ...]) -> set[str]:
    return {kind for repair in repairs for kind in repair.kind.split("+")}
