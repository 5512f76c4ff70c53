"""The parts of an xlsx package, each read by its own SAX handler; names are compared without namespaces,

so that strict and transitional files, and prefixed ones, read the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from gmreports.read.cells import At, Cell

# Excel's own date formats for Taiwan have numbers and no code: ECMA-376 part 1, 18.8.30.
LOCAL_DATE_FORMATS = frozenset([*range(27, 37), *range(50, 59)])
# A DDE call: program|topic!item.
CALLS_OUT = re.compile(r"[\w'\"]\|[^|]*!")
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class DamagedError(Exception):
    """The file is a workbook, but a part of it is missing or cannot be made sense of."""


def local(name: str) -> str:
    return name.rpartition(":")[2]


def attributes(attrs: AttributesImpl) -> dict[str, str]:
    return {local(name): value for name, value in attrs.items()}


def address(text: str) -> At:
    """Row and column of an address such as B7. Raises DamagedError."""
    found = ADDRESS.fullmatch(text)
    if not found:
        raise DamagedError(f"no such cell: {text[:20]}")
    return int(found[2]), column_index_from_string(found[1])


class RelationsPart(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, tuple[str, str]] = {}

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        here = attributes(attrs)
        if local(name) == "Relationship" and here.get("TargetMode") != "External":
            kind = here.get("Type", "").rpartition("/")[2]
            self.found[here.get("Id", "")] = kind, here.get("Target", "")


class WorkbookPart(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, str]] = []
        self.epoch: datetime = CALENDAR_WINDOWS_1900

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        here = attributes(attrs)
        if local(name) == "sheet":
            self.sheets.append((here.get("name", ""), here.get("state", "visible"), here.get("id", "")))
        elif local(name) == "workbookPr" and here.get("date1904") in ("1", "true"):
            self.epoch = CALENDAR_MAC_1904


class StringsPart(ContentHandler):
    """The shared strings; rich-text runs are joined, phonetic guides (rPh) are not part of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._in_text = False
        self._in_guide = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        match local(name):
            case "si":
                self._parts = []
            case "t":
                self._in_text = True
            case "rPh":
                self._in_guide = True

    def characters(self, content: str) -> None:
        if self._in_text and not self._in_guide:
            self._parts.append(content)

    def endElement(self, name: str) -> None:
        match local(name):
            case "si":
                self.texts.append("".join(self._parts))
            case "t":
                self._in_text = False
            case "rPh":
                self._in_guide = False


class StylesPart(ContentHandler):
    """`formats`: for each cell style, whether it shows a number as a date, and as a percentage."""

    def __init__(self) -> None:
        super().__init__()
        self.formats: list[tuple[bool, bool]] = []
        self._codes: dict[int, str] = dict(BUILTIN_FORMATS)
        self._in_cell_styles = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        here = attributes(attrs)
        match local(name):
            case "numFmt":
                self._codes[_number(here.get("numFmtId", "0"))] = here.get("formatCode", "")
            case "cellXfs":
                self._in_cell_styles = True
            case "xf" if self._in_cell_styles:
                self.formats.append(self._shows(_number(here.get("numFmtId", "0"))))

    def endElement(self, name: str) -> None:
        if local(name) == "cellXfs":
            self._in_cell_styles = False

    def _shows(self, number: int) -> tuple[bool, bool]:
        code = self._codes.get(number, "General")
        return number in LOCAL_DATE_FORMATS or bool(is_date_format(code)), "%" in code


