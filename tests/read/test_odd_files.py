"""Files as odd as they come, read right or refused for what they are, never our own failure."""

from __future__ import annotations

import hashlib
import io
import time
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from gmreports.model import Arrival, Limits
from gmreports.read import bounded, read
from gmreports.read.cells import Book
from gmreports.read.open import open_book
from gmreports.read.refused import RefusedError
from gmreports.read.shown import shows
from tests.read.make_ods import content, number, raw_ods, row, sheet, text
from tests.read.make_xlsx import raw_xlsx
from tests.run.filled import FORM, PERIOD, TERMS

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
XML = '<?xml version="1.0" encoding="UTF-8"?>'


def opened(path: Path, limits: Limits | None = None) -> Book | str:
    """The workbook, or the reason why it is refused; whatever else is raised is our own failure."""
    try:
        return open_book(path, limits or Limits())
    except RefusedError as refused:
        return refused.reason


def written(path: Path, inside: bytes) -> Path:
    path.write_bytes(inside)
    return path


@pytest.mark.parametrize("coding", ["big5", "gb18030", "klingon", "utf-7"])
@pytest.mark.parametrize("part", ["content.xml", "styles.xml", "META-INF/manifest.xml", "flat"])
def test_an_ods_part_in_a_coding_that_nobody_reads_is_damage(tmp_path: Path, coding: str, part: str) -> None:
    other = f'<?xml version="1.0" encoding="{coding}"?>'
    inside = content(sheet(row(text("x"))))
    if part == "flat":
        flat = content(sheet(row(text("x"))), root="document").replace(XML, other)
        mime = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
        path = written(
            tmp_path / "a.fods", flat.replace("<office:document ", f"<office:document {mime} ", 1).encode()
        )
    elif part == "content.xml":
        path = raw_ods(tmp_path / "a.ods", inside.replace(XML, other))
    else:
        path = raw_ods(tmp_path / "a.ods", inside, members={part: f"{other}<a/>"})
    assert opened(path) == "damaged"


def test_what_a_file_says_about_itself_may_be_in_any_coding(tmp_path: Path) -> None:
    meta = {"meta.xml": '<?xml version="1.0" encoding="big5"?><a/>'}
    book = opened(raw_ods(tmp_path / "a.ods", content(sheet(row(text("x")))), members=meta))
    assert isinstance(book, Book)
    assert book.sheets[0].cells[1, 1].text == "x"


def test_no_property_is_longer_than_a_text(tmp_path: Path) -> None:
    meta = content("").replace(
        "<office:body>", f"<office:meta><dc:title>{'長' * 200}</dc:title></office:meta>"
    )
    meta = meta.partition("<office:spreadsheet>")[0] + "</office:document-content>"
    path = raw_ods(tmp_path / "a.ods", content(sheet(row(text("x")))), members={"meta.xml": meta})
    assert isinstance(opened(path), Book)
    assert opened(path, Limits(text=100)) == "too_large"


def test_what_is_a_number_in_python_only_is_none(tmp_path: Path) -> None:
    book = opened(raw_ods(tmp_path / "a.ods", content(sheet(row(number("1_000"))))))
    assert isinstance(book, Book)
    assert book.sheets[0].cells[1, 1].kind == "text"


def test_a_package_behind_a_flat_file_is_not_what_is_read(tmp_path: Path) -> None:
    flat = content(sheet(row(text("x"))), root="document")
    mime = 'office:mimetype="application/vnd.oasis.opendocument.spreadsheet"'
    inside = flat.replace("<office:document ", f"<office:document {mime} ", 1).encode()
    behind = raw_ods(tmp_path / "b.ods", content(sheet(row(text("another"))))).read_bytes()
    assert opened(written(tmp_path / "a.fods", inside + behind)) == "damaged"


def test_a_package_behind_another_is_damage(tmp_path: Path) -> None:
    first = raw_xlsx(tmp_path / "a.xlsx", ONE).read_bytes()
    second = raw_xlsx(tmp_path / "b.xlsx", ONE.replace("<v>1", "<v>2")).read_bytes()
    assert isinstance(opened(tmp_path / "a.xlsx"), Book)
    assert opened(written(tmp_path / "c.xlsx", first + second)) == "damaged"


@pytest.mark.parametrize("bit", [0x20, 0x40])
def test_a_large_part_packed_in_a_way_that_nobody_unpacks_is_damage(tmp_path: Path, bit: int) -> None:
    raw_xlsx(tmp_path / "a.xlsx", f"{ONE}<!--{'abc ' * 2_200_000}-->")
    out = io.BytesIO()
    with ZipFile(tmp_path / "a.xlsx") as before, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for name in before.namelist():
            package.writestr(name, before.read(name))
    inside = bytearray(out.getvalue())
    entry = inside.rindex(b"PK\1\2", 0, inside.rindex(b"xl/worksheets/sheet1.xml"))
    inside[entry + 8] |= bit
    limits = Limits(ratio=10_000)
    assert opened(written(tmp_path / "b.xlsx", bytes(inside)), limits) == "damaged"


def test_a_number_format_without_end_is_looked_at_no_further() -> None:
    started = time.process_time()
    assert shows(200, "[" * 300_000) == (False, False)
    assert shows(200, "yyyy/m/d") == (True, False)
    assert time.process_time() - started < 0.2


@pytest.mark.parametrize("now", [b"another", None])
def test_a_file_that_changed_while_it_was_read_is_not_finished(tmp_path: Path, now: bytes | None) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", ONE)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    arrival = Arrival("a.xlsx", str(path), PERIOD, datetime(2026, 10, 5), "", digest)
    same = bounded._tried(arrival, FORM, TERMS)
    assert same is not None
    assert [note.kind for note in same.notes] == [note.kind for note in read(arrival, FORM, TERMS).notes]
    path.unlink() if now is None else path.write_bytes(path.read_bytes() + now)
    changed = bounded._tried(arrival, FORM, TERMS)
    assert changed is not None
    assert [note.facts["reason"] for note in changed.notes] == ["truncated"]
    assert changed.arrival == arrival
