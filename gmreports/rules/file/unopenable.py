"""檔案打不開：不是試算表、沒傳完、有密碼、是空的，或解開後太大。

為什麼：打不開就沒有任何數字可以列計，這個機關這一季會被當成還沒有可用的資料。
怎麼改：用 Excel 或 LibreOffice 打開原檔，另存為 .xlsx（不設密碼），確認打得開再送一次。
例如：把 PDF 當成季報寄來，請改寄填好的 Excel 檔。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.hit import listed, noted

SAVE_AS = "請用 Excel 打開，選「檔案」→「另存新檔」→「Excel 活頁簿 (.xlsx)」，再送一次。"
SEND_AGAIN = "請確認檔案在自己的電腦上打得開，再送一次。"

# reason → (what is wrong, how to mend it)
WORDS = {
    "empty": ("檔案是空的，裡面沒有任何資料", SEND_AGAIN),
    "truncated": ("檔案不完整，可能沒有存完或沒有傳完", SEND_AGAIN),
    "encrypted": (
        "檔案設了密碼，打不開",
        "請在 Excel 選「檔案」→「資訊」→「保護活頁簿」→「以密碼加密」，把密碼清空後存檔，再送一次。",
    ),
    "not_spreadsheet": ("這不是試算表檔{detail}", "請送填好的季報 Excel 檔 (.xlsx)，不要轉成別的格式。"),
    "too_large": (
        "檔案解開後太大，為了安全沒有打開",
        "請刪掉貼在裡面的圖片與多餘的空白列，只留季報的工作表，存檔後再送一次。",
    ),
    "damaged": ("檔案壞了，內容讀不出來", SAVE_AS),
    "old_format": ("這是目前還不能讀的檔案格式{detail}", SAVE_AS),
}
OTHERWISE = ("檔案打不開{detail}", SAVE_AS)


def check(data: Round) -> pd.DataFrame:
    found = []
    for note in noted(data, "unopenable"):
        problem, todo = WORDS.get(note.facts.get("reason", ""), OTHERWISE)
        kind = note.facts.get("detail", "")
        detail = f"，看起來是{kind}" if kind else ""
        found.append({"file": note.file, "problem": problem.format(detail=detail), "todo": todo})
    return listed(found)


RULE = Rule(
    code="S01",
    name="unopenable",
    title="檔案打不開",
    severity="E",
    message="{problem}。",
    expected="打得開、沒有密碼的 .xlsx 檔",
    mend="{todo}",
    check=check,
    no_formula="檔案打不開，表內的檢查也就不存在。",
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
        note! unopenable - - - reason=empty detail=
        @ 68000020 115Q3
        note! unopenable - - - reason=not_spreadsheet detail=PDF文件
        @ 68000030 115Q3
        note! unopenable - - - reason=encrypted detail=
        @ 68000040 115Q3
        note! unopenable - - - reason=truncated detail=
        @ 68000050 115Q3
        note! unopenable - - - reason=too_large detail=
        @ 68000060 115Q3
        note! unopenable - - - reason=damaged detail=
        @ 68000070 115Q3
        note! unopenable - - - reason=old_format detail=ODS試算表
        """,
    ),
)
