"""今年到目前為止，還沒有召開定期會議。

為什麼：專案小組每年至少要開 1 次定期會議（4 月），審核成果與預算；第1季只是提醒，
第2季起請確認，第4季還沒有就要更正。
怎麼改：開過就填進「會議」，類別選「定期」；還沒開請儘快召開。
例如：4月15日開過會，卻只填在備註，請在「會議」加一列。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Period, Round, Rule, Severity, Terms
from gmreports.rules.excel import every, not_of_other_year, row_says
from gmreports.rules.hit import listed
from gmreports.rules.words import number
from gmreports.rules.year import LAST_QUARTER, REGULAR, filed, regular_meetings

SHEET, KIND, HELD = "meeting", "kind", "held_on"
MONTH = "meeting_month"


def check(data: Round) -> pd.DataFrame:
    held = set(regular_meetings(data).index.get_level_values("file"))
    month = number(float(data.terms.numbers[MONTH]))
    return listed(
        {"file": file, "sheet": SHEET, "severity": severity(period), **_facts(period, month)}
        for file, period in filed(data, SHEET, KIND)
        if file not in held
    )


def severity(period: Period) -> Severity:
    if period.quarter == 1:
        return "I"
    return "E" if period.quarter == LAST_QUARTER else "W"


def _facts(period: Period, month: str) -> dict[str, str]:
    todo = f"開過就請在「會議」加一列，類別選「{REGULAR}」；還沒開請儘快召開。"
    if period.quarter == 1:
        todo = f"不必更正；請安排 {month} 月召開。"
    return {"until": period.title, "month": month, "todo": todo}


def formulas(form: Form, terms: Terms) -> Formulas:
    """Only where it is a warning: the workbook knows a single severity of a rule."""
    if severity(terms.period) != "W":
        return {}
    of_year = f"--{not_of_other_year(every(HELD))}"
    return {(SHEET, ""): f"SUMPRODUCT({row_says(KIND, REGULAR)},{of_year})=0"}


RULE = Rule(
    code="N01",
    name="none_held",
    title="今年還沒有定期會議",
    severity="W",
    message="今年到{until}為止，沒有定期會議。",
    expected="每年 {month} 月至少 1 次定期會議",
    mend="{todo}",
    clause="手冊二(二)；計畫5-2-(1)",
    short="今年還沒有定期會議",
    check=check,
    formulas=formulas,
    no_formula="第1季只是提醒，第4季要更正，由程式說明。",
    doc=__doc__,
    good=(
        """
        meeting
        | kind | held_on    |
        | 定期 | 2026-04-15 |
        | 臨時 | 2026-08-01 |
        """,
        """
        meeting
        | kind | held_on |
        | 定期 |         |
        """,
    ),
    bad=(
        """
        meeting !
        | kind | held_on    |
        | 臨時 | 2026-08-01 |
        """,
        """
        meeting !
        | kind | held_on    |
        | 定期 | 2025-04-15 |
        """,
        """
        @ 68000010 115Q1
        meeting !
        | kind | held_on |
        @ 68000020 115Q4
        meeting !
        | kind | held_on |
        """,
    ),
)
