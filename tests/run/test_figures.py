"""Every figure of figures.json is made again by hand: from the cells it names, read by another library."""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl.utils.cell import coordinate_to_tuple
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).parents[2]
EXPECTED = ROOT / "samples" / "expected" / "115Q3"
INBOX = ROOT / "samples" / "inbox"

Sheet = list[list[Any]]
HALF_WIDTH = str.maketrans("０１２３４５６７８９．", "0123456789.")


@cache
def sheet(file: str, title: str) -> Sheet:
    """The values of one sheet; a file of another quarter carries its folder."""
    path = INBOX / (file if "/" in file else f"115Q3/{file}")
    return CalamineWorkbook.from_path(path).get_sheet_by_name(title).to_python(skip_empty_area=False)


def by_hand(source: str) -> Decimal:
    """The number in a cell as a person reads it: 「1,200」, 「３５人」, blank as nothing."""
    file, title, cell = source.split("!")
    row, column = coordinate_to_tuple(cell)
    rows = sheet(file, title)
    value = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""
    if isinstance(value, float | int):
        return Decimal(str(value))
    digits = re.sub(
        r"[^0-9.]", "", str(value).translate(str.maketrans("０１２３４５６７８９．", "0123456789."))
    )
    return Decimal(digits or "0")


def remade(figure: dict[str, Any]) -> Decimal | None:
    of_total, of_base = (
        figure["sources"][: figure["total_sources"]],
        figure["sources"][figure["total_sources"] :],
    )
    add = len if "count" in figure["how"] else added
    if not figure["how"].startswith("percent"):
        return Decimal(add(of_total))
    base = Decimal(add(of_base))
    return (100 * add(of_total) / base).quantize(Decimal("0.1"), ROUND_HALF_UP) if base else None


def added(sources: list[str]) -> Decimal:
    return sum((by_hand(source) for source in sources), Decimal(0))


def test_every_figure_can_be_made_again_from_its_cells() -> None:
    figures = json.loads((EXPECTED / "figures.json").read_text("utf-8"))
    counted = [figure for figure in figures if figure["state"] == "counted"]
    wrong = [
        (figure["id"], figure["value"], remade(figure))
        for figure in counted
        if remade(figure) != (None if figure["value"] is None else Decimal(str(figure["value"])))
    ]
    assert wrong == []
    assert len(counted) > 500
    assert len({figure["how"] for figure in counted}) == 4


def test_a_figure_without_a_value_says_why() -> None:
    for figure in json.loads((EXPECTED / "figures.json").read_text("utf-8")):
        if figure["value"] is None:
            assert figure["state"] != "counted" or figure["how"].startswith("percent"), figure["id"]
        else:
            assert figure["state"] == "counted", figure["id"]
