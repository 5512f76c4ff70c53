"""A plain list as a sheet: who sent what, what is to mend, what was read differently, what a word means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from gmreports.render.book import paper
from gmreports.render.book.paper import HEADER_ROW, Head, Paper

MOST_LINES = 12
ONE_PAGE = 16


@dataclass(frozen=True, slots=True)
class Toned:
    """A word with its mark, in the colours of its meaning; never the colour alone."""

    text: str
    ink: str
    ground: str


@dataclass(frozen=True, slots=True)
class ListColumn:
    """`most` is the widest it may get, in half-width characters; longer texts wrap."""

    header: str
    most: int = 30
    align: str = "left"
    number_format: str = ""


def write_list(
    page: Paper,
    sheet: Worksheet,
    head: Head,
    columns: Sequence[ListColumn],
    rows: Sequence[Sequence[object]],
    *,
    notes: Sequence[str] = (),
    frozen: int = 1,
    filtered: bool = False,
    total: Sequence[object] | None = None,
) -> None:
    """Head, header, rows, perhaps a row of sums over them, and notes."""
    units = [_width(column, [row[place] for row in rows], filtered) for place, column in enumerate(columns)]
    paper.set_widths(sheet, units)
    paper.write_head(page, sheet, head, units)
    for place, column in enumerate(columns):
        indent = _indent(columns, place)
        over = paper.header_format(page, align=column.align, indent=indent)
        paper.put(sheet, HEADER_ROW, place, column.header, over)
    heads = [paper.lines_of(column.header, unit) for column, unit in zip(columns, units, strict=True)]
    paper.set_height(sheet, HEADER_ROW, 10 + paper.LINE_POINTS * max(heads))
    row = HEADER_ROW + 1
    for values in rows:
        for place, value in enumerate(values):
            looks = _format(page, columns[place], value, _indent(columns, place))
            paper.put(sheet, row, place, _text(value), looks)
        _set_height(sheet, row, values, units)
        row += 1
    if filtered and rows:
        sheet.autofilter(HEADER_ROW, 0, row - 1, len(columns) - 1)
    if total is not None:
        _write_total(page, sheet, row, columns, total)
        row += 1
    paper.write_foot(page, sheet, row + 1, notes, units)
    sheet.freeze_panes(HEADER_ROW + 1, frozen)
    lies = paper.width_in_pixels(units) > paper.PORTRAIT_PIXELS
    paper.set_print(sheet, head.title, landscape=lies, one_page=len(rows) <= ONE_PAGE)


def _write_total(
    page: Paper, sheet: Worksheet, row: int, columns: Sequence[ListColumn], total: Sequence[object]
) -> None:
    """A row of sums: an int is the sum of the column above, as a formula with its value."""
    for place, value in enumerate(total):
        form = paper.table_formats(page, True, align=columns[place].align, num_format=paper.NUMBER)
        if isinstance(value, int):
            above = f"{xl_rowcol_to_cell(HEADER_ROW + 1, place)}:{xl_rowcol_to_cell(row - 1, place)}"
            sheet.write_formula(row, place, f"=SUM({above})", form, value)
        else:
            paper.put(sheet, row, place, value, form)


def _text(value: object) -> object:
    return value.text if isinstance(value, Toned) else value


def _indent(columns: Sequence[ListColumn], place: int) -> int:
    """Words keep away from the number to their left."""
    if columns[place].align != "left":
        return 0
    return 2 if place and columns[place - 1].align == "right" else 1


def _format(page: Paper, column: ListColumn, value: object, indent: int) -> Format:
    wanted: dict[str, object] = {
        "align": column.align,
        "indent": indent,
        "text_wrap": True,
        "valign": "top",
    }
    if column.number_format:
        wanted["num_format"] = column.number_format
    if isinstance(value, Toned):
        wanted |= {"font_color": value.ink, "bg_color": value.ground}
    return paper.table_formats(page, **wanted)


def _set_height(sheet: Worksheet, row: int, values: Sequence[object], units: Sequence[int]) -> None:
    lines = max(
        paper.lines_of(str(_text(value)), unit + 1) if isinstance(value, str | Toned) else 1
        for value, unit in zip(values, units, strict=True)
    )
    if lines > 1:
        paper.set_height(sheet, row, min(lines, MOST_LINES) * paper.LINE_POINTS + 5)


def _width(column: ListColumn, values: Sequence[object], filtered: bool) -> int:
    texts = [str(_text(value)) for value in values if isinstance(value, str | Toned)]
    header = min(paper.units_of([column.header], 4, 40) + (3 if filtered else 0), column.most)
    body = paper.units_of([line for text in texts for line in text.split("\n")], 4, column.most)
    # Days and moments are numbers to a cell, and longer than any other number here.
    return max(header, body, 16 if "e/" in column.number_format else 6)
