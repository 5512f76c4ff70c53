"""When two lines of text speak of the same event."""

from __future__ import annotations

import pandas as pd

from gmreports.model import Period, Round
from gmreports.rules.asked import of_file
from gmreports.rules.words import half_width

EVENT_SHEETS = ("training", "promotion")

# What earlier returns of the office say of a row that is dated in an earlier quarter of the year.
AGAIN, FIRST, UNKNOWN = "again", "first", "unknown"


def same_words(text: object) -> str | None:
    """A title for comparing: no blanks, half-width, one 臺, one case; None for a blank one."""
    return "".join(half_width(str(text)).replace("台", "臺").split()).casefold() or None if text else None


def events(data: Round, sheet: str) -> pd.DataFrame:
    """The rows with a start date and a title: date_start, title, plain, office_code, period, current."""
    table = data.tables[sheet]
    found = table.loc[table["date_start"].notna() & table["title"].notna(), ["date_start", "title"]]
    facts = {fact: of_file(data, found, fact) for fact in ("office_code", "period", "current")}
    return found.assign(plain=found["title"].map(same_words).astype(object), **facts)


def of_earlier_quarter(data: Round, sheet: str) -> pd.DataFrame:
    """The rows dated in an earlier quarter of the year than their file's: date_start, own, held, seen.

    `seen` decides which one rule speaks. AGAIN: an earlier return has the event (R04). FIRST: the
    return of the quarter of its date is here and has it not (R08). UNKNOWN: there is no such
    return to compare with, so it is simply not of this quarter (D01).
    """
    table = data.tables[sheet]
    found = table.loc[table["date_start"].notna(), ["date_start", "title"]]
    facts = {fact: of_file(data, found, fact) for fact in ("office_code", "current", "period")}
    found = found.assign(
        plain=found["title"].map(same_words).astype(object),
        own=facts["period"].map(Period.parse).astype(object),
        held=found["date_start"].map(Period.of).astype(object),
        **facts,
    )
    found = found[found["current"].astype(bool) & (found["office_code"] != "")]
    earlier = [
        held.year == own.year and held < own for held, own in zip(found["held"], found["own"], strict=True)
    ]
    found = found[pd.Series(earlier, index=found.index, dtype=bool)]
    reported, here = _reported(data, sheet), _here(data)
    seen = []
    for office, day, plain, held, own in zip(
        *(found[key] for key in ("office_code", "date_start", "plain", "held", "own")), strict=True
    ):
        if any(quarter < own for quarter in reported.get((office, day, plain), ())):
            seen.append(AGAIN)
        else:
            seen.append(FIRST if (office, held) in here else UNKNOWN)
    return found.assign(seen=pd.Series(seen, index=found.index, dtype=object))


def _reported(data: Round, sheet: str) -> dict[tuple[object, ...], set[Period]]:
    """(office, day, title) → the quarters whose standing return has this event."""
    found = events(data, sheet)
    found = found[found["current"].astype(bool)]
    quarters: dict[tuple[object, ...], set[Period]] = {}
    for office, day, plain, period in zip(
        *(found[key] for key in ("office_code", "date_start", "plain", "period")), strict=True
    ):
        quarters.setdefault((office, day, plain), set()).add(Period.parse(period))
    return quarters


def _here(data: Round) -> set[tuple[str, Period]]:
    """(office, quarter) of every standing return that can be read."""
    returns = data.returns[data.returns["current"].astype(bool) & data.returns["readable"].astype(bool)]
    return {
        (str(office), Period.parse(str(period)))
        for office, period in zip(returns["office_code"], returns["period"], strict=True)
    }
