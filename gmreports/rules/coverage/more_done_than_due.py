"""達標人數比應訓人數還多。

為什麼：達標的人是應訓人員的一部分，涵蓋率最多 100%；多出來常是把人次當成人數，同一個人算了兩次。
怎麼改：達標人數改填不重複的人數，同一個人今年只算一次。
例如：應訓人數(女) 50，達標人數(女) 53，查明重複的 3 人次後改為 50。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, quiet
from gmreports.rules.hit import hits, together
from gmreports.rules.words import numbers

DUE_OF = {"done_m": "due_m", "done_f": "due_f", "done_o": "due_o"}
# The form says of this one that blank is 0.
BLANK_IS_ZERO = "due_o"


def check(data: Round) -> pd.DataFrame:
    coverage, raw, sheet = data.tables["coverage"], data.raw["coverage"], data.form.sheet("coverage")
    found = []
    for done, due in DUE_OF.items():
        most = coverage[due].mask(raw[due] == "", 0.0) if due == BLANK_IS_ZERO else coverage[due]
        larger = coverage[done] > most
        found.append(
            hits(
                coverage[larger],
                "coverage",
                done,
                header=sheet.column(done).header,
                done=numbers(coverage.loc[larger, done]),
                due_header=sheet.column(due).header,
                due=numbers(most[larger]),
            )
        )
    return together(*found)


def formulas(form: Form, terms: Terms) -> Formulas:
    found = {}
    for done, due in DUE_OF.items():
        known = f"ISNUMBER({at(due)})" if due != BLANK_IS_ZERO else f"NOT(ISTEXT({at(due)}))"
        found["coverage", done] = quiet(f"ISNUMBER({at(done)})", known, f"{at(done)}>{at(due)}")
    return found


RULE = Rule(
    code="C01",
    name="more_done_than_due",
    title="達標人數大於應訓人數",
    severity="E",
    message="「{header}」{done} 人，比「{due_header}」{due} 人還多。",
    expected="不大於「{due_header}」的 {due}",
    mend="請改填不重複的人數，將「{header}」改為 {due} 以下的整數。",
    short="「{header}」大於應訓人數",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        coverage
        | due_m | due_f | due_o | done_m | done_f | done_o |
        | 40    | 60    |       | 40     | 0      |        |
        | 40    | 60    | 1     | 39     | 60     | 1      |
        """,
    ),
    bad=(
        """
        coverage
        | due_m | due_f | due_o | done_m | done_f | done_o |
        | 40    | 60    |       | !41    | 60     | !1     |
        | 40    | 60    | 1     | 39     | !61    | !2     |
        """,
    ),
)
