"""The sheet and the program agree: each condition, recalculated in LibreOffice, gives the verdict of `check`.

A rule that has both formulas and `no_formula` leaves some spellings to the program: there the sheet may be
silent where the program speaks, never the other way round.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gmreports.forms import load_terms
from gmreports.model import Column, Period, Rule
from gmreports.read.cells import Cell
from gmreports.render.template import grid, lists
from gmreports.render.template.formulas import ROW, expand
from gmreports.rules import ALL
from gmreports.rules.example import Block, Sent, parse
from tests.office.libreoffice import recalculate
from tests.rules.tables import FIRST_ROW, form, found, lay, letter, terms, typed

pytestmark = pytest.mark.office

LIVE = [rule for rule in ALL if rule.formulas]
# Conditions stand this far to the right of the cells they are about.
AWAY = 60
ERRORS = {
    "#N/A": "=NA()",
    "#DIV/0!": "=1/0",
    "#VALUE!": '=VALUE("x")',
    "#NAME?": "=nosuchname",
    "#REF!": "=#REF!",
}

Spot = tuple[str, str]
"""Sheet id and cell, "" for the whole sheet."""


def place(sheet_id: str, column: str, row: int) -> str:
    sheet = form().sheet(sheet_id)
    return grid.value_cell(sheet, column).replace("$", "") if row == 0 else f"{letter(sheet, column)}{row}"


def spots(block: Block) -> Iterator[tuple[str, str, int]]:
    """The cells of a block as (sheet, column, row)."""
    first = 0 if form().sheet(block.sheet).layout == "label" else FIRST_ROW
    for row in range(first, first + len(block.rows)):
        for column in block.header:
            yield block.sheet, column, row


def write(book: Workbook, where: Worksheet, at: str, cell: Cell | None) -> None:
    if cell is None or cell.value is None:
        return
    if cell.kind == "error":
        where.write_formula(at, ERRORS[str(cell.value)])
    elif cell.kind == "number":
        look = book.add_format({"num_format": "0.0%" if cell.percent else "General"})
        where.write_number(at, float(cell.value), look)
    elif cell.kind == "date":
        look = book.add_format({"num_format": "yyyy/m/d"})
        where.write_datetime(at, datetime.fromisoformat(str(cell.value)), look)
    else:
        where.write_string(at, str(cell.value))


def write_answers(book: Workbook, pages: dict[str, Worksheet], sent: Sent) -> None:
    for block in sent.blocks:
        texts = [cell.text for cells in block.rows for cell in cells]
        for (sheet_id, column, row), text in zip(spots(block), texts, strict=True):
            cell = typed(text, form().sheet(sheet_id).column(column))
            write(book, pages[sheet_id], place(sheet_id, column, row), cell)


def conditions(rule: Rule, sent: Sent) -> Iterator[tuple[str, str, int, str]]:
    """Sheet, column, row and condition of everything that the sheet would check; row 0 for a whole sheet."""
    assert rule.formulas
    period = Period.parse(sent.period)
    filled = {spot for block in sent.blocks for spot in spots(block)}
    for (sheet_id, column), condition in rule.formulas(form(), load_terms(period)).items():
        expanded = expand(condition, form(), form().sheet(sheet_id), period, here=True)
        assert expanded is not None
        if not column and sheet_id in {block.sheet for block in sent.blocks}:
            yield sheet_id, "", 0, expanded
        for row in sorted(row for sheet, each, row in filled if (sheet, each) == (sheet_id, column)):
            yield sheet_id, column, row, expanded.replace(ROW, str(row))


def verdicts(sent: Sent, rules: list[Rule], path: Path) -> dict[str, set[Spot]]:
    """Code → the cells that the sheet finds wrong."""
    book = Workbook(path)
    pages = {sheet.id: book.add_worksheet(sheet.title) for sheet in form().sheets}
    lists.write_lists(book, form(), terms())
    for name, refers_to in grid.names(form()).items():
        book.define_name(name, refers_to)
    write_answers(book, pages, sent)
    asked: dict[tuple[str, int, int], tuple[str, Spot]] = {}
    for number, rule in enumerate(rules, start=1):
        for sheet_id, column, row, condition in conditions(rule, sent):
            cell = place(sheet_id, column, row) if column else ""
            line, wide = coordinate_to_tuple(cell or "A1")
            wide += AWAY * number
            pages[sheet_id].write_formula(line - 1, wide - 1, f"={condition}")
            asked[sheet_id, line, wide] = rule.code, (sheet_id, cell)
    book.close()
    results = load_workbook(recalculate(path), data_only=True)
    said: dict[str, set[Spot]] = {rule.code: set() for rule in rules}
    for (sheet_id, line, wide), (code, spot) in asked.items():
        value = results[form().sheet(sheet_id).title].cell(line, wide).value
        assert value in (True, False), (code, spot, value)
        if value:
            said[code].add(spot)
    return said


def by_program(rule: Rule, example: str) -> dict[str, set[Spot]]:
    """File → the cells that `check` finds wrong."""
    data = lay(example).data
    wrong: dict[str, set[Spot]] = {str(file): set() for file in data.returns.index}
    for file, sheet_id, cell, _ in found(data, rule.check(data)):
        sheet = form().sheet(sheet_id)
        labels = {letter(sheet, each.id): place(sheet_id, each.id, 0) for each in sheet.asked}
        wrong[file].add((sheet_id, labels[cell] if cell and sheet.layout == "label" else cell))
    return wrong


@pytest.mark.parametrize("rule", LIVE, ids=[rule.code for rule in LIVE])
def test_the_sheet_agrees_on_the_examples(rule: Rule, tmp_path: Path) -> None:
    spoke = False
    for number, example in enumerate((*rule.good, *rule.bad)):
        for sent, program in zip(parse(example), by_program(rule, example).values(), strict=True):
            path = tmp_path / f"{number}_{sent.office}_{sent.period}.xlsx"
            sheet = verdicts(sent, [rule], path)[rule.code]
            assert sheet <= program, example
            if not rule.no_formula:
                assert sheet == program, example
            spoke = spoke or bool(sheet)
    assert spoke


# What people type, by kind of column: what a cell can judge, and what only the program can read.
CLEAN = {
    "integer": ["", "0", "1", "3", "12", "50", "-2", "1.5", "約50", "#REF!"],
    "decimal": ["", "0.5", "2", "1.3", "25", "0", "半天", "#DIV/0!"],
    "percent": ["", "92.5%", "92.5", "0.9", "101", "105%", "很好", "0", "-1"],
    "date": ["", "2026-07-01", "2026-07-03", "2026-09-30", "2026-06-30", "112/2/30", "七月", "#N/A"],
    "text": ["", "性別意識講座", "性別 意識講座", "CEDAW*", "cedaw＊", "CEDAW?", "台七線", "臺七線", "　"],
}
MESSY = {
    **CLEAN,
    "integer": ["0", "12", "60", "12人", "１２", "無", "-", "2,533", "1萬", "-3人", "1e5", "#N/A"],
    "decimal": ["2", "3小時", "１.５", "1.3時", "99"],
    "percent": ["92.5％", "９２", "１２０%", "0.5", "100%"],
    "date": ["2026-07-03", "115/7/3", "115.7.3", "1150703", "民國115年7月3日", "115年6月30日", "2026-9-31"],
    "text": ["性別意識講座", " 性別意識講座", "#VALUE!", "a@b.tw", "https://a.tw", "03-1234567"],
}


def block(sheet_id: str, pools: dict[str, list[str]], dice: random.Random) -> str:
    columns = [column for column in form().sheet(sheet_id).asked if column.need != "auto"]
    lines = [sheet_id, f"| {' | '.join(column.id for column in columns)} |"]
    for _ in range(12):
        lines.append(f"| {' | '.join(dice.choice(pool(column, pools)) for column in columns)} |")
    return "\n".join(lines)


def pool(column: Column, pools: dict[str, list[str]]) -> list[str]:
    if not column.choices:
        return pools.get(column.kind, pools["text"])
    several = ["、".join(column.choices[:2])] if column.kind == "choices" else []
    return ["", *column.choices, *several, "其它", "#NAME?", f" {column.choices[0]}"]


@pytest.mark.parametrize(
    ("pools", "seed"),
    [(pools, seed) for pools in (CLEAN, MESSY) for seed in (1, 2)],
    ids=["clean-1", "clean-2", "messy-1", "messy-2"],
)
def test_the_sheet_agrees_on_generated_rows(pools: dict[str, list[str]], seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    sheets = ("headcount", "training", "coverage", "promotion", "committee", "local_plan")
    example = "\n".join(block(sheet, pools, dice) for sheet in sheets)
    said = verdicts(parse(example)[0], LIVE, tmp_path / "rows.xlsx")
    for rule in LIVE:
        [program] = by_program(rule, example).values()
        assert said[rule.code] - program == set(), rule.code
        if pools is CLEAN and not rule.no_formula:
            assert program - said[rule.code] == set(), rule.code
