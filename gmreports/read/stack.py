"""Readings → one Round: a frame per sheet, and which file of an office stands."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from gmreports.model import NUMERIC_KINDS, Form, Period, Reading, Round, Sheet, Terms

INDEX = ("file", "row")


def stack(readings: Sequence[Reading], form: Form, terms: Terms, period: Period) -> Round:
    """Put the readings of a period and of earlier ones together, in office and period order."""
    ordered = sorted(readings, key=_order)
    standing = _standing(ordered)
    returns = pd.DataFrame(
        [_return_row(reading, period, reading.arrival.file in standing) for reading in ordered],
        index=pd.Index([reading.arrival.file for reading in ordered], name="file", dtype=object),
        columns=list(_RETURN_COLUMNS),
    ).astype({"received": "datetime64[s]", "current": bool, "readable": bool, "collected": bool})
    tables, raw = {}, {}
    for sheet in form.sheets:
        tables[sheet.id] = _stacked([r.tables[sheet.id] for r in ordered if sheet.id in r.tables], sheet)
        texts = [r.raw[sheet.id] for r in ordered if sheet.id in r.raw]
        raw[sheet.id] = _stacked(texts, sheet).astype(object)
    notes = tuple(note for reading in ordered for note in reading.notes)
    return Round(form, terms, period, returns, tables, raw, notes)


_RETURN_COLUMNS = (
    "office_code",
    "period",
    "revision",
    "status",
    "received",
    "current",
    "readable",
    "collected",
    "cells",
    "titles",
    "explanations",
)


def office_of(reading: Reading) -> str:
    """The office's code; of a file that cannot be read, the one its name speaks of."""
    if reading.ret is not None:
        return reading.ret.office_code
    return reading.arrival.offices[0] if len(reading.arrival.offices) == 1 else ""


def _return_row(reading: Reading, period: Period, current: bool) -> tuple[object, ...]:
    arrival, ret = reading.arrival, reading.ret
    return (
        office_of(reading),
        str(arrival.period),
        ret.revision if ret else 0,
        ret.status if ret else "",
        pd.Timestamp(arrival.received),
        current,
        ret is not None,
        arrival.period == period,
        ret.columns if ret else {},
        ret.titles if ret else {},
        ret.explanations if ret else {},
    )


def _order(reading: Reading) -> tuple[object, ...]:
    arrival = reading.arrival
    revision = reading.ret.revision if reading.ret else 0
    return office_of(reading) or "~", arrival.period, revision, arrival.received, arrival.file


def _standing(ordered: Sequence[Reading]) -> set[str]:
    """The files that stand: of several from one office for one quarter, the highest 版次, then the latest.

    A file that cannot be read replaces nothing and is replaced by nothing: its finding must be seen.
    """
    last: dict[tuple[object, ...], str] = {}
    for reading in ordered:
        arrival, ret = reading.arrival, reading.ret
        key: tuple[object, ...] = (arrival.file,)
        if ret is not None and ret.office_code:
            key = (ret.office_code, arrival.period, ret.period or arrival.period)
        last[key] = arrival.file
    return set(last.values())


def _stacked(found: Sequence[pd.DataFrame], sheet: Sheet) -> pd.DataFrame:
    filled = [frame for frame in found if len(frame)]
    return pd.concat(filled) if filled else empty(sheet)


def empty(sheet: Sheet) -> pd.DataFrame:
    """No rows, with the columns, dtypes and index that a filled table has."""
    index = pd.MultiIndex.from_arrays([pd.Index([], dtype=object), pd.Index([], dtype="int64")], names=INDEX)
    dtypes = {
        column.id: "float64"
        if column.kind in NUMERIC_KINDS
        else "datetime64[s]"
        if column.kind == "date"
        else "object"
        for column in sheet.columns
    }
    return pd.DataFrame({key: pd.Series([], dtype=dtype) for key, dtype in dtypes.items()}, index=index)
