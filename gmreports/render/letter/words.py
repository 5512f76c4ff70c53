"""How letters are worded and laid out: lines, days, styles moved to their elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import css_inline

from gmreports.model.personal import redacted
from gmreports.render import style
from gmreports.render.layouts import fill
from gmreports.render.page.wording import day

GAP = 2
WEEKDAYS = "一二三四五六日"


def one_line(text: str) -> str:
    """Text from a workbook, a mail or a file name as one visible line, without a number of a person."""
    return redacted(" ".join("".join(char if char.isprintable() else " " for char in text).split()))


def weekday(value: date) -> str:
    """115年10月12日（星期一）"""
    return f"{day(value)}（星期{WEEKDAYS[value.weekday()]}）"


def aligned(rows: Sequence[Sequence[str]], right: set[int]) -> list[str]:
    """Rows of text as lines whose columns stand under each other, a Chinese character being two wide."""
    widths = [max(map(style.width_of, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = []
        for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
            room = " " * (width - style.width_of(cell))
            cells.append(room + cell if at in right else cell + room)
        lines.append((" " * GAP).join(cells).rstrip())
    return lines


def written(layout: str, values: Mapping[str, object]) -> tuple[str, str]:
    """The plain text and the HTML of a letter, from `mail/{layout}.txt.j2` and `.html.j2`."""
    text = fill(f"mail/{layout}.txt.j2", values)
    return text, _inlined(fill(f"mail/{layout}.html.j2", values))


def _inlined(html: str) -> str:
    """Mail programs drop style sheets, so every rule goes to its element."""
    inliner = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)
    return str(inliner.inline(html))
