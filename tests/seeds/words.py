"""What was measured, in words: the table and the line of each page in docs/rules/."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from gmreports.model import Rule
from tests.seeds.measure import UNPLANTED, Measured

TABLE = "measured.md"
HEADER = "| 代碼 | 種下的錯誤 | 位置正確 | 連帶指出 | 正確的季報 | 誤報 |"
LINE = re.compile(r"\| \[(?P<code>\w+)\]\(\S+\) \| (\d+) \| (\d+) \| (.*?) \| (\d+) \| (\d+) \|")
OTHER = re.compile(r"(\w+)×(\d+)")


def table(rules: Sequence[Rule], measured: Mapping[str, Measured]) -> str:
    """The page of the whole measurement."""
    planted, right = (sum(getattr(one, key) for one in measured.values()) for key in ("planted", "right"))
    false = sum(one.false for one in measured.values())
    lines = [
        "# 實測",
        "",
        "在填寫正確的季報裡，隨機挑一處種下一個已知的錯誤，再看程式指出哪裡。每一次只種一個。",
        "",
        "- **位置正確**：指出的項目與儲存格，就是種下的那一個。",
        "- **連帶指出**：同一個錯誤另外引起的其他項目（代碼×次數），或同一項指到別的地方。",
        "- **誤報**：完全正確的季報被這一項指出的次數。",
        "",
        f"共種下 {planted} 個錯誤，{right} 個指在正確的位置；誤報 {false} 次。",
        "",
        HEADER,
        f"|{'---|' * (HEADER.count('|') - 1)}",
    ]
    for rule in rules:
        one = measured.get(rule.code)
        if one is not None and one.planted:
            cells = (one.planted, one.right, _others(one), one.clean, one.false)
            lines.append(f"| [{rule.code}]({rule.code}.md) | {' | '.join(map(str, cells))} |")
    lines += ["", *(f"{code} 沒有種：{why}。" for code, why in UNPLANTED.items())]
    return "\n".join(lines) + "\n"


def read(text: str) -> dict[str, Measured]:
    """The measurement that a table tells of."""
    found = {}
    for line in LINE.finditer(text):
        planted, right, others, clean, false = line.groups()[1:]
        elsewhere = Counter({code: int(count) for code, count in OTHER.findall(others)})
        found[line["code"]] = Measured(int(planted), int(right), elsewhere, int(clean), int(false))
    return found


def section(rule: Rule, measured: Mapping[str, Measured]) -> str:
    """What a rule's own page says of it."""
    one = measured.get(rule.code)
    said = f"沒有種：{UNPLANTED.get(rule.code, '還沒有測')}。"
    if one is not None and one.planted:
        said = (
            f"種下 {one.planted} 個錯誤，{one.right} 個指在正確的位置；連帶指出：{_others(one)}；"
            f"{one.clean} 份正確的季報，誤報 {one.false} 次。"
        )
    return f"\n## 實測\n\n{said}（[怎麼測的]({TABLE})）\n"


def _others(one: Measured) -> str:
    return "、".join(f"{code}×{count}" for code, count in sorted(one.elsewhere.items())) or "沒有"
