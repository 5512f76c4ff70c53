"""Finding the figures for a chart in the grids by what they are sums of, not by where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gmreports.model import Grid, Heading, Measure


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one kind: a name and (label, figure) in the order of the table."""

    name: str
    points: tuple[tuple[str, Measure], ...]


def column(grid: Grid, summed: Sequence[str], period: str = "") -> Series | None:
    """The column whose figures are this sum, without its totals."""
    for at, heading in enumerate(grid.headings):
        points = tuple(_points(grid, at, period))
        if points and all(m.base is None and set(m.total.columns) == set(summed) for _, m in points):
            return Series(heading_name(heading), points)
    return None


def rates(grid: Grid, sheet: str) -> list[Series]:
    """The columns that are percentages of one sheet, without their totals."""
    found = []
    for at, heading in enumerate(grid.headings):
        points = tuple(_points(grid, at, ""))
        if points and all(m.base is not None and m.total.sheet == sheet for _, m in points):
            found.append(Series(heading.group or heading.header, points))
    return found


def over_time(grid: Grid) -> list[Series]:
    """One series per measure, whether the quarters stand in the rows or in the columns."""
    columns = [tuple(_points(grid, at, "")) for at in range(len(grid.headings))]
    if any(len({m.period for _, m in points}) > 1 for points in columns):
        names = [f"{heading.group}{heading.header}" for heading in grid.headings]
        return [Series(name, points) for name, points in zip(names, columns, strict=True) if points]
    found = []
    for line in grid.lines:
        cells = zip(grid.headings, line.cells, strict=True)
        points = tuple((heading.header, cell) for heading, cell in cells if isinstance(cell, Measure))
        if points:
            found.append(Series(line.label, points))
    return found


def total_of(grid: Grid, summed: Sequence[str]) -> Measure | None:
    return next(
        (
            cell
            for line in grid.lines
            if line.total
            for cell in line.cells
            if isinstance(cell, Measure) and cell.base is None and set(cell.total.columns) == set(summed)
        ),
        None,
    )


def heading_name(heading: Heading) -> str:
    return f"{heading.group} {heading.header}".strip()


def _points(grid: Grid, at: int, period: str) -> Iterator[tuple[str, Measure]]:
    for line in grid.lines:
        cell = line.cells[at]
        if not line.total and isinstance(cell, Measure) and (not period or cell.period == period):
            yield line.label, cell
