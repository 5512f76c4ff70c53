"""The template as a file: what stands where, what may be typed, how it prints."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from gmreports.model import Sheet
from gmreports.render.template import template, template_name
from gmreports.render.template.formulas import demands
from tests.render.template_case import (
    FUXING,
    PERIOD,
    TAOYUAN,
    Book,
    built,
    form,
    letter,
    opened,
    rules,
    terms,
)

TABLES = [pytest.param(sheet, id=sheet.id) for sheet in form().tables]

# None of them newer than Excel 2010, all of them known to LibreOffice 7.4.
FUNCTIONS = {
    "AND", "COUNT", "COUNTA", "COUNTIF", "DATE", "DATEVALUE", "FIND", "IF", "IFERROR", "INDEX", "ISBLANK",
    "ISNUMBER", "LEFT", "LEN", "MATCH", "MID", "MOD", "NOT", "OR", "ROUND", "SUBSTITUTE", "SUM", "SUMPRODUCT",
    "TRIM",
}  # fmt: skip


def ids(page: Worksheet) -> list[str]:
    return [str(cell.value) for cell in page[4] if cell.value]


def test_the_sheets_come_in_the_order_of_the_form() -> None:
    book = opened()
    titles = [sheet.title for sheet in form().sheets]
    assert book.sheetnames == ["填表說明", *titles, "自我檢核", "_lists", "_meta"]
    assert [book[title].sheet_state for title in ("封面", "_lists", "_meta")] == [
        "visible",
        "hidden",
        "hidden",
    ]
    assert book.active.title == "封面"


def test_meta_tells_which_workbook_this_is() -> None:
    page = opened()["_meta"]
    assert {key.value: value.value for key, value in page["A1:B4"]} == {
        "form_id": "district",
        "form_version": form().version,
        "office_code": TAOYUAN,
        "period": "115Q3",
    }


def test_the_name_of_the_file() -> None:
    assert template_name(terms().office(TAOYUAN), PERIOD) == "68000010_桃園區_115Q3.xlsx"


def test_the_first_workbook_of_a_process_is_like_the_later_ones() -> None:
    script = (
        "from hashlib import sha256\nfrom tests.render.template_case import *\n"
        "made = [template(form(), terms(), rules(), terms().office(TAOYUAN), PERIOD) for _ in range(2)]\n"
        "print(*{sha256(each).hexdigest() for each in made})"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [sha256(built()).hexdigest()]


def test_same_input_same_bytes() -> None:
    assert template(form(), terms(), rules(), terms().office(TAOYUAN), PERIOD) == built()


def test_it_can_be_made_without_rules() -> None:
    assert template(form(), terms(), (), terms().office(TAOYUAN), PERIOD)


@pytest.mark.parametrize("sheet", TABLES)
def test_headers_are_the_forms_and_ids_stand_in_a_hidden_row(sheet: Sheet) -> None:
    page = opened()[sheet.title]
    assert [cell.value for cell in page[3]] == [*(column.header for column in sheet.asked), "檢核"]
    assert ids(page) == [*(column.id for column in sheet.asked), "_check"]
    assert page.row_dimensions[4].hidden
    marks = [cell.number_format[-2:-1] if "@" in cell.number_format else "" for cell in page[3]][:-1]
    assert [mark == "*" for mark in marks] == [column.need == "required" for column in sheet.asked]


def test_the_cover_is_filled_in_as_far_as_is_known() -> None:
    page = opened()["封面"]
    cover = form().sheet("cover")
    rows = range(4, 4 + len(cover.asked))
    assert [page.cell(row, 1).value for row in rows] == [column.header for column in cover.asked]
    assert [page.cell(row, 4).value for row in rows] == [column.id for column in cover.asked]
    assert page.column_dimensions["D"].hidden
    values = {page.cell(row, 4).value: page.cell(row, 2) for row in rows}
    given = {key: values[key].value for key in ("office", "year", "quarter", "status", "revision")}
    assert given == {"office": "桃園市桃園區公所", "year": 115, "quarter": 3, "status": "正式", "revision": 1}
    locked = [key for key, cell in values.items() if cell.protection.locked]
    assert locked == ["office_code"]
    assert not page.merged_cells.ranges


@pytest.mark.parametrize("sheet", form().sheets, ids=lambda sheet: sheet.id)
def test_every_choice_has_its_list_and_every_answer_its_help(sheet: Sheet) -> None:
    book = opened()
    page = book[sheet.title]
    for number, column in enumerate(sheet.asked):
        cells = f"B{4 + number}" if sheet.layout == "label" else f"{letter(sheet.id, column.id)}5"
        found = [each for each in page.data_validations.dataValidation if cells in each.sqref]
        if column.need == "auto":
            assert found == []
            continue
        (one,) = found
        assert (one.promptTitle, one.prompt) == (column.header, column.help)
        if column.kind in ("choice", "choices", "codes", "yesno"):
            assert one.type == "list"
            assert bool(one.showErrorMessage) == (column.kind in ("choice", "yesno"))
            place = book.defined_names[one.formula1].attr_text
            at = re.fullmatch(r"_lists!\$([A-Z]+)\$2:\$[A-Z]+\$(\d+)", place)
            assert at is not None
            listed = [book["_lists"][f"{at[1]}{row}"].value for row in range(2, int(at[2]) + 1)]
            assert tuple(map(str, listed)) == column.choices
        if sheet.layout == "table":
            assert f"{letter(sheet.id, column.id)}1000" in one.sqref


@pytest.mark.parametrize("sheet", TABLES)
def test_answers_are_open_and_everything_else_is_locked_without_a_password(sheet: Sheet) -> None:
    page = opened()[sheet.title]
    assert page.protection.sheet
    assert not page.protection.password
    # openpyxl says True where something is forbidden.
    for allowed in ("formatColumns", "formatRows", "insertRows", "sort", "autoFilter"):
        assert not getattr(page.protection, allowed)
    for column in sheet.asked:
        at = letter(sheet.id, column.id)
        assert page[f"{at}3"].protection.locked
        assert page[f"{at}5"].protection.locked == (column.need == "auto")
        # Below the prepared rows the column itself is what lets people type on.
        assert page.column_dimensions[at].protection.locked == (column.need == "auto")
    check = letter(sheet.id, "_check")
    assert page[f"{check}{4 + sheet.rows}"].value.startswith("=")
    assert page[f"{check}{5 + sheet.rows}"].value is None


@pytest.mark.parametrize("sheet", TABLES)
def test_prints_on_a4_landscape_and_can_be_read(sheet: Sheet) -> None:
    page = opened()[sheet.title]
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert (page.sheet_properties.pageSetUpPr.fitToPage, page.page_setup.fitToHeight) == (True, 0)
    assert page.print_title_rows == "$1:$3"
    assert page.freeze_panes.endswith("5")
    last = letter(sheet.id, sheet.asked[-1].id)
    assert page.print_area == f"'{sheet.title}'!$A$1:${last}$1000"
    # A unit of width is eight pixels at 12 points, six points on paper.
    wide = sum(page.column_dimensions[letter(sheet.id, each.id)].width * 6 for each in sheet.asked)
    paper = (11.69 - page.page_margins.left - page.page_margins.right) * 72
    assert 12 * min(1.0, paper / wide) >= 6
    assert "第 &P 頁／共 &N 頁" in page.oddFooter.right.text.replace("&amp;", "&")


@pytest.mark.parametrize(("office", "title"), [(TAOYUAN, "主任秘書"), (FUXING, "秘書")])
def test_signs_off_with_the_titles_of_the_office(office: str, title: str) -> None:
    book = opened(office)
    said = book["員額"].oddFooter.left.text
    assert said.split("　" * 7)[0].endswith("承辦人")
    assert said.split("　" * 7)[1:] == ["單位主管", "會辦", title, "區長"]
    boxes = [cell.value for (cell,) in book["封面"]["F4:F19"] if cell.value]
    assert boxes == [f"{each}核章" for each in ("承辦人", "單位主管", "會辦", title, "區長")]


def test_what_the_form_does_not_have_is_not_checked() -> None:
    assert "不該出現" not in "".join(formulas(opened()))


def test_a_column_that_the_office_dropped_is_gone_with_all_that_spoke_of_it() -> None:
    sheet = form().sheet("training")
    columns = tuple(replace(each, dropped=each.id == "sup_m") for each in sheet.columns)
    sheets = tuple(replace(each, columns=columns) if each == sheet else each for each in form().sheets)
    own = replace(form(), sheets=sheets)
    found = demands(own, terms(), rules(), PERIOD)
    about = {(each.sheet_id, each.column_id) for each in found}
    assert ("training", "sup_m") not in about
    assert ("training", "sup_f") in about
    book = openpyxl.load_workbook(BytesIO(template(own, terms(), rules(), terms().office(TAOYUAN), PERIOD)))
    assert "sup_m" not in ids(book["培力成果"])


def test_formulas_know_no_function_newer_than_excel_2010() -> None:
    found = set()
    for formula in formulas(opened()):
        assert len(formula) <= 8192
        assert all(len(text) <= 255 for text in re.findall(r'"([^"]*)"', formula))
        bare = re.sub(r'"[^"]*"', "", formula)
        found |= set(re.findall(r"([A-Z][A-Z0-9.]*)\(", bare))
    assert found - FUNCTIONS == set()


def test_a_formula_too_long_for_excel_is_told_in_several() -> None:
    data = template(form(), terms(), rules() * 12, terms().office(TAOYUAN), PERIOD)
    book = openpyxl.load_workbook(BytesIO(data))
    assert {"wrong_training_1", "wrong_training_2"} <= set(book.defined_names)
    assert max(len(formula) for formula in formulas(book)) <= 8192


def formulas(book: Book) -> Iterator[str]:
    """Every formula of the workbook: cells, names, validations, conditional formats."""
    for page in book.worksheets:
        for row in page.iter_rows():
            yield from (cell.value for cell in row if cell.data_type == "f")
        for one in page.data_validations.dataValidation:
            if one.type == "custom":
                yield one.formula1
        for looks in page.conditional_formatting:
            yield from (formula for look in looks.rules for formula in look.formula)
    yield from (name.attr_text for name in book.defined_names.values())


def test_nothing_in_it_is_an_extension_that_other_programs_lose(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("book") / "t.xlsx"
    path.write_bytes(built())
    with ZipFile(path) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xml")}
    assert not [name for name, text in parts.items() if "<extLst" in text]
    assert 'fullCalcOnLoad="1"' in parts["xl/workbook.xml"]
    # Lists and live colours speak of other sheets by name only: Excel makes extensions of the others.
    for name, text in parts.items():
        for formula in re.findall(r"<formula1>(.*?)</formula1>|<cfRule.*?<formula>(.*?)</formula>", text):
            assert "!" not in "".join(formula), name


def test_the_guide_tells_everything() -> None:
    page = opened()["填表說明"]
    said = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    assert form().label in said
    assert [f"第 {number} 步" for number in range(1, 6)] == [text for text in said if text.endswith("步")]
    due = terms().due
    send = next(text for text in said if terms().desk.email in text)
    assert f"{due.year - 1911}年{due.month}月{due.day}日" in send
    for sheet in form().sheets:
        assert sheet.who in said
        for column in sheet.asked:
            assert column.header in said
            assert any(text.startswith(column.help) for text in said)
    assert {each.title for each in rules()} <= set(said)
