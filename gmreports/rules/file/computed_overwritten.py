"""自動計算的格子被改掉，和各部分算出來的不一樣。

為什麼：合計、涵蓋率由程式用各部分重算，報表一律採用重算的數字；兩者不同，表示其中一邊填錯了。
怎麼改：確認各部分的數字；再從同一欄的其他列複製公式回來，或直接清空那一格。
例如：男 10、女 20，合計卻填 32，請確認是人次少填，還是合計打錯。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, quiet
from gmreports.rules.hit import listed, noted, row_at


def check(data: Round) -> pd.DataFrame:
    found = []
    for note in noted(data, "computed_differs"):
        sheet = data.form.sheet(note.sheet)
        place = {"file": note.file, "row": row_at(sheet, note.cell), "sheet": note.sheet}
        facts = {"header": sheet.column(note.column).header, **note.facts}
        found.append({**place, "column": note.column, **facts})
    return listed(found)


def formulas(form: Form, terms: Terms) -> Formulas:
    """Sums only: how a percentage is shown is not for this rule to know."""
    found = {}
    for sheet in form.sheets:
        for column in sheet.asked:
            if column.parts and not column.whole:
                parts, total = ",".join(at(part) for part in column.parts), at(column.id)
                found[sheet.id, column.id] = quiet(
                    f"ISNUMBER({total})",
                    f"COUNT({parts})>0",
                    f"COUNT({parts})=COUNTA({parts})",
                    f"{total}<>SUM({parts})",
                )
    return found


RULE = Rule(
    code="S08",
    name="computed_overwritten",
    title="自動計算的格子被改掉",
    severity="W",
    message="「{header}」是 {filled}，但各部分算出來是 {computed}。",
    expected="{computed}",
    mend="請確認各部分的數字；「{header}」會自動計算，請還原公式或清空。",
    short="「{header}」和各部分算出來的不同",
    check=check,
    formulas=formulas,
    no_formula="涵蓋率、執行率與封面的行政區代碼，由程式比對。",
    doc=__doc__,
    good=(
        """
        headcount
        | staff_group  | male | female | total |
        | 全體應訓人員 | 10   | 20     | 30    |
        """,
    ),
    bad=(
        """
        headcount
        | staff_group  | male | female | total |
        | 全體應訓人員 | 10   | 20     | !32   |
        """,
    ),
)
