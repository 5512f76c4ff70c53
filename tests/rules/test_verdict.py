"""The whole live sheet: it says 「可以送出」 only where the program finds no error that the sheet can see."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from gmreports.check import check
from gmreports.model import Arrival, Period, Round
from gmreports.read import read, stack
from gmreports.read.cells import Cell
from gmreports.read.xlsx import read_xlsx
from gmreports.render.template.grid import SELFCHECK_TITLE
from gmreports.render.template.selfcheck import ERRORS, FIRST_ROW, READY, TITLE, VERDICT_ROW
from gmreports.rules import ALL
from tests.office.libreoffice import recalculate
from tests.rules.tables import form, terms, typed
from tests.run.filled import filled
from tests.seeds.case import Case
from tests.seeds.correct import Answers
from tests.seeds.measure import PLANTERS

pytestmark = pytest.mark.office

PERIOD = Period(115, 3)
LIVE = [rule for rule in ALL if rule.formulas]
EXACT = [rule for rule in LIVE if not rule.no_formula]
WARNINGS = ("T02", "D04", "G02", "N03")
# One of each sort of place: a cell, the cover, a whole sheet, a cell against another sheet.
ERRORS_EACH = ("F01", "S11", "H01", "C02")
# As much as can be wrong at once without one mistake undoing another.
ERRORS_TOGETHER = ("F02", "F04", "D01", "T01", "C01", "P01", "G01", "K01")


@cache
def planted(*codes: str) -> Case:
    case = Case(1, PERIOD, random.Random("".join(codes)))
    for code in codes:
        PLANTERS[code](case)
    return case


def workbook(case: Case, path: Path) -> Path:
    """The real template with the answers typed in, calculated."""
    tables = {sheet.id: values(case.own.answers, sheet.id) for sheet in form().tables}
    [cover] = values(case.own.answers, "cover")
    filled(case.office.code, cover, PERIOD, **tables).save(path)
    return recalculate(path)


def values(answers: Answers, sheet_id: str) -> list[dict[str, object]]:
    """The rows as Excel holds them."""
    found = []
    for row in answers[sheet_id]:
        cells = {key: typed(text, form().sheet(sheet_id).column(key)) for key, text in row.items()}
        found.append({key: value(cell, sheet_id, key) for key, cell in cells.items() if cell is not None})
    return found


def value(cell: Cell, sheet_id: str, column_id: str) -> object:
    if cell.kind == "date":
        return datetime.fromisoformat(str(cell.value))
    # The cell is shown as a percentage: who types 88 there gets 88 %.
    typed_percent = form().sheet(sheet_id).column(column_id).kind == "percent" and not cell.percent
    return float(cell.value or 0) / 100 if typed_percent and cell.kind == "number" else cell.value


def said(path: Path) -> tuple[str, set[str]]:
    """The verdict, and the ids of the sheets that it finds errors in."""
    cells = next(sheet.cells for sheet in read_xlsx(path).sheets if sheet.title == SELFCHECK_TITLE)
    ids = {sheet.title: sheet.id for sheet in form().sheets}
    wrong = set()
    for row in range(FIRST_ROW, FIRST_ROW + len(ids)):
        if cells[row, ERRORS + 1].value:
            wrong.add(ids[cells[row, TITLE + 1].text])
    return cells[VERDICT_ROW, 1].text, wrong


def by_program(case: Case, path: Path) -> Round:
    received = datetime(2026, 10, 5, 9)
    arrival = Arrival(path.name, str(path), PERIOD, received, "", "", (case.office.code,))
    return stack([read(arrival, form(), terms())], form(), terms(), PERIOD)


def sheets_with_errors(data: Round) -> dict[str, set[str]]:
    """By rule, and before anything is folded, because the sheet folds nothing."""
    return {
        rule.code: {
            str(facts["sheet"])
            for facts in rule.check(data).to_dict("records")
            if (facts.get("severity") or rule.severity) == "E"
        }
        for rule in LIVE
    }


@pytest.mark.parametrize(
    "codes",
    [(), WARNINGS, *((code,) for code in ERRORS_EACH), ERRORS_TOGETHER],
    ids=lambda codes: "-".join(codes) or "nothing",
)
def test_the_verdict_is_the_programs(codes: Sequence[str], tmp_path: Path) -> None:
    case = planted(*codes)
    path = workbook(case, tmp_path / "filled.xlsx")
    verdict, wrong = said(path)
    data = by_program(case, path)
    errors = sheets_with_errors(data)
    # What a rule leaves to the program, the sheet may be silent on.
    exact = set().union(*(errors[rule.code] for rule in EXACT))
    assert exact <= wrong <= set().union(*errors.values())
    assert verdict.startswith(READY) == (not wrong)
    findings = [each for each in check(data, ALL) if each.office_code == case.office.code]
    assert {code for each in findings for code in (each.code, *each.folded)} >= set(codes)
    if not codes:
        assert (verdict, findings) == (READY, [])
    if codes == WARNINGS:
        assert verdict != READY
        assert not any(each.blocks for each in findings)
    assert (set(codes) & {*ERRORS_EACH, *ERRORS_TOGETHER} != set()) == bool(wrong)
