"""The coverage of an office beside that of the latest earlier quarter of its year."""

from __future__ import annotations

import pandas as pd

from gmreports.model import Period, Round, Sheet
from gmreports.rules.asked import of_file
from gmreports.rules.hit import hits
from gmreports.rules.words import numbers

SHEET = "coverage"
PAIR = ("requirement", "staff_group")
# The form says of these that blank is 0.
BLANK_IS_ZERO = ("due_o", "done_o")


def beside_earlier(data: Round, columns: tuple[str, ...]) -> pd.DataFrame:
    """The rows of standing returns that an earlier one of the year has too: `columns`, `before_…` and
    `before`, the earlier quarter. A pair that stands twice in a return is compared with nothing.
    """
    table, raw = data.tables[SHEET], data.raw[SHEET]
    zeroed = {
        column: table[column].mask(raw[column].isin(["", None]), 0.0)
        if column in BLANK_IS_ZERO
        else table[column]
        for column in columns
    }
    facts = {fact: of_file(data, table, fact) for fact in ("office_code", "current", "period")}
    rows = table[list(PAIR)].assign(**zeroed, **facts)
    rows = rows[
        rows["current"].astype(bool) & (rows["office_code"] != "") & rows[list(PAIR)].notna().all(axis=1)
    ]
    rows = rows[~rows.reset_index().duplicated(["file", *PAIR], keep=False).to_numpy()]
    rows = rows.assign(own=rows["period"].map(Period.parse).astype(object))
    before = _latest_earlier(rows)
    said = {f"before_{column}": _taken(rows[column], before).astype(float) for column in columns}
    said["before"] = _taken(rows["own"], before)
    return rows.assign(**said)[pd.Series(said["before"].notna(), dtype=bool)]


def changed(wrong: pd.DataFrame, sheet: Sheet, column: str, **facts: str) -> pd.DataFrame:
    """Those of the rows in which the column is wrong beside the earlier quarter, as hits that say both."""
    return hits(
        wrong,
        SHEET,
        column,
        header=sheet.column(column).header,
        requirement=wrong["requirement"],
        group=wrong["staff_group"],
        filled=numbers(wrong[column]),
        earlier=numbers(wrong[f"before_{column}"]),
        before=wrong["before"].map(lambda period: period.title).astype(object),
        **facts,
    )


def _latest_earlier(rows: pd.DataFrame) -> list[int | None]:
    """For each row, the position of the row of the latest earlier quarter of the year."""
    keys = list(zip(*(rows[key] for key in ("office_code", *PAIR)), strict=True))
    quarters: list[Period] = list(rows["own"])
    same: dict[tuple[object, ...], list[int]] = {}
    for place, key in enumerate(keys):
        same.setdefault((*key, quarters[place].year), []).append(place)
    found: list[int | None] = []
    for place, key in enumerate(keys):
        own = quarters[place]
        earlier = [other for other in same[(*key, own.year)] if quarters[other] < own]
        found.append(max(earlier, key=quarters.__getitem__, default=None))
    return found


def _taken(values: pd.Series, places: list[int | None]) -> pd.Series:
    """The values at these positions, on the same index; nothing where there is none."""
    held = values.tolist()
    taken = [None if place is None else held[place] for place in places]
    return pd.Series(taken, index=values.index, dtype=object)
