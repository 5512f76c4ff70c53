"""有資料的列或欄被隱藏、合併儲存格看不出是誰的，或表格外面還有內容。

為什麼：隱藏的內容也會列計，但看的人不知道有；表格外面的內容不會列計，填的人卻以為算了。
怎麼改：隱藏的列、欄請取消隱藏後確認；合併的數字請取消合併，每一列各填各的；表格外面的內容請填進表格，或刪掉。
例如：第 7 列被隱藏，選第 6 到第 8 列，按右鍵「取消隱藏」；自己加的合計和各列加起來不同，請查明是哪一邊填錯。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Note, Round, Rule
from gmreports.rules.hit import listed, noted, row_at

IN_SIGHT, INSIDE, APART = "資料都看得到", "資料都在表格裡", "每一列各填各的，不合併"

# By what reading saw and what it was: what is wrong, what is expected, what to do.
WORDS = {
    ("hidden_row", "row"): (
        "這一列有資料，但是被隱藏了",
        IN_SIGHT,
        "請取消隱藏，確認這一列要不要報；不報就整列刪掉。",
    ),
    ("hidden_row", "column"): (
        "這一欄有資料，但是整欄被隱藏了",
        IN_SIGHT,
        "請取消隱藏，確認這一欄的內容；不報就清空這一欄。",
    ),
    ("hidden_row", "sheet"): (
        "這張工作表有資料，但是整張被隱藏了",
        IN_SIGHT,
        "請取消隱藏這張工作表，確認內容後再送一次。",
    ),
    ("hidden_row", "merged"): (
        "被合併儲存格蓋住，看不到，但裡面有內容",
        IN_SIGHT,
        "請取消合併儲存格，確認這一格的內容；不報就清空這一格。",
    ),
    ("outside_table", "cell"): (
        "在表格外面，不會列計",
        INSIDE,
        "請把內容填進表格的欄位；不需要就清空這一格。",
    ),
    ("outside_table", "column"): (
        "不是季報表的欄位，沒有讀；這張表又少了原有的欄位，可能是標題改了",
        INSIDE,
        "請確認：若是原有的欄位，請把標題改回空白季報表上的文字；若是自己加的，請從空白季報表補回少了的欄位。",
    ),
    ("outside_table", "note_row"): (
        "開始的這一列是註記或簽核，不是資料，不會列計",
        INSIDE,
        "請把註記移到封面的備註；是資料的話，請照欄位填好。",
    ),
    ("outside_table", "other_header"): (
        "又有一列標題，欄位的順序和上面的不同",
        "整張表只有一列標題，順序相同",
        "請照上面標題的順序重新貼上這一段資料，再刪掉多出來的標題列。",
    ),
    ("outside_table", "merged"): (
        "和 {first} 合併，看不出這一格要填多少",
        APART,
        "請取消合併儲存格，每一格各自填好；沒有就填 0 或留空。",
    ),
    ("outside_table", "total"): (
        "的合計寫 {filled}，但各列加起來是 {computed}",
        "和各列加起來相同，或不寫合計",
        "請查明是哪一列填錯或漏填；合計會自動計算，這一列可以刪掉。",
    ),
    ("outside_table", "sheet"): (
        "另有一張工作表「{sheet_title}」也像這張表，沒有列計",
        "每張表只有一份",
        "請把「{sheet_title}」裡要報的資料併到「{title}」，再刪掉多的那一張。",
    ),
}
USUAL = {"hidden_row": "row", "outside_table": "cell"}


def check(data: Round) -> pd.DataFrame:
    return listed(_hit(data, note) for note in noted(data, *USUAL))


def _hit(data: Round, note: Note) -> dict[str, object]:
    sheet = data.form.sheet(note.sheet)
    facts = {"title": sheet.title, **note.facts}
    problem, wanted, todo = WORDS[note.kind, note.facts.get("what") or USUAL[note.kind]]
    place = {"file": note.file, "row": row_at(sheet, note.cell), "sheet": note.sheet, "column": note.column}
    # A sheet as a whole has no cell to begin the sentence with.
    at = f"的 {note.cell} " if note.cell else ""
    words = {"problem": problem.format(**facts), "wanted": wanted, "todo": todo.format(**facts)}
    return {**place, "cell": note.cell, "at": at, "title": sheet.title, **words}


RULE = Rule(
    code="S10",
    name="hidden_or_outside",
    title="資料被隱藏或合併，或內容在表格外面",
    severity="W",
    message="「{title}」{at}{problem}。",
    expected="{wanted}",
    mend="{todo}",
    check=check,
    no_formula="公式不知道哪裡被隱藏、合併，也不看表格外面。",
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
        note! outside_table training - B20 what=note_row
        note! outside_table training att_m Q21 what=total filled=30 computed=25
        """,
    ),
)
