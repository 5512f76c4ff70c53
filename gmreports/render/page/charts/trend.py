"""The quarters, measure by measure: small multiples of columns from zero."""

from __future__ import annotations

from decimal import Decimal

from gmreports.model import STATE_WORDS, Grid
from gmreports.render.page.charts.marks import Box, Chart, Rule, View, Words, length, value
from gmreports.render.page.charts.pick import Series, over_time
from gmreports.render.page.wording import change, printed
from gmreports.render.style import CHART_WIDTHS

SHOWN = 6
TOLD = "人次"
"""The title tells of the first measure in this unit."""
HEAD = 26
TALL = 78
FOOT = 24
GAP = 28
ROOMY = 5
"""Up to so many quarters, three panels stand side by side."""


def chart(grid: Grid) -> Chart | None:
    """None where there are not two quarters to compare."""
    panels = [panel for panel in over_time(grid) if _told(panel) > 1][:SHOWN]
    if not panels:
        return None
    told = next((panel for panel in panels if panel.points[0][1].unit == TOLD), panels[0])
    now, before = told.points[-1][1], told.points[-2][1]
    return Chart(
        id="chart-trend",
        title=f"{told.name}{change(now, before).lstrip('▲▼ ')}",
        subtitle="各季的全市數字；每一格各自從 0 畫起，最近一季顏色最深",
        desc="。".join(
            f"{panel.name}：" + "；".join(f"{label} {printed(figure)}" for label, figure in panel.points)
            for panel in panels
        ),
        foot="資料來源：各機關各季的季報。各季收到的機關數可能不同。",
        views=tuple(_view(panels, width) for width in CHART_WIDTHS),
    )


def _told(panel: Series) -> int:
    return sum(value(figure) is not None for _, figure in panel.points)


def _view(panels: list[Series], width: int) -> View:
    most = max(len(panel.points) for panel in panels)
    across = 1 if width == CHART_WIDTHS[1] else 3 if most <= ROOMY else 2
    each = (width - GAP * (across - 1)) / across
    tall = HEAD + TALL + FOOT
    boxes: list[Box] = []
    rules: list[Rule] = []
    words: list[Words] = []
    for at, panel in enumerate(panels):
        band, place = divmod(at, across)
        _panel(panel, round(place * (each + GAP), 1), band * (tall + GAP), each, boxes, rules, words)
    bands = -(-len(panels) // across)
    return View(width, bands * (tall + GAP) - GAP, tuple(boxes), tuple(rules), tuple(words))


def _panel(
    panel: Series,
    left: float,
    top: float,
    width: float,
    boxes: list[Box],
    rules: list[Rule],
    words: list[Words],
) -> None:
    unit = panel.points[0][1].unit
    words.append(Words(left, top + 13, f"{panel.name}（{unit}）" if unit else panel.name, "strong"))
    numbers = [value(figure) for _, figure in panel.points]
    most = max((number for number in numbers if number is not None), default=Decimal(0))
    step = width / len(numbers)
    thick = round(min(step * 0.62, 34), 1)
    floor = top + HEAD + TALL
    for at, ((label, figure), number) in enumerate(zip(panel.points, numbers, strict=True)):
        middle = round(left + step * (at + 0.5), 1)
        last = at == len(numbers) - 1
        words.append(
            Words(middle, floor + 16, _quarter(label), "small" if not last else "small strong", "middle")
        )
        if number is None:
            words.append(
                Words(middle, floor - 6, STATE_WORDS.get(figure.state, "—"), "small muted", "middle")
            )
            continue
        high = length(number, most, TALL - 18)
        x = round(middle - thick / 2, 1)
        boxes.append(Box(x, round(floor - high, 1), thick, high, "bar" if last else "before"))
        words.append(
            Words(middle, round(floor - high - 5, 1), printed(figure).rstrip("%"), "small", "middle")
        )
    rules.append(Rule(left, floor, round(left + width, 1), floor, "axis"))


def _quarter(label: str) -> str:
    """115年第3季 as 115Q3, which fits under a column."""
    return label.replace("年第", "Q").replace("季", "")
