"""The questions of the form, each with everything that was answered to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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


NOTHING = none()


@dataclass(frozen=True)
class Answers:
    """One column over all files that have it: the values, and the text as filled."""

    sheet: Sheet
    column: Column
    values: pd.Series
    raw: pd.Series

    @property
    def unread(self) -> pd.Series:
        """True where something is filled that the column cannot hold, error values aside."""
        return (self.raw != "") & self.values.isna() & ~broken(self.raw)

    def hits(self, wrong: pd.Series, **facts: str | Callable[[str], str]) -> pd.DataFrame:
        """The wrong answers, with `header` and `filled`; a fact may be made from the text as filled."""
        if not wrong.any():
            return NOTHING
        raw = self.raw[wrong]
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
    for sheet, column in questions(data.form, *kinds):
        raw = data.raw[sheet.id][column.id]
        asked, values = raw.notna(), data.tables[sheet.id][column.id]
        if asked.all() and len(raw):
            yield Answers(sheet, column, values, raw)
        elif asked.any():
            yield Answers(sheet, column, values[asked], raw[asked])


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
