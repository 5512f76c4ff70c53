"""What the office wrote beside the lines of its self-check is found, by id and without."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from gmreports.forms import load_form, load_terms
from gmreports.model import Period
from gmreports.read.explanations import CUT, ID, LONGEST, explanations
from gmreports.read.personal import NOT_SHOWN, without_personal_data
from gmreports.read.xlsx import read_xlsx
from gmreports.render.template import grid, selfcheck, template

TERMS = load_terms(Period(115, 3))
FORM = load_form(TERMS)
EMPTY = template(FORM, TERMS, (), TERMS.office("68000010"), TERMS.period)
LINES = {sheet.id: row for row, sheet in enumerate(FORM.sheets, start=selfcheck.FIRST_ROW)}
BESIDE = selfcheck.EXPLANATION + 1


def found(tmp_path: Path, change: Callable[[Worksheet], None]) -> dict[str, str]:
    book = openpyxl.load_workbook(BytesIO(EMPTY))
    change(book[grid.SELFCHECK_TITLE])
    path = tmp_path / "filled.xlsx"
    book.save(path)
    sheets = without_personal_data(read_xlsx(path))[0].sheets
    return explanations(FORM, sheets)


def write(page: Worksheet, sheet_id: str, value: str | float) -> None:
    page.cell(LINES[sheet_id], BESIDE).value = value


def test_nothing_written_is_nothing_read(tmp_path: Path) -> None:
    assert found(tmp_path, lambda page: None) == {}


def test_each_line_speaks_of_its_sheet_and_the_last_of_the_whole_file(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        for sheet_id in LINES:
            write(page, sheet_id, f"　{sheet_id}\n的說明 ")
        page.cell(selfcheck.FIRST_ROW + len(LINES), BESIDE).value = "晚了一天"

    expected = {sheet_id: f"{sheet_id} 的說明" for sheet_id in LINES}
    assert found(tmp_path, change) == {**expected, "": "晚了一天"}


def test_a_renamed_sheet_is_known_by_its_hidden_ids(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        write(page, "training", "停課")
        page.title = "檢核 (2)"

    assert found(tmp_path, change) == {"training": "停課"}


def test_without_the_ids_the_printed_headers_and_titles_do(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        write(page, "training", "停課")
        page.delete_cols(selfcheck.IDS + 1)

    assert found(tmp_path, change) == {"training": "停課"}


def test_rows_and_columns_put_in_between_move_it_along(tmp_path: Path) -> None:
    def change(page: Worksheet) -> None:
        write(page, "budget", "尚未核銷")
        page.insert_rows(1, 3)
        page.insert_cols(2)

    assert found(tmp_path, change) == {"budget": "尚未核銷"}


@pytest.mark.parametrize("value", ["", "　", "-", "－", "無", "#REF!"])
def test_a_blank_or_a_dash_explains_nothing(tmp_path: Path, value: str) -> None:
    assert found(tmp_path, lambda page: write(page, "training", value)) == {}


def test_a_number_is_text_too(tmp_path: Path) -> None:
    assert found(tmp_path, lambda page: write(page, "training", 12)) == {"training": "12"}


def test_what_carries_an_identity_number_is_taken_out_and_explains_nothing(tmp_path: Path) -> None:
    for text in ("王範例 A123456789 請假", "Ａ１２３４５６７８９", NOT_SHOWN):
        assert found(tmp_path, lambda page, text=text: write(page, "training", text)) == {}  # type: ignore[misc]


def test_what_is_too_long_is_cut_and_says_so(tmp_path: Path) -> None:
    said = found(tmp_path, lambda page: write(page, "training", "長" * (LONGEST + 1)))
    assert said == {"training": "長" * LONGEST + CUT}


def test_a_workbook_without_a_self_check_explains_nothing() -> None:
    assert explanations(FORM, ()) == {}


def test_the_reader_knows_the_ids_that_the_template_writes() -> None:
    page = openpyxl.load_workbook(BytesIO(EMPTY))[grid.SELFCHECK_TITLE]
    assert page.cell(selfcheck.HEADER_ROW, selfcheck.IDS + 1).value == ID
