"""專案小組任一性別不到法定的最低比例（現行三分之一）。

為什麼：市府任務編組作業原則第七條規定，任一性別不得低於全部成員的三分之一；召集人、副召集人都算在內。
怎麼改：先確認名單與性別有沒有填錯；確實不足，請增聘或改聘較少的一方，下次改組時補足。
例如：小組 11 人，任一性別至少要 4 人；現在男 3、女 8，再增加 1 位男性（12 人中 4 人）就符合。
性別填「其他」的成員算在總人數裡，但不算在男或女任一方；結果要看他們才能決定時，會寫「需人工認定」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.balance import MINIMUM, balances, condition, facts
from gmreports.rules.hit import listed


def check(data: Round) -> pd.DataFrame:
    needed = data.terms.numbers.get(MINIMUM)
    return listed(
        {"file": file, "sheet": "committee", **facts(balance, needed)}
        for file, balance in balances(data).items()
        if needed is not None and balance.verdict(needed) != "met"
    )


def formulas(form: Form, terms: Terms) -> Formulas:
    needed = terms.numbers.get(MINIMUM)
    return {("committee", ""): condition(needed)} if needed is not None else {}


RULE = Rule(
    code="G01",
    name="sex_under_minimum",
    title="專案小組任一性別不足最低比例",
    severity="E",
    message="專案小組共 {n} 人：男 {men}、女 {women}、其他 {others}，{verdict}。",
    expected="男、女各至少 {least} 人（全體 {n} 人的 {share}）",
    mend="{todo}。",
    clause="手冊註 第七條；計畫5-1-(1)-1",
    short="專案小組任一性別不足最低比例",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        committee
        | sex |
        | 男  |
        | 女  |
        | 女  |
        """,
        """
        committee
        | name   | sex |
        | 測試甲 | 男  |
        | 測試乙 | 男  |
        | 測試丙 |     |
        """,
        """
        committee
        | sex |
        """,
    ),
    bad=(
        """
        committee !
        | sex |
        | 男  |
        | 女  |
        | 女  |
        | 女  |
        """,
        """
        committee !
        | sex  |
        | 男   |
        | 其他 |
        | 女   |
        | 女   |
        """,
    ),
)
