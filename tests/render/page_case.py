"""The invented year as a page, and the page taken apart again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pytest

from gmreports.model import Finding, Form, Summary, Where
from gmreports.render.page import page
from tests.summarise.make import example_summary

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "=cmd|'/c calc'!A0",
    "{{ 7 * 7 }}",
)


@cache
def example() -> tuple[Form, Summary, tuple[Finding, ...]]:
    summary, data, findings = example_summary()
    return data.form, summary, findings


def manifest(summary: Summary) -> dict[str, object]:
    files = {place.rsplit("!", 2)[0] for m in summary.measures for place in (*m.sources, *m.not_counted)}
    files |= {standing.file for standing in summary.standings if standing.file}
    return {
        "inputs": [
            {
                "file": file,
                "office_code": PurePosixPath(file).name[:8],
                "sha256": sha256(file.encode()).hexdigest(),
                "received_at": "2026-10-05 09:12",
            }
            for file in sorted(files)
        ],
        "program_version": "0.0",
        "forms": {"district": "1.0"},
        "as_of": "2026-10-15",
    }


@cache
def example_page() -> str:
    form, summary, findings = example()
    return page(form, summary, findings, manifest(summary))


def finding(office_code: str, message: str = "「場次」是 0。", **more: str) -> Finding:
    severity = more.pop("severity", "E")
    assert severity in ("E", "W", "I")
    where = Where("115Q3/x.xlsx", "培力成果", "P6")
    texts = {"expected": "至少 1", "mend": "請改成 1 以上的整數。", "clause": "", "filled": "", **more}
    return Finding("F07", severity, office_code, where, message, row=6, **texts)  # type: ignore[arg-type]


@dataclass
class Page(HTMLParser):
    """What a reader finds: ids, links, headings, the rows of each grid, and all text outside styles."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    grids: dict[str, list[list[str]]] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    captions: int = 0
    tables: int = 0
    text: str = ""
    _grid: str = ""
    _body: bool = False
    _cell: bool = False
    _style: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.add(tag)
        self.attributes |= set(found)
        if "id" in found:
            self.ids.append(found["id"] or "")
        if "href" in found:
            self.links.append(found["href"] or "")
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        self.captions += tag == "caption"
        self.tables += tag == "table"
        self._style = tag == "style"
        if tag == "div" and (found.get("id") or "").startswith("table-"):
            self._grid = (found["id"] or "").removeprefix("table-")
        if tag == "tbody":
            self._body = bool(self._grid)
        if self._body and tag == "tr":
            self.grids.setdefault(self._grid, []).append([])
        if self._body and tag in ("td", "th"):
            self.grids[self._grid][-1].append("")
            self._cell = True

    def handle_endtag(self, tag: str) -> None:
        self._style = self._style and tag != "style"
        if tag in ("td", "th"):
            self._cell = False
        if tag == "tbody":
            self._body, self._grid = False, ""

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.text += data
        if self._cell:
            self.grids[self._grid][-1][-1] += data


def parsed(html: str) -> Page:
    found = Page()
    found.feed(html)
    found.close()
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium; the test is skipped where it is missing, and fails where it is missing and CI is set."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not program:
        missing = "Chromium 沒有安裝（make tools）"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
