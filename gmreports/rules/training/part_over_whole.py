"""其中主管或其中性平業務人員的人次，比同性別的參訓人次還多。

為什麼：「其中」是參訓人次裡的一部分，不會比全部還多；多出來通常是兩欄填反，或把人數填在錯的性別。
怎麼改：對照簽到表，把「其中」那一欄改成不大於同性別的參訓人次。
例如：參訓人次(男) 10，其中主管(男) 12，請查明後改為 10 以下。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.excel import at, quiet
from gmreports.rules.hit import hits, together

WHOLE_OF = {"sup_m": "att_m", "sup_f": "att_f", "gea_m": "att_m", "gea_f": "att_f"}


def check(data: Round) -> pd.DataFrame:
    training, sheet = data.tables["training"], data.form.sheet("training")
    found = []
    for part, whole in WHOLE_OF.items():
        wrong = training[training[part] > training[whole]]
        found.append(
            hits(
                wrong,
                "training",
                part,
                header=sheet.column(part).header,
                part=wrong[part],
                whole_header=sheet.column(whole).header,
                whole=wrong[whole],
            )
        )
    return together(*found)


def formulas(form: Form, terms: Terms) -> Formulas:
    return {
        ("training", part): quiet(f"COUNT({at(part)},{at(whole)})=2", f"{at(part)}>{at(whole)}")
        for part, whole in WHOLE_OF.items()
    }


RULE = Rule(
    code="T01",
    name="part_over_whole",
    title="其中人次大於參訓人次",
    severity="E",
    message="「{header}」{part} 人次，比「{whole_header}」{whole} 人次還多。",
    expected="不大於「{whole_header}」的 {whole}",
    mend="請對照簽到表，將「{header}」改為 {whole} 以下的整數。",
    short="「{header}」大於參訓人次",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | att_m | att_f | sup_m | gea_f |
        | 10    | 20    | 10    | 0     |
        | 10    | 20    |       |       |
        """,
    ),
    bad=(
        """
        training
        | att_m | att_f | sup_m | gea_f |
        | 10    | 20    | !11   | 20    |
        | 0     | 3     | 0     | !4    |
        """,
    ),
)
