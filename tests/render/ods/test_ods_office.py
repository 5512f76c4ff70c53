"""report.ods in LibreOffice: it gives every number afresh, and prints as it should."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import openpyxl
import pypdf
import pytest

from gmreports.model import Grid, Heading, Line, Query
from gmreports.render.book import book
from gmreports.render.ods import ods
from tests.office.libreoffice import recalculate, to_pdf, values
from tests.render import book_case
from tests.render.ods.test_ods import example

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def afresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented year, every formula calculated by LibreOffice."""
    path = tmp_path_factory.mktemp("ods") / "report.ods"
    path.write_bytes(example()[1])
    return recalculate(path)


def test_every_number_is_that_of_the_other_workbook_when_calculated_afresh(
    afresh: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "report.xlsx"
    theirs.write_bytes(example()[0])
    carried, fresh = values(theirs), values(afresh)
    assert list(fresh) == list(carried)
    assert sum(isinstance(value, int | float) for sheet in fresh.values() for value in sheet.values()) > 3_000
    for sheet, cells in carried.items():
        differing = {
            cell: (value, fresh[sheet].get(cell))
            for cell, value in cells.items()
            if fresh[sheet].get(cell) != value
        }
        assert differing == {}, sheet
        assert set(fresh[sheet]) == set(cells), sheet


def test_every_link_leads_to_a_place_of_the_workbook(afresh: Path) -> None:
    workbook = openpyxl.load_workbook(afresh)
    links = [cell.hyperlink for sheet in workbook.worksheets for row in sheet.iter_rows() for cell in row]
    found = [link for link in links if link]
    assert len(found) > 200
    assert all(link.location and not link.target for link in found)


def test_a_text_that_looks_like_a_criterion_matches_itself_alone(tmp_path: Path) -> None:
    titles = ("a*b", "axb", "a?b", ">5", "=x", "<>", "~a", '說"好"', "007", ".*", "不計的末列")
    spaced = "  兩  端\t空白 \n第二行"
    details = {"training": book_case.training((*titles[:-1], spaced, titles[-1]))}
    lines = tuple(
        Line(title, (book_case.figure(details, title, "人次", Query("training", ("att_f",), (pair,))),))
        for title in titles
        for pair in (("title", title),)
    )
    grid = Grid("g", "試算", "", "課程", (Heading("女", "人次"),), lines)
    summary = replace(book_case.summary(), grids={"g": grid}, details=details, figures=())
    path = tmp_path / "report.ods"
    path.write_bytes(ods(book(book_case.form(), summary, (), (), {})))
    fresh = values(recalculate(path))
    grid_values = [fresh["試算"][f"B{row + 6}"] for row in range(len(titles))]
    assert grid_values == [27] * (len(titles) - 1) + [0]
    assert {*titles, spaced} <= set(fresh["培力明細"].values())


def test_paper_is_numbered_through_and_days_are_those_of_the_republic(tmp_path: Path) -> None:
    path = tmp_path / "report.ods"
    content = book(book_case.form(), book_case.summary(), book_case.findings(), (), book_case.MANIFEST)
    path.write_bytes(ods(content))
    pages = pypdf.PdfReader(to_pdf(path)).pages
    texts = ["".join(normalize("NFKC", page.extract_text()).split()) for page in pages]
    for at, text in enumerate(texts, 1):
        assert f"第{at}頁,共{len(pages)}頁" in text
    received = next(text for text in texts if text.startswith("收件狀況"))
    assert re.search(r"115/10/1209:30", received)
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages}
    assert sizes <= {(595, 842), (842, 595)}
