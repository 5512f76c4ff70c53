"""Cells exactly as stored: also those that a library loses without a word."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from gmreports.model import Limits
from gmreports.read.cells import Cell
from gmreports.read.refused import DamagedError, RefusedError
from gmreports.read.xlsx import read_xlsx
from tests.read.make_xlsx import raw_xlsx


def cells(path: Path) -> dict[tuple[int, int], Cell]:
    return read_xlsx(path).sheets[0].cells


def one(path: Path) -> Cell:
    (cell,) = cells(path).values()
    return cell


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        ('<c r="A1"><v>12</v></c>', Cell(12.0, "number")),
        ('<c r="A1" t="inlineStr"><is><t>文字</t></is></c>', Cell("文字", "text")),
        ('<c r="A1" t="inlineStr"><is><r><t>文</t></r><r><t>字</t></r></is></c>', Cell("文字", "text")),
        ('<c r="A1" t="b"><v>1</v></c>', Cell(True, "bool")),
        ('<c r="A1" t="e"><v>#REF!</v></c>', Cell("#REF!", "error")),
        ('<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Cell("#DIV/0!", "error", formula=True)),
        ('<c r="A1"><f>1+1</f></c>', Cell(None, "empty", formula=True)),
        ('<c r="A1"><f>1+1</f><v>2</v></c>', Cell(2.0, "number", formula=True)),
        ('<c r="A1" t="str"><f>A2</f><v></v></c>', Cell("", "text", formula=True)),
        ('<c r="A1" t="d"><v>2026-07-03T00:00:00</v></c>', Cell("2026-07-03", "date")),
        ('<c r="A1" t="d"><v>2026-07-03T00:00:00.000Z</v></c>', Cell("2026-07-03", "date")),
        ('<c r="A1" t="d"><v>2026-07-03T09:30:00</v></c>', Cell("2026-07-03 09:30:00", "date")),
        ('<c r="A1"><v>10</v><extLst><ext><v>7</v><t>7</t></ext></extLst></c>', Cell(10.0, "number")),
        ('<c r="A1"><v>1e999</v></c>', Cell("#NUM!", "error")),
        ('<c r="A1"><v>NaN</v></c>', Cell("#NUM!", "error")),
    ],
)
def test_a_cell_is_what_it_is(tmp_path: Path, row: str, cell: Cell) -> None:
    assert one(raw_xlsx(tmp_path / "a.xlsx", f'<row r="1">{row}</row>')) == cell


@pytest.mark.parametrize(
    ("strike", "text"), [("<strike/>", "〔刪除線：12〕15"), ('<strike val="0"/>', "1215"), ("<b/>", "1215")]
)
def test_a_number_beside_one_that_is_struck_out_is_no_other_number(
    tmp_path: Path, strike: str, text: str
) -> None:
    strings = f"<si><r><rPr>{strike}</rPr><t>12</t></r><r><t>15</t></r></si>"
    row = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert one(raw_xlsx(tmp_path / "a.xlsx", row, strings=strings)) == Cell(text, "text")


def test_a_cell_with_two_values_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(DamagedError):
        read_xlsx(raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v><v>0</v></c></row>'))


@pytest.mark.parametrize("number", [14, 27, 30, 36, 50, 57, 58, 22])
def test_dates_in_the_formats_of_taiwan_are_dates(tmp_path: Path, number: int) -> None:
    styles = f'<cellXfs><xf numFmtId="0"/><xf numFmtId="{number}"/></cellXfs>'
    path = raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1" s="1"><v>46206</v></c></row>', styles=styles)
    assert one(path) == Cell("2026-07-03", "date")


@pytest.mark.parametrize(
    "code", ["[$-404]e/m/d", "yyyy/m/d", "[$-404]e&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"]
)
def test_dates_in_formats_of_their_own(tmp_path: Path, code: str) -> None:
    styles = (
        f'<numFmts><numFmt numFmtId="176" formatCode="{code}"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="176"/></cellXfs>'
    )
    path = raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1" s="0"><v>46206</v></c></row>', styles=styles)
    assert one(path).text == "2026-07-03"


def test_the_epoch_of_old_macs(tmp_path: Path) -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    rows = '<row r="1"><c r="A1" s="0"><v>44744</v></c></row>'
    assert one(raw_xlsx(tmp_path / "a.xlsx", rows, styles=styles, date1904=True)).text == "2026-07-03"


@pytest.mark.parametrize(
    ("serial", "typed"),
    [
        (-651774, "115/7/3"),
        (-651957, "115/1/1"),
        (-651898, "115/3/1"),
        (-651593, "115/12/31"),
        (-652995, "112/2/28"),
        (-652993, "112/3/1"),
    ],
)
def test_a_day_that_libreoffice_put_in_the_year_115_is_given_back_as_typed(
    tmp_path: Path, serial: int, typed: str
) -> None:
    styles = '<cellXfs><xf numFmtId="14"/></cellXfs>'
    rows = f'<row r="1"><c r="A1" s="0"><v>{serial}</v></c></row>'
    assert one(raw_xlsx(tmp_path / "a.xlsx", rows, styles=styles)) == Cell(typed, "date")


def test_percentages_say_so(tmp_path: Path) -> None:
    styles = '<cellXfs><xf numFmtId="10"/></cellXfs>'
    path = raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1" s="0"><v>0.925</v></c></row>', styles=styles)
    assert one(path).text == "92.5%"


@pytest.mark.parametrize(("strict", "prefix"), [(True, ""), (False, "x"), (True, "x")])
def test_strict_and_prefixed_files_read_like_any_other(tmp_path: Path, strict: bool, prefix: str) -> None:
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>5</v></c></row>'
    path = raw_xlsx(tmp_path / "a.xlsx", rows, strings="<si><t>甲</t></si>", strict=strict, prefix=prefix)
    assert cells(path) == {(1, 1): Cell("甲"), (1, 2): Cell(5.0, "number")}


def test_rows_that_repeat_their_number_lose_nothing(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>'
    assert set(cells(raw_xlsx(tmp_path / "a.xlsx", rows))) == {(1, 1), (1, 2)}


def test_cells_without_an_address_follow_the_one_before(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert set(cells(raw_xlsx(tmp_path / "a.xlsx", rows))) == {(1, 1), (1, 2), (2, 1)}


def test_phonetic_guides_are_no_text(tmp_path: Path) -> None:
    strings = '<si><r><t>桃</t></r><r><t>園</t></r><rPh sb="0" eb="1"><t>ㄊㄠˊ</t></rPh></si>'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    assert one(raw_xlsx(tmp_path / "a.xlsx", rows, strings=strings)).text == "桃園"


def test_hidden_rows_and_columns_are_known(tmp_path: Path) -> None:
    columns = '<cols><col min="2" max="3" hidden="1"/></cols>'
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>1</v></c></row>'
    (sheet,) = read_xlsx(raw_xlsx(tmp_path / "a.xlsx", rows, columns=columns)).sheets
    assert sheet.hidden_rows == frozenset({2})
    assert sheet.hidden_columns == frozenset({2, 3})


def test_one_cell_at_the_far_end_costs_nothing(tmp_path: Path) -> None:
    rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert set(cells(raw_xlsx(tmp_path / "a.xlsx", rows))) == {(1048576, 16384)}


@pytest.mark.parametrize(
    "row",
    ['<c r="1A!"><v>1</v></c>', '<c r="A1" t="s"><v>77</v></c>', '<c r="A1" s="甲"><v>1</v></c>'],
)
def test_what_cannot_be_made_sense_of_is_damage(tmp_path: Path, row: str) -> None:
    with pytest.raises(DamagedError):
        read_xlsx(raw_xlsx(tmp_path / "a.xlsx", f'<row r="1">{row}</row>'))


def test_two_libraries_agree_on_an_ordinary_workbook(tmp_path: Path) -> None:
    """Written by XlsxWriter; openpyxl and calamine are the second and third opinion."""
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        day = book.add_format({"num_format": "yyyy/m/d"})
        for row in range(40):
            sheet.write_row(row, 0, [row, row / 7, f"文字{row}", f" {row} "])
            sheet.write_datetime(row, 4, dt.datetime(2026, 1, 1) + dt.timedelta(days=row), day)
    found = {at: cell.value for at, cell in cells(path).items()}
    second = openpyxl.load_workbook(path)["表"]
    third = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    for (row, column), value in found.items():
        other = second.cell(row, column).value
        other = other.date().isoformat() if isinstance(other, dt.datetime) else other
        assert value == other
        last = third[row - 1][column - 1]
        last = last.isoformat() if isinstance(last, dt.date) else last
        assert value == last or str(value).strip() == last
    assert len(found) == 40 * 5


def test_what_a_sheet_may_hold_is_counted_as_it_comes(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 101))
    path = raw_xlsx(tmp_path / "a.xlsx", rows)
    assert len(read_xlsx(path, Limits(cells=100)).sheets[0].cells) == 100
    with pytest.raises(RefusedError, match="too_large"):
        read_xlsx(path, Limits(cells=99))


def test_all_sheets_share_one_limit(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>', sheets=3)
    assert len(read_xlsx(path, Limits(cells=3)).sheets) == 3
    with pytest.raises(RefusedError, match="too_large"):
        read_xlsx(path, Limits(cells=2))


def test_a_sheet_of_far_too_many_cells_is_not_even_parsed(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", "<row>" + "<c></c>" * 1_300_000 + "</row>")
    with pytest.raises(RefusedError, match="too_large"):
        read_xlsx(path, Limits(ratio=10_000))


def test_hidden_columns_over_and_over_cost_nothing(tmp_path: Path) -> None:
    columns = "<cols>" + '<col min="1" max="16384" hidden="1"/>' * 5000 + "</cols>"
    (sheet,) = read_xlsx(raw_xlsx(tmp_path / "a.xlsx", "", columns=columns)).sheets
    assert len(sheet.hidden_columns) == 16384


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
    ],
)
def test_what_programs_would_show_differently_is_damage(tmp_path: Path, rows: str) -> None:
    with pytest.raises(DamagedError):
        read_xlsx(raw_xlsx(tmp_path / "a.xlsx", rows, strings="<si><t>甲</t></si>"))


def test_a_number_is_what_excel_calls_one(tmp_path: Path) -> None:
    assert one(raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1_000</v></c></row>')).kind == "text"


def test_parts_are_found_whatever_the_case_and_the_slash(tmp_path: Path) -> None:
    """Some programs write the names in the package otherwise than the parts refer to each other."""
    path = raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>')
    other = tmp_path / "b.xlsx"
    with ZipFile(path) as before, ZipFile(other, "w") as after:
        for name in before.namelist():
            after.writestr(name.replace("worksheets/sheet1", "Worksheets\\Sheet1"), before.read(name))
    assert cells(other) == cells(path)


def test_a_module_of_macros_among_the_sheets_is_none_of_them(tmp_path: Path) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>1</v></c></row>', sheets=2)
    other = tmp_path / "b.xlsx"
    with ZipFile(path) as before, ZipFile(other, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            after.writestr(name, text.replace('sheetId="2" r:id="rId1"', 'sheetId="2" r:id=""'))
    assert [sheet.title for sheet in read_xlsx(other).sheets] == ["表"]
