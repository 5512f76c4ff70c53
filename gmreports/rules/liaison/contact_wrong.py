"""聯絡人與代理聯絡人不是各 1 位、是同一個人，或聯絡人不是課長以上。

為什麼：計畫要求指派課長以上 1 人擔任性別議題聯絡人，另指派 1 人代理；同一個人就沒有人代理。
怎麼改：補上少的那一位，多的刪掉；聯絡人請確認層級，不是課長以上請改派。
例如：兩列都選「性別議題聯絡人」，請把代理的那一位改選「代理聯絡人」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.events import same_words
from gmreports.rules.excel import above, at, every, filled, how_many, plain, quiet, says
from gmreports.rules.hit import hits, listed, together
from gmreports.rules.roster import holders

SHEET, KIND, NAME, RANK = "liaison", "kind", "name", "rank"
CONTACT, DEPUTY = "性別議題聯絡人", "代理聯絡人"
HIGH, OTHER_RANK = "課長以上", "其他"


def check(data: Round) -> pd.DataFrame:
    table = data.tables[SHEET]
    rank = data.form.sheet(SHEET).column(RANK).header
    low = table[(table[KIND] == CONTACT) & (table[RANK] == OTHER_RANK)]
    facts = {
        "problem": f"{CONTACT}的「{rank}」是「{OTHER_RANK}」",
        "wanted": f"{CONTACT}是{HIGH}",
        "todo": f"請確認{CONTACT}的職務；不是{HIGH}，請改派{HIGH}的人擔任。",
    }
    return together(_number(data), _twice(table), hits(low, SHEET, RANK, **facts))


def _number(data: Round) -> pd.DataFrame:
    contacts, deputies = (holders(data, SHEET, KIND, word) for word in (CONTACT, DEPUTY))
    return listed(
        {
            "file": file,
            "sheet": SHEET,
            "problem": f"{CONTACT} {contacts[file]} 位、{DEPUTY} {deputies[file]} 位",
            "wanted": f"{CONTACT}、{DEPUTY}各 1 位",
            "todo": "請補上少的那一位，多的刪掉或改選正確的類別。",
        }
        for file in contacts
        if (contacts[file], deputies[file]) != (1, 1)
    )


def _twice(table: pd.DataFrame) -> pd.DataFrame:
    """Names are internal: they are compared and never repeated."""
    named = table[table[NAME].notna()]
    files = named.index.get_level_values("file")
    keys = pd.DataFrame({"file": files, "name": named[NAME].map(same_words).to_numpy()})
    facts = {
        "problem": "和上面是同一個人",
        "wanted": f"{CONTACT}、{DEPUTY}是不同的人",
        "todo": f"請另外指派 1 人擔任{DEPUTY}；打錯姓名請改正。",
    }
    return hits(named[keys.duplicated().to_numpy()], SHEET, NAME, **facts)


def formulas(form: Form, terms: Terms) -> Formulas:
    tai = ("臺",)
    same = (plain(every(NAME), tai), plain(at(NAME), tai))
    return {
        (SHEET, ""): f"OR({how_many(KIND, CONTACT)}<>1,{how_many(KIND, DEPUTY)}<>1)",
        (SHEET, NAME): quiet(filled(at(NAME)), f"{above(NAME, same)}>0"),
        (SHEET, RANK): quiet(says(KIND, CONTACT), says(RANK, OTHER_RANK)),
    }


RULE = Rule(
    code="K01",
    name="contact_wrong",
    title="性別議題聯絡人或代理聯絡人不對",
    severity="E",
    message="聯絡人：{problem}。",
    expected="{wanted}",
    mend="{todo}",
    clause="計畫5-1-(2)",
    short="聯絡人（課長以上）與代理聯絡人要各 1 位，而且是不同的人",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        liaison
        | kind           | name   | rank     |
        | 性別議題聯絡人 | 測試甲 | 課長以上 |
        | 代理聯絡人     | 測試乙 | 其他     |
        """,
        """
        training
        | title        |
        | 性別意識講座 |
        """,
    ),
    bad=(
        """
        liaison !
        | kind           | name   | rank     |
        | 性別議題聯絡人 | 測試甲 | 課長以上 |
        """,
        """
        liaison !
        | kind           | name   | rank     |
        | 性別議題聯絡人 | 測試甲 | 課長以上 |
        | 性別議題聯絡人 | 測試乙 | 課長以上 |
        | 代理聯絡人     | 測試丙 | 課長以上 |
        """,
        """
        liaison
        | kind           | name     | rank     |
        | 性別議題聯絡人 | 測試 甲  | !其他    |
        | 代理聯絡人     | !測試甲  | 課長以上 |
        """,
        """
        liaison !
        | kind | name | rank |
        """,
    ),
)
