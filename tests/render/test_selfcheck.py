"""The column of the self-check in which the office explains: open, found by ids, and deciding nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from gmreports.render.template import selfcheck
from tests.office import libreoffice
from tests.render.template_case import built, form, opened

PAGE = "自我檢核"
LAST = selfcheck.FIRST_ROW + len(form().sheets)
ROWS = range(selfcheck.FIRST_ROW, LAST + 1)
COVER = [
    ("封面", at, text)
    for at, text in {
        "B10": "有辦理",
        "B11": "本季無辦理",
        "B12": "2026/9/1",
        "B13": "人事室",
        "B14": "測試員",
        "B16": "03-0000000",
        "B18": "nobody@example.com",
    }.items()
]


def test_one_open_cell_a_line_and_nothing_else_is_open() -> None:
    page = opened()[PAGE]
    assert page["G4"].value == "說明"
    open_cells = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}
    assert open_cells == {f"G{row}" for row in ROWS}
    assert all(page[at].value is None for at in open_cells)


def test_each_line_carries_its_id_in_a_hidden_column() -> None:
    page = opened()[PAGE]
    ids = [page[f"H{row}"].value for row in ROWS]
    assert page["H4"].value == "explanation"
    assert ids == [*(sheet.id for sheet in form().sheets), "_file"]
    assert page.column_dimensions["H"].hidden
    assert not page.column_dimensions["G"].hidden


def test_every_open_cell_says_what_it_is_for() -> None:
    found = opened()[PAGE].data_validations.dataValidation
    assert {str(each.sqref) for each in found} == {f"G{row}" for row in ROWS}
    assert all(each.prompt.startswith("對「請確認」的項目可以在這裡說明") for each in found)


def test_it_is_printed_with_the_others() -> None:
    assert opened()[PAGE].print_area == f"'{PAGE}'!$A$1:$G${LAST}"


@pytest.mark.office
def test_what_is_written_there_changes_no_verdict(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(built())
    said = [(PAGE, f"G{row}", "已經說明過了") for row in ROWS]

    def verdict(name: str, typed: list[tuple[str, str, str]]) -> dict[str, object]:
        page = libreoffice.values(libreoffice.type_and_save(path, typed, tmp_path / name))[PAGE]
        taken = [f"G{row}" for row in ROWS if page.get(f"G{row}") == "已經說明過了"]
        assert taken == [at for title, at, _ in typed if title == PAGE]
        return {at: value for at, value in page.items() if at[0] != "G"}

    assert verdict("said.xlsx", said) == verdict("empty.xlsx", [])
    both = verdict("both.xlsx", [*COVER, *said])
    assert both == verdict("cover.xlsx", COVER)
    # Filled in before the quarter ended: to be confirmed, explained or not.
    assert both["E5"] == 1
