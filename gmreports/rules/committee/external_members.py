"""專案小組沒有外聘委員，或超過 1 位。

為什麼：手冊說得聘請 1 位專家學者擔任外聘委員，計畫也要延聘外聘委員來指導；超過 1 位不算錯，只是提醒。
怎麼改：沒有就請規劃延聘，並回覆說明；超過 1 位不必改，請確認角色沒有選錯。
例如：專家學者那一列選成「內聘委員」，請改選「外聘委員」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import how_many
from gmreports.rules.hit import listed
from gmreports.rules.roster import filled_files, holders

SHEET, ROLE, EXTERNAL = "committee", "role", "外聘委員"


def check(data: Round) -> pd.DataFrame:
    filled = filled_files(data, SHEET)
    counts = holders(data, SHEET, ROLE, EXTERNAL)
    return listed(
        {"file": file, "sheet": SHEET, **_facts(count)}
        for file, count in counts.items()
        if count != 1 and file in filled
    )


def _facts(count: int) -> dict[str, str]:
    if count:
        todo = "不必更正；請確認每一位的職務角色沒有選錯。"
        return {"severity": "I", "problem": f"有 {count} 位{EXTERNAL}，超過 1 位", "todo": todo}
    todo = "請確認職務角色；還沒有聘請，請規劃延聘並回覆說明。"
    return {"severity": "W", "problem": f"沒有{EXTERNAL}", "todo": todo}


def formulas(form: Form, terms: Terms) -> Formulas:
    return {(SHEET, ""): f"AND(COUNTA({{{ROLE}:all}})>0,{how_many(ROLE, EXTERNAL)}=0)"}


RULE = Rule(
    code="G05",
    name="external_members",
    title="專案小組的外聘委員人數",
    severity="W",
    message="專案小組{problem}。",
    expected="外聘委員 1 位",
    mend="{todo}",
    clause="手冊二(二)；計畫5-1-(1)-2",
    short="專案小組沒有外聘委員",
    check=check,
    formulas=formulas,
    no_formula="超過 1 位只是提醒，由程式說明。",
    doc=__doc__,
    good=(
        """
        committee
        | role     | source   |
        | 召集人   | 區長     |
        | 外聘委員 | 專家學者 |
        """,
        """
        committee
        | role | source |
        """,
    ),
    bad=(
        """
        committee !
        | role     | source   |
        | 召集人   | 區長     |
        | 內聘委員 | 課室主管 |
        """,
        """
        committee !
        | role     | source   |
        | 外聘委員 | 專家學者 |
        | 外聘委員 | 民間委員 |
        """,
    ),
)
