"""Attendances by topic: bars from zero, the largest first."""

from __future__ import annotations

from gmreports.model import Grid
from gmreports.render.page.charts.marks import (
    BAR,
    ROW,
    Box,
    Chart,
    View,
    Words,
    length,
    shortened,
    text_width,
    value,
)
from gmreports.render.page.charts.pick import Series, column
from gmreports.render.style import CHART_WIDTHS

ATTENDED = ("part_m", "part_f", "part_o")


def chart(grid: Grid) -> Chart | None:
    """None where the table has no such column, or nobody came."""
    series = column(grid, ATTENDED) or column(grid, ("part_total",))
    bars = sorted(_numbers(series), key=lambda bar: -bar[1]) if series else []
    whole = sum(number for _, number in bars)
    if not whole:
        return None
    label, most = bars[0]
    return Chart(
        id="chart-promotion",
        title=f"{label}的參與人次最多，占 {_share(most, whole)}",
        subtitle="宣導參與人次，分議題（人次，不含觸及人次）；由多到少排列",
        desc="；".join(f"{name} {number:,}" for name, number in bars),
        foot="資料來源：各機關「宣導成果」表。",
        views=tuple(_view(bars, width) for width in CHART_WIDTHS),
    )


def _share(part: int, whole: int) -> str:
    """A percentage as the tables print it: one decimal, rounded half up."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def _numbers(series: Series) -> list[tuple[str, int]]:
    return [(label, int(value(figure) or 0)) for label, figure in series.points]


def _view(bars: list[tuple[str, int]], width: int) -> View:
    left = min(max(text_width(label) for label, _ in bars) + 12, width * 0.4)
    room = width - left - 60
    most = bars[0][1]
    boxes, words = [], []
    for at, (label, number) in enumerate(bars):
        y = at * ROW
        wide = length(number, most, room)
        words.append(Words(0, y + 16, shortened(label, left)))
        boxes.append(Box(left, y + 5, wide, BAR, "bar"))
        words.append(Words(round(left + wide + 8, 1), y + 16, f"{number:,}"))
    return View(width, len(bars) * ROW, tuple(boxes), (), tuple(words))
