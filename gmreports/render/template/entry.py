"""What a cell lets in, and what it says when somebody comes to it or types something else.

Classic validations only: they survive every program on the way. A paste gets past them; the
check column does not miss it.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from gmreports.model import Column, Form
from gmreports.render.template import lists

TITLE_LIMIT, TEXT_LIMIT = 32, 255
ERROR_TITLE = "請檢查這一格"

# 1990-01-01 and the day after 2100-12-31 as Excel counts them: what is believed to be a date.
FIRST_DAY, AFTER_LAST_DAY = 32874, 73416


def let_in(
    sheet: Worksheet, form: Form, column: Column, first: tuple[int, int], last: tuple[int, int]
) -> None:
    """Put the validation and the help of a column on its cells; (row, column) from 0."""
    sheet.data_validation(*first, *last, validation(form, column, first))


def validation(form: Form, column: Column, first: tuple[int, int]) -> dict[str, Any]:
    words = {
        "input_title": column.header[:TITLE_LIMIT],
        "input_message": column.help[:TEXT_LIMIT],
        "error_title": ERROR_TITLE,
    }
    rule = _allowed(form, column, first)
    if not column.help:
        words.pop("input_title")
        words.pop("input_message")
    return {**words, **rule}


def _allowed(form: Form, column: Column, first: tuple[int, int]) -> dict[str, Any]:
    match column.kind:
        case "choice" | "yesno":
            message = f"請從清單選「{column.header}」。按格子右邊的箭頭可以打開清單。"
            return {**_list(form, column), "error_message": message}
        case "choices" | "codes" if column.choices:
            # Several may be filled in, which no list can check.
            return {**_list(form, column), "show_error": False}
        case "integer":
            return {**_between(column, "integer"), "error_message": _number_words(column, "整數，例如 50")}
        case "decimal":
            return {**_decimal(column, first), "error_message": _number_words(column, "數字，例如 2 或 1.5")}
        case "percent":
            return {
                **_between(column, "decimal", 100),
                "error_message": _number_words(column, "百分比，例如 92.5%"),
            }
        case "date":
            message = "請填日期，例如 2026/7/3 或 115/7/3。還是不行時，請改填西元年。"
            return {"validate": "custom", "value": _day(first), "error_message": message}
        case _ if column.max_length:
            message = f"請縮短到 {column.max_length} 個字以內。"
            return {
                "validate": "length",
                "criteria": "<=",
                "value": column.max_length,
                "error_message": message,
            }
    return {"validate": "any"}


def _list(form: Form, column: Column) -> dict[str, Any]:
    return {"validate": "list", "source": f"={lists.name_for(form, column)}"}


def _between(column: Column, kind: str, divisor: int = 1) -> dict[str, Any]:
    least = 0 if column.minimum is None else float(column.minimum) / divisor
    if column.maximum is None:
        return {"validate": kind, "criteria": ">=", "value": least}
    most = float(column.maximum) / divisor
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most}


def _decimal(column: Column, first: tuple[int, int]) -> dict[str, Any]:
    if column.step is None:
        return _between(column, "decimal")
    cell = _address(first)
    bounds = [f"ISNUMBER({cell})", f"MOD({cell}/{column.step},1)=0"]
    if column.minimum is not None:
        bounds.append(f"{cell}>={column.minimum}")
    if column.maximum is not None:
        bounds.append(f"{cell}<={column.maximum}")
    return {"validate": "custom", "value": f"=AND({','.join(bounds)})"}


def _day(first: tuple[int, int]) -> str:
    """A date, or a year of the Republic with month and day, which Excel takes for text."""
    cell = _address(first)
    slash = f'FIND("/",{cell})'
    western = f"DATEVALUE(1911+LEFT({cell},{slash}-1)&MID({cell},{slash},9))"
    return f"=IF(ISNUMBER({cell}),AND({cell}>={FIRST_DAY},{cell}<{AFTER_LAST_DAY}),ISNUMBER({western}))"


def _address(first: tuple[int, int]) -> str:
    return str(xl_rowcol_to_cell(*first))


def _number_words(column: Column, what: str) -> str:
    limits = []
    if column.minimum is not None:
        limits.append(f"不小於 {column.minimum}")
    if column.maximum is not None:
        limits.append(f"不大於 {column.maximum}")
    if column.step is not None:
        limits.append(f"以 {column.step} 為單位")
    return f"請填{'，'.join([what, *limits])}；不要加「約」或單位。"
