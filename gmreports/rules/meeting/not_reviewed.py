"""定期會議沒有審核前年度成果、沒有審議性別預算，或沒有檢視前年度預算執行。

為什麼：計畫規定，專案小組要審核前一年度的成果表、審議性別預算，並檢視前年度的預算執行情形。
怎麼改：會議紀錄裡有就改選「是」；確實沒有，請排入下一次會議，並回覆說明。
例如：「審議性別預算」選「否」，會議紀錄第三案就是性別預算，請改選「是」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, every, not_of_other_year, quiet, row_says, says
from gmreports.rules.hit import hits, together
from gmreports.rules.year import REGULAR, regular_meetings

SHEET, KIND, HELD = "meeting", "kind", "held_on"
REVIEWS = ("reviewed_results", "reviewed_budget", "reviewed_execution")
YES, NO = "是", "否"


def check(data: Round) -> pd.DataFrame:
    meetings, sheet = regular_meetings(data), data.form.sheet(SHEET)
    found = []
    for column in REVIEWS:
        # Another regular meeting of the year may have done it.
        done = set(meetings.index[meetings[column] == YES].get_level_values("file"))
        wrong = meetings[(meetings[column] == NO) & ~meetings.index.get_level_values("file").isin(done)]
        found.append(hits(wrong, SHEET, column, header=sheet.column(column).header, filled=NO))
    return together(*found)


def formulas(form: Form, terms: Terms) -> Formulas:
    regular = f"{row_says(KIND, REGULAR)},--{not_of_other_year(every(HELD))}"
    return {
        (SHEET, column): quiet(
            says(KIND, REGULAR),
            says(column, NO),
            not_of_other_year(at(HELD)),
            f"SUMPRODUCT({regular},{row_says(column, YES)})=0",
        )
        for column in REVIEWS
    }


RULE = Rule(
    code="N04",
    name="not_reviewed",
    title="定期會議沒有審核成果或預算",
    severity="W",
    message="今年的定期會議，「{header}」是「{filled}」。",
    expected="是",
    mend="請對照會議紀錄，有就改選「是」；確實沒有，請排入下一次會議並回覆說明。",
    clause="計畫5-2-(2)、(3)",
    short="定期會議沒有「{header}」",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        meeting
        | kind | held_on    | reviewed_results | reviewed_budget | reviewed_execution |
        | 定期 | 2026-04-15 | 是               | 否              | 是                 |
        | 定期 | 2026-09-15 | 否               | 是              |                    |
        | 臨時 | 2026-08-01 | 否               | 否              | 否                 |
        """,
        """
        meeting
        | kind | held_on    | reviewed_results |
        | 定期 | 2025-04-15 | 否               |
        """,
    ),
    bad=(
        """
        meeting
        | kind | held_on    | reviewed_results | reviewed_budget | reviewed_execution |
        | 定期 | 2026-04-15 | 是               | !否             | !否                |
        | 臨時 | 2026-08-01 | 是               | 是              | 是                 |
        """,
        """
        meeting
        | kind | held_on    | reviewed_results | reviewed_budget | reviewed_execution |
        | 定期 | 2026-04-15 | !否              | 是              | 是                 |
        """,
    ),
)
