"""What the result files hold after an attack: workbooks, tables, letters, records. Programs come later."""

from __future__ import annotations

import csv
import email
import io
import json
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from gmreports.render.ods.formula import open_formula
from tests.injection.attack import Attacked, attacked
from tests.injection.hostile import HOSTILE, MARKUP
from tests.render.ods import parts

# A spreadsheet takes what starts like this for a formula.
STARTS_A_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠\t\r]")
HEADERS = {"From", "To", "Cc", "Reply-To", "Subject", "X-Unsent", "MIME-Version", "Content-Type", "Date"}
HEADERS |= {"Message-ID", "Content-Transfer-Encoding", "Auto-Submitted", "Content-Language"}


@pytest.fixture(scope="module")
def attack(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    return attacked(tmp_path_factory)


@pytest.fixture(scope="module")
def report(attack: Attacked) -> Workbook:
    return openpyxl.load_workbook(attack.results / "report.xlsx")


def files(attack: Attacked, ending: str) -> list[Path]:
    return sorted(path for path in attack.results.rglob(f"*{ending}") if path.is_file())


def test_the_attack_reaches_the_report(attack: Attacked, report: Workbook) -> None:
    codes = {finding.code for finding in attack.outcome.findings}
    assert len(codes) > 10
    assert "S00" not in codes
    sheet = report["培力明細"]
    held = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"{{7*7}}", "javascript:alert(1)", MARKUP[0]} <= held


def test_the_workbook_holds_no_formula_and_no_link_but_ours(report: Workbook) -> None:
    for sheet in report.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    # Made of the functions we use, over cells of this workbook.
                    open_formula(str(cell.value).removeprefix("="))
                    assert not sheet.title.endswith("明細"), cell.coordinate
                if cell.hyperlink:
                    assert cell.hyperlink.target is None
                    assert str(cell.hyperlink.location).split("!")[0].strip("'") in report.sheetnames
    assert not [sheet.title for sheet in report.worksheets if sheet._comments]  # type: ignore[attr-defined]


def test_the_open_workbook_says_the_same(attack: Attacked, report: Workbook) -> None:
    made = (attack.results / "report.ods").read_bytes()
    theirs = {
        (sheet.title, row, column)
        for sheet in report.worksheets
        for row, line in enumerate(sheet.iter_rows())
        for column, cell in enumerate(line)
        if cell.data_type == "f"
    }
    ours = {
        (name, row, column)
        for name, row, column, cell in parts.cells(made)
        if parts.attribute(cell, "table:formula")
    }
    assert ours == theirs
    assert all(link.startswith("#'") for link in parts.links(made))


def test_no_field_of_a_table_starts_like_a_formula(attack: Attacked) -> None:
    tables = files(attack, ".csv")
    assert {table.name for table in tables} >= {"findings.csv", "index.csv"}
    for table in tables:
        rows = list(csv.reader(io.StringIO(table.read_text("utf-8-sig"), newline="")))
        assert len({len(row) for row in rows}) == 1, table.name
        assert not [field for row in rows for field in row if STARTS_A_FORMULA.match(field)], table.name


def test_records_can_be_read(attack: Attacked) -> None:
    for record in files(attack, ".json"):
        content = record.read_bytes()
        json.loads(content.decode("utf-8"))
        assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", content), record.name


def test_results_stand_in_their_folder_under_plain_names(attack: Attacked) -> None:
    folder = attack.results.resolve()
    for path in folder.rglob("*"):
        assert path.resolve().is_relative_to(folder)
        assert not path.is_symlink()
        assert path.name.isprintable(), path.name


@pytest.fixture(scope="module")
def letters(attack: Attacked) -> dict[str, EmailMessage]:
    found = {
        path.name: email.message_from_bytes(path.read_bytes(), policy=default)
        for path in files(attack, ".eml")
    }
    assert "summary.eml" in found
    return {name: letter for name, letter in found.items() if isinstance(letter, EmailMessage)}


def test_no_letter_has_a_header_that_we_did_not_write(letters: dict[str, EmailMessage]) -> None:
    for name, letter in letters.items():
        assert set(letter.keys()) <= HEADERS, name
        assert len(letter.keys()) == len(set(letter.keys())), name
        for value in letter.values():
            assert not value.defects, name
            assert str(value).isprintable(), name
        assert "Bcc" not in letter


def test_every_part_of_a_letter_is_whole_and_its_file_name_plain(letters: dict[str, EmailMessage]) -> None:
    for name, letter in letters.items():
        for part in letter.walk():
            assert not part.defects, name
            file = part.get_filename()
            if file is not None:
                assert file.isprintable(), name
                assert not re.search(r"[/\\:*?\"<>|]|\.\.", file), name


def test_no_letter_holds_markup_or_a_link_that_was_typed(letters: dict[str, EmailMessage]) -> None:
    for name, letter in letters.items():
        body = letter.get_body(("html",))
        assert body is not None, name
        html = body.get_content()
        assert not re.search(r"<(script|svg|img|iframe|object|form)\b", html), name
        assert not re.search(r"<[^<>]*\son\w+\s*=", html), name
        links = re.findall(r'href="([^"]*)"', html)
        assert all(re.match(r"#|mailto:|https://", link) for link in links), name
        assert "evil.example" not in "".join(links)
        assert "49" not in re.findall(r">\s*(49)\s*<", html)


def test_every_text_was_tried() -> None:
    assert len(HOSTILE) == len(set(HOSTILE)) > 40
