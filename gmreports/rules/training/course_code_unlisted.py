"""CEDAW 實體課的終身學習課程代碼不在清單裡。

為什麼：計畫規定 CEDAW 實體課要符合指定的終身學習課程代碼，代碼不對，公務人員的學習紀錄就查不到這 1 小時。
怎麼改：到終身學習入口網查這一場的代碼，改成清單裡的；多個代碼用「、」隔開。
例如：填了 409，查明後改為 410；填「410、999」，請刪掉 999。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, filled, quiet, says
from gmreports.rules.hit import hits
from gmreports.rules.words import all_shown

COLUMN, CODES = "course_code", "course_codes"
CEDAW, PHYSICAL = "CEDAW", "實體"
SEPARATORS = "、，；／｜,;/|"


def check(data: Round) -> pd.DataFrame:
    training, listed = data.tables["training"], data.terms.lists[CODES]
    column = data.form.sheet("training").column(COLUMN)
    physical = training[(training["course_kind"] == CEDAW) & (training["delivery"] == PHYSICAL)]
    said = physical[COLUMN].dropna()
    others = said.map(lambda codes: [code for code in codes.split("、") if code not in listed])
    wrong = physical.loc[others.index[others.map(len) > 0]]
    return hits(
        wrong,
        "training",
        COLUMN,
        header=column.header,
        filled=all_shown(wrong[COLUMN], column),
        listed="、".join(listed),
    )


def formulas(form: Form, terms: Terms) -> Formulas:
    """Each listed code is cut out with its commas; wrong when anything is left."""
    text = at(COLUMN)
    for mark in SEPARATORS:
        text = f'SUBSTITUTE({text},"{mark}"," ")'
    codes = f'","&SUBSTITUTE(TRIM(ASC({text}))," ",",,")&","'
    listed = f'","&{{list:{COLUMN}}}&","'
    cut = f'SUMPRODUCT(LEN({codes})-LEN(SUBSTITUTE({codes},{listed},"")))'
    wrong = quiet(
        filled(at(COLUMN)),
        says("course_kind", CEDAW),
        says("delivery", PHYSICAL),
        f"{cut}<>LEN({codes})",
    )
    return {("training", COLUMN): wrong}


RULE = Rule(
    code="T04",
    name="course_code_unlisted",
    title="CEDAW 實體課的課程代碼不在清單裡",
    severity="W",
    message="「{header}」填的是「{filled}」，CEDAW 實體課的代碼要是 {listed}。",
    expected="{listed}（可以好幾個，用「、」隔開）",
    mend="請到終身學習入口網查明，將「{header}」改為清單裡的代碼。",
    clause="計畫5-3-(一)-1-(4)",
    short="「{header}」不在 CEDAW 實體課的清單裡",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | course_kind | delivery     | course_code |
        | CEDAW       | 實體         | 410         |
        | CEDAW       | 實體         | 410、 516   |
        | CEDAW       | 實體         |             |
        | CEDAW       | 線上同步     | 999         |
        | 性別主流化  | 實體         | 999         |
        """,
    ),
    bad=(
        """
        training
        | course_kind | delivery | course_code |
        | CEDAW       | 實體     | !409        |
        | CEDAW       | 實體     | !410、999   |
        | CEDAW       | 實體     | !查詢中     |
        """,
    ),
)
