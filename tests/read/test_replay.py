"""What stands in a file and the ledger, and nothing else, give the table that was read: replayed by hand."""

from __future__ import annotations

import math
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from gmreports.model import NUMERIC_KINDS, Column, Reading, Repair, Sheet
from gmreports.read.cells import Cell, SheetCells
from gmreports.read.open import open_arrival
from gmreports.read.personal import without_personal_data
from gmreports.read.repair_text import tidy
from gmreports.read.table import Frames, frames
from gmreports.rules.asked import BROKEN
from tests.read.bent import COURSES, TRAINING, at, bent, read_file, sent
from tests.run.filled import FORM, TERMS

SAMPLES = Path(__file__).parents[2] / "samples" / "inbox" / "115Q3"
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")

Ledger = dict[tuple[str, str], str]


def plain(text: str, column: Column, told: bool = False) -> object:
    """A value in the one spelling that needs no repair; None for anything else, and for a broken formula."""
    if text in BROKEN:
        return None
    if column.kind in NUMERIC_KINDS:
        percent = text.endswith("%") and column.kind == "percent"
        bare = text[:-1] if percent else text
        if not PLAIN_NUMBER.fullmatch(bare):
            return None
        number = float(bare)
        # A bare share up to 1 has two meanings, and is not guessed; in the ledger it has one.
        unclear = column.kind == "percent" and not percent and not told
        return None if unclear and 0 < number <= 1 else number
    if column.kind == "date":
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    if column.kind in ("choice", "yesno"):
        return text if text in column.choices else None
    if column.kind == "choices":
        return text if text and set(text.split("、")) <= set(column.choices) else None
    return text or None


def same(value: object, replayed: object) -> bool:
    if value is None or pd.isna(value):  # type: ignore[call-overload] # a scalar
        return replayed is None
    if isinstance(value, pd.Timestamp):
        return value.date() == replayed
    if isinstance(value, float):
        return isinstance(replayed, float) and math.isclose(value, replayed, rel_tol=1e-11)
    return value == replayed


def ledger_of(repairs: tuple[Repair, ...]) -> Ledger:
    return {(repair.where.sheet, repair.where.cell): repair.after for repair in repairs}


def unexplained(sheet: Sheet, title: str, read: Frames, places: dict[str, str], ledger: Ledger) -> list[str]:
    """The cells whose value is not what the raw text, or else the ledger, says."""
    wrong = []
    for column in (each for each in sheet.columns if each.need != "auto" and each.id in places):
        texts = read.raw[column.id]
        for (file, row), raw in zip(texts.index, texts, strict=True):
            cell = places[column.id] + ("" if sheet.layout == "label" else str(row))
            text = ledger.get((title, cell), raw)
            value = read.values.at[(file, row), column.id]
            if column.internal and text != raw:
                continue  # its words are not told
            told = (title, cell) in ledger
            if not same(value, plain(str(text), column, told) if text is not None else None):
                wrong.append(f"{title}!{cell}")
    return wrong


def of_reading(reading: Reading) -> list[str]:
    assert reading.ret is not None
    ledger = ledger_of(reading.repairs)
    return [
        cell
        for sheet in FORM.sheets
        if sheet.id in reading.tables
        for cell in unexplained(
            sheet,
            reading.ret.titles[sheet.id],
            Frames(reading.tables[sheet.id], reading.raw[sheet.id], (), ()),
            dict(reading.ret.columns[sheet.id]),
            ledger,
        )
        if cell != f"{reading.ret.titles['cover']}!{reading.ret.columns['cover'].get('office_code')}"
    ]


