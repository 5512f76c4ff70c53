"""The questions of the form, each with everything that was answered to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import pandas as pd

from gmreports.model import Column, Form, Kind, Round, Sheet
from gmreports.rules.hit import hits, none
from gmreports.rules.words import all_shown

# As Excel and LibreOffice write them, and a formula that was never calculated; a text such as #MeToo is none.
UNCALCULATED = "="
BROKEN = (
    *("#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!"),
    *("#BLOCKED!", "#BUSY!", "#CONNECT!", "#UNKNOWN!", "#EXTERNAL!", "#PYTHON!", "#GETTING_DATA"),
    UNCALCULATED,
)


@dataclass(frozen=True)
class Answers:
    """One column over all files that have it: the values, and the text as filled.

    Both are indexed by the position in `places`, the (file, row) of the sheet: an index of two
    levels makes each operation on a Series several times slower.
    """

    sheet: Sheet
    column: Column
    values: pd.Series
    raw: pd.Series
    places: pd.Index

    @property
    def unread(self) -> pd.Series:
        """True where something is filled that the column cannot hold, error values aside."""
        return self.values.isna() & ~self.raw.isin(["", *BROKEN])

    def hits(self, wrong: pd.Series, **facts: str | Callable[[str], str]) -> pd.DataFrame:
        """The wrong answers, with `header` and `filled`; a fact may be made from the text as filled."""
        if not wrong.any():
            return none()
        raw = self.raw[wrong]
        raw = raw.set_axis(self.places[raw.index])
        said: dict[str, str | pd.Series] = {"filled": all_shown(raw, self.column)}
        for key, fact in facts.items():
            said[key] = fact if isinstance(fact, str) else raw.map(fact).astype(object)
        return hits(raw.to_frame(), self.sheet.id, self.column.id, header=self.column.header, **said)


def questions(form: Form, *kinds: Kind) -> Iterator[tuple[Sheet, Column]]:
    """The columns that the F rules judge; of all kinds where none is named."""
    for sheet in form.sheets:
        for column in sheet.asked:
            if column.need != "auto" and not column.left_to and (not kinds or column.kind in kinds):
                yield sheet, column


def answers(data: Round, *kinds: Kind) -> Iterator[Answers]:
    """The answers to each question, files without the column left out."""
    for sheet, columns in groupby(questions(data.form, *kinds), key=itemgetter(0)):
        places = data.raw[sheet.id].index
        texts, tables = (of[sheet.id].reset_index(drop=True) for of in (data.raw, data.tables))
        complete = texts.notna().all().to_dict()
        for _, column in columns:
            raw, values = texts[column.id], tables[column.id]
            if not complete[column.id]:
                raw, values = raw[raw.notna()], values[raw.notna()]
            if len(raw):
                yield Answers(sheet, column, values, raw, places)


def broken(raw: pd.Series) -> pd.Series:
    """True for an error value, and for a formula that was never calculated."""
    return raw.isin(BROKEN)


def of_file(data: Round, frame: pd.DataFrame | pd.Series, fact: str) -> pd.Series:
    """A column of `data.returns` for each row of a table."""
    files = frame.index.get_level_values("file")
    return pd.Series(data.returns[fact].reindex(files).to_numpy(), index=frame.index, dtype=object)


def with_sheet(data: Round, sheet: str, column: str) -> list[str]:
    """The files that have this sheet and this column in it."""
    cells = data.returns["cells"]
    return [str(file) for file, places in cells.items() if column in places.get(sheet, {})]
