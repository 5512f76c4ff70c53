"""How cells look: formats from the one style file, and the widths of columns."""

from __future__ import annotations

import math

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from gmreports.model import NUMERIC_KINDS, Column, Sheet
from gmreports.render import style

BASE = {
    "font_name": style.FONT_FORM,
    "font_size": style.SIZE_BODY,
    "font_color": style.INK,
    "valign": "vcenter",
}
BOX = {"border": 1, "border_color": style.LINE}
HEADER = {**BOX, "text_wrap": True, "align": "center"}
LINE_POINTS = 17
AIR_POINTS = 7

# What still reads on A4 landscape, fitted to its width: about six points.
WIDEST = 248
CHECK_WIDTH = 44

# Shown behind a header by its number format, without being part of its text: readers find columns by
# the exact text. No blank before them, or they might end up alone on a line.
MARKS = {"required": "*", "conditional": "※"}

PERCENT, DAY, TEXT, COUNT, PLAIN, DECIMAL = "0.0%", "yyyy/m/d", "@", "#,##0", "0", "0.0#"


def face(book: Workbook, **properties: object) -> Format:
    return book.add_format({**BASE, **properties})


def title(book: Workbook) -> Format:
    return face(book, font_size=style.SIZE_TITLE, bold=True)


def about(book: Workbook) -> Format:
    return face(book, font_color=style.MUTED)


def mark(column: Column) -> str:
    """What the header shows besides its text: the unit where the text does not have it, and * or ※."""
    known = column.unit in column.header or "(" in column.header or column.kind == "percent"
    unit = "" if known else f"({column.unit})"
    return unit + MARKS.get(column.need, "")


def header(book: Workbook, column: Column, **properties: object) -> Format:
    grounds = {"required": style.ACCENT_SOFT, "auto": style.BAND}
    return face(
        book,
        **{
            **HEADER,
            "bold": column.need == "required",
            "bg_color": grounds.get(column.need, style.BAND),
            "font_color": style.MUTED if column.need == "auto" else style.INK,
            "num_format": f'@"{mark(column)}"' if mark(column) else TEXT,
            **properties,
        },
    )


def cell(book: Workbook, column: Column, prepared: bool = True, **properties: object) -> Format:
    """An answer: unlocked, or locked where the sheet computes it; boxed, on band ground, where prepared."""
    auto = column.need == "auto"
    ground = {"locked": auto, **({"bg_color": style.BAND} if auto and prepared else {})}
    box = BOX if prepared else {}
    right = column.kind in NUMERIC_KINDS
    align = {"align": "right" if right else "left"} if column.kind != "date" else {"align": "center"}
    form = {"num_format": number_format(column), "text_wrap": not right}
    return face(book, **{**align, **form, **ground, **box, **properties})


def number_format(column: Column) -> str:
    match column.kind:
        case "percent":
            return PERCENT
        case "date":
            return DAY
        case "decimal":
            return DECIMAL
        case "integer":
            # A year or a running number takes no thousands separator.
            return COUNT if column.unit else PLAIN
        case "choice":
            return "General" if all(choice.isdigit() for choice in column.choices) else TEXT
        case "text" if column.need == "auto":
            return "General"
        case _:
            return TEXT


def widths(sheet: Sheet) -> list[int]:
    """The column widths of a table: as wished, or as near to it as the width of the paper allows."""
    wished = [max(_least(column), column.width or _usual(column)) for column in sheet.asked]
    least = [_least(column) for column in sheet.asked]
    spare, wanted = WIDEST - sum(least), sum(wished) - sum(least)
    share = 1.0 if wanted <= spare or not wanted else max(0.0, spare / wanted)
    given = [low + math.floor(share * (high - low)) for low, high in zip(least, wished, strict=True)]
    return [_no_orphan(column, width) for column, width in zip(sheet.asked, given, strict=True)]


def _no_orphan(column: Column, width: int) -> int:
    """A little wider where the mark behind the header would stand alone on a line."""
    text, room = style.width_of(column.header + mark(column)), width - 1
    return width + 1 if text > room and text % room == 1 else width


def header_height(sheet: Sheet, given: list[int]) -> int:
    lines = (
        math.ceil(style.width_of(column.header + mark(column)) / (width - 1))
        for column, width in zip(sheet.asked, given, strict=True)
    )
    return max(lines, default=1) * LINE_POINTS + AIR_POINTS


def _usual(column: Column) -> int:
    return 11 if column.kind in NUMERIC_KINDS else 14


def _least(column: Column) -> int:
    """What a column cannot do without: its header in four lines, its longest value in two or three."""
    word = max(math.ceil(style.width_of(column.header + mark(column)) / 4), style.width_of(mark(column))) + 2
    if column.kind == "date":
        return max(word, 11)
    if column.kind in NUMERIC_KINDS:
        return max(word, 7 if column.unit else 5)
    if column.kind in ("choice", "choices", "yesno"):
        longest = max(style.width_of(choice) for choice in column.choices)
        return max(word, math.ceil(longest / 2) + 1, 6)
    return max(word, 14 if column.width >= 28 else 8)


def defaults() -> dict[str, object]:
    """The workbook's own face, which column widths are counted in, afresh: XlsxWriter writes into it.

    At 12 points a digit is 8 pixels wide and an empty column 72. Rows are 24 points high but not
    fixed, so that they grow with what is typed.
    """
    return {
        "default_format_properties": {"font_name": style.FONT_FORM, "font_size": style.SIZE_BODY},
        "default_column_width": 72,
        "default_row_height": 32,
    }
