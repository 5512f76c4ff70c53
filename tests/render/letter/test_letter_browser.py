"""The letters as they are seen: nothing is cut at the width of a mail program or of a phone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from gmreports.model import Letter, Where
from gmreports.render.letter import office_letters
from tests.render.letter.letter_case import SHEET, WRONG, kinds, made, only
from tests.render.page_case import chromium

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDE = "() => [...document.querySelectorAll('td, th, p, li')].filter(e => e.scrollWidth > e.clientWidth + 1)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def long_words() -> Letter:
    """Names and values without a place to break them."""
    summary, post = made(WRONG)
    file = f"115Q3/{'長檔名_'.ljust(30, 'x') * 4}.xlsx"
    where = Where(file, "培力成果", "AB1048576")
    cells = tuple(f"AB{row}" for row in range(1048500, 1048576, 2))
    found = replace(post.findings[0], where=where, cells=cells, message="9" * 200, mend="x" * 200)
    standing = replace(post.standing, file=file)
    attachment = (f"{'x' * 120}.xlsx", SHEET, b"x")
    return only(
        office_letters(summary, replace(post, standing=standing, findings=(found,), attachment=attachment))
    )


@pytest.mark.parametrize("width", [600, 390])
def test_every_letter_fits(browser: Browser, width: int) -> None:
    shown = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    shown.on("request", lambda request: asked.append(request.url))
    for name, letter in {**kinds(), "long": long_words()}.items():
        shown.set_content(letter.html)
        assert shown.evaluate("document.documentElement.scrollWidth") <= width, name
        assert shown.evaluate(f"({WIDE})().length") == 0, name
        assert shown.locator("h1").count() == 1
    assert asked == []
    shown.close()


def test_the_sheet_is_600_pixels_on_a_desk(browser: Browser) -> None:
    shown = browser.new_page(viewport={"width": 1200, "height": 800})
    shown.set_content(only(office_letters(*made(WRONG))).html)
    box = shown.locator(".sheet").bounding_box()
    assert box is not None
    assert box["width"] == 600
    shown.close()
