"""The cover sheet: label, value, help; the office's own details filled in; sign-off boxes beside it."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from gmreports.model import Column, Form, Office, Period, Sheet
from gmreports.render import style
from gmreports.render.template import entry, faces, grid, lists, paper
from gmreports.render.template.formulas import ROW, Demand, problems

HEADERS = {grid.LABEL: "項目", grid.VALUE: "請填這一欄", grid.HELP: "說明", grid.SIGN: "簽核"}
ROW_POINTS = 34


def write_cover(
    book: Workbook, form: Form, sheet: Sheet, demands: Sequence[Demand], office: Office, period: Period
) -> Worksheet:
    page = book.add_worksheet(sheet.title)
    _head(book, page, form, sheet, office, period)
    given = prefilled(office, period)
    for number, column in enumerate(sheet.asked):
        row = grid.COVER_FIRST_ROW - 1 + number
        own = [each for each in demands if (each.sheet_id, each.column_id) == (sheet.id, column.id)]
        page.set_row(row, ROW_POINTS)
        page.write_string(row, grid.LABEL, column.header, faces.header(book, column, align="left", indent=1))
        page.write_string(row, grid.ID, column.id)
        _value(book, page, form, sheet, column, row, given.get(column.id))
        _help(book, page, column, row, own)
        at = f"{xl_col_to_name(grid.VALUE)}{row + 1}"
        paper.colour(book, page, at, own, grid.BEGUN)
    _sign_off(book, page, sheet, office)
    _finish(page, sheet)
    return page


def prefilled(office: Office, period: Period) -> dict[str, str | int]:
    """What is known before anybody fills anything in."""
    return {
        "office": office.name,
        "office_code": office.code,
        "year": period.year,
        "quarter": period.quarter,
        "status": "正式",
        "revision": 1,
    }


def _head(book: Workbook, page: Worksheet, form: Form, sheet: Sheet, office: Office, period: Period) -> None:
    page.set_row(grid.TITLE_ROW - 1, 30)
    page.write_string(grid.TITLE_ROW - 1, 0, f"{form.title}｜{office.name} {period.title}", faces.title(book))
    page.set_row(grid.ABOUT_ROW - 1, 24)
    said = f"填{paper.span(sheet, period)}的報送資料，由{sheet.who}填寫；有「*」的必填，灰底的會自動帶出。"
    page.write_string(grid.ABOUT_ROW - 1, 0, said, faces.about(book))
    page.set_row(grid.HEADER_ROW - 1, faces.LINE_POINTS + faces.AIR_POINTS)
    for number, text in HEADERS.items():
        look = faces.face(book, **faces.HEADER, bg_color=style.BAND, font_color=style.MUTED)
        page.write_string(grid.HEADER_ROW - 1, number, text, look)


def _value(
    book: Workbook,
    page: Worksheet,
    form: Form,
    sheet: Sheet,
    column: Column,
    row: int,
    given: str | int | None,
) -> None:
    look = faces.cell(book, column, align="left", indent=1)
    if column.need == "auto":
        names = grid.value_cell(sheet, "office")
        found = f"INDEX({lists.CODES},MATCH({names},{lists.OFFICES},0))"
        page.write_formula(row, grid.VALUE, f'=IFERROR({found},"")', look, given)
        return
    page.write(row, grid.VALUE, given, look)
    entry.let_in(page, form, column, (row, grid.VALUE), (row, grid.VALUE))


def _help(book: Workbook, page: Worksheet, column: Column, row: int, own: Sequence[Demand]) -> None:
    """The help, and before it what is wrong with the answer; the hidden last column has that alone."""
    look = faces.face(book, font_color=style.MUTED, text_wrap=True, indent=1, **faces.BOX)
    parts = problems(own)
    if not parts:
        page.write_string(row, grid.HELP, column.help, look)
        return
    problem = f"${xl_col_to_name(grid.PROBLEM)}{row + 1}"
    said = "&".join(parts).replace(ROW, str(row + 1))
    page.write_formula(row, grid.PROBLEM, f'=IF({grid.BEGUN},MID({said},2,9999),"")', None, "")
    quiet = column.help.replace('"', '""')
    formula = f'=IF({problem}="","{quiet}",{problem}&"。{quiet}")'
    page.write_formula(row, grid.HELP, formula, look, column.help)
    alarm = book.add_format({"font_color": style.ERROR})
    cell = f"{xl_col_to_name(grid.HELP)}{row + 1}"
    page.conditional_format(cell, {"type": "formula", "criteria": f'={problem}<>""', "format": alarm})


def _sign_off(book: Workbook, page: Worksheet, sheet: Sheet, office: Office) -> None:
    """A blank box for each stamp, down the right-hand side, as tall together as the items."""
    titles = paper.signs(office)
    rows = max(3, len(sheet.asked) // len(titles))
    row, rest = grid.COVER_FIRST_ROW - 1, max(0, len(sheet.asked) - rows * len(titles))
    sides = {"left": 1, "right": 1, "border_color": style.LINE}
    for title in titles:
        rows += rest if title == titles[-1] else 0
        top = faces.face(book, font_color=style.MUTED, align="center", top=1, **sides)
        page.write_string(row, grid.SIGN, f"{title}核章", top)
        for below in range(1, rows):
            last = {"bottom": 1} if below == rows - 1 else {}
            page.write_blank(row + below, grid.SIGN, None, faces.face(book, **sides, **last))
        row += rows


def _finish(page: Worksheet, sheet: Sheet) -> None:
    for number, width in {
        grid.LABEL: 26,
        grid.VALUE: 34,
        grid.HELP: 50,
        grid.GAP: 2,
        grid.SIGN: 22,
    }.items():
        page.set_column(number, number, width)
    for number in (grid.ID, grid.PROBLEM):
        page.set_column(number, number, None, None, {"hidden": True})
    page.freeze_panes(grid.HEADER_ROW, 0)
    page.set_tab_color(style.ACCENT)
    paper.set_up(page)
    page.fit_to_pages(1, 1)
    page.print_area(0, 0, grid.COVER_FIRST_ROW + len(sheet.asked), grid.SIGN)
    paper.protect(page)
    first = next((n for n, each in enumerate(sheet.asked) if each.id not in KNOWN), 0)
    page.set_selection(
        grid.COVER_FIRST_ROW - 1 + first, grid.VALUE, grid.COVER_FIRST_ROW - 1 + first, grid.VALUE
    )


KNOWN = ("office", "office_code", "year", "quarter", "status", "revision")
