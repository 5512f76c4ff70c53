"""A small, correct return of one office, typed into the real template; tests bend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
from openpyxl.workbook import Workbook

from gmreports.forms import load_form, load_terms
from gmreports.model import Period
from gmreports.render.template import template
from gmreports.rules import ALL

PERIOD = Period(115, 3)
TERMS = load_terms(PERIOD)
FORM = load_form(TERMS)

Row = Mapping[str, object]

COVER: Row = {
    "training_status": "有辦理",
    "promotion_status": "有辦理",
    "filled_on": "115/10/5",
    "unit": "人事室",
    "contact_name": "林範例",
    "phone": "03-0000001",
    "email": "lin@example.gov.tw",
}
COURSE: Row = {
    "title": "性別意識通論",
    "date_start": "115/7/3",
    "host_unit": "人事室",
    "course_kind": "性別主流化",
    "course_level": "基礎",
    "method": "專題演講",
    "delivery": "實體",
    "audience": "一般公務人員",
    "hours": 2,
    "sessions": 1,
    "att_m": 10,
    "att_f": 20,
    "lecturer": "吳範例",
}
EVENT: Row = {
    "title": "家務分工宣導",
    "date_start": "115/8/1",
    "place": "里集會所",
    "host_unit": "社會課",
    "topic": "家務分工",
    "channel": "設攤",
    "audience": "一般民眾",
    "sessions": 1,
    "countable": "是",
    "part_m": 30,
    "part_f": 40,
    "content": "家務一起做",
}
STAFF: Row = {"staff_group": "全體應訓人員", "as_of": "115/9/30", "male": 40, "female": 60}
TABLES: Mapping[str, Sequence[Row]] = {"training": [COURSE], "promotion": [EVENT], "headcount": [STAFF]}


@cache
def empty_template(code: str, period: Period = PERIOD) -> bytes:
    return template(FORM, TERMS, ALL, TERMS.office(code), period)


def filled(
    code: str = "68000010",
    cover: Row = {},  # noqa: B006 # never changed
    tables: Mapping[str, Sequence[Row]] = TABLES,
    period: Period = PERIOD,
) -> Workbook:
    """The workbook; `cover` goes over the ordinary cover, `tables` replace the ordinary rows."""
    book = openpyxl.load_workbook(BytesIO(empty_template(code, period)))
    sheet = book[FORM.sheet("cover").title]
    places = {sheet.cell(row, 4).value: row for row in range(1, 30)}
    for column_id, value in {**COVER, **cover}.items():
        sheet.cell(places[column_id], 2).value = value  # type: ignore[assignment] # any cell value
    for sheet_id, rows in tables.items():
        table = book[FORM.sheet(sheet_id).title]
        columns = {cell.value: number for number, cell in enumerate(table[4], start=1)}
        for number, row in enumerate(rows, start=5):
            for column_id, value in row.items():
                table.cell(number, columns[column_id]).value = value  # type: ignore[assignment] # as above
    return book


def put(inbox: Path, book: Workbook, name: str, period: Period = PERIOD) -> Path:
    """Save the workbook in the inbox, received in time."""
    folder = inbox / str(period)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    book.save(path)
    receive(inbox, name, period)
    return path


def receive(inbox: Path, name: str, period: Period = PERIOD, at: str = "2026-10-05 09:00") -> None:
    ledger = inbox / str(period) / "received.csv"
    ledger.parent.mkdir(parents=True, exist_ok=True)
    lines = ledger.read_text("utf-8") if ledger.exists() else "file,received_at,from\n"
    ledger.write_text(f"{lines}{name},{at},hr@example.gov.tw\n", "utf-8")
