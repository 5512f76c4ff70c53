"""少了要填的欄位，或同一個欄位出現兩次。

為什麼：程式照標題找欄位；標題被改掉或刪掉，這一欄就讀不到；出現兩次，不知道哪一欄才對。
怎麼改：把標題改回空白季報表上的文字；重複的欄位刪掉一個。
例如：「參訓人次(女)」被改成「女性」，請改回「參訓人次(女)」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.hit import listed, noted

WORDS = {
    "column_missing": ("少了「{header}」欄", "請把標題改回「{header}」，或從空白季報表把這一欄複製回來。"),
    "column_misnamed": (
        "「{header}」欄的標題寫成「{says}」，不知道裡面是哪一個",
        "請確認這一欄填的是哪一個，把標題改回空白季報表上的文字；移動過的欄位請移回原位。",
    ),
    "column_twice": ("有兩個「{header}」欄", "請只留下一欄「{header}」，把另一欄刪掉或改掉標題。"),
}


def check(data: Round) -> pd.DataFrame:
    found = []
    for note in noted(data, *WORDS):
        sheet = data.form.sheet(note.sheet)
        header, (problem, todo) = sheet.column(note.column).header, WORDS[note.kind]
        facts = {
            "title": sheet.title,
            "header": header,
            "problem": problem.format(header=header, **note.facts),
            "todo": todo.format(header=header),
        }
        found.append({"file": note.file, "sheet": note.sheet, "cell": note.cell, **facts})
    return listed(found)


RULE = Rule(
    code="S05",
    name="column_missing",
    title="少了欄位，或欄位重複",
    severity="E",
    message="「{title}」{problem}。",
    expected="「{header}」欄剛好一個",
    mend="{todo}",
    check=check,
    no_formula="標題列是鎖住的；欄位不在了，那一欄的檢查也跟著不在。",
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
        note! column_missing training att_f
        note! column_twice headcount male G3
        """,
    ),
)
