"""Who holds which place on a roster, and how many do."""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round
from gmreports.rules.asked import with_sheet


def holders(data: Round, sheet: str, column: str, word: str) -> dict[str, int]:
    """File → how many rows say this word; files that have no such column are left out."""
    said = data.tables[sheet][column]
    counts = (said == word).groupby(level="file").sum()
    return {file: int(counts.get(file, 0)) for file in with_sheet(data, sheet, column)}


def filled_files(data: Round, sheet: str) -> set[str]:
    """The files with any row in this sheet."""
    return set(data.tables[sheet].index.get_level_values("file"))


def alone(table: pd.DataFrame, column: str, word: str) -> pd.DataFrame:
    """The rows that are the only one of their file to say this word."""
    found = table[table[column] == word]
    return found[~found.index.get_level_values("file").duplicated(keep=False)]
