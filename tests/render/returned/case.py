"""Workbooks as offices send them, what is found in them, and what they get back."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import xlsxwriter

from gmreports.check import check
from gmreports.check.waive import explain
from gmreports.model import Arrival, Finding, Note, Reading, Repair, Return, Severity, Where
from gmreports.read import read, stack
from gmreports.render.returned import Returned, returned
from gmreports.rules import ALL
from tests.run.filled import COURSE, FORM, PERIOD, TERMS, filled

SAMPLES = Path(__file__).parents[3] / "samples/inbox/115Q3"
RULES = [rule for rule in ALL if not rule.code.startswith("R")]
MOMENT = datetime(2026, 10, 5, 9)
ODD_TITLE = "員工's 表"
MEND = "請改為整數，例如 50。"


def read_file(path: Path) -> tuple[Reading, tuple[Finding, ...]]:
    """A file as the program reads and checks it by itself."""
    arrival = Arrival(path.name, str(path), PERIOD, MOMENT, "", "", ())
    reading = read(arrival, FORM, TERMS)
    data = stack([reading], FORM, TERMS, PERIOD)
    return reading, explain(check(data, RULES), data)


def give_back(path: Path) -> Returned:
    reading, findings = read_file(path)
    return returned(FORM, reading, findings, path.read_bytes())


def wrong_return(path: Path) -> Path:
    """The real template filled in, with mistakes of several kinds in three sheets."""
    training = [
        {**COURSE, "att_m": -3, "hours": 30},
        {**COURSE, "title": "CEDAW概論", "date_start": "115/8/3", "att_f": "約20", "sessions": "２"},
    ]
    filled(cover={"phone": "０３-0000001"}, training=training).save(path)
    return path


def finding(
    sheet: str, *cells: str, severity: Severity = "E", message: str = "人次是負數。", mend: str = MEND
) -> Finding:
    return Finding(
        code="F03",
        severity=severity,
        office_code="",
        where=Where("x.xlsx", sheet, cells[0] if cells else ""),
        message=message,
        expected="0 以上的整數",
        mend=mend,
        clause="",
        filled="",
        cells=cells if len(cells) > 1 else (),
    )


def reading(name: str = "公所.xlsx", repairs: Sequence[Repair] = (), kinds: Sequence[str] = ()) -> Reading:
    notes = tuple(Note(kind, name) for kind in kinds)
    arrival = Arrival(name, "", PERIOD, MOMENT, "", "", ())
    return Reading(arrival, Return("", PERIOD, 1, "正式", ""), {}, {}, tuple(repairs), notes)


def mark(content: bytes, *findings: Finding) -> bytes:
    """The marked copy of any workbook; it must not have been refused."""
    made = returned(FORM, reading(), findings, content)
    assert made.marked, made.why
    return made.content


def picture() -> bytes:
    """A PNG of one grey dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0\x80")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@cache
def rich() -> bytes:
    """What offices put into a workbook: pictures, charts, rich text, notes, lists, names, protection."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    first, second = book.add_worksheet("資料"), book.add_worksheet(ODD_TITLE)
    bold, pale = (
        book.add_format({"bold": True}),
        book.add_format({"bg_color": "#DDEEFF", "num_format": "0.0"}),
    )
    for row in range(12):
        first.write_row(row, 0, [f"列{row}", row, row * 2.5], pale if row % 2 else None)
    first.write_rich_string("E1", "一半", bold, "粗體", "一半")
    first.write_formula("D1", "=SUM(B1:B12)", None, 66)
    first.insert_image("H2", "dot.png", {"image_data": io.BytesIO(picture()), "description": "一個點"})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=資料!$B$1:$B$12"})
    first.insert_chart("H6", chart)
    first.data_validation("B1:B12", {"validate": "integer", "criteria": ">=", "value": 0})
    first.conditional_format("B1:B12", {"type": "data_bar", "data_bar_2010": True})
    first.add_sparkline("F1", {"range": "資料!B1:B12"})
    first.add_table("J1:K4", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    first.write_comment("B3", "這是公所自己的註記", {"author": "林範例"})
    first.write_comment("C5", "另一則", {"visible": True})
    first.write_url("A20", "https://example.gov.tw/", string="網站")
    first.insert_button("M2", {"caption": "按"})
    first.merge_range("A15:C16", "合併", pale)
    first.protect("", {"objects": True})
    first.freeze_panes(1, 1)
    first.set_header("&C季報")
    first.set_h_pagebreaks([8])
    first.outline_settings(True, False)
    second.set_row(3, 30, pale)
    second.set_column("D:E", 20, pale)
    second.write("A1", "=資料!A1")
    second.print_area("A1:C9")
    second.activate()
    book.define_name("全部", "=資料!$B$1:$B$12")
    book.define_name("資料!本表", "=資料!$A$1")
    book.close()
    return out.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes], replaced: dict[str, tuple[str, str]]) -> bytes:
    """A workbook with parts added, and texts in its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            blob = old.read(name)
            if name in replaced:
                before, after = replaced[name]
                assert before.encode() in blob
                blob = blob.replace(before.encode(), after.encode(), 1)
            new.writestr(name, blob)
        for name, blob in parts.items():
            new.writestr(name, blob)
    return out.getvalue()
