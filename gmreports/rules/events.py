"""When two lines of text speak of the same event."""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round
from gmreports.rules.asked import of_file
from gmreports.rules.words import half_width

EVENT_SHEETS = ("training", "promotion")


def same_words(text: object) -> str | None:
    """A title for comparing: no blanks, half-width, one 臺, one case; None for a blank one."""
    return "".join(half_width(str(text)).replace("台", "臺").split()).casefold() or None if text else None


def events(data: Round, sheet: str) -> pd.DataFrame:
    """The rows with a start date and a title: date_start, title, plain, office_code, period, current."""
    table = data.tables[sheet]
    found = table.loc[table["date_start"].notna() & table["title"].notna(), ["date_start", "title"]]
    facts = {fact: of_file(data, found, fact) for fact in ("office_code", "period", "current")}
    return found.assign(plain=found["title"].map(same_words).astype(object), **facts)
