"""程式沒有辦法檢核這個檔案，不是公所填錯。

為什麼：程式自己出了錯。為了不讓沒檢核過的資料混進總計，這個檔案一律列為「未能檢查」，不當作通過。
怎麼改：公所不必改檔案；收件單位把執行紀錄交給維護程式的人，修好後再跑一次。
例如：收件清單上狀態是「未能檢查」，這個檔案的數字不列入總計。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.hit import none


def check(data: Round) -> pd.DataFrame:
    """Nothing: a check that breaks cannot say so itself; the checker makes this finding."""
    return none()


RULE = Rule(
    code="S00",
    name="not_checked",
    title="未能檢查",
    severity="E",
    message="程式沒有辦法檢核這個檔案，是程式的問題，不是填報錯誤。",
    expected="檔案檢核完成",
    mend="請不要更改檔案，並將執行紀錄交給維護程式的人；這個檔案先不列入總計。",
    check=check,
    no_formula="檔案沒有問題，是程式出錯，表內看不出來。",
    voids=True,
    doc=__doc__,
    good=(),
    bad=(),
)
