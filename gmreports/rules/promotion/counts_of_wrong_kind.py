"""數不出性別的活動填了男女人次，或數得出性別的活動填了觸及人次。

為什麼：參與人次分性別、觸及人次分不出性別，兩者不能相加；填錯格，女性占比和總數都會錯。
怎麼改：先確認「性別可計數」，再把不該填的那一格清空。
例如：電子看板「性別可計數」選「否」，只填觸及人次 5000，參與人次(男)、(女)、(其他) 都留空。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.asked import broken
from gmreports.rules.excel import at, filled, no_mark, quiet
from gmreports.rules.hit import hits, together
from gmreports.rules.words import all_shown

SPLIT = ("part_m", "part_f", "part_o")
# column → the answer of 性別可計數 under which it must be blank
BLANK_WHEN = {**dict.fromkeys(SPLIT, "否"), "reach": "是"}


def check(data: Round) -> pd.DataFrame:
    promotion, raw, sheet = data.tables["promotion"], data.raw["promotion"], data.form.sheet("promotion")
    found = []
    for column_id, answer in BLANK_WHEN.items():
        column = sheet.column(column_id)
        filled_in = ~raw[column_id].isin(["", None]) & ~broken(raw[column_id])
        wrong = promotion[(promotion["countable"] == answer) & filled_in]
        texts = all_shown(raw.loc[wrong.index, column_id], column)
        instead = "觸及人次" if answer == "否" else "參與人次(男)、參與人次(女)"
        facts = {"header": column.header, "answer": answer, "instead": instead}
        switch = sheet.column("countable").header
        found.append(hits(wrong, "promotion", column_id, filled=texts, switch=switch, **facts))
    return together(*found)


def formulas(form: Form, terms: Terms) -> Formulas:
    return {
        ("promotion", column): quiet(f'{at("countable")}="{answer}"', filled(at(column)), no_mark(at(column)))
        for column, answer in BLANK_WHEN.items()
    }


RULE = Rule(
    code="P01",
    name="counts_of_wrong_kind",
    title="參與人次與觸及人次填錯格",
    severity="E",
    message="「{switch}」選「{answer}」，「{header}」卻填了 {filled}。",
    expected="「{switch}」是「{answer}」時，「{header}」留空",
    mend="請清空「{header}」，數字填在{instead}；若「{switch}」選錯了，請改正。",
    short="「{header}」要留空，或性別可計數選錯",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        promotion
        | countable | part_m | part_f | part_o | reach |
        | 是        | 10     | 20     | 0      |       |
        | 否        |        |        |        | 5000  |
        |           | 10     | 20     |        |       |
        """,
    ),
    bad=(
        """
        promotion
        | countable | part_m | part_f | part_o | reach |
        | 是        | 10     | 20     |        | !5000 |
        | 否        | !10    | !20    | !1     | 5000  |
        | 否        | !0     |        |        | 300   |
        """,
    ),
)
