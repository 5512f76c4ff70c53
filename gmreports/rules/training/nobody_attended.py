"""報了一場，卻沒有人參加。

為什麼：參訓人次都是 0 的場次會算進場次，女性占比卻算不出來；多半是還沒填人次，或活動取消了。
怎麼改：查簽到表補上人次；活動取消就刪掉這一列。
例如：參訓人次(男)、(女) 都是 0，查簽到表後改為 12 與 18。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, quiet
from gmreports.rules.hit import hits

COLUMN = "title"
COUNTS, MAY_BE_BLANK = ("att_m", "att_f"), "att_o"


def check(data: Round) -> pd.DataFrame:
    training, raw = data.tables["training"], data.raw["training"]
    nobody = (training[list(COUNTS)] == 0).all(axis=1)
    others = (training[MAY_BE_BLANK] == 0) | raw[MAY_BE_BLANK].isin(["", None])
    sheet = data.form.sheet("training")
    headers = "、".join(f"「{sheet.column(column).header}」" for column in COUNTS)
    return hits(training[nobody & others], "training", COLUMN, headers=headers)


def formulas(form: Form, terms: Terms) -> Formulas:
    zero = [condition for column in COUNTS for condition in (f"ISNUMBER({at(column)})", f"{at(column)}=0")]
    asked = {column.id for column in form.sheet("training").asked}
    others = [f"NOT(ISTEXT({at(MAY_BE_BLANK)}))", f"{at(MAY_BE_BLANK)}=0"] if MAY_BE_BLANK in asked else []
    return {("training", COLUMN): quiet(*zero, *others)}


RULE = Rule(
    code="T02",
    name="nobody_attended",
    title="沒有人參訓",
    severity="W",
    message="這一場的{headers}都是 0，沒有人參訓。",
    expected="有人參訓的場次",
    mend="請查簽到表補上人次；活動取消了，請刪掉這一列。",
    short="參訓人次都是 0",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | title        | att_m | att_f | att_o |
        | 性別意識講座 | 0     | 18    |       |
        | 讀書會       | 0     | 0     | 1     |
        | CEDAW 案例   |       | 0     |       |
        | 工作坊       | 0     | 0     | 約5   |
        """,
    ),
    bad=(
        """
        training
        | title         | att_m | att_f | att_o |
        | !性別意識講座 | 0     | 0     |       |
        | !讀書會       | 0     | 0     | 0     |
        """,
    ),
)
