"""The page as it is set: headings, hints and boxes where eyes would stumble."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from gmreports.model import Grid, Line, Measure, Verdict
from gmreports.render.page import page
from gmreports.render.page.charts import by_sex, coverage
from gmreports.render.page.charts.marks import text_width
from tests.render.page_case import chromium, example, example_page, manifest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(example_page(), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_the_hint_to_scroll_stands_only_where_there_is_something_to_scroll(
    browser: Browser, file: Path, width: int
) -> None:
    shown = browser.new_page(viewport={"width": width, "height": 844})
    shown.goto(file.as_uri())
    shown.wait_for_timeout(100)
    boxes = shown.evaluate(
        """[...document.querySelectorAll('.scroll')].filter(box => box.checkVisibility()).map(box => [
            box.parentElement.id || box.parentElement.parentElement.id, box.scrollWidth > box.clientWidth,
            (box.parentElement.querySelector('.slide')?.offsetHeight ?? 0) > 0])"""
    )
    assert len(boxes) > 10
    assert [name for name, wide, said in boxes if wide != said] == []
    shown.close()


def test_the_names_of_obligations_break_between_words(browser: Browser, file: Path) -> None:
    shown = browser.new_page(viewport={"width": 1280, "height": 900})
    shown.goto(file.as_uri())
    lines = shown.evaluate(
        """[...document.querySelectorAll('.verdicts thead th.w')].map(head => {
            const words = document.createRange()
            words.selectNodeContents(head)
            const tops = [...words.getClientRects()].map(line => Math.round(line.top))
            return [head.innerText, new Set(tops).size]
        })"""
    )
    assert lines
    assert [text for text, count in lines if count > len(text.split())] == []
    shown.close()


@pytest.mark.parametrize(("rate", "found"), [(99, "還沒有各項"), (100, "13 個各項")])
def test_that_no_office_has_every_rate_full_is_said_in_words(rate: int, found: str) -> None:
    _, summary, _ = example()
    drawn = coverage.chart(_rated(summary.grids["coverage"], rate))
    assert drawn is not None
    assert found in drawn.title


def _rated(grid: Grid, rate: int) -> Grid:
    """The table with the same rate in every place."""

    def cells(line: Line) -> tuple[Measure | Verdict | str, ...]:
        return tuple(
            replace(cell, value=Decimal(rate), state="counted")
            if isinstance(cell, Measure) and cell.unit == "%"
            else cell
            for cell in line.cells
        )

    return replace(grid, lines=tuple(replace(line, cells=cells(line)) for line in grid.lines))


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_name_leaves_room_for_the_figures(browser: Browser, tmp_path: Path, width: int) -> None:
    form, summary, findings = example()
    grids = {
        name: replace(grid, lines=(replace(grid.lines[0], label="範例" * 100), *grid.lines[1:]))
        for name, grid in summary.grids.items()
    }
    first, *others = summary.standings
    named = replace(first, office=replace(first.office, short="範例" * 100))
    told = replace(summary, grids=grids, standings=(named, *others))
    file = tmp_path / "long.html"
    file.write_text(page(form, told, findings, manifest(summary)), encoding="utf-8")
    shown = browser.new_page(viewport={"width": width, "height": 844})
    shown.goto(file.as_uri())
    shares = shown.evaluate(
        """[...document.querySelectorAll('.grid .scroll, #standings .scroll')].map(box =>
            box.querySelector('tbody th').offsetWidth / box.clientWidth)"""
    )
    assert len(shares) == len(summary.grids) + 1
    assert max(shares) < 0.6
    shown.close()


def test_the_words_of_a_bar_keep_apart_and_inside() -> None:
    _, summary, _ = example()
    grid = summary.grids["training"]
    cells = tuple(
        replace(cell, value=123_456) if isinstance(cell, Measure) else cell for cell in grid.lines[0].cells
    )
    lines = (replace(grid.lines[0], label="範例" * 100, cells=cells), *grid.lines[1:])
    drawn = by_sex.chart(replace(grid, lines=lines))
    assert drawn is not None
    wide, narrow = drawn.views
    assert all(words.x + text_width(words.text) <= wide.width for words in wide.words)
    name, said = narrow.words[3:5]
    assert name.x + text_width(name.text) < said.x - text_width(said.text)
