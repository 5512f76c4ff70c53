"""The list as a workbook: it goes out by itself, or becomes the first sheet of a marked copy."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gmreports.render import style
from gmreports.render.book import paper
from gmreports.render.book.lists import ListColumn, Toned
from gmreports.render.book.paper import HEADER_ROW, Head, Paper
from gmreports.render.returned.listing import Entry, Section
from gmreports.render.returned.memory import COLUMN
from gmreports.render.template.grid import quoted

COLUMNS = (
    ListColumn("程度", 9),
    ListColumn("代碼", 5),
    ListColumn("工作表", 9),
    ListColumn("儲存格", 9),
    ListColumn("欄位", 14),
    ListColumn("說明", 36),
    ListColumn("怎麼改", 34),
    ListColumn("應為", 18),
    ListColumn("依據", 13),
)
LEAST = {"程度": 9, "說明": 30, "怎麼改": 24, "儲存格": 7}
TARGET = next(place for place, column in enumerate(COLUMNS) if column.header == "儲存格")
CELL: Mapping[str, object] = {"text_wrap": True, "align": "left", "valign": "top"}
# Faces differ between machines; a row a little too high is better than a cut word.
SPARE = 1.12


def findings_book(
    title: str, head: Head, parts: Sequence[Section], links: Collection[str], created: datetime
) -> bytes:
    """A workbook of one sheet, called `title`; the same input gives the same bytes.

    `links` are the sheets that a row may lead to, none where the list stands by itself.
    """
    stream = BytesIO()
    workbook = paper.open_workbook(stream, head.title, created)
    page = Paper(workbook)
    sheet = workbook.add_worksheet(title)
    sheet.set_default_row(paper.ROW_POINTS)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(style.ACCENT)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    last = _write(page, sheet, head, parts, links)
    sheet.print_area(0, 0, last, len(COLUMNS) - 1)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    paper.set_print(sheet, head.title, landscape=True)
    if links:
        sheet.set_column(COLUMN - 1, COLUMN - 1, 8, None, {"hidden": True})
        # Against slips, not against people: there is no password.
        sheet.protect("", {"format_columns": True, "format_rows": True})
    workbook.close()
    return stream.getvalue()


def _write(
    page: Paper, sheet: Worksheet, head: Head, parts: Sequence[Section], links: Collection[str]
) -> int:
    """The last row that was written."""
    entries = [entry for part in parts for entry in part.entries]
    units = [_units(place, column, entries) for place, column in enumerate(COLUMNS)]
    paper.set_widths(sheet, units)
    _head(page, sheet, head, units)
    for place, column in enumerate(COLUMNS):
        over = paper.header_format(page, align="left")
        paper.put(sheet, HEADER_ROW, place, column.header, over)
    paper.set_height(sheet, HEADER_ROW, 30)
    row = HEADER_ROW
    for part in parts:
        row += 1
        paper.set_height(sheet, row, 30)
        band = paper.table_formats(page, bold=True, bg_color=style.BAND)
        paper.span(sheet, row, 0, len(COLUMNS) - 1, part.title, band)
        for entry in part.entries:
            row += 1
            _entry(page, sheet, row, entry, units, links)
    return row


def _head(page: Paper, sheet: Worksheet, head: Head, units: Sequence[int]) -> None:
    last = len(units) - 1
    small = {"font_size": style.SIZE_SMALL, "font_color": style.MUTED}
    rows: tuple[tuple[str, float, float, dict[str, object]], ...] = (
        (head.title, 32, 1.34, {"bold": True, "font_size": style.SIZE_TITLE}),
        (head.sentence, 24, 1.0, {"bold": True}),
        (head.footing, 20, 0.9, small),
    )
    for row, (text, least, scale, looks) in enumerate(rows):
        lines = paper.lines_of(text, int(paper.room_of(units) / scale * 0.9))
        paper.set_height(sheet, row, max(least, lines * paper.LINE_POINTS * scale + 6))
        paper.span(sheet, row, 0, last, text, paper.look(page, text_wrap=True, **looks))
    paper.set_height(sheet, len(rows), 9)


def _texts(entry: Entry) -> tuple[str | Toned, ...]:
    return (
        entry.tone, entry.code, entry.sheet, entry.cells, entry.column,
        entry.says, entry.mend, entry.expected, entry.clause,
    )  # fmt: skip


def _units(place: int, column: ListColumn, entries: Sequence[Entry]) -> int:
    texts = [_plain(_texts(entry)[place]) for entry in entries]
    lines = [line for text in (*texts, column.header) for line in text.split("\n")]
    return paper.units_of(lines, LEAST.get(column.header, 6), column.most)


def _plain(value: str | Toned) -> str:
    return value.text if isinstance(value, Toned) else value


def _entry(
    page: Paper, sheet: Worksheet, row: int, entry: Entry, units: Sequence[int], links: Collection[str]
) -> None:
    values = _texts(entry)
    lines = max(paper.lines_of(_plain(v), unit) for v, unit in zip(values, units, strict=True))
    paper.set_height(sheet, row, lines * paper.LINE_POINTS * (SPARE if lines > 1 else 1) + 9)
    for place, value in enumerate(values):
        paper.put(sheet, row, place, _plain(value), _format(page, value))
    there, cell = entry.target
    if there in links:
        looks = paper.table_formats(page, **CELL, font_color=style.ACCENT, underline=1)
        to = f"internal:{quoted(there)}!{cell}"
        sheet.write_url(row, TARGET, to, looks, paper.clean(entry.cells))


def _format(page: Paper, value: str | Toned) -> Format:
    tone = {"font_color": value.ink, "bg_color": value.ground} if isinstance(value, Toned) else {}
    return paper.table_formats(page, **CELL, **tone)
