"""The layouts of the letters are the clerk's too: a misspelt name in one stops with its file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from gmreports.model import ClerkError
from gmreports.render.layouts import templates
from gmreports.render.letter import summary_letter
from tests.render.letter.letter_case import kinds
from tests.render.page_case import example

PARTS = ("base.html.j2", "parts.html.j2", "part_foot.txt.j2", "part_items.txt.j2", "part_receipt.txt.j2")
LAYOUTS = [
    f"{kind}.{form}.j2"
    for kind in ("correction", "thanks", "unreadable", "overdue", "reminder", "receipt", "summary")
    for form in ("html", "txt")
]


def test_every_layout_is_tried_here() -> None:
    assert {path.name for path in (templates() / "mail").iterdir()} == {*PARTS, *LAYOUTS}


@pytest.fixture
def restyled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The layouts as an installed program has them, ready to be spoilt."""
    folder = tmp_path / "gmreports" / "_templates" / "mail"
    shutil.copytree(templates() / "mail", folder)
    monkeypatch.setattr("gmreports.render.layouts.PACKAGE", folder.parents[1])
    return folder


def misspelt(path: Path, name: str, wrong: str) -> int:
    """Misspell the first use of a name; the line it stands in."""
    lines = path.read_text("utf-8").split("\n")
    line = next(number for number, text in enumerate(lines) if name in text and "macro" not in text)
    lines[line] = lines[line].replace(name, wrong, 1)
    path.write_text("\n".join(lines), "utf-8")
    return line + 1


def write_all() -> None:
    kinds()
    summary_letter(example()[1], ())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_misspelt_name_stops_with_file_and_line(restyled: Path, layout: str) -> None:
    line = misspelt(restyled / layout, "period.title", "period.titel")
    with pytest.raises(ClerkError, match=rf"mail/{layout} 第 {line} 行.*titel"):
        write_all()


@pytest.mark.parametrize(
    ("part", "name", "wrong"),
    [
        ("base.html.j2", "desk.phone", "desk.fone"),
        ("parts.html.j2", "item.what", "item.waht"),
        ("part_foot.txt.j2", "desk.name", "dask.name"),
        ("part_items.txt.j2", "item.how", "item.hwo"),
        ("part_receipt.txt.j2", "sha256", "sha265"),
    ],
)
def test_also_in_a_part_that_several_share(restyled: Path, part: str, name: str, wrong: str) -> None:
    line = misspelt(restyled / part, name, wrong)
    with pytest.raises(ClerkError, match=rf"mail/{part} 第 {line} 行"):
        write_all()


def test_a_restyled_letter_is_used(restyled: Path) -> None:
    path = restyled / "part_foot.txt.j2"
    path.write_text(path.read_text("utf-8").replace("有疑問請洽", "歡迎來電"), "utf-8")
    assert all("歡迎來電" in letter.text for letter in kinds().values())
