"""A printed table as a sheet: every counted figure a live formula, carrying the value already computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gmreports.model import NO_DIVISOR, STATE_WORDS, Grid, Heading, Line, Measure, Verdict
from gmreports.render import style
from gmreports.render.book import grounds, paper
from gmreports.render.book.charts import Placed, place_charts
from gmreports.render.book.formulas import Extent, formula_of
from gmreports.render.book.paper import HEADER_ROW, Head, Leaf, Paper

WORDS_WRAP_AT = 30
STUB_WRAPS_AT = 42
WORDS_INDENT = 2
ONE_PAGE = 20
# Upright, a table and its chart share a page; beyond this the figures would be too small.
PORTRAIT_WITH_CHARTS = 1150
LONGEST_TIP = 250
# A header wider than this is broken, before its bracket where it has one.
LONGEST_HEAD = 16
# What is centred needs no air at its sides.
CENTRED = 2
LEADS_ON = "每一格可以點，會到它的理由與依據"


@dataclass(frozen=True)
class Behind:
    """What stands behind the cells: the detail sheets of the figures, the places of the verdicts' grounds."""

    extents: Mapping[str, Extent]
    grounds: Mapping[str, str] = field(default_factory=dict)


def leaf(grid: Grid, name: str, behind: Behind, cut_off: str) -> Leaf:
    def write(page: Paper, sheet: Worksheet) -> None:
        _write(page, sheet, grid, name, behind, cut_off)

    return Leaf(name, grid.sentence, write)


def _write(page: Paper, sheet: Worksheet, grid: Grid, name: str, behind: Behind, cut_off: str) -> None:
    units = _widths(grid)
    paper.set_widths(sheet, units)
    paper.write_head(page, sheet, Head(grid.title, grid.sentence, _footing(grid, cut_off)), units)
    first = _write_header(page, sheet, grid, units)
    row = first
    for line in grid.lines:
        _write_line(page, sheet, row, grid, line, behind, units)
        row += 1
    end = row
    foot = paper.write_foot(page, sheet, end + 1, [f"註：{note}" for note in grid.notes], units)
    wide = paper.width_in_pixels(units)
    charted = place_charts(page, sheet, grid, Placed(name, first, end, wide), foot + 1)
    sheet.freeze_panes(first, 1)
    lies = wide > (PORTRAIT_WITH_CHARTS if charted else paper.PORTRAIT_PIXELS)
    one_page = not charted and len(grid.lines) <= ONE_PAGE
    paper.set_print(sheet, grid.title, landscape=lies, header=(HEADER_ROW, first - 1), one_page=one_page)


def _footing(grid: Grid, cut_off: str) -> str:
    units = list(dict.fromkeys(heading.unit for heading in grid.headings if heading.unit))
    said = [f"單位：{'、'.join(units)}"] if units else []
    said += [LEADS_ON] if any(True for _ in grid.verdicts()) else []
    return "；".join([*said, cut_off])


def _widths(grid: Grid) -> list[int]:
    stub = paper.units_of([grid.stub, *(line.label for line in grid.lines)], 12, STUB_WRAPS_AT)
    return [stub, *(_width(grid, place) for place in range(len(grid.headings)))]


def _width(grid: Grid, place: int) -> int:
    """As wide as its longest figure or word; headers may wrap, and share the width of their group."""
    heading = grid.headings[place]
    alone = not _group_unit(grid, heading.group)
    shown = [_shown(line.cells[place]) for line in grid.lines]
    body = paper.units_of(shown, 8, WORDS_WRAP_AT)
    together = [other for other in grid.headings if other.group and other.group == heading.group]
    group = -(-style.width_of(_group(grid, heading.group)) // len(together)) if together else 0
    longest = max(style.width_of(line) for line in _header(heading, alone).split("\n"))
    if _judges(grid, place):
        return body - CENTRED
    return max(body + 1, min(longest, LONGEST_HEAD), group)


def _judges(grid: Grid, place: int) -> bool:
    """Whether it is a column of verdicts."""
    return any(isinstance(line.cells[place], Verdict) for line in grid.lines)


def _shown(cell: Measure | Verdict | str) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Verdict):
        return grounds.STATES[cell.state].text
    if cell.state != "counted":
        return STATE_WORDS[cell.state]
    return NO_DIVISOR if cell.value is None else f"{cell.value:,}" + ("%" if cell.base else "")


def _header(heading: Heading, alone: bool = True) -> str:
    """The header with its unit, unless the words beside it say it already, as a percentage does itself.

    `alone`: its group does not say the unit for it.
    """
    unsaid = (
        alone and heading.unit and heading.unit != "%" and heading.unit not in heading.header + heading.group
    )
    said = f"{heading.header}\n（{heading.unit}）" if unsaid else heading.header
    return said if style.width_of(said) <= LONGEST_HEAD else said.replace("（", "\n（").replace("\n\n", "\n")


def _group(grid: Grid, group: str) -> str:
    unit = _group_unit(grid, group)
    return f"{group}（{unit}）" if unit else group


