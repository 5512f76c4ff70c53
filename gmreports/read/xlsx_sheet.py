"""One sheet of an xlsx package as sparse cells, read by a SAX handler within bounds."""

from __future__ import annotations

import re
from datetime import datetime

from gmreports.read.cells import At, Cell
from gmreports.read.elements import Attributes, Part, Steps, attributes
from gmreports.read.refused import DamagedError
from gmreports.read.shown import day
from gmreports.read.xlsx_parts import LAST_COLUMN, Room, Text, address, at, count

# A DDE call: program|topic!item.
CALLS_OUT = re.compile(r"[\w'\"]\|[^|]*!")
YES = ("1", "true")
MIDNIGHT = re.compile(r"T00:00(:00([.]0+)?)?Z?$")


class SheetPart(Part):
    """The cells of one sheet; what has no value and no formula is left out."""

    def __init__(
        self, strings: list[str], formats: list[tuple[bool, bool]], epoch: datetime, room: Room
    ) -> None:
        super().__init__()
        self.cells: dict[At, Cell] = {}
        self.hidden_rows: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []
        self.calls_out = False
        self._strings, self._formats, self._epoch, self._room = strings, formats, epoch, room
        self._row = self._column = 0
        self._address = ""
        self._here: Attributes = {}
        self._value, self._written = Text(room.text), Text(room.text)
        self._formula = self._collect = self._in_guide = self._in_formula = self._hidden = False
        self._values = self._extras = 0
        # Thousands of ranges over all columns are a few bytes each: a bit per column stands for any number.
        self._hidden_columns = 0
        self._starts = Steps(
            c=self._start_cell,
            v=self._start_value,
            t=self._start_text,
            f=self._start_formula,
            rPh=self._start_guide,
            extLst=self._start_extras,
            row=self._start_row,
            col=self._start_column,
            mergeCell=self._start_merge,
        )
        self._ends = Steps(
            c=self._end_cell,
            v=self._end_value,
            t=self._end_value,
            f=self._end_formula,
            rPh=self._end_guide,
            extLst=self._end_extras,
        )

    @property
    def hidden_columns(self) -> frozenset[int]:
        bits = self._hidden_columns
        return frozenset(n for n in range(1, bits.bit_length()) if bits >> n & 1)

    def start(self, name: str, attrs: Attributes) -> None:
        self._starts[name](attrs)

    def characters(self, content: str) -> None:
        if self._in_formula:
            self._written.add(content)
        elif self._collect and not self._in_guide:
            self._value.add(content)

    def end(self, name: str) -> None:
        self._ends[name]()

    def _start_row(self, attrs: Attributes) -> None:
        here = attributes(attrs)
        self._row = count(here["r"]) if "r" in here else self._row + 1
        self._column, self._address = 0, ""
        self._hidden = here.get("hidden") in YES

    def _start_cell(self, attrs: Attributes) -> None:
        here = attributes(attrs)
        if "r" in here:
            self._address = here["r"]
        else:
            self._settle()
            self._column += 1
        self._here = here
        self._value.clear()
        self._formula = False
        self._values = 0

    def _start_value(self, _: Attributes) -> None:
        self._collect = not self._extras
        self._values += self._collect
        if self._values > 1:
            raise DamagedError("a cell with two values")

    def _start_text(self, _: Attributes) -> None:
        self._collect = not self._extras

    def _start_extras(self, _: Attributes) -> None:
        # What programs add for themselves is no part of what a cell holds.
        self._extras += 1

    def _end_extras(self) -> None:
        self._extras -= 1

    def _end_value(self) -> None:
        self._collect = False

    def _start_formula(self, _: Attributes) -> None:
        self._formula = self._in_formula = True
        self._written.clear()

    def _end_formula(self) -> None:
        self._in_formula = False
        self.calls_out = self.calls_out or bool(CALLS_OUT.search(str(self._written)))

    def _start_guide(self, _: Attributes) -> None:
        self._in_guide = True

    def _end_guide(self) -> None:
        self._in_guide = False

    def _settle(self) -> None:
        """Where the cell is: most cells are blank, and only others are worth the time to know."""
        if self._address:
            self._row, self._column = address(self._address)
            self._address = ""

    def _end_cell(self) -> None:
        if not (self._value.parts or self._formula):
            return
        self._room.take()
        self._settle()
        place, cell = at(self._row, self._column), self._cell(str(self._value))
        before = self.cells.setdefault(place, cell)
        if before is not cell and before != cell:
            # Which of the two is meant? One program shows this one, another that one.
            raise DamagedError("two cells at one place")
        if self._hidden:
            self.hidden_rows.add(self._row)

    def _start_column(self, attrs: Attributes) -> None:
        here = attributes(attrs)
        first, last = count(here.get("min", "0")), min(count(here.get("max", "0")), LAST_COLUMN)
        if here.get("hidden") in YES and first <= last:
            self._hidden_columns |= (2 << last) - (1 << first)

    def _start_merge(self, attrs: Attributes) -> None:
        here = attributes(attrs)
        self._room.take()
        first, _, last = here.get("ref", "").partition(":")
        self.merged.append((*address(first), *address(last or first)))

    def _cell(self, value: str) -> Cell:
        formula, kind = self._formula, self._here.get("t", "n")
        if not value and kind != "str":
            return Cell(None, "empty", formula)
        match kind:
            case "s":
                index = count(value)
                if index >= len(self._strings):
                    raise DamagedError(f"no shared string {index}")
                return Cell(self._strings[index], "text", formula)
            case "str" | "inlineStr":
                return Cell(value, "text", formula)
            case "b":
                return Cell(value.strip().lower() in YES, "bool", formula)
            case "e":
                return Cell(value, "error", formula)
            case "d":
                return Cell(MIDNIGHT.sub("", value).replace("T", " "), "date", formula)
        return self._number(value, formula)

    def _number(self, value: str, formula: bool) -> Cell:
        try:
            number = float(value)
        except ValueError:
            return Cell(value, "text", formula)
        if "_" in value:
            return Cell(value, "text", formula)  # 1_000 is a number in Python only
        if number != number or number in (float("inf"), float("-inf")):
            return Cell("#NUM!", "error", formula)
        style = count(self._here.get("s") or "0")
        shown = self._formats[style] if style < len(self._formats) else (False, False)
        moment = day(number, self._epoch) if shown[0] else None
        return Cell(moment, "date", formula) if moment else Cell(number, "number", formula, percent=shown[1])
