"""Coverage rates of each office: a panel per requirement, bars from 0 to 100 %."""

from __future__ import annotations

from gmreports.model import STATE_WORDS, Grid, Measure
from gmreports.render.page.charts.marks import (
    BAR,
    LABEL,
    ROW,
    Box,
    Chart,
    View,
    Words,
    broken,
    length,
    shortened,
    value,
)
from gmreports.render.page.charts.pick import Series, rates
from gmreports.render.page.wording import printed
from gmreports.render.style import CHART_WIDTHS

FULL = 100
HEAD_LINE = 16
GAP = 14
FIGURE = 54
"""Room for 100.0% behind a bar."""


def chart(grid: Grid) -> Chart | None:
    """None where the table has no rates."""
    panels = rates(grid, "coverage")
    if not panels:
        return None
    return Chart(
        id="chart-coverage",
        title=_finding(panels),
        subtitle="各機關參訓涵蓋率（%），從 1 月 1 日累計；依機關代碼排列",
        desc="。".join(
            f"{panel.name}：" + "；".join(f"{label} {printed(rate)}" for label, rate in panel.points)
            for panel in panels
        ),
        foot="資料來源：各機關「參訓涵蓋」表。每條從 0 畫起，淺色底是 100%。",
        views=tuple(_view(panels, width) for width in CHART_WIDTHS),
    )


def _finding(panels: list[Series]) -> str:
    """How many of the offices that reported have every rate at 100 %."""
    by_office: dict[str, list[Measure]] = {}
    for panel in panels:
        for label, rate in panel.points:
            by_office.setdefault(label, []).append(rate)
    told = {label: [rate for rate in found if value(rate) is not None] for label, found in by_office.items()}
    reported = {label: found for label, found in told.items() if found}
    full = sum(all(value(rate) == FULL for rate in found) for found in reported.values())
    found = f"{full} 個各項涵蓋率都達 100%" if full else "還沒有各項涵蓋率都達 100% 的"
    return f"{len(reported)} 個有數字的機關中，{found}"


def _view(panels: list[Series], width: int) -> View:
    """As many panels side by side as stay readable; the offices' names before the first of each band."""
    per_band = max(1, int((width - LABEL) // 110))
    bands = -(-len(panels) // per_band)
    per_band = -(-len(panels) // bands)
    each = (width - LABEL - GAP * (per_band - 1)) / per_band
    names = [broken(panel.name, each) for panel in panels]
    head = max(map(len, names)) * HEAD_LINE + 6
    tall = head + len(panels[0].points) * ROW + GAP
    boxes: list[Box] = []
    words: list[Words] = []
    for at, panel in enumerate(panels):
        band, place = divmod(at, per_band)
        left, top = LABEL + place * (each + GAP), band * tall
        words += [
            Words(round(left, 1), top + 13 + HEAD_LINE * line, text, "small strong")
            for line, text in enumerate(names[at])
        ]
        if place == 0:
            names_down = enumerate(shortened(label, LABEL) for label, _ in panel.points)
            words += [Words(0, top + head + 16 + row * ROW, label) for row, label in names_down]
        _panel(panel, left, top + head, each - FIGURE, boxes, words)
    return View(width, bands * tall - GAP, tuple(boxes), (), tuple(words))


def _panel(panel: Series, left: float, top: float, room: float, boxes: list[Box], words: list[Words]) -> None:
    for at, (_, rate) in enumerate(panel.points):
        number = value(rate)
        y = top + at * ROW
        if number is None:
            said = "—" if rate.state == "counted" else f"— {STATE_WORDS[rate.state]}"
            words.append(Words(round(left, 1), y + 16, said, "muted"))
            continue
        boxes.append(Box(round(left, 1), y + 5, round(room, 1), BAR, "ground"))
        boxes.append(Box(round(left, 1), y + 5, length(number, FULL, room), BAR, "bar"))
        words.append(Words(round(left + room + 5, 1), y + 16, printed(rate)))
