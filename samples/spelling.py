"""How people write dates and numbers: the ways that the offices of the samples use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

Typed = str | int | float | date | None

BLANK = "␠"  # a blank at the edge of a cell, where the content could not show it
_WIDE = str.maketrans("0123456789/.", "０１２３４５６７８９／．")
_NUMERALS = "〇一二三四五六七八九十"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return ten + (_NUMERALS[ones] if ones else "")


def _numerals(day: date) -> str:
    year = "".join(_NUMERALS[int(digit)] for digit in str(day.year - 1911))
    return f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日"


DATES: Mapping[str, Callable[[date], Typed]] = {
    "real": lambda day: day,
    "slash": lambda day: f"{day.year - 1911}/{day.month}/{day.day}",
    "dots": lambda day: f"{day.year - 1911}.{day:%m.%d}",
    "minguo": lambda day: f"民國{day.year - 1911}年{day.month}月{day.day}日",
    "compact": lambda day: f"{day.year - 1911}{day:%m%d}",
    "wide": lambda day: f"{day.year}/{day.month}/{day.day}".translate(_WIDE),
    "western": lambda day: f"{day.year}/{day.month}/{day.day}",
    "iso": lambda day: day.isoformat(),
    "numerals": _numerals,
}


def number(value: float, pattern: str) -> Typed:
    """A number as typed: `wide` is full width, {} stays a number, a leading ' makes it text as in Excel."""
    if pattern == "{}":
        return value
    if pattern == "wide":
        return f"{value:g}".translate(_WIDE)
    return pattern.removeprefix("'").format(value)


def literal(text: str) -> Typed:
    """What stands in a table of the content: empty, a number, a day (2026-07-03), or text."""
    if re.fullmatch(r"-?[0-9]+", text):
        return int(text)
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", text):
        return float(text)
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return date.fromisoformat(text)
    return text.replace(BLANK, " ") or None


def pipe_table(text: str) -> list[dict[str, str]]:
    """The rows of a table written with bars, its first line giving the names."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def in_turn(ways: Sequence[str], row: int) -> str:
    return ways[row % len(ways)]
