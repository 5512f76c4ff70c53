"""What stands in a workbook: sparse cells, exactly as stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

At = tuple[int, int]
"""Row and column, both from 1."""

MARKS = str.maketrans("（）：＊　", "():* ")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as stored.

    `value` is a float (number), ISO text (date: a number shown as a date), text or bool; an error
    value is its text, such as #REF!. `formula`: the cell holds one; kind `empty` then means that
    it was never calculated. `percent`: the number is shown as a percentage.
    """

    value: float | str | bool | None
    kind: Literal["number", "text", "bool", "date", "error", "empty"] = "text"
    formula: bool = False
    percent: bool = False

    @property
    def text(self) -> str:
        """What the cell says, in the shortest spelling of its value."""
        if self.kind == "empty" or self.value is None:
            return "=" if self.formula else ""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, float):
            return f"{shortest(self.value * 100)}%" if self.percent else shortest(self.value)
        return self.value


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: cells by (row, column), both from 1.

    `merged`: ranges as (top, left, bottom, right). `notes`: what people wrote beside a cell.
    """

    title: str
    visible: bool = True
    cells: dict[At, Cell] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    notes: Mapping[At, str] = field(default_factory=dict)

    def rows(self) -> dict[int, dict[int, Cell]]:
        """Row → column → cell, rows and columns in order."""
        found: dict[int, dict[int, Cell]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(row, {})[column] = self.cells[row, column]
        return found


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook of any format.

    `properties`: title, author and whatever else the file says about itself, name and text.
    `active`: what in it acts or brings in what stands elsewhere, in Chinese (`巨集`, `外部連結` …).
    """

    sheets: tuple[SheetCells, ...]
    properties: tuple[tuple[str, str], ...] = ()
    active: frozenset[str] = frozenset()


def shortest(number: float) -> str:
    """A number without the `.0` and without the noise of binary fractions."""
    plain = f"{number:.12g}"
    return plain if "e" not in plain else f"{number:.0f}" if number == int(number) else repr(number)


def plain(text: str) -> str:
    """A title or header for comparing: no blanks, no required-mark, half-width brackets, one 臺."""
    return "".join(text.translate(MARKS).split()).strip("*:").replace("台", "臺").lower()
