"""Where everything stands in the template, and the names by which one sheet speaks of another.

Names rather than addresses: Excel turns a list or a conditional format that points straight at
another sheet into an extension when it saves, and other programs lose those.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from gmreports.model import Column, Form, Sheet

# Excel rows. Below the prepared rows people may go on typing down to LAST_ROW and are still checked.
TITLE_ROW, ABOUT_ROW, HEADER_ROW, ID_ROW, FIRST_ROW = 1, 2, 3, 4, 5
LAST_ROW = 1000

CHECK_ID = "_check"
SELFCHECK_TITLE = "自我檢核"
GUIDE_TITLE = "填表說明"

# Something of the office's own stands in the workbook; a cell of the self-check.
BEGUN = "form_begun"

# The cover: one item a row, its value and its id in fixed columns.
COVER_FIRST_ROW = 4
LABEL, VALUE, HELP, ID, GAP, SIGN, PROBLEM = range(7)

# A running number alone is not an answer.
RUNNING_NUMBER = "seq"


def letter(sheet: Sheet, column_id: str) -> str:
    """The column letter of a table sheet's column; raises StopIteration where it is not asked."""
    return str(xl_col_to_name(next(n for n, each in enumerate(sheet.asked) if each.id == column_id)))


def value_cell(sheet: Sheet, column_id: str) -> str:
    """The cell of a cover item."""
    row = next(n for n, each in enumerate(sheet.asked) if each.id == column_id)
    return f"${xl_col_to_name(VALUE)}${COVER_FIRST_ROW + row}"


def last_prepared(sheet: Sheet) -> int:
    return FIRST_ROW + sheet.rows - 1


def check_number(sheet: Sheet) -> int:
    """The number (from 0) of the column that says what is wrong in the row."""
    return len(sheet.asked)


def quoted(title: str) -> str:
    return "'" + title.replace("'", "''") + "'"


def all_cells(sheet: Sheet, column_id: str) -> str:
    """All data cells of a column, without the sheet's name."""
    at = letter(sheet, column_id)
    return f"${at}${FIRST_ROW}:${at}${LAST_ROW}"


def answers(sheet: Sheet) -> tuple[Column, ...]:
    """The columns that make a row count as filled."""
    return tuple(each for each in sheet.asked if each.need != "auto" and each.id != RUNNING_NUMBER)


def row_answers(sheet: Sheet, row: int | str) -> str:
    """The answers of one row as Excel ranges, the computed cells left out: `$A5:$S5,$U5:$AC5`."""
    numbers = [n for n, each in enumerate(sheet.asked) if each in answers(sheet)]
    return ",".join(f"${xl_col_to_name(a)}{row}:${xl_col_to_name(b)}{row}" for a, b in _runs(numbers))


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def name_of(sheet: Sheet, column_id: str) -> str:
    return f"{'item' if sheet.layout == 'label' else 'all'}_{sheet.id}_{column_id}"


def names(form: Form) -> dict[str, str]:
    """Every name a formula may use for another sheet's cells → what it refers to."""
    found = {}
    for sheet in form.sheets:
        for column in sheet.asked:
            cells = (value_cell if sheet.layout == "label" else all_cells)(sheet, column.id)
            found[name_of(sheet, column.id)] = f"={quoted(sheet.title)}!{cells}"
    return found
