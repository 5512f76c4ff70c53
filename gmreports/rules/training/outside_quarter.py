"""活動日期不在這一季裡。

為什麼：每一季只報當季辦理的場次；別季的活動混進來，會在兩季各算一次，或兩季都沒算。
怎麼改：日期打錯就改正；真的是別季辦的，把這一列移到那一季的報表。
前幾季的報表也在的時候，同一年補報的活動由 R08 說明，重複報的由 R04 說明。
例如：報 115年第3季（7月1日到9月30日），辦理日期(起) 填 115/6/30，請查明日期或移到第2季。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Period, Round, Rule, Terms
from gmreports.rules.asked import of_file
from gmreports.rules.events import EVENT_SHEETS, UNKNOWN, of_earlier_quarter
from gmreports.rules.excel import at, is_day, quiet
from gmreports.rules.hit import hits, together
from gmreports.rules.words import day, days

COLUMN = "date_start"


def check(data: Round) -> pd.DataFrame:
    found = []
    for sheet in EVENT_SHEETS:
        dates = data.tables[sheet][COLUMN].dropna()
        periods = of_file(data, dates, "period").map(Period.parse).astype(object)
        earlier = of_earlier_quarter(data, sheet)
        # Where the office's earlier returns are here, R04 or R08 says what became of the event.
        elsewhere = earlier.index[earlier["seen"] != UNKNOWN]
        outside = (dates.map(Period.of).astype(object) != periods) & ~dates.index.isin(elsewhere)
        wrong, period = dates[outside].to_frame(), periods[outside]
        found.append(
            hits(
                wrong,
                sheet,
                COLUMN,
                header=data.form.sheet(sheet).column(COLUMN).header,
                filled=days(wrong[COLUMN]),
                quarter=period.map(lambda one: one.title).astype(object),
                first=period.map(lambda one: day(one.start)).astype(object),
                last=period.map(lambda one: day(one.end)).astype(object),
                own=wrong[COLUMN].map(lambda one: Period.of(one).title).astype(object),
            )
        )
    return together(*found)


def formulas(form: Form, terms: Terms) -> Formulas:
    cell = at(COLUMN)
    wrong = quiet(is_day(cell), f"OR({cell}<{{start}},INT({cell})>{{end}})")
    return dict.fromkeys(((sheet, COLUMN) for sheet in EVENT_SHEETS), wrong)


RULE = Rule(
    code="D01",
    name="outside_quarter",
    title="日期不在本季",
    severity="E",
    message="「{header}」是{filled}，不在{quarter}裡。",
    expected="{first}到{last}之間的日期",
    mend="請查明日期，改為{first}到{last}之間；若確實是{own}辦的，請移到那一季的報表。",
    clause="計畫5-3-(一)-3",
    short="「{header}」不在本季",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | title        | date_start |
        | 性別意識講座 | 2026-07-01 |
        | CEDAW 案例   | 2026-09-30 |
        | 讀書會       |            |
        """,
    ),
    bad=(
        """
        training
        | title        | date_start  |
        | 性別意識講座 | !2026-06-30 |
        | CEDAW 案例   | !2026-10-01 |
        """,
        """
        promotion
        | title    | date_start  |
        | 社區宣導 | !2026-06-01 |
        """,
        """
        @ 68000010 115Q2
        training
        | title        | date_start  |
        | 性別意識講座 | 2026-06-30  |
        | CEDAW 案例   | !2026-07-01 |
        """,
    ),
)
