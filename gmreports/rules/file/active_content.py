"""檔案裡有巨集、外部連結、DDE 或內嵌物件。

為什麼：這些東西會執行程式，或把別的檔案的內容帶進來；為了安全一律不執行、不保留，連結帶來的數字也可能不對。
怎麼改：把數字直接填進空白季報表，另存成 .xlsx（不含巨集）再送一次。
例如：人次用公式連到另一個檔案，請改成直接填數字，並在「資料」→「編輯連結」按「中斷連結」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.hit import listed, noted


def check(data: Round) -> pd.DataFrame:
    found: dict[str, list[str]] = {}
    for note in noted(data, "active_content"):
        found.setdefault(note.file, []).append(note.facts["what"])
    return listed({"file": file, "what": "、".join(dict.fromkeys(what))} for file, what in found.items())


RULE = Rule(
    code="S09",
    name="active_content",
    title="檔案含有巨集、外部連結或內嵌物件",
    severity="E",
    message="檔案裡有{what}；程式沒有執行，也不會保留。",
    expected="只有資料的 .xlsx 檔",
    mend="請拿掉{what}：把內容直接填進空白季報表，另存成 .xlsx 再送一次。",
    check=check,
    no_formula="巨集與連結不在儲存格裡，表內的檢查看不到。",
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
        note! active_content - - - what=巨集、外部連結
        @ 68000020 115Q3
        note! active_content - - - what=DDE
        """,
    ),
)
