"""應訓人數和同一年的前一季相差很多。

為什麼：一季之內員額很少大增大減；差太多，常是兩季的計算基準不同，涵蓋率就不能比。
怎麼改：對照人事資料；打錯就改正，確實增減（例如整併、改隸）請在員額的「計算基準說明」寫一句。
例如：第2季應訓(男) 40 人，第3季填 14 人，查明是打錯，改為 41 人。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.earlier import SHEET, beside_earlier, changed
from gmreports.rules.hit import together
from gmreports.rules.words import share

COLUMNS = ("due_m", "due_f", "due_o")
CHANGE = "due_change"


def check(data: Round) -> pd.DataFrame:
    rows, sheet = beside_earlier(data, COLUMNS), data.form.sheet(SHEET)
    most, found = data.terms.numbers[CHANGE], []
    for column in COLUMNS:
        before = rows[f"before_{column}"]
        wrong = rows[most.denominator * (rows[column] - before).abs() > most.numerator * before]
        found.append(changed(wrong, sheet, column, most=share(most)))
    return together(*found)


RULE = Rule(
    code="R06",
    name="due_changed",
    title="應訓人數和前一季差太多",
    severity="W",
    message="{requirement}、{group}的「{header}」是 {filled} 人，{before}是 {earlier} 人，相差超過 {most}。",
    expected="和{before}的 {earlier} 人相差 {most} 以內",
    mend="請對照人事資料，打錯請改正「{header}」；確實增減，請回覆說明。",
    check=check,
    no_formula="要比對前一季的檔案，單一檔案裡看不出來。",
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q2
        coverage
        | requirement     | staff_group  | due_m | due_f | due_o |
        | 性別主流化2小時 | 一般公務人員 | 40    | 60    |       |
        @ 68000010 115Q3
        coverage
        | requirement     | staff_group  | due_m | due_f | due_o |
        | 性別主流化2小時 | 一般公務人員 | 48    | 48    | 0     |
        @ 68000010 114Q4
        coverage
        | requirement     | staff_group  | due_m | due_f | due_o |
        | 性別主流化2小時 | 一般公務人員 | 10    | 10    |       |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q2
        coverage
        | requirement     | staff_group  | due_m | due_f | due_o |
        | 性別主流化2小時 | 一般公務人員 | 40    | 60    |       |
        | CEDAW實體1小時  | 一般公務人員 | 40    | 60    |       |
        @ 68000010 115Q3
        coverage
        | requirement     | staff_group  | due_m | due_f | due_o |
        | 性別主流化2小時 | 一般公務人員 | !49   | 60    |       |
        | CEDAW實體1小時  | 一般公務人員 | 40    | !47   | !1    |
        """,
    ),
)
