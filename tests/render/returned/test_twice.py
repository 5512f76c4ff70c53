"""Marking twice equals marking once, whatever the office saved the file with in between."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from gmreports.render import style
from gmreports.render.returned.clean import clean
from gmreports.render.returned.memory import MARKER
from gmreports.render.returned.package import open_package, save
from tests.office.libreoffice import convert
from tests.render.returned.case import SAMPLES, finding, mark, rich
from tests.render.returned.census import census, grounds, our_notes, parts
from tests.render.returned.strict import troubles
from tests.render.returned.test_census import RICH, XLSX

COLOURS = {each[1:] for each in (style.ERROR_SOFT, style.WARNING_SOFT, style.INFO_SOFT)}
BAND = "DDEEFF"


def cleaned(content: bytes) -> bytes:
    package = open_package(content)
    clean(package)
    return save(package)


def trace(content: bytes) -> list[str]:
    """Where anything of ours is left."""
    colours = [f"{title}!{cell}" for (title, cell), colour in grounds(content).items() if colour in COLOURS]
    words = [
        name
        for name, blob in parts(content).items()
        if MARKER.encode() in blob or "檢核註記".encode() in blob or "檢核結果".encode() in blob
    ]
    # LibreOffice notes colours in its palette too, where they show nowhere.
    grounds_left = re.findall(rb'fgColor rgb="FF([0-9A-F]{6})"', parts(content)["xl/styles.xml"])
    return colours + words + [colour for colour in COLOURS if colour.encode() in grounds_left]


def by_openpyxl(content: bytes, change: Callable[[openpyxl.Workbook], object] = lambda book: None) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_twice_is_once() -> None:
    once = mark(rich(), *RICH)
    assert mark(once, *RICH) == once
    assert mark(rich(), *RICH) == once


@pytest.mark.parametrize("office", ["桃園區", "大溪區"])
def test_a_sample_marked_twice(office: str) -> None:
    [path] = SAMPLES.glob(f"*_{office}_115Q3.xlsx")
    wrong = finding("培力成果", "U5"), finding("培力成果", "A900"), finding("封面", "B11", severity="W")
    once = mark(path.read_bytes(), *wrong)
    assert mark(once, *wrong) == once
    assert census(cleaned(once), fills=True) == census(path.read_bytes(), fills=True)


def test_a_corrected_cell_loses_its_mark() -> None:
    once = mark(rich(), *RICH)
    again = mark(once, finding("資料", "C7"))
    assert set(our_notes(again)["資料"]) == {"C7"}
    assert {at for at, colour in grounds(again).items() if colour in COLOURS} == {("資料", "C7")}
    assert census(again, fills=True) != census(once, fills=True)
    assert census(cleaned(again), fills=True) == census(rich(), fills=True)
    assert troubles(mark(once)) == []
    assert our_notes(mark(once)) == {}


def test_openpyxl_in_between() -> None:
    before = rich()
    saved = by_openpyxl(mark(before, *RICH))
    after = cleaned(saved)
    assert trace(after) == []
    assert census(after)["資料 notes"] == census(before)["資料 notes"]
    shown, now = grounds(before), grounds(after)
    assert [at for at in shown.keys() & now.keys() if shown[at] != now[at]] == []
    assert {now["資料", f"C{row}"] for row in (2, 4, 6)} == {BAND}
    again = mark(saved, *RICH)
    assert troubles(again) == []
    assert our_notes(again) == our_notes(mark(before, *RICH))
    assert mark(again, *RICH) == again


@pytest.mark.office
def test_libreoffice_in_between(tmp_path: Path) -> None:
    before, path = rich(), tmp_path / "marked.xlsx"
    path.write_bytes(mark(before, *RICH))
    saved = convert(path, tmp_path / "saved.xlsx", XLSX).read_bytes()
    after = cleaned(saved)
    assert trace(after) == []
    assert census(after)["資料 notes"] == census(before)["資料 notes"]
    shown, now = grounds(before), grounds(after)
    assert [at for at in shown.keys() & now.keys() if shown[at] != now[at]] == []
    assert {now["資料", f"C{row}"] for row in (2, 4, 6)} == {BAND}
    again = mark(saved, *RICH)
    assert {title: set(cells) for title, cells in our_notes(again).items()} == {
        title: set(cells) for title, cells in our_notes(mark(before, *RICH)).items()
    }
    assert mark(again, *RICH) == again


def test_rows_moved_and_the_list_deleted_in_between() -> None:
    """A note goes with its cell, and tells where the colour is ours."""

    def deleted(book: openpyxl.Workbook) -> None:
        del book["檢核結果"]

    moved = by_openpyxl(mark(rich(), *RICH), lambda book: book["資料"].move_range("A6:C8", rows=20))
    assert trace(cleaned(moved)) == []
    assert trace(cleaned(by_openpyxl(mark(rich(), *RICH), deleted))) == []


def test_what_the_office_adds_to_our_note_stays() -> None:
    def answered(book: openpyxl.Workbook) -> None:
        comment = book["資料"]["C7"].comment
        assert comment is not None
        comment.text += "\n已經改好了"

    after = cleaned(by_openpyxl(mark(rich(), *RICH), answered))
    notes = census(after)["資料 notes"]
    assert isinstance(notes, dict)
    assert notes["C7"].strip() == "已經改好了"


def test_a_sheet_of_the_same_name_is_theirs() -> None:
    before = by_openpyxl(rich(), lambda book: book.create_sheet("檢核結果"))
    once = mark(before, finding("資料", "C7"))
    assert openpyxl.load_workbook(io.BytesIO(once)).sheetnames[0] == "檢核結果(2)"
    assert "檢核結果" in openpyxl.load_workbook(io.BytesIO(cleaned(once))).sheetnames
    assert mark(once, finding("資料", "C7")) == once


def test_the_office_may_use_our_colour_itself() -> None:
    def painted(book: openpyxl.Workbook) -> None:
        book["資料"]["A2"].fill = PatternFill("solid", fgColor=f"FF{style.ERROR_SOFT[1:]}")

    once = mark(by_openpyxl(rich(), painted), finding("資料", "C7"))
    left = grounds(cleaned(by_openpyxl(once)))
    assert [at for at, colour in left.items() if colour in COLOURS] == [("資料", "A2")]
