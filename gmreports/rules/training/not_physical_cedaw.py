"""這一場 CEDAW 課不能列計 CEDAW 實體 1 小時。

為什麼：計畫要求每人每年 1 小時 CEDAW 實體課，概論課、非同步的數位課、不到 1 小時的都不算；場次、人次照計。
怎麼改：不必更正；只是提醒，這一場的人不要算進「CEDAW實體1小時」的達標人數。填錯了才需要改。
例如：「CEDAW 概論」2 小時，照報不誤，但參加的人還要另外上 1 小時實務課才達標。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, quiet, says
from gmreports.rules.hit import hits
from gmreports.rules.words import number

COLUMN, CEDAW = "title", "CEDAW"
YES, ASYNCHRONOUS = "是", "數位(非同步)"
HOURS = "cedaw_hours"


def check(data: Round) -> pd.DataFrame:
    training, needed = data.tables["training"], data.terms.numbers[HOURS]
    training = training[training["course_kind"] == CEDAW]
    because = {
        "是概論課": training["cedaw_intro"] == YES,
        "是非同步的數位課": training["delivery"] == ASYNCHRONOUS,
        f"不到 {number(float(needed))} 小時": (training["hours"] > 0) & (training["hours"] < float(needed)),
    }
    reasons = pd.Series("", index=training.index, dtype=object)
    for words, holds in because.items():
        reasons = reasons.mask(holds, reasons.where(reasons == "", reasons + "、") + words)
    wrong = training[reasons != ""]
    return hits(wrong, "training", COLUMN, reasons=reasons[wrong.index], hours=number(float(needed)))


def formulas(form: Form, terms: Terms) -> Formulas:
    needed = terms.numbers[HOURS]
    hours = at("hours")
    short = f"IFERROR(AND(ISNUMBER({hours}),{hours}>0,{hours}<{number(float(needed))}),FALSE)"
    reasons = f"OR({says('cedaw_intro', YES)},{says('delivery', ASYNCHRONOUS)},{short})"
    return {("training", COLUMN): quiet(says("course_kind", CEDAW), reasons)}


RULE = Rule(
    code="T03",
    name="not_physical_cedaw",
    title="不列計 CEDAW 實體 1 小時",
    severity="I",
    message="這一場 CEDAW 課{reasons}，不列計 CEDAW 實體 {hours} 小時；場次和人次照樣列計。",
    expected="CEDAW 實體課：不是概論、不是非同步數位、{hours} 小時以上",
    mend="不必更正；請確認參加的人沒有因為這一場算進「CEDAW實體1小時」的達標人數。",
    clause="計畫5-3-(一)-1-(4)",
    short="不列計 CEDAW 實體課（概論、非同步或時數不足）",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | title      | course_kind | cedaw_intro | delivery     | hours |
        | CEDAW 案例 | CEDAW       | 否          | 實體         | 1     |
        | CEDAW 實務 | CEDAW       | 否          | 混成         | 2     |
        | 性平概論   | 性別主流化  | 是          | 數位(非同步) | 0.5   |
        """,
    ),
    bad=(
        """
        training
        | title         | course_kind | cedaw_intro | delivery     | hours |
        | !CEDAW 概論   | CEDAW       | 是          | 實體         | 2     |
        | !CEDAW 影片   | CEDAW       | 否          | 數位(非同步) | 2     |
        | !CEDAW 短講   | CEDAW       | 否          | 實體         | 0.5   |
        | !CEDAW 入門   | cedaw       | 是          | 數位（非同步） | 0.5 |
        """,
    ),
)
