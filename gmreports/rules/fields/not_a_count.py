"""人數、人次、場次這類要數的欄位，填了負數或有小數的數字。

為什麼：數人頭只會是 0、1、2……；負數或小數多半是貼錯欄，或把時數、百分比填到這裡。
怎麼改：對照簽到表，改成 0 以上的整數。
例如：「參訓人次(男)」填了 12.5，查明後改為 12 或 13；填了 -3，改為 3 或 0。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.asked import answers, questions
from gmreports.rules.excel import at, quiet
from gmreports.rules.hit import together
from gmreports.rules.words import sample


def no_count(values: pd.Series) -> pd.Series:
    return values.notna() & ((values < 0) | (values % 1 != 0))


def check(data: Round) -> pd.DataFrame:
    return together(
        *(
            asked.hits(no_count(asked.values), sample=sample(asked.column, data.period))
            for asked in answers(data, "integer")
        )
    )


def formulas(form: Form, terms: Terms) -> Formulas:
    found = {}
    for sheet, column in questions(form, "integer"):
        cell = at(column.id)
        found[sheet.id, column.id] = quiet(f"ISNUMBER({cell})", f"OR({cell}<0,{cell}<>INT({cell}))")
    return found


RULE = Rule(
    code="F03",
    name="not_a_count",
    title="負數或不是整數",
    severity="E",
    message="「{header}」填的是 {filled}，不是 0 以上的整數。",
    expected="0 以上的整數，例如 {sample}",
    mend="請將「{header}」改為整數，例如 {sample}。",
    short="「{header}」要填 0 以上的整數",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | hours | sessions | att_m | att_f | att_o |
        | 1.5   | 1        | 0     | 120   |       |
        """,
    ),
    bad=(
        """
        training
        | hours | sessions | att_m | att_f | att_o |
        | 1.5   | !1.5     | !-3   | !12.5 | 0     |
        """,
    ),
)
