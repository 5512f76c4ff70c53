"""Attendances of each office by sex: a bar from zero, 女 solid, 男 hatched, 其他 dotted."""

from __future__ import annotations

from dataclasses import dataclass

from gmreports.model import STATE_WORDS, Grid, Measure
from gmreports.render.page.charts.marks import (
    BAR,
    LABEL,
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
from gmreports.render.page.charts.pick import column
from gmreports.render.style import CHART_WIDTHS

SEXES = (("女", "att_f", "female"), ("男", "att_m", "male"), ("其他", "att_o", "other"))
KEY = 30
"""The height of the row that says which pattern is which."""

BESIDE = 190
"""Room for the words beside a bar, at the least."""

AIR = 8
"""Between a bar or a name and the words beside it."""


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    parts: tuple[int, ...]
    state: str

    @property
    def whole(self) -> int:
        return sum(self.parts)

    @property
    def said(self) -> str:
        if self.state:
            return self.state
        split = "、".join(
            f"{name} {part:,}" for (name, _, _), part in zip(SEXES, self.parts, strict=True) if part
        )
        return f"{self.whole:,}（{split}）" if split else "0"


def chart(grid: Grid) -> Chart | None:
    """None where the table has no such columns."""
    series = [column(grid, (summed,)) for _, summed, _ in SEXES]
    if series[0] is None or series[1] is None:
        return None
    bars = []
    for at, (label, first) in enumerate(series[0].points):
        measures = [one.points[at][1] if one else None for one in series]
        bars.append(Bar(label, tuple(int(value(m) or 0) for m in measures), _state(first)))
    if not any(bar.whole for bar in bars):
        return None
    most = max(bars, key=lambda bar: bar.whole)
    return Chart(
        id="chart-training",
        title=f"{most.label}的參訓人次最多，{most.whole:,} 人次",
        subtitle="各機關參訓人次，分性別（人次）；依機關代碼排列",
        desc="；".join(f"{bar.label} {bar.said}" for bar in bars),
        foot="資料來源：各機關「培力成果」表，未列計的列不在內。",
        views=(_wide(bars, CHART_WIDTHS[0]), _narrow(bars, CHART_WIDTHS[1])),
    )


def _state(measure: Measure) -> str:
    return "" if measure.state == "counted" else f"— {STATE_WORDS[measure.state]}"


def _parts(bar: Bar, left: float, top: float, room: float, most: int) -> list[Box]:
    boxes, at = [], left
    for (_, _, look), part in zip(SEXES, bar.parts, strict=True):
        wide = length(part, most, room)
        if wide:
            boxes.append(Box(round(at, 1), top, wide, BAR, look))
            at += wide
    return boxes


def _key() -> tuple[list[Box], list[Words]]:
    boxes, words, at = [], [], 0.0
    for name, _, look in SEXES:
        boxes.append(Box(at, 4, 22, BAR, look))
        words.append(Words(at + 28, 16, name))
        at += 28 + 13 * len(name) + 20
    return boxes, words


def _wide(bars: list[Bar], width: int) -> View:
    boxes, words = _key()
    most = max(bar.whole for bar in bars)
    room = width - LABEL - max(BESIDE, *(text_width(bar.said) + AIR for bar in bars))
    for at, bar in enumerate(bars):
        top = KEY + at * ROW
        words.append(Words(0, top + 16, shortened(bar.label, LABEL)))
        boxes += _parts(bar, LABEL, top + 5, room, most)
        end = LABEL + length(bar.whole, most, room) + (AIR if bar.whole else 0)
        words.append(Words(round(end, 1), top + 16, bar.said, "muted" if bar.state else ""))
    return View(width, KEY + len(bars) * ROW, tuple(boxes), (), tuple(words))


def _narrow(bars: list[Bar], width: int) -> View:
    """The words stand above the bar, so that the bar has the whole width."""
    boxes, words = _key()
    most = max(bar.whole for bar in bars)
    tall = ROW + BAR + 4
    for at, bar in enumerate(bars):
        top = KEY + at * tall
        words.append(Words(0, top + 16, shortened(bar.label, width - text_width(bar.said) - AIR)))
        words.append(Words(width, top + 16, bar.said, "muted" if bar.state else "", "end"))
        boxes += _parts(bar, 0, top + 22, width, most)
    return View(width, KEY + len(bars) * tall, tuple(boxes), (), tuple(words))
