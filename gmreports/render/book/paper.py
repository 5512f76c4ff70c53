"""What every sheet of the workbook is made with: safe cells, formats, the head of a sheet, print set-up."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gmreports.model import YEAR_OFFSET
from gmreports.render import style

CONTENTS = "封面"
HEADER_ROW = 4
LONGEST_CELL = 32_767
CUT = "…（過長，以下省略）"
ROW_POINTS = 21.0
TALLEST_ROW = 409.0
LINE_POINTS = 17.5
PIXELS_PER_UNIT = 9.0
PIXELS_OF_AIR = 24
PORTRAIT_PIXELS = 900
SENTENCE_UNITS = 100

NUMBER = "#,##0"
DECIMAL = "#,##0.0"
PERCENT = "0.0%"
# Years of the Republic, as the offices write them; the cell stays a real date.
DAY = "[$-404]e/mm/dd"
MOMENT = "[$-404]e/mm/dd hh:mm"

# A spreadsheet cannot hold these at all, or would show them as _x0007_.
_UNHOLDABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Paper:
    """The workbook being written, and the formats made so far."""

    workbook: Workbook
    formats: dict[tuple[tuple[str, object], ...], Format] = field(default_factory=dict)


@dataclass(frozen=True)
class Leaf:
    """A sheet to be written; `says` is its line in the contents, `detail` decides its tab."""

    name: str
    says: str
    write: Callable[[Paper, Worksheet], None]
    detail: bool = False


@dataclass(frozen=True)
class Head:
    """What stands above the table of a sheet."""

    title: str
    sentence: str
    footing: str


def open_workbook(stream: BytesIO, title: str, created: datetime) -> Workbook:
    """A workbook in which a text stays a text, dated as told and not by the clock."""
    workbook = Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": False,
        },
    )
    workbook.set_properties({"title": clean(title), "created": created})
    return workbook


def clean(text: str) -> str:
    """The text as a cell can hold it: no control characters, no half of a surrogate pair, not too long.

    A cell is measured in UTF-16, in which an emoji takes two.
    """
    held = _UNHOLDABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(held) * 2 <= LONGEST_CELL or len(held.encode("utf-16-le")) // 2 <= LONGEST_CELL:
        return held
    room = (LONGEST_CELL - len(CUT)) * 2
    return held.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + CUT


def look(paper: Paper, **properties: object) -> Format:
    """The format with these properties over those of the body text; made once."""
    key = tuple(sorted(properties.items()))
    if key not in paper.formats:
        body = {
            "font_name": style.FONT_REPORT,
            "font_size": style.SIZE_BODY,
            "font_color": style.INK,
            "valign": "vcenter",
        }
        paper.formats[key] = paper.workbook.add_format({**body, **properties})
    return paper.formats[key]


def put(sheet: Worksheet, row: int, column: int, value: object, form: Format) -> None:
    """Write a value as what it is; a text is never taken for a formula, a link or a number."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, str):
        sheet.write_string(row, column, clean(value), form)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, column, value, form)
    elif isinstance(value, int | float | Decimal) and math.isfinite(value):
        sheet.write_number(row, column, float(value), form)
    else:
        sheet.write_blank(row, column, None, form)


def table_formats(paper: Paper, total: bool = False, /, **properties: object) -> Format:
    """The format of a cell inside a table: a thin line below, a total bold under a rule."""
    lines: dict[str, object] = {"bottom": 1, "bottom_color": style.LINE}
    # LibreOffice indents only some of the numbers that ask for it at the right: none do.
    if properties.get("align", "left") == "left":
        lines["indent"] = 1
    if total:
        lines = {**lines, "bold": True, "top": 1, "top_color": style.INK, "bg_color": style.BAND}
    return look(paper, **{**lines, **properties})


def header_format(paper: Paper, **properties: object) -> Format:
    head: dict[str, object] = {
        "bold": True,
        "bg_color": style.ACCENT_SOFT,
        "text_wrap": True,
        "align": "center",
        "bottom": 1,
        "bottom_color": style.ACCENT,
    }
    if properties.get("align") == "left":
        head["indent"] = 1
    return look(paper, **{**head, **properties})


def room_of(units: Sequence[int]) -> int:
    """The half-width characters that fit into columns of these widths taken together."""
    return int(sum(pixels(each) for each in units) / PIXELS_PER_UNIT)


