"""Cells of an xls file exactly as stored, and what else is in it."""

from __future__ import annotations

import random
import time
from pathlib import Path
from struct import pack

import pytest

from gmreports.model import Limits
from gmreports.read.cells import Cell, SheetCells
from gmreports.read.refused import DamagedError, RefusedError
from gmreports.read.xls import read_xls
from tests.read.make_xls import (
    BIFF5,
    BIFF8,
    Tree,
    container,
    formula,
    label,
    number,
    record,
    truth,
    words,
    workbook,
)

LIMITS = Limits()


def one_sheet(folder: Path, body: bytes, **more: object) -> SheetCells:
    (found,) = read_xls(xls(folder, workbook({"表": body}, **more)), LIMITS).sheets  # type: ignore[arg-type] # passed on
    return found


def xls(folder: Path, stream: bytes, more: Tree | None = None) -> Path:
    return container(folder / "a.xls", {"Workbook": stream, **(more or {})})


@pytest.mark.parametrize(
    ("body", "cell"),
    [
        (number(0, 0, 12), Cell(12.0, "number")),
        (number(0, 0, float("inf")), Cell("#NUM!", "error")),
        (label(0, 0, "文字"), Cell("文字")),
        (truth(0, 0, 1), Cell(True, "bool")),
        (truth(0, 0, 0x17, error=True), Cell("#REF!", "error")),
        (truth(0, 0, 0x07, error=True), Cell("#DIV/0!", "error")),
        (truth(0, 0, 0x2A, error=True), Cell("#N/A", "error")),
        (formula(0, 0, pack("<d", 2)), Cell(2.0, "number", formula=True)),
        (formula(0, 0, pack("<d", 0)), Cell(0.0, "number", formula=True)),
        (formula(0, 0, b"\0\0\0\0\0\0\xff\xff", "甲"), Cell("甲", formula=True)),
        (formula(0, 0, b"\3\0\0\0\0\0\xff\xff"), Cell("", formula=True)),
        (formula(0, 0, b"\1\0\1\0\0\0\xff\xff"), Cell(True, "bool", formula=True)),
        (formula(0, 0, b"\2\0\x17\0\0\0\xff\xff"), Cell("#REF!", "error", formula=True)),
    ],
)
def test_a_cell_is_what_it_is(tmp_path: Path, body: bytes, cell: Cell) -> None:
    assert one_sheet(tmp_path, body).cells == {(1, 1): cell}


@pytest.mark.parametrize("key", [14, 22, 27, 30, 36, 50, 57, 58])
def test_dates_in_the_formats_of_taiwan_are_dates(tmp_path: Path, key: int) -> None:
    found = one_sheet(tmp_path, number(0, 0, 46206), styles=(key,))
    assert found.cells == {(1, 1): Cell("2026-07-03", "date")}


@pytest.mark.parametrize(
    ("code", "stored", "cell"),
    [
        ("[$-404]e/m/d", 46206, Cell("2026-07-03", "date")),
        ("yyyy/m/d", -651774, Cell("115/7/3", "date")),
        ("hh:mm:ss", 0.5, Cell("12:00:00", "date")),
        ("0.0%", 0.925, Cell(0.925, "number", percent=True)),
        ('0"人"', 12, Cell(12.0, "number")),
    ],
)
def test_formats_of_their_own(tmp_path: Path, code: str, stored: float, cell: Cell) -> None:
    found = one_sheet(tmp_path, number(0, 0, stored), formats={176: code}, styles=(176,))
    assert found.cells == {(1, 1): cell}


def test_the_epoch_of_old_macs(tmp_path: Path) -> None:
    found = one_sheet(tmp_path, number(0, 0, 44744), styles=(14,), more=record(0x0022, pack("<H", 1)))
    assert found.cells[1, 1].text == "2026-07-03"


@pytest.mark.parametrize("page", [950, 0, 999])
def test_big5_of_the_nineties(tmp_path: Path, page: int) -> None:
    """Said, not said, and said by a number that nobody knows."""
    body = label(0, 0, "桃園區公所，碁銹裏墻", BIFF5)
    stream = workbook({"培力成果": body}, version=BIFF5, page=page or None)
    path = container(tmp_path / "a.xls", {"Book": stream})
    (found,) = read_xls(path, LIMITS).sheets
    assert found.title == "培力成果"
    assert found.cells == {(1, 1): Cell("桃園區公所，碁銹裏墻")}


