"""Personal data in a workbook: where it stands and of what kind; the value is taken out at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal

from openpyxl.utils import get_column_letter

from gmreports.model import Arrival, Note
from gmreports.model.personal import TAKEN_OUT, holds_identity, redacted
from gmreports.read.cells import At, Book, Cell, SheetCells, plain
from gmreports.read.find import DEEPEST_HEADER

NOT_SHOWN = "（個人資料，不顯示）"
IDENTITY, BIRTHDAY, ADDRESS = "身分證統一編號", "生日", "住址"

# What a header begins with, or what it names somewhere.
BEGINNINGS = {"出生": BIRTHDAY, "生日": BIRTHDAY}
NAMED = {
    "身分證": IDENTITY,
    "身份證": IDENTITY,
    "居留證": IDENTITY,
    "護照號": IDENTITY,
    "出生年月": BIRTHDAY,
    "出生日": BIRTHDAY,
    "住址": ADDRESS,
    "戶籍": ADDRESS,
    "住家地址": ADDRESS,
    "通訊地址": ADDRESS,
    "通訊處": ADDRESS,
}
LONGEST_HEADER = 12
# A label and its value in one text: 「生日：75.3.4」.
PAIR = re.compile(
    r"(身[分份]證[統一編字號]*|居留證[統一編字號]*|護照號碼?|出生年月日?|出生日期?|生日|住址|戶籍地址?|住家地址|通訊地址|通訊處)"
    r"\s*[:：]\s*([^\s。，、]\S*)"
)
LABELS = {"身": IDENTITY, "居": IDENTITY, "護": IDENTITY, "出": BIRTHDAY, "生": BIRTHDAY}
# What stands for no value; a birthday has a figure in it, an address a road or a number.
SAYS_NOTHING = re.compile(r"[-－–—無略○Ｏ*＊]+")

Place = Literal["", "note", "hidden", "title", "properties", "file_name"]


@dataclass(frozen=True, slots=True)
class Seen:
    """Personal data of a kind, at a cell of the sheet with this title, or wherever else `place` says."""

    title: str
    cell: str
    kind: str
    place: Place = ""


def without_personal_data(book: Book) -> tuple[Book, list[Seen]]:
    """The book with every such value taken out of its cells, notes, titles and properties."""
    seen: list[Seen] = []
    sheets = tuple(_clean(sheet, seen) for sheet in book.sheets)
    properties = []
    for name, text in book.properties:
        kind = kind_of(text)
        properties.append((name, NOT_SHOWN if kind else text))
        if kind:
            seen.append(Seen("", "", kind, "properties"))
    return replace(book, sheets=sheets, properties=tuple(properties)), list(dict.fromkeys(seen))


def kind_of(text: str) -> str:
    """What a text gives away: 身分證統一編號 by its pattern, 生日 or 住址 behind their labels; else ""."""
    if holds_identity(text):
        return IDENTITY
    for label, value in PAIR.findall(text):
        if not SAYS_NOTHING.fullmatch(value):
            return LABELS.get(label[0], ADDRESS)
    return ""


def personal_headers(sheet: SheetCells, last_row: int = DEEPEST_HEADER) -> list[Seen]:
    """Headers down to `last_row` that ask for what an office must not send; the column itself is not read."""
    seen = []
    for (row, column), cell in sorted(sheet.cells.items()):
        kind = header_kind(cell) if row <= last_row else ""
        if kind:
            seen.append(_seen(sheet, (row, column), f"{kind}欄位"))
    return seen


def header_kind(cell: Cell) -> str:
    """What a header asks for, "" where it is nothing personal or no header at all."""
    header = plain(cell.text) if cell.kind == "text" else ""
    if not header or len(header) > LONGEST_HEADER:
        return ""
    begins = (kind for word, kind in BEGINNINGS.items() if header.startswith(word))
    named = (kind for word, kind in NAMED.items() if word in header)
    return next(begins, "") or next(named, "")


def in_file_name(arrival: Arrival) -> list[Seen]:
    """A file's own name can be a person's number too; of what came packed, it is taken out already."""
    named = holds_identity(PurePath(arrival.path).name) or TAKEN_OUT in arrival.file
    return [Seen("", "", IDENTITY, "file_name")] if named else []


def personal_notes(seen: Iterable[Seen], titles: Mapping[str, str], file: str) -> Iterator[Note]:
    """A note for each place; `titles`: sheet id → title in the file."""
    ids = {title: sheet_id for sheet_id, title in titles.items()}
    for each in seen:
        facts = {"kind": each.kind, "sheet_title": each.title, "place": each.place}
        yield Note("personal_data", file, ids.get(each.title, ""), cell=each.cell, facts=facts)


def _clean(sheet: SheetCells, seen: list[Seen]) -> SheetCells:
    title = redacted(sheet.title)
    cleaned = sheet if title == sheet.title else replace(sheet, title=title)
    if cleaned is not sheet:
        seen.append(Seen(title, "", IDENTITY, "title"))
    marked = {at: kind for at, cell in sheet.cells.items() if (kind := _kind_in(cell))}
    seen += (_seen(cleaned, at, kind) for at, kind in sorted(marked.items()))
    written = {at: kind for at, text in sheet.notes.items() if (kind := kind_of(text))}
    seen += (Seen(title, _address(at), kind, "note") for at, kind in sorted(written.items()))
    if marked:
        cleaned = replace(cleaned, cells={**sheet.cells, **dict.fromkeys(marked, Cell(NOT_SHOWN))})
    if written:
        cleaned = replace(cleaned, notes={**sheet.notes, **dict.fromkeys(written, NOT_SHOWN)})
    return cleaned


def _kind_in(cell: Cell) -> str:
    return kind_of(cell.text) if cell.kind == "text" else ""


def _seen(sheet: SheetCells, at: At, kind: str) -> Seen:
    return Seen(sheet.title, _address(at), kind, "" if sheet.visible else "hidden")


def _address(at: At) -> str:
    return f"{get_column_letter(at[1])}{at[0]}"
