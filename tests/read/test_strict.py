"""One workbook in the dialects of OOXML: strict, with prefixes, with macros; all read the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest
from openpyxl.workbook import Workbook

from gmreports.check import check
from gmreports.model import Arrival, Limits, Reading
from gmreports.read import read, stack
from gmreports.read.open import open_book
from gmreports.read.refused import RefusedError
from gmreports.rules import ALL
from tests.run.filled import COURSE, FORM, PERIOD, STAFF, TERMS, filled

Rewrite = Callable[[str, bytes], bytes]

OPEN, STRICT = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
STRICT_NAMES = {
    f"{OPEN}/spreadsheetml/2006/main": f"{STRICT}/spreadsheetml/main",
    f"{OPEN}/officeDocument/2006/relationships": f"{STRICT}/officeDocument/relationships",
    f"{OPEN}/package/2006/relationships/metadata/core-properties": (
        f"{STRICT}/officeDocument/relationships/metadata/coreProperties"
    ),
    f"{OPEN}/officeDocument/2006/extended-properties": f"{STRICT}/officeDocument/extendedProperties",
}


def book(*, iso_dates: bool = False) -> Workbook:
    """A correct return with real dates, one of them with a time, and one wrong number."""
    rows = [
        {"staff_group": group, "as_of": date(2026, 9, 30), "male": m, "female": f}
        for group, (m, f) in STAFF.items()
    ]
    course = {**COURSE, "date_start": datetime(2026, 7, 3, 9, 30), "att_m": "約10"}
    made = filled(headcount=rows, training=[course])
    made.iso_dates = iso_dates
    return made


def rewritten(folder: Path, made: Workbook, name: str, rewrite: Rewrite) -> Path:
    """The workbook with each of its parts rewritten."""
    plain, path = folder / "plain.xlsx", folder / name
    made.save(plain)
    with ZipFile(plain) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, rewrite(part, old.read(part)))
    return path


def as_it_is(part: str, content: bytes) -> bytes:
    return content


def strict(part: str, content: bytes) -> bytes:
    for old, new in STRICT_NAMES.items():
        content = content.replace(old.encode(), new.encode())
    return content


def prefixed(part: str, content: bytes) -> bytes:
    main = f'xmlns="{OPEN}/spreadsheetml/2006/main"'.encode()
    if main not in content:
        return content
    content = content.replace(main, main.replace(b"xmlns=", b"xmlns:x="))
    return re.sub(rb"<(/?)(?=[A-Za-z]\w*[\s/>])", rb"<\1x:", content)


def arrived(path: Path) -> Reading:
    return read(Arrival("a", str(path), PERIOD, datetime(2026, 10, 5), "", ""), FORM, TERMS)


Said = tuple[str, str, str, str]


def found(reading: Reading) -> list[Said]:
    findings = check(stack([reading], FORM, TERMS, PERIOD), ALL)
    return [(each.code, each.where.sheet, each.where.cell, each.filled) for each in findings]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return arrived(rewritten(tmp_path_factory.mktemp("plain"), book(), "a.xlsx", as_it_is))


@pytest.fixture(scope="module")
def said(plain: Reading) -> list[Said]:
    """What is found in the plain one."""
    return found(plain)


@pytest.mark.parametrize(
    ("rewrite", "iso_dates"),
    [(as_it_is, True), (strict, False), (strict, True), (prefixed, False)],
)
def test_every_dialect_reads_the_same(
    tmp_path: Path, plain: Reading, said: list[Said], rewrite: Rewrite, iso_dates: bool
) -> None:
    other = arrived(rewritten(tmp_path, book(iso_dates=iso_dates), "b.xlsx", rewrite))
    assert plain.ret is not None
    assert other.ret == plain.ret
    assert other.repairs == plain.repairs
    for sheet_id, table in plain.tables.items():
        pd.testing.assert_frame_equal(other.tables[sheet_id], table)
        pd.testing.assert_frame_equal(other.raw[sheet_id], plain.raw[sheet_id])
    assert found(other) == said
    assert ("F02", "培力成果", "Q5", "約10") in said


def test_the_dialects_are_what_they_say(tmp_path: Path) -> None:
    """Otherwise the test above would prove nothing."""
    with ZipFile(rewritten(tmp_path, book(iso_dates=True), "b.xlsx", strict)) as package:
        parts = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert all(STRICT.encode() in part and OPEN.encode() not in part for part in parts)
    assert any(b't="d"><v>2026-09-30' in part for part in parts)
    with ZipFile(rewritten(tmp_path, book(), "c.xlsx", prefixed)) as package:
        assert b"<x:sheetData>" in package.read("xl/worksheets/sheet3.xml")
        assert b"<sheetData>" not in package.read("xl/worksheets/sheet3.xml")


def test_a_workbook_with_macros_is_read_and_they_are_named(
    tmp_path: Path, plain: Reading, said: list[Said]
) -> None:
    def with_macros(part: str, content: bytes) -> bytes:
        return content.replace(b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml")

    path = rewritten(tmp_path, book(), "a.xlsm", with_macros)
    with ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    other = arrived(path)
    assert set(found(other)) - set(said) == {("S09", "", "", "")}
    assert open_book(path, Limits()).active == {"巨集"}
    for sheet_id, table in plain.tables.items():
        pd.testing.assert_frame_equal(other.tables[sheet_id], table)


def test_a_binary_workbook_is_refused(tmp_path: Path) -> None:
    def binary(part: str, content: bytes) -> bytes:
        return content.replace(b"/xl/workbook.xml", b"/xl/workbook.bin")

    path = rewritten(tmp_path, book(), "a.xlsb", binary)
    with ZipFile(path, "a") as package:
        package.writestr("xl/workbook.bin", b"\x83\x01\0")
    with pytest.raises(RefusedError, match="not_spreadsheet"):
        open_book(path, Limits())
