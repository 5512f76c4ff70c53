"""What every sheet of the template has in common: print set-up, sign-off line, protection, live colours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gmreports.model import YEAR_OFFSET, Office, Period, Sheet
from gmreports.render import style
from gmreports.render.template.formulas import Demand

SPACE = "　"
FOOTER_POINTS = 11
GROUNDS = {
    "E": (style.ERROR, style.ERROR_SOFT),
    "W": (style.WARNING, style.WARNING_SOFT),
    "I": (style.INFO, style.INFO_SOFT),
}
COVERS = {"quarter": "本季", "year": "今年累計", "standing": "季末現況"}


def signs(office: Office) -> tuple[str, ...]:
    """Who signs, in the order of signing."""
    return "承辦人", "單位主管", "會辦", office.signs_as, "區長"


def set_up(sheet: Worksheet, office: Office | None = None) -> None:
    """A4 landscape, as wide as the paper; with an office, its sign-off line at the foot of each page."""
    sheet.set_landscape()
    sheet.set_paper(style.A4_PAPER)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.3, right=0.3, top=0.4, bottom=1.1 if office else 0.7)
    sheet.hide_gridlines(2)
    # XlsxWriter breaks a footer's text at &, and a blank keeps a size from swallowing a digit.
    font = f'&"{style.FONT_FORM},Regular"&{FOOTER_POINTS} '
    line = (SPACE * 7).join(signs(office)) if office else ""
    footer = f"{f'&L{font}{line}' if line else ''}&R{font}第 &P 頁／共 &N 頁"
    sheet.set_footer(footer, {"margin": 0.7 if office else 0.35, "scale_with_doc": False})


def protect(sheet: Worksheet) -> None:
    """Against slips, not against people: there is no password."""
    allowed = ("format_columns", "format_rows", "insert_rows", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True))


def colour(book: Workbook, sheet: Worksheet, cells: str, demands: Iterable[Demand], only_if: str) -> None:
    """A soft ground on the cells (`A5:A1000`) while a demand is not met and `only_if` holds."""
    for demand in demands:
        ink, ground = GROUNDS[demand.severity]
        look = book.add_format({"bg_color": ground, "font_color": ink})
        criteria = f"=AND({only_if},{demand.condition})"
        rule = {"type": "formula", "criteria": criteria, "format": look, "stop_if_true": True}
        if sheet.conditional_format(cells, rule):
            raise ValueError(f"cannot be written as a conditional format: {criteria}")


def span(sheet: Sheet, period: Period) -> str:
    """What the sheet covers, in words and days."""
    first = date(period.start.year, 1, 1) if sheet.covers == "year" else period.start
    days = f"{first.month}月{first.day}日至{period.end.month}月{period.end.day}日"
    if sheet.covers == "standing":
        days = f"{period.end.month}月{period.end.day}日"
    return f"{COVERS[sheet.covers]}（{period.year}年{days}）"


def roc(day: date) -> str:
    weekday = "一二三四五六日"[day.weekday()]
    return f"{day.year - YEAR_OFFSET}年{day.month}月{day.day}日（星期{weekday}）"
