"""必填的欄位沒有填。

為什麼：少了這一格，這一列就算不出來，也無法向上彙整；0 和空白不同，沒有人參加要填 0。
怎麼改：補上內容。條件必填的欄位（例如填了合辦機關就要填聯合辦理識別碼），條件成立時才需要填。
例如：「參訓人次(女)」空白，沒有女性參加就填 0，有 18 人就填 18。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Column, Form, Formulas, Round, Rule, Sheet, Terms
from gmreports.rules.asked import Answers, answers, of_file, questions
from gmreports.rules.excel import at, blank, filled, plain, quiet, row_filled
from gmreports.rules.hit import together

ANYTHING = "*"


def check(data: Round) -> pd.DataFrame:
    found = []
    for asked in answers(data):
        if asked.column.need not in ("required", "conditional"):
            continue
        blank_cells = asked.raw == ""
        if blank_cells.any():
            because = _because(asked.sheet, asked.column)
            wrong = blank_cells & _needed(data, asked).to_numpy()
            found.append(asked.hits(wrong, because=because, help=asked.column.help))
    return together(*found)


def _needed(data: Round, asked: Answers) -> pd.Series:
    column, index = asked.column, asked.places[asked.raw.index]
    needed = pd.Series(column.need == "required" or bool(column.required_when), index=index)
    if column.required_from_quarter is not None:
        quarter = of_file(data, needed, "period").str[-1].astype(int)
        needed = (needed | (column.need == "conditional")) & (quarter >= column.required_from_quarter)
    for other, values in column.required_when.items():
        if ANYTHING in values:
            holds = ~data.raw[asked.sheet.id].loc[index, other].isin(["", None])
        else:
            said = data.tables[asked.sheet.id].loc[index, other]
            holds = said.map(lambda text, values=values: bool(set(str(text).split("、")) & set(values)))
        needed &= holds.astype(bool)
    return needed


def _because(sheet: Sheet, column: Column) -> str:
    reasons = []
    for other, values in column.required_when.items():
        says = "有填" if ANYTHING in values else f"是「{'或'.join(values)}」"
        reasons.append(f"「{sheet.column(other).header}」{says}")
    if column.required_from_quarter is not None:
        reasons.append(f"第 {column.required_from_quarter} 季起必填")
    return "、".join(reasons) + "，但" if reasons else ""


def formulas(form: Form, terms: Terms) -> Formulas:
    found = {}
    for sheet, column in questions(form):
        first = column.required_from_quarter
        asked = column.need == "required" or column.required_when or first is not None
        if asked and column.need != "optional" and (first is None or terms.period.quarter >= first):
            holds = [_holds(other, values) for other, values in column.required_when.items()]
            found[sheet.id, column.id] = quiet(blank(at(column.id)), row_filled(sheet), *holds)
    return found


def _holds(other: str, values: tuple[str, ...]) -> str:
    if ANYTHING in values:
        return filled(at(other))
    said = f'"、"&{plain(at(other))}&"、"'
    finds = (f'ISNUMBER(FIND("、{value}、",{said}))' for value in values)
    return f"OR({','.join(finds)})"


RULE = Rule(
    code="F01",
    name="required_empty",
    title="必填欄位空白",
    severity="E",
    message="{because}「{header}」沒有填。",
    expected="「{header}」要填",
    mend="請補填「{header}」。{help}",
    short="「{header}」必填",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | title        | date_start | co_host | joint_id       | att_m | att_f |
        | 性別意識講座 | 2026-07-03 |         |                | 0     | 18    |
        | 性別意識講座 | 2026-07-04 | 蘆竹區  | 115Q3-聯合01   | 5     | 0     |
        """,
        """
        promotion
        | title    | countable | part_m | part_f | reach |
        | 社區宣導 | 是        | 10     | 20     |       |
        | 廣播宣導 | 否        |        |        | 5000  |
        """,
        """
        budget
        | item     | budgeted | spent |
        | 宣導活動 | 50000    |       |
        """,
    ),
    bad=(
        """
        training
        | title        | date_start | co_host | joint_id | course_kind | delivery | course_code | att_f |
        | 性別意識講座 | 2026-07-03 | 蘆竹區  | !        | CEDAW       | 實體     | !           | !     |
        | !            | !          |         |          | CEDAW       | 混成     |             | 8     |
        """,
        """
        promotion
        | title    | countable | part_m | part_f | reach |
        | 社區宣導 | 是        | !      | 20     |       |
        | 廣播宣導 | 否        |        |        | !     |
        """,
        """
        @ 68000010 115Q4
        budget
        | item     | budgeted | spent |
        | 宣導活動 | 50000    | !     |
        """,
    ),
)
