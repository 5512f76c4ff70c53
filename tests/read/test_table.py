"""A row of cells under the form's columns: the value, the raw text, the repair, the recomputed total."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from gmreports.forms import load_form, load_terms
from gmreports.model import Column, Period, Sheet
from gmreports.read.cells import Cell
from gmreports.read.table import Frames, frames, is_filled
from gmreports.read.values import understand

FORM = load_form(load_terms(Period(115, 3)))
TRAINING, COVERAGE = FORM.sheet("training"), FORM.sheet("coverage")


def number(value: float, percent: bool = False) -> Cell:
    return Cell(float(value), "number", percent=percent)


def row(sheet: Sheet, **cells: Cell) -> Frames:
    return frames(sheet, "a.xlsx", [(7, cells)])


@pytest.mark.parametrize(
    ("column", "cell", "value", "kind"),
    [
        ("att_m", number(12.0), 12.0, ""),
        ("att_m", Cell("１２人"), 12.0, "unit+full_width"),
        ("att_m", Cell("1,234"), 1234.0, "thousands"),
        ("att_m", Cell("約50"), None, ""),
        ("att_m", number(0.35, percent=True), None, ""),
        ("att_m", Cell("2026-03-05", "date"), None, ""),
        ("att_m", Cell("12場"), None, ""),
        ("att_o", Cell("無"), None, "blank_mark"),
        ("att_m", Cell("無"), None, ""),
        ("hours", Cell("1.5小時"), 1.5, "unit"),
        ("date_start", Cell("2026-07-03", "date"), date(2026, 7, 3), ""),
        ("date_start", Cell("2026-07-03 14:00:00", "date"), date(2026, 7, 3), "time"),
        ("date_start", Cell("115/7/3"), date(2026, 7, 3), "roc_date"),
        ("date_start", number(46206.0), date(2026, 7, 3), "excel_serial"),
        ("date_start", number(1150703.0), date(2026, 7, 3), "compact"),
        ("date_start", Cell("15/7/3"), None, ""),
        ("date_start", Cell("115年7月3日(星期一)"), None, ""),
        ("course_kind", Cell(" ＣＥＤＡＷ"), "CEDAW", "spaces+full_width"),
        ("course_kind", Cell("CEDAW課程"), None, ""),
        ("delivery", Cell("數位（非同步）"), "數位(非同步)", "full_width"),
        ("audience", Cell("一般公務人員，主管人員"), "一般公務人員、主管人員", "separator"),
        ("course_code", number(410.0), "410", ""),
        ("course_code", Cell("410,４１２"), "410、412", "codes"),
        ("course_code", number(410411.0), "410411", ""),
        ("satisfaction", number(0.925, percent=True), 92.5, ""),
        ("satisfaction", number(92.5), 92.5, ""),
        ("satisfaction", Cell("92.5%"), 92.5, "unit"),
        ("satisfaction", number(0.9), None, ""),
        ("satisfaction", Cell("0.9%"), 0.9, "unit"),
        ("satisfaction", number(0.0), 0.0, ""),
        ("title", Cell("  性別主流化①10² "), "性別主流化①10²", "spaces"),
        ("title", number(115.0), "115", ""),
        ("title", Cell("=1+1"), "=1+1", ""),
        ("att_m", Cell("#REF!", "error"), None, ""),
        ("att_m", Cell(None, "empty", formula=True), None, ""),
        ("att_m", Cell(True, "bool"), None, ""),
    ],
)
def test_a_cell_says_what_its_column_can_hold(column: str, cell: Cell, value: object, kind: str) -> None:
    read = understand(cell, TRAINING.column(column))
    same_kind = set(read.kind.split("+")) == set(kind.split("+"))
    assert (read.value, same_kind) == (value, True), read.kind


def test_what_cannot_be_read_keeps_its_text() -> None:
    read = row(
        TRAINING, att_m=Cell("約50"), att_f=Cell("#N/A", "error"), att_o=Cell(None, "empty", formula=True)
    )
    raw = read.raw.iloc[0]
    assert [raw[column] for column in ("att_m", "att_f", "att_o", "title")] == ["約50", "#N/A", "=", ""]
    assert read.values.loc[("a.xlsx", 7), ["att_m", "att_f", "att_o"]].isna().all()


def test_a_column_that_the_file_does_not_have_is_not_blank() -> None:
    read = frames(TRAINING, "a.xlsx", [(7, {"title": Cell("甲")})], places={"title": "B"})
    assert read.raw.at[("a.xlsx", 7), "title"] == "甲"
    assert read.raw.at[("a.xlsx", 7), "host_unit"] is None


def test_dtypes_do_not_depend_on_what_was_filled() -> None:
    for cells in ({}, {"att_m": number(1.0), "date_start": Cell("115/7/3"), "title": Cell("甲")}):
        values = row(TRAINING, **cells).values
        assert values["att_m"].dtype == "float64"
        assert values["date_start"].dtype == "datetime64[s]"
        assert values["title"].dtype == object


@pytest.mark.parametrize(
    ("filled", "differs"),
    [
        (Cell("30", "text", formula=True), False),
        (number(30.0), False),
        (Cell(None, "empty", formula=True), False),
        (None, False),
        (number(31.0), True),
        (Cell("三十"), True),
    ],
)
def test_a_total_is_recomputed_and_compared(filled: Cell | None, differs: bool) -> None:
    cells = {"att_m": number(10.0), "att_f": number(20.0)} | ({"att_total": filled} if filled else {})
    read = row(TRAINING, **cells)
    assert read.values.at[("a.xlsx", 7), "att_total"] == 30.0
    assert [note.cell for note in read.notes] == (["T7"] if differs else [])


def test_a_total_of_a_part_that_cannot_be_read_is_no_mistake_of_its_own() -> None:
    cells = {"att_m": Cell("#REF!", "error"), "att_f": number(20.0), "att_total": Cell("#REF!", "error")}
    assert not row(TRAINING, **cells).notes


@pytest.mark.parametrize(
    ("due", "done", "rate"),
    [(80, 9, 11.3), (80, 7, 8.8), (2000, 1, 0.1), (3, 1, 33.3), (3, 2, 66.7), (8, 8, 100.0), (0, 0, None)],
)
def test_rates_are_rounded_half_up_and_have_no_value_without_a_base(
    due: int, done: int, rate: float | None
) -> None:
    values = row(
        COVERAGE, due_m=number(due), due_f=number(0.0), done_m=number(done), done_f=number(0.0)
    ).values
    found = values["rate"].iloc[0]
    assert pd.isna(found) if rate is None else found == rate


def test_a_rate_with_more_decimals_is_the_same_rate() -> None:
    cells = {"due_m": number(3.0), "done_m": number(2.0)}
    assert not row(COVERAGE, **cells, rate=number(2 / 3, percent=True)).notes
    assert row(COVERAGE, **cells, rate=number(0.7, percent=True)).notes


def test_repairs_name_the_cell_and_never_an_internal_one() -> None:
    read = row(TRAINING, date_start=Cell("115/7/3"))
    (repair,) = read.repairs
    assert (repair.where.sheet, repair.where.cell) == ("培力成果", "C7")
    assert (repair.before, repair.after, repair.kind) == ("115/7/3", "2026-07-03", "roc_date")
    assert not row(FORM.sheet("committee"), name=Cell(" 林範例 ")).repairs


def test_raw_and_ledger_together_give_the_table() -> None:
    """Law 7: each value is the raw text read plainly, or what the ledger says it was read as."""
    cells = {
        "date_start": Cell("民國115.7.3"),
        "att_m": Cell("１２"),
        "att_f": number(3.0),
        "hours": Cell("2小時"),
        "method": Cell("工 作坊"),
    }
    read = row(TRAINING, **cells)
    ledger = {repair.where.cell: repair.after for repair in read.repairs}
    letters = {"date_start": "C7", "att_m": "Q7", "att_f": "R7", "hours": "O7", "method": "K7"}
    printed = {"date_start": "2026-07-03", "att_m": "12", "att_f": "3", "hours": "2", "method": "工作坊"}
    for column_id, after in printed.items():
        assert ledger.get(letters[column_id], read.raw.at[("a.xlsx", 7), column_id]) == after


@pytest.mark.parametrize(
    ("cells", "filled"),
    [
        ({}, False),
        ({"seq": number(1.0)}, False),
        ({"att_total": number(0.0)}, False),
        ({"title": Cell("  ")}, False),
        ({"att_m": number(0.0)}, True),
        ({"title": Cell(None, "empty", formula=True)}, True),
    ],
)
def test_a_row_counts_when_somebody_filled_it(cells: dict[str, Cell], filled: bool) -> None:
    assert is_filled(TRAINING, cells) is filled


def test_every_kind_of_column_reads_any_cell_without_raising() -> None:
    odd = [number(float(n)) for n in (-1, 0, 1e300, 46206.5, 0.5)]
    odd += [Cell(text) for text in ("", " ", "\ud800", "\x00", "=1", "１" * 400, "-", "無")]
    odd += [Cell("2026-02-30", "date"), Cell("x", "date"), Cell(False, "bool"), Cell("#NUM!", "error")]
    columns: list[Column] = [column for sheet in FORM.sheets for column in sheet.columns]
    for column in columns:
        for cell in odd:
            understand(cell, column)
