"""The detail sheets: every row behind the figures, counted or not, in the columns that may be shown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gmreports.model import NUMERIC_KINDS, Form, Sheet, Summary
from gmreports.render import style
from gmreports.render.book import paper
from gmreports.render.book.formulas import Extent
from gmreports.render.book.paper import HEADER_ROW, Head, Leaf, Paper

FIRST_ROW = HEADER_ROW + 1
MOST_LINES = 4
WORDS_WRAP_AT = 28
# A quarter's folder, a code, an office and a quarter: the names that the templates give.
FILE_WRAPS_AT = 34
YES = "是"

FRONT = {"office_code": "機關代碼", "office": "機關", "period": "期別"}
BACK = {"counted": "列計", "reason": "未列計原因", "file": "來源檔案", "row": "來源列"}
# What the formulas ask about a row beside what was filled in; more may come, and are shown by their id.
HELPERS = {
    "city": "計入全市場次",
    "once": "計入全年",
    "in_quarter": "計入本季",
    "latest": "最近一次",
    "latest_before": "上季最近一次",
}


@dataclass(frozen=True, slots=True)
class DetailColumn:
    """A column of a detail sheet; `kind` as in the form, `helper` for what only formulas need."""

    id: str
    header: str
    kind: str
    helper: bool = False


@dataclass(frozen=True)
class Detail:
    """A detail sheet: its rows, its columns, where it stands for the formulas, and whether any asks it."""

    sheet: Sheet
    frame: pd.DataFrame
    columns: tuple[DetailColumn, ...]
    extent: Extent
    asked: bool


def plan(form: Form, summary: Summary, names: Mapping[str, str]) -> dict[str, Detail]:
    """The detail sheets in the order of the form; `names` gives each the name of its sheet."""
    asked = _asked(summary)
    details = {}
    for sheet in form.tables:
        if sheet.id not in summary.details:
            continue
        frame = summary.details[sheet.id]
        columns = _columns(sheet, frame, asked.get(sheet.id, set()))
        places = {column.id: place for place, column in enumerate(columns)}
        # A range of no rows is no range: an empty table keeps one blank row.
        extent = Extent(names[sheet.id], places, FIRST_ROW + 1, FIRST_ROW + max(1, len(frame)))
        details[sheet.id] = Detail(sheet, frame, columns, extent, sheet.id in asked)
    return details


def _asked(summary: Summary) -> dict[str, set[str]]:
    """What the figures ask of each detail sheet: the columns they sum and those that choose the rows."""
    asked: dict[str, set[str]] = {}
    for measure in summary.measures:
        for query in (measure.total, measure.base):
            if query is not None:
                wanted = asked.setdefault(query.sheet, set())
                wanted.update(query.columns, (pair[0] for pair in query.where))
    return asked


def title_of(sheet: Sheet) -> str:
    return f"{sheet.title.removesuffix('成果')}明細"


def _columns(sheet: Sheet, frame: pd.DataFrame, wanted: set[str]) -> tuple[DetailColumn, ...]:
    """Office and period, what was filled in and may be shown, what became of the row, the formulas' flags."""
    own = {column.id for column in sheet.columns}
    asked = [
        DetailColumn(column.id, column.header, column.kind)
        for column in sheet.asked
        if column.public and not column.internal and column.id in frame and column.id not in BACK
    ]
    flags = [
        DetailColumn(str(name), HELPERS.get(str(name), str(name)), "text", helper=True)
        for name in frame.columns
        if name in wanted and name not in own and name not in FRONT and name not in BACK
    ]
    front = [DetailColumn(name, header, "text") for name, header in FRONT.items() if name in frame]
    back = [
        DetailColumn(name, header, "integer" if name == "row" else "text")
        for name, header in BACK.items()
        if name in frame or name in frame.index.names
    ]
    return _told_apart([*front, *asked, *back, *flags])


def _told_apart(columns: Sequence[DetailColumn]) -> tuple[DetailColumn, ...]:
    """An Excel table refuses two columns of the same name."""
    seen: set[str] = set()
    told = []
    for column in columns:
        header, number = paper.clean(column.header).replace("\n", " ")[:200], 1
        while header.casefold() in seen:
            number += 1
            header = f"{column.header}{number}"
        seen.add(header.casefold())
        told.append(DetailColumn(column.id, header, column.kind, column.helper))
    return tuple(told)


def leaf(detail: Detail, footing: str) -> Leaf:
    rows = len(detail.frame)
    out = int((detail.frame["counted"] != YES).sum()) if rows else 0
    use = "前面各表的數字由這裡加總。" if detail.asked else "供查對，不加總。"
    says = f"共 {rows:,} 列，未列計 {out:,} 列；{use}" if rows else "目前沒有資料。"

    def write(page: Paper, sheet: Worksheet) -> None:
        _write(page, sheet, detail, Head(title_of(detail.sheet), says, footing))

    return Leaf(detail.extent.sheet, says, write, detail=True)


