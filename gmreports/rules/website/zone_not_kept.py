"""本季有活動，專區網頁卻沒有更新；或照片集還沒有去識別化。

為什麼：計畫要求把活動執行表與照片集放上「性別主流化」專區；認得出個人的照片沒有處理就公開，會侵害個人資料。
怎麼改：把本季的更新填進「專區網頁」，還沒更新請補上；照片處理好再改選「是」，處理好之前請先從網頁拿下來。
例如：8月的講座照片已放上專區，照片裡的人臉處理好後，「照片已去識別化」選「是」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.asked import with_sheet
from gmreports.rules.events import EVENT_SHEETS
from gmreports.rules.excel import quiet, says
from gmreports.rules.hit import hits, listed, together
from gmreports.rules.roster import filled_files

SHEET, ITEM, COLUMN = "website", "item", "deidentified"
PHOTOS, NO = "照片集", "否"


def check(data: Round) -> pd.DataFrame:
    table, sheet = data.tables[SHEET], data.form.sheet(SHEET)
    photos = table[(table[ITEM] == PHOTOS) & (table[COLUMN] == NO)]
    facts = {
        "problem": f"{PHOTOS}的「{sheet.column(COLUMN).header}」是「{NO}」",
        "wanted": f"{PHOTOS}先去識別化再公開",
        "todo": "請先把照片從網頁拿下來，處理到認不出個人，再改選「是」。",
    }
    return together(_no_update(data), hits(photos, SHEET, COLUMN, severity="E", **facts))


def _no_update(data: Round) -> pd.DataFrame:
    held = set().union(*(filled_files(data, each) for each in EVENT_SHEETS))
    updated = filled_files(data, SHEET)
    facts = {
        "severity": "W",
        "problem": "本季有活動，但沒有更新的紀錄",
        "wanted": "本季的活動放上專區",
        "todo": "請把本季的更新填進「專區網頁」；還沒更新，請補上後再填。",
    }
    return listed(
        {"file": file, "sheet": SHEET, **facts}
        for file in with_sheet(data, SHEET, ITEM)
        if file in held and file not in updated
    )


def formulas(form: Form, terms: Terms) -> Formulas:
    return {(SHEET, COLUMN): quiet(says(ITEM, PHOTOS), says(COLUMN, NO))}


RULE = Rule(
    code="W01",
    name="zone_not_kept",
    title="專區網頁沒有更新，或照片未去識別化",
    severity="E",
    waivable=True,
    message="專區網頁：{problem}。",
    expected="{wanted}",
    mend="{todo}",
    clause="計畫5-5",
    short="照片集要先去識別化再公開",
    check=check,
    formulas=formulas,
    no_formula="有活動而沒有更新是請確認，由程式說明。",
    doc=__doc__,
    good=(
        """
        training
        | title        |
        | 性別意識講座 |
        website
        | item     | deidentified |
        | 照片集   | 是           |
        | 成果資訊 | 否           |
        | 照片集   |              |
        """,
        """
        training
        | title |
        website
        | item | deidentified |
        """,
    ),
    bad=(
        """
        promotion
        | title    |
        | 社區宣導 |
        website !
        | item | deidentified |
        """,
        """
        website
        | item     | deidentified |
        | 照片集   | !否          |
        """,
    ),
)
