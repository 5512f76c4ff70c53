"""A small, correct return of one office, typed into the real template; tests bend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
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
STAFF = {
    "全體應訓人員": (40, 60),
    "一般公務人員": (30, 45),
    "主管人員": (8, 10),
    "性別平等業務相關人員": (2, 5),
}
REQUIRED = (
    ("性別主流化2小時", "一般公務人員"),
    ("性別主流化2小時", "主管人員"),
    ("CEDAW實體1小時", "一般公務人員"),
    ("CEDAW實體1小時", "主管人員"),
    ("業務相關10小時", "性別平等業務相關人員"),
)
MEMBERS = (
    ("陳範例", "女", "召集人", "區長"),
    ("林範例", "男", "副召集人", "主任秘書"),
    ("黃範例", "女", "內聘委員", "性別議題聯絡人"),
    ("張範例", "男", "內聘委員", "課室主管"),
    ("李範例", "女", "外聘委員", "專家學者"),
)
MEETING: Row = {
    "title": "性別平等專案小組會議",
    "kind": "定期",
    "held_on": "115/4/15",
    "chair": "區長",
    "att_m": 2,
    "att_f": 3,
    "external_att": 1,
    "reviewed_results": "是",
    "reviewed_budget": "是",
    "reviewed_execution": "是",
    "filed_on": "115/5/4",
}


def tables(period: Period = PERIOD, **changed: Sequence[Row]) -> dict[str, Sequence[Row]]:
    """A return in which nothing is to be found, by sheet id; `changed` sheets take the place of its own."""
    end = period.end.isoformat()
    start = f"{period.year}/{period.start.month}"
    ordinary: dict[str, Sequence[Row]] = {
        "training": [{**COURSE, "date_start": f"{start}/3"}],
        "promotion": [{**EVENT, "date_start": f"{start}/11"}],
        "headcount": [
            {"staff_group": group, "as_of": end, "male": m, "female": f} for group, (m, f) in STAFF.items()
        ],
        "coverage": [
            {
                "requirement": requirement,
                "staff_group": group,
                "as_of": end,
                "due_m": STAFF[group][0],
                "due_f": STAFF[group][1],
                "done_m": min(period.quarter, STAFF[group][0]),
                "done_f": period.quarter,
            }
            for requirement, group in REQUIRED
        ],
        "committee": [
            {"name": name, "sex": sex, "role": role, "source": source, "unit": "本所", "title": source}
            | {"term_start": "115/1/1"}
            for name, sex, role, source in MEMBERS
        ],
        "liaison": [
            {"kind": kind, "name": name, "title": "課長", "rank": rank, "sex": sex, "phone": "03-0000001"}
            | {"email": "test@example.gov.tw"}
            for kind, name, rank, sex in (
                ("性別議題聯絡人", "黃範例", "課長以上", "女"),
                ("代理聯絡人", "吳範例", "其他", "男"),
            )
        ],
        "meeting": [MEETING] if period.quarter > 1 else [],
        "website": [
            {"updated_on": f"{start}/20", "item": "成果資訊", "unit": "社會課", "deidentified": "是"}
            | {"url": "https://example.gov.tw/gender"}
        ],
    }
    return {**ordinary, **changed}


# As few prepared rows as a test needs: the fewer, the faster the workbook is opened and saved again.
PREPARED = 12
SHORT = replace(FORM, sheets=tuple(replace(sheet, rows=min(sheet.rows, PREPARED)) for sheet in FORM.sheets))


# The sheet that holds every office's name.
LISTS = "_lists"


@cache
def empty_template(code: str, period: Period = PERIOD) -> bytes:
    return template(SHORT, TERMS, ALL, TERMS.office(code), period)


def opened(code: str, period: Period = PERIOD) -> Workbook:
    """The office's empty template: the first office's under another name, where nothing else differs."""
    first, office = TERMS.offices[0], TERMS.office(code)
    if office.signs_as != first.signs_as:
        return openpyxl.load_workbook(BytesIO(empty_template(code, period)))
    book = openpyxl.load_workbook(BytesIO(empty_template(first.code, period)))
    for sheet in (sheet for sheet in book.worksheets if office != first and sheet.title != LISTS):
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "s"):
            cell.value = str(cell.value).replace(first.name, office.name).replace(first.code, office.code)
    return book


def filled(
    code: str = "68000010",
    cover: Row = {},  # noqa: B006 # never changed
    period: Period = PERIOD,
    **changed: Sequence[Row],
) -> Workbook:
    """The workbook; `cover` goes over the ordinary cover, `changed` sheets replace the ordinary rows."""
    book = opened(code, period)
    sheet = book[FORM.sheet("cover").title]
    places = {sheet.cell(row, 4).value: row for row in range(1, 30)}
    for column_id, value in {**COVER, **cover}.items():
        sheet.cell(places[column_id], 2).value = value  # type: ignore[assignment] # any cell value
    for sheet_id, rows in tables(period, **changed).items():
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
