"""The list: what to do first, where it leads, what it does not do with what the office typed."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from gmreports.model import Finding, Repair, Return, Waiver, Where
from gmreports.render.returned import returned
from tests.render.returned.case import ODD_TITLE, finding, reading, rich
from tests.render.returned.census import grounds, our_notes
from tests.render.returned.strict import troubles
from tests.run.filled import FORM

HOSTILE = '=HYPERLINK("http://example.test")\x07\ud800<b>&amp;]]>_x0041_'


def first(*findings: Finding, repairs: tuple[Repair, ...] = ()) -> Worksheet:
    made = returned(FORM, reading(repairs=repairs), findings, rich())
    assert made.marked, made.why
    assert troubles(made.content) == []
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    assert book.active is not None
    assert book.active.title == "檢核結果" == book.sheetnames[0]
    sheet = book["檢核結果"]
    assert isinstance(sheet, Worksheet)
    return sheet


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows(max_col=9) for cell in row if cell.value is not None]


def test_the_first_sentence_says_what_to_do() -> None:
    waiver = Waiver("F03", "", "115Q3", "已電話確認", "王承辦", "115Q3")
    answered = replace(finding("資料", "B9", severity="W"), waiver=waiver)
    sheet = first(finding("資料", "B3"), finding("資料", "B4", severity="W"), answered)
    sentence = str(sheet["A2"].value)
    assert "1 處需要更正" in sentence
    assert "1 處請確認" in sentence
    assert "不必再送" in str(first()["A2"].value)


def test_each_finding_leads_to_its_cell() -> None:
    sheet = first(
        finding(ODD_TITLE, "B4"), finding("資料", "B3", "B4"), finding("資料"), finding("沒有", "A1")
    )
    links = {link.location for row in sheet.iter_rows() for cell in row if (link := cell.hyperlink)}
    assert links == {"'員工''s 表'!B4", "'資料'!B3", "'資料'!A1"}


def test_what_was_answered_is_listed_and_not_marked() -> None:
    answered = replace(finding("資料", "B9", severity="W"), explanation="上下午各一場")
    made = returned(FORM, reading(), [answered], rich()).content
    assert our_notes(made) == {}
    assert ("資料", "B9") not in {at for at, colour in grounds(made).items() if colour != "DDEEFF"}
    assert any("上下午各一場" in text for text in texts(first(answered)))


def test_rows_that_do_not_count_are_said() -> None:
    sheet = first(replace(finding("資料", "B7"), row=7), replace(finding("資料", "C9"), row=9))
    assert any("第 7、9 列（共 2 列）" in text for text in texts(sheet))


def test_repairs_stand_in_words_and_contact_data_does_not() -> None:
    ret = Return(
        "", None, 1, "", "",
        titles={"training": "培力成果", "cover": "封面"},
        columns={"training": {"date_start": "C"}, "cover": {"phone": "B15"}},
    )  # fmt: skip
    repairs = (
        Repair(Where("x", "培力成果", "C7"), "１１５．７．３", "2026-07-03", "full_width+roc_date"),
        Repair(Where("x", "封面", "B15"), "０３-0000001", "03-0000001", "full_width"),
    )
    made = returned(FORM, replace(reading(repairs=repairs), ret=ret), [], rich())
    sheet = openpyxl.load_workbook(io.BytesIO(made.content))["檢核結果"]
    said = "\n".join(texts(sheet))
    assert "原來填「１１５．７．３」，讀成「2026-07-03」（全形轉半形、民國日期）" in said
    assert "0000001" not in said


def test_text_stays_text() -> None:
    hostile = finding("資料", "B3", message=HOSTILE, mend=HOSTILE)
    made = returned(FORM, reading(), [hostile], rich())
    assert made.marked, made.why
    sheet = openpyxl.load_workbook(io.BytesIO(made.content))["檢核結果"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert "\x07" not in "".join(texts(sheet))
    assert 'HYPERLINK("http://example.test")' in our_notes(made.content)["資料"]["B3"]


def test_it_prints_on_a4_one_page_wide_and_hides_what_it_remembers() -> None:
    sheet = first(finding("資料", "B3"))
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$5:$5"
    foot = sheet.oddFooter
    assert foot is not None
    assert foot.right is not None
    assert "&P" in str(foot.right.text)
    assert sheet.column_dimensions["L"].hidden
    assert sheet.protection.sheet
    assert str(sheet.print_area).endswith(f"$I${max(c.row for c in sheet['A'] if c.value)}")
