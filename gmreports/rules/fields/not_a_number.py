"""要填數字的欄位填了文字，看不出確定的數字。

為什麼：「約50」「50餘人」「十幾人」可能是 48，也可能是 55，程式不猜；猜錯的數字會一路加到全市總計。
怎麼改：對照簽到表，改成一個確定的數字，用半形數字，不加「約」「餘」「多」。
例如：「約50」查明後改為 52。「12人」「2,533」這類看得懂的寫法會自動讀成數字，不必改。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import NUMERIC_KINDS, Column, Form, Formulas, Round, Rule, Terms
from gmreports.rules.asked import answers, questions
from gmreports.rules.excel import at, filled, no_mark, quiet
from gmreports.rules.fields.impossible_value import two_meanings
from gmreports.rules.hit import together
from gmreports.rules.words import sample

WORDS = {"integer": "整數", "decimal": "數字", "percent": "百分比"}
CURRENCIES = ("新臺幣", "新台幣", "NT$", "$")


def check(data: Round) -> pd.DataFrame:
    found = []
    for asked in answers(data, *NUMERIC_KINDS):
        facts = {"wanted": WORDS[asked.column.kind], "sample": sample(asked.column, data.period)}
        found.append(asked.hits(asked.unread & ~two_meanings(asked), **facts))
    return together(*found)


def formulas(form: Form, terms: Terms) -> Formulas:
    return {(sheet.id, column.id): _condition(column) for sheet, column in questions(form, *NUMERIC_KINDS)}


def _condition(column: Column) -> str:
    cell = at(column.id)
    text = f"ASC({cell})"
    for unit in (*column.units, *(CURRENCIES if "元" in column.units else ())):
        text = f'SUBSTITUTE({text},"{unit}","")'
    conditions = [filled(cell), f"ISERROR(VALUE(TRIM({text})))"]
    # 1萬431 and the marks for "nothing here" are read by the program; a cell cannot.
    conditions += [f'ISERROR(FIND("{mark}",{cell}))' for mark in "萬億"]
    if column.need != "required":
        conditions.append(no_mark(cell))
    return quiet(*conditions)


RULE = Rule(
    code="F02",
    name="not_a_number",
    title="不是數字",
    severity="E",
    message="「{header}」填的是「{filled}」，看不出確定的數字。",
    expected="一個{wanted}，例如 {sample}",
    mend="請將「{header}」改為{wanted}，例如 {sample}。",
    short="「{header}」要填數字",
    check=check,
    formulas=formulas,
    no_formula="Excel 會當成數字的少見寫法（例如 1e5）與含「萬」「億」的文字，交給程式判斷。",
    doc=__doc__,
    good=(
        """
        training
        | att_m | att_f | att_o | sup_m | hours   | satisfaction |
        | 12人  | 2,533 |       | -     | 1.5小時 | 92.5%        |
        | １２  | 0     | 無    | 12    | 2       | 92.5         |
        """,
        """
        promotion
        | countable | reach   | cost    |
        | 否        | 1萬431  | NT$ 500 |
        """,
    ),
    bad=(
        """
        training
        | att_m  | att_f   | att_o   | hours | satisfaction |
        | !約50  | !50餘人 | !十幾人 | !半天 | !很滿意      |
        """,
    ),
)
