"""定期會議還沒有提報性別主流化推動組備查。

為什麼：手冊與計畫規定，定期會議開完要提報性別主流化推動組備查。
怎麼改：提報後填「提報備查日期」與文號；還沒提報請儘快提報。
例如：4月15日開會，4月28日函報，「提報備查日期」填 115/4/28。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, blank, quiet, says
from gmreports.rules.hit import hits
from gmreports.rules.year import REGULAR

SHEET, COLUMN, KIND = "meeting", "filed_on", "kind"


def check(data: Round) -> pd.DataFrame:
    meeting, raw = data.tables[SHEET], data.raw[SHEET]
    wrong = meeting[(meeting[KIND] == REGULAR) & raw[COLUMN].isin(["", None])]
    return hits(wrong, SHEET, COLUMN, header=data.form.sheet(SHEET).column(COLUMN).header)


def formulas(form: Form, terms: Terms) -> Formulas:
    return {(SHEET, COLUMN): quiet(says(KIND, REGULAR), blank(at(COLUMN)))}


RULE = Rule(
    code="N03",
    name="not_filed",
    title="定期會議還沒有提報備查",
    severity="W",
    message="定期會議的「{header}」沒有填。",
    expected="提報性別主流化推動組備查的日期",
    mend="請補填「{header}」；還沒提報，請儘快提報性別主流化推動組備查。",
    clause="手冊二(二)；計畫5-2-(1)",
    short="定期會議要提報備查，請填「{header}」",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        meeting
        | kind | held_on    | filed_on   |
        | 定期 | 2026-04-15 | 2026-04-28 |
        | 臨時 | 2026-08-01 |            |
        """,
    ),
    bad=(
        """
        meeting
        | kind | held_on    | filed_on |
        | 定期 | 2026-04-15 | !        |
        """,
    ),
)
