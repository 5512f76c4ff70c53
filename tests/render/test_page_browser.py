"""The page as a reader meets it: on a phone, on a desk, on paper, with a keyboard."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pypdf
import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, Request

from tests.render.page_case import chromium, example_page
from tests.render.test_page import hostile_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TALL = 844
PAPER = "rgb(255, 255, 255)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(example_page(), encoding="utf-8")
    return path


def opened(browser: Browser, file: Path, width: int = 1280, dark: bool = False) -> Page:
    shown = browser.new_page(
        viewport={"width": width, "height": TALL}, color_scheme="dark" if dark else "light"
    )
    shown.goto(file.as_uri())
    return shown


def moved(box: Locator, shown: Page) -> bool:
    """Whether the box has begun to scroll; Playwright's own waiting is kept out by the page's policy."""
    shown.wait_for_timeout(100)
    return bool(box.evaluate("box => box.scrollLeft > 0"))


def ground(shown: Page) -> str:
    return str(shown.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1280])
def test_the_page_is_never_wider_than_the_window(browser: Browser, file: Path, width: int) -> None:
    shown = opened(browser, file, width)
    shown.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert shown.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("hostile", [False, True])
def test_nothing_runs_and_nothing_is_fetched(browser: Browser, tmp_path: Path, hostile: bool) -> None:
    file = tmp_path / "report.html"
    file.write_text(hostile_page() if hostile else example_page(), encoding="utf-8")
    said: list[str] = []

    def request(asked: Request) -> None:
        if asked.url != file.as_uri():
            said.append(asked.url)

    def dialog(shown: Dialog) -> None:
        said.append(shown.message)
        shown.dismiss()

    shown = browser.new_page()
    shown.on("console", lambda message: said.append(message.text))
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.on("request", request)
    shown.on("dialog", dialog)
    shown.goto(file.as_uri())
    shown.wait_for_load_state("networkidle")
    assert said == []


def test_a_figure_leads_to_its_cells_without_script(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    shown = context.new_page()
    shown.goto(file.as_uri())
    entry = shown.locator("#src-training-0-0")
    assert not entry.is_visible()
    shown.locator('a[href="#src-training-0-0"]').click()
    entry.wait_for(state="visible")
    assert "培力成果" in entry.inner_text()
    context.close()


@pytest.mark.parametrize(("width", "seen"), [(390, "w320"), (1280, "w640")])
def test_one_drawing_of_each_chart_is_shown(browser: Browser, file: Path, width: int, seen: str) -> None:
    shown = opened(browser, file, width)
    drawings = shown.locator(".chart svg")
    visible = [drawings.nth(at) for at in range(drawings.count()) if drawings.nth(at).is_visible()]
    assert [drawing.get_attribute("class") for drawing in visible] == [seen] * 4


@pytest.mark.parametrize(("width", "least"), [(390, 12.0), (1280, 12.0)])
def test_words_in_charts_stay_readable_and_inside(
    browser: Browser, file: Path, width: int, least: float
) -> None:
    shown = opened(browser, file, width)
    sizes = shown.evaluate(
        """[...document.querySelectorAll('.chart svg')].filter(svg => svg.checkVisibility()).map(svg => {
            const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width
            const right = svg.getBoundingClientRect().right + 1
            const words = [...svg.querySelectorAll('text')]
            return [Math.min(...words.map(word => parseFloat(getComputedStyle(word).fontSize))) * scale,
                    words.filter(word => word.getBoundingClientRect().right > right).length]
        })"""
    )
    assert len(sizes) == 4
    assert min(size for size, _ in sizes) >= least
    assert [outside for _, outside in sizes] == [0] * 4


def test_a_wide_table_scrolls_in_its_own_box_by_keyboard(browser: Browser, file: Path) -> None:
    shown = opened(browser, file, 390)
    box = shown.locator("#table-coverage .scroll")
    box.focus()
    assert box.evaluate("box => box === document.activeElement && box.scrollWidth > box.clientWidth")
    shown.keyboard.press("ArrowRight")
    assert any(moved(box, shown) for _ in range(30))
    stub = box.locator("tbody th").first
    assert stub.evaluate("stub => stub.getBoundingClientRect().left") < 390 / 4


def test_the_first_tab_skips_to_the_contents(browser: Browser, file: Path) -> None:
    shown = opened(browser, file)
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.className") == "skip"
    assert shown.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.id") == "main"


def test_dark_on_the_screen_and_white_on_paper(browser: Browser, file: Path) -> None:
    shown = opened(browser, file, dark=True)
    assert ground(shown) != PAPER
    shown.emulate_media(media="print", color_scheme="dark")
    assert ground(shown) == PAPER


def test_paper_has_numbered_pages_and_what_was_folded(browser: Browser, file: Path) -> None:
    made = opened(browser, file).pdf(prefer_css_page_size=True, print_background=True)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert 5 < len(pages) < 25
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages} == {(595, 842)}
    # Some characters come out as the look-alikes of the Kangxi block, which NFKC turns back.
    texts = ["".join(normalize("NFKC", page.extract_text()).split()) for page in pages]
    assert all(f"第{at}頁,共{len(pages)}頁" in text for at, text in enumerate(texts, 1))
    assert any("F02" in text for text in texts)
    assert not any("跳到主要內容" in text for text in texts)