def units_of(texts: Sequence[str], least: int, most: int) -> int:
    """The width of a column for these texts, in half-width characters."""
    return min(most, max(least, *(style.width_of(text) for text in texts))) if texts else least


def lines_of(text: str, units: int) -> int:
    """How many lines the text takes when wrapped at a width."""
    return sum(max(1, math.ceil(style.width_of(line) / max(units, 1))) for line in text.split("\n"))


def set_height(sheet: Worksheet, row: int, points: float) -> None:
    sheet.set_row(row, min(points, TALLEST_ROW))


def set_widths(sheet: Worksheet, units: Sequence[int]) -> None:
    for column, width in enumerate(units):
        sheet.set_column_pixels(column, column, pixels(width))


def pixels(units: int) -> int:
    return int(units * PIXELS_PER_UNIT) + PIXELS_OF_AIR


def width_in_pixels(units: Sequence[int]) -> int:
    return sum(pixels(each) for each in units)


def write_head(paper: Paper, sheet: Worksheet, head: Head, units: Sequence[int]) -> None:
    """Title, sentence, unit and cut-off, and the link back, in A1 to A4, as wide as they can be read."""
    last = 0
    while last + 1 < len(units) and room_of(units[: last + 1]) < SENTENCE_UNITS:
        last += 1
    wide = room_of(units[: last + 1])
    rows = (
        (head.title, look(paper, bold=True, font_size=style.SIZE_TITLE, text_wrap=True), 30.0, 1.34),
        (head.sentence, look(paper, text_wrap=True), ROW_POINTS, 1.0),
        (
            head.footing,
            look(paper, font_size=style.SIZE_SMALL, font_color=style.MUTED, text_wrap=True),
            18,
            0.9,
        ),
    )
    for row, (text, form, least, scale) in enumerate(rows):
        set_height(sheet, row, max(least, lines_of(text, int(wide / scale)) * LINE_POINTS * scale))
        span(sheet, row, 0, last, text, form)
    back = look(paper, font_size=style.SIZE_SMALL, font_color=style.ACCENT, underline=1)
    sheet.write_url(3, 0, f"internal:'{CONTENTS}'!A1", back, "← 回目錄")


def span(sheet: Worksheet, row: int, first: int, last: int, text: str, form: Format) -> None:
    """A text over several columns, or in the one there is."""
    if last > first:
        sheet.merge_range(row, first, row, last, "", form)
    put(sheet, row, first, text, form)


def write_foot(paper: Paper, sheet: Worksheet, row: int, notes: Sequence[str], units: Sequence[int]) -> int:
    """The notes below a table, one a row; returns the row after them."""
    note = look(paper, font_size=style.SIZE_SMALL, font_color=style.MUTED, text_wrap=True, valign="top")
    for text in notes:
        set_height(sheet, row, max(18.0, lines_of(text, int(room_of(units) * 1.15)) * 15.5))
        span(sheet, row, 0, len(units) - 1, text, note)
        row += 1
    return row


def set_print(
    sheet: Worksheet,
    title: str,
    *,
    landscape: bool,
    header: tuple[int, int] | None = (HEADER_ROW, HEADER_ROW),
    one_page: bool = False,
) -> None:
    """A4, one page wide, the header on every page, page n of m; wide tables lie."""
    sheet.set_paper(style.A4_PAPER)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, int(one_page))
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    left = clean(title).replace("&", "&&").replace("\n", " ")[:60]
    sheet.set_footer(f"&L&9{left}&R&9第 &P 頁，共 &N 頁")
    if header:
        sheet.repeat_rows(*header)


def roc_day(day: date) -> str:
    return f"{day.year - YEAR_OFFSET}年{day.month}月{day.day}日"


def roc_moment(moment: datetime) -> str:
    return f"{roc_day(moment)} {moment:%H:%M}"


def sheet_names(titles: Mapping[str, str]) -> dict[str, str]:
    """Names that a workbook takes for its sheets: no forbidden characters, 31 at most, each once."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for key, title in titles.items():
        plain = re.sub(r"[\[\]:*?/\\]", "", clean(title)).strip("' ")[:31] or key
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain[: 31 - len(str(number))]}{number}"
        taken.add(name.casefold())
        names[key] = name
    return names
