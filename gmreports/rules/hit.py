"""How a rule says which places are wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

import pandas as pd

from gmreports.model import Note, Round, Sheet


def hits(wrong: pd.DataFrame, sheet: str, column: str, **facts: str | float | pd.Series) -> pd.DataFrame:
    """The rows of `wrong` as hits in one column; a fact is one value for all, or a Series on their index."""
    if not len(wrong):
        return none()
    return pd.DataFrame({"sheet": sheet, "column": column, **facts}, index=wrong.index)


@cache
def none() -> pd.DataFrame:
    """No hits: an empty frame with the index that hits have."""
    index = pd.MultiIndex.from_arrays([[], []], names=["file", "row"])
    return pd.DataFrame({"sheet": [], "column": []}, index=index, dtype=object)


def together(*found: pd.DataFrame) -> pd.DataFrame:
    """Several hit frames as one; a fact that only some have is "" in the others."""
    filled = [frame.astype(object) for frame in found if len(frame)]
    return pd.concat(filled).fillna("") if filled else none()


def listed(found: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Hits given one by one: each a file with, where it has them, row, sheet, column and facts."""
    rows = [{"row": 0, "sheet": "", "column": "", **hit} for hit in found]
    if not rows:
        return none()
    return pd.DataFrame(rows, dtype=object).fillna("").set_index(["file", "row"])


def row_at(sheet: Sheet, cell: str) -> int:
    """The row that a cell stands in; a label sheet is one row, row 0."""
    digits = re.search(r"[0-9]+$", cell) if sheet.layout == "table" else None
    return int(digits[0]) if digits else 0


def noted(data: Round, *kinds: str) -> list[Note]:
    """What reading saw of these kinds."""
    return [note for note in data.notes if note.kind in kinds]
