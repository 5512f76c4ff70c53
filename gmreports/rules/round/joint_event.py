"""幾個機關聯合辦理同一場，全市只算一場。

為什麼：每個公所都要報自己的人次，但場次只有一場；識別碼相同的，全市場次算一次，人次相加。
怎麼改：不必改。請看看合辦的機關對不對：不是合辦卻填了一樣的識別碼，請改成不同的文字。
例如：桃園區與蘆竹區都填「115Q3-聯合01」，全市場次算 1 場，人次是兩區相加。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.asked import of_file
from gmreports.rules.events import same_words
from gmreports.rules.hit import hits
from gmreports.rules.words import all_shown

COLUMN = "joint_id"


def check(data: Round) -> pd.DataFrame:
    table = data.tables["training"]
    found = table.loc[table[COLUMN].notna(), [COLUMN]]
    facts = {fact: of_file(data, found, fact) for fact in ("office_code", "period", "current")}
    found = found.assign(plain=found[COLUMN].map(same_words).astype(object), **facts)
    found = found[found["current"].astype(bool)]
    names = {office.code: office.short for office in data.terms.offices}
    joint = {
        key: [names.get(code, code) for code in sorted(set(group["office_code"]))]
        for key, group in found.groupby(["period", "plain"])
    }
    keys = zip(found["period"], found["plain"], strict=True)
    offices = pd.Series([joint[key] for key in keys], index=found.index, dtype=object)
    wrong = found[offices.map(len) > 1]
    said = offices[wrong.index]
    column = data.form.sheet("training").column(COLUMN)
    return hits(
        wrong,
        "training",
        COLUMN,
        header=column.header,
        filled=all_shown(wrong[COLUMN], column),
        offices=said.map("、".join).astype(object),
        count=said.map(lambda each: str(len(each))).astype(object),
    )


RULE = Rule(
    code="R07",
    name="joint_event",
    title="聯合辦理，全市算一場",
    severity="I",
    message="「{header}」的「{filled}」有 {count} 個機關一起報（{offices}），全市場次算一次，人次相加。",
    expected="合辦的機關填一樣的識別碼",
    mend="不必更正；若不是合辦，請把「{header}」改成和其他機關不同的文字。",
    check=check,
    no_formula="要比對其他機關的檔案，單一檔案裡看不出來。",
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q3
        training
        | title    | joint_id    |
        | 聯合講座 | 115Q3-聯合01 |
        | 聯合講座 | 115Q3-聯合01 |
        @ 68000020 115Q3
        training
        | title    | joint_id    |
        | 聯合講座 | 115Q3-聯合02 |
        @ 68000050 115Q2
        training
        | title    | joint_id    |
        | 聯合講座 | 115Q3-聯合02 |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q3
        training
        | title    | joint_id      |
        | 聯合講座 | !115Q3-聯合01 |
        | 讀書會   |               |
        @ 68000050 115Q3
        training
        | title    | joint_id       |
        | 聯合講座 | !115q3 -聯合０１ |
        """,
    ),
)
