"""前幾季辦的活動，這一季才第一次報。

為什麼：活動要算在辦理的那一季；晚報的仍然算進今年累計，但不算進這一季，才不會一季多、一季少。
怎麼改：不必刪掉；日期打錯就改正，確實是前幾季辦的，請回覆說明，並考慮更正那一季的報表。
例如：6月28日的講座，第2季沒有報，第3季才報，算進 115年累計，不算進第3季。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.events import EVENT_SHEETS, FIRST, of_earlier_quarter
from gmreports.rules.hit import hits, together
from gmreports.rules.words import days

COLUMN = "date_start"


def check(data: Round) -> pd.DataFrame:
    found = []
    for sheet in EVENT_SHEETS:
        rows = of_earlier_quarter(data, sheet)
        wrong = rows[rows["seen"] == FIRST]
        found.append(
            hits(
                wrong,
                sheet,
                COLUMN,
                header=data.form.sheet(sheet).column(COLUMN).header,
                filled=days(wrong[COLUMN]),
                held=wrong["held"].map(lambda period: period.title).astype(object),
                own=wrong["own"].map(lambda period: period.title).astype(object),
            )
        )
    return together(*found)


RULE = Rule(
    code="R08",
    name="reported_later",
    title="前幾季的活動，這一季才報",
    severity="W",
    message="「{header}」是{filled}，{held}沒有報過；算進今年累計，不算進{own}。",
    expected="在辦理的那一季報",
    mend="請確認日期，打錯請改正；確實是{held}辦的，請回覆說明，不必刪掉。",
    check=check,
    no_formula="要比對前幾季的檔案；單一檔案裡只看得出不在本季（D01）。",
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q2
        training
        | title        | date_start |
        | 性別意識講座 | 2026-06-28 |
        @ 68000010 115Q3
        training
        | title         | date_start |
        | 性別 意識講座 | 2026-06-28 |
        | 讀書會        | 2026-03-15 |
        | 工作坊        | 2026-10-01 |
        | 電影賞析      | 2025-12-15 |
        | 案例研討      | 2026-07-15 |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q2
        training
        | title        | date_start |
        | 性別意識講座 | 2026-06-28 |
        @ 68000010 115Q3
        training
        | title        | date_start  |
        | 讀書會       | !2026-06-28 |
        promotion
        | title    | date_start  |
        | 社區宣導 | !2026-04-15 |
        @ 68000020 115Q3
        training
        | title  | date_start |
        | 讀書會 | 2026-06-28 |
        """,
    ),
)
