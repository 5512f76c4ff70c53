"""A person types rows into the template in LibreOffice, and finds the figures in both outputs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from gmreports.run import Own, report
from tests.office.libreoffice import require, type_and_save
from tests.run.filled import COURSE, COVER, PERIOD, empty_template, receive

NAME = "68000010_桃園區_115Q3.xlsx"
TRAINING = [
    {"title": "性別意識講座", "date_start": "115/7/3", "att_m": "11", "att_f": "23人"},
    {"title": "性別統計研討", "date_start": "115年8月20日", "att_m": "１０", "att_f": "1,007"},
]


@pytest.mark.office
def test_what_was_typed_is_what_is_printed(tmp_path: Path) -> None:
    require()
    empty, folder = tmp_path / "empty.xlsx", tmp_path / "inbox" / "115Q3"
    empty.write_bytes(empty_template("68000010"))
    folder.mkdir(parents=True)
    type_and_save(empty, list(keys(empty)), folder / NAME)
    receive(folder.parent, NAME)
    outcome = report(folder.parent, PERIOD, tmp_path / "out", None, Own())
    typed = {"封面", "培力成果"}
    assert [(f.code, f.where.cell) for f in outcome.findings if f.where.sheet in typed] == [("S11", "B11")]
    values = {m.id: m.value for m in outcome.summary.measures}
    assert values["training.att_m.115Q3.68000010"] == 11 + 10
    assert values["training.att_f.115Q3.68000010"] == 23 + 1007
    book = openpyxl.load_workbook(outcome.folder / "report.xlsx", data_only=True)
    row = next(row for row in book["培力"].iter_rows(values_only=True) if row[0] == "桃園區")
    assert {2, 21, 1030, 1051} <= set(row)
    page = (outcome.folder / "report.html").read_text("utf-8")
    assert re.search(r">1,030<", page)


def keys(path: Path) -> Iterator[tuple[str, str, str]]:
    """(sheet, cell, what is typed), found by the hidden ids as a person finds it by the headers."""
    book = openpyxl.load_workbook(path)
    cover, training = book["封面"], book["培力成果"]
    rows = {cover.cell(row, 4).value: row for row in range(1, 30)}
    yield from (("封面", f"B{rows[item]}", str(value)) for item, value in COVER.items())
    letters = {cell.value: cell.coordinate[:-1] for cell in training[4]}
    for number, row in enumerate(TRAINING, start=5):
        for column, value in {**COURSE, **row}.items():
            yield "培力成果", f"{letters[column]}{number}", str(value)
