"""Whatever people type into the table of courses, each row comes back or is named."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from gmreports.model import Arrival
from gmreports.read import read
from tests.fuzz.tries import LONG, MINUTES
from tests.run.filled import FORM, PERIOD, TERMS, filled

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SHEET = FORM.sheet("training")
FIRST_ROW = 5
LETTERS = {column.id: n for n, column in enumerate(SHEET.asked, start=1)}
TYPED = [column for column in SHEET.asked if column.need != "auto" and column.id != "seq"]

# What a cell of a spreadsheet can hold; XML has no room for the rest.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"))
TEXTS = st.one_of(
    st.text(CHARACTERS, max_size=20),
    st.sampled_from(
        [
            "115/7/3", "１１５．７．３", "112/2/30", "約50人", "1,234", "10²", "①", "-", "無", "合計",
            "備註：", "O", "△5", "=1+1", "#REF!", "A123456789", "03-0000001", "　", "是", "實體",
            "2533000人次", "nan", "None", "1e5", "0",
        ]
    ),
)  # fmt: skip
NUMBERS = st.one_of(st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False))
ROW = st.dictionaries(
    st.sampled_from([column.id for column in TYPED]), st.one_of(TEXTS, NUMBERS), min_size=1, max_size=8
)


@pytest.fixture(scope="module")
def template() -> tuple[bytes, str]:
    """A correct return, and the part that its table of courses is."""
    out = io.BytesIO()
    book = filled()
    book.save(out)
    return out.getvalue(), f"xl/worksheets/sheet{book.sheetnames.index(SHEET.title) + 1}.xml"


def with_rows(template: tuple[bytes, str], rows: list[Mapping[str, object]]) -> bytes:
    content, part = template
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as before, ZipFile(out, "w") as package:
        for name in before.namelist():
            inside = before.read(name)
            package.writestr(name, _typed(inside, rows) if name == part else inside)
    return out.getvalue()


def _typed(inside: bytes, rows: list[Mapping[str, object]]) -> bytes:
    root = etree.fromstring(inside)
    data = root.find(f"{MAIN}sheetData")
    assert data is not None
    for row in list(data):
        if int(str(row.get("r"))) >= FIRST_ROW:
            data.remove(row)
    for number, cells in enumerate(rows, start=FIRST_ROW):
        row = etree.SubElement(data, f"{MAIN}row", r=str(number))
        for column, value in cells.items():
            _cell(row, LETTERS[column], number, value)
    return etree.tostring(root)


def _cell(row: etree._Element, column: int, number: int, value: object) -> None:
    letters = chr(64 + column) if column <= 26 else f"A{chr(64 + column - 26)}"
    cell = etree.SubElement(row, f"{MAIN}c", r=f"{letters}{number}")
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        text = etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t")
        text.text = value
    else:
        etree.SubElement(cell, f"{MAIN}v").text = repr(value)


@settings(
    max_examples=round(MINUTES * 100) if LONG else 10,
    derandomize=not LONG,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(rows=st.lists(ROW, min_size=1, max_size=6))
def test_no_row_is_lost(template: tuple[bytes, str], rows: list[Mapping[str, object]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "68000010_桃園區_115Q3.xlsx"
        path.write_bytes(with_rows(template, rows))
        reading = read(Arrival(path.name, str(path), PERIOD, datetime(2026, 10, 5), "", ""), FORM, TERMS)
    assert reading.ret is not None, reading.notes
    kept = set(reading.raw["training"].index.get_level_values("row"))
    places = [note.cell for note in reading.notes if note.sheet == "training"]
    places += [repair.where.cell for repair in reading.repairs if repair.where.sheet == SHEET.title]
    named = {int(digits[0]) for digits in (re.search(r"[0-9]+$", place) for place in places) if digits}
    for number, cells in enumerate(rows, start=FIRST_ROW):
        says_something = any(str(value).strip() for value in cells.values())
        assert not says_something or number in kept | named, (number, cells)
