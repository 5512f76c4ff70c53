"""The result files in real programs: LibreOffice and Chromium find nothing to run and nothing to fetch."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from playwright.sync_api import Dialog, Request

from tests.injection.attack import attacked
from tests.office.libreoffice import recalculate
from tests.render.page_case import chromium
from tests.run.filled import TERMS

Places = set[tuple[str, str]]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return attacked(tmp_path_factory).results


def opened(file: Path, folder: Path) -> Workbook:
    """What LibreOffice makes of a file, saved as a workbook."""
    copy = folder / file.name
    shutil.copyfile(file, copy)
    return openpyxl.load_workbook(recalculate(copy, folder / f"{file.name}.xlsx"))


def formulas(book: Workbook) -> Places:
    return {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def links(book: Workbook) -> list[tuple[str, str]]:
    """Each link's place in the workbook, and what it leads to outside of it."""
    found = (cell.hyperlink for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)
    return sorted((str(link.location), link.target or "") for link in found if link)


@pytest.mark.office
@pytest.mark.parametrize("name", ["report.xlsx", "report.ods"])
def test_libreoffice_finds_the_formulas_and_links_that_we_wrote(
    results: Path, name: str, tmp_path: Path
) -> None:
    ours = openpyxl.load_workbook(results / "report.xlsx")
    theirs = opened(results / name, tmp_path)
    assert theirs.sheetnames == ours.sheetnames
    assert formulas(theirs) == formulas(ours)
    assert [outside for _, outside in links(theirs) if outside] == []
    assert len(links(theirs)) == len(links(ours))
    shown = {cell.value for row in theirs["培力明細"].iter_rows() for cell in row}
    assert {"=cmd|'/c calc'!A0", "＝1+1", "javascript:alert(1)"} <= shown


@pytest.mark.office
def test_libreoffice_makes_no_formula_of_a_table(results: Path, tmp_path: Path) -> None:
    for number, table in enumerate(sorted(results.rglob("*.csv"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        book = opened(table, folder)
        assert formulas(book) == set(), table.name
        assert links(book) == [], table.name
        assert book.worksheets[0].max_row > 1, table.name


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False])
def test_the_page_runs_nothing_and_fetches_nothing(results: Path, scripts: bool) -> None:
    page = results / "report.html"
    said: list[str] = []

    def request(asked: Request) -> None:
        if asked.url != page.as_uri():
            said.append(asked.url)

    def dialog(shown: Dialog) -> None:
        said.append(shown.message)
        shown.dismiss()

    with chromium() as browser:
        shown = browser.new_context(java_script_enabled=scripts).new_page()
        shown.on("console", lambda message: said.append(message.text))
        shown.on("pageerror", lambda error: said.append(str(error)))
        shown.on("request", request)
        shown.on("dialog", dialog)
        shown.goto(page.as_uri())
        shown.wait_for_load_state("networkidle")
        if scripts:
            shown.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
            assert shown.evaluate("window.hit === undefined")
            assert shown.evaluate("document.querySelectorAll('img, object, embed, iframe, form').length") == 0
            leads = shown.evaluate(
                "[...document.querySelectorAll('[href]')].map(each => each.getAttribute('href'))"
            )
            assert {lead for lead in leads if not lead.startswith("#")} <= {f"mailto:{TERMS.desk.email}"}
            names = shown.evaluate(
                "[...document.querySelectorAll('*')].flatMap(each => each.getAttributeNames())"
            )
            assert not [name for name in names if name.startswith("on")]
            assert "{{7*7}}" in shown.inner_text("body")
    assert said == []
