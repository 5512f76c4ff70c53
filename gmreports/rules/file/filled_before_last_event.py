"""填表日期比表裡最後一場活動還早。

為什麼：還沒辦的活動不會有人次；不是填表日期忘了改，就是活動日期打錯，或拿舊檔案改的。
怎麼改：對照公文，改正填表日期或活動日期。
例如：填表日期 115/9/20，表裡卻有 115/9/28 的講座，查明後填表日期改為 115/10/5。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import AFTER_LAST_DAY, at, is_day, quiet
from gmreports.rules.hit import hits
from gmreports.rules.words import days

COLUMN = "filled_on"
DAYS_OF = {
    "training": ("date_start", "date_end"),
    "promotion": ("date_start", "date_end"),
    "meeting": ("held_on",),
    "materials": ("made_on",),
    "website": ("updated_on",),
}


def check(data: Round) -> pd.DataFrame:
    cover = data.tables["cover"]
    last = _last(data, cover)
    wrong = cover[(cover[COLUMN] < last).astype(bool)]
    latest = last[wrong.index]
    title = data.form.sheet("cover").column(COLUMN).header
    return hits(wrong, "cover", COLUMN, header=title, filled=days(wrong[COLUMN]), last=days(latest))


def _last(data: Round, cover: pd.DataFrame) -> pd.Series:
    """The last day that each file speaks of."""
    spoken = [data.tables[sheet][column].dropna() for sheet, columns in DAYS_OF.items() for column in columns]
    latest = pd.concat(spoken).groupby(level="file").max()
    files = cover.index.get_level_values("file")
    return pd.Series(latest.reindex(files).to_numpy(), index=cover.index).astype("datetime64[s]")


def formulas(form: Form, terms: Terms) -> Formulas:
    filled_on = at(COLUMN)
    later = [
        f'COUNTIFS({{{sheet}.{column.id}:all}},">="&INT({filled_on})+1,'
        f'{{{sheet}.{column.id}:all}},"<{AFTER_LAST_DAY}")'
        for sheet, columns in DAYS_OF.items()
        for column in form.sheet(sheet).asked
        if column.id in columns
    ]
    return {("cover", COLUMN): quiet(is_day(filled_on), f"{'+'.join(later)}>0")}


RULE = Rule(
    code="D03",
    name="filled_before_last_event",
    title="填表日期早於最後一場活動",
    severity="W",
    message="「{header}」是{filled}，表裡最後的活動是{last}，比填表還晚。",
    expected="{last}當天或之後的日期",
    mend="請確認「{header}」，改為{last}當天或之後；若是活動日期打錯，請改活動日期。",
    short="「{header}」早於表裡最後一場活動",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        cover
        | filled_on  |
        | 2026-09-28 |
        training
        | title        | date_start | date_end   |
        | 性別意識講座 | 2026-07-03 | 2026-09-28 |
        promotion
        | title    | date_start | date_end |
        | 社區宣導 | 2026-08-01 |          |
        """,
        """
        cover
        | filled_on |
        |           |
        training
        | title        | date_start |
        | 性別意識講座 | 2026-07-03 |
        """,
    ),
    bad=(
        """
        cover
        | filled_on   |
        | !2026-09-20 |
        training
        | title        | date_start | date_end   |
        | 性別意識講座 | 2026-07-03 | 2026-09-28 |
        """,
        """
        cover
        | filled_on   |
        | !2026-09-20 |
        website
        | updated_on | item     |
        | 2026-09-21 | 成果資訊 |
        """,
        """
        cover
        | filled_on   |
        | !2026-04-01 |
        meeting
        | kind | held_on    |
        | 定期 | 2026-04-15 |
        materials
        | name     | made_on    |
        | 宣導海報 | 2026-03-15 |
        """,
    ),
)
