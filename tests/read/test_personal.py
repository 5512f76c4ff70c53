"""Personal data is found wherever it stands, said by its place, and taken out of everything read."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.comments import Comment

from gmreports.check import check
from gmreports.model.personal import TAKEN_OUT, holds_identity, redacted
from gmreports.read import stack
from gmreports.read.cells import Book, Cell, SheetCells
from gmreports.read.personal import NOT_SHOWN, kind_of, personal_headers, without_personal_data
from tests.read.bent import OWN, TRAINING, bent, found, sent
from tests.run.filled import FORM, PERIOD, TERMS

NUMBER = "A123456789"


def sheet(*rows: list[str], **more: object) -> SheetCells:
    cells = {
        (row, column): Cell(text)
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if text
    }
    return SheetCells("專區網頁", cells=cells, **more)  # type: ignore[arg-type] # what a sheet may have


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("A123456789", True),
        ("身分證 a123456789。", True),
        ("Ａ１２３４５６７８９", True),
        ("Ａ　１２３４　５６７８　９", True),
        ("A-123-456-789", True),
        ("A12345 6789", True),
        ("F800000014", True),
        ("外僑 AC01234567", True),
        ("AB12345678", False),
        ("發票 AB-12345678", False),
        ("AB123456789", False),
        ("A1234567890", False),
        ("A323456789", False),
        ("B 2026-07-03 9:00", False),
        ("場次A 115-07-03 12:30", False),
        ("府性平字第1150012345號", False),
        ("03-1234567", False),
        ("0912-345-678", False),
        ("https://example.gov.tw/a1", False),
    ],
)
def test_numbers_of_persons_are_known_by_their_shape(text: str, holds: bool) -> None:
    assert holds_identity(text) is holds
    assert (redacted(text) != text) is holds
    assert not holds_identity(redacted(text))


def test_a_name_keeps_everything_but_the_number() -> None:
    assert redacted(f"桃園區_{NUMBER}_115Q3.xlsx") == f"桃園區_{TAKEN_OUT}_115Q3.xlsx"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("身分證字號：A123456789", "身分證統一編號"),
        ("生日：75.3.4", "生日"),
        ("出生年月日: 民國75年3月4日", "生日"),
        ("住址：桃園市範例路1號", "住址"),
        ("通訊地址：範例路1號", "住址"),
        ("身分證字號：無", ""),
        ("生日：", ""),
        ("慶生日：75桌", "生日"),
        ("生日禮金宣導", ""),
        ("地點：桃園市範例路1號", ""),
    ],
)
def test_a_label_with_its_value_in_one_text(text: str, kind: str) -> None:
    assert kind_of(text) == kind


def test_headers_that_ask_for_personal_data() -> None:
    headers = ["出生年月日", "住址", "學員身分證字號", "姓名", "生日禮金宣導活動成果說明會", "慶生日期"]
    assert [
        (seen.cell, seen.kind) for seen in personal_headers(sheet(headers, ["", "生日"]), last_row=1)
    ] == [
        ("A1", "生日欄位"),
        ("B1", "住址欄位"),
        ("C1", "身分證統一編號欄位"),
    ]


def test_it_is_taken_out_of_cells_notes_titles_and_properties() -> None:
    page = sheet(["甲", NUMBER], notes={(1, 1): f"附註 {NUMBER}"})
    hidden = SheetCells(f"名單{NUMBER}", visible=False, cells={(2, 1): Cell("Ａ１２３４５６７８９")})
    book = Book((page, hidden), properties=(("title", "季報"), ("description", f"建檔 {NUMBER}")))
    clean, seen = without_personal_data(book)
    assert [(each.title, each.cell, each.place) for each in seen] == [
        ("專區網頁", "B1", ""),
        ("專區網頁", "A1", "note"),
        (f"名單{TAKEN_OUT}", "", "title"),
        (f"名單{TAKEN_OUT}", "A2", "hidden"),
        ("", "", "properties"),
    ]
    assert clean.sheets[0].cells[1, 2].text == NOT_SHOWN
    assert clean.properties[0] == ("title", "季報")
    assert not holds_identity(repr(clean) + repr(seen))


def test_each_place_has_its_sentence(tmp_path: Path) -> None:
    book = bent()
    book[TRAINING]["B5"].comment = Comment(f"報名 {NUMBER}", "範例")
    book["宣導成果"]["R5"] = "聯絡人生日：75.3.4"
    book["宣導文宣"]["M3"] = "戶籍地"
    hidden = book.create_sheet("簽到")
    hidden.sheet_state, hidden["C1"], hidden["A2"] = "hidden", "身分證字號", NUMBER
    book.create_sheet(NUMBER)
    book.properties.description = f"範例 {NUMBER}"
    reading = sent(book, tmp_path, f"68000010_桃園區_115Q3_{NUMBER}.xlsx")
    findings = check(stack([reading], FORM, TERMS, PERIOD), OWN)
    assert {each.code for each in findings} == {"S12"}
    said = [(each.where.sheet, each.where.cell) for each in findings]
    assert sorted(said) == sorted(
        [(TRAINING, "B5"), ("宣導成果", "R5"), ("宣導文宣", "M3")]
        + [("", cell) for cell in ("A2", "C1")]
        + [("", "")] * 3
    )
    assert len({each.message for each in findings}) == len(findings)
    assert not any(NUMBER in each.message + each.mend + each.expected + each.filled for each in findings)


def test_it_is_said_of_a_file_that_is_not_ours_too(tmp_path: Path) -> None:
    book = bent()
    del book["封面"]
    book[TRAINING]["B5"] = NUMBER
    reading = sent(book, tmp_path)
    assert {note.kind for note in reading.notes} == {"not_our_form", "personal_data"}
    assert found(reading) == [("S02", "")]
