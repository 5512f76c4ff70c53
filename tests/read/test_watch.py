"""What else is in a workbook is noticed, and personal data goes no further."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from gmreports.forms import load_form, load_terms
from gmreports.model import Period
from gmreports.read.cells import Cell, SheetCells
from gmreports.read.find import find_table
from gmreports.read.rows import sort_rows
from gmreports.read.watch import active_content, beside, other_version
from gmreports.read.xlsx import read_xlsx
from tests.read.make_xlsx import RELATIONS, raw_xlsx

FORM = load_form(load_terms(Period(115, 3)))
WEBSITE = FORM.sheet("website")
HEADERS = [column.header for column in WEBSITE.asked]


def sheet(*rows: list[str], hidden: frozenset[int] = frozenset()) -> SheetCells:
    cells = {
        (row, column): Cell(text)
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if text
    }
    return SheetCells("專區網頁", cells=cells, hidden_rows=hidden)


def seen(cells: SheetCells) -> list[tuple[str, str]]:
    table = find_table(WEBSITE, cells)
    rows, _ = sort_rows(WEBSITE, table, cells)
    return [(note.kind, note.cell) for note in beside(WEBSITE, cells, table, rows, "a.xlsx")]


def test_hidden_rows_are_noticed_when_they_are_filled() -> None:
    cells = sheet(HEADERS, ["2026-07-03"], ["", "其他"], [], hidden=frozenset({3, 4}))
    assert seen(cells) == [("hidden_row", "B3")]


def test_a_strange_header_is_noticed_where_a_column_is_missing() -> None:
    cells = sheet(
        [*HEADERS[:2], "連到哪裡", *HEADERS[3:], "本所備註"], ["2026-07-03", "其他", "甲", "乙", "", ""]
    )
    assert seen(cells) == [("outside_table", "C1")]


def test_cells_beside_the_table_are_noticed_and_a_column_with_a_header_is_not() -> None:
    cells = sheet(
        [*HEADERS, "本所備註"],
        ["2026-07-03", "", "", "", "", "自己的欄", "旁邊"],
        ["", "", "", "", "", "", "12"],
    )
    assert seen(cells) == [("outside_table", "G2"), ("outside_table", "G3")]


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ({"xl/vbaProject.bin": b""}, "巨集"),
        ({"xl/externalLinks/externalLink1.xml": b"<externalLink><externalBook/></externalLink>"}, "外部連結"),
        ({"xl/externalLinks/externalLink1.xml": b"<externalLink><ddeLink/></externalLink>"}, "DDE"),
        ({"xl/embeddings/oleObject1.bin": b""}, "內嵌物件"),
        ({"xl/vbaProject.bin": b"", "xl/activeX/a.xml": b""}, "內嵌物件、巨集"),
        ({"XL/VBAPROJECT.BIN": b""}, "巨集"),
        ({"xl/connections.xml": b"<connections/>"}, "外部連結"),
        ({}, ""),
    ],
)
def test_what_acts_by_itself_is_named(tmp_path: Path, parts: dict[str, bytes], what: str) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", "")
    with ZipFile(path, "a") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert "".join(note.facts["what"] for note in active_content(read_xlsx(path), "a.xlsx")) == what


@pytest.mark.parametrize(
    ("kind", "what"), [("vbaProject", "巨集"), ("externalLink", "外部連結"), ("theme", "")]
)
def test_what_acts_under_another_name_is_told_by_its_relation(tmp_path: Path, kind: str, what: str) -> None:
    before, path = raw_xlsx(tmp_path / "a.xlsx", ""), tmp_path / "b.xlsx"
    with ZipFile(before) as package, ZipFile(path, "w") as changed:
        for name in package.namelist():
            content = package.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                link = f'<Relationship Id="rId9" Type="{RELATIONS}/{kind}" Target="a.bin"/></Relationships>'
                content = content.replace(b"</Relationships>", link.encode())
            changed.writestr(name, content)
    assert "".join(note.facts["what"] for note in active_content(read_xlsx(path), "a.xlsx")) == what


@pytest.mark.parametrize(
    ("formula", "calls"),
    [("cmd|'/c calc'!A0", True), ("'a'|b!c", True), ("SUM(A1:A2)", False), ('IF(A1="a|b",1,2)', False)],
)
def test_a_formula_that_starts_a_program_is_noticed(tmp_path: Path, formula: str, calls: bool) -> None:
    path = raw_xlsx(tmp_path / "a.xlsx", f'<row r="1"><c r="A1"><f>{formula}</f><v>0</v></c></row>')
    assert ("DDE" in read_xlsx(path).active) is calls


@pytest.mark.parametrize(
    ("version", "kind"),
    [("0.9", "older_form"), ("1.0", ""), ("1.10", "not_our_form"), ("", ""), ("很舊", "older_form")],
)
def test_another_version_of_the_form_is_noticed(version: str, kind: str) -> None:
    note = other_version(FORM, {"form_id": "district", "form_version": version}, "a.xlsx")
    assert (note.kind if note else "") == kind
