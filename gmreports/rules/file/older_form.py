"""這份季報表是舊版的。

為什麼：欄位改版後，舊版可能少了新的欄位；對得上的已經對到現行的欄位，數字照樣列計，改了哪裡都列在讀取修正。
怎麼改：不必重送；下一季請改用收件單位給的新空白季報表。
例如：用 0.9 版填報，現行是 1.0 版，下一季請改用 1.0 版。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Note, Round, Rule
from gmreports.rules.hit import listed, noted

# Where the form says how that version is moved, and where it is only read by its headers.
DONE = "欄位與選項已對到現行的版本，改了哪裡列在讀取修正"
BY_HEADERS = "程式沒有這一版的對照，是照標題讀的"
LOOK = "請確認讀到的合計和原來填的一樣；"


def check(data: Round) -> pd.DataFrame:
    return listed({"file": note.file, **_facts(note)} for note in noted(data, "older_form"))


def _facts(note: Note) -> dict[str, str]:
    known = bool(note.facts.get("known"))
    facts = {key: note.facts[key] for key in ("version", "current")}
    return {**facts, "done": DONE if known else BY_HEADERS, "todo": "" if known else LOOK}


RULE = Rule(
    code="S03",
    name="older_form",
    title="舊版的季報表",
    severity="I",
    message="這份季報表是 {version} 版，現行是 {current} 版；{done}。",
    expected="{current} 版的季報表",
    mend="不必重送；{todo}下一季請改用 {current} 版的空白季報表。",
    check=check,
    no_formula="舊版的季報表不知道後來有新版。",
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
        note! older_form - - - version=0.9 current=1.0 known=yes
        @ 68000020 115Q3
        note! older_form - - - version=0.1 current=1.0
        """,
    ),
)
