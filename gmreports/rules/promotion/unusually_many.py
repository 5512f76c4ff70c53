"""一列的參與人次或觸及人次大得不尋常。

為什麼：多打一個 0，一列就比其他十二區加起來還多，全市的總計跟著失真。
怎麼改：對照成果紀錄；數字對就回覆說明（例如全市路跑、跨年晚會），打錯就改正。
例如：參與人次(女) 填 30000，查明後改為 300。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, quiet
from gmreports.rules.hit import hits, together

SHEET = "promotion"
# where it is said, what is measured, the number that it is measured by
LARGEST = (("title", "part_total", "largest_participants"), ("reach", "reach", "largest_reach"))


def check(data: Round) -> pd.DataFrame:
    promotion, sheet = data.tables[SHEET], data.form.sheet(SHEET)
    found = []
    for place, column, limit in LARGEST:
        most = float(data.terms.numbers[limit])
        wrong = promotion[promotion[column] > most]
        found.append(
            hits(
                wrong,
                SHEET,
                place,
                header=sheet.column(column).header,
                filled=wrong[column].map(lambda value: f"{value:,.0f}").astype(object),
                most=f"{most:,.0f}",
            )
        )
    return together(*found)


def formulas(form: Form, terms: Terms) -> Formulas:
    asked = {column.id for column in form.sheet(SHEET).asked}
    found = {}
    for place, column, limit in LARGEST:
        parts = form.sheet(SHEET).column(column).parts or (column,)
        cells = (at(part) for part in parts if part in asked)
        heads = "+".join(f"IF(ISNUMBER({cell}),{cell},0)" for cell in cells)
        found[SHEET, place] = quiet(f"{heads}>{float(terms.numbers[limit]):.12g}")
    return found


RULE = Rule(
    code="P02",
    name="unusually_many",
    title="參與人次或觸及人次大得不尋常",
    severity="W",
    message="這一列的「{header}」是 {filled}，超過 {most}。",
    expected="{most} 以下，或有說明",
    mend="請對照成果紀錄，打錯就改正「{header}」；數字正確請回覆說明。",
    short="參與人次或觸及人次大得不尋常",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        promotion
        | title    | countable | part_m | part_f | part_o | reach   |
        | 社區宣導 | 是        | 2000   | 3000   |        |         |
        | 電子看板 | 否        |        |        |        | 1000000 |
        """,
    ),
    bad=(
        """
        promotion
        | title     | countable | part_m | part_f | part_o | reach    |
        | !路跑宣導 | 是        | 2000   | 3000   | 1      |          |
        | 電子看板  | 否        |        |        |        | !1000001 |
        """,
    ),
)
