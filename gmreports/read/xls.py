"""An xls file as sparse cells: the cells by xlrd, what it does not tell by ourselves.

See docs/decisions/0012-ods-and-xls.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import xlrd
from olefile import OleFileIO, isOleFile
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from xlrd.biffh import error_text_from_code

from gmreports.model import Limits
from gmreports.read.cells import At, Book, Cell, SheetCells
from gmreports.read.refused import DamagedError, RefusedError
from gmreports.read.shown import day, shows
from gmreports.read.xls_properties import STREAMS as PROPERTIES
from gmreports.read.xls_properties import properties
from gmreports.read.xls_records import scan

STREAMS = ("Workbook", "Book")
# Storages that act, or that hold what another program made, by how their names begin.
ACTIVE_STORAGES = {
    "_vba_project": "巨集",
    "vba": "巨集",
    "mbd": "內嵌物件",
    "ctls": "內嵌物件",
    "lnk": "外部連結",
}
# So LibreOffice calls its xls files. It stores 0 where the result of a formula that might have been a
# number is a text: such a 0 is no result.
LIBREOFFICE = b"Microsoft Excel 97-Tabelle"
# Old files of Taiwan that do not say their code page are in Big5.
OLD_CODE_PAGE = "cp950"


def read_xls(path: Path, limits: Limits) -> Book:
    """Every worksheet in order. Raises RefusedError and DamagedError."""
    try:
        if not isOleFile(str(path)):
            # So programs older than containers wrote it.
            return _book(path.read_bytes(), limits)
        with OleFileIO(str(path)) as container:
            stream = next((name for name in STREAMS if container.exists(name)), "")
            loses_texts = LIBREOFFICE in _stream(container, "\1CompObj")
            book = _book(_stream(container, stream), limits, loses_texts)
            active = book.active | _active_storages(container)
            return replace(book, properties=_properties(container), active=active)
    except (RefusedError, DamagedError, MemoryError):
        raise
    except Exception as error:
        # xlrd and olefile raise whatever their parsing runs into: an IndexError, an AssertionError …
        raise DamagedError(f"{type(error).__name__} in an xls file") from None


def _book(content: bytes, limits: Limits, loses_texts: bool = False) -> Book:
    records = scan(content, limits)
    book = _open(content, records.code_page_unsaid)
    sheets = tuple(
        _Sheet(book, sheet, records.formulas(number), loses_texts).read()
        for number, sheet in enumerate(book.sheets())
    )
    return Book(sheets, active=frozenset(records.active))


def _open(content: bytes, code_page_unsaid: bool) -> xlrd.Book:
    """The workbook by xlrd, whose remarks go nowhere."""
    try:
        return _opened(content, OLD_CODE_PAGE if code_page_unsaid else None)
    except (UnicodeDecodeError, LookupError):
        return _opened(content, OLD_CODE_PAGE)


def _opened(content: bytes, encoding: str | None) -> xlrd.Book:
    return xlrd.open_workbook(
        file_contents=content,
        logfile=StringIO(),
        encoding_override=encoding,
        formatting_info=True,
        ragged_rows=True,
    )


@dataclass(frozen=True)
class _Sheet:
    book: xlrd.Book
    sheet: xlrd.sheet.Sheet
    formulas: set[At]
    loses_texts: bool

    def read(self) -> SheetCells:
        sheet = self.sheet
        cells = {
            (row + 1, column + 1): cell
            for row in range(sheet.nrows)
            for column in range(sheet.row_len(row))
            if (cell := self._cell(row, column))
        }
        return SheetCells(
            sheet.name,
            sheet.visibility == 0,
            cells,
            frozenset(row for row in {row for row, _ in cells} if self._is_hidden(row - 1)),
            frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden),
            tuple((top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells),
            {(row + 1, column + 1): note.text for (row, column), note in sheet.cell_note_map.items()},
        )

    def _is_hidden(self, row: int) -> bool:
        info = self.sheet.rowinfo_map.get(row)
        return bool(info.hidden if info else self.sheet.default_row_hidden)

    def _cell(self, row: int, column: int) -> Cell | None:
        kind, formula = self.sheet.cell_type(row, column), (row + 1, column + 1) in self.formulas
        value: Any = self.sheet.cell_value(row, column)
        match kind:
            case xlrd.XL_CELL_TEXT:
                return Cell(value, "text", formula) if value or formula else None
            case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
                if formula and self.loses_texts and value == 0:
                    return Cell(None, "empty", formula)
                return self._number(value, self.sheet.cell_xf_index(row, column), formula)
            case xlrd.XL_CELL_BOOLEAN:
                return Cell(bool(value), "bool", formula)
            case xlrd.XL_CELL_ERROR:
                return Cell(error_text_from_code.get(value, "#VALUE!"), "error", formula)
        return Cell(None, "empty", formula) if formula else None

    def _number(self, number: float, style: int, formula: bool) -> Cell:
        if number != number or number in (float("inf"), float("-inf")):
            return Cell("#NUM!", "error", formula)
        shown = self.book.format_map[self.book.xf_list[style].format_key]
        is_date, percent = shows(shown.format_key, shown.format_str or "General")
        epoch = CALENDAR_MAC_1904 if self.book.datemode else CALENDAR_WINDOWS_1900
        moment = day(number, epoch) if is_date else None
        return Cell(moment, "date", formula) if moment else Cell(number, "number", formula, percent)


def _stream(container: OleFileIO[str], name: str) -> bytes:
    return container.openstream(name).read() if container.exists(name) else b""


def _active_storages(container: OleFileIO[str]) -> set[str]:
    names = [part.lower() for entry in container.listdir(streams=True, storages=True) for part in entry]
    return {what for start, what in ACTIVE_STORAGES.items() for name in names if name.startswith(start)}


def _properties(container: OleFileIO[str]) -> tuple[tuple[str, str], ...]:
    return tuple(
        found
        for stream, names in PROPERTIES.items()
        for found in properties(_stream(container, stream), names, OLD_CODE_PAGE)
    )