SPELLINGS = (
    (
        "12",
        "12人",
        "１２",
        "1,234",
        "1萬431",
        "約50",
        "-3",
        "－3",
        "①",
        "10²",
        "O",
        "1e5",
        "NT$500",
        "-",
        "無",
    ),
    ("0.9", "92.5%", "0.5%", "50％", "115/7/3", "2026-07-03", "１１５．７．３", "1150703", "46206"),
    (
        "民國115年7月3日",
        "115年7月3日(星期一)",
        "二〇二六年七月三日",
        "是",
        "否",
        "是。",
        "CEDAW",
        "ＣＥＤＡＷ",
    ),
    (
        "實 體",
        "實體",
        "數位（非同步）",
        "一般公務人員，主管人員",
        "一般公務人員、一般公務人員",
        "410,４１２",
        "410-3",
    ),
)
TYPED = st.one_of(
    st.sampled_from([spelling for line in SPELLINGS for spelling in line]),
    st.text(alphabet="0123456789０１２,，.．/／-－年月日人次%％ 　\n男女是否①²", max_size=8),
).map(lambda text: Cell(text))
NUMBERS = st.builds(
    lambda value, percent: Cell(value, "number", percent=percent),
    st.one_of(st.integers(-10, 60_000).map(float), st.decimals(0, 100, places=3).map(float)),
    st.booleans(),
)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31)).map(lambda day: Cell(day.isoformat(), "date"))
OTHERS = st.sampled_from(
    [
        Cell("#REF!", "error"),
        Cell(None, "empty", True),
        Cell(True, "bool"),
        Cell("2026-07-03 14:30:00", "date"),
    ]
)
CELLS = st.one_of(TYPED, NUMBERS, DAYS, OTHERS)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_raw_and_ledger_give_what_was_read(data: st.DataObject) -> None:
    sheet = data.draw(st.sampled_from(FORM.sheets))
    ids = [column.id for column in sheet.asked]
    number = 0 if sheet.layout == "label" else 7
    row = data.draw(st.dictionaries(st.sampled_from(ids), CELLS, min_size=len(ids) // 2))
    copied = data.draw(st.sets(st.sampled_from(sorted(row)))) if row and sheet.layout == "table" else set()
    words = {key for key in copied if sheet.column(key).kind not in NUMERIC_KINDS}
    places = {key: at(key, 0, sheet.id).rstrip("0") + ("9" if sheet.layout == "label" else "") for key in ids}
    covered = frozenset((number, key) for key in words)
    read = frames(sheet, "a.xlsx", [(number, row)], sheet.title, places, covered)
    assert unexplained(sheet, sheet.title, read, places, ledger_of(read.repairs)) == []


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.xlsx"))[::2])
def test_the_samples_are_read_as_the_ledger_says(name: str) -> None:
    reading = read_file(SAMPLES / name)
    if reading.ret is not None:
        assert of_reading(reading) == []
        assert from_the_file(reading) == []


def from_the_file(reading: Reading) -> list[str]:
    """Cells of the file itself that are neither what was read nor in the ledger; rows that went missing."""
    assert reading.ret is not None
    clean, _ = without_personal_data(open_arrival(reading.arrival, TERMS.limits))
    ledger, ret = ledger_of(reading.repairs), reading.ret
    named = set(ledger) | {(ret.titles.get(note.sheet, ""), note.cell) for note in reading.notes}
    wrong = []
    for sheet in FORM.tables:
        cells = next((each for each in clean.sheets if each.title == ret.titles.get(sheet.id)), None)
        if cells is not None:
            table, places = reading.tables[sheet.id], ret.columns[sheet.id]
            wrong += _changed(sheet, cells, table, places, ledger)
            wrong += _gone(sheet, cells, table, places, named)
    return wrong


def _changed(
    sheet: Sheet, cells: SheetCells, table: pd.DataFrame, places: object, ledger: Ledger
) -> list[str]:
    stored = {f"{_letter(column)}{row}": cell for (row, column), cell in cells.cells.items()}
    wrong = []
    for column_id, letter in dict(places).items():  # type: ignore[call-overload] # a mapping
        column = sheet.column(column_id)
        for (_, row), value in (
            table[column_id].items() if column.need != "auto" and not column.internal else ()
        ):
            cell = stored.get(f"{letter}{row}")
            told = (cells.title, f"{letter}{row}") in ledger
            stands = str(tidy(cell.text).value) if cell else ""
            text = ledger.get((cells.title, f"{letter}{row}"), stands)
            if not same(value, plain(text, column, told)):
                wrong.append(f"{cells.title}!{letter}{row}")
    return wrong


def _gone(
    sheet: Sheet, cells: SheetCells, table: pd.DataFrame, places: object, named: set[tuple[str, str]]
) -> list[str]:
    """Answers below the header in a row that was not read and is not spoken of."""
    letters = {letter: sheet.column(key) for key, letter in dict(places).items()}  # type: ignore[call-overload]
    read = set(table.index.get_level_values("row"))
    said = {int(re.sub(r"\D", "", cell)) for title, cell in named if title == cells.title and cell}
    first = min(read, default=0)
    return [
        f"{cells.title}!{_letter(number)}{row}"
        for (row, number), cell in cells.cells.items()
        if first
        and row > first
        and row not in read | said
        and cell.text.strip()
        and _letter(number) in letters
        if letters[_letter(number)].need != "auto" and letters[_letter(number)].id != "seq"
    ]


def _letter(number: int) -> str:
    return str(get_column_letter(number))


def test_a_file_bent_in_every_way_is_read_as_the_ledger_says(tmp_path: Path) -> None:
    book = bent(training=COURSES)
    page = book[TRAINING]
    page.title = "教育訓練"
    page.merge_cells("C5:C6")
    page["Q5"], page["R6"], page["O7"], page["B5"] = "１２人", "1,007", "2 小時", " 性平①  "
    page["J6"], page["N6"] = "－", "一般公務人員，主管人員"
    for number in range(1, 31):
        page.cell(9, number).value = page.cell(3, number).value
    page[at("title", 10)], page[at("att_m", 10)] = "合計", 99
    page["B12"] = "※ 註記"
    page["B13"] = "本季無"
    reading = sent(book, tmp_path)
    assert of_reading(reading) == []
    assert from_the_file(reading) == []
    assert len(reading.tables["training"]) == 3
