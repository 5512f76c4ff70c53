"""Conditions as LibreOffice decides them: many returns under one another in one workbook, recalculated once.

Each return has a band of rows of its own: what the template says of rows 5 to 1000 is said here of the band.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.worksheet import Worksheet

from gmreports.forms import load_terms
from gmreports.model import Period, Rule
from gmreports.read.cells import Cell
from gmreports.read.xlsx import read_xlsx
from gmreports.render.template import grid, lists
from gmreports.render.template.formulas import ROW, Demand, computed, demands
from gmreports.rules.example import Block, Sent
from tests.office.libreoffice import recalculate
from tests.rules.tables import FIRST_ROW, form, letter, terms, typed
from tests.rules.tables import _flat as one_row

# Rows of a band: the cover needs its items and what stands above them.
HEIGHT = 24
# Conditions stand this far to the right of the cells they are about.
AWAY = 60
# Of a rule that speaks of many columns, this many cells are asked in each.
FEWEST = 12
ERRORS = {
    "#N/A": "=NA()",
    "#DIV/0!": "=1/0",
    "#VALUE!": '=VALUE("x")',
    "#NAME?": "=nosuchname",
    "#REF!": "=#REF!",
}
FIXED = re.compile(r"\$([A-Z]+)\$(\d+)")
NAME = re.compile(r"\b(?:all|item)_[a-z_]+")

Spot = tuple[str, str]
"""Sheet id and cell, "" for the whole sheet."""


@dataclass(frozen=True, slots=True)
class Question:
    """One condition about one spot of one return; row 0 for a whole sheet and for the cover."""

    page: int
    code: str
    sheet: str
    column: str
    row: int
    condition: str

    @property
    def spot(self) -> Spot:
        return self.sheet, place(self.sheet, self.column, self.row) if self.column else ""


def place(sheet_id: str, column: str, row: int) -> str:
    sheet = form().sheet(sheet_id)
    return grid.value_cell(sheet, column).replace("$", "") if row == 0 else f"{letter(sheet, column)}{row}"


def flat(sent: Sent) -> Sent:
    """The return with a cover of two columns as the one row that it is."""
    return replace(sent, blocks=[one_row(block) for block in sent.blocks])


def questions(pages: Sequence[tuple[Sent, Sequence[Rule]]]) -> list[Question]:
    """Everything that the sheets would check by these rules in the columns and rows that the returns have."""
    found = []
    for number, (sent, rules) in enumerate(pages):
        period = Period.parse(sent.period)
        blocks = {block.sheet: block for block in sent.blocks}
        for rule in rules:
            for demand in _demands(rule, period):
                block = blocks.get(demand.sheet_id)
                for row in _rows(block, demand.column_id) if block else ():
                    place_of = (demand.sheet_id, demand.column_id, row)
                    found.append(Question(number, rule.code, *place_of, demand.condition))
    return found


@cache
def _demands(rule: Rule, period: Period) -> tuple[Demand, ...]:
    return demands(form(), load_terms(period), [rule], period)


def some(asked: Sequence[Question], most: int, dice: random.Random) -> list[Question]:
    """About `most` questions of each rule, from all of its columns."""
    of_place: dict[tuple[str, str, str], list[Question]] = defaultdict(list)
    for one in asked:
        of_place[one.code, one.sheet, one.column].append(one)
    places = Counter(code for code, _, _ in of_place)
    kept = []
    for (code, _, _), each in of_place.items():
        kept += dice.sample(each, min(len(each), max(FEWEST, most // places[code])))
    return kept


def answered(pages: Sequence[Sent], asked: Sequence[Question], path: Path) -> list[dict[str, set[Spot]]]:
    """What LibreOffice finds wrong in each return, by code."""
    book = Workbook(path)
    sheets = {sheet.id: book.add_worksheet(sheet.title) for sheet in form().sheets}
    lists.write_lists(book, form(), terms())
    looks = {key: book.add_format({"num_format": key}) for key in ("General", "0.0%", "yyyy/m/d")}
    for number, sent in enumerate(pages):
        for block in sent.blocks:
            _write_block(sheets[block.sheet], block, HEIGHT * number, looks)
    wide: Counter[tuple[str, int]] = Counter()
    stands: dict[tuple[str, int, int], Question] = {}
    named: set[tuple[str, int]] = set()
    for one in asked:
        line = HEIGHT * one.page + (one.row or 1)
        at = AWAY + wide[one.sheet, line]
        wide[one.sheet, line] += 1
        named |= {(name, one.page) for name in NAME.findall(one.condition)}
        sheets[one.sheet].write_formula(line - 1, at, f"={_moved(one.condition, one.page, line)}")
        stands[form().sheet(one.sheet).title, line, at + 1] = one
    refers = grid.names(form())
    for name, page in sorted(named):
        book.define_name(f"{name}_{page}", _moved(refers[name], page, 0))
    book.close()
    return _read(recalculate(path), stands, len(pages))


def _rows(block: Block, column: str) -> Sequence[int]:
    if not column:
        return (0,)
    if column not in block.header:
        return ()
    return (0,) if form().sheet(block.sheet).layout == "label" else _lines(block)


def _lines(block: Block) -> range:
    return range(FIRST_ROW, FIRST_ROW + len(block.rows))


def _moved(formula: str, page: int, line: int) -> str:
    """The formula as it speaks of this return's band, and of one line in it."""

    def down(found: re.Match[str]) -> str:
        return f"${found[1]}${min(int(found[2]), HEIGHT) + HEIGHT * page}"

    return NAME.sub(rf"\g<0>_{page}", FIXED.sub(down, formula)).replace(ROW, str(line))


def _write_block(where: Worksheet, block: Block, down: int, looks: dict[str, Format]) -> None:
    sheet = form().sheet(block.sheet)
    rows = _lines(block) if sheet.layout == "table" else [0]
    for row, cells in zip(rows, block.rows, strict=True):
        filled = dict(zip(block.header, cells, strict=True))
        for column in sheet.asked:
            at = xl_cell_to_rowcol(place(sheet.id, column.id, row))
            spot = at[0] + down, at[1]
            text = filled[column.id].text if column.id in filled else ""
            cell = typed(text, column)
            if cell is not None:
                _write(where, spot, cell, looks)
            elif column.parts and row:
                # As in the template: a computed cell that nobody has touched computes.
                where.write_formula(*spot, computed(sheet, column).replace(ROW, str(row + down)))


def _write(where: Worksheet, spot: tuple[int, int], cell: Cell, looks: dict[str, Format]) -> None:
    if cell.kind == "error":
        where.write_formula(*spot, ERRORS[str(cell.value)])
    elif cell.kind == "number":
        where.write_number(*spot, float(cell.value or 0), looks["0.0%" if cell.percent else "General"])
    elif cell.kind == "date":
        where.write_datetime(*spot, datetime.fromisoformat(str(cell.value)), looks["yyyy/m/d"])
    elif cell.value is not None:
        where.write_string(*spot, str(cell.value))


def _read(path: Path, stands: dict[tuple[str, int, int], Question], pages: int) -> list[dict[str, set[Spot]]]:
    wrong: list[dict[str, set[Spot]]] = [defaultdict(set) for _ in range(pages)]
    cells = {sheet.title: sheet.cells for sheet in read_xlsx(path).sheets}
    for (title, line, at), one in stands.items():
        answer = cells[title][line, at].value
        assert answer in (True, False), (one, answer)
        if answer:
            wrong[one.page][one.code].add(one.spot)
    return wrong
