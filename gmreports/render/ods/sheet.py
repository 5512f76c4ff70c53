"""A sheet of the workbook as a table of OpenDocument, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gmreports.render.ods.formula import open_formula
from gmreports.render.ods.looks import Looks
from gmreports.render.ods.numbers import NumberFormat, moment_of, plain, shown
from gmreports.render.ods.source import NAMES, Source
from gmreports.render.ods.xml import Attributes, Element, under, write_lines

_FORMULA, _VALUE = f"{{{NAMES['m']}}}f", f"{{{NAMES['m']}}}v"
_CELL = re.compile(r"\$?([A-Z]+)\$?([0-9]+)")
PIXELS_PER_UNIT = 7
POINTS_PER_PIXEL = 0.75
USUAL_WIDTH = 64

Place = tuple[int, int]


@dataclass(frozen=True)
class Grid:
    """What a sheet holds, by row and column from 0; lengths in points."""

    cells: Mapping[Place, Element]
    widths: Sequence[float]
    heights: Sequence[float]
    spans: Mapping[Place, Place]
    covered: frozenset[Place]
    links: Mapping[Place, Attributes]


def grid_of(source: Source) -> Grid:
    root = source.root
    cells = {place_of(cell.attrib["r"]): cell for cell in root.iterfind("m:sheetData/m:row/m:c", NAMES)}
    rows = {
        int(row.attrib["r"]) - 1: float(row.attrib["ht"])
        for row in root.iterfind("m:sheetData/m:row[@ht]", NAMES)
    }
    usual = root.find("m:sheetFormatPr", NAMES)
    height = float(usual.attrib["defaultRowHeight"]) if usual is not None else 0.0
    merged = [corners(each.attrib["ref"]) for each in root.iterfind("m:mergeCells/m:mergeCell", NAMES)]
    inside = {place for first, last in merged for place in _within(first, last)}
    links = {place_of(each.attrib["ref"]): link_to(each) for each in root.iterfind(".//m:hyperlink", NAMES)}
    widths = _widths(root)
    columns = max([len(widths), *(column + 1 for _, column in cells)])
    return Grid(
        cells=cells,
        widths=[*widths, *[USUAL_WIDTH * POINTS_PER_PIXEL] * (columns - len(widths))],
        heights=[rows.get(row, height) for row in range(1 + max([*rows, *(row for row, _ in cells)]))],
        spans={first: (last[0] - first[0] + 1, last[1] - first[1] + 1) for first, last in merged},
        covered=frozenset(inside - {first for first, _ in merged}),
        links=links,
    )


def place_of(cell: str) -> Place:
    """Row and column, from 0, of an address such as B12."""
    letters, digits = _CELL.fullmatch(cell).groups()  # type: ignore[union-attr]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1


def corners(area: str) -> tuple[Place, Place]:
    first, _, last = area.partition(":")
    return place_of(first), place_of(last or first)


def _within(first: Place, last: Place) -> Iterator[Place]:
    for row in range(first[0], last[0] + 1):
        yield from ((row, column) for column in range(first[1], last[1] + 1))


def _widths(root: Element) -> list[float]:
    widths: list[float] = []
    for each in root.iterfind("m:cols/m:col", NAMES):
        count = int(each.attrib["max"]) - int(each.attrib["min"]) + 1
        widths += [round(float(each.attrib["width"]) * PIXELS_PER_UNIT) * POINTS_PER_PIXEL] * count
    return widths


def quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def address(sheet: str, area: str) -> str:
    """A range as OpenDocument writes it, e.g. 'Sheet'.A5:'Sheet'.C9."""
    return ":".join(f"{quoted(sheet)}.{cell.replace('$', '')}" for cell in area.split(":"))


def link_to(hyperlink: Element) -> Attributes:
    """Where a cell leads; ours lead to places of this workbook and nowhere else."""
    sheet, _, cell = hyperlink.attrib["location"].rpartition("!")
    given = {"xlink:href": f"#{sheet}.{cell}", "xlink:type": "simple"}
    tip = hyperlink.attrib.get("tooltip", "")
    return given | ({"office:title": tip} if tip else {})


def column_style(width: float) -> str:
    return f"co{width * 100:.0f}"


def row_style(height: float) -> str:
    return f"ro{height * 100:.0f}"


@dataclass(frozen=True)
class Shared:
    """What all sheets use: the formats, and the texts by their number."""

    looks: Looks
    strings: Sequence[str]


def write_table(body: Element, at: int, source: Source, grid: Grid, shared: Shared) -> dict[Place, Element]:
    """The table with all its cells, which are returned by their place."""
    given = {"table:name": source.name, "table:style-name": f"ta{at + 1}"}
    if source.printed:
        given["table:print-ranges"] = address(source.name, source.printed)
    table = under(body, "table:table", given)
    for width in grid.widths:
        under(table, "table:table-column", {"table:style-name": column_style(width)})
    written: dict[Place, Element] = {}
    first, last = source.repeated or (0, 0)
    holder = table
    for row, height in enumerate(grid.heights):
        if row + 1 == first:
            holder = under(table, "table:table-header-rows")
        elif row == last:
            holder = table
        line = under(holder, "table:table-row", {"table:style-name": row_style(height)})
        for column in range(len(grid.widths)):
            written[row, column] = _write_cell(line, (row, column), grid, shared)
    return written


def _write_cell(line: Element, place: Place, grid: Grid, shared: Shared) -> Element:
    cell = grid.cells.get(place)
    given: dict[str, str] = {}
    look = int(cell.attrib.get("s", "0")) if cell is not None else 0
    if look:
        given["table:style-name"] = shared.looks.name(look)
    if place in grid.covered:
        return under(line, "table:covered-table-cell", given)
    if place in grid.spans:
        rows, columns = grid.spans[place]
        given |= {"table:number-rows-spanned": str(rows), "table:number-columns-spanned": str(columns)}
    held = {child.tag: child.text or "" for child in cell} if cell is not None else {}
    value = held.get(_VALUE)
    if cell is None or value is None:
        return under(line, "table:table-cell", given)
    if _FORMULA in held:
        given["table:formula"] = open_formula(held[_FORMULA])
    kind = cell.attrib.get("t", "n")
    if kind == "n":
        return _write_number(line, given, float(value), shared.looks.numbers[look])
    if kind not in ("s", "str"):
        raise ValueError(f"no OpenDocument cell known for a cell of type {kind!r}")
    # What a formula gives is stored with it; a text is its paragraphs.
    said = {"office:string-value": value} if kind == "str" else {}
    made = under(line, "table:table-cell", given | {"office:value-type": "string"} | said)
    write_lines(made, value if kind == "str" else shared.strings[int(value)], grid.links.get(place))
    return made


def _write_number(line: Element, given: dict[str, str], value: float, form: NumberFormat | None) -> Element:
    kind = form.kind if form else "float"
    stored = {"office:value": plain(value)}
    if kind == "date":
        moment = moment_of(value)
        midnight = moment.time() == moment.min.time()
        stored = {"office:date-value": (moment.date() if midnight else moment).isoformat()}
    made = under(line, "table:table-cell", given | {"office:value-type": kind} | stored)
    under(made, "text:p", text=shown(value, form))
    return made
