"""報送狀態還是草稿，卻送出來了。

為什麼：草稿表示還沒填完或還沒核章；程式照樣列計，但要請公所確認這一份可以用。
怎麼改：填完後把「報送狀態」改成「正式」再送一次；若已經是最後的內容，回覆收件單位確認。
例如：封面「報送狀態」選「草稿」，請改選「正式」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import says
from gmreports.rules.hit import hits

COLUMN, DRAFT = "status", "草稿"


def check(data: Round) -> pd.DataFrame:
    cover = data.tables["cover"]
    header = data.form.sheet("cover").column(COLUMN).header
    return hits(cover[cover[COLUMN] == DRAFT], "cover", COLUMN, header=header, filled=DRAFT)


def formulas(form: Form, terms: Terms) -> Formulas:
    return {("cover", COLUMN): says(COLUMN, DRAFT)}


RULE = Rule(
    code="S13",
    name="sent_as_draft",
    title="送出的是草稿",
    severity="W",
    message="封面的「{header}」是「{filled}」。",
    expected="正式或更正",
    mend="請確認已經填完，將封面的「{header}」改為「正式」再送一次。",
    short="「{header}」還是草稿，送出前請改為正式",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        cover
        | status | revision |
        | 正式   | 1        |
        """,
        """
        cover
        | status | revision |
        | 更正   | 2        |
        """,
    ),
    bad=(
        """
        cover
        | status | revision |
        | !草稿  | 1        |
        """,
    ),
)
