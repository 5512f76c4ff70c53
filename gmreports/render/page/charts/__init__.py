"""The charts: each a finding, drawn from the figures of one table without any library."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from gmreports.model import Grid, Summary
from gmreports.render.page.charts import by_sex, coverage, ranked, trend
from gmreports.render.page.charts.marks import Chart

DRAWN: Mapping[str, Callable[[Grid], Chart | None]] = {
    "training": by_sex.chart,
    "coverage": coverage.chart,
    "promotion_topic": ranked.chart,
    "trend": trend.chart,
}
"""Grid id → how it is drawn."""


def charts(summary: Summary) -> dict[str, tuple[Chart, ...]]:
    """Grid id → its charts; a table without the figures for it has none."""
    drawn = {name: draw(summary.grids[name]) for name, draw in DRAWN.items() if name in summary.grids}
    return {name: (chart,) for name, chart in drawn.items() if chart is not None}


__all__ = ["Chart", "charts"]
