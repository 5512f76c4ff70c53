"""What the receipt says was read, against the cells themselves."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from gmreports.render.letter import totals_of
from tests.render.letter.letter_case import (
    PERIOD,
    SAMPLES,
    UNCHECKED,
    WRONG,
    made,
    run_of_samples,
    standing_of,
)
from tests.render.page_case import example
from tests.summarise.make import MISSING, NO_TRAINING, UNREADABLE


def column(office: str, sheet: str, header: str) -> list[int]:
    """The numbers under a header of an office's sample, as openpyxl reads them; some are typed as text."""
    file = standing_of(run_of_samples().summary, office).file
    table = openpyxl.load_workbook(SAMPLES / PERIOD / file, data_only=True)[sheet]
    every = [list(row) for row in table.iter_rows(values_only=True)]
    top, at = next(
        (top, row.index(value)) for top, row in enumerate(every) for value in row if _plain(value) == header
    )
    cells = (row[at] for row in every[top + 1 :])
    return [int(str(cell)) for cell in cells if str(cell).isdigit()]


def _plain(value: object) -> str:
    return str(value or "").rstrip("*").strip()


def test_the_totals_are_those_of_the_cells() -> None:
    office = "68000080"
    found = dict(totals_of(run_of_samples().summary, office))
    men, women = (sum(column(office, "培力成果", f"參訓人次({sex})")) for sex in "男女")
    sessions = column(office, "培力成果", "場次")
    assert found["培力成果"] == f"{len(sessions)} 列"
    assert found["培力場次"] == f"{sum(sessions)} 場"
    assert found["參訓人次"] == f"男 {men}、女 {women}、其他 0，合計 {men + women} 人次"
    assert found["觸及人次"] == f"{sum(column(office, '宣導成果', '觸及人次')):,} 人次"


def test_every_sheet_is_named_once_with_rows_or_without() -> None:
    form, summary, _ = example()
    found = totals_of(summary, WRONG)
    said = "".join(label + figure for label, figure in found)
    assert all(sheet.title in said for sheet in form.tables)
    assert dict(found)["沒有資料"] == "在地方案"


def test_rows_that_wait_for_a_correction_are_told() -> None:
    assert dict(totals_of(made(WRONG)[0], WRONG))["培力成果"].endswith("（1 列更正後才列計）")


def test_none_held_is_said_and_has_no_figures() -> None:
    found = dict(totals_of(made(NO_TRAINING)[0], NO_TRAINING))
    assert found["培力成果"] == "本季無辦理"
    assert "參訓人次" not in found
    assert "參與人次" in found


@pytest.mark.parametrize("code", [MISSING, UNREADABLE])
def test_nothing_is_totalled_that_was_not_read(code: str) -> None:
    assert totals_of(made(code)[0], code) == ()


def test_nothing_is_totalled_that_was_not_checked() -> None:
    summary = made(UNCHECKED)[0]
    waiting = tuple(
        replace(one, state="not_checked") if one.office.code == UNCHECKED else one
        for one in summary.standings
    )
    assert totals_of(replace(summary, standings=waiting), UNCHECKED) == ()


def test_an_office_s_own_titles_are_used() -> None:
    form, summary, _ = example()
    own = replace(
        form,
        sheets=tuple(
            replace(sheet, title="性平培力") if sheet.id == "training" else sheet for sheet in form.sheets
        ),
    )
    assert "性平培力" in dict(totals_of(summary, WRONG, own))
