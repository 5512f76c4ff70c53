"""看起來有個人資料：身分證統一編號、居留證號、生日或住址。

為什麼：季報只要人次與人數，不收個人資料；報表會轉給別的機關，寄出去就收不回來。
怎麼改：把那個地方（儲存格、註記、隱藏的工作表、工作表名稱、檔名、文件摘要資訊）清掉再送一次；已經寄出的檔案，請和收件單位聯絡刪除。
例如：簽到表貼進來時帶了身分證統一編號，請整欄刪掉，只留人次。程式不會在任何地方重複寫出內容。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Note, Round, Rule
from gmreports.rules.hit import listed, noted, row_at

# By where it stands: the place as a sentence begins with it, and what to do.
PLACES = {
    "": ("「{title}」的 {cell} ", "請清空「{title}」的 {cell}（是一整欄就刪掉那一欄），再送一次。"),
    "note": ("「{title}」{cell} 的註記", "請刪除「{title}」{cell} 的註記，再送一次。"),
    "hidden": (
        "隱藏的工作表「{title}」的 {cell} ",
        "請取消隱藏「{title}」，清空 {cell}（不需要就刪掉整張工作表），再送一次。",
    ),
    "title": ("工作表名稱「{title}」", "請改掉工作表的名稱，再送一次。"),
    "properties": (
        "檔案的文件摘要資訊（標題、作者、備註等）",
        "請在「檔案」→「資訊」清掉文件摘要資訊裡的個人資料，再送一次。",
    ),
    "file_name": ("檔名", "請改成沒有個人資料的檔名，例如空白季報表原來的檔名，再送一次。"),
}


def check(data: Round) -> pd.DataFrame:
    return listed(_hit(data, note) for note in noted(data, "personal_data"))


def _hit(data: Round, note: Note) -> dict[str, object]:
    """The place and the kind: never the value."""
    sheet = data.form.sheet(note.sheet) if note.sheet else None
    place = {"file": note.file, "sheet": note.sheet, "cell": note.cell}
    row = row_at(sheet, note.cell) if sheet else 0
    title = note.facts.get("sheet_title") or (sheet.title if sheet else "")
    facts = {"title": title, "cell": note.cell}
    at, todo = (text.format(**facts) for text in PLACES[note.facts.get("place", "")])
    return {**place, "row": row, "at": at, "todo": todo, "kind": note.facts["kind"]}


RULE = Rule(
    code="S12",
    name="personal_data",
    title="看起來有個人資料",
    severity="E",
    message="{at}看起來有{kind}，季報不收個人資料。",
    expected="沒有身分證統一編號、生日與住址",
    mend="{todo}",
    check=check,
    no_formula="個人資料的樣子很多，交給程式判斷。",
    doc=__doc__,
    good=(
        """
        training
        | lecturer | summary      |
        | 測試講師 | 性別意識培力 |
        """,
    ),
    bad=(
        """
        note! personal_data training - Y6 kind=身分證統一編號
        note! personal_data - - C1 kind=生日欄位 sheet_title=簽到表
        """,
    ),
)
