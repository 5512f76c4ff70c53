"""Where the form's sheets and columns stand in a workbook: by id, else by header, never by position."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from openpyxl.utils import get_column_letter

from gmreports.model import Column, Form, Note, Sheet
from gmreports.read.cells import Cell, SheetCells, plain
from gmreports.read.values import understand

# A header stands near the top; below that, a cell that says 「姓名」 is somebody's data.
DEEPEST_HEADER = 30
# So many ids or headers in one row make it a header row.
FEWEST_HEADERS = 2
# The kinds of question that only somebody's data answers: a title or a note says no day and no choice.
ANSWERED = ("date", "choice", "choices", "yesno")

HALF_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
POINTS = re.compile(r"[()\[\]{}<>〔〕【】「」『』《》〈〉_\-‐–—/\\、,，.。:：;*]")


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet: its columns (id → number) and its data rows."""

    columns: Mapping[str, int]
    rows: tuple[tuple[int, Mapping[str, Cell]], ...]
    twice: Mapping[str, str]
    """Column id → address of the second header that claims to be it."""
    below: int
    """The row that the header ends with."""
    header_row: int = 0
    headers: Mapping[int, str] = field(default_factory=dict)
    """Column number → what stands in its header, else its id; also of columns that are not the form's."""

    @property
    def letters(self) -> dict[str, str]:
        return {column_id: get_column_letter(number) for column_id, number in self.columns.items()}


@lru_cache(maxsize=2048)  # the headers of a form are looked for in each of its sheets
def folded(text: str) -> str:
    """A header for comparing: what `plain` leaves, half-width and without brackets and points."""
    return POINTS.sub("", plain(text).translate(HALF_WIDTH).lower())


def names_of(column: Column) -> set[str]:
    return {folded(text) for text in (column.header, *column.synonyms)}


def find_sheets(form: Form, sheets: Sequence[SheetCells]) -> dict[str, SheetCells]:
    """Sheet id → the sheet of the file: by title or synonym, else by its ids, headers or labels."""
    found: dict[str, SheetCells] = {}
    free = [sheet for sheet in sheets if not sheet.title.startswith("_")]
    for sheet in form.sheets:
        titles = {folded(title) for title in (sheet.title, *sheet.synonyms)}
        match = next((cells for cells in free if folded(cells.title) in titles), None)
        if match is not None:
            found[sheet.id] = match
            free.remove(match)
    for sheet in form.sheets:
        if sheet.id not in found:
            match = next((cells for cells in free if looks_like(sheet, cells)), None)
            if match is not None:
                found[sheet.id] = match
                free.remove(match)
    return found


def looks_like(sheet: Sheet, cells: SheetCells) -> bool:
    """Whether more than half of the sheet's ids or headers stand in one row, or its labels in one column."""
    ids = {column.id for column in sheet.asked}
    names: dict[str, set[str]] = {}
    for column in sheet.asked:
        for name in names_of(column):
            names.setdefault(name, set()).add(column.id)
    by_id, by_name = defaultdict[int, set[str]](set), defaultdict[int, set[str]](set)
    for (row, at), cell in cells.cells.items():
        if row <= DEEPEST_HEADER:
            text, line = cell.text.strip(), at if sheet.layout == "label" else row
            by_id[line] |= ids & {text}
            by_name[line] |= names.get(folded(text), set())
    most = max((len(found) for found in (*by_id.values(), *by_name.values())), default=0)
    return 2 * most > len(ids)


def find_table(sheet: Sheet, cells: SheetCells) -> Table:
    """The columns and the data rows of a table sheet; no columns where no header row is found."""
    rows = cells.rows()
    head = {number: row for number, row in rows.items() if number <= DEEPEST_HEADER}
    ids = {column.id: {plain(column.id)} for column in sheet.columns}
    id_row, by_id, twice_by_id = _best_row(head, ids, plain)
    # A block pasted further down may have a header too; the printed one stands above the ids or right below.
    near = {number: row for number, row in head.items() if not id_row or number <= id_row + 1}
    lines, (header_row, by_header, twice_by_header) = _printed_headers(sheet, near, id_row)
    if answers(sheet, _by_column(rows.get(id_row, {}), by_header), *ANSWERED):
        # Somebody's row was pasted over the hidden ids, and some of them show through.
        id_row, by_id, twice_by_id = 0, {}, {}
    columns = {**{key: at for key, at in by_header.items() if at not in by_id.values()}, **by_id}
    data = tuple(
        (number, _by_column(row, columns))
        for number, row in rows.items()
        if number not in (id_row, header_row) and columns
    )
    below = _last_head_row(sheet, data, header_row, id_row)
    twice = twice_by_id if by_id else twice_by_header
    printed = header_row or max((number for number in rows if number < id_row), default=0)
    headers = {
        at: cell.text
        for row in (rows.get(id_row, {}), lines.get(printed, {}))
        for at, cell in row.items()
        if cell.text.strip()
    }
    data = tuple((number, row) for number, row in data if number > below)
    single = {key: at for key, at in columns.items() if key not in twice}
    return Table(single, data, twice, below, printed, headers)


def answers(sheet: Sheet, row: Mapping[str, Cell], *kinds: str) -> bool:
    """Whether some cell answers a question of these kinds: then it is somebody's data."""
    return any(
        column.kind in kinds
        and column.need != "auto"
        and column.id != "seq"
        and column.id in row
        and understand(row[column.id], column).value is not None
        for column in sheet.columns
    )


def _by_column(row: Mapping[int, Cell], columns: Mapping[str, int]) -> dict[str, Cell]:
    return {key: row[at] for key, at in columns.items() if at in row}


