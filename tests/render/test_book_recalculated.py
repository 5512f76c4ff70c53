"""Every figure two ways: LibreOffice must give what the program computed, and follow a changed detail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from gmreports.model import Grid, Heading, Line, Query
from gmreports.render.book import book
from tests.office.libreoffice import recalculate, values
from tests.render import book_case
from tests.summarise.make import example_summary

pytestmark = pytest.mark.office
ERRORS = ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "Err:")


def written(path: Path, example: bool) -> Path:
    if example:
        summary, _, findings = example_summary()
        content = book(book_case.form(), summary, findings, (), {"inputs": []})
    else:
        content = book(book_case.form(), book_case.summary(), (), (), book_case.MANIFEST)
    path.write_bytes(content)
    return path


def formulas(path: Path) -> list[tuple[str, str]]:
    book = openpyxl.load_workbook(path)
    return [
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]


@pytest.mark.parametrize(("example", "least"), [(True, 300), (False, 45)])
def test_every_formula_gives_the_value_it_carries(tmp_path: Path, example: bool, least: int) -> None:
    path = written(tmp_path / "report.xlsx", example)
    carried, fresh = values(path), values(recalculate(path))
    cells = formulas(path)
    assert len(cells) > least
    differing = {
        (sheet, cell): (carried[sheet].get(cell), fresh[sheet].get(cell))
        for sheet, cell in cells
        if carried[sheet].get(cell) is None or carried[sheet].get(cell) != fresh[sheet].get(cell)
    }
    assert differing == {}
    shown = [value for sheet in fresh.values() for value in sheet.values() if isinstance(value, str)]
    assert not [text for text in shown if text.startswith(ERRORS)]


def test_a_text_that_looks_like_a_criterion_matches_itself_alone(tmp_path: Path) -> None:
    titles = ("a*b", "axb", "a?b", ">5", "=x", "<>", "~a", '說"好"', "007", "不計的末列")
    details = {"training": book_case.training(titles)}
    lines = tuple(
        Line(title, (book_case.figure(details, title, "人次", Query("training", ("att_f",), (pair,))),))
        for title in titles
        for pair in (("title", title),)
    )
    grid = Grid("g", "試算", "", "課程", (Heading("女", "人次"),), lines)
    summary = replace(book_case.summary(), grids={"g": grid}, details=details, figures=())
    path = tmp_path / "report.xlsx"
    path.write_bytes(book(book_case.form(), summary, (), (), {}))
    fresh = values(recalculate(path))["試算"]
    assert [fresh[f"B{row + 6}"] for row in range(len(titles))] == [27] * (len(titles) - 1) + [0]


def test_the_figures_follow_the_detail(tmp_path: Path) -> None:
    path = written(tmp_path / "report.xlsx", example=False)
    workbook = openpyxl.load_workbook(path)
    detail = workbook["培力明細"]
    column = next(cell.column for cell in detail[5] if cell.value == "參訓人次(女)")
    counted = next(cell.column for cell in detail[5] if cell.value == "列計")
    before = values(path)["培力"]
    detail.cell(6, column, 1007)
    detail.cell(7, counted, "否")
    changed = tmp_path / "changed.xlsx"
    workbook.save(changed)
    after = values(recalculate(changed))["培力"]
    # Of 桃園區: 7 + 7 women in two rows, then 1,007 in the one that still counts.
    assert (before["C7"], after["C7"]) == (14, 1007)
    assert (before["I7"], after["I7"]) == (2, 1)
    assert after["G7"] == round(1007 / 1008, 3)
    assert after["C8"] == before["C8"]
