"""Workbooks made from an earlier version of the form: read as the current one, each move in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from gmreports.model import Column, Form, Note, Repair, Sheet, Where
from gmreports.model.earlier import Earlier, EarlierSheet
from gmreports.read.cells import Cell, SheetCells
from gmreports.read.find import DEEPEST_HEADER, FEWEST_HEADERS, folded
from gmreports.read.repair_text import choice

NOTHING_MOVED = EarlierSheet()


def version_of(form: Form, meta: Mapping[str, str]) -> Earlier | None:
    """The earlier version that the workbook says it is, where we know how it is moved."""
    version = meta.get("form_version", "") if meta.get("form_id") == form.id else ""
    return next((earlier for earlier in form.earlier if earlier.version == version), None)


def form_then(form: Form, earlier: Earlier) -> Form:
    """The current form, taking the titles, headers and choices of then for its own."""
    sheets = tuple(_sheet_then(sheet, earlier.sheets.get(sheet.id, NOTHING_MOVED)) for sheet in form.sheets)
    return replace(form, sheets=sheets)


def _sheet_then(sheet: Sheet, moved: EarlierSheet) -> Sheet:
    columns = tuple(_column_then(column, moved) for column in sheet.columns)
    return replace(sheet, synonyms=(*sheet.synonyms, *moved.titles), columns=columns)


def _column_then(column: Column, moved: EarlierSheet) -> Column:
    headers = tuple(header for header, column_id in moved.headers.items() if column_id == column.id)
    also = dict(column.also)
    for then, now in moved.choices.get(column.id, {}).items():
        also[now] = (*also.get(now, ()), then)
    need = "optional" if column.id in moved.added and column.need != "auto" else column.need
    return replace(column, synonyms=(*column.synonyms, *headers), also=also, need=need)


def with_ids_of_now(sheet: Sheet, moved: EarlierSheet, cells: SheetCells) -> SheetCells:
    """The sheet with the ids of then, in its row of ids, called as they are now."""
    known = {*moved.ids, *(column.id for column in sheet.columns)}
    rows: dict[int, list[tuple[int, int]]] = {}
    for at, cell in cells.cells.items():
        if at[0] <= DEEPEST_HEADER and cell.text.strip() in known:
            rows.setdefault(at[0], []).append(at)
    spots = max(rows.values(), key=len, default=[])
    if len(spots) < FEWEST_HEADERS or not moved.ids:
        return cells
    texts = {at: cells.cells[at].text.strip() for at in spots}
    return replace(
        cells, cells={**cells.cells, **{at: Cell(moved.ids.get(text, text)) for at, text in texts.items()}}
    )


def moves(
    form: Form,
    earlier: Earlier,
    repairs: Iterable[Repair],
    columns: Mapping[str, Mapping[str, str]],
    titles: Mapping[str, str],
    file: str,
) -> Iterator[Repair]:
    """The repairs, those that the version explains called so; and the columns that were not asked then."""
    ids = {title: sheet_id for sheet_id, title in titles.items()}
    for repair in repairs:
        sheet_id = ids.get(repair.where.sheet, "")
        moved = earlier.sheets.get(sheet_id, NOTHING_MOVED)
        yield replace(repair, kind=_kind(repair, moved, columns.get(sheet_id, {})))
    for sheet_id, moved in earlier.sheets.items():
        for column_id in moved.added:
            if sheet_id in titles and column_id not in columns.get(sheet_id, {}):
                header = form.sheet(sheet_id).column(column_id).header
                yield Repair(Where(file, titles[sheet_id]), "", header, "form_added")


def _kind(repair: Repair, moved: EarlierSheet, places: Mapping[str, str]) -> str:
    said = folded(repair.before)
    if repair.kind == "sheet_title" and said in {folded(title) for title in moved.titles}:
        return "form_title"
    if repair.kind == "header" and said in {folded(header) for header in moved.headers}:
        return "form_header"
    if repair.kind == "own_column" and said in {folded(header) for header in moved.dropped}:
        return "form_dropped"
    kinds = repair.kind.split("+")
    column_id = next((key for key, at in places.items() if _stands_in(repair.where.cell, at)), "")
    if "synonym" in kinds and _was_chosen(repair.before, tuple(moved.choices.get(column_id, {}))):
        return "+".join("form_choice" if kind == "synonym" else kind for kind in kinds)
    return repair.kind


def _stands_in(cell: str, at: str) -> bool:
    return cell.rstrip("0123456789") == at if at.isalpha() else cell == at


def _was_chosen(text: str, then: tuple[str, ...]) -> bool:
    return choice(text, then) is not None or any(each in text for each in then)


def without_dropped(earlier: Earlier, notes: Iterable[Note]) -> list[Note]:
    """A column that is not asked any more is no stranger, and no column of the form by another name."""

    def dropped(note: Note) -> bool:
        moved = earlier.sheets.get(note.sheet, NOTHING_MOVED)
        header = note.facts.get("header", "")
        return bool(header) and folded(header) in {folded(each) for each in moved.dropped}

    return [note for note in notes if not dropped(note)]
