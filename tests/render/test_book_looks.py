"""The workbook as it is set: rows of one line stay one line tall, headings break where a reader would."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gmreports.model import Heading
from gmreports.render.book import book
from gmreports.render.book.paper import ROW_POINTS
from tests.render import book_case

FILE = "115Q3/68000010_桃園區_115Q3.xlsx"
LABEL = "性別主流化進階課程 參訓人次(男)（人次）"


@cache
def workbook() -> Workbook:
    summary = book_case.summary()
    first, *others = summary.grids["training"].lines
    grid = replace(
        summary.grids["training"],
        headings=(Heading("CEDAW實體1小時（一般公務人員）", "%"), *summary.grids["training"].headings[1:]),
        lines=(replace(first, label=LABEL), *others),
    )
    details = {
        name: frame.rename(index=lambda file: FILE if isinstance(file, str) else file)
        for name, frame in summary.details.items()
    }
    told = replace(summary, grids={**summary.grids, "training": grid}, details=details)
    content = book(book_case.form(), told, (), (), book_case.MANIFEST)
    return openpyxl.load_workbook(io.BytesIO(content))


def tall(sheet: Worksheet, row: int) -> float:
    height: float | None = sheet.row_dimensions[row].height
    return height or ROW_POINTS


def test_the_name_of_a_file_and_of_a_row_takes_one_line() -> None:
    detail, table = workbook()["培力明細"], workbook()["培力"]
    files = [cell.row for row in detail.iter_rows() for cell in row if cell.value == FILE]
    labels = [cell.row for row in table.iter_rows() for cell in row if cell.value == LABEL]
    assert files
    assert labels
    assert {tall(detail, row) for row in files} == {ROW_POINTS}
    assert {tall(table, row) for row in labels} == {ROW_POINTS}


def test_a_long_heading_breaks_before_its_bracket() -> None:
    found = {cell.value for row in workbook()["培力"].iter_rows() for cell in row}
    assert "CEDAW實體1小時\n（一般公務人員）" in found


def test_words_beside_a_number_stand_off_from_it() -> None:
    """A spreadsheet indents only what is aligned."""
    cells = [cell for row in workbook()["培力明細"].iter_rows(min_row=6) for cell in row]
    indented = [cell for cell in cells if cell.alignment.indent]
    assert {cell.alignment.horizontal for cell in indented} == {"left"}
