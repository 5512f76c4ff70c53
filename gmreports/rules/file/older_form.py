"""這份季報表是舊版的。

為什麼：欄位改版後，舊版可能少了新的欄位；對得上的已經對到現行的欄位，數字照樣列計。
怎麼改：不必重送；下一季請改用收件單位給的新空白季報表。
例如：用 0.9 版填報，現行是 1.0 版，下一季請改用 1.0 版。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.hit import listed, noted


def check(data: Round) -> pd.DataFrame:
    return listed(
        {"file": note.file, "version": note.facts["version"], "current": note.facts["current"]}
        for note in noted(data, "older_form")
    )


RULE = Rule(
    code="S03",
    name="older_form",
    title="舊版的季報表",
    severity="I",
    message="這份季報表是 {version} 版，現行是 {current} 版；欄位已對到現行的版本。",
    expected="{current} 版的季報表",
    mend="不必重送；下一季請改用 {current} 版的空白季報表。",
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
        note! older_form - - - version=0.9 current=1.0
        """,
    ),
)
