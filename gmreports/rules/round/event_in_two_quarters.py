"""同一場活動在兩季的報表都出現。

為什麼：兩季各算一次，全年的場次和人次就多算了；程式只算一次，算在活動日期所屬的那一季。
怎麼改：從不是活動當季的那份報表刪掉這一列。
例如：6月28日的講座在第2季報過，第3季又報一次，請從第3季刪掉。
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from gmreports.model import Period, Round, Rule
from gmreports.rules.events import EVENT_SHEETS, events
from gmreports.rules.hit import hits, together
from gmreports.rules.words import all_shown, days

COLUMN = "title"


def check(data: Round) -> pd.DataFrame:
    return together(*(_of_sheet(data, sheet) for sheet in EVENT_SHEETS))


def _of_sheet(data: Round, sheet: str) -> pd.DataFrame:
    found = events(data, sheet)
    found = found[found["current"].astype(bool) & (found["office_code"] != "")]
    found = found.assign(quarter=found["period"].map(Period.parse).astype(object))
    keys = list(zip(found["office_code"], found["date_start"], found["plain"], strict=True))
    quarters: dict[tuple[str, datetime, str], list[Period]] = {}
    for key, quarter in zip(keys, found["quarter"], strict=True):
        quarters.setdefault(key, []).append(quarter)
    kept = [_counted(key[1], quarters[key]) for key in keys]
    found = found.assign(kept=pd.Series(kept, index=found.index, dtype=object))
    wrong = found[found["quarter"] != found["kept"]]
    column = data.form.sheet(sheet).column(COLUMN)
    return hits(
        wrong,
        sheet,
        COLUMN,
        header=column.header,
        filled=all_shown(wrong[COLUMN], column),
        day=days(wrong["date_start"]),
        kept=wrong["kept"].map(lambda period: period.title).astype(object),
        here=wrong["quarter"].map(lambda period: period.title).astype(object),
    )


def _counted(day: datetime, quarters: Sequence[Period]) -> Period:
    """The quarter in which the event counts: that of its date, else the first that reported it."""
    of_date = Period.of(day)
    return of_date if of_date in quarters else min(quarters)


RULE = Rule(
    code="R04",
    name="event_in_two_quarters",
    title="同一場活動在兩季都報",
    severity="W",
    message="「{header}」的「{filled}」（{day}）在{kept}也報過，只算一次，算在{kept}。",
    expected="同一場活動只在一季報",
    mend="請從{here}的報表刪掉這一列；若是不同場次，請在名稱後面分辨。",
    check=check,
    no_formula="要比對別季的檔案，單一檔案裡看不出來。",
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q2
        training
        | title        | date_start |
        | 性別意識講座 | 2026-06-28 |
        @ 68000010 115Q3
        training
        | title        | date_start |
        | 性別意識講座 | 2026-07-28 |
        @ 68000020 115Q3
        training
        | title        | date_start |
        | 性別意識講座 | 2026-06-28 |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q2
        training
        | title         | date_start |
        | 性別意識講座  | 2026-06-28 |
        | !讀書會       | 2026-07-01 |
        | CEDAW 案例    | 2026-01-15 |
        @ 68000010 115Q3
        training
        | title         | date_start |
        | !性別意識 講座 | 2026-06-28 |
        | 讀書會        | 2026-07-01 |
        | !cedaw案例    | 2026-01-15 |
        """,
    ),
)
