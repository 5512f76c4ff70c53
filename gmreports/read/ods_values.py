"""What an ods file says in one element: a name, a paragraph, the value of a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from gmreports.read.cells import Cell
from gmreports.read.refused import RefusedError
from gmreports.read.shown import typed_day

# What LibreOffice and Excel show in place of a result; Err:502 is LibreOffice's alone.
ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|N/A|NUM!|NULL!)|(?:Err|錯誤):[0-9]{3}")
DAY = re.compile(r"(-?[0-9]{4,9})-([0-9]{2})-([0-9]{2})")
TIME = re.compile(r"PT([0-9]+)H([0-9]+)M([0-9]+)(?:[.,][0-9]*)?S")
DIGITS = re.compile(r"[0-9]+")
LAYOUT = re.compile(r"[ ]*[\t\r\n][ \t\r\n]*")
# The namespaces of the standard, and of LibreOffice's additions to it; the next to last word names each.
STANDARD = ("urn:oasis:names:tc:opendocument:xmlns:", "urn:org:documentfoundation:names:experimental:")
OPENOFFICE = "http://openoffice.org/2004/office"
# The day that a serial of 0 is shown as.
DAY_ZERO = date(1899, 12, 30)

Attributes = Mapping[str, str]


@cache
def prefixed(uri: str | None, local: str) -> str:
    """A name with the prefix that the standard gives its namespace, whatever the file calls it."""
    if (uri or "").startswith(STANDARD):
        return f"{(uri or '').split(':')[-2]}:{local}"
    return f"ooo:{local}" if uri == OPENOFFICE else f"{uri}:{local}"


class Paragraphs:
    """Paragraphs as they are read.

    A line break or tab in the file is layout of the file, with the blanks around it. Other blanks
    are kept: the standard runs them together, but LibreOffice writes and reads them as they are.
    """

    def __init__(self, most: int) -> None:
        self._left = most
        self._lines: list[list[str]] = []
        self._said: list[str] = []
        self._open = False

    def begin(self) -> None:
        self._lines.append([])
        self._open = True

    def end(self) -> None:
        self._settle()
        self._open = False

    def say(self, content: str) -> None:
        """Character data; between paragraphs it is layout too."""
        if self._open:
            self._spend(len(content))
            self._said.append(content)

    def put(self, text: str, times: int = 1) -> None:
        """What stands there as an element: blanks, a tab, a line break."""
        if self._open:
            self._spend(times)
            self._settle()
            self._lines[-1].append(text * times)

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise RefusedError("too_large")

    def _settle(self) -> None:
        text = LAYOUT.sub("\n", "".join(self._said))
        self._said.clear()
        if self._open and text:
            text = text.removeprefix("\n") if not self._lines[-1] else text
            self._lines[-1].append(text.removesuffix("\n").replace("\n", " "))

    @property
    def any(self) -> bool:
        return bool(self._lines)

    @property
    def text(self) -> str:
        return "\n".join("".join(line) for line in self._lines)


def cell(here: Attributes, words: Paragraphs) -> Cell | None:
    """The cell that the attributes and the shown text make; None for one that says nothing."""
    formula, shown = "table:formula" in here, words.text
    seen = (shown.strip(), here.get("office:string-value", "").strip())
    wrong = next((text for text in seen if ERROR.fullmatch(text)), "")
    if here.get("calcext:value-type") == "error" or (formula and wrong):
        return Cell(wrong or seen[0] or "#VALUE!", "error", formula)
    match here.get("office:value-type"):
        case "float" | "currency" | "percentage" as kind if "office:value" in here:
            return _number(here["office:value"], formula, kind == "percentage")
        case "date" if "office:date-value" in here:
            return _date(here["office:date-value"], shown, formula)
        case "time" if found := TIME.fullmatch(here.get("office:time-value", "")):
            return _time(found, formula)
        case "boolean" if "office:boolean-value" in here:
            return Cell(here["office:boolean-value"].strip() == "true", "bool", formula)
    text = here.get("office:string-value", shown)
    if formula and not (words.any or "office:string-value" in here):
        return Cell(None, "empty", formula)
    return Cell(text, "text", formula) if text or formula else None


def _number(value: str, formula: bool, percent: bool) -> Cell:
    try:
        number = float(value)
    except ValueError:
        return Cell(value, "text", formula)
    if "_" in value:
        return Cell(value, "text", formula)  # 1_000 is a number in Python only
    if number != number or number in (float("inf"), float("-inf")):
        return Cell("#NUM!", "error", formula)
    return Cell(number, "number", formula, percent)


def _date(value: str, shown: str, formula: bool) -> Cell:
    """A day as ISO text, with its time where it has one; day zero is the number 0 in a format for dates."""
    day, _, moment = value.partition("T")
    if day == DAY_ZERO.isoformat():
        clock = moment.strip("0:.")
        return Cell(moment[:8], "date", formula) if clock else Cell(0.0, "number", formula)
    found = DAY.fullmatch(day)
    typed = _typed(found, shown) if found else None
    text = typed or f"{day} {moment}".strip().removesuffix(" 00:00:00")
    return Cell(text, "date", formula)


def _typed(found: re.Match[str], shown: str) -> str | None:
    """115/7/3 typed into LibreOffice as it was typed, and as the same typing reads in an xlsx.

    It is shown by the Julian calendar and stored by the Gregorian one, as 0115-07-02; where the
    cell shows the very day that is stored, there is nothing to convert.
    """
    year, month, of_month = (int(part) for part in found.groups())
    if not 99 <= year <= 201:
        return None
    if [int(digits) for digits in DIGITS.findall(shown)[:3] if len(digits) < 5] == [year, month, of_month]:
        return f"{year}/{month}/{of_month}"
    try:
        return typed_day((date(year, month, of_month) - DAY_ZERO).days)
    except ValueError:
        return None


def _time(found: re.Match[str], formula: bool) -> Cell:
    hours, minutes, seconds = (part.zfill(2) for part in found.groups())
    if not int(hours[:9]) and not (minutes + seconds).strip("0"):
        return Cell(0.0, "number", formula)
    return Cell(f"{hours}:{minutes}:{seconds}", "date", formula)
