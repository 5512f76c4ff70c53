"""Native charts below the tables in which a picture says more; they draw the cells, and so stay true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from gmreports.model import Grid, Heading, Measure, Verdict
from gmreports.render import style
from gmreports.render.book import paper
from gmreports.render.book.paper import Paper
from gmreports.render.page.wording import change

BAR_PIXELS = 24
COLUMN_PIXELS = 220
GAP = 16
MOST_PANELS = 8
GAPS = 2 * GAP
# What a row can hold at most.
MOST_PIXELS = int(paper.TALLEST_ROW * 4 / 3) - GAPS
FULL = 100

# Solid, hatched, dotted: a black-and-white copy reads as well.
SEXES: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("女", "att_f", {"fill": {"color": style.FEMALE}}),
    (
        "男",
        "att_m",
        {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": style.PAPER, "bg_color": style.MALE}},
    ),
    (
        "其他",
        "att_o",
        {"pattern": {"pattern": "dotted_diamond", "fg_color": style.PAPER, "bg_color": style.OTHER}},
    ),
)


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table stands: its sheet, first body row, the row after its last, and its width in pixels."""

    sheet: str
    first: int
    end: int
    width: int


def place_charts(page: Paper, sheet: Worksheet, grid: Grid, placed: Placed, row: int) -> bool:
    """Below the notes, from `row`; False where the table has no figures for a picture."""
    makers = {"training": _sexes, "coverage": _rates, "trend": _quarters}
    maker = makers.get(grid.id)
    drawn = maker(page, grid, placed) if maker else []
    least = max((one.width for one in drawn), default=0)
    across = max(1, min(len(drawn), placed.width // (least + GAP)))
    each = placed.width // across - GAP
    for start in range(0, len(drawn), across):
        band = drawn[start : start + across]
        tall = min(MOST_PIXELS, max(one.height for one in band))
        # One row holds a whole band, so that no page ends inside a chart.
        sheet.set_row_pixels(row, tall + GAPS)
        for number, one in enumerate(band):
            one.chart.set_size({"width": each, "height": tall})
            place = {"x_offset": number * (each + GAP), "y_offset": GAP, "object_position": 2}
            sheet.insert_chart(row, 0, one.chart, {**place, "description": paper.clean(one.says)[:250]})
        row += 1
    return bool(drawn)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart, its least width, its height, and what it shows, for who cannot see it."""

    chart: Chart
    width: int
    height: int
    says: str


def _sexes(page: Paper, grid: Grid, placed: Placed) -> list[Drawn]:
    rows = _offices(grid)
    columns = [_sum_column(grid, summed) for _, summed, _ in SEXES]
    if not rows or columns[0] is None or columns[1] is None:
        return []
    chart = page.workbook.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for (name, _, look), column in zip(SEXES, columns, strict=True):
        if column is not None:
            chart.add_series(
                {
                    "name": name,
                    "categories": _range(placed, rows, 0),
                    "values": _range(placed, rows, column + 1),
                    "gap": 40,
                    "overlap": 100,
                    "border": {"color": style.PAPER, "width": 0.75},
                    **look,
                }
            )
    title = _share_title(grid)
    _finish(chart, title, bars=True, percent=True)
    chart.set_legend({"position": "top", "font": _font(11)})
    return [Drawn(chart, 600, len(rows) * BAR_PIXELS + 110, f"{title}。依機關代碼排列。")]


def _share_title(grid: Grid) -> str:
    """The city's share of women, and between which the offices' shares lie."""
    for at in range(len(grid.headings)):
        if not _is_rate(grid, at):
            continue
        city = [_value(line.cells[at]) for line in grid.lines if line.total]
        shares = [_value(grid.lines[row].cells[at]) for row in _offices(grid)]
        known = [share for share in shares if share is not None]
        if city and city[0] is not None and known:
            return f"參訓人次女性占 {city[0]}%，各機關從 {min(known)}% 到 {max(known)}%"
    return "各機關參訓人次的性別比例"


def _rates(page: Paper, grid: Grid, placed: Placed) -> list[Drawn]:
    """A panel for each rate: a bar for each office, from 0 to 100 %."""
    rows = _offices(grid)
    panels = [at for at in range(len(grid.headings)) if _is_rate(grid, at)][:MOST_PANELS]
    drawn = []
    for column in panels if rows else []:
        chart = page.workbook.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": _name(grid.headings[column]),
                "categories": _range(placed, rows, 0),
                "values": _range(placed, rows, column + 1),
                "gap": 40,
                "fill": {"color": style.ACCENT},
                "data_labels": {"value": True, "num_format": paper.PERCENT, "font": _font(9)},
            }
        )
        known = [value for at in rows if (value := _value(grid.lines[at].cells[column])) is not None]
        full = sum(value == FULL for value in known)
        heading = grid.headings[column]
        found = f"{full} 個達 100%" if full else "還沒有機關達 100%"
        title = f"{heading.group or heading.header}\n{len(known)} 個機關有數字，{found}"
        _finish(chart, title, bars=True, percent=True)
        chart.set_legend({"none": True})
        drawn.append(Drawn(chart, 440, len(rows) * BAR_PIXELS + 90, title.replace("\n", "：")))
    return drawn


def _quarters(page: Paper, grid: Grid, placed: Placed) -> list[Drawn]:
    """A panel for each measure, a column for each quarter; the last one in the accent."""
    drawn = []
    for panel in _over_time(grid, placed)[:MOST_PANELS]:
        chart = page.workbook.add_chart({"type": "column"})
        chart.add_series(
            {
                "name": panel.name,
                "categories": panel.categories,
                "values": panel.values,
                "gap": 60,
                "fill": {"color": style.ACCENT},
                "points": [*[{"fill": {"color": style.OTHER}}] * (panel.count - 1), None],
                "data_labels": {
                    "value": True,
                    "num_format": paper.PERCENT if panel.percent else paper.NUMBER,
                    "font": _font(9),
                },
            }
        )
        title = f"{panel.name}\n{panel.moved}"
        _finish(chart, title, bars=False, percent=panel.percent)
        chart.set_legend({"none": True})
        drawn.append(Drawn(chart, 290, COLUMN_PIXELS, title.replace("\n", "：")))
    return drawn


@dataclass(frozen=True, slots=True)
class Panel:
    name: str
    categories: list[object]
    values: list[object]
    count: int
    percent: bool
    moved: str


def _over_time(grid: Grid, placed: Placed) -> list[Panel]:
    """One panel for each column of figures of several periods."""
    panels = []
    rows = [at for at, line in enumerate(grid.lines) if not line.total]
    for at, heading in enumerate(grid.headings):
        found = [cell for row in rows if isinstance(cell := grid.lines[row].cells[at], Measure)]
        if len({measure.period for measure in found}) < 2 or len(found) < len(rows):
            continue
        places = _range(placed, rows, 0), _range(placed, rows, at + 1)
        moved = change(found[-1], found[-2]) if len(found) > 1 else ""
        panels.append(Panel(_name(heading), *places, len(rows), found[0].base is not None, moved))
    return panels


def _offices(grid: Grid) -> list[int]:
    """The lines of the offices, where they stand together."""
    found = [at for at, line in enumerate(grid.lines) if line.office_code and not line.total]
    return found if found and found[-1] - found[0] + 1 == len(found) else []


def _sum_column(grid: Grid, summed: str) -> int | None:
    for at in range(len(grid.headings)):
        cells = [line.cells[at] for line in grid.lines if not line.total]
        measures = [cell for cell in cells if isinstance(cell, Measure)]
        if measures and all(m.base is None and m.total.columns == (summed,) for m in measures):
            return at
    return None


def _is_rate(grid: Grid, at: int) -> bool:
    cells = [line.cells[at] for line in grid.lines if not line.total]
    return bool(cells) and all(isinstance(cell, Measure) and cell.base is not None for cell in cells)


def _value(cell: Measure | Verdict | str) -> int | Decimal | None:
    return cell.value if isinstance(cell, Measure) else None


def _name(heading: Heading) -> str:
    return f"{heading.group} {heading.header}".strip()


def _range(placed: Placed, rows: Sequence[int], column: int) -> list[object]:
    return [placed.sheet, placed.first + rows[0], column, placed.first + rows[-1], column]


def _font(size: int, **more: object) -> dict[str, object]:
    return {"name": style.FONT_REPORT, "size": size, "color": style.INK, "bold": False, **more}


def _finish(chart: Chart, title: str, *, bars: bool, percent: bool) -> None:
    """Title, axes from zero, thin lines; the offices from the top in the order of the table."""
    chart.set_title({"name": title, "overlay": False, "name_font": _font(12, bold=True)})
    line = {"color": style.LINE, "width": 0.75}
    values: dict[str, object] = {
        "min": 0,
        "num_font": _font(9),
        "num_format": "0%" if percent else paper.NUMBER,
        "major_gridlines": {"visible": True, "line": line},
        "line": {"none": True},
    }
    if percent:
        values["max"] = 1
    names = {"num_font": _font(10 if bars else 8), "line": line, "reverse": bars, "major_tick_mark": "none"}
    if bars:
        # Reversing the names moves the axis of values to the top unless it crosses at the far end.
        values["label_position"] = "high"
    (chart.set_y_axis if bars else chart.set_x_axis)(names)
    (chart.set_x_axis if bars else chart.set_y_axis)(values)
    chart.set_chartarea({"border": {"none": True}, "fill": {"color": style.PAPER}})
    chart.set_plotarea({"fill": {"none": True}})
