"""電話、電子郵件、網址看起來不對，或文字太長。

為什麼：寄檢核結果、打電話確認都靠這幾欄；太長的文字在彙整表裡會被截掉。
怎麼改：照格式重填；太長的文字請精簡。
例如：電話寫成 03-1234567#123，電子郵件寫成 name@example.gov.tw，網址以 https:// 開頭。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Column, Form, Formulas, Kind, Round, Rule, Terms
from gmreports.rules.asked import Answers, answers, broken, questions
from gmreports.rules.excel import at, filled, quiet
from gmreports.rules.hit import together
from gmreports.rules.words import half_width, sample

TEXT_KINDS: tuple[Kind, ...] = ("text", "phone", "email", "url")
# Seven digits at least, then extensions.
PATTERNS = {
    "phone": r"\+?(?:[ ()\-–—.]*[0-9]){7,15}[ )]*(?:(?:#|轉|分機|ext\.?|[,、/~])[ :]*[0-9]{1,6}[ ]*)*",
    "email": r"[^@\s<>,;]+@[^@\s<>,;.]+(?:\.[^@\s<>,;.]+)+",
    "url": r"https?://[^\s/.]+(?:\.[^\s/.]+)+(?:[/?#]\S*)?",
}
WORDS = {"phone": "電話號碼", "email": "電子郵件地址", "url": "完整的網址"}


def check(data: Round) -> pd.DataFrame:
    found = []
    for asked in answers(data, *TEXT_KINDS):
        column, longest = asked.column, asked.column.max_length
        odd, long = _odd(asked), _long(asked)
        if odd.any():
            wanted = f"{WORDS[column.kind]}，例如 {sample(column, data.period)}"
            facts = {"problem": f"不像{WORDS[column.kind]}", "wanted": wanted, "todo": f"寫成{wanted}"}
            found.append(asked.hits(odd, **facts))
        wanted = f"{longest} 個字以內"
        facts = {"problem": f"超過 {longest} 個字", "wanted": wanted, "todo": f"精簡到 {wanted}"}
        found.append(asked.hits(long & ~odd, **facts))
    return together(*found)


def _odd(asked: Answers) -> pd.Series:
    pattern = PATTERNS.get(asked.column.kind)
    if pattern is None:
        return pd.Series(False, index=asked.raw.index)
    plain = asked.raw.map(lambda text: half_width(str(text)).strip()).astype(object)
    like = plain.str.fullmatch(pattern, case=False).fillna(False).astype(bool)
    return (asked.raw != "") & ~broken(asked.raw) & ~like


def _long(asked: Answers) -> pd.Series:
    longest = asked.column.max_length
    if longest is None:
        return pd.Series(False, index=asked.raw.index)
    return (asked.raw.str.len() > longest).fillna(False).astype(bool)


def formulas(form: Form, terms: Terms) -> Formulas:
    found = {(sheet.id, column.id): _wrong(column) for sheet, column in questions(form, *TEXT_KINDS)}
    return {place: quiet(filled(at(place[1])), wrong) for place, wrong in found.items() if wrong}


def _wrong(column: Column) -> str:
    cell = at(column.id)
    half = f"ASC({cell})"
    wrong = {
        "email": f'LEN({half})-LEN(SUBSTITUTE({half},"@",""))<>1,'
        f'ISERROR(FIND(".",{half},FIND("@",{half})+2))',
        "url": f'AND(LEFT({half},7)<>"http://",LEFT({half},8)<>"https://")',
    }.get(column.kind, "")
    long = f"LEN(TRIM({cell}))>{column.max_length}" if column.max_length else ""
    return f"OR({','.join(part for part in (wrong, long) if part)})" if wrong or long else ""


RULE = Rule(
    code="F06",
    name="unlikely_text",
    title="電話、電子郵件或網址不對，或文字太長",
    severity="W",
    message="「{header}」填的是「{filled}」，{problem}。",
    expected="{wanted}",
    mend="請確認「{header}」，{todo}。",
    short="「{header}」請再確認",
    check=check,
    formulas=formulas,
    no_formula="電話號碼的寫法太多，交給程式判斷；電子郵件與網址在表內只看有沒有 @、點與開頭。",
    doc=__doc__,
    good=(
        """
        liaison
        | phone            | email               |
        | 03-1234567#123   | name@example.gov.tw |
        | (03)123-4567     | a.b@example.org     |
        | 0912-345-678     | a@mail.example.tw   |
        | ０３－１２３４５６７轉１２ |             |
        """,
        """
        website
        | url                                  | unit   |
        | https://www.example.gov.tw/gender?a=1 | 社會課 |
        """,
    ),
    bad=(
        """
        liaison
        | phone    | email         |
        | !12345   | !name         |
        | !無      | !a@b          |
        | !人事室  | !a@b.tw;c@d.tw |
        """,
        """
        website
        | url              | unit   |
        | !本所網站        | 社會課 |
        | !www.example.tw  | 社會課 |
        """,
        """
        cover
        | ext                    |
        | !總機轉接第三個分機號碼 |
        """,
    ),
)
