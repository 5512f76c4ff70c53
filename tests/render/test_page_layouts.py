"""The layouts are the clerk's: a mistake in one is named by file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gmreports.model import ClerkError
from gmreports.render.layouts import fill, link, templates


@pytest.mark.parametrize(
    ("layout", "place"),
    [
        ("<p>\n{{ summray }}\n</p>", "html/report.html.j2 第 2 行"),
        ("<p>\n\n{{ given.mispelt }}\n</p>", "html/report.html.j2 第 3 行"),
        ("{% if given %}\n", "html/report.html.j2 第 1 行"),
        ("{# no #}\n{% include 'html/part.html.j2' %}", "html/part.html.j2 第 3 行"),
        ("\n{% include 'html/none.html.j2' %}", "html/report.html.j2 第 2 行"),
    ],
)
def test_a_mistake_stops_with_file_and_line(tmp_path: Path, layout: str, place: str) -> None:
    folder = tmp_path / "html"
    folder.mkdir()
    (folder / "report.html.j2").write_text(layout, encoding="utf-8")
    (folder / "part.html.j2").write_text("1\n2\n{{ nothing }}", encoding="utf-8")
    with pytest.raises(ClerkError, match=place):
        fill("html/report.html.j2", {"given": object()}, tmp_path)


def test_what_is_filled_in_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "x.j2").write_text('<p title="{{ given }}">{{ given }}</p>', encoding="utf-8")
    assert (
        fill("x.j2", {"given": '"><b>'}, tmp_path) == '<p title="&#34;&gt;&lt;b&gt;">&#34;&gt;&lt;b&gt;</p>'
    )


@pytest.mark.parametrize("address", ["https://example.gov.tw/a", "mailto:a@example.gov.tw", "#top"])
def test_a_link_of_an_allowed_scheme_stays(address: str) -> None:
    assert link(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//example.com",
        "java\nscript:x",
        "mailto:a b",
        "",
    ],
)
def test_any_other_link_leads_nowhere(address: str) -> None:
    assert link(address) == "#"


def test_no_attribute_of_a_layout_is_unquoted() -> None:
    for file in sorted(templates().glob("*/*.html.j2")):
        assert "={{" not in file.read_text(encoding="utf-8"), file.name


def test_an_installed_program_finds_its_layouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "site" / "gmreports" / "_templates"
    shutil.copytree(templates() / "mail", packed / "mail")
    monkeypatch.setattr("gmreports.render.layouts.PACKAGE", packed.parent)
    assert templates() == packed
