"""The returns that the other tests bend are typed into the template that the office really gets."""

from __future__ import annotations

from io import BytesIO

import openpyxl
from openpyxl.workbook import Workbook

from tests.run.filled import TERMS, empty_template, opened


def cells(book: Workbook) -> dict[tuple[str, str], object]:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    }


def test_an_office_has_its_own_template() -> None:
    code = TERMS.offices[1].code
    assert cells(opened(code)) == cells(openpyxl.load_workbook(BytesIO(empty_template(code))))