def _group_unit(grid: Grid, group: str) -> str:
    """The unit that all columns of a group share, where neither it nor they name it already."""
    members = [heading for heading in grid.headings if group and heading.group == group]
    units = {heading.unit for heading in members}
    unit = units.pop() if len(units) == 1 else ""
    said = group + "".join(heading.header for heading in members)
    return unit if unit and unit != "%" and unit not in said else ""


def _write_header(page: Paper, sheet: Worksheet, grid: Grid, units: Sequence[int]) -> int:
    """The header in one row, or in two where headings have a group; returns the first body row."""
    top = HEADER_ROW
    form, left = paper.header_format(page), paper.header_format(page, align="left")
    words = paper.header_format(page, align="left", indent=WORDS_INDENT)
    headers = [
        # The code of an obligation stands over its name, and that over the hours.
        heading.header.replace(" ", "\n")
        if _judges(grid, place)
        else _header(heading, not _group_unit(grid, heading.group))
        for place, heading in enumerate(grid.headings)
    ]
    lines = max(
        (paper.lines_of(text, unit) for text, unit in zip(headers, units[1:], strict=True)), default=1
    )
    grouped = any(heading.group for heading in grid.headings)
    low = top + 1 if grouped else top
    paper.set_height(sheet, low, 10 + paper.LINE_POINTS * lines)
    if grouped:
        paper.set_height(sheet, top, paper.ROW_POINTS + 3)
    _cell(sheet, top, low, 0, 0, grid.stub, left)
    place = 1
    for group, members in groupby(grid.headings, key=lambda heading: heading.group):
        count = len(list(members))
        if group:
            _cell(sheet, top, top, place, place + count - 1, _group(grid, group), form)
        for column in range(place, place + count):
            numeric = grid.headings[column - 1].numeric
            over = paper.header_format(page, align="right") if numeric else words
            over = form if _judges(grid, column - 1) else over
            _cell(sheet, low if group else top, low, column, column, headers[column - 1], over)
        place += count
    return low + 1


def _cell(sheet: Worksheet, top: int, low: int, left: int, right: int, text: str, form: Format) -> None:
    if (top, left) != (low, right):
        sheet.merge_range(top, left, low, right, "", form)
    paper.put(sheet, top, left, text, form)


def _write_line(
    page: Paper,
    sheet: Worksheet,
    row: int,
    grid: Grid,
    line: Line,
    behind: Behind,
    units: Sequence[int],
) -> None:
    paper.put(sheet, row, 0, line.label, paper.table_formats(page, line.total, text_wrap=True))
    lines = paper.lines_of(line.label, units[0])
    for place, cell in enumerate(line.cells, start=1):
        heading = grid.headings[place - 1]
        if isinstance(cell, Measure):
            decimals = _in_decimals(grid, place - 1)
            _write_measure(page, sheet, row, place, cell, behind.extents, total=line.total, decimals=decimals)
        elif isinstance(cell, Verdict):
            _write_verdict(page, sheet, row, place, cell, behind)
        else:
            align = "right" if heading.numeric else "center" if _judges(grid, place - 1) else "left"
            wanted = {"align": align, "text_wrap": True, "indent": WORDS_INDENT if align == "left" else 0}
            paper.put(sheet, row, place, cell, paper.table_formats(page, line.total, **wanted))
            lines = max(lines, paper.lines_of(cell, units[place]))
    if lines > 1:
        paper.set_height(sheet, row, lines * paper.LINE_POINTS + 4)


def _write_verdict(
    page: Paper, sheet: Worksheet, row: int, column: int, verdict: Verdict, behind: Behind
) -> None:
    """Mark and word in the colours of the state, leading to the reason; the tip says it at once."""
    toned = grounds.STATES[verdict.state]
    looks = paper.table_formats(page, font_color=toned.ink, bg_color=toned.ground, align="center")
    tip = paper.clean(verdict.why)[:LONGEST_TIP]
    sheet.write_url(row, column, behind.grounds[verdict.id], looks, toned.text, tip)


def _in_decimals(grid: Grid, place: int) -> bool:
    """One column, one number of decimals."""
    cells = (line.cells[place] for line in grid.lines)
    return any(_fractional(cell) for cell in cells if isinstance(cell, Measure))


def _fractional(measure: Measure) -> bool:
    return measure.base is None and isinstance(measure.value, Decimal) and measure.value % 1 != 0


def _write_measure(
    page: Paper,
    sheet: Worksheet,
    row: int,
    column: int,
    measure: Measure,
    extents: Mapping[str, Extent],
    *,
    total: bool,
    decimals: bool,
) -> None:
    """A figure as a formula with its value; in another state, the word for the state."""
    if measure.state != "counted":
        muted = paper.table_formats(page, total, font_color=style.MUTED, align="center")
        paper.put(sheet, row, column, STATE_WORDS[measure.state], muted)
        return
    shown = paper.PERCENT if measure.base else paper.DECIMAL if decimals else paper.NUMBER
    form = paper.table_formats(page, total, align="right", num_format=shown)
    sheet.write_formula(row, column, formula_of(measure, extents), form, cached(measure))


def cached(measure: Measure) -> float | str:
    """What the formula gives: a percentage is a fraction, one without a divisor a dash."""
    if measure.value is None:
        return NO_DIVISOR
    return float(Decimal(measure.value) / 100) if measure.base else float(measure.value)
