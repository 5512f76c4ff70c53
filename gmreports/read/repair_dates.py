"""Dates typed as text, and bare serial numbers that lost their date format.

A year is never guessed: two digits (99/3/5, 15/7/3) mean a year of the Republic to one reader and a
western one to another, so they are read only behind 民國. Neither are days without a year, day ranges,
or 03/05/2026, whose month depends on the reader.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from gmreports.read.repair_text import BLANKS, Read, join_kinds

# No spelling of a single day comes near this; the limit keeps a pasted page from costing any time.
_LONGEST = 64

_REPUBLIC = 1911
LAST_YEAR = 2200
# Excel counts a 29 February 1900 that never was, so from March 1900 on its day 0 is this one.
_EPOCH = date(1899, 12, 30)
_WEEKDAYS = "一二三四五六日"

_FULL_WIDTH = str.maketrans("０１２３４５６７８９／－．：Ｔ", "0123456789/-.:T")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
_TIME = re.compile(rf"(?:T|[{BLANKS}]+|(?<=[日)）]))(?:(?:上午|下午)[{BLANKS}]*)?{_CLOCK}\Z")
_BLANKS = re.compile(f"[{BLANKS}]+")
_BROKEN_NUMBER = re.compile(f"[0-9][{BLANKS}]+[0-9]")
_WEEKDAY = re.compile(rf"(?:[(（](?:星期|週|周)?([{_WEEKDAYS}天])[)）]|(?:星期|週|周)([{_WEEKDAYS}天]))\Z")

_ERA = r"(中華民國|民國|西元)?"
_MARKED = re.compile(_ERA + r"([0-9]{1,4})年([0-9]{1,2})月([0-9]{1,2})日")
_SEPARATED = re.compile(_ERA + r"([0-9]{1,4})([-/.])([0-9]{1,2})\3([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{3,4})([0-9]{2})([0-9]{2})")

_DIGITS = dict(zip("〇零○一二三四五六七八九", "000123456789", strict=True))
_NUMERAL_YEAR = re.compile(rf"[{''.join(_DIGITS)}]+(?=年)")
_NUMERAL_PART = re.compile(r"[一二三四五六七八九十廿卅]+(?=[月日])")


def _up_to_31() -> dict[str, str]:
    """Every spelling of a month or a day in Chinese numerals."""
    tens = {"": 0, "十": 10, "二十": 20, "廿": 20, "三十": 30, "卅": 30}
    ones = ["", *"一二三四五六七八九"]
    spelled = {ten + one: value + ones.index(one) for ten, value in tens.items() for one in ones}
    return {numeral: str(value) for numeral, value in spelled.items() if 1 <= value <= 31}


_NUMERALS = _up_to_31()


def day(text: str) -> Read | None:
    """The calendar day that the text says, or None when it does not plainly say one that exists.

    A weekday that contradicts the date does not stop the reading: the kind then ends in
    "+weekday_conflict", and whether that is worth a word to the office is the caller's decision.
    """
    kinds: list[str] = []
    weekday = ""
    text = _note(kinds, "spaces", text, text.strip(BLANKS))
    if len(text) > _LONGEST:
        return None
    text = _note(kinds, "full_width", text, text.translate(_FULL_WIDTH))
    text = _note(kinds, "time", text, _TIME.sub("", text))
    # Digits are never pushed together: 2026 1 1 1 could be several days.
    if _BROKEN_NUMBER.search(text):
        return None
    text = _note(kinds, "spaces", text, _BLANKS.sub("", text))
    suffix = _WEEKDAY.search(text)
    if suffix:
        weekday = (suffix[1] or suffix[2]).replace("天", "日")
        text = _note(kinds, "weekday", text, text[: suffix.start()])
    text = _note(kinds, "chinese_numeral", text, _chinese_numerals(text))
    found = _plain_day(text)
    if found is None:
        return None
    when, kind = found
    if kind:
        kinds.append(kind)
    if weekday and _WEEKDAYS.index(weekday) != when.weekday():
        kinds.append("weekday_conflict")
    return Read(when, join_kinds(kinds))


def serial(number: float | Decimal, date1904: bool = False) -> Read | None:
    """The day meant by a bare number in a date column: Excel's serial, or a compact 1120305 or 20260703.

    Serials are believed only from 1990 to 2100, so that a year or a row number is not taken for one.
    """
    exact = Decimal(number)
    # The bounds come before int(): a Decimal such as 1E+999999 would fill the memory.
    if not exact.is_finite() or not 0 < exact < 100_000_000 or exact != int(exact):
        return None
    compact = _compact_day(str(int(exact)))
    if compact is not None:
        return Read(compact, "compact")
    epoch = date(1904, 1, 1) if date1904 else _EPOCH
    if not (date(1990, 1, 1) - epoch).days <= exact <= (date(2100, 12, 31) - epoch).days:
        return None
    return Read(epoch + timedelta(days=int(exact)), "excel_serial")


def shown_as_day(text: str) -> Read | None:
    """The day meant by a compact 1150703 that was typed into a cell for dates: shown, it is in the year 5050.

    A book that counts from 1904 gives a number 1462 lower, which is no compact day.
    """
    found = _ISO.fullmatch(text)
    if not found or int(text[:4]) <= LAST_YEAR:
        return None
    return serial((date.fromisoformat(text) - _EPOCH).days)


def _note(kinds: list[str], kind: str, before: str, after: str) -> str:
    if after != before:
        kinds.append(kind)
    return after


def _chinese_numerals(text: str) -> str:
    """Year digit by digit, month and day as counted; a numeral that is neither is left, and so unread."""
    text = _NUMERAL_YEAR.sub(lambda found: "".join(_DIGITS[numeral] for numeral in found[0]), text)
    return _NUMERAL_PART.sub(lambda found: _NUMERALS.get(found[0], found[0]), text)


def _plain_day(text: str) -> tuple[date, str] | None:
    """The day in ASCII digits, and the name of its spelling (none for ISO)."""
    compact = _compact_day(text)
    if compact is not None:
        return compact, "compact"
    if marked := _MARKED.fullmatch(text):
        era, year, month, of_month = marked.groups()
    elif separated := _SEPARATED.fullmatch(text):
        era, year, _, month, of_month = separated.groups()
    else:
        return None
    western = _western_year(year, era or "")
    when = _calendar_day(western, month, of_month)
    if when is None:
        return None
    if _ISO.fullmatch(text):
        return when, ""
    return when, "western_date" if western == int(year) else "roc_date"


def _compact_day(text: str) -> date | None:
    compact = _COMPACT.fullmatch(text)
    return _calendar_day(_western_year(compact[1], ""), compact[2], compact[3]) if compact else None


def _western_year(digits: str, era: str) -> int | None:
    """Three digits are a year of the Republic, four a western one; fewer only say so behind 民國."""
    year = int(digits)
    if len(digits) == 4:
        return year if era in ("", "西元") and 1912 <= year <= LAST_YEAR else None
    if era in ("民國", "中華民國"):
        return year + _REPUBLIC if 1 <= year <= 200 else None
    return year + _REPUBLIC if era == "" and 100 <= year <= 200 else None


def _calendar_day(year: int | None, month: str, of_month: str) -> date | None:
    if year is None:
        return None
    try:
        return date(year, int(month), int(of_month))
    except ValueError:
        return None
