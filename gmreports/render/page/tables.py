"""A printed table, ready for the layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from gmreports.model import Form, Grid, Heading, Measure, Verdict
from gmreports.render.page.origins import Origin, formulas, origins, source_id
from gmreports.render.page.wording import DUTIES, Badge, printed
from gmreports.render.style import width_of

WIDE = 9
"""From so many columns on a table is set in a smaller type when printed."""

WIDEST = 12
"""From so many columns on a table is wider than any window, and says that it scrolls."""

NARROW = 5
"""Up to so many columns a table does not take the whole width: the eye would lose the row."""

LONG_HEAD = 12
"""A heading wider than this, in half-width characters, is set in several lines."""


@dataclass(frozen=True, slots=True)
class Head:
    text: str
    unit: str = ""
    across: int = 1
    down: int = 1
    numeric: bool = True

    @property
    def look(self) -> str:
        """The classes of the heading: shared by a group, a number's or a word's, long enough to be broken."""
        kind = "g" if self.across > 1 else "n" if self.numeric else "w"
        return f"{kind} long" if width_of(self.text) > LONG_HEAD and self.across == 1 else kind


@dataclass(frozen=True, slots=True)
class Cell:
    """`source` is the id of the entry that says where the figure comes from, "" for none.

    A verdict has a `badge` in place of the text.
    """

    text: str
    source: str
    state: str
    numeric: bool
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[Cell, ...]
    total: bool


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    title: str
    sentence: str
    stub: str
    top: tuple[Head, ...]
    sub: tuple[Head, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    formulas: tuple[str, ...]
    origins: tuple[Origin, ...]
    look: str


def table(grid: Grid, form: Form, labels: Mapping[str, str]) -> Table:
    top, sub = heads(grid.headings)
    return Table(
        id=f"table-{grid.id}",
        title=grid.title,
        sentence=grid.sentence,
        stub=grid.stub,
        top=top,
        sub=sub,
        rows=tuple(_row(grid, at) for at in range(len(grid.lines))),
        notes=grid.notes,
        formulas=formulas(grid, form),
        origins=tuple(origins(grid, labels)),
        look=_look(grid),
    )


def _look(grid: Grid) -> str:
    columns = len(grid.headings)
    if any(True for _ in grid.verdicts()):
        return "wide verdicts"
    if columns >= WIDEST:
        return "wide widest"
    return "wide" if columns >= WIDE else "few" if columns <= NARROW else ""


def heads(headings: Sequence[Heading]) -> tuple[tuple[Head, ...], tuple[Head, ...]]:
    """The head in one row, or in two where neighbours share a group."""
    if not any(heading.group for heading in headings):
        return tuple(_head(heading) for heading in headings), ()
    top: list[Head] = []
    sub: list[Head] = []
    for group, members in groupby(headings, key=lambda heading: heading.group):
        shared = list(members)
        if group:
            top.append(Head(group, across=len(shared)))
            sub += [_head(heading) for heading in shared]
        else:
            top += [_head(heading, down=2) for heading in shared]
    return tuple(top), tuple(sub)


def _head(heading: Heading, down: int = 1) -> Head:
    """A percentage carries its sign in every cell, so that its heading need not."""
    unit = "" if heading.unit == "%" else heading.unit
    return Head(heading.header, unit, down=down, numeric=heading.numeric)


def _row(grid: Grid, at: int) -> Row:
    line = grid.lines[at]
    cells = []
    for column, (heading, cell) in enumerate(zip(grid.headings, line.cells, strict=True)):
        if isinstance(cell, Measure):
            source = source_id(grid, at, column) if cell.sources or cell.not_counted else ""
            cells.append(Cell(printed(cell), source, cell.state, True))
        elif isinstance(cell, Verdict):
            cells.append(Cell("", source_id(grid, at, column), "word", False, DUTIES[cell.state]))
        else:
            cells.append(Cell(cell, "", "word", heading.numeric))
    return Row(line.label, tuple(cells), line.total)
