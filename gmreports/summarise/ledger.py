"""What the figures are made from: the detail frames, and what came in from whom."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Literal, TypeVar

import numpy as np
import pandas as pd

from gmreports.model import Finding, Period, Round, Sheet, Where
from gmreports.summarise.details import Faults, detail_frames, faults

Receipt = Literal["missing", "not_counted", "none_held", "received"]
Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Amount = int | Decimal
T = TypeVar("T")


@dataclass(frozen=True)
class Ledger:
    """The Round made ready for adding up.

    `files`: the files of an office and period that are not superseded, the one that counts
    first. `none_held`: file → the sheets for which its cover declares that nothing was held.
    `cache` only saves doing the same look-up twice.
    """

    data: Round
    faults: Faults
    details: Mapping[str, pd.DataFrame]
    files: Mapping[tuple[str, Period], tuple[str, ...]]
    none_held: Mapping[str, frozenset[str]]
    cache: dict[Hashable, object] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(office.code for office in self.data.terms.offices)

    def short(self, code: str) -> str:
        return self.data.terms.office(code).short if code else "全市"


def open_ledger(data: Round, findings: Sequence[Finding]) -> Ledger:
    found = faults(findings)
    return Ledger(data, found, detail_frames(data, found), _files(data, found), _none_held(data))


def _files(data: Round, found: Faults) -> dict[tuple[str, Period], tuple[str, ...]]:
    """One that cannot be read, or is of another quarter, replaces nothing: it stands beside the good one."""
    ranked = []
    for name, row in data.returns[data.returns["current"].astype(bool)].iterrows():
        usable = bool(row["readable"]) and (name, "") not in found.sheets
        ranked.append((not usable, -int(row["revision"]), -row["received"].timestamp(), str(name)))
    files: dict[tuple[str, Period], list[str]] = {}
    for *_, file in sorted(ranked):
        own = data.returns.loc[file]
        files.setdefault((str(own["office_code"]), Period.parse(str(own["period"]))), []).append(file)
    return {key: tuple(names) for key, names in files.items()}


def _none_held(data: Round) -> dict[str, frozenset[str]]:
    cover, declared = data.tables["cover"], data.form.sheet("cover")
    found: dict[str, set[str]] = {}
    for column in declared.columns:
        sheet_id = column.id.removesuffix("_status")
        if sheet_id == column.id or column.id not in cover:
            continue
        nothing = column.choices[-1]  # the form lists 有辦理 first and 本季無辦理 last
        for (file, _), value in zip(cover.index, cover[column.id], strict=True):
            if value == nothing:
                found.setdefault(str(file), set()).add(sheet_id)
    return {file: frozenset(sheets) for file, sheets in found.items()}


def came_in(ledger: Ledger, period: Period) -> int:
    """How many offices a file has come from, in order or not."""
    return sum((code, period) in ledger.files for code in ledger.codes)


def receipt(ledger: Ledger, office_code: str, period: Period, sheet_id: str) -> Receipt:
    """What came of one sheet from one office, apart from its rows."""
    files = ledger.files.get((office_code, period))
    if not files:
        return "missing"
    file = files[0]
    if not ledger.data.returns.at[file, "readable"] or ledger.faults.of_sheet(file, sheet_id):
        return "not_counted"
    return "none_held" if sheet_id in ledger.none_held.get(file, ()) else "received"


def cached(ledger: Ledger, key: Hashable, make: Callable[[], T]) -> T:
    if key not in ledger.cache:
        ledger.cache[key] = make()
    return ledger.cache[key]  # type: ignore[return-value]


def text(value: object) -> str:
    """A cell as the words that a Query compares; numbers without a superfluous fraction."""
    if value is None or value is pd.NaT or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


def texts(ledger: Ledger, sheet_id: str, column: str) -> list[str]:
    """The words of a column, row by row."""
    frame = ledger.details[sheet_id]
    return cached(ledger, ("text", sheet_id, column), lambda: [text(cell) for cell in frame[column]])


def matching(ledger: Ledger, sheet_id: str, where: Sequence[tuple[str, ...]]) -> Mask:
    """Which rows of a detail frame fulfil every pair, counted or not."""
    found: Mask = np.ones(len(ledger.details[sheet_id]), dtype=np.bool_)
    for pair in where:
        found = found & cached(ledger, ("mask", sheet_id, pair), partial(_mask, ledger, sheet_id, pair))
    return found


def _mask(ledger: Ledger, sheet_id: str, pair: tuple[str, ...]) -> Mask:
    column, *values = pair
    return np.array([word in values for word in texts(ledger, sheet_id, column)], dtype=np.bool_)


def amounts(ledger: Ledger, sheet_id: str, column: str) -> list[Amount | None]:
    """The numbers of a column, exactly; None where the cell is empty."""
    frame = ledger.details[sheet_id]
    return cached(ledger, ("amount", sheet_id, column), lambda: [_exact(cell) for cell in frame[column]])


def _exact(cell: float) -> Amount | None:
    if cell is None or cell != cell:
        return None
    return int(cell) if float(cell).is_integer() else Decimal(repr(float(cell)))


def addresses(ledger: Ledger, sheet_id: str, column: str) -> list[str]:
    """For each row the place of its cell as `file!sheet!cell`; "" where the file has no such column."""
    return cached(ledger, ("address", sheet_id, column), lambda: _addresses(ledger, sheet_id, column))


def _addresses(ledger: Ledger, sheet_id: str, column: str) -> list[str]:
    cells, titles = ledger.data.returns["cells"].to_dict(), ledger.data.returns["titles"].to_dict()
    own_title = ledger.data.form.sheet(sheet_id).title
    found = []
    for file, row in ledger.details[sheet_id].index:
        letter = cells[file].get(sheet_id, {}).get(column, "")
        title = titles[file].get(sheet_id, own_title)
        found.append(str(Where(str(file), title, f"{letter}{row}")) if letter else "")
    return found


def row_mark(sheet: Sheet) -> str:
    """The column whose cell stands for a whole row: the first that must be filled."""
    return next(column.id for column in sheet.columns if column.need == "required")


def gaps(ledger: Ledger, sheet_id: str, column_id: str) -> Mask:
    """In which rows an empty cell is an answer not given, rather than a none.

    The form treats an empty optional part of a computed total as 0, and does not ask for a
    conditional cell where its condition does not hold.
    """
    return cached(ledger, ("gaps", sheet_id, column_id), lambda: _gaps(ledger, sheet_id, column_id))


def _gaps(ledger: Ledger, sheet_id: str, column_id: str) -> Mask:
    frame, sheet = ledger.details[sheet_id], ledger.data.form.sheet(sheet_id)
    column = sheet.column(column_id)
    asked: Mask = np.ones(len(frame), dtype=np.bool_)
    if column.need == "optional":
        parts = {part for other in sheet.columns for part in (*other.parts, *other.whole)}
        return asked & (column_id not in parts)
    for other, values in column.required_when.items():
        if "*" in values:
            asked &= ~matching(ledger, sheet_id, ((other, ""),))
        else:
            asked &= matching(ledger, sheet_id, ((other, *values),))
    return asked
