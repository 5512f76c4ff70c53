"""The parts of an xlsx package, each read by its own SAX handler; names are compared without namespaces,

so that strict and transitional files, and prefixed ones, read the same.
"""

from __future__ import annotations

import re
from datetime import datetime

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from gmreports.model import Limits
from gmreports.read.cells import At
from gmreports.read.elements import Attributes, Part, attributes, local
from gmreports.read.refused import DamagedError as DamagedError
from gmreports.read.refused import RefusedError
from gmreports.read.shown import shows

ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
STRUCK = "〔刪除線：", "〕"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384


class Room:
    """How much of a workbook is still let in. Raises RefusedError once it is used up."""

    def __init__(self, limits: Limits) -> None:
        self.text = limits.text
        self._cells = limits.cells

    def take(self) -> None:
        """One more cell, or something else that people put in a sheet one by one."""
        self._cells -= 1
        if self._cells < 0:
            raise RefusedError("too_large")


class Text:
    """The text of one element as it comes in; no cell holds more than `most` characters."""

    def __init__(self, most: int) -> None:
        self._left = self._most = most
        self.parts: list[str] = []

    def clear(self) -> None:
        if self.parts:
            self._left, self.parts = self._most, []

    def add(self, content: str) -> None:
        self._left -= len(content)
        if self._left < 0:
            raise RefusedError("too_large")
        self.parts.append(content)

    def __str__(self) -> str:
        return "".join(self.parts)


def address(text: str) -> At:
    """Row and column of an address such as B7. Raises DamagedError."""
    found = ADDRESS.fullmatch(text)
    if not found:
        raise DamagedError(f"no such cell: {text[:20]}")
    return at(int(found[2]), column_index_from_string(found[1]))


def at(row: int, column: int) -> At:
    """The place, if a sheet has it. Raises DamagedError."""
    if not (1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN):
        raise DamagedError("a cell outside of any sheet")
    return row, column


def count(text: str) -> int:
    """A whole number, 0 or more. Raises DamagedError."""
    plain = text.strip()
    if not (plain.isdigit() and plain.isascii() and len(plain) <= 20):
        raise DamagedError(f"not a number: {text[:20]}")
    return int(plain)


class RelationsPart(Part):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, attrs: Attributes) -> None:
        here = attributes(attrs)
        if local(name) == "Relationship" and here.get("TargetMode") != "External":
            kind = here.get("Type", "").rpartition("/")[2]
            self.found[here.get("Id", "")] = kind, here.get("Target", "")


class WorkbookPart(Part):
    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, str]] = []
        self.epoch: datetime = CALENDAR_WINDOWS_1900

    def start(self, name: str, attrs: Attributes) -> None:
        here = attributes(attrs)
        if local(name) == "sheet":
            self.sheets.append((here.get("name", ""), here.get("state", "visible"), here.get("id", "?")))
        elif local(name) == "workbookPr" and here.get("date1904") in ("1", "true"):
            self.epoch = CALENDAR_MAC_1904


class StringsPart(Part):
    """The shared strings; rich-text runs are joined, phonetic guides (rPh) are not part of the text.

    What is struck out in a run stays and is said to be: 12 struck out before 15 is not 1215.
    """

    def __init__(self, room: Room) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._room, self._text = room, Text(room.text)
        self._in_text = False
        self._in_guide = False
        self._struck = False

    def start(self, name: str, attrs: Attributes) -> None:
        match local(name):
            case "si":
                self._text.clear()
            case "strike":
                self._struck = attributes(attrs).get("val", "1") not in ("0", "false")
            case "t":
                self._in_text = True
                if self._struck:
                    self._text.add(STRUCK[0])
            case "rPh":
                self._in_guide = True

    def characters(self, content: str) -> None:
        if self._in_text and not self._in_guide:
            self._text.add(content)

    def end(self, name: str) -> None:
        match local(name):
            case "si":
                self._room.take()
                self.texts.append(str(self._text))
            case "t":
                self._in_text = False
                if self._struck:
                    self._text.add(STRUCK[1])
            case "r":
                self._struck = False
            case "rPh":
                self._in_guide = False


class StylesPart(Part):
    """`formats`: for each cell style, whether it shows a number as a date, and as a percentage."""

    def __init__(self) -> None:
        super().__init__()
        self.formats: list[tuple[bool, bool]] = []
        self._codes: dict[int, str] = dict(BUILTIN_FORMATS)
        self._in_cell_styles = False

    def start(self, name: str, attrs: Attributes) -> None:
        here = attributes(attrs)
        match local(name):
            case "numFmt":
                self._codes[count(here.get("numFmtId", "0"))] = here.get("formatCode", "")
            case "cellXfs":
                self._in_cell_styles = True
            case "xf" if self._in_cell_styles:
                self.formats.append(self._shows(count(here.get("numFmtId", "0"))))

    def end(self, name: str) -> None:
        if local(name) == "cellXfs":
            self._in_cell_styles = False

    def _shows(self, number: int) -> tuple[bool, bool]:
        return shows(number, self._codes.get(number, "General"))
