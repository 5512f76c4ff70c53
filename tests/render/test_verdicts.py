"""The compliance table on the page and in the workbook: each cell leads to its reason, cells and clause."""

from __future__ import annotations

import io
from functools import cache
from html import unescape

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from gmreports.model import Summary, Verdict
from gmreports.render.book import book
from tests.render.page_case import example, example_page, parsed


@cache
def year() -> Summary:
    return example()[1]


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(book(example()[0], year(), (), (), {"inputs": []})))


def test_every_verdict_of_the_page_leads_to_its_reason_and_its_cells() -> None:
    html, found = example_page(), parsed(example_page())
    grid = year().grids["compliance"]
    assert len(list(grid.verdicts())) == 13 * 15
    for row, line in enumerate(grid.lines):
        for column, cell in enumerate(line.cells):
            if isinstance(cell, Verdict):
                here = f"src-compliance-{row}-{column}"
                assert f"#{here}" in found.links
                entry = html.partition(f'id="{here}"')[2].partition("</dd>")[0]
                assert cell.why in unescape(entry)
                assert all(place.rsplit("!", 2)[1] in entry for place in cell.sources)


def test_every_verdict_leads_to_its_row_with_reason_cells_and_clause(workbook: Workbook) -> None:
    table, reasons = workbook["義務檢核"], workbook["義務檢核依據"]
    grid = year().grids["compliance"]
    rows = {cell.value: cell.row for cell in table["A"]}
    for line in grid.lines:
        for place, verdict in enumerate(line.cells, start=2):
            if not isinstance(verdict, Verdict):
                continue
            cell = table.cell(rows[line.label], place)
            assert str(cell.value).endswith(verdict.state)
            assert cell.hyperlink is not None
            sheet, _, address = str(cell.hyperlink.location).partition("!")
            assert sheet == "'義務檢核依據'"
            row = [found.value for found in reasons[reasons[address].row]]
            assert row[0] == line.label
            assert str(row[1]).startswith(f"{verdict.obligation} ")
            assert row[2:4] == [cell.value, verdict.why]
            assert bool(row[4]) == bool(verdict.sources)
            assert row[5] == verdict.clause


def test_a_verdict_has_a_mark_of_its_own(workbook: Workbook) -> None:
    said = {str(cell.value) for row in workbook["義務檢核"]["B6:P18"] for cell in row}
    assert {text.split()[1] for text in said} == {"符合", "未符合", "進行中", "無資料", "待認定"}
    assert len({text.split()[0] for text in said}) == 5
