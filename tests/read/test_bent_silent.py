"""What was once read wrong, or passed over, without a word: now read right, or named."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from tests.read.bent import COURSES, TRAINING, at, bent, counts, found, ledger, retitle, sent, without_ids
from tests.run.filled import COURSE, EVENT

THREE = [(10, 20), (4, 6), (1, 2)]
PROMOTION = "宣導成果"


def with_row(number: int, **cells: object) -> Workbook:
    book = bent(training=COURSES)
    for column_id, value in cells.items():
        book[TRAINING][at(column_id, number)] = value  # type: ignore[assignment] # any cell value
    return book


@pytest.mark.parametrize("order", [(5, 6, 4, 7), (5, 6, 7, 4)])
def test_ids_that_were_sorted_in_among_the_rows(tmp_path: Path, order: tuple[int, ...]) -> None:
    book = bent(training=COURSES)
    page = book[TRAINING]
    rows = [[cell.value for cell in page[number]] for number in order]
    for number, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            page.cell(number, column).value = value
    assert counts(sent(book, tmp_path)) == THREE


def test_a_course_pasted_over_the_hidden_ids(tmp_path: Path) -> None:
    reading = sent(with_row(4, **COURSE), tmp_path)
    assert counts(reading) == [(10, 20), *THREE]
    # What shows through of the ids is named.
    assert ("F02", "A4") in found(reading)


def in_two_rows(book: Workbook, lower: int, merged: bool) -> Workbook:
    """「參訓人次」 in row 3 over 男, 女, 其他 and 合計 in a row of their own."""
    page = book[TRAINING]
    page.insert_rows(lower)
    heads = [number for number in range(1, 31) if str(page.cell(3, number).value).startswith("參訓人次(")]
    for column, part in zip(heads, ("男", "女", "其他", "合計"), strict=True):
        page.cell(3, column).value, page.cell(lower, column).value = None, part
    page.cell(3, heads[0]).value = "參訓人次"
    if merged:
        page.merge_cells(start_row=3, end_row=3, start_column=heads[0], end_column=heads[-1])
    return book


@pytest.mark.parametrize(
    ("ids", "lower", "merged"), [(False, 4, True), (False, 4, False), (True, 4, True), (True, 5, True)]
)
def test_a_header_of_two_rows(tmp_path: Path, ids: bool, lower: int, merged: bool) -> None:
    book = bent(training=COURSES)
    reading = sent(in_two_rows(book if ids else without_ids(book), lower, merged), tmp_path)
    assert counts(reading) == THREE
    assert found(reading) == []
    assert ledger(reading, "header")[0] == (f"Q{lower}", "參訓人次/男", "參訓人次(男)")


def test_a_header_of_two_rows_that_says_too_little_is_not_guessed(tmp_path: Path) -> None:
    book = in_two_rows(without_ids(bent(training=COURSES)), 4, True)
    book[TRAINING]["Q3"] = "參加人數"
    assert [code for code, _ in found(sent(book, tmp_path))][:2] == ["S05", "S05"]


@pytest.mark.parametrize("place", ["R3", "A2"])
def test_thousands_of_dollars_are_asked_about(tmp_path: Path, place: str) -> None:
    book = bent(training=COURSES, promotion=[{**EVENT, "cost": 12}])
    book[PROMOTION][place] = "經費(千元)" if place == "R3" else "（單位：新臺幣千元）"
    assert found(sent(book, tmp_path)) == [("S05", place)]


def test_the_other_sex_over_a_column_is_asked_about(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    retitle(book[TRAINING], "參訓人次(男)", "女生")
    assert found(sent(book, tmp_path)) == [("S05", "Q3")]


def test_a_second_column_of_the_same_header_without_an_id(tmp_path: Path) -> None:
    reading = sent(with_row(3, att_m="參訓人次(男)"), tmp_path)
    assert found(reading) == []
    book = bent(training=COURSES)
    book[TRAINING]["AH3"], book[TRAINING]["AH5"] = "參訓人次(男)", 77
    assert found(sent(book, tmp_path)) == [("S05", "AH3")]


def test_rows_under_a_header_in_another_order_are_not_counted(tmp_path: Path) -> None:
    book = bent(training=[*COURSES, {}, COURSE, {}, COURSE])
    page = book[TRAINING]
    for number in range(1, 31):
        page.cell(8, number).value = page.cell(10, number).value = page.cell(3, number).value
    page[at("att_m", 8)], page[at("att_f", 8)] = "參訓人次(女)", "參訓人次(男)"
    reading = sent(book, tmp_path)
    assert counts(reading) == [*THREE, (10, 20)]
    assert found(reading) == [("S10", "A8"), ("S10", "B9")]


def test_a_sheet_of_their_own_is_in_the_ledger(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    book.create_sheet("9月補充").append(["日期", "課程", "男", "女"])
    book.create_sheet("工作表1")
    reading = sent(book, tmp_path)
    assert ledger(reading, "own_sheet") == [("", "9月補充", "")]
    assert found(reading) == []


def test_totals_of_a_part(tmp_path: Path) -> None:
    labels = [
        "7月小計",
        "第三季合計",
        "115年第3季總計",
        "性別主流化 小計",
        "115/7/3 合計",
        "合計（人次）",
        "計",
    ]
    book = bent(training=COURSES)
    for row, label in enumerate(labels, start=8):
        for column_id, value in {"title": label, "sessions": 3, "att_m": 15, "att_f": 28}.items():
            book[TRAINING][at(column_id, row)] = value  # type: ignore[assignment] # any cell value
    reading = sent(book, tmp_path)
    assert counts(reading) == THREE
    assert ledger(reading, "total_row") == [(f"B{n}", text, "") for n, text in enumerate(labels, start=8)]
    assert found(reading) == []


@pytest.mark.parametrize("cells", [{"att_m": 15, "att_f": 28}, {"att_m": "=SUM(Q5:Q7)"}, {"att_total": 43}])
def test_a_total_without_a_word(tmp_path: Path, cells: dict[str, object]) -> None:
    reading = sent(with_row(9, **cells), tmp_path)
    assert counts(reading) == THREE
    assert [cell for cell, _, _ in ledger(reading, "total_row")] == [at(next(iter(cells)), 9)]
    assert found(reading) == []


def test_numbers_without_a_word_that_are_no_total_are_named(tmp_path: Path) -> None:
    assert found(sent(with_row(9, att_total=99), tmp_path)) == [("S10", at("att_total", 9))]
    assert ("F01", "B9") in found(sent(with_row(9, att_m=7, att_f=28), tmp_path))


def test_rows_that_say_none_in_other_words(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"title": "本季無辦理", "sessions": 0, "att_m": 0, "att_f": "0人"},
        {"title": "本季無辦理相關活動"},
        {"title": "本季未辦理培力課程", "att_m": "-"},
        {"title": "N/A"},
        {"att_m": 0, "att_f": 0},
    ]
    reading = sent(bent(cover={"training_status": "本季無辦理"}, training=rows), tmp_path)
    assert len(reading.tables["training"]) == 0
    assert [cell for cell, _, _ in ledger(reading, "none_row")] == ["B5", "B6", "B7", "B8", "Q9"]
    assert found(reading) == []


def test_words_in_a_row_of_their_own(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    page = book[TRAINING]
    page["B9"], page["A10"], page["B11"] = (
        "二、進階課程",
        "另有3場由人事處代辦，共50人次",
        "合計男16人、女28人",
    )
    page.merge_cells("B9:AD9")
    reading = sent(book, tmp_path)
    assert counts(reading) == THREE
    assert found(reading) == [("S10", "B9"), ("S10", "A10"), ("S10", "B11")]


def test_a_blank_that_nobody_sees_is_no_row(tmp_path: Path) -> None:
    reading = sent(with_row(9, title="\u200b", host_unit="\u3000"), tmp_path)
    assert counts(reading) == THREE
    assert found(reading) == []


def test_a_compact_day_in_a_cell_for_dates(tmp_path: Path) -> None:
    book = with_row(5, date_start=1150703)
    book[TRAINING]["C5"].number_format = "yyyy/m/d"
    reading = sent(book, tmp_path)
    assert str(reading.tables["training"]["date_start"].iloc[0])[:10] == "2026-07-03"
    assert ledger(reading, "compact") == [("C5", "5050-07-07", "2026-07-03")]
