"""How rules word values: what stands in a cell, days, shares, and a good example of what to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from fractions import Fraction

import pandas as pd

from gmreports.model import YEAR_OFFSET, Column, Period

INTERNAL = "（內部資料不顯示）"

# A cell can hold a page of text; a sentence repeats only its beginning.
LONGEST = 30

HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

SAMPLES = {
    "integer": "50",
    "decimal": "2",
    "percent": "92.5%",
    "phone": "03-1234567",
    "email": "name@example.gov.tw",
    "url": "https://www.example.gov.tw/gender",
}


def shown(text: str, column: Column) -> str:
    """What stands in a cell, fit for a sentence; never the value of an internal column."""
    if column.internal:
        return INTERNAL
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[:LONGEST] + "…"


def all_shown(raw: pd.Series, column: Column) -> pd.Series:
    return raw.map(lambda text: shown(str(text), column)).astype(object)


def half_width(text: str) -> str:
    return text.translate(HALF_WIDTH)


def number(value: float) -> str:
    """Without the `.0` that floats carry."""
    return f"{value:.12g}"


def numbers(values: pd.Series) -> pd.Series:
    return values.map(number).astype(object)


def day(value: date) -> str:
    return f"{value.year - YEAR_OFFSET}年{value.month}月{value.day}日"


def days(values: pd.Series) -> pd.Series:
    return values.map(day).astype(object)


def share(value: Fraction) -> str:
    """A threshold as it is spoken of: 1/3, 40%."""
    percent = value * 100
    return f"{percent}%" if percent.denominator == 1 else str(value)


def sample(column: Column, period: Period) -> str:
    """An example of what may be filled in."""
    if column.kind == "date":
        return f"{period.year}/{period.start.month}/3"
    if column.choices:
        return column.choices[0]
    if "年度" in column.units:
        return str(period.year)
    text = SAMPLES.get(column.kind, "")
    if text.isdigit() and column.minimum is not None and column.minimum > int(text):
        return str(column.minimum)
    return "1" if column.minimum == 1 and column.kind == "integer" else text


def nearest(text: str, choices: Sequence[str]) -> str:
    """The choice that looks most like the text, "" when none does: a suggestion, never taken."""
    plain = {"".join(choice.split()).lower(): choice for choice in choices}
    # Half alike is enough: most choices have two to four characters.
    typed = "".join(text[:100].split()).lower()
    close = get_close_matches(typed, list(plain), n=2, cutoff=0.5)
    alike = [SequenceMatcher(None, choice, typed).ratio() for choice in close]
    # Of two that are just as near, neither is meant more than the other.
    return plain[close[0]] if close and alike.count(alike[0]) == 1 else ""
