"""What LibreOffice makes of a return, and what is typed into it there, reads like the workbook itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineSheet, CalamineWorkbook

from gmreports.check import check
from gmreports.model import Arrival, Finding, Limits, Reading
from gmreports.read import read, stack
from gmreports.read.cells import Book, Cell
from gmreports.read.open import open_book
from gmreports.rules import ALL
from tests.office.libreoffice import convert, recalculate, require, type_and_save
from tests.run.filled import COURSE, FORM, PERIOD, TERMS, filled

pytestmark = pytest.mark.office

SAMPLES = Path(__file__).parents[2] / "samples" / "inbox" / "115Q3"
FILTERS = {".ods": "calc8", ".xls": "MS Excel 97", ".fods": "OpenDocument Spreadsheet Flat XML"}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """A filled template with mistakes in it, and two samples: recalculated, and in three other formats."""
    require()
    folder = tmp_path_factory.mktemp("books")
    course = {**COURSE, "att_m": "約10", "date_start": "112/2/30", "satisfaction": "184.18%"}
    made = filled(training=[course, {**COURSE, "date_end": "115.7.4"}])
    training = made[FORM.sheet("training").title]
    training.row_dimensions[6].hidden = True
    training.merge_cells("A20:B21")
    made.save(folder / "filled.xlsx")
    # A copy of each: LibreOffice opens no file that another LibreOffice has open.
    for name in ("68000010_桃園區_115Q3.xlsx", "68000020_中壢區_115Q3.xlsx"):
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    made_of = {}
    for path in sorted(folder.iterdir()):
        made_of[path.stem[:8]] = plain = recalculate(path, folder / f"{path.stem}_again.xlsx")
        for suffix in FILTERS if path.stem == "filled" else (".ods", ".xls"):
            convert(plain, plain.with_suffix(suffix), FILTERS[suffix])
    return made_of


def copies(path: Path) -> list[Path]:
    return [copy for suffix in FILTERS if (copy := path.with_suffix(suffix)).exists()]


@cache
def found(path: Path) -> tuple[Finding, ...]:
    return check(stack([arrived(path)], FORM, TERMS, PERIOD), ALL)


@cache
def opened(path: Path) -> Book:
    return open_book(path, Limits())


@cache
def arrived(path: Path) -> Reading:
    return read(Arrival("a", str(path), PERIOD, datetime(2026, 10, 5), "", ""), FORM, TERMS)


def test_a_return_reads_the_same_in_every_format(books: Mapping[str, Path]) -> None:
    for path in books.values():
        plain = arrived(path)
        assert plain.ret is not None
        for copy in copies(path):
            other = arrived(copy)
            assert (other.ret, other.repairs, other.notes) == (plain.ret, plain.repairs, plain.notes)
            for sheet_id, table in plain.tables.items():
                pd.testing.assert_frame_equal(other.tables[sheet_id], table)
                _same_texts(sheet_id, plain, other, copy.suffix)
            assert found(copy) == found(path)


def _same_texts(sheet_id: str, plain: Reading, other: Reading, suffix: str) -> None:
    """LibreOffice loses the texts of some formulas in xls; what is missing is said to be."""
    different = other.raw[sheet_id] != plain.raw[sheet_id]
    lost = (other.raw[sheet_id] == "=") & (suffix == ".xls")
    assert not (different & ~lost).to_numpy().any()
    asked = [column.id for column in FORM.sheet(sheet_id).columns if column.need != "auto"]
    assert not lost[asked].to_numpy().any()


def test_ids_hidden_sheets_and_what_is_hidden_stay(books: Mapping[str, Path]) -> None:
    plain = opened(books["filled"])
    for copy in copies(books["filled"]):
        other = opened(copy)
        assert not other.active
        assert ("title", dict(plain.properties)["title"]) in other.properties
        for here, there in zip(plain.sheets, other.sheets, strict=True):
            assert (there.title, there.visible) == (here.title, here.visible)
            assert set(there.merged) == set(here.merged)
            assert there.hidden_rows == here.hidden_rows & {row for row, _ in there.cells}
            filled_columns = {column for _, column in there.cells}
            assert there.hidden_columns & filled_columns == here.hidden_columns & filled_columns
        training, meta = (
            next(s for s in other.sheets if s.title == title) for title in ("培力成果", "_meta")
        )
        assert training.cells[4, 2].text == "title"
        assert {4, 6} <= training.hidden_rows
        assert not meta.visible
        assert {"form_id", "form_version", "office_code"} <= {cell.text for cell in meta.cells.values()}


def test_a_second_library_agrees_where_it_can_know(books: Mapping[str, Path]) -> None:
    """calamine trims, knows no errors, and does not open flat files."""
    compared = 0
    for copy in (copy for path in books.values() for copy in copies(path) if copy.suffix != ".fods"):
        second = CalamineWorkbook.from_path(copy)
        for sheet in opened(copy).sheets:
            for cell, other in _pairs(sheet.cells, second.get_sheet_by_name(sheet.title)):
                if cell.kind in ("text", "number", "bool"):
                    compared += 1
                    same = cell.value == other or str(cell.value).strip() == str(other).strip()
                    assert same, (copy.name, sheet.title, cell, other)
    assert compared > 10_000


def _pairs(cells: Mapping[tuple[int, int], Cell], sheet: CalamineSheet) -> Iterator[tuple[Cell, object]]:
    rows = sheet.to_python(skip_empty_area=False)
    for (row, column), cell in cells.items():
        beyond = row > len(rows) or column > len(rows[row - 1])
        yield cell, "" if beyond else rows[row - 1][column - 1]


TYPED = {
    "115/7/3": Cell("115/7/3", "date"),
    "112/2/29": Cell("112/2/29", "date"),
    "115-12-31": Cell("115/12/31", "date"),
    "115年7月3日": Cell("115/7/3", "date"),
    "2026/7/3": Cell("2026-07-03", "date"),
    "2026-7-3 14:30": Cell("2026-07-03 14:30:00", "date"),
    "14:30": Cell("14:30:00", "date"),
    "12:00": Cell("12:00:00", "date"),
    "112.10.6": Cell("112/10/6", "date"),
    "民國115年7月3日": Cell("民國115年7月3日"),
    "50%": Cell(0.5, "number", percent=True),
    "NT$1,200": Cell(1200.0, "number"),
    "1萬431": Cell("1萬431"),
    "'001": Cell("001"),
    "a  b   c": Cell("a  b   c"),
    "  x ": Cell("  x "),
    "1e3": Cell(1000.0, "number"),
    "#REF!": Cell("#REF!"),
    "=1/0": Cell("#DIV/0!", "error", formula=True),
    "=NA()": Cell("#N/A", "error", formula=True),
    "=foo()": Cell("#NAME?", "error", formula=True),
    "=1=1": Cell(True, "bool", formula=True),
    '=""': Cell("", formula=True),
    '="甲"&"乙"': Cell("甲乙", formula=True),
    "=DATE(2026;7;3)": Cell("2026-07-03", "date", formula=True),
    "=2+3": Cell(5.0, "number", formula=True),
}


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys pressed in LibreOffice, and the file saved in each format."""
    require()
    folder = tmp_path_factory.mktemp("typed")
    empty = openpyxl.Workbook()
    empty.worksheets[0].title = "表"
    empty.save(folder / "empty.xlsx")
    keys = [("表", f"A{row}", text) for row, text in enumerate(TYPED, start=1)]
    path = type_and_save(folder / "empty.xlsx", keys, folder / "typed.xlsx")
    for suffix, filter_name in FILTERS.items():
        convert(path, path.with_suffix(suffix), filter_name)
    return path


def test_what_is_typed_is_what_is_read(typed: Path) -> None:
    for path in (typed, *copies(typed)):
        (sheet,) = opened(path).sheets
        assert {text: sheet.cells.get((row, 1)) for row, text in enumerate(TYPED, start=1)} == TYPED
