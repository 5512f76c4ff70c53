"""Sheets and columns are found by id, header or synonym, never by position."""

from __future__ import annotations

from gmreports.forms import load_form, load_terms
from gmreports.model import Period
from gmreports.read.cells import Cell, SheetCells
from gmreports.read.find import find_labels, find_sheets, find_table, missing_columns

FORM = load_form(load_terms(Period(115, 3)))
WEBSITE = FORM.sheet("website")
IDS = ["updated_on", "item", "url", "unit", "deidentified"]
HEADERS = ["更新日期", "項目", "網址", "辦理課室", "照片已去識別化"]


def cells(title: str, *rows: list[str]) -> SheetCells:
    return SheetCells(
        title,
        cells={
            (row, column): Cell(text)
            for row, texts in enumerate(rows, start=1)
            for column, text in enumerate(texts, start=1)
            if text
        },
    )


def test_columns_are_found_by_their_ids() -> None:
    table = find_table(WEBSITE, cells("x", ["標題"], ["甲", "乙", "丙", "丁", "戊"], IDS, ["a", "b"]))
    assert table.letters == dict(zip(IDS, "ABCDE", strict=True))
    assert [number for number, _ in table.rows] == [4]


def test_columns_are_found_by_header_in_any_order_with_strangers_between() -> None:
    headers = ["備忘", *reversed(HEADERS), "附註"]
    table = find_table(WEBSITE, cells("x", ["標題"], ["說明"], headers, ["-", "是"]))
    assert table.letters == dict(zip(reversed(IDS), "BCDEF", strict=True))


def test_headers_may_be_starred_wrapped_and_full_width() -> None:
    coverage = FORM.sheet("coverage")
    headers = ["要求項目*", "人員類別 ＊", "統計\n截止日", "應訓人數（男）", "應訓人數(女)", "未達標 原因"]
    table = find_table(coverage, cells("x", headers, ["x"]))
    assert list(table.columns) == ["requirement", "staff_group", "as_of", "due_m", "due_f", "reason"]


def test_ids_win_over_headers_and_headers_fill_the_gaps() -> None:
    table = find_table(WEBSITE, cells("x", HEADERS, ["updated_on", "url", "item", "", ""], ["a"]))
    assert table.columns == {"updated_on": 1, "url": 2, "item": 3, "unit": 4, "deidentified": 5}


def test_a_header_twice_is_named_with_its_second_place() -> None:
    table = find_table(WEBSITE, cells("x", [*HEADERS, "網址"], ["a"]))
    assert table.twice == {"url": "F1"}
    assert "url" not in table.columns
    (note,) = missing_columns(WEBSITE, table)
    assert (note.kind, note.column, note.cell) == ("column_twice", "url", "F1")


def test_a_missing_needed_column_is_noted_and_an_optional_one_is_not() -> None:
    budget = FORM.sheet("budget")
    headers = [column.header for column in budget.asked if column.id not in ("note", "item", "benefit_m")]
    notes = missing_columns(budget, find_table(budget, cells("x", headers)))
    assert [(note.kind, note.column) for note in notes] == [("column_missing", "item")]


def test_blank_rows_between_and_rows_past_the_prepared_ones_are_kept() -> None:
    rows = [HEADERS, ["a"], [""], *([["b"]] * 300)]
    table = find_table(WEBSITE, cells("x", *rows))
    assert [number for number, _ in table.rows][:3] == [2, 4, 5]
    assert len(table.rows) == 301


def test_data_that_repeats_a_header_is_no_header() -> None:
    rows = [HEADERS, *([["2026-07-03", "其他", "https://a.example", "民政課", "是"]] * 40), HEADERS]
    table = find_table(WEBSITE, cells("x", *rows))
    assert table.rows[0][0] == 2
    assert len(table.rows) == 41


def test_sheets_are_found_in_any_order_by_title_or_by_their_ids() -> None:
    sheets = [cells("我的網頁", IDS), cells(" 封 面 "), cells("_lists", IDS), cells("別的")]
    found = find_sheets(FORM, sheets)
    assert {key: sheet.title for key, sheet in found.items()} == {"cover": " 封 面 ", "website": "我的網頁"}


def test_labels_are_found_wherever_they_stand() -> None:
    cover = FORM.sheet("cover")
    sheet = cells("封面", ["", "標題"], ["", "機關名稱*", "桃園區"], ["", "版次：", "2"], ["", "電話"])
    found = find_labels(cover, sheet)
    assert {key: (at, cell.text if cell else None) for key, (at, cell) in found.items()} == {
        "office": ("C2", "桃園區"),
        "revision": ("C3", "2"),
        "phone": ("C4", None),
    }


def test_a_value_that_reads_like_a_label_is_a_value() -> None:
    cover = FORM.sheet("cover")
    sheet = cells("封面", ["職稱", "承辦人"], ["承辦人", "林範例"], ["電話", "03-0000000"])
    assert {key: at for key, (at, _) in find_labels(cover, sheet).items()} == {
        "contact_title": "B1",
        "contact_name": "B2",
        "phone": "B3",
    }
