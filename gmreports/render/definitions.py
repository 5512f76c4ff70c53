"""The words that must not be confused, as page and workbook explain them, and what they rest on."""

from __future__ import annotations

from gmreports.model import Terms

DEFINITIONS: tuple[tuple[str, str], ...] = (
    ("場次", "辦理的次數。幾個機關聯合辦理的同一場，各機關各計一次，全市只計一次。"),
    ("人次", "每場人頭數的加總；同一個人參加兩場是 2 人次。"),
    ("人數", "不重複的人；不同季不相加。"),
    ("女性占比", "女 ÷（男＋女＋其他）。"),
    (
        "涵蓋率",
        "達標人數 ÷ 應訓人數，從 1 月 1 日累計到本季最後一天，人不重複；取各機關今年最近一次的季報，"
        "全市是達標人數合計除以應訓人數合計，不是各機關百分比的平均。",
    ),
    ("參與人次", "宣導活動中數得出男女的人次。"),
    ("觸及人次", "看板、廣播、網路等數不出性別的人次；與參與人次不相加。"),
    ("預算執行率", "執行數 ÷ 預算數。"),
    ("百分比", "取小數一位，四捨五入；沒有分母時印「—」。"),
    ("0", "填報的數字就是 0。"),
    ("— 未報", "沒有收到這個機關的檔案；不當作 0。"),
    ("— 無辦理", "機關在封面聲明本季沒有辦理；不當作 0。"),
    ("— 未填", "檔案收到了，這一格沒有填；不當作 0。"),
    ("— 未列計", "檔案無法讀取，或那一列有必須更正的錯誤；更正後才會計入。"),
)


def footnotes(terms: Terms) -> tuple[str, ...]:
    """The documents that the clauses name, the plan in force, and the sources that have lapsed."""
    if terms.plan is None:
        plan = f"設定檔裡沒有{terms.period.title}有效的計畫，條文編號照上一期計畫。"
    else:
        plan = f"{terms.period.title}適用「{terms.plan.name}」。"
    cited = "條文出處：手冊＝性平機制手冊第貳章；計畫＝各區公所性別主流化實施計畫，編號照原文。"
    return (cited, plan, *terms.lapsed)
