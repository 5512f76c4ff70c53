"""A table sheet: title, one sentence, headers, hidden ids, prepared rows, and the live check of each row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from gmreports.model import Column, Form, Office, Period, Sheet
from gmreports.render import style
from gmreports.render.template import entry, faces, grid, paper
from gmreports.render.template.formulas import PREFIX, ROW, Demand, computed, problems

CHECK_HEADER = "檢核"
# A sheet that does not fit on a screen keeps what a row is about in sight.
SCREEN_WIDTH = 150


def write_table(
    book: Workbook, form: Form, sheet: Sheet, demands: Sequence[Demand], office: Office, period: Period
) -> None:
    page = book.add_worksheet(sheet.title)
    own = [demand for demand in demands if demand.sheet_id == sheet.id and demand.column_id]
    given = faces.widths(sheet)
    _head(book, page, sheet, given, office, period)
    for number, column in enumerate(sheet.asked):
        _column(book, page, form, sheet, column, number, given[number])
        hits = [demand for demand in own if demand.column_id == column.id]
        _colour(book, page, sheet, number, hits)
    _check(book, page, sheet, own)
    _finish(page, sheet, given, office)


def _head(
    book: Workbook, page: Worksheet, sheet: Sheet, given: list[int], office: Office, period: Period
) -> None:
    page.set_row(grid.TITLE_ROW - 1, 26)
    page.write_string(
        grid.TITLE_ROW - 1, 0, f"{sheet.title}｜{office.name} {period.title}", faces.title(book)
    )
    page.set_row(grid.ABOUT_ROW - 1, 22)
    page.write_string(grid.ABOUT_ROW - 1, 0, sentence(sheet, period), faces.about(book))
    page.set_row(grid.HEADER_ROW - 1, faces.header_height(sheet, given))
    page.set_row(grid.ID_ROW - 1, None, None, {"hidden": True})
    for number, column in enumerate(sheet.asked):
        page.write_string(grid.HEADER_ROW - 1, number, column.header, faces.header(book, column))
        page.write_string(grid.ID_ROW - 1, number, column.id)


def sentence(sheet: Sheet, period: Period) -> str:
    """What stands under the title: what it covers, who fills it in, in which units."""
    units = list(dict.fromkeys(column.unit for column in sheet.asked if column.unit and column.unit != "%"))
    said = f"填{paper.span(sheet, period)}的資料，由{sheet.who}填寫"
    said += f"，單位是{'、'.join(units)}。" if units else "。"
    return said + sheet.note


def _column(
    book: Workbook, page: Worksheet, form: Form, sheet: Sheet, column: Column, number: int, width: int
) -> None:
    # The column's own format reaches further down than any row that is prepared.
    page.set_column(number, number, width, faces.cell(book, column, prepared=False))
    boxed = faces.cell(book, column)
    formula = computed(sheet, column) if column.parts else ""
    for row in range(grid.FIRST_ROW, grid.last_prepared(sheet) + 1):
        if formula:
            page.write_formula(row - 1, number, formula.replace(ROW, str(row)), boxed, "")
        else:
            page.write_blank(row - 1, number, None, boxed)
    if column.need != "auto":
        entry.let_in(page, form, column, (grid.FIRST_ROW - 1, number), (grid.LAST_ROW - 1, number))


def _colour(book: Workbook, page: Worksheet, sheet: Sheet, number: int, hits: Sequence[Demand]) -> None:
    at = xl_col_to_name(number)
    cells = f"{at}{grid.FIRST_ROW}:{at}{grid.LAST_ROW}"
    filled = f"COUNTA({grid.row_answers(sheet, grid.FIRST_ROW)})>0"
    first = [_in_row(demand, grid.FIRST_ROW) for demand in hits]
    paper.colour(book, page, cells, first, filled)


def _in_row(demand: Demand, row: int) -> Demand:
    return replace(demand, condition=demand.condition.replace(ROW, str(row)))


def _check(book: Workbook, page: Worksheet, sheet: Sheet, own: Sequence[Demand]) -> None:
    """The last column says what is wrong in the row; a long list runs on over the empty cells beside it.

    What it says is a name that speaks of its own row: thirty columns' demands written out in
    sixty rows would make the workbook five times as large.
    """
    at = grid.check_number(sheet)
    plain = {"font_color": style.ERROR}
    boxed = faces.face(book, **plain, bg_color=style.BAND, **faces.BOX)
    head = faces.face(book, **faces.HEADER, bg_color=style.BAND, font_color=style.MUTED)
    page.set_column(at, at, faces.CHECK_WIDTH, faces.face(book, **plain))
    page.write_string(grid.HEADER_ROW - 1, at, CHECK_HEADER, head)
    page.write_string(grid.ID_ROW - 1, at, grid.CHECK_ID)
    said = []
    # A name is relative to A1: what it says of row 1 there, it says of row 7 in row 7.
    named = [replace(each, condition=_titled(each.condition.replace(ROW, "1"), sheet)) for each in own]
    for number, part in enumerate(problems(named), start=1):
        said.append(f"wrong_{sheet.id}_{number}")
        book.define_name(said[-1], f"={part}")
    together = "&".join(said) or '""'
    for row in range(grid.FIRST_ROW, grid.last_prepared(sheet) + 1):
        blank = f"COUNTA({grid.row_answers(sheet, row)})=0"
        page.write_formula(row - 1, at, f'=IF({blank},"",MID({together},2,9999))', boxed, "")
    _soften(book, page, at)


def _titled(formula: str, sheet: Sheet) -> str:
    """A name needs the sheet before each of its cells; texts in quotation marks stay as they are."""
    parts = formula.split('"')
    title = grid.quoted(sheet.title)
    parts[::2] = (re.sub(r"\$[A-Z]+\$?\d+", rf"{title}!\g<0>", part) for part in parts[::2])
    return '"'.join(parts).replace(f":{title}!", ":")


def _soften(book: Workbook, page: Worksheet, at: int) -> None:
    """Errors come first in the text: what begins with another word has none."""
    letter = xl_col_to_name(at)
    cells = f"{letter}{grid.FIRST_ROW}:{letter}{grid.LAST_ROW}"
    for severity in ("W", "I"):
        words = PREFIX[severity]
        criteria = f'=LEFT(${letter}{grid.FIRST_ROW},{len(words)})="{words}"'
        look = book.add_format({"font_color": paper.GROUNDS[severity][0]})
        page.conditional_format(cells, {"type": "formula", "criteria": criteria, "format": look})


def _finish(page: Worksheet, sheet: Sheet, given: list[int], office: Office) -> None:
    kept = next((n + 1 for n, each in enumerate(sheet.asked) if each.need == "required"), 0)
    wide = sum(given) > SCREEN_WIDTH
    page.freeze_panes(grid.ID_ROW, kept if wide else 0)
    page.set_zoom(90 if wide else 100)
    page.set_selection(grid.FIRST_ROW - 1, 0, grid.FIRST_ROW - 1, 0)
    page.set_tab_color(style.ACCENT)
    paper.set_up(page, office)
    page.print_area(0, 0, grid.LAST_ROW - 1, len(sheet.asked) - 1)
    page.repeat_rows(grid.TITLE_ROW - 1, grid.HEADER_ROW - 1)
    paper.protect(page)
