"""Cells of a sheet's XML: found, made where they are not there yet, and compared before and after."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from xlsxwriter.utility import xl_cell_to_rowcol

from gmreports.render.returned.package import ODD, Element, UntouchableError, main

ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
YES = ("1", "true")


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, and what had to be made for it: "" nothing, `bare` its format, `cell`, or `row` and cell."""

    cell: Element
    made: str


@dataclass(frozen=True)
class Grid:
    """A sheet's rows and cells by their numbers, from 1."""

    root: Element
    data: Element
    rows: dict[int, Element]
    merged: tuple[tuple[int, int, int, int], ...]


def place_of(address: str) -> tuple[int, int] | None:
    """Row and column from 1; None for what is no cell."""
    if not ADDRESS.fullmatch(address):
        return None
    row, column = xl_cell_to_rowcol(address)
    return (row + 1, column + 1) if row < LAST_ROW and column < LAST_COLUMN else None


def grid(root: Element) -> Grid:
    """Raises UntouchableError where rows or cells do not say which they are, or are out of order."""
    data = root.find(main("sheetData"))
    if data is None:
        raise UntouchableError(ODD)
    rows: dict[int, Element] = {}
    last = 0
    for row in data.iterfind(main("row")):
        number = int(row.get("r", "0"))
        if number <= last:
            raise UntouchableError(ODD)
        rows[number] = row
        last = number
    return Grid(root, data, rows, tuple(_merged(root)))


def _merged(root: Element) -> Iterator[tuple[int, int, int, int]]:
    for entry in root.iterfind(f"{main('mergeCells')}/{main('mergeCell')}"):
        first, _, last = entry.get("ref", "").partition(":")
        top, bottom = place_of(first), place_of(last or first)
        if top and bottom:
            yield (*top, *bottom)


def shown_at(held: Grid, row: int, column: int) -> tuple[int, int]:
    """Of merged cells only the first is seen."""
    for top, left, bottom, right in held.merged:
        if top <= row <= bottom and left <= column <= right:
            return top, left
    return row, column


def find(held: Grid, row: int, column: int) -> Element | None:
    there = held.rows.get(row)
    if there is None:
        return None
    return next((cell for cell in there.iterfind(main("c")) if _column(cell) == column), None)


def _column(cell: Element) -> int:
    at = place_of(cell.get("r", ""))
    if at is None:
        raise UntouchableError(ODD)
    return at[1]


def find_or_make(held: Grid, row: int, column: int, address: str) -> Place:
    """The cell; one that is made gets the format of its row or column."""
    found = find(held, row, column)
    if found is not None:
        return Place(found, "" if found.get("s") is not None else "bare")
    there, made = held.rows.get(row), "cell"
    if there is None:
        there, made = _make_row(held, row), "row"
    cell = etree.Element(main("c"), {"r": address, "s": _format_around(held, there, column)})
    cells = there.findall(main("c"))
    at = next((at for at, each in enumerate(cells) if _column(each) > column), len(cells))
    there.insert(there.index(cells[at]) if at < len(cells) else len(cells), cell)
    # What the row said of its extent need not be true any more; it is only a hint.
    there.attrib.pop("spans", None)
    return Place(cell, made)


def _make_row(held: Grid, number: int) -> Element:
    row = etree.Element(main("row"), {"r": str(number)})
    numbers = sorted(held.rows)
    at = bisect_left(numbers, number)
    if at < len(numbers):
        held.rows[numbers[at]].addprevious(row)
    else:
        held.data.append(row)
    held.rows[number] = row
    return row


def _format_around(held: Grid, row: Element, column: int) -> str:
    if row.get("customFormat") in YES:
        return row.get("s", "0")
    for entry in held.root.iterfind(f"{main('cols')}/{main('col')}"):
        if int(entry.get("min", "0")) <= column <= int(entry.get("max", "0")):
            return entry.get("style", "0")
    return "0"


def forget(held: Grid, row: int, cell: Element, made: str) -> None:
    """A cell that was made for a mark goes again, unless somebody has filled it in."""
    there = held.rows[row]
    if len(cell):
        return
    there.remove(cell)
    if made == "row" and not len(there) and set(there.attrib) <= {"r"}:
        held.data.remove(there)
        del held.rows[row]


def contents(root: Element) -> dict[str, tuple[object, ...]]:
    """What stands in the cells, formats left aside: address → type, and each element with its attributes."""
    return {
        cell.get("r", ""): (
            cell.get("t", ""),
            *((each.tag, sorted(each.items()), "".join(each.itertext())) for each in cell),
        )
        for cell in root.iterfind(f"{main('sheetData')}/{main('row')}/{main('c')}")
        if len(cell)
    }
