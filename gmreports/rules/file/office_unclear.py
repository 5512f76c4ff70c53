"""看不出是哪一個公所，或和檔案裡、檔名上的機關不一樣。

為什麼：資料算到別的公所，兩個公所的數字就都錯了；只寫「桃園」可能是市，也可能是區，程式不猜。
怎麼改：從封面「機關名稱」的清單選本公所的全名；檔名也用本公所的名稱。
例如：機關名稱填「桃園」，請改選「桃園市桃園區公所」。
"""

from __future__ import annotations

import pandas as pd

from gmreports.model import Note, Round, Rule
from gmreports.rules.hit import listed, noted

PICK = "請從清單選本公所的全名。"
WORDS = {
    "office_unknown": ("填的是「{filled}」，不是名冊上的機關", PICK),
    "office_ambiguous": ("填的是「{filled}」，{options}", PICK),
    "office_conflict": (
        "填的是「{filled}」，但這個檔案或檔名是{meta}的",
        "請確認是不是拿了別的公所的檔案；若是，請改用本公所的檔案，若不是，請改正機關名稱或檔名。",
    ),
    "office_file_name": (
        "填的是「{filled}」，但檔名提到好幾個機關（{names}）",
        "請把檔名改成只有本公所的名稱，再送一次。",
    ),
}
NOTHING = "沒有填"
UNCLEAR = "看不出是哪一個機關"
# More names than this say no more than that it is unclear.
MOST_OPTIONS = 4


def check(data: Round) -> pd.DataFrame:
    header = data.form.sheet("cover").column("office").header
    return listed({**_hit(note), "header": header} for note in noted(data, *WORDS))


def _hit(note: Note) -> dict[str, str]:
    problem, todo = WORDS[note.kind]
    blank = note.kind == "office_unknown" and not note.facts.get("filled")
    options = note.facts.get("options", "")
    many = options.count("、") >= MOST_OPTIONS
    facts = {"filled": "", **note.facts, "options": UNCLEAR if many else f"可能是{options}"}
    said = NOTHING if blank else problem.format(**facts)
    place = {"file": note.file, "sheet": "cover", "column": "office", "cell": note.cell}
    return {**place, "problem": said, "todo": todo}


RULE = Rule(
    code="S06",
    name="office_unclear",
    title="機關不明或不一致",
    severity="E",
    message="封面的「{header}」{problem}。",
    expected="清單上的機關全名，和檔案、檔名一致",
    mend="{todo}",
    check=check,
    no_formula="機關名稱有下拉清單；檔名與隱藏的機關代碼要由程式比對。",
    voids=True,
    doc=__doc__,
    good=(
        """
        cover
        | office           |
        | 桃園市桃園區公所 |
        """,
    ),
    bad=(
        """
        @ 68000010 115Q3
        note! office_unknown cover office B3 filled=桃源區公所
        @ 68000020 115Q3
        note! office_ambiguous cover office B3 filled=桃園 options=桃園區、桃園市
        @ 68000030 115Q3
        note! office_conflict cover office B3 filled=大溪區 meta=桃園市楊梅區公所
        @ 68000040 115Q3
        note! office_unknown cover office B3 filled=
        @ 68000050 115Q3
        note! office_file_name cover office B3 filled=蘆竹區 names=蘆竹區、大園區
        """,
    ),
)
