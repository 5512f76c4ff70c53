"""課程名稱和課程層級，或和課程類型，說法不同。

為什麼：概論、導論、基礎課是基礎課程，名稱有 CEDAW 的多半是 CEDAW 課；選錯了，各類課程的統計就不對。
怎麼改：對照課程內容，改正層級或類型；名稱和內容確實不同類，回覆說明就好。
例如：「性別平等政策概論」的課程層級選「進階」，查明後改選「基礎」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Form, Formulas, Round, Rule, Terms
from gmreports.rules.events import same_words
from gmreports.rules.excel import known, quiet, says, speaks_of
from gmreports.rules.hit import hits
from gmreports.rules.words import all_shown

COLUMN = "title"
LEVEL, ADVANCED = "course_level", "進階"
KIND, CEDAW = "course_kind", "CEDAW"
INTRO_WORDS, CEDAW_WORDS = "intro_words", "cedaw_words"


def check(data: Round) -> pd.DataFrame:
    training, sheet = data.tables["training"], data.form.sheet("training")
    level, kind = sheet.column(LEVEL).header, sheet.column(KIND).header
    titles, kinds = training[COLUMN], training[KIND]
    intro, cedaw = (
        titles.map(lambda title, words=words: _says(title, words)).astype(object)
        for words in (data.terms.lists[INTRO_WORDS], data.terms.lists[CEDAW_WORDS])
    )
    too_high = (intro != "") & (training[LEVEL] == ADVANCED)
    other_kind = (cedaw != "") & kinds.notna() & (kinds != CEDAW)
    first = ("名稱有「" + intro + f"」，「{level}」卻選「{ADVANCED}」").where(too_high, "")
    second = ("名稱有「" + cedaw + f"」，「{kind}」卻選「" + kinds.fillna("") + "」").where(other_kind, "")
    between = pd.Series("；", index=training.index, dtype=object).where(too_high & other_kind, "")
    wrong = training[too_high | other_kind]
    said = (first + between + second)[wrong.index]
    headers = f"「{level}」或「{kind}」"
    filled = all_shown(wrong[COLUMN], sheet.column(COLUMN))
    return hits(wrong, "training", COLUMN, filled=filled, said=said, headers=headers)


def _says(title: object, words: tuple[str, ...]) -> str:
    """The first of the words that the title has in it."""
    plain = same_words(title) or ""
    return next((word for word in words if (same_words(word) or word) in plain), "")


def formulas(form: Form, terms: Terms) -> Formulas:
    intro, cedaw = (speaks_of(COLUMN, terms.lists[name]) for name in (INTRO_WORDS, CEDAW_WORDS))
    kind = form.sheet("training").column(KIND)
    other_kind = f"IFERROR(AND({known(kind)}>0,NOT({says(KIND, CEDAW)})),FALSE)"
    wrong = quiet(f"OR(AND({intro},{says(LEVEL, ADVANCED)}),AND({cedaw},{other_kind}))")
    return {("training", COLUMN): wrong}


RULE = Rule(
    code="T05",
    name="title_contradicts",
    title="課程名稱和層級或類型不合",
    severity="W",
    message="「{filled}」{said}。",
    expected="名稱、層級和類型說的是同一種課",
    mend="請對照課程內容，改正{headers}；確實沒有選錯，請回覆說明。",
    clause="計畫5-3-(一)-1-(3)",
    short="名稱和課程層級或課程類型不合",
    check=check,
    formulas=formulas,
    doc=__doc__,
    good=(
        """
        training
        | title            | course_level | course_kind |
        | 性別平等政策概論 | 基礎         | 性別主流化  |
        | CEDAW 案例研討   | 進階         | CEDAW       |
        | CEDAW 導論       |              |             |
        | 性別影響評估     | 進階         | 性別主流化  |
        """,
    ),
    bad=(
        """
        training
        | title              | course_level | course_kind |
        | !性別平等政策概論  | 進階         | 性別主流化  |
        | !ＣＥＤＡＷ 案例   | 進階         | 性別主流化  |
        | !cedaw 基 礎課程   | 進階         | 其他性平相關 |
        """,
    ),
)
