"""What must not be touched or passed on: the file stays as it is, and a workbook of its own says why."""

from __future__ import annotations

import io

import openpyxl
import pytest

from gmreports.model import Note, Reading
from gmreports.render.returned import package, refuse, returned
from gmreports.render.returned.package import ODD
from tests.render.returned.case import finding, reading, rich, with_parts
from tests.render.returned.strict import troubles
from tests.run.filled import FORM

VBA = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
TYPES = "[Content_Types].xml"
BIN = '<Default Extension="bin" ContentType="application/octet-stream"/></Types>'
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

CASES = {
    "macros": (with_parts(rich(), {"xl/vbaProject.bin": b"x"}, {TYPES: ("</Types>", BIN)}), refuse.ACTIVE),
    "macro type": (with_parts(rich(), {}, {TYPES: (MAIN, VBA)}), refuse.ACTIVE),
    "template": (with_parts(rich(), {}, {TYPES: (MAIN, MAIN.replace("sheet.main", "template.main"))}), ODD),
    "embedded": (
        with_parts(rich(), {"xl/embeddings/a.bin": b"x"}, {TYPES: ("</Types>", BIN)}),
        refuse.ACTIVE,
    ),
    "outside": (with_parts(rich(), {"xl/externalLinks/externalLink1.xml": b"<a/>"}, {}), refuse.ACTIVE),
    "signed": (with_parts(rich(), {"_xmlsignatures/sig1.xml": b"<a/>"}, {}), refuse.SIGNED),
    "strict": (with_parts(rich(), {}, {"xl/workbook.xml": (TRANSITIONAL, STRICT)}), refuse.STRICT),
    "entity": (
        with_parts(
            rich(),
            {},
            {"xl/worksheets/sheet1.xml": ("<worksheet", '<!DOCTYPE a [<!ENTITY b "c">]><worksheet')},
        ),
        ODD,
    ),
    "torn": (rich()[:3000], ODD),
    "broken part": (with_parts(rich(), {}, {"xl/comments1.xml": ("</comments>", "")}), ODD),
    "broken boxes": (with_parts(rich(), {}, {"xl/drawings/vmlDrawing1.vml": ("</xml>", "<br>")}), ODD),
    "no styles": (with_parts(rich(), {}, {"xl/_rels/workbook.xml.rels": ("styles.xml", "style.xml")}), ODD),
    "ods": (
        with_parts(rich(), {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, {}),
        refuse.OPEN_DOCUMENT,
    ),
    "xls": (refuse.OLE + bytes(600), refuse.OLD),
    "password": (refuse.OLE + bytes(600) + refuse.ENCRYPTED, refuse.LOCKED),
    "text": ("序號,課程".encode(), refuse.NOT_XLSX),
}


@pytest.mark.parametrize("case", CASES)
def test_it_is_left_alone(case: str) -> None:
    content, why = CASES[case]
    made = returned(FORM, reading("送來.xlsx"), [finding("資料", "B3")], content)
    assert (made.marked, made.name) == (False, "送來_檢核結果.xlsx")
    assert made.why.startswith(why)
    assert troubles(made.content) == []
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    texts = [cell.value for row in book["檢核結果"].iter_rows() for cell in row]
    assert made.why in texts
    assert "人次是負數。" in texts
    assert not any(cell.hyperlink for row in book["檢核結果"].iter_rows() for cell in row)


def test_what_could_not_be_read_gets_a_list_of_its_own() -> None:
    arrival = reading().arrival
    unread = Reading(arrival, None, {}, {}, notes=(Note("unopenable", arrival.file),))
    made = returned(FORM, unread, [finding("")], rich())
    assert not made.marked
    assert made.why.startswith(refuse.UNREAD)


@pytest.mark.parametrize(
    ("kind", "why"), [("personal_data", refuse.PERSONAL), ("active_content", refuse.ACTIVE)]
)
def test_what_the_reader_saw_is_not_passed_on(kind: str, why: str) -> None:
    made = returned(FORM, reading(kinds=[kind]), [finding("資料", "B3")], rich())
    assert not made.marked
    assert made.why.startswith(why)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("68000010_桃園區_115Q3.xlsx", "68000010_桃園區_115Q3_檢核.xlsx"),
        ("115Q2/68000010_桃園區_115Q2_檢核.xlsx", "68000010_桃園區_115Q2_檢核.xlsx"),
        ("甲_檢核結果.xlsx", "甲_檢核.xlsx"),
        ("../../etc/密.xlsx", "密_檢核.xlsx"),
        ("a\u202excod\n.xlsx", "axcod_檢核.xlsx"),
        ("-rf.xlsx", "rf_檢核.xlsx"),
        (".xlsx", "季報_檢核.xlsx"),
        ("CON.xlsx", "CON_檢核.xlsx"),
    ],
)
def test_the_name_is_a_plain_one(file: str, name: str) -> None:
    assert returned(FORM, reading(file), [], rich()).name == name


@pytest.mark.parametrize("limit", ["MOST_UNPACKED", "MOST_PARSED"])
def test_what_would_fill_the_memory_is_left_alone(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, limit, 2000)
    made = returned(FORM, reading(), [finding("資料", "B3")], rich())
    assert not made.marked
    assert made.why.startswith(package.TOO_LARGE)