def _write(page: Paper, sheet: Worksheet, detail: Detail, head: Head) -> None:
    values = [_values(detail.frame, column) for column in detail.columns]
    units = [
        _width(column, column_values) for column, column_values in zip(detail.columns, values, strict=True)
    ]
    paper.set_widths(sheet, units)
    paper.write_head(page, sheet, head, units)
    _add_table(page, sheet, detail)
    # Two lines and the button that filters.
    paper.set_height(sheet, HEADER_ROW, 10 + paper.LINE_POINTS * 2)
    counted = _values(detail.frame, DetailColumn("counted", "", "text"))
    for place, column in enumerate(detail.columns):
        after = place > 0 and detail.columns[place - 1].kind in NUMERIC_KINDS
        shown, faded = _formats(page, column, after), _formats(page, column, after, faded=True)
        for offset, value in enumerate(values[place]):
            form = shown if counted[offset] == YES else faded
            paper.put(sheet, FIRST_ROW + offset, place, value, form)
    for offset in range(len(detail.frame)):
        lines = max(
            paper.lines_of(str(column_values[offset]), unit) if isinstance(column_values[offset], str) else 1
            for column_values, unit in zip(values, units, strict=True)
        )
        if lines > 1:
            paper.set_height(sheet, FIRST_ROW + offset, min(lines, MOST_LINES) * paper.LINE_POINTS + 4)
    frozen = sum(column.id in FRONT for column in detail.columns)
    sheet.freeze_panes(FIRST_ROW, frozen)
    paper.set_print(sheet, head.title, landscape=True)
    printed = [place for place, column in enumerate(detail.columns) if not column.helper]
    sheet.print_area(0, 0, detail.extent.last - 1, printed[-1])


def _add_table(page: Paper, sheet: Worksheet, detail: Detail) -> None:
    plain = paper.header_format(page, align="left")
    grey = paper.header_format(page, align="left", bg_color=style.BAND, font_color=style.MUTED, bold=False)
    sheet.add_table(
        HEADER_ROW,
        0,
        detail.extent.last - 1,
        len(detail.columns) - 1,
        {
            "name": "detail_" + re.sub(r"\W", "_", detail.sheet.id),
            "style": "",
            "columns": [
                {"header": column.header, "header_format": grey if column.helper else plain}
                for column in detail.columns
            ],
        },
    )


def _values(frame: pd.DataFrame, column: DetailColumn) -> list[object]:
    """The column as cells take it: percentages as fractions, days as datetimes, nothing as None."""
    from_index = column.id in frame.index.names and column.id not in frame
    series = frame.index.get_level_values(column.id).to_series() if from_index else frame[column.id]
    cells: list[object] = []
    for value in series.tolist():
        if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
            cells.append(None)
        elif isinstance(value, pd.Timestamp):
            cells.append(value.to_pydatetime())
        elif column.kind == "percent" and isinstance(value, float):
            cells.append(round(value / 100, 6))
        else:
            cells.append(value)
    return cells


def _formats(page: Paper, column: DetailColumn, after_number: bool, *, faded: bool = False) -> Format:
    numbers = {"integer": paper.NUMBER, "decimal": paper.DECIMAL, "percent": paper.PERCENT, "date": paper.DAY}
    wanted: dict[str, object] = {"valign": "top"}
    if column.kind in numbers:
        plain = column.kind == "integer" and column.id in ("seq", "row", "budget_year")
        wanted["num_format"] = "0" if plain else numbers[column.kind]
    if column.kind in NUMERIC_KINDS:
        wanted["align"] = "right"
    elif column.kind == "date" or column.helper or column.id == "counted":
        wanted["align"] = "center"
    else:
        wanted |= {"align": "left", "text_wrap": True, "indent": 2 if after_number else 1}
    if faded or column.helper:
        wanted["font_color"] = style.MUTED
    return paper.table_formats(page, **wanted)


def _width(column: DetailColumn, values: Sequence[object]) -> int:
    """Wide enough for the longest value, within reason; a header may take two lines beside its button."""
    header = -(-style.width_of(column.header) // 2) + 2
    texts = [value for value in values if isinstance(value, str)]
    if column.kind in NUMERIC_KINDS:
        longest = max((len(f"{value:,.0f}") for value in values if isinstance(value, int | float)), default=0)
        return max(header, longest + 1, 5)
    if column.kind == "date" or any(isinstance(value, datetime) for value in values):
        return max(header, 10)
    return max(header, paper.units_of(texts, 5, FILE_WRAPS_AT if column.id == "file" else WORDS_WRAP_AT))
