"""專案小組任一性別不到目標比例（現行 40%）。

為什麼：實施計畫除了三分之一的底線，還要朝 40% 邁進；已不足三分之一的，由 G01 說明，這裡不重複。
怎麼改：下次改聘或增聘時，優先邀請較少的一方；短期內無法調整，請回覆說明。
例如：小組 10 人，男 3、女 7 不到 40%，改聘 1 位男性（男 4、女 6）就達到。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.balance import GOAL, MINIMUM, balances, condition, facts
from gmreports.rules.hit import listed


def check(data: Round) -> pd.DataFrame:
    goal, minimum = data.terms.numbers.get(GOAL), data.terms.numbers.get(MINIMUM)
    return listed(
        {"file": file, "sheet": "committee", **facts(balance, goal)}
        for file, balance in balances(data).items()
        if goal is not None
        and balance.verdict(goal) != "met"
        and (minimum is None or balance.verdict(minimum) == "met")
    )


def formulas(form: Form, terms: Terms) -> Formulas:
    goal = terms.numbers.get(GOAL)
    return {("committee", ""): condition(goal, terms.numbers.get(MINIMUM))} if goal is not None else {}


RULE = Rule(
    code="G02",
    name="sex_under_goal",
    title="專案小組任一性別未達目標比例",
    severity="W",
    message="專案小組共 {n} 人：男 {men}、女 {women}、其他 {others}，{verdict}。",
    expected="男、女各至少 {least} 人（全體 {n} 人的 {share}）",
    mend="{todo}；下次改組前無法調整，請回覆說明。",
    clause="計畫5-1-(1)-1",
    short="專案小組任一性別未達目標比例",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        committee
        | sex |
        | 男  |
        | 男  |
        | 女  |
        | 女  |
        | 女  |
        """,
        """
        committee
        | sex |
        | 男  |
        | 女  |
        | 女  |
        | 女  |
        """,
    ),
    bad=(
        """
        committee !
        | sex |
        | 男  |
        | 女  |
        | 女  |
        """,
        """
        committee !
        | sex  |
        | 男   |
        | 男   |
        | 女   |
        | 女   |
        | 女   |
        | 其他 |
        """,
    ),
)
