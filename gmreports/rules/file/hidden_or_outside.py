"""有資料的列被隱藏，或表格外面還有內容。

為什麼：隱藏的列也會列計，但看的人不知道有這一列；表格外面的內容不會列計，填的人卻以為算了。
怎麼改：隱藏的列請取消隱藏後確認；表格外面的內容請填進表格，或刪掉。
例如：第 7 列被隱藏，選第 6 到第 8 列，按右鍵「取消隱藏」；表格右邊的小計請刪掉。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.hit import listed, noted, row_at

WORDS = {
    "hidden_row": (
        "這一列有資料，但是被隱藏了",
        "資料列都看得到",
        "請取消隱藏，確認這一列要不要報；不報就整列刪掉。",
    ),
    "outside_table": (
        "在表格外面，不會列計",
        "資料都在表格裡",
        "請把內容填進表格的欄位；不需要就清空這一格。",
    ),
}


def check(data: Round) -> pd.DataFrame:
    found = []
    for note in noted(data, *WORDS):
        sheet, (problem, wanted, todo) = data.form.sheet(note.sheet), WORDS[note.kind]
        place = {"file": note.file, "row": row_at(sheet, note.cell), "sheet": note.sheet, "cell": note.cell}
        found.append({**place, "title": sheet.title, "problem": problem, "wanted": wanted, "todo": todo})
    return listed(found)


RULE = Rule(
    code="S10",
    name="hidden_or_outside",
    title="資料列被隱藏，或內容在表格外面",
    severity="W",
    message="「{title}」的 {cell} {problem}。",
    expected="{wanted}",
    mend="{todo}",
    check=check,
    no_formula="公式不知道哪一列被隱藏，也不看表格外面。",
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
        note! hidden_row training - B7
        note! outside_table promotion - AC9
        """,
    ),
)