def _last_head_row(
    sheet: Sheet, data: Sequence[tuple[int, Mapping[str, Cell]]], header_row: int, id_row: int
) -> int:
    """The row that the header ends with: the ids, unless rows of data were sorted in before them."""
    between = (row for number, row in data if 0 < header_row < number < id_row)
    return header_row if any(answers(sheet, row, *ANSWERED) for row in between) else max(id_row, header_row)


def _printed_headers(
    sheet: Sheet, near: Mapping[int, Mapping[int, Cell]], id_row: int
) -> tuple[Mapping[int, Mapping[int, Cell]], tuple[int, dict[str, int], dict[str, str]]]:
    """The lines that the headers were found in, and what was found: one row, or two that say more."""
    names = {column.id: names_of(column) for column in sheet.columns}
    two = _two_rows(near, id_row)
    of_one, of_two = _best_row(near, names, folded), _best_row(two, names, folded)
    return (two, of_two) if len(of_two[1]) > len(of_one[1]) else (near, of_one)


def _two_rows(head: Mapping[int, Mapping[int, Cell]], id_row: int) -> dict[int, dict[int, Cell]]:
    """Each row as the lower line of a header of two: 「參訓人次」 over 「男」 and 「女」 is said of each."""
    lines = {number: row for number, row in sorted(head.items()) if number != id_row}
    found: dict[int, dict[int, Cell]] = {}
    for (_, upper), (number, lower) in pairwise(lines.items()):
        joined: dict[int, Cell] = {}
        above = ""
        for at in sorted({*upper, *lower}):
            own, under = (row[at].text.strip() if at in row else "" for row in (upper, lower))
            above = own or above
            joined[at] = Cell(f"{above}/{under}" if above and under else own or under)
        found[number] = joined
    return found


def find_labels(sheet: Sheet, cells: SheetCells) -> dict[str, tuple[str, Cell | None]]:
    """Column id → (address, cell) of the values that stand to the right of their labels."""
    wanted = {text: column.id for column in sheet.columns for text in names_of(column)}
    labels = {
        at: wanted[folded(cell.text)]
        for at, cell in sorted(cells.cells.items())
        if cell.kind == "text" and folded(cell.text) in wanted
    }
    # A value may read like a label (職稱: 承辦人): the labels stand in one column, where most of them are.
    column = Counter(column for _, column in labels).most_common(1)[0][0] if labels else 0
    value = _value_column(
        sheet, cells, {row: key for (row, at), key in labels.items() if at == column}, column
    )
    found: dict[str, tuple[str, Cell | None]] = {}
    for (row, at), column_id in labels.items():
        if at == column and column_id not in found:
            found[column_id] = f"{get_column_letter(value)}{row}", cells.cells.get((row, value))
    return found


def _value_column(sheet: Sheet, cells: SheetCells, labels: Mapping[int, str], column: int) -> int:
    """The column right of the labels; the one after, where that is merged with them or was inserted.

    The help that the template prints beside the values is no value.
    """
    wide = (right for top, left, _, right in cells.merged if left == column and top in labels)
    beside = max((right for right in wide if right < column + FEWEST_HEADERS), default=column) + 1

    def filled(at: int) -> int:
        helps = {row: sheet.column(key).help for row, key in labels.items()}
        texts = {row: cells.cells[row, at].text.strip() for row in labels if (row, at) in cells.cells}
        return sum(bool(text) and (not helps[row] or helps[row] not in text) for row, text in texts.items())

    return beside + 1 if not filled(beside) and filled(beside + 1) else beside


def missing_columns(sheet: Sheet, table: Table) -> list[Note]:
    """Notes (without file) on columns that stand twice, are called by another's name, or are not there."""
    notes = [
        Note("column_twice", "", sheet.id, column_id, cell=at, facts={})
        for column_id, at in table.twice.items()
    ]
    notes += _misnamed(sheet, table)
    for column in sheet.asked:
        gone = column.id not in table.columns and column.id not in table.twice
        if gone and column.need in ("required", "conditional"):
            notes.append(Note("column_missing", "", sheet.id, column.id))
    return notes


def _misnamed(sheet: Sheet, table: Table) -> Iterator[Note]:
    """Columns whose hidden id says one thing and whose printed header says another of the form's."""
    names = {column.id: names_of(column) for column in sheet.columns}
    for column_id, at in table.columns.items():
        said = folded(table.headers.get(at, ""))
        other = next((key for key, known in names.items() if said in known), column_id)
        if other != column_id and said not in names[column_id]:
            cell = f"{get_column_letter(at)}{table.header_row}"
            yield Note("column_misnamed", "", sheet.id, column_id, cell, {"says": sheet.column(other).header})


def _best_row(
    head: Mapping[int, Mapping[int, Cell]], names: Mapping[str, set[str]], fold: Callable[[str], str]
) -> tuple[int, dict[str, int], dict[str, str]]:
    """The row that holds the most of the names: its number, id → column, id → second address.

    The first that holds half as many is taken before it: a pasted block may spell the header better.
    """
    wanted = {text: key for key, texts in names.items() for text in texts}
    found: list[tuple[int, dict[str, int], dict[str, str]]] = []
    for number, row in sorted(head.items()):
        columns: dict[str, int] = {}
        twice: dict[str, str] = {}
        for at, cell in row.items():
            key = wanted.get(fold(cell.text))
            if key in columns:
                twice.setdefault(key, f"{get_column_letter(at)}{number}")
            elif key is not None:
                columns[key] = at
        if len(columns) >= min(FEWEST_HEADERS, len(names)):
            found.append((number, columns, twice))
    most = max((len(columns) for _, columns, _ in found), default=0)
    return next((each for each in found if 2 * len(each[1]) >= most), (0, {}, {}))
