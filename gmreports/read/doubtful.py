"""Headers that make a known column doubtful: thousands of dollars, the other sex, the same once more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openpyxl.utils import get_column_letter

from gmreports.model import Column, Note, Sheet
from gmreports.read.cells import SheetCells, plain
from gmreports.read.find import Table, folded, names_of

DOLLARS = "元"
SCALE = re.compile(rf"[十百千仟萬億]{DOLLARS}")
# A line above the table says it for the whole sheet.
UNITS_OF_ALL = re.compile(rf"[(]?(金額)?單位.*[十百千仟萬億]{DOLLARS}")
PART = re.compile(r"(.+)[(（](.+)[)）]")


def doubtful_headers(sheet: Sheet, table: Table, cells: SheetCells) -> Iterator[Note]:
    """Notes (without file) on the columns whose numbers the id alone would make into something else."""
    known = {name for column in sheet.columns for name in names_of(column)}
    dollars = [column.id for column in sheet.asked if DOLLARS in column.units and column.id in table.columns]
    for column_id, at in table.columns.items():
        said, column = table.headers.get(at, "").strip(), sheet.column(column_id)
        scaled = column_id in dollars and SCALE.search(plain(said)) is not None
        if folded(said) not in known and (scaled or _another_part(sheet, column, folded(said))):
            yield _note(sheet, column_id, f"{get_column_letter(at)}{table.header_row}", said)
    yield from _once_more(sheet, table, cells)
    for (row, number), cell in sorted(cells.cells.items()):
        if row <= table.below and cell.kind == "text" and UNITS_OF_ALL.match(plain(cell.text)):
            where = f"{get_column_letter(number)}{row}"
            yield from (_note(sheet, column_id, where, cell.text.strip()) for column_id in dollars)


def _once_more(sheet: Sheet, table: Table, cells: SheetCells) -> Iterator[Note]:
    """Filled columns without an id that are called as one that has its own column."""
    filled = {
        number for (row, number), cell in cells.cells.items() if row > table.below and cell.text.strip()
    }
    taken = set(table.columns.values())
    headers = {folded(column.header): column.id for column in sheet.asked if column.id in table.columns}
    for number in sorted(filled & set(table.headers) - taken):
        column_id = headers.get(folded(table.headers[number]), "")
        if column_id:
            cell = f"{get_column_letter(number)}{table.header_row}"
            yield Note("column_twice", "", sheet.id, column_id, cell)


def _another_part(sheet: Sheet, column: Column, said: str) -> bool:
    """Whether 「女」 stands over 「人次(男)」, or 「迄」 over 「日期(起)」."""
    own = PART.fullmatch(column.header)
    parts = [part for each in sheet.columns if (part := PART.fullmatch(each.header))]
    others = {folded(part[2]) for part in parts if own and part[1] == own[1] and part[2] != own[2]}
    return any(other in said for other in others)


def _note(sheet: Sheet, column_id: str, cell: str, said: str) -> Note:
    return Note("column_misnamed", "", sheet.id, column_id, cell, {"says": said})
