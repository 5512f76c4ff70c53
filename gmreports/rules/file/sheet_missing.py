"""少了一張工作表。

為什麼：少了的工作表和「沒有辦理」不同，程式分不出是沒有資料還是被刪掉了。
怎麼改：從空白季報表把那張工作表複製回來；沒有資料的表留空即可，不要刪除。
例如：刪掉了「會議」工作表，請加回來。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.hit import listed, noted


def check(data: Round) -> pd.DataFrame:
    return listed(
        {"file": note.file, "sheet": note.sheet, "title": data.form.sheet(note.sheet).title}
        for note in noted(data, "sheet_missing")
    )


RULE = Rule(
    code="S04",
    name="sheet_missing",
    title="少了工作表",
    severity="E",
    message="少了「{title}」工作表。",
    expected="有「{title}」工作表，沒有資料就留空",
    mend="請從空白季報表複製「{title}」工作表回來，填好或留空後再送一次。",
    check=check,
    no_formula="工作表不在了，表內的檢查也跟著不在。",
    doc=__doc__,
    good=(
        """
        training
        | att_m |
        | 10    |
        """,
    ),
    bad=(
        """
        note! sheet_missing meeting
        """,
    ),
)
