"""看起來有個人資料：身分證統一編號、生日或住址欄位。

為什麼：季報只要人次與人數，不收個人資料；報表會轉給別的機關，寄出去就收不回來。
怎麼改：把那一格（或那一欄）清空再送一次；已經寄出的檔案，請和收件單位聯絡刪除。
例如：簽到表貼進來時帶了身分證統一編號，請整欄刪掉，只留人次。程式不會在任何地方重複寫出內容。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Note, Round, Rule
from gmreports.rules.hit import listed, noted, row_at


def check(data: Round) -> pd.DataFrame:
    return listed(_hit(data, note) for note in noted(data, "personal_data"))


def _hit(data: Round, note: Note) -> dict[str, object]:
    """The place and the kind: never the value."""
    sheet = data.form.sheet(note.sheet) if note.sheet else None
    place = {"file": note.file, "sheet": note.sheet, "cell": note.cell}
    row = row_at(sheet, note.cell) if sheet else 0
    title = sheet.title if sheet else note.facts.get("sheet_title", "")
    return {**place, "row": row, "title": title, "kind": note.facts["kind"]}


RULE = Rule(
    code="S12",
    name="personal_data",
    title="看起來有個人資料",
    severity="E",
    message="「{title}」的 {cell} 看起來有{kind}，季報不收個人資料。",
    expected="沒有身分證統一編號、生日與住址",
    mend="請清空「{title}」的 {cell}（是一整欄就刪掉那一欄），再送一次。",
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
