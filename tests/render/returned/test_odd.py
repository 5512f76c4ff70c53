"""What offices' programs write that ours never would: it is kept, or the file is left alone."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from lxml import etree

from gmreports.model import Repair, Where
from gmreports.render.returned import returned
from gmreports.render.returned.cells import grid
from gmreports.render.returned.clean import clean
from gmreports.render.returned.package import ODD, open_package, save
from gmreports.render.returned.shapes import REACH, WIDE, anchor
from tests.render.returned.case import finding, mark, reading, rich, with_parts
from tests.render.returned.census import M, X, grounds, our_notes, parts
from tests.render.returned.strict import troubles
from tests.run.filled import FORM

SHEET, BOOK, STYLES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"
WRONG = (finding("資料", "B3", "C5"), finding("資料", "A400", "B400", "D400"))
REMARK = "<!-- 公所的系統產生 -->"


def bent(part: str, before: str, after: str) -> bytes:
    return with_parts(rich(), {}, {part: (before, after)})


def cleaned(content: bytes) -> bytes:
    package = open_package(content)
    clean(package)
    return save(package)


def box_of(content: bytes, row: int, column: int) -> list[int]:
    """Left column and offset, top row and offset, right column and offset, bottom row and offset."""
    for data in etree.fromstring(parts(content)["xl/drawings/vmlDrawing1.vml"]).iter(f"{X}ClientData"):
        if (data.findtext(f"{X}Row"), data.findtext(f"{X}Column")) == (str(row - 1), str(column - 1)):
            return [int(number) for number in data.findtext(f"{X}Anchor", "").split(",")]
    raise AssertionError


def test_several_marks_in_a_row_that_was_not_there() -> None:
    once = mark(rich(), *WRONG)
    assert set(our_notes(once)["資料"]) == {"B3", "C5", "A400", "B400", "D400"}
    assert mark(once, *WRONG) == once
    rows = etree.fromstring(parts(cleaned(once))[SHEET]).iter(f"{M}row")
    assert "400" not in {row.get("r") for row in rows}


@pytest.mark.parametrize(
    ("part", "before"),
    [
        (BOOK, "<sheet "),
        (BOOK, "<definedName "),
        (STYLES, "<xf numFmtId"),
        (STYLES, "<fill>"),
        (STYLES, "<font>"),
        (SHEET, '<row r="2"'),
        (SHEET, '<c r="A3"'),
        ("xl/comments1.xml", "<comment "),
        ("[Content_Types].xml", "<Override "),
        ("xl/_rels/workbook.xml.rels", "<Relationship "),
    ],
)
def test_remarks_between_elements_take_no_place(part: str, before: str) -> None:
    """A remark in a list of formats would move each format by one."""
    content = bent(part, before, f"{REMARK}{before}")
    after = mark(content, *WRONG)
    assert grounds(after) == grounds(mark(rich(), *WRONG))
    assert our_notes(after) == our_notes(mark(rich(), *WRONG))
    assert troubles(after) == []
    assert mark(after, *WRONG) == after


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        (SHEET, "<sheetData>", '<cols><col min="1" max="9" width="inf"/></cols><sheetData>'),
        (SHEET, '<row r="3"', '<row ht="inf" r="3"'),
        (SHEET, "<sheetData>", '<cols><col min="1" max="9" width="wide"/></cols><sheetData>'),
        (BOOK, 'sheetId="1"', 'sheetId="one"'),
    ],
)
def test_a_measure_that_is_none_stops_nobody(part: str, before: str, after: str) -> None:
    made = returned(FORM, reading(), WRONG, bent(part, before, after))
    assert not made.marked
    assert made.why.startswith(ODD)


def test_a_note_is_not_hidden_with_the_columns_and_rows_beside_its_cell() -> None:
    """Offices hide whatever is right of and below their table."""
    hidden = '<cols><col min="4" max="16384" hidden="1" width="0"/></cols><sheetData>'
    after = mark(bent(SHEET, "<sheetData>", hidden), finding("資料", "C5"))
    left, _, _, _, right, _, _, _ = box_of(after, 5, 3)
    assert left < 3 <= right
    assert troubles(after) == []


@pytest.mark.parametrize("given", ['defaultRowHeight="0"', 'defaultRowHeight="15" zeroHeight="1"'])
def test_rows_of_no_height_do_not_lead_to_the_end_of_the_sheet(given: str) -> None:
    sheet = (
        f'<worksheet xmlns="{M[1:-1]}"><sheetFormatPr {given}/><sheetData>'
        '<row r="5" ht="20"/><row r="6" ht="20"/></sheetData></worksheet>'
    )
    place = anchor(grid(etree.fromstring(sheet)), (5, 3), "字" * WIDE, 7)
    assert int(place.split(",")[6]) <= 5 + REACH


def test_every_window_shows_the_sheet_that_it_showed() -> None:
    content = bent(BOOK, "</bookViews>", '<workbookView firstSheet="1" activeTab="1"/></bookViews>')
    after = mark(content, *WRONG)
    views = list(etree.fromstring(parts(after)[BOOK]).iter(f"{M}workbookView"))
    assert [view.get("activeTab") for view in views] == ["0", "2"]
    assert views[1].get("firstSheet") == "2"
    back = etree.fromstring(parts(cleaned(after))[BOOK]).iter(f"{M}workbookView")
    assert [view.get("activeTab") for view in back] == ["1", "1"]
    assert mark(after, *WRONG) == after


def test_a_repair_of_a_whole_sheet_leads_to_its_first_cell() -> None:
    repair = Repair(Where("公所.xlsx", "資料", ""), "資料 (2)", "資料", "sheet_title")
    made = returned(FORM, replace(reading(), repairs=(repair,)), WRONG, rich())
    sheet = openpyxl.load_workbook(io.BytesIO(made.content))["檢核結果"]
    links = [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    assert "'資料'!A1" in links
    assert troubles(made.content) == []
