"""What the office wrote in the 說明 of its self-check sheet about what it was asked to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gmreports.model import Form
from gmreports.read.cells import Cell, SheetCells, plain
from gmreports.read.find import DEEPEST_HEADER
from gmreports.read.personal import NOT_SHOWN
from gmreports.read.values import NOTHING

TITLE = "自我檢核"
# The head of the hidden column of sheet ids; what is written stands to the left of each id.
ID = "explanation"
WHOLE_FILE = "_file"
TITLES, WORDS = "工作表", "說明"

LONGEST = 500
CUT = "…（過長，以下省略）"


def explanations(form: Form, sheets: Sequence[SheetCells]) -> dict[str, str]:
    """Sheet id → what was written of it, "" → of the whole file; a blank or a dash is nothing.

    What was taken out as personal data explains nothing either.
    """
    for sheet in _candidates(sheets):
        found = dict(_by_id(form, sheet)) or dict(_by_title(form, sheet))
        if found:
            said = {sheet_id: _said(cell) for sheet_id, cell in found.items()}
            return {sheet_id: text for sheet_id, text in said.items() if text}
    return {}


def _candidates(sheets: Sequence[SheetCells]) -> list[SheetCells]:
    """The sheet of that title; without one, those that carry the hidden ids."""
    titled = [sheet for sheet in sheets if plain(sheet.title) == TITLE]
    return titled or [sheet for sheet in sheets if _ids_at(sheet)]


def _ids_at(sheet: SheetCells) -> tuple[int, int] | None:
    heads = [
        (row, column)
        for (row, column), cell in sheet.cells.items()
        if row <= DEEPEST_HEADER and column > 1 and cell.text.strip() == ID
    ]
    return min(heads, default=None)


def _by_id(form: Form, sheet: SheetCells) -> Iterator[tuple[str, Cell | None]]:
    head = _ids_at(sheet)
    if head is None:
        return
    keys = {WHOLE_FILE: "", **{each.id: each.id for each in form.sheets}}
    for (row, column), cell in sorted(sheet.cells.items()):
        if column == head[1] and row > head[0] and cell.text.strip() in keys:
            yield keys[cell.text.strip()], sheet.cells.get((row, column - 1))


def _by_title(form: Form, sheet: SheetCells) -> Iterator[tuple[str, Cell | None]]:
    """Where the ids are gone: by the printed headers and the titles of the sheets."""
    keys = {plain(title): each.id for each in form.sheets for title in (each.title, *each.synonyms)}
    heads: Mapping[str, int] = {}
    for row in sheet.rows().values():
        if not heads:
            seen = {plain(cell.text): column for column, cell in row.items()}
            heads = seen if {TITLES, WORDS} <= set(seen) else {}
            continue
        title = row.get(heads[TITLES])
        if title is not None and plain(title.text) in keys:
            yield keys[plain(title.text)], row.get(heads[WORDS])


def _said(cell: Cell | None) -> str:
    if cell is None or cell.kind in ("error", "empty"):
        return ""
    text = " ".join(cell.text.split())
    if text in NOTHING or NOT_SHOWN in text:
        return ""
    return text if len(text) <= LONGEST else text[:LONGEST] + CUT
