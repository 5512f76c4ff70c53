"""A return as cells, read by the real reader; a file is written only where its bytes are the fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from unittest.mock import patch
from zipfile import ZipFile

import pandas as pd

import gmreports.read
from gmreports.forms import load_form, load_terms
from gmreports.model import Arrival, Column, Form, Note, Office, Period, Reading, Sheet, Terms
from gmreports.read import read
from gmreports.read.cells import Book, Cell, SheetCells
from gmreports.read.table import Frames
from gmreports.read.xlsx import active_parts
from gmreports.render.template import grid
from tests.rules.tables import letter, typed
from tests.seeds.correct import Answers

SheetRead = tuple[dict[str, str], Frames, list[Note]]
Cut = Callable[[dict[str, SheetCells]], None]
"""Something done to the sheets of a file themselves, by sheet id."""


@cache
def terms_of(period: Period) -> Terms:
    return load_terms(period)


@cache
def form_of(period: Period) -> Form:
    return load_form(terms_of(period))


@dataclass(eq=False)
class Sent:
    """One file; `content`: its bytes, where they are the fault; `parts`: further parts of its package."""

    office: Office
    period: Period
    answers: Answers
    meta: dict[str, str] = field(default_factory=dict)
    cuts: list[Cut] = field(default_factory=list)
    content: bytes | None = None
    parts: tuple[str, ...] = ()
    received: datetime | None = None
    file: str = ""

    @property
    def form(self) -> Form:
        return form_of(self.period)

    def cell(self, sheet_id: str, column_id: str, number: int = 0) -> str:
        """The address of a column in the number-th row."""
        sheet = self.form.sheet(sheet_id)
        at = letter(sheet, column_id)
        return at if sheet.layout == "label" else f"{at}{grid.FIRST_ROW + number}"


def reading(sent: Sent, folder: Path) -> Reading:
    """What the reader makes of the file."""
    received = sent.received or datetime.combine(sent.period.end + timedelta(days=5), time(9))
    path = folder / "sent.xlsx"
    path.write_bytes(_package(sent.parts) if sent.content is None else sent.content)
    arrival = Arrival(sent.file, str(path), sent.period, received, "", "", (sent.office.code,))
    if sent.content is not None:
        return read(arrival, sent.form, terms_of(sent.period))
    with ZipFile(path) as package:
        book = Book(_sheets(sent), active=frozenset(active_parts(package)))
    with patch("gmreports.read.open_arrival", lambda arrival, limits: book):
        return read(arrival, sent.form, terms_of(sent.period))


@contextmanager
def remembering() -> Iterator[None]:
    """A sheet that was read before is not read again: two files differ in one sheet, not in twelve."""
    known: dict[object, tuple[SheetCells, SheetRead]] = {}

    def remembered(fresh: Callable[[Sheet, SheetCells, str], SheetRead]) -> object:
        def read_sheet(sheet: Sheet, cells: SheetCells, file: str) -> SheetRead:
            key = sheet.id, id(cells.cells), cells.hidden_rows
            if key not in known:
                # Kept with what was made of it: an identity is nobody else's only while its owner lives.
                known[key] = cells, fresh(sheet, cells, file)
            letters, found, notes = known[key][1]
            return letters, _filed(found, file), [replace(note, file=file) for note in notes]

        return read_sheet

    with (
        patch("gmreports.read._table_sheet", remembered(gmreports.read._table_sheet)),
        patch("gmreports.read._label_sheet", remembered(gmreports.read._label_sheet)),
    ):
        yield


def _filed(found: Frames, file: str) -> Frames:
    """The same rows of another file."""
    rows = found.values.index.get_level_values("row")
    codes = [[0] * len(rows), range(len(rows))]
    index = pd.MultiIndex([[file], list(rows)], codes, names=["file", "row"], verify_integrity=False)
    notes = tuple(replace(note, file=file) for note in found.notes)
    return Frames(found.values.set_axis(index), found.raw.set_axis(index), (), notes)


def _sheets(sent: Sent) -> tuple[SheetCells, ...]:
    form = sent.form
    sheets = {
        sheet.id: _cells(sheet.id, sent.period, tuple(tuple(row.items()) for row in sent.answers[sheet.id]))
        for sheet in form.sheets
    }
    for cut in sent.cuts:
        cut(sheets)
    meta = {
        "form_id": form.id,
        "form_version": form.version,
        "office_code": sent.office.code,
        "period": str(sent.period),
        **sent.meta,
    }
    cells = {
        (row, column): Cell(text)
        for row, pair in enumerate(meta.items(), start=1)
        for column, text in enumerate(pair, start=1)
    }
    return (*sheets.values(), SheetCells("_meta", False, cells))


@cache
def _cells(sheet_id: str, period: Period, answers: tuple[tuple[tuple[str, str], ...], ...]) -> SheetCells:
    """The sheet as the template lays it out."""
    sheet, rows = form_of(period).sheet(sheet_id), [dict(row) for row in answers]
    cells = {(grid.TITLE_ROW, 1): Cell(f"{sheet.title}｜範例")}
    if sheet.layout == "label":
        for number, column in enumerate(sheet.asked, start=grid.COVER_FIRST_ROW):
            cells[number, grid.LABEL + 1] = Cell(column.header)
            value = typed(rows[0].get(column.id, ""), column)
            if value is not None:
                cells[number, grid.VALUE + 1] = value
        return SheetCells(sheet.title, cells=cells)
    for at, column in enumerate(sheet.asked, start=1):
        cells[grid.HEADER_ROW, at] = Cell(column.header)
        cells[grid.ID_ROW, at] = Cell(column.id)
        for number, row in enumerate(rows, start=grid.FIRST_ROW):
            value = typed(row.get(column.id, ""), column) or _computed(sheet, column, row)
            if value is not None:
                cells[number, at] = value
    return SheetCells(sheet.title, cells=cells)


def _computed(sheet: Sheet, column: Column, row: dict[str, str]) -> Cell | None:
    """What the template's own formula shows: it adds up numbers, and knows nothing of 「12人」."""
    if not column.parts:
        return None
    parts, whole = (_numbers(sheet, columns, row) for columns in (column.parts, column.whole))
    if not parts or (column.whole and sum(whole) <= 0):
        return Cell("", formula=True)
    if column.whole:
        return Cell(round(sum(parts) / sum(whole), 3), "number", formula=True, percent=True)
    return Cell(sum(parts), "number", formula=True)


def _numbers(sheet: Sheet, columns: tuple[str, ...], row: dict[str, str]) -> list[float]:
    cells = (typed(row.get(each, ""), sheet.column(each)) for each in columns)
    return [float(cell.value or 0) for cell in cells if cell is not None and cell.kind == "number"]


@cache
def _package(parts: tuple[str, ...]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as package:
        for part in ("[Content_Types].xml", *parts):
            package.writestr(part, "")
    return out.getvalue()
