"""參訓涵蓋的應訓人數，和員額表同一類、同性別的人數不一樣。

為什麼：員額是每一個涵蓋率的分母；兩張表不同，涵蓋率就有兩種答案。
怎麼改：先確認員額表，再把應訓人數改成一樣；人數(其他) 空白當作 0。
例如：員額表主管人員女 7 人，應訓人數(女) 填 8，查明後兩邊都改為 7。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, quiet, same
from gmreports.rules.hit import hits, together
from gmreports.rules.words import numbers

STAFF_OF = {"due_m": "male", "due_f": "female", "due_o": "other"}
# The form says of these that blank is 0.
BLANK_IS_ZERO = ("due_o", "other")


def check(data: Round) -> pd.DataFrame:
    due, staff = _zeroed(data, "coverage"), _zeroed(data, "headcount")
    known = staff[staff["staff_group"].notna()].reset_index()
    # A group that stands twice is for H01.
    known = known[~known.duplicated(["file", "staff_group"], keep=False)].set_index(["file", "staff_group"])
    keys = pd.MultiIndex.from_arrays([due.index.get_level_values("file"), due["staff_group"]])
    found = []
    for column, number in STAFF_OF.items():
        expected = pd.Series(known[number].reindex(keys).to_numpy(dtype=float), index=due.index)
        differs = due[column].notna() & expected.notna() & (due[column] != expected)
        wrong = due[differs]
        found.append(
            hits(
                wrong,
                "coverage",
                column,
                header=data.form.sheet("coverage").column(column).header,
                filled=numbers(wrong[column]),
                group=wrong["staff_group"],
                staff_header=data.form.sheet("headcount").column(number).header,
                staff=numbers(expected[differs]),
            )
        )
    return together(*found)


def _zeroed(data: Round, sheet: str) -> pd.DataFrame:
    """The table with 0 where a number that may be left out was left out."""
    table, raw = data.tables[sheet], data.raw[sheet]
    columns = [column for column in BLANK_IS_ZERO if column in table]
    return table.assign(
        **{column: table[column].mask(raw[column].isin(["", None]), 0.0) for column in columns}
    )


def formulas(form: Form, terms: Terms) -> Formulas:
    groups, group = "{headcount.staff_group:all}", at("staff_group")
    known = f"SUMPRODUCT({same('{list:staff_group}', group)})>0"
    same_group = same(groups, group)
    found = {}
    for column, number in STAFF_OF.items():
        cell, cells = at(column), f"{{headcount.{number}:all}}"
        zero = column in BLANK_IS_ZERO
        readable = f"--NOT(ISTEXT({cells}))" if zero else f"--ISNUMBER({cells})"
        one_row = f"SUMPRODUCT({same_group})=1,SUMPRODUCT({same_group},{readable})=1"
        own = f"NOT(ISTEXT({cell}))" if zero else f"ISNUMBER({cell})"
        differs = f"{cell}<>SUMIF({groups},{group},{cells})"
        found["coverage", column] = quiet(known, own, one_row, differs)
    return found


RULE = Rule(
    code="C02",
    name="due_not_headcount",
    title="應訓人數和員額不同",
    severity="E",
    message="{group}的「{header}」是 {filled} 人，員額表的「{staff_header}」是 {staff} 人。",
    expected="和員額表一樣是 {staff}",
    mend="請確認員額表；員額表若正確，請將「{header}」改為 {staff}。",
    short="「{header}」和員額表不同",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        headcount
        | staff_group  | male | female | other |
        | 全體應訓人員 | 40   | 60     | 1     |
        | 主管人員     | 5    | 7      |       |
        coverage
        | staff_group  | due_m | due_f | due_o |
        | 全體應訓人員 | 40    | 60    | 1     |
        | 主管人員     | 5     | 7     | 0     |
        | 主管人員     | 5     |       |       |
        | 機關首長     | 1     | 0     |       |
        """,
    ),
    bad=(
        """
        headcount
        | staff_group  | male | female | other |
        | 全體應訓人員 | 40   | 60     | 1     |
        | 主管人員     | 5    | 7      |       |
        coverage
        | staff_group  | due_m | due_f | due_o |
        | 全體應訓人員 | !41   | !59   | !     |
        | 主管人員     | 5     | !8    | !1    |
        """,
    ),
)
