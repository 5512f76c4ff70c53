"""定期會議不是在 4 月召開。

為什麼：手冊與計畫規定，各區公所的專案小組在 4 月開會，才趕得上 5 月的分工小組會議。
怎麼改：日期打錯就改正；確實在別的月份召開，請說明原因，明年排在 4 月。
例如：開會日期填 115/5/15，查明是 4月15日，請改為 115/4/15。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, every, is_day, quiet, row_says, says
from gmreports.rules.hit import hits
from gmreports.rules.words import days
from gmreports.rules.year import REGULAR, regular_meetings

SHEET, COLUMN, KIND = "meeting", "held_on", "kind"
MONTH = "meeting_month"


def check(data: Round) -> pd.DataFrame:
    month = int(data.terms.numbers[MONTH])
    meetings = regular_meetings(data)
    meetings = meetings[meetings[COLUMN].notna()]
    in_time = meetings[COLUMN].dt.month == month
    # One in the right month is what is asked for; further ones may be at any time.
    fine = set(meetings.index[in_time].get_level_values("file"))
    wrong = meetings[~meetings.index.get_level_values("file").isin(fine)]
    header = data.form.sheet(SHEET).column(COLUMN).header
    return hits(wrong, SHEET, COLUMN, header=header, filled=days(wrong[COLUMN]), month=str(month))


def formulas(form: Form, terms: Terms) -> Formulas:
    month = int(terms.numbers[MONTH])
    held, first = at(COLUMN), f"DATE(YEAR({{end}}),{month},1)"
    inside = f"({every(COLUMN)}>={first})*({every(COLUMN)}<DATE(YEAR({{end}}),{month + 1},1))"
    wrong = quiet(
        says(KIND, REGULAR),
        is_day(held),
        f"YEAR({held})=YEAR({{end}})",
        f"SUMPRODUCT({row_says(KIND, REGULAR)},--ISNUMBER(1/({inside})))=0",
    )
    return {(SHEET, COLUMN): wrong}


RULE = Rule(
    code="N02",
    name="other_month",
    title="定期會議不在規定的月份",
    severity="W",
    message="定期會議的「{header}」是{filled}，不在 {month} 月。",
    expected="{month} 月召開",
    mend="請確認日期；確實不在 {month} 月，請回覆說明，明年排在 {month} 月。",
    clause="手冊二(二)；計畫5-2-(1)",
    short="定期會議不在規定的月份",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        meeting
        | kind | held_on    |
        | 定期 | 2026-04-15 |
        | 定期 | 2026-09-15 |
        | 臨時 | 2026-08-01 |
        """,
        """
        meeting
        | kind | held_on    |
        | 定期 |            |
        | 定期 | 2025-09-15 |
        """,
    ),
    bad=(
        """
        meeting
        | kind | held_on     |
        | 定期 | !2026-05-15 |
        | 定期 | !2026-09-15 |
        | 臨時 | 2026-04-15  |
        """,
        """
        meeting
        | kind | held_on     |
        | 定期 | !2026-03-31 |
        """,
    ),
)
