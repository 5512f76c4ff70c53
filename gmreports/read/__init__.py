"""One arrival → tables, repairs and notes. Never raises for what is in the file."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from gmreports.model import (
    Arrival,
    Form,
    Note,
    Period,
    Reading,
    Repair,
    Return,
    Sheet,
    Terms,
    Where,
)
from gmreports.read.cells import Book, Cell, SheetCells
from gmreports.read.explanations import explanations
from gmreports.read.find import find_labels, find_sheets, find_table, missing_columns
from gmreports.read.office import settle_office
from gmreports.read.open import open_arrival
from gmreports.read.probe import RefusedError
from gmreports.read.stack import stack
from gmreports.read.table import Frames, frames, is_filled
from gmreports.read.watch import (
    Seen,
    active_content,
    beside,
    older_form,
    personal_headers,
    without_identity_numbers,
)

__all__ = ["read", "stack"]

log = logging.getLogger(__name__)


def read(arrival: Arrival, form: Form, terms: Terms) -> Reading:
    """Read one file; whatever is wrong with it becomes a note, our own failure one of kind `not_checked`."""
    try:
        return _read(arrival, open_arrival(arrival, terms.limits), form, terms)
    except RefusedError as refused:
        note = Note("unopenable", arrival.file, facts={"reason": refused.reason, "detail": refused.detail})
    except Exception:
        log.exception("could not read %s", arrival.file)
        note = Note("not_checked", arrival.file)
    return Reading(arrival, None, {}, {}, notes=(note,))


def _read(arrival: Arrival, book: Book, form: Form, terms: Terms) -> Reading:
    sheets, personal = without_identity_numbers(book.sheets)
    meta = _meta(sheets)
    found = find_sheets(form, sheets)
    if "cover" not in found:
        ours = bool(found) or meta.get("form_id") == form.id
        facts = {"reason": "no_cover" if ours else "foreign"}
        return Reading(arrival, None, {}, {}, notes=(Note("not_our_form", arrival.file, facts=facts),))
    values, raw, columns = {}, {}, {}
    repairs: list[Repair] = []
    notes = [*older_form(form, meta, arrival.file), *active_content(book, arrival.file)]
    titles = {sheet_id: cells.title for sheet_id, cells in found.items()}
    for cells in sheets:
        if cells.title not in titles.values() and not cells.title.startswith("_"):
            personal += personal_headers(cells)
    for sheet in form.sheets:
        if sheet.id not in found:
            notes.append(Note("sheet_missing", arrival.file, sheet.id))
            continue
        read_sheet = _label_sheet if sheet.layout == "label" else _table_sheet
        columns[sheet.id], read, seen = read_sheet(sheet, found[sheet.id], arrival.file)
        values[sheet.id], raw[sheet.id] = read.values, read.raw
        repairs += read.repairs
        notes += (replace(note, file=arrival.file) for note in (*seen, *read.notes))
    notes += _personal_notes(personal, titles, arrival.file)
    places = columns["cover"]
    cover = Frames(values["cover"], raw["cover"], (), ())
    ret, settled, renamed = _settle(cover, meta, arrival, terms, places, found["cover"].title)
    ret = replace(ret, titles=titles, columns=columns, explanations=explanations(form, sheets))
    return Reading(arrival, ret, values, raw, (*repairs, *renamed), (*settled, *notes))


def _meta(sheets: Sequence[SheetCells]) -> dict[str, str]:
    """The key and value pairs of the hidden `_meta` sheet; empty where there is none."""
    cells = next((sheet.cells for sheet in sheets if sheet.title == "_meta"), {})
    return {
        cell.text.strip(): cells[row, 2].text.strip()
        for (row, column), cell in cells.items()
        if column == 1 and (row, 2) in cells
    }


def _table_sheet(sheet: Sheet, cells: SheetCells, file: str) -> tuple[dict[str, str], Frames, list[Note]]:
    table = find_table(sheet, cells)
    rows = [
        (number, {key: cell for key, cell in row.items() if key in table.columns})
        for number, row in table.rows
        if is_filled(sheet, row)
    ]
    read = frames(sheet, file, rows, cells.title, table.letters)
    asked = (_personal(seen, sheet.id, file) for seen in personal_headers(cells, table.below))
    return table.letters, read, [*missing_columns(sheet, table), *beside(sheet, cells, table, file), *asked]


def _personal(seen: Seen, sheet_id: str, file: str) -> Note:
    facts = {"kind": seen.kind, "sheet_title": seen.title}
    return Note("personal_data", file, sheet_id, cell=seen.cell, facts=facts)


def _personal_notes(personal: Sequence[Seen], titles: Mapping[str, str], file: str) -> list[Note]:
    ids = {title: sheet_id for sheet_id, title in titles.items()}
    return [_personal(seen, ids.get(seen.title, ""), file) for seen in personal]


def _label_sheet(sheet: Sheet, cells: SheetCells, file: str) -> tuple[dict[str, str], Frames, list[Note]]:
    found = find_labels(sheet, cells)
    places = {column_id: at for column_id, (at, _) in found.items()}
    row: dict[str, Cell] = {column_id: cell for column_id, (_, cell) in found.items() if cell is not None}
    read = frames(sheet, file, [(0, row)], cells.title, places)
    notes = [
        Note("column_missing", file, sheet.id, column.id)
        for column in sheet.asked
        if column.need == "required" and column.id not in places
    ]
    return places, read, notes


def _settle(
    cover: Frames,
    meta: Mapping[str, str],
    arrival: Arrival,
    terms: Terms,
    places: Mapping[str, str],
    title: str,
) -> tuple[Return, list[Note], list[Repair]]:
    """Who sent it for when, and the office's full name and code put into the cover's values."""
    at = (arrival.file, 0)
    values = cover.values
    filled = str(cover.raw.at[at, "office"] or "")
    code, notes = settle_office(filled, places.get("office", ""), meta, arrival, terms)
    repairs: list[Repair] = []
    if code and not notes:
        name = terms.office(code).name
        values.at[at, "office"] = name
        if name != filled:
            repairs.append(Repair(Where(arrival.file, title, places["office"]), filled, name, "office"))
    typed = values.at[at, "office_code"]
    if typed and code and typed != code:
        facts = {"filled": str(typed), "computed": code}
        where = places.get("office_code", "")
        notes.append(Note("computed_differs", arrival.file, "cover", "office_code", where, facts))
    values.at[at, "office_code"] = code or None
    year, quarter, revision = (values[column].iloc[0] for column in ("year", "quarter", "revision"))
    period = Period(int(year), int(quarter)) if pd.notna(year) and quarter else None
    ret = Return(
        office_code=code,
        period=period,
        revision=int(revision) if pd.notna(revision) else 0,
        status=str(values.at[at, "status"] or ""),
        form_version=meta.get("form_version", ""),
    )
    return ret, notes, repairs
