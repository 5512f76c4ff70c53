"""What a chart is drawn with: marks with their places worked out; the layout writes them as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gmreports.model import Measure
from gmreports.render.style import width_of

FONT = 13
SMALL = 12
ROW = 24
BAR = 14
LABEL = 62
"""Room for a name of three Chinese characters at the left."""


@dataclass(frozen=True, slots=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    look: str


@dataclass(frozen=True, slots=True)
class Rule:
    x1: float
    y1: float
    x2: float
    y2: float
    look: str


@dataclass(frozen=True, slots=True)
class Words:
    x: float
    y: float
    text: str
    look: str = ""
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class View:
    """A chart drawn for one width."""

    width: int
    height: float
    boxes: tuple[Box, ...] = ()
    rules: tuple[Rule, ...] = ()
    words: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` is what the chart shows, `subtitle` the measure, its unit and how it is sorted."""

    id: str
    title: str
    subtitle: str
    desc: str
    foot: str
    views: tuple[View, ...]


def length(value: int | Decimal, most: int | Decimal, room: float) -> float:
    """How long a bar is, to a tenth of a pixel."""
    return round(float(value) / float(most) * room, 1) if most else 0.0


def text_width(text: str, size: float = FONT) -> float:
    return width_of(text) * size / 2


def broken(text: str, room: float, size: float = SMALL) -> list[str]:
    """A text in lines that fit: broken at its blanks, and inside a word only where one has no room."""
    lines = []
    for word in text.split():
        line = ""
        for char in word:
            if text_width(line + char, size) > room:
                lines.append(line)
                line = ""
            line += char
        lines.append(line)
    return lines


def shortened(text: str, room: float) -> str:
    """A name that fits beside a bar; the table below has it in full."""
    if text_width(text) <= room:
        return text
    kept = text
    while kept and text_width(f"{kept}…") > room:
        kept = kept[:-1]
    return f"{kept}…"


def value(measure: Measure | None) -> int | Decimal | None:
    """The number of a figure that counts."""
    return measure.value if measure is not None and measure.state == "counted" else None
