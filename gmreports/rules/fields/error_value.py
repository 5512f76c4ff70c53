"""儲存格是 Excel 的錯誤值，或是還沒有算出結果的公式。

為什麼：#REF!、#DIV/0! 表示公式壞了，原來的數字已經不見，程式讀不到，也不會當成 0。
怎麼改：點進那一格，刪掉公式，直接填入正確的內容。
例如：「參訓人次(男)」是 #REF!，查簽到表後填 12。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.asked import UNCALCULATED, answers, broken, questions
from gmreports.rules.excel import at
from gmreports.rules.hit import together


def check(data: Round) -> pd.DataFrame:
    return together(*(asked.hits(broken(asked.raw), says=_says) for asked in answers(data)))


def _says(text: str) -> str:
    return "沒有算出結果的公式" if text == UNCALCULATED else f"錯誤值 {text}"


def formulas(form: Form, terms: Terms) -> Formulas:
    return {(sheet.id, column.id): f"ISERROR({at(column.id)})" for sheet, column in questions(form)}


RULE = Rule(
    code="F08",
    name="error_value",
    title="Excel 錯誤值",
    severity="E",
    message="「{header}」是{says}，讀不到內容。",
    expected="直接填入的內容，不是壞掉的公式",
    mend="請刪掉「{header}」這一格的公式，直接填入正確的內容。",
    short="「{header}」是錯誤值",
    check=check,
    formulas=formulas,
    no_formula="還沒有算出結果的公式，在表內打開時就會算好，只有程式看得到。",
    doc=__doc__,
    good=(
        """
        training
        | title         | att_m |
        | #MeToo 之後   | 12    |
        """,
    ),
    bad=(
        """
        training
        | title  | date_start | course_kind | att_m    | att_f |
        | !#N/A  | !#VALUE!   | !#NAME?     | !#REF!   | !#DIV/0! |
        """,
    ),
)
