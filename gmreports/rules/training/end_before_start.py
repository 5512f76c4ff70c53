"""結束日期比開始日期早。

為什麼：活動不會在開始之前結束；多半是兩格填反，或年、月打錯。
怎麼改：對照公文，改正開始或結束日期；只有一天的活動，結束日期可以留空。
例如：開始 115/7/10、結束 115/7/3，查明後結束改為 115/7/13。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, is_day, quiet
from gmreports.rules.hit import hits, together
from gmreports.rules.words import days

SHEETS = ("training", "promotion", "local_plan")
START, END = "date_start", "date_end"


def check(data: Round) -> pd.DataFrame:
    found = []
    for sheet_id in SHEETS:
        table, sheet = data.tables[sheet_id], data.form.sheet(sheet_id)
        wrong = table[table[END] < table[START]]
        headers = {"header": sheet.column(END).header, "start_header": sheet.column(START).header}
        filled, start = days(wrong[END]), days(wrong[START])
        found.append(hits(wrong, sheet_id, END, filled=filled, start=start, **headers))
    return together(*found)


def formulas(form: Form, terms: Terms) -> Formulas:
    wrong = quiet(is_day(at(START)), is_day(at(END)), f"INT({at(END)})<INT({at(START)})")
    return dict.fromkeys(((sheet, END) for sheet in SHEETS), wrong)


RULE = Rule(
    code="D02",
    name="end_before_start",
    title="結束日期早於開始日期",
    severity="E",
    message="「{header}」是{filled}，比「{start_header}」的{start}還早。",
    expected="{start}當天或之後的日期；只有一天可留空",
    mend="請對照公文，將「{header}」改為{start}當天或之後的日期，只有一天請清空。",
    short="「{header}」早於開始日期",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | title        | date_start | date_end   |
        | 性別意識講座 | 2026-07-03 | 2026-07-03 |
        | 讀書會       | 2026-07-03 | 2026-08-03 |
        | CEDAW 案例   | 2026-07-03 |            |
        """,
    ),
    bad=(
        """
        training
        | title        | date_start | date_end    |
        | 性別意識講座 | 2026-07-10 | !2026-07-03 |
        """,
        """
        promotion
        | title    | date_start | date_end    |
        | 社區宣導 | 2026-07-10 | !2026-06-10 |
        local_plan
        | title    | date_start | date_end    |
        | 友善社區 | 2026-03-01 | !2025-12-31 |
        """,
    ),
)
