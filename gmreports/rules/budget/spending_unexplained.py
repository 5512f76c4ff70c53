"""性別預算執行率超過 100% 或低於 50%，沒有說明。

為什麼：專案小組要檢視前年度預算執行情形；差得太多又沒有說明，會議上就沒有人答得出來。
怎麼改：在「說明」寫一兩句；預算數或執行數打錯就改數字。
例如：預算 50000 元、執行 20000 元（40%），說明寫「講座改線上辦理，節省場地費」。
"""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, blank, quiet
from gmreports.rules.hit import hits
from gmreports.rules.words import share
from gmreports.rules.year import LAST_QUARTER, at_year_end

SHEET, COLUMN, NOTE = "budget", "rate", "note"
SPENT, BUDGETED = "spent", "budgeted"
MOST, LEAST = "spent_most", "spent_least"


def check(data: Round) -> pd.DataFrame:
    budget, raw, sheet = data.tables[SHEET], data.raw[SHEET], data.form.sheet(SHEET)
    most, least = data.terms.numbers[MOST], data.terms.numbers[LEAST]
    odd = (budget[COLUMN] > float(most * 100)) | (budget[COLUMN] < float(least * 100))
    wrong = at_year_end(data, budget[odd & raw[NOTE].isin(["", None])])
    over = wrong[COLUMN] > float(most * 100)
    said = over.map({True: f"超過 {share(most)}", False: f"低於 {share(least)}"}).astype(object)
    return hits(
        wrong,
        SHEET,
        COLUMN,
        header=sheet.column(COLUMN).header,
        filled=wrong[COLUMN].map(lambda rate: f"{rate:.1f}%").astype(object),
        problem=said,
        note=sheet.column(NOTE).header,
        least=share(least),
        most=share(most),
    )


def formulas(form: Form, terms: Terms) -> Formulas:
    if terms.period.quarter != LAST_QUARTER:
        return {}
    rate = f"ROUND({at(SPENT)}/{at(BUDGETED)},3)"
    most, least = _number(terms.numbers[MOST]), _number(terms.numbers[LEAST])
    known = f"COUNT({at(SPENT)},{at(BUDGETED)})=2"
    odd = f"OR({rate}>{most},{rate}<{least})"
    return {(SHEET, COLUMN): quiet(blank(at(NOTE)), known, f"{at(BUDGETED)}>0", odd)}


def _number(value: Fraction) -> str:
    return f"{value.numerator}/{value.denominator}"


RULE = Rule(
    code="B01",
    name="spending_unexplained",
    title="性別預算執行率過高或過低，沒有說明",
    severity="W",
    message="「{header}」是 {filled}，{problem}，「{note}」沒有填。",
    expected="{least} 到 {most}，或在「{note}」說明",
    mend="請在「{note}」說明原因；預算數或執行數打錯請改正。",
    clause="計畫5-2-(3)",
    short="「{header}」過高或過低，請填說明",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q4
        budget
        | item     | budgeted | spent | rate | note           |
        | 宣導活動 | 50000    | 25000 |      |                |
        | 講座     | 50000    | 50000 |      |                |
        | 文宣     | 50000    | 20000 |      | 改用電子檔     |
        | 網頁     | 0        | 0     |      |                |
        | 教材     | 50000    |       |      |                |
        """,
        """
        @ 68000010 115Q3
        budget
        | item     | budgeted | spent | rate | note |
        | 宣導活動 | 50000    | 10000 |      |      |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q4
        budget
        | item     | budgeted | spent | rate | note |
        | 宣導活動 | 50000    | 24900 | !    |      |
        | 講座     | 50000    | 51000 | !    |      |
        """,
    ),
)
