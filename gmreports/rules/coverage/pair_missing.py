"""參訓涵蓋少了必報的項目，或同一項、同一類人員出現兩次。

為什麼：每一項要求、每一類人員各有一個涵蓋率；少一列就不知道有沒有達標，多一列就不知道哪一列才對。
怎麼改：少的補一列（沒有人達標就填 0）；重複的只留一列。
例如：少了「CEDAW實體1小時」的「主管人員」，請加一列，應訓男 5、女 7，達標男 0、女 3。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.asked import with_sheet
from gmreports.rules.excel import above, at, every, known, plain, quiet, row_says
from gmreports.rules.hit import hits, listed, together

SHEET, REQUIREMENT, GROUP = "coverage", "requirement", "staff_group"
PAIRS, BETWEEN = "coverage_pairs", "｜"


def check(data: Round) -> pd.DataFrame:
    table = data.tables[SHEET]
    named = table[table[REQUIREMENT].notna() & table[GROUP].notna()]
    pairs = (named[REQUIREMENT] + BETWEEN + named[GROUP]).astype(object)
    return together(_missing(data, pairs), _twice(named, pairs))


def _missing(data: Round, pairs: pd.Series) -> pd.DataFrame:
    """One finding a file, however many pairs it lacks."""
    there = {str(file): set(own) for file, own in pairs.groupby(level="file")}
    grouped = set(with_sheet(data, SHEET, GROUP))
    found = []
    for file in with_sheet(data, SHEET, REQUIREMENT):
        lacks = [pair for pair in data.terms.lists[PAIRS] if pair not in there.get(file, ())]
        if lacks and file in grouped:
            said = "、".join(f"「{_words(pair)}」" for pair in lacks)
            todo = f"請補上{said}，沒有人達標就填 0。"
            facts = {"problem": f"少了{said}", "wanted": f"有{said}", "todo": todo}
            found.append({"file": file, "sheet": SHEET, **facts})
    return listed(found)


def _twice(named: pd.DataFrame, pairs: pd.Series) -> pd.DataFrame:
    keys = pd.DataFrame({"file": pairs.index.get_level_values("file"), "pair": pairs.to_numpy()})
    wrong = named[keys.duplicated().to_numpy()]
    said = pairs[wrong.index].map(_words)
    problem = said.map(lambda pair: f"「{pair}」出現兩次").astype(object)
    todo = said.map(lambda pair: f"請只留下一列「{pair}」，把另一列刪掉。").astype(object)
    wanted = "每一項要求、每一類人員只有一列"
    return hits(wrong, SHEET, REQUIREMENT, problem=problem, wanted=wanted, todo=todo)


def _words(pair: str) -> str:
    return pair.replace(BETWEEN, " ")


def formulas(form: Form, terms: Terms) -> Formulas:
    missing = []
    for pair in terms.lists[PAIRS]:
        requirement, _, group = pair.partition(BETWEEN)
        missing.append(f"SUMPRODUCT({row_says(REQUIREMENT, requirement)},{row_says(GROUP, group)})=0")
    columns = [form.sheet(SHEET).column(each) for each in (REQUIREMENT, GROUP)]
    same = [(plain(every(each.id)), plain(at(each.id))) for each in columns]
    twice = quiet(*(f"{known(each)}>0" for each in columns), f"{above(REQUIREMENT, *same)}>0")
    return {(SHEET, ""): f"OR({','.join(missing)})", (SHEET, REQUIREMENT): twice}


RULE = Rule(
    code="C03",
    name="pair_missing",
    title="參訓涵蓋少了必報的項目，或重複",
    severity="E",
    message="參訓涵蓋{problem}。",
    expected="{wanted}",
    mend="{todo}",
    clause="計畫5-3-(一)-1-(1)、2",
    short="少了必報的要求項目與人員類別，或重複",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        coverage
        | requirement       | staff_group          |
        | 性別主流化2小時   | 一般公務人員         |
        | 性別主流化2小時   | 主管人員             |
        | CEDAW實體1小時    | 一般公務人員         |
        | CEDAW實體1小時    | 主管人員             |
        | 業務相關10小時    | 性別平等業務相關人員 |
        | 性別主流化2小時   | 機關首長             |
        """,
        """
        training
        | title        |
        | 性別意識講座 |
        """,
    ),
    bad=(
        """
        coverage !
        | requirement       | staff_group          |
        | 性別主流化2小時   | 一般公務人員         |
        | 性別主流化2小時   | 主管人員             |
        | CEDAW實體1小時    | 一般公務人員         |
        | 業務相關10小時    | 性別平等業務相關人員 |
        """,
        """
        coverage !
        | requirement | staff_group |
        """,
        """
        coverage
        | requirement       | staff_group          |
        | 性別主流化2小時   | 一般公務人員         |
        | 性別主流化2小時   | 主管人員             |
        | CEDAW實體1小時    | 一般公務人員         |
        | cedaw 實體1小時   | 主管人員             |
        | !CEDAW實體1小時   | 主管人員             |
        | 業務相關10小時    | 性別平等業務相關人員 |
        """,
    ),
)
