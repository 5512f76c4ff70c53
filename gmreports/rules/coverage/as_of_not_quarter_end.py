"""統計截止日不是這一季的最後一天。

為什麼：十三個公所要算到同一天才能相加、相比；早幾天或晚幾天，達標人數就不一樣。
怎麼改：把人數重新算到本季最後一天，再把日期改過來；只是日期打錯就改日期。
例如：報 115年第3季，統計截止日填 115/9/15，請重算到 115/9/30。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, is_day, quiet
from gmreports.rules.hit import hits
from gmreports.rules.words import day, days
from gmreports.rules.year import periods

SHEET, COLUMN = "coverage", "as_of"


def check(data: Round) -> pd.DataFrame:
    table = data.tables[SHEET]
    table = table[table[COLUMN].notna()]
    quarters = periods(data, table)
    last = pd.to_datetime(quarters.map(lambda period: period.end))
    wrong = table[table[COLUMN] != last]
    own = quarters[wrong.index]
    return hits(
        wrong,
        SHEET,
        COLUMN,
        header=data.form.sheet(SHEET).column(COLUMN).header,
        filled=days(wrong[COLUMN]),
        last=own.map(lambda period: day(period.end)).astype(object),
        quarter=own.map(lambda period: period.title).astype(object),
    )


def formulas(form: Form, terms: Terms) -> Formulas:
    return {(SHEET, COLUMN): quiet(is_day(at(COLUMN)), f"INT({at(COLUMN)})<>{{end}}")}


RULE = Rule(
    code="C04",
    name="as_of_not_quarter_end",
    title="統計截止日不是本季最後一天",
    severity="W",
    message="「{header}」是{filled}，不是{quarter}的最後一天。",
    expected="{last}",
    mend="請將人數算到{last}，並把「{header}」改為{last}。",
    short="「{header}」不是本季最後一天",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        coverage
        | requirement     | as_of      |
        | 性別主流化2小時 | 2026-09-30 |
        | CEDAW實體1小時  |            |
        """,
        """
        @ 68000010 115Q2
        coverage
        | requirement     | as_of      |
        | 性別主流化2小時 | 2026-06-30 |
        """,
    ),
    bad=(
        """
        coverage
        | requirement     | as_of       |
        | 性別主流化2小時 | !2026-09-29 |
        | CEDAW實體1小時  | !2026-06-30 |
        | 業務相關10小時  | !2026-10-01 |
        """,
    ),
)
