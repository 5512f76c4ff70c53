"""Personal data of every shape and in every place: named, and in no result file, nor in the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from gmreports.run import Own, report
from tests.run.filled import COURSE, PERIOD, filled, put

NAME = "68000010_桃園區_115Q3.xlsx"
# Invented: the numbers of nobody, each with its plain digits.
NUMBERS = {
    "in one piece": "A123456789",
    "full-width": "Ｂ２２３４５６７８１",
    "in groups": "C 134 567 892",
    "with hyphens": "D-145678903",
    "old permit": "AC01234567",
    "new permit": "E800000014",
}
SECRETS = ("範例路零一二號", "75.11.12")


def sent() -> Workbook:
    one, full, groups, hyphens, old, new = NUMBERS.values()
    rows = [{**COURSE, "title": f"性平 {one}", "att_o": full, "course_code": old, "summary": groups}]
    book = filled(cover={"note": hyphens, "contact_name": new, "phone": one}, training=rows)
    page = book["培力成果"]
    page["AH7"], page["B9"], page["B11"] = one, f"備註：{groups}", f"合計 {one}"
    page["B5"].comment = Comment(f"名單 {one}，住址：{SECRETS[0]}", one)
    book["宣導成果"]["J5"] = f"生日：{SECRETS[1]}"
    book["宣導成果"]["A3"], book["聯絡人"]["F5"] = full, new
    hidden = book.create_sheet(f"簽到{hyphens}")
    hidden.sheet_state, hidden["A1"], hidden["A2"] = "hidden", "身分證字號", old
    for key in ("title", "creator", "description", "keywords", "subject"):
        setattr(book.properties, key, f"{key} {one}")
    return book


def everything(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every result file, and whatever is packed in it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield from unpacked(path.name, path.read_bytes())


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, content
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as package:
            for member in package.namelist():
                yield f"{name}/{member}", package.read(member)


def test_it_is_named_at_each_place_and_printed_nowhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, sent(), NAME)
    with caplog.at_level(logging.DEBUG):
        outcome = report(tmp_path, PERIOD, tmp_path / "out", None, Own())
    places = {(each.where.sheet, each.where.cell) for each in outcome.findings if each.code == "S12"}
    assert places >= {("培力成果", cell) for cell in ("B5", "S5", "M5", "AC5", "AH7", "B9", "B11")}
    assert places >= {("宣導成果", "J5"), ("聯絡人", "F5"), ("封面", "B19"), ("", "A1"), ("", "A2"), ("", "")}
    secrets = [*NUMBERS.values(), *SECRETS]
    secrets += ["".join(filter(str.isdigit, number)) for number in NUMBERS.values() if number.isascii()]
    printed = [
        *everything(outcome.folder),
        ("log", caplog.text.encode()),
        ("console", capsys.readouterr().out.encode()),
    ]
    for name, content in printed:
        for secret in secrets:
            assert secret.encode() not in content, (name, secret)


def test_a_row_with_personal_data_is_not_counted(tmp_path: Path) -> None:
    put(tmp_path, filled(training=[COURSE, {**COURSE, "title": NUMBERS["in one piece"]}]), NAME)
    outcome = report(tmp_path, PERIOD, tmp_path / "out", None, Own())
    figure = next(m for m in outcome.summary.measures if m.id == "training.att_f.115Q3.68000010")
    assert (figure.value, len(figure.not_counted)) == (20, 1)
