"""The template as people use it: LibreOffice types, and the sheets must say the right thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from gmreports.model import Column
from gmreports.render.template import template
from gmreports.render.template.entry import validation
from tests.office import libreoffice
from tests.render.template_case import PERIOD, TAOYUAN, built, form, letter, terms

pytestmark = pytest.mark.office

Typed = Sequence[tuple[str, str, str]]

COVER: Typed = [
    ("封面", "B10", "有辦理"),
    ("封面", "B11", "本季無辦理"),
    ("封面", "B12", "2026/10/5"),
    ("封面", "B13", "人事室"),
    ("封面", "B14", "測試員"),
    ("封面", "B16", "03-0000000"),
    ("封面", "B18", "nobody@example.com"),
]
GOOD_ROW = {
    "title": "性別主流化研習",
    "date_start": "2026/7/3",
    "host_unit": "人事室",
    "course_kind": "性別主流化",
    "course_level": "基礎",
    "method": "專題演講",
    "delivery": "實體",
    "audience": "一般公務人員、主管人員",
    "hours": "2",
    "sessions": "1",
    "att_m": "10",
    "att_f": "20",
    "lecturer": "無",
}


def training(row: int, **filled: str) -> Typed:
    return [("培力成果", f"{letter('training', key)}{row}", text) for key, text in filled.items()]


def headcount() -> Typed:
    return [
        ("員額", f"{at}5", text)
        for at, text in zip("ABCD", ("全體應訓人員", "2026/9/30", "60", "80"), strict=True)
    ]


def template_file(folder: Path, data: bytes | None = None) -> Path:
    path = folder / "template.xlsx"
    path.write_bytes(data or built())
    return path


def after(folder: Path, typed: Typed, data: bytes | None = None) -> Mapping[str, Mapping[str, Any]]:
    """What the workbook shows once all this has been typed."""
    path = template_file(folder, data)
    return libreoffice.values(libreoffice.type_and_save(path, typed, folder / "filled.xlsx"))


def summary(shown: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """What the self-check says of each sheet."""
    page = shown["自我檢核"]
    return {page[f"A{row}"]: page[f"F{row}"] for row in range(5, 5 + len(form().sheets))}


def check(row: int) -> str:
    return f"{letter('training', '_check')}{row}"


def test_what_an_empty_template_shows_is_what_it_calculates(tmp_path: Path) -> None:
    path = template_file(tmp_path)
    written = libreoffice.values(path)
    shown = libreoffice.values(libreoffice.recalculate(path))
    assert {title: texts(cells) for title, cells in shown.items()} == {
        title: texts(cells) for title, cells in written.items()
    }
    assert shown["自我檢核"]["A2"].startswith("尚未填寫")
    assert set(summary(shown).values()) == {"尚未填寫"}


def texts(cells: Mapping[str, Any]) -> dict[str, Any]:
    """An empty text and no value look the same."""
    return {at: value for at, value in cells.items() if value != ""}


def test_says_it_can_be_sent_once_everything_is_right(tmp_path: Path) -> None:
    shown = after(tmp_path, [*COVER, *headcount(), *training(5, **GOOD_ROW)])
    assert shown["自我檢核"]["A2"] == "可以送出"
    said = summary(shown)
    assert said["封面"] == "沒有問題"
    assert said["培力成果"] == "1 列，沒有問題"
    assert said["宣導成果"] == "本季無辦理"
    assert said["會議"] == "尚未填寫"
    assert check(5) not in shown["培力成果"]
    assert shown["封面"]["B5"] == TAOYUAN


def test_says_what_is_wrong_where_it_is(tmp_path: Path) -> None:
    wrong = {**GOOD_ROW, "host_unit": "", "sup_m": "11"}
    typed = [
        *COVER[1:],
        *training(5, **GOOD_ROW),
        *training(7, **wrong),
        *training(8, **{**GOOD_ROW, "date_start": "2026/10/1", "course_kind": "CEDAWW"}),
    ]
    shown = after(tmp_path, typed)
    rows = shown["培力成果"]
    assert check(5) not in rows
    assert check(6) not in rows
    assert rows[check(7)] == "「辦理單位」必填；「其中主管(男)」大於參訓人次"
    assert rows[check(8)] == "「辦理日期(起)」不在本季；「課程類型」要從清單選"
    assert summary(shown)["培力成果"] == "3 列，4 個問題：請看「檢核」欄"
    assert summary(shown)["員額"] == "尚未填寫。缺「全體應訓人員」"
    assert summary(shown)["封面"] == "1 個問題：請看「說明」欄"
    assert shown["封面"]["C10"].startswith("「本季培力辦理情形」必填。")
    assert shown["自我檢核"]["A2"].startswith("還有 6 個問題")


def test_what_is_only_to_be_confirmed_does_not_stop_anybody(tmp_path: Path) -> None:
    typed = [*COVER, ("封面", "B12", "2026/9/1"), *headcount(), *training(5, **{**GOOD_ROW, "title": "很久"})]
    shown = after(tmp_path, typed)
    assert shown["自我檢核"]["A2"] == "可以送出；另有 1 個地方請確認"
    assert summary(shown)["封面"] == "1 個請確認：請看「說明」欄"
    assert shown["培力成果"][check(5)] == "提醒：只是說一聲"
    assert summary(shown)["培力成果"] == "1 列，沒有問題"


def test_people_can_go_on_below_the_prepared_rows_and_are_told_that_nobody_checks_there(
    tmp_path: Path,
) -> None:
    below = 5 + form().sheet("training").rows
    shown = after(tmp_path, [*COVER, *headcount(), *training(5, **GOOD_ROW), *training(below, **GOOD_ROW)])
    assert shown["培力成果"][f"B{below}"] == GOOD_ROW["title"]
    assert summary(shown)["培力成果"].startswith("2 列，沒有問題。有 1 列")


def test_headers_and_computed_cells_cannot_be_typed_over(tmp_path: Path) -> None:
    total = f"{letter('training', 'att_total')}5"
    shown = after(tmp_path, [("培力成果", total, "99"), ("培力成果", "B3", "別的"), *training(5, **GOOD_ROW)])
    assert shown["培力成果"][total] == 30
    assert shown["培力成果"]["B3"] == "課程名稱"


def test_without_rules_nothing_is_wrong(tmp_path: Path) -> None:
    data = template(form(), terms(), (), terms().office(TAOYUAN), PERIOD)
    assert after(tmp_path, COVER, data)["自我檢核"]["A2"] == "可以送出"


def test_percentages_are_rounded_half_up_and_silent_without_a_divisor(tmp_path: Path) -> None:
    path = template_file(tmp_path)
    book = openpyxl.load_workbook(path)
    page = book["參訓涵蓋"]
    pairs = [(1, 16), (3, 16), (1, 2000), (201, 2000), (57, 800), (2, 3), (0, 5), (7, 7), (0, 0), (5, 1999)]
    for row, (done, due) in enumerate(pairs, start=5):
        for column_id, value in (("due_f", due), ("done_f", done)):
            page[f"{letter('coverage', column_id)}{row}"] = value
    book.save(path)
    shown = libreoffice.values(libreoffice.recalculate(path))["參訓涵蓋"]
    rate = letter("coverage", "rate")
    for row, (done, due) in enumerate(pairs, start=5):
        expected = (Decimal(done) / due).quantize(Decimal("0.001"), ROUND_HALF_UP) if due else None
        assert shown.get(f"{rate}{row}") == (None if expected is None else float(expected)), (done, due)


def test_dates_and_half_hours_are_let_in_as_people_write_them(tmp_path: Path) -> None:
    date, hours = (form().sheet("training").column(each) for each in ("date_start", "hours"))
    cases: list[tuple[Column, str | float, bool]] = [
        (date, 46206, True),
        (date, "115/7/3", True),
        (date, "115/2/30", False),
        (date, "七月三日", False),
        (date, 5, False),
        (hours, 1.5, True),
        (hours, 1.3, False),
        (hours, 24.5, False),
        (hours, 0, False),
        (hours, "2小時", False),
    ]
    book = openpyxl.Workbook()
    page = book.create_sheet("表")
    for row, (column, value, _) in enumerate(cases, start=1):
        page[f"A{row}"] = value
        page[f"B{row}"] = validation(form(), column, (row - 1, 0))["value"]
    book.save(tmp_path / "entry.xlsx")
    shown = libreoffice.values(libreoffice.recalculate(tmp_path / "entry.xlsx"))["表"]
    # An error value is a refusal too.
    found = [(value, shown[f"B{row}"] is True) for row, (_, value, _) in enumerate(cases, start=1)]
    assert found == [(value, allowed) for _, value, allowed in cases]


def test_every_printed_page_has_all_columns(tmp_path: Path) -> None:
    typed = [*training(5, **GOOD_ROW), *training(64, **GOOD_ROW)]
    filled = libreoffice.type_and_save(template_file(tmp_path), typed, tmp_path / "filled.xlsx")
    pages = [page.extract_text() for page in PdfReader(libreoffice.to_pdf(filled)).pages]
    for sheet in form().tables:
        own = [text for text in pages if f"{sheet.title}｜" in text]
        assert own
        # The first and the last header may be broken over lines; two characters stay together.
        for header in (sheet.asked[0].header, sheet.asked[-1].header):
            assert all(header[:2] in text for text in own), sheet.id
        assert all("承辦人" in text and "共" in text for text in own)
    assert all(
        page.mediabox.width > page.mediabox.height for page in PdfReader(filled.with_suffix(".pdf")).pages
    )
