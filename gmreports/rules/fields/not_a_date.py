"""日期看不懂，或根本沒有這一天。

為什麼：112/2/30 這一天不存在；99/3/5 可能是民國 99 年，也可能是西元 1999 年，程式不猜。
怎麼改：寫成民國三碼年或西元四碼年的日期；有寫星期時，星期要和日期相符。
例如：「112/2/30」查明後改為 112/2/28；「15/7/3」改為 115/7/3 或 2026/7/3。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.asked import answers, questions
from gmreports.rules.excel import AFTER_LAST_DAY, FIRST_DAY, at, filled
from gmreports.rules.hit import together
from gmreports.rules.words import sample

# LibreOffice takes 115/7/3 for a day of the year 115; the reader takes it for what was typed.
FIRST_OF_100, LAST_OF_200 = -657436, -620546


def check(data: Round) -> pd.DataFrame:
    return together(
        *(
            asked.hits(asked.unread, sample=sample(asked.column, data.period))
            for asked in answers(data, "date")
        )
    )


def formulas(form: Form, terms: Terms) -> Formulas:
    return {(sheet.id, column.id): _condition(at(column.id)) for sheet, column in questions(form, "date")}


def _condition(cell: str) -> str:
    """A number must be a day from 1990 to 2100 or a compact 1150703; a text must be y/m/d or 年月日."""
    compact = f'DATEVALUE(TEXT({cell}+IF({cell}<10000000,19110000,0),"0000-00-00"))'
    known = f"AND({cell}>={FIRST_DAY},{cell}<{AFTER_LAST_DAY})"
    typed = f"AND({cell}>={FIRST_OF_100},{cell}<={LAST_OF_200})"
    text = f"ASC({cell})"
    for before, after in ((" ", ""), ("年", "-"), ("月", "-"), ("日", ""), ("/", "-"), (".", "-")):
        text = f'SUBSTITUTE({text},"{before}","{after}")'
    year = f'IF(MID({text},4,1)="-",LEFT({text},3)+1911&MID({text},4,9),IF(MID({text},5,1)="-",{text}))'
    # 民國, weekdays and Chinese numerals are read by the program; a cell cannot.
    plain = f'ISERROR(FIND("國",{cell})+0)'
    plain += f',ISERROR(FIND("元",{cell})),ISERROR(FIND("(",ASC({cell}))),ISERROR(FIND(":",ASC({cell})))'
    plain += f',ISERROR(FIND("星期",{cell})),ISERROR(FIND("週",{cell})),ISERROR(FIND("周",{cell}))'
    plain += f",ISNUMBER(-LEFT(ASC(TRIM({cell})),1)),ISERROR(-{cell})"
    wrong_number = f"IF(OR({known},{typed}),FALSE,ISERROR({compact}))"
    wrong_text = f"AND({filled(cell)},{plain},ISERROR(DATEVALUE({year})))"
    return f"IFERROR(IF(ISNUMBER({cell}),{wrong_number},{wrong_text}),FALSE)"


RULE = Rule(
    code="F04",
    name="not_a_date",
    title="不是日期",
    severity="E",
    message="「{header}」填的是「{filled}」，看不出是哪一天，或沒有這一天。",
    expected="一個日期，年份寫民國三碼或西元四碼，例如 {sample}",
    mend="請將「{header}」改為日期，例如 {sample}；有寫星期時，請確認和日期相符。",
    short="「{header}」不是日期，或沒有這一天",
    check=check,
    formulas=formulas,
    no_formula="寫成「民國」、國字數字或帶星期的文字日期，交給程式判斷。",
    doc=__doc__,
    good=(
        """
        training
        | date_start      | date_end    |
        | 2026-07-03      |             |
        | 115/7/3         | 115.07.04   |
        | 115年7月3日     | 1150704     |
        | 民國115年7月3日 | ２０２６／７／４ |
        """,
    ),
    bad=(
        """
        training
        | date_start | date_end  |
        | !112/2/30  | !七月初   |
        | !15/7/3    | !7/3      |
        | !115/7     | !2026/13/1 |
        """,
    ),
)
