"""The one style file: every colour, face and size of the template, the workbook, the page and the letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

INK = "#1F2430"
MUTED = "#5A6270"
LINE = "#D5D9E0"
BAND = "#F6F7F9"
PAPER = "#FFFFFF"
ACCENT = "#0B6E69"
ACCENT_SOFT = "#E3F1F0"
FEMALE = "#5E3A8C"
MALE = "#C27803"
OTHER = "#6F7680"
ERROR = "#B3261E"
ERROR_SOFT = "#FBEAE9"
WARNING = "#8A5A00"
WARNING_SOFT = "#FFF4DF"
GOOD = "#1E6B3A"
GOOD_SOFT = "#E7F4EB"
INFO = "#2B5C9E"
INFO_SOFT = "#E8F0FA"

# Sheets that are read rather than filled in or summed up: their tab.
GREY = MUTED

# On a dark ground the coloured text carries the meaning; the soft grounds all become the band.
DARK: dict[str, str] = {
    "INK": "#E9ECF1",
    "MUTED": "#A9B1BD",
    "LINE": "#3A404A",
    "BAND": "#1C2027",
    "PAPER": "#14171C",
    "ACCENT": "#5CC7BF",
    "ACCENT_SOFT": "#1C2027",
    "FEMALE": "#B79CE6",
    "MALE": "#F2B654",
    "OTHER": "#A7AEB8",
    "ERROR": "#FF8A80",
    "ERROR_SOFT": "#1C2027",
    "WARNING": "#F2B654",
    "WARNING_SOFT": "#1C2027",
    "GOOD": "#7BD39A",
    "GOOD_SOFT": "#1C2027",
    "INFO": "#8DB7F0",
    "INFO_SOFT": "#1C2027",
}

# Every colour by its role, for whoever writes them all out (CSS variables, say).
LIGHT: dict[str, str] = {role: globals()[role] for role in DARK}

FONT_REPORT = "微軟正黑體"
FONT_FORM = "標楷體"
FONT_PAGE = '"Noto Sans TC", "Microsoft JhengHei", "PingFang TC", system-ui, sans-serif'

# Workbooks, in points.
SIZE_TITLE = 16
SIZE_BODY = 12
SIZE_SMALL = 10

# Page and letters, in pixels.
PX_SMALL = 14
PX_BODY = 16
PX_LEAD = 20
PX_HEADING = 26
PX_TITLE = 34
LINE_HEIGHT = 1.6
LINE_HEIGHT_TABLE = 1.35
MEASURE_CHARACTERS = 38
MAIL_WIDTH = 600
CHART_WIDTHS = (640, 320)

# A4 in inches, as printers take it.
A4_PAPER = 9
A4_LONG = 11.69
A4_SHORT = 8.27


def width_of(text: str) -> int:
    """The width of a text in half-width characters: a Chinese character takes two.

    Of a text of several lines, the widest line.
    """
    return max(sum(map(_width_of_one, line)) for line in text.splitlines() or [""])


@cache
def _width_of_one(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def column_width(texts: Iterable[str], least: int = 6, most: int = 40) -> int:
    """A column width that shows the widest of the texts, within bounds; two for the air at the sides."""
    return min(most, max([least, *(width_of(text) + 2 for text in texts)]))
