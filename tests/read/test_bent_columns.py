"""Sheets and columns that were renamed, moved, inserted, hidden or copied: read right, or named."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from gmreports.forms import find_office
from gmreports.model import Arrival, Reading
from gmreports.read.office import settle_office
from tests.read.bent import (
    COURSES,
    TRAINING,
    at,
    bent,
    counts,
    found,
    ledger,
    retitle,
    same_tables,
    sent,
    without_ids,
)
from tests.run.filled import FORM, PERIOD, TERMS


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return sent(bent(training=COURSES), tmp_path_factory.mktemp("straight"))


def test_nothing_is_found_and_nothing_moved_in_a_straight_one(straight: Reading) -> None:
    assert found(straight) == []
    assert {repair.kind for repair in straight.repairs} == {"roc_date"}


@pytest.mark.parametrize("ids", [True, False])
def test_a_column_called_by_a_synonym(tmp_path: Path, straight: Reading, ids: bool) -> None:
    book = bent(training=COURSES)
    retitle(book[TRAINING], "課程名稱", "課程")
    retitle(book[TRAINING], "參訓人次(女)", "女性參訓人次")
    reading = sent(book if ids else without_ids(book), tmp_path)
    assert ledger(reading, "header") == [("B3", "課程", "課程名稱"), ("R3", "女性參訓人次", "參訓人次(女)")]
    assert same_tables(reading, straight)
    assert found(reading) == []


def test_headers_broken_starred_or_full_width(tmp_path: Path, straight: Reading) -> None:
    said = {
        "課程名稱": "＊課程名稱",
        "辦理日期(起)": "辦理日期\n（起）",
        "參訓人次(男)": "參訓 人次（男）*",
        "參訓人次(女)": "參訓人次-女",
        "是否為CEDAW概論": "是否為ＣＥＤＡＷ概論",
    }
    book = bent(training=COURSES)
    for header, text in said.items():
        retitle(book[TRAINING], header, text)
    reading = sent(without_ids(book), tmp_path)
    assert {(before, after) for _, before, after in ledger(reading, "header")} == {
        (text, header) for header, text in said.items()
    }
    assert same_tables(reading, straight)


def test_an_unknown_header_is_no_column_and_the_missing_one_is_named(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    retitle(book[TRAINING], "參訓人次(女)", "女生")
    retitle(book[TRAINING], "其中主管(男)", "主管男生")
    book[TRAINING]["U5"] = 3
    reading = sent(without_ids(book), tmp_path)
    assert found(reading) == [("S05", ""), ("S10", "R3"), ("S10", "U3")]


def test_ids_and_headers_that_contradict_each_other_are_not_guessed(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    retitle(book[TRAINING], "參訓人次(男)", "某")
    retitle(book[TRAINING], "參訓人次(女)", "參訓人次(男)")
    retitle(book[TRAINING], "某", "參訓人次(女)")
    assert found(sent(book, tmp_path)) == [("S05", "Q3"), ("S05", "R3")]


@pytest.mark.parametrize("title", ["教育訓練", "培力成果（本所）"])
def test_a_renamed_sheet(tmp_path: Path, straight: Reading, title: str) -> None:
    book = bent(training=COURSES)
    book[TRAINING].title = title
    for each in (book, without_ids(book)):
        reading = sent(each, tmp_path)
        assert ("", title, TRAINING) in ledger(reading, "sheet_title")
        assert same_tables(reading, straight)
        assert found(reading) == []


def test_moved_and_inserted_columns(tmp_path: Path, straight: Reading) -> None:
    book = bent(training=COURSES)
    sheet = book[TRAINING]
    sheet.insert_cols(3, 2)
    sheet["C3"], sheet["C6"] = "本所欄位", "自己用"
    sheet.move_range("S3:S10", cols=20)
    for each in (book, without_ids(book)):
        reading = sent(each, tmp_path)
        assert same_tables(reading, straight)
        assert found(reading) == []


def test_an_inserted_column_that_is_filled_is_in_the_ledger(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    book[TRAINING].insert_cols(3)
    book[TRAINING]["C3"], book[TRAINING]["C5"] = "備查", "已備查"
    reading = sent(book, tmp_path)
    assert ledger(reading, "own_column") == [("C3", "備查", "")]
    assert found(reading) == []


def test_rows_inserted_above_the_header_and_below_it(tmp_path: Path, straight: Reading) -> None:
    book = bent(training=COURSES)
    book[TRAINING].insert_rows(5, 2)
    book[TRAINING].insert_rows(1, 3)
    for each in (book, without_ids(book)):
        reading = sent(each, tmp_path)
        assert same_tables(reading, straight)
        assert found(reading) == []


def test_a_hidden_column_is_read_and_named(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    book[TRAINING].column_dimensions["R"].hidden = True
    reading = sent(book, tmp_path)
    assert counts(reading) == [(10, 20), (4, 6), (1, 2)]
    assert found(reading) == [("S10", at("att_f", 5))]


def test_a_hidden_sheet_is_read_and_named(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    book[TRAINING].sheet_state = "hidden"
    reading = sent(book, tmp_path)
    assert len(reading.tables["training"]) == 3
    assert found(reading) == [("S10", "")]


def test_a_second_sheet_of_the_same_kind_is_not_passed_over(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    book.copy_worksheet(book[TRAINING]).title = "培力成果 (2)"
    reading = sent(book, tmp_path)
    assert counts(reading) == [(10, 20), (4, 6), (1, 2)]
    assert found(reading) == [("S10", "")]


def test_one_sheet_in_a_new_workbook(tmp_path: Path) -> None:
    book = without_ids(bent(training=COURSES))
    for sheet in book.worksheets:
        if sheet.title != TRAINING:
            book.remove(sheet)
    reading = sent(book, tmp_path)
    assert found(reading) == [("S02", "")]
    assert [note.facts["reason"] for note in reading.notes] == ["one_sheet"]


def test_all_sheets_in_a_new_workbook(tmp_path: Path, straight: Reading) -> None:
    old, new = without_ids(bent(training=COURSES)), openpyxl.Workbook()
    for number, sheet in enumerate(old.worksheets, start=1):
        copy = new.create_sheet(f"工作表{number}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None and not str(cell.value).startswith("="):
                    copy[cell.coordinate].value = cell.value
    reading = sent(new, tmp_path)
    assert same_tables(reading, straight)
    assert found(reading) == []
    assert len(ledger(reading, "sheet_title")) == len(FORM.sheets)


@pytest.mark.parametrize("step", ["inserted", "merged"])
def test_a_cover_whose_values_stand_one_column_further(tmp_path: Path, straight: Reading, step: str) -> None:
    book = bent(training=COURSES)
    cover = book["封面"]
    cover.insert_cols(2)
    if step == "merged":
        for row in range(4, 20):
            cover.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    assert same_tables(sent(book, tmp_path), straight)


def test_an_office_in_another_spelling(tmp_path: Path) -> None:
    reading = sent(bent(cover={"office": " 桃園市　桃園區 "}), tmp_path)
    assert reading.ret is not None
    assert reading.ret.office_code == "68000010"
    assert ledger(reading, "office") == [("B4", "桃園市　桃園區", "桃園市桃園區公所")]
    assert found(reading) == []


@pytest.mark.parametrize("said", ["桃園區公所", "桃園市桃園區", "桃園區", "68000010", "６８００００１０"])
def test_twin_spellings_of_an_office(said: str) -> None:
    arrival = Arrival("a.xlsx", "", PERIOD, datetime(2026, 10, 5), "", "", ("68000010",))
    assert settle_office(said, "B4", {}, arrival, TERMS) == ("68000010", [])


def test_one_spelling_of_tai_for_both() -> None:
    for office in TERMS.offices:
        assert find_office(office.name.replace("臺", "台"), TERMS.offices) == (office,)
