"""What a stored number is shown as: a day, a time of day, a percentage. The same for xlsx, xls and ods."""

from __future__ import annotations

from datetime import date, datetime, time
from math import floor

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_WINDOWS_1900, from_excel

# Excel's own date formats for Taiwan have numbers and no code: ECMA-376 part 1, 18.8.30.
LOCAL_DATE_FORMATS = frozenset([*range(27, 37), *range(50, 59)])
# No program writes a longer one, and to look at one of a million characters takes minutes.
LONGEST_FORMAT = 255


def shows(number: int, code: str) -> tuple[bool, bool]:
    """Whether a number format shows a date or a time, and whether it shows a percentage."""
    code = code[:LONGEST_FORMAT]
    return number in LOCAL_DATE_FORMATS or bool(is_date_format(code)), "%" in code


def day(serial: float, epoch: datetime = CALENDAR_WINDOWS_1900) -> str | None:
    """A serial as ISO text; None for one that is no day and no time.

    A time of day is given as a time: 12:00 typed where hours are asked is not half an hour.
    LibreOffice takes 115/7/3 for a day of the year 115, before any serial that Excel knows, and
    counts such days by the Julian calendar: what was typed is given back, for a repair to read.
    """
    if serial < 0 and epoch == CALENDAR_WINDOWS_1900:
        return typed_day(floor(serial))
    try:
        moment = from_excel(serial, epoch)
    except (ValueError, OverflowError):
        return None
    if isinstance(moment, datetime):
        return moment.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(moment, time):
        return moment.isoformat() if serial else None
    return moment.isoformat() if isinstance(moment, date) else None


def typed_day(serial: int) -> str | None:
    """Days from 1899-12-30 as year/month/day of the Julian calendar, for the years 100 to 200."""
    # Source: the standard conversion from a Julian day number; that of 1899-12-30 is 2415019.
    count = serial + 2415019 + 32082
    years = (4 * count + 3) // 1461
    days = count - 1461 * years // 4
    months = (5 * days + 2) // 153
    year = years - 4800 + months // 10
    if not 100 <= year <= 200:
        return None
    return f"{year}/{months + 3 - 12 * (months // 10)}/{days - (153 * months + 2) // 5 + 1}"
