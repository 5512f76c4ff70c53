"""Figures as words, for sentences."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from gmreports.model import NO_DIVISOR, STATE_WORDS, Measure


def said(measure: Measure) -> str:
    """The figure as printed in a sentence, without its unit unless that is %."""
    if measure.state != "counted":
        return STATE_WORDS[measure.state]
    if measure.value is None:
        return NO_DIVISOR
    return f"{measure.value:,}" + ("%" if measure.unit == "%" else "")


def known(measure: Measure | None) -> bool:
    return measure is not None and measure.value is not None


def moved(now: Measure, before: Measure | None) -> str:
    """How the figure moved since the quarter before; "" where either is not known."""
    if before is None or now.value is None or before.value is None:
        return ""
    difference = Decimal(now.value) - Decimal(before.value)
    if difference == 0:
        return "與上一季相同"
    unit = "個百分點" if now.unit == "%" else now.unit
    return f"比上一季{'增加' if difference > 0 else '減少'} {abs(difference):,} {unit}"


def named(shorts: Iterable[str]) -> str:
    return "、".join(shorts)
