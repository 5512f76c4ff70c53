"""Where the form's sheets and columns stand in a workbook: by id, else by header, never by position."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from gmreports.model import Form, Note, Sheet
from gmreports.read.cells import Cell, SheetCells, plain

# A header stands near the top; below that, a cell that says 「姓名」 is somebody's data.
DEEPEST_HEADER = 30
# So many ids or headers in one row make it a header row.
FEWEST_HEADERS = 2


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet: its columns (id → number) and its data rows."""

    columns: Mapping[str, int]
    rows: tuple[tuple[int, Mapping[str, Cell]], ...]
    twice: Mapping[str, str]
    """Column id → address of the second header that claims to be it."""
    below: int
    """The row that the header ends with."""

    @property
    def letters(self) -> dict[str, str]:
        return {column_id: get_column_letter(number) for column_id, number in self.columns.items()}


def find_sheets(form: Form, sheets: Sequence[SheetCells]) -> dict[str, SheetCells]:
    """Sheet id → the sheet of the file: by title or synonym, else by the row of ids it carries."""
    found: dict[str, SheetCells] = {}
    free = [sheet for sheet in sheets if not sheet.title.startswith("_")]
    for sheet in form.sheets:
        titles = {plain(title) for title in (sheet.title, *sheet.synonyms)}
        match = next((cells for cells in free if plain(cells.title) in titles), None)
        if match is not None:
            found[sheet.id] = match
            free.remove(match)
    for sheet in form.tables:
        if sheet.id not in found:
            match = next((cells for cells in free if _has_ids(sheet, cells)), None)
            if match is not None:
                found[sheet.id] = match
                free.remove(match)
    return found


def find_table(sheet: Sheet, cells: SheetCells) -> Table:
    """The columns and the data rows of a table sheet; no columns where no header row is found."""
    rows = cells.rows()
    head = {number: row for number, row in rows.items() if number <= DEEPEST_HEADER}
    ids = {column.id: (column.id,) for column in sheet.columns}
    headers = {column.id: (column.header, *column.synonyms) for column in sheet.columns}
    id_row, by_id, twice_by_id = _best_row(head, ids)
    header_row, by_header, twice_by_header = _best_row(head, headers)
    columns = {**{key: at for key, at in by_header.items() if at not in by_id.values()}, **by_id}
    below = max(id_row, header_row)
    twice = twice_by_id if by_id else twice_by_header
    data = tuple(
        (number, {key: row[at] for key, at in columns.items() if at in row})
        for number, row in rows.items()
        if number > below and columns
    )
    return Table({key: at for key, at in columns.items() if key not in twice}, data, twice, below)


def find_labels(sheet: Sheet, cells: SheetCells) -> dict[str, tuple[str, Cell | None]]:
    """Column id → (address, cell) of the values that stand to the right of their labels."""
    wanted = {
        plain(text): column.id for column in sheet.columns for text in (column.header, *column.synonyms)
    }
    labels = {
        at: wanted[plain(cell.text)]
        for at, cell in sorted(cells.cells.items())
        if cell.kind == "text" and plain(cell.text) in wanted
    }
    # A value may read like a label (職稱: 承辦人): the labels stand in one column, where most of them are.
    column = Counter(column for _, column in labels).most_common(1)[0][0] if labels else 0
    found: dict[str, tuple[str, Cell | None]] = {}
    for (row, at), column_id in labels.items():
        if at == column and column_id not in found:
            found[column_id] = f"{get_column_letter(column + 1)}{row}", cells.cells.get((row, column + 1))
    return found


def missing_columns(sheet: Sheet, table: Table) -> list[Note]:
    """Notes (without file) on columns that stand twice, and on needed ones that are not there."""
    notes = [
        Note("column_twice", "", sheet.id, column_id, cell=at, facts={})
        for column_id, at in table.twice.items()
    ]
    for column in sheet.asked:
        gone = column.id not in table.columns and column.id not in table.twice
        if gone and column.need in ("required", "conditional"):
            notes.append(Note("column_missing", "", sheet.id, column.id))
    return notes


def _has_ids(sheet: Sheet, cells: SheetCells) -> bool:
    wanted = {column.id for column in sheet.asked}
    return any(
        2 * len(wanted & {cell.text.strip() for cell in row.values()}) > len(wanted)
        for number, row in cells.rows().items()
        if number <= DEEPEST_HEADER
    )


def _best_row(
    head: Mapping[int, Mapping[int, Cell]], names: Mapping[str, tuple[str, ...]]
) -> tuple[int, dict[str, int], dict[str, str]]:
    """The row that holds the most of the names: its number, id → column, id → second address."""
    wanted = {plain(text): key for key, texts in names.items() for text in texts}
    best: tuple[int, dict[str, int], dict[str, str]] = 0, {}, {}
    for number, row in head.items():
        columns: dict[str, int] = {}
        twice: dict[str, str] = {}
        for at, cell in row.items():
            key = wanted.get(plain(cell.text))
            if key is None:
                continue
            if key in columns:
                twice.setdefault(key, f"{get_column_letter(at)}{number}")
            columns.setdefault(key, at)
        if len(columns) >= min(FEWEST_HEADERS, len(names)) and len(columns) > len(best[1]):
            best = number, columns, twice
    return best
