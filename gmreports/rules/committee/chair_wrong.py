"""專案小組的召集人不是剛好 1 位，或不是區長。

為什麼：手冊與實施計畫規定，區公所的專案小組由區長擔任召集人，只有 1 位。
怎麼改：把區長那一列的職務角色選「召集人」，其他人改成正確的角色。
例如：區長的身分選成「課室主管」，請改選「區長」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import how_many, known, quiet, says
from gmreports.rules.hit import hits, listed, together
from gmreports.rules.roster import alone, holders

SHEET, ROLE, SOURCE = "committee", "role", "source"
CHAIR, HEAD = "召集人", "區長"


def check(data: Round) -> pd.DataFrame:
    counts = holders(data, SHEET, ROLE, CHAIR)
    facts = {"wanted": f"{CHAIR}剛好 1 位，由{HEAD}擔任"}
    todo = f"請把{HEAD}那一列的職務角色選「{CHAIR}」，其他人改成正確的角色。"
    number = listed(
        {"file": file, "sheet": SHEET, "problem": _counted(count), "todo": todo, **facts}
        for file, count in counts.items()
        if count != 1
    )
    chairs = alone(data.tables[SHEET], ROLE, CHAIR)
    other = chairs[chairs[SOURCE].notna() & (chairs[SOURCE] != HEAD)]
    header = data.form.sheet(SHEET).column(SOURCE).header
    problem = other[SOURCE].map(lambda source: f"{CHAIR}的「{header}」是「{source}」，不是{HEAD}")
    todo = f"請確認{CHAIR}是誰；是{HEAD}，請將「{header}」改為「{HEAD}」。"
    return together(number, hits(other, SHEET, SOURCE, problem=problem.astype(object), todo=todo, **facts))


def _counted(count: int) -> str:
    return f"有 {count} 位{CHAIR}" if count else f"沒有{CHAIR}"


def formulas(form: Form, terms: Terms) -> Formulas:
    source = form.sheet(SHEET).column(SOURCE)
    not_head = quiet(
        says(ROLE, CHAIR), f"{how_many(ROLE, CHAIR)}=1", f"{known(source)}>0", f"NOT({says(SOURCE, HEAD)})"
    )
    return {(SHEET, ""): f"{how_many(ROLE, CHAIR)}<>1", (SHEET, SOURCE): not_head}


RULE = Rule(
    code="G03",
    name="chair_wrong",
    title="專案小組的召集人不對",
    severity="E",
    message="專案小組{problem}。",
    expected="{wanted}",
    mend="{todo}",
    clause="手冊二(二)；計畫5-1-(1)-2",
    short="召集人要剛好 1 位，由區長擔任",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        committee
        | role     | source   |
        | 召集人   | 區長     |
        | 副召集人 | 主任秘書 |
        | 內聘委員 | 課室主管 |
        """,
        """
        committee
        | role     | source |
        | 召集人   |        |
        """,
        """
        training
        | title        |
        | 性別意識講座 |
        """,
    ),
    bad=(
        """
        committee !
        | role     | source   |
        | 副召集人 | 主任秘書 |
        """,
        """
        committee !
        | role   | source |
        | 召集人 | 區長   |
        | 召集人 | 副區長 |
        """,
        """
        committee !
        | role | source |
        """,
        """
        committee
        | role     | source    |
        | 召集人   | !主任秘書 |
        | 內聘委員 | 區長      |
        """,
    ),
)
