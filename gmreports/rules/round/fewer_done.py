"""達標人數比同一年的前一季還少。

為什麼：達標人數是從 1 月累計的，只會增加；變少多半是漏了前面的人、把單季當累計，或有人離職。
怎麼改：對照名冊；漏了就補上，有人離職或調出請回覆說明。
例如：第2季達標(女) 50 人，第3季填 12 人，查明 12 人是單季新增的，改為 62 人。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.earlier import SHEET, beside_earlier, changed
from gmreports.rules.hit import together

COLUMNS = ("done_m", "done_f", "done_o")


def check(data: Round) -> pd.DataFrame:
    rows, sheet = beside_earlier(data, COLUMNS), data.form.sheet(SHEET)
    found = []
    for column in COLUMNS:
        wrong = rows[rows[column] < rows[f"before_{column}"]]
        found.append(changed(wrong, sheet, column))
    return together(*found)


RULE = Rule(
    code="R05",
    name="fewer_done",
    title="達標人數比前一季少",
    severity="W",
    message="{requirement}、{group}的「{header}」是 {filled} 人，{before}是 {earlier} 人，變少了。",
    expected="不少於{before}的 {earlier} 人",
    mend="請對照名冊，「{header}」要從 1 月累計；有人離職或調出，請回覆說明。",
    check=check,
    no_formula="要比對前一季的檔案，單一檔案裡看不出來。",
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q1
        coverage
        | requirement     | staff_group  | done_m | done_f | done_o |
        | 性別主流化2小時 | 一般公務人員 | 10     | 20     |        |
        | CEDAW實體1小時  | 一般公務人員 | 5      | 5      |        |
        @ 68000010 115Q3
        coverage
        | requirement     | staff_group  | done_m | done_f | done_o |
        | 性別主流化2小時 | 一般公務人員 | 10     | 30     | 0      |
        | CEDAW實體1小時  | 主管人員     | 1      | 2      |        |
        @ 68000010 114Q4
        coverage
        | requirement     | staff_group  | done_m | done_f | done_o |
        | 性別主流化2小時 | 一般公務人員 | 40     | 60     | 1      |
        @ 68000020 115Q2
        coverage
        | requirement     | staff_group  | done_m | done_f | done_o |
        | 性別主流化2小時 | 一般公務人員 | 40     | 60     | 1      |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q1
        coverage
        | requirement     | staff_group  | done_m | done_f | done_o |
        | 性別主流化2小時 | 一般公務人員 | 40     | 60     |        |
        @ 68000010 115Q2
        coverage
        | requirement     | staff_group  | done_m | done_f | done_o |
        | 性別主流化2小時 | 一般公務人員 | !10    | 60     | 1      |
        @ 68000010 115Q3
        coverage
        | requirement     | staff_group  | done_m | done_f | done_o |
        | 性別主流化2小時 | 一般公務人員 | 12     | !59    | !      |
        """,
    ),
)