def test_a_bare_stream_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(workbook({"S": number(2, 3, 5)}, version=BIFF5, page=950))
    assert read_xls(path, LIMITS).sheets[0].cells == {(3, 4): Cell(5.0, "number")}


def test_hidden_rows_columns_and_sheets(tmp_path: Path) -> None:
    hidden_row = record(0x0208, pack("<HHHHHHI", 1, 0, 1, 255, 0, 0, 0x20))
    hidden_column = record(0x007D, pack("<HHHHHH", 1, 2, 2048, 0, 1, 0))
    merged = record(0x00E5, pack("<HHHHH", 1, 3, 5, 0, 1))
    body = hidden_column + hidden_row + number(0, 0, 1) + number(1, 1, 2) + merged
    stream = workbook({"甲": body, "乙": number(0, 0, 1)}, kinds={"乙": (2, 0)})
    first, second = read_xls(xls(tmp_path, stream), LIMITS).sheets
    assert (first.hidden_rows, first.hidden_columns) == (frozenset({2}), frozenset({2, 3}))
    assert first.merged == ((4, 1, 6, 2),)
    assert (first.visible, second.visible) == (True, False)


def test_formulas_belong_to_their_own_sheet(tmp_path: Path) -> None:
    chart = record(0x0809, pack("<HHHH8x", BIFF8, 0x20, 0, 0))
    inside = chart + formula(0, 0, pack("<d", 1)) + record(0x000A)
    stream = workbook(
        {"巨": b"", "甲": number(0, 0, 1) + inside, "乙": formula(0, 0, pack("<d", 1))}, kinds={"巨": (0, 1)}
    )
    book = read_xls(xls(tmp_path, stream), LIMITS)
    assert [(sheet.title, sheet.cells[1, 1].formula) for sheet in book.sheets] == [
        ("甲", False),
        ("乙", True),
    ]
    assert book.active == {"巨集"}


def test_what_libreoffice_loses_is_no_zero(tmp_path: Path) -> None:
    """Where the result is a text and might have been a number, its xls files hold 0."""
    stream = workbook({"表": formula(0, 0, pack("<d", 0)) + formula(1, 0, pack("<d", 5)) + number(2, 0, 0)})
    mark = {"\1CompObj": bytes(28) + b"\x1b\0\0\0Microsoft Excel 97-Tabelle\0"}
    (sheet,) = read_xls(xls(tmp_path, stream, mark), LIMITS).sheets
    assert sheet.cells == {
        (1, 1): Cell(None, "empty", formula=True),
        (2, 1): Cell(5.0, "number", formula=True),
        (3, 1): Cell(0.0, "number"),
    }


OTHER_FILE = pack("<H", 1) + words("\1\1C\3a.xls", BIFF8) + words("表", BIFF8)
OBJECT = record(0x0023, pack("<H", 0x10) + bytes(8))


@pytest.mark.parametrize(
    ("more", "active"),
    [
        (record(0x01AE, b"\x01\0\x01\x04"), set()),  # the workbook itself
        (record(0x01AE, b"\x01\0\x01\x3a"), set()),  # functions of an add-in
        (record(0x01AE, pack("<H", 0) + words("\0", BIFF8)), set()),
        (record(0x01AE, OTHER_FILE), {"外部連結"}),
        (record(0x01AE, pack("<H", 0) + words("cmd\3/c calc", BIFF8)), {"DDE"}),
        (record(0x01AE, pack("<H", 0) + words("Word\3a.doc", BIFF8)) + OBJECT, {"外部連結"}),
    ],
)
def test_links_are_named(tmp_path: Path, more: bytes, active: set[str]) -> None:
    stream = workbook({"表": number(0, 0, 1)}, more=more)
    assert read_xls(xls(tmp_path, stream), LIMITS).active == active


@pytest.mark.parametrize(
    ("name", "active"), [("\1C\3a.xls", {"外部連結"}), ("cmd\3/c", {"DDE"}), ("\3表", set()), ("\2", set())]
)
def test_links_of_the_nineties_are_named(tmp_path: Path, name: str, active: set[str]) -> None:
    more = record(0x0017, words(name, BIFF5, "<B"))
    stream = workbook({"S": number(0, 0, 1)}, version=BIFF5, page=950, more=more)
    assert read_xls(xls(tmp_path, stream), LIMITS).active == active


