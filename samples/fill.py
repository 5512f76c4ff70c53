"""Type what an office types into its empty workbook, and give the file as Excel would save it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gmreports.model import Column, Form
from samples.offices import Filing
from samples.seal import seal
from samples.spelling import Typed, in_turn, literal

ID_ROW, FIRST_ROW = 4, 5
COVER_VALUE, COVER_ID = 2, 4
OWN = "own_column"

Place = tuple[str, str]  # sheet title, cell


def form_of(form: Form, filing: Filing) -> Form:
    """The form as this office bent it: with a column of its own, where it put one in."""
    own = filing.own_column
    if not own:
        return form
    sheet = form.sheet(own["sheet"])
    columns = list(sheet.columns)
    at = [column.id for column in columns].index(own["after"]) + 1
    columns.insert(at, Column(OWN, own["header"], "text", "optional"))
    bent = replace(sheet, columns=tuple(columns))
    return replace(form, sheets=tuple(bent if each is sheet else each for each in form.sheets))


def fill(template: bytes, form: Form, filing: Filing) -> bytes:
    """The empty workbook of this office, filled in; `form` is the one the template was made from."""
    book = openpyxl.load_workbook(BytesIO(template))
    cells = dict(typed(book, form, filing))
    for (title, address), value in cells.items():
        cell = book[title][address]
        # A percentage is typed as 92.5 and stored as 0.925.
        cell.value = value / 100 if _in_percent(cell) and isinstance(value, int | float) else value
        if isinstance(value, str) and not value.startswith("#"):
            cell.data_type = "s"
    results = dict(calculated(book, form, filing, cells))
    _bend(book, form, filing)
    stream = BytesIO()
    book.save(stream)
    return seal(stream.getvalue(), {sheet.title: n for n, sheet in enumerate(book.worksheets, 1)}, results)


def typed(book: Workbook, form: Form, filing: Filing) -> Iterator[tuple[Place, Typed]]:
    """Every cell that the office fills in, found by the ids that the template hides."""
    cover = form.sheet("cover")
    at = cover_places(book[cover.title])
    over = {(m.sheet, m.nth, m.column): m.typed for m in filing.mistakes if m.column}
    for item, value in filing.cover.items():
        if item in at:
            yield (cover.title, at[item]), over.get(("cover", 0, item), value)
    for sheet in form.tables:
        letters = table_places(book[sheet.title])
        for nth, row in enumerate(filing.tables[sheet.id], start=1):
            extra = {} if OWN not in letters else {OWN: literal(in_turn(filing.own_column["typed"], nth))}
            changes = {
                column: value for (where, n, column), value in over.items() if (where, n) == (sheet.id, nth)
            }
            for column, value in {**row, **extra, **changes}.items():
                if value is not None or column in changes:
                    yield (sheet.title, f"{letters[column]}{row_of(filing, sheet.id, nth)}"), value


def by_hand(template: bytes, form: Form, filing: Filing) -> list[tuple[str, str, str]]:
    """The keys that are pressed in each cell, in the order in which it is done."""
    book = openpyxl.load_workbook(BytesIO(template))
    return [
        (title, address, _keys(value, book[title][address]))
        for (title, address), value in typed(book, form, filing)
        if value is not None
    ]


def _keys(value: Typed, cell: Cell) -> str:
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    # A program that fills in the % while a person types does not do so here.
    return f"{value}%" if _in_percent(cell) and isinstance(value, int | float) else str(value)


def _in_percent(cell: Cell) -> bool:
    return "%" in re.sub(r'"[^"]*"', "", cell.number_format)


def row_of(filing: Filing, sheet_id: str, nth: int) -> int:
    """The Excel row of the nth filled row."""
    return FIRST_ROW + nth - 1 + sum(nth > after for after in filing.blank_after.get(sheet_id, ()))


def table_places(sheet: Worksheet) -> Mapping[str, str]:
    """Column id → letter, from the hidden row of ids."""
    return {str(cell.value): cell.column_letter for cell in sheet[ID_ROW] if cell.value}


def cover_places(sheet: Worksheet) -> Mapping[str, str]:
    """Item id → cell, from the hidden column of ids."""
    found = (
        (row[COVER_ID - 1].value, row[COVER_VALUE - 1].coordinate)
        for row in sheet.iter_rows(max_col=COVER_ID)
    )
    return {str(item): address for item, address in found if item}


def calculated(
    book: Workbook, form: Form, filing: Filing, cells: Mapping[Place, Typed]
) -> Iterator[tuple[Place, Typed]]:
    """What Excel would have stored as the results of the computed columns; openpyxl stores none."""
    cover = form.sheet("cover")
    yield (cover.title, cover_places(book[cover.title])["office_code"]), filing.office_code
    for sheet in form.tables:
        letters = table_places(book[sheet.title])
        for nth in range(1, len(filing.tables[sheet.id]) + 1):
            row = row_of(filing, sheet.id, nth)
            for column in sheet.asked:
                place = sheet.title, f"{letters.get(column.id)}{row}"
                if column.parts and place not in cells:
                    values = {
                        each.id: cells.get((sheet.title, f"{letters[each.id]}{row}")) for each in sheet.asked
                    }
                    yield place, _result(column, values)


def _result(column: Column, values: Mapping[str, Typed]) -> Typed:
    """As Excel counts: text is passed over, an error goes through."""
    if "#REF!" in (values[part] for part in column.parts):
        return "#REF!"
    parts = _numbers(column.parts, values)
    if not column.whole:
        return sum(parts) if parts else ""
    whole = sum(_numbers(column.whole, values))
    # Halves go up, as in Excel; round() would send some of them down.
    return int((2000 * sum(parts) + whole) // (2 * whole)) / 1000 if parts and whole > 0 else ""


def _numbers(columns: tuple[str, ...], values: Mapping[str, Typed]) -> list[int | float]:
    found = (values[column] for column in columns)
    return [value for value in found if isinstance(value, int | float) and not isinstance(value, date)]


def _bend(book: Workbook, form: Form, filing: Filing) -> None:
    """What this office did to the workbook itself."""
    if filing.own_column:
        sheet = book[form.sheet(filing.own_column["sheet"]).title]
        sheet[f"{table_places(sheet)[OWN]}{ID_ROW}"].value = None
    for sheet_id in filing.lost_ids:
        for cell in book[form.sheet(sheet_id).title][ID_ROW]:
            cell.value = None
    for position, sheet_id in enumerate(filing.first_sheets):
        sheet = book[form.sheet(sheet_id).title]
        book.move_sheet(sheet, position - book.index(sheet))
    if filing.first_sheets:
        book.active = 0
