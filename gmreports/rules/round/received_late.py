"""季報在截止日之後才收到。

為什麼：計畫規定每季結束後的次月初提交；遲交會列為「逾期」，數字照樣列計。第一份準時，之後才送來更正的，不算逾期。
怎麼改：不必重送；請說明原因，下一季提早準備。
例如：截止日 115年10月12日，10月13日才收到。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Round, Rule
from gmreports.rules.hit import listed
from gmreports.rules.words import day


def check(data: Round) -> pd.DataFrame:
    returns = data.returns[data.returns["collected"].astype(bool)]
    counts = returns[returns["current"].astype(bool)]
    readable = returns[returns["readable"].astype(bool) & (returns["office_code"] != "")]
    first = readable.groupby("office_code")["received"].min().to_dict()
    due = data.terms.due
    facts = {"due": day(due), "period": data.period.title}
    return listed(
        {"file": file, "received": day(received.date()), **facts}
        for file, office, received in counts[["office_code", "received"]].itertuples()
        if min(received, first.get(office, received)).date() > due
    )


RULE = Rule(
    code="R02",
    name="received_late",
    title="逾期",
    severity="W",
    message="{period}的季報在{received}收到，超過截止日{due}。",
    expected="{due}以前送出",
    mend="不必重送；請說明逾期的原因，下一季請在截止日前送出。",
    clause="計畫5-3-(一)-3",
    check=check,
    no_formula="什麼時候收到，只有收件的一方知道。",
    doc=__doc__,
    good=(
        """
        @ 68000010 115Q3 received=2026-10-12T23:59
        @ 68000020 115Q2 received=2026-10-20T09:00
        """,
        """
        @ 68000010 115Q3 received=2026-10-08T09:00
        @ 68000010 115Q3 received=2026-10-20T09:00 revision=2 file=a.xlsx
        """,
    ),
    bad=(
        """
        @ 68000010 115Q3 received=2026-10-13T00:01 !
        @ 68000020 115Q3 received=2026-10-12T17:00
        """,
        """
        @ 68000010 115Q3 received=2026-10-13T09:00
        @ 68000010 115Q3 received=2026-10-20T09:00 revision=2 file=a.xlsx !
        """,
    ),
)
