"""One sheet of the form as it was really sent: found, straightened, read; each step in ledger or notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openpyxl.utils import get_column_letter

from gmreports.model import Note, Repair, Sheet, Where
from gmreports.read.cells import Cell, SheetCells
from gmreports.read.doubtful import doubtful_headers
from gmreports.read.find import Table, find_labels, find_table, missing_columns
from gmreports.read.merged import spread
from gmreports.read.personal import personal_headers, personal_notes
from gmreports.read.rows import Aside, sort_rows
from gmreports.read.table import Frames, frames
from gmreports.read.totals import wrong_totals
from gmreports.read.watch import beside, notes_aside, own_columns

Places = dict[str, str]

# Rows that are left out and said so: what stood there was no data.
LEFT_OUT = ("total_row", "header_row", "none_row")


def table_sheet(sheet: Sheet, cells: SheetCells, file: str) -> tuple[Places, Frames, list[Note]]:
    """The letters of its columns, its rows, and whatever only a rule may judge."""
    table, where = find_table(sheet, cells), Where(file, cells.title)
    data, aside = sort_rows(sheet, table, cells)
    merged = spread(sheet, cells, table, data, file)
    read = frames(sheet, file, merged.rows, cells.title, table.letters, merged.copied)
    repairs = (*headers(sheet, table, where), *read.repairs, *_left_out(aside, where))
    repairs += tuple(
        Repair(replace(where, cell=at), header, "", "own_column") for at, header in own_columns(cells, table)
    )
    asked = personal_notes(personal_headers(cells, table.below), {sheet.id: cells.title}, file)
    notes = [
        *missing_columns(sheet, table),
        *doubtful_headers(sheet, table, cells),
        *beside(sheet, cells, table, data, file),
        *merged.notes,
        *notes_aside(sheet, aside, file),
        *wrong_totals(sheet, table, aside, read.values, file),
        *asked,
    ]
    return table.letters, replace(read, repairs=repairs), notes


def label_sheet(sheet: Sheet, cells: SheetCells, file: str) -> tuple[Places, Frames, list[Note]]:
    """The addresses of its values, its one row, and the notes."""
    found = find_labels(sheet, cells)
    places = {column_id: at for column_id, (at, _) in found.items()}
    row: dict[str, Cell] = {column_id: cell for column_id, (_, cell) in found.items() if cell is not None}
    read = frames(sheet, file, [(0, row)], cells.title, places)
    notes = [
        Note("column_missing", file, sheet.id, column.id)
        for column in sheet.asked
        if column.need == "required" and column.id not in places
    ]
    return places, read, notes


def headers(sheet: Sheet, table: Table, where: Where) -> Iterator[Repair]:
    """The columns whose header is spelled in another way than the form's."""
    for column_id, at in sorted(table.columns.items(), key=lambda pair: pair[1]):
        said, header = table.headers.get(at, ""), sheet.column(column_id).header
        if said not in (header, column_id):
            cell = f"{get_column_letter(at)}{table.header_row}"
            yield Repair(replace(where, cell=cell), said, header, "header")


def _left_out(aside: Sequence[Aside], where: Where) -> Iterator[Repair]:
    for each in aside:
        if each.kind in LEFT_OUT:
            yield Repair(replace(where, cell=each.cell), each.text, "", each.kind)