class SheetPart(ContentHandler):
    """The cells of one sheet; what has no value and no formula is left out."""

    def __init__(self, strings: list[str], formats: list[tuple[bool, bool]], epoch: datetime) -> None:
        super().__init__()
        self.cells: dict[At, Cell] = {}
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.calls_out = False
        self._strings, self._formats, self._epoch = strings, formats, epoch
        self._row = self._column = 0
        self._type = self._value = ""
        self._style = 0
        self._formula = self._collect = self._in_guide = self._in_formula = False
        self._written = ""
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "row": self._start_row,
            "c": self._start_cell,
            "col": self._start_column,
            "mergeCell": self._start_merge,
        }

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        part = local(name)
        if part in self._starts:
            self._starts[part](attributes(attrs))
        elif part in ("v", "t"):
            self._collect = True
        elif part == "f":
            self._formula = self._in_formula = True
            self._written = ""
        elif part == "rPh":
            self._in_guide = True

    def characters(self, content: str) -> None:
        if self._in_formula:
            self._written += content
        elif self._collect and not self._in_guide:
            self._value += content

    def endElement(self, name: str) -> None:
        part = local(name)
        if part in ("v", "t"):
            self._collect = False
        elif part == "f":
            self._in_formula = False
            self.calls_out = self.calls_out or bool(CALLS_OUT.search(self._written))
        elif part == "rPh":
            self._in_guide = False
        elif part == "c" and (self._value or self._formula):
            self.cells[self._row, self._column] = self._cell()

    def _start_row(self, here: dict[str, str]) -> None:
        self._row = _number(here["r"]) if "r" in here else self._row + 1
        self._column = 0
        if here.get("hidden") in ("1", "true"):
            self.hidden_rows.add(self._row)

    def _start_cell(self, here: dict[str, str]) -> None:
        self._column += 1
        if "r" in here:
            self._row, self._column = address(here["r"])
        self._type, self._style = here.get("t", "n"), _number(here.get("s", "0"))
        self._value, self._formula = "", False

    def _start_column(self, here: dict[str, str]) -> None:
        if here.get("hidden") in ("1", "true"):
            last = min(_number(here.get("max", "0")), 16384)
            self.hidden_columns.update(range(_number(here.get("min", "0")), last + 1))

    def _start_merge(self, here: dict[str, str]) -> None:
        first, _, last = here.get("ref", "").partition(":")
        self.merged.append((*address(first), *address(last or first)))

    def _cell(self) -> Cell:
        value, formula = self._value, self._formula
        if not value and self._type != "str":
            return Cell(None, "empty", formula)
        match self._type:
            case "s":
                index = _number(value)
                if index >= len(self._strings):
                    raise DamagedError(f"no shared string {index}")
                return Cell(self._strings[index], "text", formula)
            case "str" | "inlineStr":
                return Cell(value, "text", formula)
            case "b":
                return Cell(value.strip() == "1", "bool", formula)
            case "e":
                return Cell(value, "error", formula)
            case "d":
                return Cell(value.replace("T", " ").removesuffix(" 00:00:00"), "date", formula)
        return self._number(value, formula)

    def _number(self, value: str, formula: bool) -> Cell:
        try:
            number = float(value)
        except ValueError:
            return Cell(value, "text", formula)
        if number != number or number in (float("inf"), float("-inf")):
            return Cell("#NUM!", "error", formula)
        shown = self._formats[self._style] if self._style < len(self._formats) else (False, False)
        day = _date(number, self._epoch) if shown[0] else None
        return Cell(day, "date", formula) if day else Cell(number, "number", formula, percent=shown[1])


def _date(serial: float, epoch: datetime) -> str | None:
    """A serial as ISO text; None for one that is no calendar day, such as a time of day.

    LibreOffice takes 115/7/3 for a day of the year 115, before any serial that Excel knows, and
    counts such days by the Julian calendar: what was typed is given back, for a repair to read.
    """
    if serial < 0 and epoch == CALENDAR_WINDOWS_1900:
        return _julian_day(int(serial))
    try:
        moment = from_excel(serial, epoch)
    except (ValueError, OverflowError):
        return None
    if isinstance(moment, datetime):
        return moment.isoformat(" ").removesuffix(" 00:00:00")
    return moment.isoformat() if isinstance(moment, date) else None


def _julian_day(serial: int) -> str | None:
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


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise DamagedError(f"not a number: {text[:20]}") from None
