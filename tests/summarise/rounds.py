"""Rounds built by hand: a filing is what one office sends for one period, as rows of values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

import pandas as pd
from openpyxl.utils import get_column_letter

from gmreports.forms import load_form, load_terms
from gmreports.model import NUMERIC_KINDS, Column, Finding, Form, Period, Round, Sheet, Terms, Where

FIRST_ROW = 6
COVER_ROW = 4
Row = Mapping[str, object]


@dataclass(frozen=True)
class Filing:
    office_code: str
    period: str
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    cover: Mapping[str, object] = field(default_factory=dict)
    revision: int = 1
    received: datetime = datetime(2026, 10, 5, 9, 0)
    current: bool = True
    readable: bool = True

    @property
    def file(self) -> str:
        again = f"_v{self.revision}" if self.revision > 1 else ""
        return f"{self.period}/{self.office_code}_{self.period}{again}.xlsx"


@cache
def terms_of(period: str) -> Terms:
    return load_terms(Period.parse(period))


@cache
def form_of(period: str) -> Form:
    return load_form(terms_of(period))


def round_of(period: str, filings: Sequence[Filing]) -> Round:
    """The Round as reading would give it, in the order of `filings`."""
    form = form_of(period)
    readable = [filing for filing in filings if filing.readable]
    tables = {sheet.id: _table(sheet, readable) for sheet in form.sheets}
    raw = {
        sheet_id: frame.map(lambda cell: "" if pd.isna(cell) else str(cell))
        for sheet_id, frame in tables.items()
    }
    return Round(form, terms_of(period), Period.parse(period), _returns(form, period, filings), tables, raw)


def _returns(form: Form, period: str, filings: Sequence[Filing]) -> pd.DataFrame:
    cells = {
        sheet.id: {
            column.id: f"B{COVER_ROW + number}" if sheet.layout == "label" else get_column_letter(number + 1)
            for number, column in enumerate(sheet.asked)
        }
        for sheet in form.sheets
    }
    titles = {sheet.id: sheet.title for sheet in form.sheets}
    frame = pd.DataFrame(
        [
            {
                "file": filing.file,
                "office_code": filing.office_code,
                "period": filing.period,
                "revision": filing.revision,
                "status": "正式" if filing.revision == 1 else "更正",
                "received": filing.received,
                "current": filing.current,
                "readable": filing.readable,
                "collected": filing.period == period,
                "cells": cells if filing.readable else {},
                "titles": titles if filing.readable else {},
            }
            for filing in filings
        ]
    )
    return frame.set_index("file").astype({"received": "datetime64[s]"})


def _table(sheet: Sheet, filings: Sequence[Filing]) -> pd.DataFrame:
    index: list[tuple[str, int]] = []
    rows: list[Row] = []
    for filing in filings:
        filled = [_cover(filing)] if sheet.id == "cover" else filing.tables.get(sheet.id, ())
        for number, row in enumerate(filled):
            assert set(row) <= {column.id for column in sheet.columns}, sorted(row)
            index.append((filing.file, 0 if sheet.id == "cover" else FIRST_ROW + number))
            rows.append(row)
    if index or not filings:
        return _frame(sheet, index, rows)
    return _no_rows(sheet.id, filings[-1].period).copy()


def _frame(sheet: Sheet, index: Sequence[tuple[str, int]], rows: Sequence[Row]) -> pd.DataFrame:
    multi = pd.MultiIndex.from_tuples(index, names=["file", "row"]) if index else _nothing()
    series = {column.id: _series(column, rows, multi) for column in sheet.columns}
    frame = pd.DataFrame(series, index=multi)
    for column in sheet.columns:
        if column.need == "auto" and column.parts and not column.whole:
            frame[column.id] = frame[list(column.parts)].sum(axis=1, min_count=1)
    return frame


@cache
def _no_rows(sheet_id: str, period: str) -> pd.DataFrame:
    """Most sheets of most rounds."""
    return _frame(form_of(period).sheet(sheet_id), (), ())


def _nothing() -> pd.MultiIndex:
    return pd.MultiIndex.from_arrays(
        [pd.Index([], dtype=object), pd.Index([], dtype="int64")], names=["file", "row"]
    )


def _series(column: Column, rows: Sequence[Row], index: pd.MultiIndex) -> pd.Series:
    values = [row.get(column.id) for row in rows]
    if column.kind in NUMERIC_KINDS:
        return pd.Series(values, index, dtype="float64")
    if column.kind == "date":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object)).to_numpy(), index).astype(
            "datetime64[s]"
        )
    return pd.Series(values, index, dtype=object)


def _cover(filing: Filing) -> Row:
    period = Period.parse(filing.period)
    return {
        "office_code": filing.office_code,
        "office": terms_of(filing.period).office(filing.office_code).name,
        "year": period.year,
        "quarter": str(period.quarter),
        "status": "正式",
        "revision": filing.revision,
        "training_status": "有辦理",
        "promotion_status": "有辦理",
        "filled_on": date(2026, 10, 5),
        **filing.cover,
    }


def finding(
    code: str,
    filing: Filing,
    sheet_id: str = "",
    row: int = 0,
    column_id: str = "",
    severity: str = "E",
    voids: bool = False,
) -> Finding:
    """A finding on the filing's sheet; `row` is the number of the row in the filing, from 1."""
    sheet = form_of(filing.period).sheet(sheet_id) if sheet_id else None
    excel_row = FIRST_ROW + row - 1 if row else 0
    cell = ""
    if sheet and column_id and row:
        letter = get_column_letter([column.id for column in sheet.asked].index(column_id) + 1)
        cell = f"{letter}{excel_row}"
    return Finding(
        code=code,
        severity=severity,  # type: ignore[arg-type]
        office_code=filing.office_code,
        where=Where(filing.file, sheet.title if sheet else "", cell),
        message=f"示範訊息（{code}）。",
        expected="正確的值",
        mend="請查明後更正，例如 10。",
        clause="",
        filled="12" if cell else "",
        row=excel_row,
        sheet_id=sheet_id,
        column_id=column_id,
        voids=voids,
    )
