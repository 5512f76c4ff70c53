"""What else is in a workbook: hidden rows, cells beside the table, personal data, things that act."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from openpyxl.utils import get_column_letter

from gmreports.model import Form, Note, Sheet
from gmreports.read.cells import Book, Cell, SheetCells, plain
from gmreports.read.find import DEEPEST_HEADER, Table

# One letter and nine digits, 1, 2, 8 or 9 first: the number of an identity card or a residence permit.
IDENTITY = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][1289][0-9]{8}(?![0-9A-Za-z])")
HALF_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
PERSONAL_HEADERS = {
    "身分證": "身分證統一編號欄位",
    "身份證": "身分證統一編號欄位",
    "出生": "生日欄位",
    "生日": "生日欄位",
    "住址": "住址欄位",
    "戶籍": "住址欄位",
    "通訊地址": "住址欄位",
}
NOT_SHOWN = "（個人資料，不顯示）"

LONGEST_HEADER = 12

# Beside a table somebody may have pasted a whole sheet; the first cells are enough to find it.
MOST_OUTSIDE = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """Personal data of a kind, at a cell of the sheet with this title; never the value."""

    title: str
    cell: str
    kind: str


def active_content(book: Book, file: str) -> list[Note]:
    """A note on macros, links to other files, DDE or embedded objects: they are named, never run or kept."""
    return (
        [Note("active_content", file, facts={"what": "、".join(sorted(book.active))})] if book.active else []
    )


def older_form(form: Form, meta: Mapping[str, str], file: str) -> list[Note]:
    """A note where the workbook was made from an older version of the form."""
    version = meta.get("form_version", "")
    if meta.get("form_id") != form.id or not version or _parts(version) >= _parts(form.version):
        return []
    return [Note("older_form", file, facts={"version": version, "current": form.version})]


def without_identity_numbers(sheets: Sequence[SheetCells]) -> tuple[tuple[SheetCells, ...], list[Seen]]:
    """The sheets with whatever looks like an identity number taken out, and where it stood."""
    cleaned: list[SheetCells] = []
    seen: list[Seen] = []
    for sheet in sheets:
        marked = [at for at, cell in sorted(sheet.cells.items()) if _is_identity(cell)]
        seen += (Seen(sheet.title, f"{get_column_letter(at[1])}{at[0]}", "身分證統一編號") for at in marked)
        cells = {**sheet.cells, **dict.fromkeys(marked, Cell(NOT_SHOWN))} if marked else sheet.cells
        cleaned.append(replace(sheet, cells=cells))
    return tuple(cleaned), seen


def personal_headers(sheet: SheetCells, last_row: int = DEEPEST_HEADER) -> list[Seen]:
    """Headers down to `last_row` that ask for what an office must not send; the column itself is not read."""
    seen = []
    for (row, column), cell in sorted(sheet.cells.items()):
        header = plain(cell.text) if row <= last_row and cell.kind == "text" else ""
        kind = next((kind for word, kind in PERSONAL_HEADERS.items() if header.startswith(word)), "")
        if kind and len(header) <= LONGEST_HEADER:
            seen.append(Seen(sheet.title, f"{get_column_letter(column)}{row}", kind))
    return seen


def beside(sheet: Sheet, cells: SheetCells, table: Table, file: str) -> Iterator[Note]:
    """Filled rows that are hidden, and filled cells to the side of the table, below its header."""
    for number, row in table.rows:
        first = next((at for key, at in table.columns.items() if key in row and row[key].text.strip()), 0)
        if number in cells.hidden_rows and first:
            yield Note("hidden_row", file, sheet.id, cell=f"{get_column_letter(first)}{number}")
    headed = {
        column for (row, column), cell in cells.cells.items() if row <= table.below and cell.text.strip()
    }
    outside = (
        (row, column)
        for (row, column), cell in sorted(cells.cells.items())
        if table.columns and row > table.below and column not in headed and cell.text.strip()
    )
    for at in islice(outside, MOST_OUTSIDE):
        yield Note("outside_table", file, sheet.id, cell=f"{get_column_letter(at[1])}{at[0]}")


def _is_identity(cell: Cell) -> bool:
    return cell.kind == "text" and bool(IDENTITY.search(cell.text.translate(HALF_WIDTH)))


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"[0-9]+", version))
