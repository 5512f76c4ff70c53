"""性別議題聯絡人不在專案小組的名單裡。

為什麼：手冊規定專案小組要邀集性別議題聯絡人擔任委員；不在名單裡，不是漏列，就是兩張表的姓名寫法不同。
怎麼改：把聯絡人加進「專案小組」；只是寫法不同，請改成一樣。
例如：聯絡人是人事室主任，「專案小組」沒有這一位，請加一列，職務角色選「內聘委員」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.events import same_words
from gmreports.rules.excel import at, filled, plain, quiet, same, says
from gmreports.rules.hit import hits

SHEET, KIND, NAME = "liaison", "kind", "name"
CONTACT = "性別議題聯絡人"


def check(data: Round) -> pd.DataFrame:
    table = data.tables[SHEET]
    contacts = table[(table[KIND] == CONTACT) & table[NAME].notna()]
    names = data.tables["committee"]["name"].dropna().map(same_words)
    members = {str(file): set(own) for file, own in names.groupby(level="file")}
    missing = [
        str(file) in members and same_words(name) not in members[str(file)]
        for file, name in zip(contacts.index.get_level_values("file"), contacts[NAME], strict=True)
    ]
    return hits(contacts[pd.Series(missing, index=contacts.index, dtype=bool)], SHEET, NAME, contact=CONTACT)


def formulas(form: Form, terms: Terms) -> Formulas:
    members, tai = "{committee.name:all}", ("臺",)
    anybody = f'SUMPRODUCT(--ISNUMBER(1/LEN(TRIM(SUBSTITUTE({members},"　","")))))>0'
    member = f"SUMPRODUCT({same(plain(members, tai), plain(at(NAME), tai))})"
    return {(SHEET, NAME): quiet(says(KIND, CONTACT), filled(at(NAME)), anybody, f"{member}=0")}


RULE = Rule(
    code="K02",
    name="contact_not_member",
    title="聯絡人不是專案小組成員",
    severity="W",
    message="{contact}不在「專案小組」的名單裡。",
    expected="{contact}是專案小組的委員",
    mend="請在「專案小組」加上{contact}；已經在名單裡，請把兩張表的姓名改成一樣。",
    clause="手冊二(二)",
    short="聯絡人不在專案小組的名單裡",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        committee
        | name   | role     |
        | 測試甲 | 內聘委員 |
        liaison
        | kind           | name    |
        | 性別議題聯絡人 | 測試 甲 |
        | 代理聯絡人     | 測試丙  |
        """,
        """
        committee
        | name | role |
        liaison
        | kind           | name   |
        | 性別議題聯絡人 | 測試甲 |
        """,
    ),
    bad=(
        """
        committee
        | name   | role     |
        | 測試甲 | 內聘委員 |
        liaison
        | kind           | name    |
        | 性別議題聯絡人 | !測試乙 |
        """,
    ),
)
