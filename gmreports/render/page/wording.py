"""How values are worded on the page and in the summary letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from gmreports.model import (
    NO_DIVISOR,
    STATE_WORDS,
    YEAR_OFFSET,
    Duty,
    Measure,
    Period,
    Severity,
    Standing,
)


@dataclass(frozen=True, slots=True)
class Badge:
    """A state: word, mark and tone, so that it reads without colour."""

    word: str
    mark: str
    tone: str


STANDINGS = {
    "accepted": Badge("已收", "✓", "good"),
    "to_correct": Badge("待更正", "!", "error"),
    "unreadable": Badge("無法讀取", "✕", "error"),
    "not_checked": Badge("未能檢查", "?", "error"),
    "missing": Badge("未報", "—", "warning"),
}
SEVERITIES: dict[Severity, Badge] = {
    "E": Badge("需更正", "!", "error"),
    "W": Badge("請確認", "?", "warning"),
    "I": Badge("提醒", "i", "info"),
}
DUTIES: dict[Duty, Badge] = {
    "符合": Badge("符合", "✓", "good"),
    "未符合": Badge("未符合", "✕", "error"),
    "進行中": Badge("進行中", "…", "info"),
    "無資料": Badge("無資料", "—", "quiet"),
    "待認定": Badge("待認定", "?", "warning"),
}


def printed(measure: Measure) -> str:
    """A figure as people read it; a figure that does not count says why."""
    if measure.state != "counted":
        return f"{NO_DIVISOR} {STATE_WORDS[measure.state]}"
    if measure.value is None:
        return NO_DIVISOR
    number = _number(measure.value)
    return f"{number}%" if measure.unit == "%" else number


def _number(value: int | Decimal) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"


def change(now: Measure, before: Measure | None) -> str:
    """How a figure moved since the quarter before, in words and with a mark."""
    if before is None or before.value is None or now.value is None:
        return "沒有上一季的數字可比"
    moved = Decimal(now.value) - Decimal(before.value)
    if moved == 0:
        return "與上一季相同"
    percent = now.unit == "%"
    whole = isinstance(now.value, int) and isinstance(before.value, int)
    size = _number(int(abs(moved)) if whole else abs(moved))
    unit = " 個百分點" if percent else f" {now.unit}" if now.unit else ""
    return f"{'▲ 比上一季增加' if moved > 0 else '▼ 比上一季減少'} {size}{unit}"


def day(value: date) -> str:
    """115年10月12日"""
    return f"{value.year - YEAR_OFFSET}年{value.month}月{value.day}日"


def moment(value: datetime) -> str:
    """115年10月12日 14:05"""
    return f"{day(value)} {value:%H:%M}"


def round_state(standings: Sequence[Standing]) -> Badge:
    """The state of the whole round, from where its offices stand."""
    missing = sum(standing.state == "missing" for standing in standings)
    open_ = sum(standing.state in ("to_correct", "unreadable", "not_checked") for standing in standings)
    words = [f"{missing} 個機關未報"] if missing else []
    words += [f"{open_} 個機關待更正"] if open_ else []
    if not words:
        return Badge("全數收齊，沒有待更正", "✓", "good")
    return Badge("、".join(words), "!", "error" if open_ else "warning")


def came_in(standings: Sequence[Standing]) -> str:
    """12/13: how many of how many offices sent something."""
    return f"{sum(standing.state != 'missing' for standing in standings)}/{len(standings)}"


def name(figure: Measure, period: Period) -> str:
    """The label without what the title above it says already: whose the figure is, and of which quarter."""
    label = figure.label.partition(" ")[2] or figure.label
    return label.removeprefix(f"{period.title} ").removeprefix(f"{period.title}止 ")
