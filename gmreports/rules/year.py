"""What a file's quarter asks for, and the meetings of its year."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from gmreports.model import YEAR_OFFSET, Period, Round
from gmreports.rules.asked import of_file, with_sheet

LAST_QUARTER = 4
REGULAR = "定期"


def periods(data: Round, frame: pd.DataFrame | pd.Series) -> pd.Series:
    """The quarter that the file of each row reports."""
    return of_file(data, frame, "period").map(Period.parse).astype(object)


def filed(data: Round, sheet: str, column: str) -> Iterator[tuple[str, Period]]:
    """The files that have this sheet and column, each with the quarter that it reports."""
    for file in with_sheet(data, sheet, column):
        yield file, Period.parse(str(data.returns.at[file, "period"]))


def at_year_end(data: Round, frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of the files of a last quarter."""
    quarters = periods(data, frame).map(lambda period: period.quarter)
    last = pd.Series(quarters == LAST_QUARTER, index=frame.index, dtype=bool)
    return frame[last]


def regular_meetings(data: Round) -> pd.DataFrame:
    """The regular meetings of the year of their file; one whose day cannot be read may be one."""
    found = data.tables["meeting"]
    found = found[found["kind"] == REGULAR]
    years = periods(data, found).map(lambda period: float(period.year + YEAR_OFFSET)).astype(float)
    held = found["held_on"]
    own = pd.Series(held.isna() | (held.dt.year == years), dtype=bool)
    return found[own]
