"""這個檔案不是季報表、少了封面，或是程式還不認得的新版。

為什麼：程式從封面得知是哪個公所、哪一季、第幾版；沒有封面或不是這份表，就不知道資料是誰的。
怎麼改：用收件單位給的空白季報表填報，不要刪掉「封面」工作表。
例如：把自己製作的統計表寄來，請把數字填到季報表再送一次。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.hit import listed, noted

WORDS = {
    "no_cover": ("少了「封面」工作表", "請把「封面」工作表加回來（可從空白季報表複製），填好後再送一次。"),
    "one_sheet": (
        "只有「{title}」一張工作表，少了「封面」，看不出是哪個公所、哪一季",
        "請不要把工作表複製到別的檔案；請把內容貼回收件單位給的整本季報表，整本存檔後再送一次。",
    ),
    "newer": (
        "這份季報表是 {version} 版，比程式認得的 {current} 版新，沒有讀取",
        "公所不必重送；請收件單位先更新程式，再重新彙整。",
    ),
    "foreign": ("這個檔案不是季報表", "請用收件單位給的空白季報表填報，再送一次。"),
}


def check(data: Round) -> pd.DataFrame:
    found = []
    for note in noted(data, "not_our_form"):
        problem, todo = WORDS[note.facts["reason"]]
        found.append({"file": note.file, "problem": problem.format(**note.facts), "todo": todo})
    return listed(found)


RULE = Rule(
    code="S02",
    name="not_our_form",
    title="不是季報表，或沒有封面",
    severity="E",
    message="{problem}。",
    expected="有「封面」的季報表",
    mend="{todo}",
    check=check,
    no_formula="不是季報表的檔案裡沒有表內檢查。",
    voids=True,
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
        @ 68000010 115Q3
        note! not_our_form - - - reason=no_cover
        @ 68000020 115Q3
        note! not_our_form - - - reason=foreign
        """,
    ),
)