@pytest.mark.parametrize(
    ("tree", "active"),
    [
        ({"_VBA_PROJECT_CUR": {"VBA": {"dir": b"x"}}}, {"巨集"}),
        ({"MBD0018A2B1": {"\1Ole": b"x"}}, {"內嵌物件"}),
        ({"LNK0018A2B1": {"\1Ole": b"x"}}, {"外部連結"}),
        ({"\1Ole": b"x", "\5Unknown": b"y"}, set()),
    ],
)
def test_storages_that_act_are_named(tmp_path: Path, tree: Tree, active: set[str]) -> None:
    stream = workbook({"表": number(0, 0, 1)})
    assert read_xls(xls(tmp_path, stream, tree), LIMITS).active == active


def property_set(texts: dict[int, bytes], page: int = 65001) -> bytes:
    """The texts as [MS-OLEPS] has them, and the code page that they are in."""
    values = {1: pack("<IHH", 2, page, 0)}
    for key, value in texts.items():
        values[key] = pack("<II", 0x1E, len(value) + 1) + value.ljust(len(value) // 4 * 4 + 4, b"\0")
    at, places = 8 + 8 * len(values), b""
    for key, stored in values.items():
        places += pack("<II", key, at)
        at += len(stored)
    return pack("<II", at, len(values)) + places + b"".join(values.values())


def test_what_the_file_says_about_itself(tmp_path: Path) -> None:
    title, own = property_set({2: "季報".encode(), 4: b"x"}), property_set({2: "人事室".encode("cp950")}, 950)
    one = pack("<HHI16sI", 0xFFFE, 0, 0, bytes(16), 1) + pack("<16sI", bytes(16), 48) + title
    both = (
        pack("<HHI16sI", 0xFFFE, 0, 0, bytes(16), 2) + pack("<16sI16sI", bytes(16), 68, bytes(16), 68) + own
    )
    streams = {"\5SummaryInformation": one, "\5DocumentSummaryInformation": both}
    book = read_xls(xls(tmp_path, workbook({"表": number(0, 0, 1)}), streams), LIMITS)
    assert book.properties == (
        ("title", "季報"),
        ("author", "x"),
        ("category", "人事室"),
        ("custom", "人事室"),
    )


def test_spoilt_properties_cost_nothing(tmp_path: Path) -> None:
    spoilt = pack("<HHI16sI", 0xFFFE, 0, 0, bytes(16), 2**32 - 1) + pack("<16sI", bytes(16), 48)
    spoilt += pack("<II", 0, 2**32 - 1) + pack("<III", 2, 8, 0x101E) + b"\xff" * 64
    path = xls(tmp_path, workbook({"表": number(0, 0, 1)}), {"\5SummaryInformation": spoilt})
    began = time.process_time()
    assert read_xls(path, LIMITS).sheets[0].cells
    assert time.process_time() - began < 2


def test_a_password_is_told_from_damage(tmp_path: Path) -> None:
    stream = workbook({"表": number(0, 0, 1)}, more=record(0x002F, bytes(54)))
    with pytest.raises(RefusedError, match="encrypted"):
        read_xls(xls(tmp_path, stream), LIMITS)


def test_too_many_cells_and_too_wide_rows(tmp_path: Path) -> None:
    many = record(0x00BE, pack("<HH", 0, 0) + bytes(2 * 200) + pack("<H", 199))
    for body in (many, b"".join(number(row, 255, 1) for row in range(30))):
        with pytest.raises(RefusedError, match="too_large"):
            read_xls(xls(tmp_path, workbook({"表": body})), Limits(cells=100))


def test_damage_of_any_kind_is_damage(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """xlrd raises all sorts of errors and prints remarks; neither comes through."""
    body = b"".join(label(row, 0, "文字") + formula(row, 1, pack("<d", row)) for row in range(20))
    whole = xls(tmp_path, workbook({"表": body})).read_bytes()
    chance = random.Random(1)
    outcomes = set()
    for number_of_bytes in range(150):
        spoilt = bytearray(whole)
        for _ in range(1 + number_of_bytes % 9):
            spoilt[chance.randrange(len(spoilt) if number_of_bytes % 2 else 2048)] = chance.randrange(256)
        path = tmp_path / "b.xls"
        path.write_bytes(bytes(spoilt)[: chance.choice([len(whole), len(whole), 1500])])
        try:
            read_xls(path, LIMITS)
            outcomes.add("read")
        except (RefusedError, DamagedError) as error:
            outcomes.add(type(error).__name__)
    assert {"read", "DamagedError"} <= outcomes
    assert capfd.readouterr() == ("", "")
