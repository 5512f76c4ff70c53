"""到第4季為止，今年沒有報在地性別平等方案。

為什麼：計畫說每年「視情形」結合局處資源研擬在地方案，所以沒有也不算錯，只是提醒。
怎麼改：不必更正；今年辦過請填進「在地方案」。
例如：和社會局合辦的友善社區方案，方案名稱與合作局處各填一列。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import every
from gmreports.rules.hit import listed
from gmreports.rules.roster import filled_files
from gmreports.rules.year import LAST_QUARTER, filed

SHEET, COLUMN = "local_plan", "title"


def check(data: Round) -> pd.DataFrame:
    reported = filled_files(data, SHEET)
    return listed(
        {"file": file, "sheet": SHEET, "until": period.title}
        for file, period in filed(data, SHEET, COLUMN)
        if period.quarter == LAST_QUARTER and file not in reported
    )


def formulas(form: Form, terms: Terms) -> Formulas:
    if terms.period.quarter != LAST_QUARTER:
        return {}
    asked = (column for column in form.sheet(SHEET).asked if column.need != "auto")
    return {(SHEET, ""): f"COUNTA({','.join(every(column.id) for column in asked)})=0"}


RULE = Rule(
    code="L01",
    name="none_reported",
    title="今年沒有報在地方案",
    severity="I",
    message="今年到{until}為止，沒有報在地性別平等方案。",
    expected="視情形研擬，沒有也可以",
    mend="不必更正；今年辦過請填進「在地方案」。",
    clause="計畫5-4",
    short="今年沒有報在地方案（視情形，沒有也可以）",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q4
        local_plan
        | title    | partner |
        | 友善社區 | 社會局  |
        """,
        """
        @ 68000010 115Q3
        local_plan
        | title | partner |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q4
        local_plan !
        | title | partner |
        """,
    ),
)
