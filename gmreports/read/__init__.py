"""One arrival → tables, repairs and notes. Never raises for what is in the file."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd

from gmreports.model import Arrival, Form, Note, Period, Reading, Repair, Return, Terms, Where
from gmreports.read.cells import Book, SheetCells
from gmreports.read.earlier import form_then, moves, version_of, with_ids_of_now, without_dropped
from gmreports.read.explanations import explanations
from gmreports.read.find import find_sheets
from gmreports.read.office import settle_office
from gmreports.read.open import open_arrival
from gmreports.read.personal import in_file_name, personal_headers, personal_notes, without_personal_data
from gmreports.read.probe import RefusedError
from gmreports.read.shape import label_sheet, table_sheet
from gmreports.read.stack import stack
from gmreports.read.table import Frames
from gmreports.read.watch import active_content, left_over, other_version, own_sheets

__all__ = ["read", "stack"]

log = logging.getLogger(__name__)

_label_sheet, _table_sheet = label_sheet, table_sheet


def read(arrival: Arrival, form: Form, terms: Terms) -> Reading:
    """Read one file; whatever is wrong with it becomes a note, our own failure one of kind `not_checked`."""
    try:
        return _read(arrival, open_arrival(arrival, terms.limits), form, terms)
    except RefusedError as refused:
        note = Note("unopenable", arrival.file, facts={"reason": refused.reason, "detail": refused.detail})
    except MemoryError:
        note = Note("unopenable", arrival.file, facts={"reason": "too_much", "detail": ""})
    except Exception:
        log.exception("could not read %s", arrival.file)
        note = Note("not_checked", arrival.file)
    named = personal_notes(in_file_name(arrival), {}, arrival.file)
    return Reading(arrival, None, {}, {}, notes=(note, *named))


def _read(arrival: Arrival, book: Book, form: Form, terms: Terms) -> Reading:
    clean, personal = without_personal_data(book)
    sheets, file = clean.sheets, arrival.file
    personal += in_file_name(arrival)
    meta = _meta(sheets)
    earlier = version_of(form, meta)
    then = form_then(form, earlier) if earlier else form
    found = find_sheets(then, sheets)
    version = other_version(form, meta, file)
    newer = version is not None and version.kind == "not_our_form"
    if newer or "cover" not in found:
        note = version if version and newer else _not_ours(form, meta, found, file)
        return Reading(arrival, None, {}, {}, notes=(note, *personal_notes(personal, {}, file)))
    more = list(left_over(then, sheets, found, file))
    if earlier:
        for sheet_id, moved in earlier.sheets.items():
            if sheet_id in found:
                found[sheet_id] = with_ids_of_now(form.sheet(sheet_id), moved, found[sheet_id])
    sent = _sheets(then, found, file)
    titles = {sheet_id: cells.title for sheet_id, cells in found.items()}
    for cells in sheets:
        if cells.title not in titles.values() and not cells.title.startswith("_"):
            personal += personal_headers(cells)
    notes = [*([version] if version else []), *active_content(book, file), *sent.notes]
    notes += [*more, *personal_notes(personal, titles, file)]
    told = [*titles.values(), *(note.facts.get("sheet_title", "") for note in more)]
    repairs = [*_titles(form, titles, file), *own_sheets(sheets, told, file), *sent.repairs]
    if earlier:
        notes = without_dropped(earlier, notes)
        repairs = list(moves(form, earlier, repairs, sent.columns, titles, file))
    cover = Frames(sent.values["cover"], sent.raw["cover"], (), ())
    ret, settled, renamed = _settle(cover, meta, arrival, terms, sent.columns["cover"], titles["cover"])
    ret = replace(ret, titles=titles, columns=sent.columns, explanations=explanations(form, sheets))
    return Reading(arrival, ret, sent.values, sent.raw, (*repairs, *renamed), (*settled, *notes))


@dataclass(frozen=True)
class _Sent:
    """What the sheets of one file gave, by sheet id."""

    values: dict[str, pd.DataFrame] = field(default_factory=dict)
    raw: dict[str, pd.DataFrame] = field(default_factory=dict)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def _sheets(form: Form, found: Mapping[str, SheetCells], file: str) -> _Sent:
    sent = _Sent()
    for sheet in form.sheets:
        if sheet.id not in found:
            sent.notes.append(Note("sheet_missing", file, sheet.id))
            continue
        read_sheet = _label_sheet if sheet.layout == "label" else _table_sheet
        sent.columns[sheet.id], made, seen = read_sheet(sheet, found[sheet.id], file)
        sent.values[sheet.id], sent.raw[sheet.id] = made.values, made.raw
        sent.repairs.extend(made.repairs)
        sent.notes.extend(replace(note, file=file) for note in (*seen, *made.notes))
    return sent


def _titles(form: Form, titles: Mapping[str, str], file: str) -> Iterator[Repair]:
    """The sheets that are called otherwise than the form calls them."""
    for sheet_id, title in titles.items():
        if title != form.sheet(sheet_id).title:
            yield Repair(Where(file, title), title, form.sheet(sheet_id).title, "sheet_title")


def _not_ours(form: Form, meta: Mapping[str, str], found: Mapping[str, SheetCells], file: str) -> Note:
    ours = bool(found) or meta.get("form_id") == form.id
    reason = "one_sheet" if len(found) == 1 and not meta else "no_cover" if ours else "foreign"
    title = form.sheet(next(iter(found))).title if found else ""
    return Note("not_our_form", file, facts={"reason": reason, "title": title})


def _meta(sheets: Sequence[SheetCells]) -> dict[str, str]:
    """The key and value pairs of the hidden `_meta` sheet; empty where there is none."""
    cells = next((sheet.cells for sheet in sheets if sheet.title == "_meta"), {})
    return {
        cell.text.strip(): cells[row, 2].text.strip()
        for (row, column), cell in cells.items()
        if column == 1 and (row, 2) in cells
    }


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
