"""選單的欄位填了清單以外的文字。

為什麼：彙整表依清單分類，清單外的寫法不知道要算到哪一類。程式會建議最接近的選項，但不會自己改。
怎麼改：從下拉清單選一個；可以複選的欄位用「、」隔開。
例如：「課程類型」填了「性別主流」，請改選「性別主流化」。
"""

from __future__ import annotations

from functools import partial

import pandas as pd

from gmreports.model import Column, Form, Formulas, Kind, Round, Rule, Terms
from gmreports.rules.asked import answers, questions
from gmreports.rules.excel import at, filled, known, plain, quiet
from gmreports.rules.hit import together
from gmreports.rules.words import nearest

CHOICE_KINDS: tuple[Kind, ...] = ("choice", "choices", "yesno")


def check(data: Round) -> pd.DataFrame:
    found = []
    for asked in answers(data, *CHOICE_KINDS):
        choices = "、".join(asked.column.choices)
        found.append(asked.hits(asked.unread, choices=choices, nearest=partial(_guess, asked.column)))
    return together(*found)


def _guess(column: Column, text: str) -> str:
    parts = text.replace("，", "、").replace(",", "、").split("、") if column.kind == "choices" else [text]
    guesses = (nearest(part, column.choices) for part in parts if part not in column.choices)
    guess = next((guess for guess in guesses if guess), "")
    return f"您要填的可能是「{guess}」。" if guess else ""


def formulas(form: Form, terms: Terms) -> Formulas:
    found = {}
    for sheet, column in questions(form, *CHOICE_KINDS):
        conditions = _several(column) if column.kind == "choices" else [f"{known(column)}=0"]
        others = [f'{plain(at(column.id))}<>"{word}"' for words in column.also.values() for word in words]
        found[sheet.id, column.id] = quiet(filled(at(column.id)), *conditions, *others)
    return found


def _several(column: Column) -> list[str]:
    """Each known part is cut out with its commas; wrong when anything is left."""
    text = plain(at(column.id).join(("SUBSTITUTE(", ',"、",",")')), column.choices)
    for mark in ";/|":
        text = f'SUBSTITUTE({text},"{mark}",",")'
    wrapped = f'","&SUBSTITUTE({text},",",",,")&","'
    choices = plain(f"{{list:{column.id}}}", column.choices)
    cut = f'SUMPRODUCT(LEN({wrapped})-LEN(SUBSTITUTE({wrapped},","&{choices}&",","")))'
    return [f"{cut}<>LEN({wrapped})", f'RIGHT({text},1)<>","']


RULE = Rule(
    code="F05",
    name="not_a_choice",
    title="不在選單裡",
    severity="E",
    message="「{header}」填的是「{filled}」，不在選單裡。",
    expected="{choices}",
    mend="請將「{header}」改為選單裡的選項。{nearest}可選：{choices}。",
    short="「{header}」要從選單選",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | course_kind | cedaw_intro | delivery     | audience                |
        | CEDAW       | 是          | 數位（非同步） | 主管人員、一般公務人員  |
        | cedaw       | 否          | 實體         | 主管人員,一般公務人員   |
        | 性別主流化  |             |              | 機關首長                |
        """,
    ),
    bad=(
        """
        training
        | course_kind | cedaw_intro | delivery | audience           |
        | !性別主流   | !可能       | !線上    | !主管人員、志工    |
        """,
        """
        committee
        | sex   | role    |
        | !女性 | !委員   |
        """,
    ),
)
