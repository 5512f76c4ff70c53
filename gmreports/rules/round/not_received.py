"""沒有收到這個機關的季報。

為什麼：未報和「無辦理」不同；少一個機關，全市的總計就少一塊，表上會列「未報」，不會當成 0。
怎麼改：請在截止日前送出；已過截止日，請儘快補送並和收件單位聯絡。
例如：115年第3季截止日 115年10月12日，到了那天還沒有檔案，收件表上就列「未報」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.hit import listed
from gmreports.rules.words import day


def check(data: Round) -> pd.DataFrame:
    here = set(data.returns.loc[data.returns["collected"].astype(bool), "office_code"])
    facts = {"period": data.period.title, "due": day(data.terms.due)}
    return listed(
        {"file": "", "office_code": office.code, "office": office.name, **facts}
        for office in data.terms.offices
        if office.code not in here
    )


RULE = Rule(
    code="R01",
    name="not_received",
    title="未報",
    severity="W",
    message="沒有收到{office}{period}的季報，截止日是{due}。",
    expected="{due}以前送出",
    mend="請儘快送出{period}的季報；若已送出，請和收件單位確認是否收到。",
    clause="計畫5-3-(一)-3",
    check=check,
    no_formula="有沒有送出，只有收件的一方知道。",
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q3
        @ others 115Q3
        """,
    ),
    bad=(
        """
        @ 68000010 115Q3
        @ 68000130 115Q2
        absent 68000020 !
        absent 68000130 !
        @ others 115Q3
        """,
    ),
)
