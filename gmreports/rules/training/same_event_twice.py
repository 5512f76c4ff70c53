"""同一場活動報了兩次：開始日期和名稱都一樣。

為什麼：同一場列兩次，場次和人次都會多算一倍。比對時不管空白、全形半形、大小寫和「台、臺」。
怎麼改：確實重複就刪掉一列；同一天辦了兩場，請在名稱後面分辨。
例如：同一天的兩場分別寫成「性別意識講座（上午場）」「性別意識講座（下午場）」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.events import EVENT_SHEETS, events
from gmreports.rules.excel import above, at, every, filled, is_day, plain, quiet
from gmreports.rules.hit import hits, together
from gmreports.rules.words import all_shown, days

COLUMN = "title"


def check(data: Round) -> pd.DataFrame:
    found = []
    for sheet_id in EVENT_SHEETS:
        column = data.form.sheet(sheet_id).column(COLUMN)
        rows = events(data, sheet_id).reset_index()
        same = rows.groupby(["file", "date_start", "plain"])
        rows["first"] = same["row"].transform("min")
        wrong = rows[rows["row"] > rows["first"]].set_index(["file", "row"])
        found.append(
            hits(
                wrong,
                sheet_id,
                COLUMN,
                header=column.header,
                filled=all_shown(wrong[COLUMN], column),
                day=days(wrong["date_start"]),
                first=wrong["first"].map(str).astype(object),
            )
        )
    return together(*found)


def formulas(form: Form, terms: Terms) -> Formulas:
    title, start = at(COLUMN), at("date_start")
    tai = ("臺",)
    same = ((plain(every(COLUMN), tai), plain(title, tai)), (every("date_start"), start))
    wrong = quiet(filled(title), is_day(start), f"{above(COLUMN, *same)}>0")
    return dict.fromkeys(((sheet, COLUMN) for sheet in EVENT_SHEETS), wrong)


RULE = Rule(
    code="D04",
    name="same_event_twice",
    title="同一場活動重複",
    severity="W",
    message="「{header}」的「{filled}」（{day}）和第 {first} 列是同一場，重複了。",
    expected="同一場活動只列一次",
    mend="請確認是否重複：重複就刪掉這一列；是不同場次，請在名稱後面分辨，例如加上（下午場）。",
    short="和上面某一列是同一天、同名稱",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | title          | date_start |
        | 性別意識講座   | 2026-07-03 |
        | 性別意識講座   | 2026-07-04 |
        | 性別意識講座*  | 2026-07-03 |
        | 性別?識講座    | 2026-07-03 |
        | CEDAW～案例    | 2026-07-03 |
        """,
        """
        @ 68000010 115Q3
        training
        | title        | date_start |
        | 性別意識講座 | 2026-07-03 |
        @ 68000020 115Q3
        training
        | title        | date_start |
        | 性別意識講座 | 2026-07-03 |
        """,
    ),
    bad=(
        """
        training
        | title            | date_start |
        | 性別 意識講座    | 2026-07-03 |
        | 讀書會           | 2026-07-03 |
        | !性別意識講座    | 2026-07-03 |
        | CEDAW 案例*      | 2026-07-05 |
        | !cedaw案例＊     | 2026-07-05 |
        """,
        """
        promotion
        | title         | date_start |
        | 台七線宣導    | 2026-08-01 |
        | !臺七線 宣導  | 2026-08-01 |
        """,
    ),
)
