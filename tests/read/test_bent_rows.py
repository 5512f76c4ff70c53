"""Rows that are no data, merged cells, and values as people type them: read right, or named."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from tests.read.bent import COURSES, TRAINING, at, bent, counts, found, ledger, sent
from tests.run.filled import COURSE, FORM, filled

ASKED = FORM.sheet("training").asked
THREE = [(10, 20), (4, 6), (1, 2)]


def with_row(number: int, **cells: object) -> Workbook:
    """Three courses in the rows 5 to 7, and one row more."""
    book = bent(training=COURSES)
    for column_id, value in cells.items():
        book[TRAINING][at(column_id, number)] = value  # type: ignore[assignment] # any cell value
    return book


def test_filtered_rows_are_read_and_named(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    book[TRAINING].auto_filter.ref = "A3:AD7"
    book[TRAINING].auto_filter.add_filter_column(1, ["性別意識通論"])
    for row in (6, 7):
        book[TRAINING].row_dimensions[row].hidden = True
    reading = sent(book, tmp_path)
    assert counts(reading) == THREE
    assert found(reading) == [("S10", "B6"), ("S10", "B7")]


def test_rows_past_the_prepared_ones(tmp_path: Path) -> None:
    rows = [{**COURSE, "title": f"第{n}場", "att_m": n} for n in range(1, 131)]
    reading = sent(filled(training=rows), tmp_path)
    assert [men for men, _ in counts(reading)] == list(range(1, 131))


def test_a_total_typed_below_is_no_row(tmp_path: Path) -> None:
    labels = ["合計", "總計", "小 計", "共計：", "本季合計", "合計人次", "（合計）"]
    book = bent(training=COURSES)
    for row, label in enumerate(labels, start=9):
        for column_id, value in {"title": label, "sessions": 3, "att_m": 15, "att_f": "28人"}.items():
            book[TRAINING][at(column_id, row)] = value  # type: ignore[assignment] # any cell value
    reading = sent(book, tmp_path)
    assert counts(reading) == THREE
    assert ledger(reading, "total_row") == [(f"B{n}", text, "") for n, text in enumerate(labels, start=9)]
    assert found(reading) == []


def test_a_total_that_does_not_add_up_is_named_at_its_cell(tmp_path: Path) -> None:
    reading = sent(with_row(8, seq="總計", sessions=3, att_m=16, att_f=28), tmp_path)
    assert counts(reading) == THREE
    assert found(reading) == [("S10", at("att_m", 8))]


def test_subtotals_and_a_total_over_all(tmp_path: Path) -> None:
    book = with_row(8, title="小計", att_m=15)
    for cell, value in {("title", 9): "加開", ("title", 10): "小計", ("title", 11): "總計"}.items():
        book[TRAINING][at(*cell)] = value
    for column_id, answer in {**COURSE, "title": "加開場", "att_m": 5}.items():
        book[TRAINING][at(column_id, 9)] = answer  # type: ignore[assignment] # any cell value
    book[TRAINING][at("att_m", 10)], book[TRAINING][at("att_m", 11)] = 5, 20
    reading = sent(book, tmp_path)
    assert counts(reading) == [*THREE, (5, 20)]
    assert len(ledger(reading, "total_row")) == 3
    assert found(reading) == []


def test_a_course_that_is_called_total_is_a_course(tmp_path: Path) -> None:
    reading = sent(bent(training=[{**COURSE, "title": "總計"}]), tmp_path)
    assert len(counts(reading)) == 1


def test_notes_below_are_named_once_and_are_no_rows(tmp_path: Path) -> None:
    notes = (
        "備註：以上為實體課程",
        "註1：含線上",
        "※ 資料截至9月底",
        "說明：如附件",
        "承辦人：林範例",
        "以下空白",
    )
    book = bent(training=COURSES)
    for row, text in enumerate(notes, start=10):
        book[TRAINING][f"B{row}"] = text
    reading = sent(book, tmp_path)
    assert counts(reading) == THREE
    assert found(reading) == [("S10", f"B{row}") for row in range(10, 10 + len(notes))]


def test_a_sign_off_line_below(tmp_path: Path) -> None:
    book = with_row(12, title="承辦人", host_unit="單位主管", method="主任秘書", att_m="區長")
    assert found(sent(book, tmp_path)) == [("S10", "B12")]


def test_a_note_beside(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    book[TRAINING]["AH6"] = "※ 補充"
    assert found(sent(book, tmp_path)) == [("S10", "AH6")]


def test_a_title_that_reads_like_a_note_is_a_course(tmp_path: Path) -> None:
    titles = ["說明會", "註冊組性平座談", "區長與您談性平", "單位性平講座", "備註", "無"]
    reading = sent(bent(training=[{**COURSE, "title": title} for title in titles]), tmp_path)
    assert list(reading.tables["training"]["title"]) == titles


@pytest.mark.parametrize("cells", [{"title": "本季無辦理"}, {"title": "無", "host_unit": "－", "att_m": "-"}])
def test_a_row_that_says_none_is_no_row(tmp_path: Path, cells: dict[str, str]) -> None:
    book = bent(cover={"training_status": "本季無辦理"}, training=[])
    for column_id, value in cells.items():
        book[TRAINING][at(column_id, 5)] = value
    reading = sent(book, tmp_path)
    assert len(reading.tables["training"]) == 0
    assert ledger(reading, "none_row") == [("B5", cells["title"], "")]
    assert found(reading) == []


def test_blank_rows_and_rows_with_a_number_only(tmp_path: Path) -> None:
    rows = [COURSES[0], {}, {"seq": 2}, COURSES[1], {"seq": 4}, COURSES[2]]
    reading = sent(bent(training=rows), tmp_path)
    assert counts(reading) == THREE
    assert found(reading) == []


def test_a_header_pasted_with_the_data(tmp_path: Path) -> None:
    book = bent(training=[*COURSES, {}, *COURSES[:1]])
    page = book[TRAINING]
    for number in range(1, 31):
        page.cell(8, number).value = page.cell(3, number).value
    page[at("date_start", 9)] = "115/7/20"
    reading = sent(book, tmp_path)
    assert counts(reading) == [*THREE, (10, 20)]
    assert ledger(reading, "header_row") == [("A8", "序號", "")]
    assert found(reading) == []


def test_a_pasted_header_in_another_order_is_named(tmp_path: Path) -> None:
    reading = sent(with_row(9, title="課程名稱", date_start="辦理單位", host_unit="辦理日期(起)"), tmp_path)
    assert found(reading) == [("S10", "B9")]


def merged(*ranges: str) -> Workbook:
    book = bent(training=COURSES)
    for cells in ranges:
        book[TRAINING].merge_cells(cells)
    return book


def test_words_merged_over_rows_belong_to_each(tmp_path: Path) -> None:
    book = merged("C5:C7", "E5:E7", "H6:H7")
    reading = sent(book, tmp_path)
    table = reading.tables["training"]
    assert [str(day)[:10] for day in table["date_start"]] == ["2026-07-03"] * 3
    assert list(table["host_unit"]) == ["人事室"] * 3
    assert ledger(reading, "merged") == [
        ("C6", "", "2026-07-03"),
        ("C7", "", "2026-07-03"),
        ("E6", "", "人事室"),
        ("E7", "", "人事室"),
        ("H7", "", "性別主流化"),
    ]
    assert found(reading) == []


def test_a_number_merged_over_rows_is_counted_once_and_named(tmp_path: Path) -> None:
    book = merged("Q5:Q6", "U5:U6")
    book[TRAINING]["U5"] = 2
    reading = sent(book, tmp_path)
    assert list(reading.tables["training"]["att_m"].fillna(-1)) == [10, -1, 1]
    assert list(reading.tables["training"]["sup_m"].fillna(-1)) == [2, -1, -1]
    assert found(reading) == [("F01", "Q6"), ("S10", "U6")]


def test_cells_merged_side_by_side_are_named(tmp_path: Path) -> None:
    book = merged("Q5:R5", "F6:G6")
    book[TRAINING]["F6"] = "蘆竹區"
    reading = sent(book, tmp_path)
    assert counts(reading)[0][0] == 10
    assert found(reading) == [("F01", "R5"), ("F01", "G6")]


def test_merged_names_stay_in_the_house(tmp_path: Path) -> None:
    book = bent()
    book["專案小組"].merge_cells("B5:B6")
    reading = sent(book, tmp_path)
    assert list(reading.tables["committee"]["name"])[:2] == ["陳範例", "陳範例"]
    assert ledger(reading, "merged") == [("B6", "", "（內部資料不顯示）")]


def test_what_a_merged_cell_covers_is_named(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    book[TRAINING].merged_cells.add("Q5:Q6")
    reading = sent(book, tmp_path)
    assert counts(reading) == THREE
    assert found(reading) == [("S10", "Q6")]


@pytest.mark.parametrize("cells", ["A1:XFD1048576", "A5:XFD1048576", "A5:A1048576"])
def test_a_whole_sheet_merged_is_read_in_bounds(tmp_path: Path, cells: str) -> None:
    book = bent(training=COURSES)
    book[TRAINING].merged_cells.add(cells)
    reading = sent(book, tmp_path)
    assert counts(reading) == THREE
    assert set(found(reading)) <= {("S10", at(column.id, row)) for column in ASKED for row in (5, 6, 7)}


def test_values_pasted_over_formulas(tmp_path: Path) -> None:
    book = with_row(5, att_total=30)
    book[TRAINING][at("att_total", 6)] = 99
    reading = sent(book, tmp_path)
    assert list(reading.tables["training"]["att_total"]) == [30, 10, 3]
    assert found(reading) == [("S08", at("att_total", 6))]


def test_a_formula_never_calculated_is_named(tmp_path: Path) -> None:
    columns = ("title", "date_start", "att_m", "sup_m", "satisfaction", "summary")
    reading = sent(with_row(6, **dict.fromkeys(columns, "=5+5")), tmp_path)
    assert found(reading) == [("F08", at(column, 6)) for column in columns]


def test_values_of_another_type(tmp_path: Path) -> None:
    typed = {
        "att_m": "12",
        "att_f": "1,0",
        "date_start": "46206",
        "date_end": "1150704",
        "satisfaction": "92.5%",
    }
    reading = sent(with_row(5, **typed), tmp_path)
    row = reading.tables["training"].iloc[0]
    assert (row["att_m"], row["satisfaction"]) == (12, 92.5)
    assert [str(row[column])[:10] for column in ("date_start", "date_end")] == ["2026-07-03", "2026-07-04"]
    here = {repair.where.cell: repair.kind for repair in reading.repairs if repair.where.sheet == TRAINING}
    assert [here[at(column, 5)] for column in ("att_m", "date_start", "date_end", "satisfaction")] == [
        "text_number", "text_number+excel_serial", "compact", "unit",
    ]  # fmt: skip
    assert found(reading) == [("F02", at("att_f", 5))]


def test_what_is_no_number_or_day_stays_as_typed(tmp_path: Path) -> None:
    typed = {
        "title": "１０週年①10²㈠",
        "joint_id": "115-7-3",
        "course_code": "410-3、3-1",
        "lecturer": "03-1234567",
        "lecturer_title": "007",
        "summary": "1e5",
        "evidence": "1150703",
    }
    reading = sent(with_row(5, **typed), tmp_path)
    row = reading.tables["training"].iloc[0]
    assert {column: row[column] for column in typed} == typed
    cells = {repair.where.cell for repair in reading.repairs if repair.where.sheet == TRAINING}
    assert not cells & {at(column, 5) for column in typed}


def test_what_is_no_plain_number_is_named(tmp_path: Path) -> None:
    odd = ["①", "10²", "㈠", "O", "1O", "1e5", "3-1", "03-1234567", "'12"]
    rows = [{**COURSE, "title": f"第{n}場", "att_m": text} for n, text in enumerate(odd)]
    reading = sent(bent(training=rows), tmp_path)
    assert reading.tables["training"]["att_m"].isna().all()
    # One finding for the whole column, at its first cell.
    assert found(reading) == [("F02", at("att_m", 5))]
