"""What else is in a workbook: what is hidden, stands beside a table, is there twice, or acts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from openpyxl.utils import get_column_letter

from gmreports.model import Form, Note, Repair, Sheet, Where
from gmreports.read.cells import Book, SheetCells, plain
from gmreports.read.find import Table, find_table, looks_like
from gmreports.read.personal import header_kind
from gmreports.read.rows import Aside, Row, sort_rows

# Beside a table somebody may have pasted a whole sheet; the first cells are enough to find it.
MOST_OUTSIDE = 20
# A version is printed.
LONGEST_VERSION = 20
# The template's own last column, by its id and by its header.
OWN_CHECK = ("_check", "檢核")

# The sheets that the template and a returned workbook have besides the form's.
OUR_OWN = frozenset(["填表說明", "自我檢核", "檢核結果"])

Rows = Sequence[tuple[int, Row]]


def active_content(book: Book, file: str) -> list[Note]:
    """A note on macros, links to other files, DDE or embedded objects: they are named, never run or kept."""
    return (
        [Note("active_content", file, facts={"what": "、".join(sorted(book.active))})] if book.active else []
    )


def other_version(form: Form, meta: Mapping[str, str], file: str) -> Note | None:
    """A note where the workbook was made from another version of the form: older, or newer than we know."""
    version = meta.get("form_version", "")
    if meta.get("form_id") != form.id or not version or _parts(version) == _parts(form.version):
        return None
    facts = {"version": version[:LONGEST_VERSION], "current": form.version}
    if _parts(version) > _parts(form.version):
        return Note("not_our_form", file, facts={**facts, "reason": "newer"})
    known = any(earlier.version == version for earlier in form.earlier)
    return Note("older_form", file, facts={**facts, "known": "yes" if known else ""})


def beside(sheet: Sheet, cells: SheetCells, table: Table, rows: Rows, file: str) -> Iterator[Note]:
    """Filled rows and columns that are hidden, and filled cells and columns that are not the form's.

    A column of the office's own is noted only where one of the form's is not there: it might be that one.
    """
    yield from _hidden(sheet, cells, table, rows, file)
    known = {*table.columns.values(), *table.headers}
    outside = (
        (row, column)
        for (row, column), cell in sorted(cells.cells.items())
        if table.columns and row > table.below and column not in known and cell.text.strip()
    )
    for row, column in islice(outside, MOST_OUTSIDE):
        facts = {"what": "cell"}
        yield Note("outside_table", file, sheet.id, cell=f"{get_column_letter(column)}{row}", facts=facts)
    if any(each.need != "auto" and each.id not in table.columns for each in sheet.asked):
        for cell, header in own_columns(cells, table):
            yield Note("outside_table", file, sheet.id, cell=cell, facts={"what": "column", "header": header})


def own_columns(cells: SheetCells, table: Table) -> Iterator[tuple[str, str]]:
    """Address and text of the headers that are not the form's, where something is filled below them."""
    twice, known = set(table.twice.values()), set(table.columns.values())
    filled = {
        column for (row, column), cell in cells.cells.items() if row > table.below and cell.text.strip()
    }
    for column in sorted(filled & set(table.headers) - known if known else ()):
        header = table.headers[column].strip()
        if header not in OWN_CHECK and not _told(cells, table, column, twice):
            yield f"{get_column_letter(column)}{table.header_row or table.below}", header


def _told(cells: SheetCells, table: Table, column: int, twice: set[str]) -> bool:
    """Whether another note speaks of this column: it is there twice, or it asks for personal data."""
    heads = [(row, column) for row in range(1, table.below + 1) if (row, column) in cells.cells]
    letter = get_column_letter(column)
    return any(f"{letter}{row}" in twice or header_kind(cells.cells[row, at]) for row, at in heads)


def _hidden(sheet: Sheet, cells: SheetCells, table: Table, rows: Rows, file: str) -> Iterator[Note]:
    places = {at: key for key, at in table.columns.items()}

    def note(what: str, column: str = "", cell: str = "") -> Note:
        return Note("hidden_row", file, sheet.id, column, cell, {"what": what})

    if rows and not cells.visible:
        yield note("sheet")
    for number, row in rows:
        first = next((at for at, key in sorted(places.items()) if key in row and row[key].text.strip()), 0)
        if number in cells.hidden_rows and first:
            yield note("row", places[first], f"{get_column_letter(first)}{number}")
    for at in sorted(cells.hidden_columns & set(places)):
        key = places[at]
        first = next((number for number, row in rows if key in row and row[key].text.strip()), 0)
        if first and sheet.column(key).need != "auto":
            yield note("column", key, f"{get_column_letter(at)}{first}")


def left_over(
    form: Form, sheets: Sequence[SheetCells], found: Mapping[str, SheetCells], file: str
) -> Iterator[Note]:
    """Filled sheets that look like one which was found already: nobody would see that they are not read."""
    taken = [id(cells) for cells in found.values()]
    for cells in sheets:
        if id(cells) in taken or cells.title.startswith("_"):
            continue
        for sheet in (each for each in form.tables if each.id in found and looks_like(each, cells)):
            if sort_rows(sheet, find_table(sheet, cells), cells)[0]:
                facts = {"what": "sheet", "sheet_title": cells.title}
                yield Note("outside_table", file, sheet.id, facts=facts)
                break


def own_sheets(sheets: Sequence[SheetCells], told: Sequence[str], file: str) -> Iterator[Repair]:
    """Filled sheets that are not the form's, and of which nothing else is `told`: they are not read."""
    for cells in sheets:
        ours = cells.title in told or plain(cells.title) in OUR_OWN or cells.title.startswith("_")
        if not ours and any(cell.text.strip() for cell in cells.cells.values()):
            yield Repair(Where(file, cells.title), cells.title, "", "own_sheet")


def notes_aside(sheet: Sheet, aside: Sequence[Aside], file: str) -> Iterator[Note]:
    """Notes and sign-off lines below the table, a header that asks in another order, and what follows it."""
    for each in aside:
        if each.kind in ("note_row", "other_header", "astray"):
            what = "cell" if each.kind == "astray" else each.kind
            yield Note("outside_table", file, sheet.id, cell=each.cell, facts={"what": what})


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"[0-9]{1,9}", version))
