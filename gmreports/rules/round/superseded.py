"""同一個機關同一季送了兩份以上，這一份已被後來的取代。

為什麼：每個機關每季只算一份：版次大的優先，版次相同時算後收到的；被取代的不列計，但會列出差異。
怎麼改：確認採用的是對的那一份；若應該採用這一份，請把版次加 1 再送一次。
例如：先送版次 1，更正後送版次 2，採用版次 2，並列出「培力成果：增加 1 列、修改 2 列」。
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import pandas as pd

from gmreports.model import Change, Round, Rule, Sheet
from gmreports.rules.changes import changes
from gmreports.rules.hit import listed

Kind = Literal["changed", "added", "removed"]
KINDS: dict[Kind, str] = {"added": "增加", "removed": "刪去", "changed": "修改"}


def check(data: Round) -> pd.DataFrame:
    returns = data.returns[data.returns["collected"].astype(bool)]
    current = returns["current"].astype(bool)
    found = []
    for file, old in returns[~current].iterrows():
        same = returns[current & (returns["office_code"] == old["office_code"])]
        same = same[same["period"] == old["period"]]
        if len(same):
            kept = str(same.index[-1])
            facts = {"kept": kept, "kept_revision": str(same.iloc[-1]["revision"])}
            found.append({"file": file, **facts, "differences": _differences(data, str(file), kept)})
    return listed(found)


def _differences(data: Round, old: str, new: str) -> str:
    if not (data.returns.at[old, "readable"] and data.returns.at[new, "readable"]):
        return "有一份讀不出來，無法比較"
    found = changes(data, old, new)
    said = (
        _compared(sheet, [change for change in found if change.sheet_id == sheet.id])
        for sheet in data.form.sheets
    )
    return "；".join(filter(None, said)) or "內容相同"


def _compared(sheet: Sheet, found: Sequence[Change]) -> str:
    if sheet.layout == "label":
        return f"{sheet.title}：{len(found)} 項不同" if found else ""
    rows: Counter[Kind] = Counter(kind for kind, _ in {(change.kind, _row(change)) for change in found})
    words = "、".join(f"{word} {rows[kind]} 列" for kind, word in KINDS.items() if rows[kind])
    return f"{sheet.title}：{words}" if words else ""


def _row(change: Change) -> str:
    return change.where.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


RULE = Rule(
    code="R03",
    name="superseded",
    title="被取代",
    severity="I",
    message="這一份已被「{kept}」（版次 {kept_revision}）取代，不列計。兩份的差異：{differences}。",
    expected="每個機關每季一份，採用版次大的；版次相同採用後收到的",
    mend="請確認採用的是對的那一份；若應採用這一份，請把版次加 1 再送一次。",
    check=check,
    no_formula="要比對另一個檔案，單一檔案裡看不出來。",
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q3
        @ 68000010 115Q2
        @ 68000020 115Q3
        """,
    ),
    bad=(
        """
        @ 68000010 115Q3 revision=1 !
        training
        | title        | att_m |
        | 性別意識講座 | 10    |
        | 讀書會       | 5     |
        @ 68000010 115Q3 revision=2
        training
        | title        | att_m |
        | 性別意識講座 | 12    |
        | 讀書會       | 5     |
        | CEDAW 案例   | 8     |
        @ 68000020 115Q3 revision=1 received=2026-10-01T09:00 !
        @ 68000020 115Q3 revision=1 received=2026-10-02T09:00
        """,
    ),
)
