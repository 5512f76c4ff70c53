"""Cells of an ods file exactly as stored, and what else is in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmreports.model import Limits
from gmreports.read.cells import Cell, SheetCells
from gmreports.read.ods import read_ods
from tests.read.make_ods import DECLARED, content, formula, number, raw_ods, row, sheet, text

LIMITS = Limits()


def one_sheet(path: Path, rows: str, **more: str) -> SheetCells:
    (found,) = read_ods(raw_ods(path / "a.ods", content(sheet(rows), **more)), LIMITS).sheets
    return found


def one(path: Path, cell: str) -> Cell | None:
    return one_sheet(path, row(cell)).cells.get((1, 1))


def typed(kind: str, more: str, shown: str = "") -> str:
    inside = f"<text:p>{shown}</text:p>" if shown else ""
    return f'<table:table-cell office:value-type="{kind}" {more}>{inside}</table:table-cell>'


FLOAT = 'office:value-type="float" office:value='
STRING = 'office:value-type="string" '
ERROR = 'office:value-type="string" office:string-value="" calcext:value-type="error"'


@pytest.mark.parametrize(
    ("stored", "cell"),
    [
        (number("12"), Cell(12.0, "number")),
        (typed("percentage", 'office:value="0.925"', "92.50%"), Cell(0.925, "number", percent=True)),
        (typed("currency", 'office:currency="TWD" office:value="1200"', "NT$1,200"), Cell(1200.0, "number")),
        (typed("float", 'office:value="1e999"'), Cell("#NUM!", "error")),
        (typed("float", 'office:value="1,5"'), Cell("1,5")),
        (typed("float", "", "約50"), Cell("約50")),
        (typed("boolean", 'office:boolean-value="true"', "真"), Cell(True, "bool")),
        (typed("date", 'office:date-value="2026-07-03"', "115/7/3"), Cell("2026-07-03", "date")),
        (typed("date", 'office:date-value="2026-07-03T00:00:00"'), Cell("2026-07-03", "date")),
        (typed("date", 'office:date-value="2026-07-03T14:30:00"'), Cell("2026-07-03 14:30:00", "date")),
        (typed("date", 'office:date-value="1899-12-30"'), Cell(0.0, "number")),
        (typed("date", 'office:date-value="1899-12-30T14:30:00"'), Cell("14:30:00", "date")),
        (typed("date", 'office:date-value="2026-13-45"'), Cell("2026-13-45", "date")),
        (typed("time", 'office:time-value="PT14H30M00S"'), Cell("14:30:00", "date")),
        (typed("time", 'office:time-value="PT25H10M00S"'), Cell("25:10:00", "date")),
        (typed("time", 'office:time-value="PT0H0M0S"'), Cell(0.0, "number")),
        (text("文字"), Cell("文字")),
        (text("舊", 'office:string-value="新"'), Cell("新")),
        (text("#REF!"), Cell("#REF!")),
        ("<table:table-cell><text:p>沒說型別</text:p></table:table-cell>", Cell("沒說型別")),
        ("<table:table-cell/>", None),
        ("<table:table-cell><text:p/></table:table-cell>", None),
        ("<table:covered-table-cell><text:p>被蓋住</text:p></table:covered-table-cell>", Cell("被蓋住")),
        (formula("1+1", f'{FLOAT}"2"', "2"), Cell(2.0, "number", formula=True)),
        (formula("1+1"), Cell(None, "empty", formula=True)),
        (formula("[.A2]", "", ""), Cell("", formula=True)),
        (formula("[.A2]", STRING, "甲"), Cell("甲", formula=True)),
        (formula("1/0", ERROR, "#DIV/0!"), Cell("#DIV/0!", "error", formula=True)),
        (formula("SQRT(-1)", ERROR, "Err:502"), Cell("Err:502", "error", formula=True)),
        (formula("1/0", f'{FLOAT}"0"', "#DIV/0!"), Cell("#DIV/0!", "error", formula=True)),
        (formula("1/0", f'{STRING} office:string-value="#DIV/0!"'), Cell("#DIV/0!", "error", formula=True)),
    ],
)
def test_a_cell_is_what_it_is(tmp_path: Path, stored: str, cell: Cell | None) -> None:
    assert one(tmp_path, stored) == cell


@pytest.mark.parametrize(
    ("stored", "shown", "text"),
    [
        ("0115-07-02", "0115/7/3", "115/7/3"),  # as LibreOffice stores and shows the typing of 115/7/3
        ("0115-07-02", "", "115/7/3"),
        ("0112-02-28", "0112/2/29", "112/2/29"),
        ("0099-12-30", "0100/1/1", "100/1/1"),
        ("0199-12-30", "0199/12/31", "199/12/31"),
        ("0115-07-03", "0115-07-03", "115/7/3"),  # a program that shows the day it stores
        ("0115-13-45", "", "0115-13-45"),
    ],
)
def test_a_day_that_was_put_in_the_year_115_is_given_back_as_typed(
    tmp_path: Path, stored: str, shown: str, text: str
) -> None:
    assert one(tmp_path, typed("date", f'office:date-value="{stored}"', shown)) == Cell(text, "date")


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<text:p>一<text:span>二</text:span>三</text:p>", "一二三"),
        ("<text:p>甲</text:p>\n  <text:p>乙</text:p>", "甲\n乙"),
        ('<text:p>甲<text:s text:c="2"/>乙<text:s/>丙</text:p>', "甲  乙 丙"),
        ("<text:p>甲<text:tab/>乙<text:line-break/>丙</text:p>", "甲\t乙\n丙"),
        ("<text:p>定位  兩格 </text:p>", "定位  兩格 "),
        ("<text:p>\n   甲\n   乙\n</text:p>", "甲 乙"),
        ('<text:p><text:a xlink:href="https://example.gov.tw/">連結</text:a></text:p>', "連結"),
        (
            "<text:p><text:ruby><text:ruby-base>桃</text:ruby-base><text:ruby-text>ㄊㄠˊ</text:ruby-text>"
            "</text:ruby>園</text:p>",
            "桃園",
        ),
        (
            "<draw:frame><draw:text-box><text:p>圖說</text:p></draw:text-box></draw:frame><text:p>格</text:p>",
            "格",
        ),
    ],
)
def test_paragraphs_read_as_they_are_seen(tmp_path: Path, inside: str, said: str) -> None:
    found = one(tmp_path, f'<table:table-cell office:value-type="string">{inside}</table:table-cell>')
    assert found == Cell(said)


def test_a_note_stands_beside_the_cell_and_not_in_it(tmp_path: Path) -> None:
    said = "<dc:creator>某</dc:creator><text:p>請看</text:p><text:p>第二行</text:p>"
    cells = (
        f"<table:table-cell><office:annotation>{said}</office:annotation>{shown}</table:table-cell>"
        for shown in ("<text:p>格內</text:p>", "")
    )
    found = one_sheet(tmp_path, row("".join(cells)))
    assert found.cells == {(1, 1): Cell("格內")}
    assert found.notes == {(1, 1): "請看\n第二行", (1, 2): "請看\n第二行"}


def test_what_repeats_is_written_out_and_what_is_empty_is_passed_over(tmp_path: Path) -> None:
    again = 'table:number-columns-repeated="2"'
    rows = (
        row(f"<table:table-cell {again}/>{number('7', again)}", 'table:number-rows-repeated="2"')
        + row("<table:table-cell/>", 'table:number-rows-repeated="1048000"')
        + row(text("末"))
    )
    found = one_sheet(tmp_path, rows)
    seven = Cell(7.0, "number")
    assert found.cells == {
        **{(1, 3): seven, (1, 4): seven, (2, 3): seven, (2, 4): seven},
        (1_048_003, 1): Cell("末"),
    }


def test_rows_lie_in_groups_and_headers(tmp_path: Path) -> None:
    rows = (
        f"<table:table-header-rows>{row(text('頭'))}</table:table-header-rows>"
        f"<table:table-row-group>{row(text('群'))}<table:table-rows>{row(text('列'))}</table:table-rows>"
        "</table:table-row-group>"
    )
    assert [cell.text for _, cell in sorted(one_sheet(tmp_path, rows).cells.items())] == ["頭", "群", "列"]


@pytest.mark.parametrize("how", ["collapse", "filter"])
def test_hidden_rows_and_columns_are_known(tmp_path: Path, how: str) -> None:
    hidden = f'table:visibility="{how}"'
    columns = (
        "<table:table-column/><table:table-columns>"
        f'<table:table-column table:number-columns-repeated="16383" {hidden}/></table:table-columns>'
    )
    rows = columns + row(text("a") + text("b")) + row(text("c"), f'{hidden} table:number-rows-repeated="2"')
    found = one_sheet(
        tmp_path, rows + row("<table:table-cell/>", f'{hidden} table:number-rows-repeated="9999"')
    )
    assert found.hidden_rows == {2, 3}
    assert found.hidden_columns == {2}


def test_merged_ranges_and_hidden_sheets_in_order(tmp_path: Path) -> None:
    span = 'table:number-columns-spanned="2" table:number-rows-spanned="3"'
    styles = (
        '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/>'
        '</style:style><style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    sheets = sheet(row(text("寬", span)), "甲", 'table:style-name="ta1"') + sheet(
        "", "乙", 'table:style-name="ta2"'
    )
    first, second = read_ods(raw_ods(tmp_path / "a.ods", content(sheets, styles=styles)), LIMITS).sheets
    assert (first.title, first.visible, first.merged) == ("甲", True, ((1, 1, 3, 2),))
    assert (second.title, second.visible) == ("乙", False)


def test_earlier_states_copies_and_tables_in_cells_are_not_the_sheet(tmp_path: Path) -> None:
    inner = sheet(row(text("格中表")), "內")
    before = (
        "<table:tracked-changes><table:cell-content-change><table:previous>"
        '<table:change-track-table-cell office:value-type="string"><text:p>舊</text:p>'
        "</table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>"
    )
    rows = f"<table:shapes><draw:frame><text:p>圖</text:p></draw:frame></table:shapes>{row(text('新'))}"
    nested = row(f"<table:table-cell>{inner}</table:table-cell>")
    cached = sheet(row(text("別的檔案")), "'file:///C:/a.ods'#Sheet1")
    book = read_ods(
        raw_ods(tmp_path / "a.ods", content(sheet(rows + nested) + cached, before=before)), LIMITS
    )
    assert [each.cells for each in book.sheets] == [{(1, 1): Cell("新")}]
    assert book.active == {"外部連結"}


def test_whatever_the_prefixes_are_called(tmp_path: Path) -> None:
    inside = content(sheet(row(number("5")))).replace("table:", "ns1:").replace(":table=", ":ns1=")
    inside = inside.replace("office:", "ns0:").replace(":office=", ":ns0=")
    inside = inside.replace("xmlns:ns1:1.0", "xmlns:table:1.0").replace("xmlns:ns0:1.0", "xmlns:office:1.0")
    (found,) = read_ods(raw_ods(tmp_path / "a.ods", inside), LIMITS).sheets
    assert found.cells == {(1, 1): Cell(5.0, "number")}


def test_properties_and_one_file_that_holds_everything(tmp_path: Path) -> None:
    meta = (
        "<office:meta><dc:title>季報</dc:title><meta:initial-creator>林範例</meta:initial-creator>"
        '<meta:user-defined meta:name="部門">人事室</meta:user-defined><dc:subject/></office:meta>'
    )
    expected = (("title", "季報"), ("initial-creator", "林範例"), ("user-defined", "人事室"))
    whole = f'<?xml version="1.0"?><office:document-meta {DECLARED}>{meta}</office:document-meta>'
    inside = content(sheet(row(text("x"))))
    assert (
        read_ods(raw_ods(tmp_path / "a.ods", inside, members={"meta.xml": whole}), LIMITS).properties
        == expected
    )
    flat = tmp_path / "a.fods"
    script = "<office:scripts><office:script><ooo:module/></office:script></office:scripts>"
    inside = content(sheet(row(text("x"))), root="document")
    flat.write_text(
        inside.replace("<office:automatic-styles>", f"{meta}{script}<office:automatic-styles>"), "utf-8"
    )
    book = read_ods(flat, LIMITS)
    assert book.properties == expected
    assert book.active == {"巨集"}
    assert book.sheets[0].cells == {(1, 1): Cell("x")}
