"""Below a table: the cells behind each of its figures, and how each column is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gmreports.model import Form, Grid, Heading, Line, Measure, Query, Verdict
from gmreports.render.page.sources import located
from gmreports.render.page.wording import DUTIES, Badge, printed

FEW = 6
"""So many cells that a total lacks are named one by one; more, and the total lists its own."""

SAID: Mapping[str, str] = {
    "once": "同一活動重複報在兩季的只計一次",
    "city": "聯合辦理的場次全市只計一次",
    "latest": "取今年最近一次的季報",
    "latest_before": "取上一季為止最近一次的季報",
}
"""Conditions on what is known of a row, in words; those that are not here go without saying."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one cell of the table comes from; a verdict has a `badge` and the reason `why`."""

    id: str
    label: str
    figure: str
    cells: str
    left_out: str
    badge: Badge | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """The figures of one row; `file` is said once where they all come from one file."""

    label: str
    file: str
    entries: tuple[Entry, ...]


def source_id(grid: Grid, row: int, column: int) -> str:
    return f"src-{grid.id}-{row}-{column}"


def origins(grid: Grid, labels: Mapping[str, str]) -> list[Origin]:
    found = []
    for at, line in enumerate(grid.lines):
        files = {place.rsplit("!", 2)[0] for cell in line.cells for place in _places(cell)}
        one = min(files) if len(files) == 1 else ""
        entries = tuple(
            entry
            for column in range(len(line.cells))
            if (entry := _entry(grid, at, column, labels, one)) is not None
        )
        if entries:
            found.append(Origin(line.label, one, entries))
    return found


def _places(cell: Measure | Verdict | str) -> tuple[str, ...]:
    if isinstance(cell, str):
        return ()
    return (*cell.sources, *cell.not_counted) if isinstance(cell, Measure) else cell.sources


def _entry(grid: Grid, at: int, column: int, labels: Mapping[str, str], one: str) -> Entry | None:
    """None for what has nothing behind it; a verdict always has its reason."""
    line, label = grid.lines[at], _label(grid.headings[column])
    cell, here = line.cells[column], source_id(grid, at, column)
    if isinstance(cell, Verdict):
        return Entry(here, label, "", located(cell.sources, labels, one), "", DUTIES[cell.state], cell.why)
    if isinstance(cell, str) or not _places(cell):
        return None
    return Entry(
        id=here,
        label=label,
        figure=printed(cell),
        cells=_above(grid, line, column, labels) or located(cell.sources, labels, one),
        left_out=located(cell.not_counted, labels, one),
    )


def _label(heading: Heading) -> str:
    return f"{heading.group} {heading.header}".strip()


def _above(grid: Grid, line: Line, column: int, labels: Mapping[str, str]) -> str:
    """For a total of the offices: that it is made of their cells, instead of naming each again."""
    total = line.cells[column]
    if not line.total or not isinstance(total, Measure):
        return ""
    parts = [
        cell
        for other in grid.lines
        if other.office_code and not other.total
        for cell in (other.cells[column],)
        if isinstance(cell, Measure) and cell.sources
    ]
    offered = dict.fromkeys(source for part in parts for source in part.sources)
    used = set(total.sources)
    lacking = [source for source in offered if source not in used]
    if not parts or not used <= offered.keys() or len(lacking) > FEW:
        return ""
    said = f"本表 {len(parts)} 個機關同一欄的儲存格"
    return f"{said}，不含 {located(lacking, labels)}" if lacking else said


def formulas(grid: Grid, form: Form) -> tuple[str, ...]:
    """How each column is worked out, where all its figures are worked out alike."""
    said = []
    for column, heading in enumerate(grid.headings):
        cells = (line.cells[column] for line in grid.lines if not line.total)
        ways = {formula(cell, form) for cell in cells if isinstance(cell, Measure)}
        if len(ways) == 1:
            said.append(f"{_label(heading)}：{ways.pop()}")
    return tuple(said)


def formula(measure: Measure, form: Form) -> str:
    above = _sum(measure.total, form)
    return f"{above} ÷ {_sum(measure.base, form)}" if measure.base else above


def _sum(query: Query, form: Form) -> str:
    sheet = form.sheet(query.sheet)
    headers = {column.id: column.header for column in sheet.columns}
    summed = "＋".join(f"「{headers.get(column, column)}」" for column in query.columns)
    where = [
        SAID.get(column) or f"{headers[column]}為{'、'.join(values)}"
        for column, *values in query.where
        if column in SAID or column in headers
    ]
    return f"{sheet.title}{summed or '的列數'}{'（' + '；'.join(where) + '）' if where else ''}"
