"""What `status` prints: one screen, columns under each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gmreports.model import YEAR_OFFSET, Standing
from gmreports.render.letter import aligned
from gmreports.run.status import Status

STATES = {
    "accepted": "已收",
    "to_correct": "需更正",
    "unreadable": "無法讀取",
    "not_checked": "未能檢查",
    "missing": "未報",
}
HEADS = ["機關", "狀態", "收到", "版次", "需更正", "請確認", "備註"]
NUMBERS = {3, 4, 5}


def tell_status(found: Status) -> str:
    """The round, line by line: the state of the whole first, then a line for each office."""
    due = found.terms.due
    lines = [
        f"{found.period.title}　{_days(found)}（{_roc(due)} 截止）　收件資料夾：{found.inbox}",
        _counts(found),
        *_papers(found),
        "",
        *aligned([HEADS, *(_row(found, standing) for standing in found.standings)], right=NUMBERS),
    ]
    if found.strangers:
        lines.append(f"另有 {found.strangers} 個檔案看不出是哪個公所。")
    return "\n".join(lines) + "\n"


def _days(found: Status) -> str:
    left = found.days_left
    if left > 0:
        return f"還有 {left} 天"
    return "今天截止" if left == 0 else f"已過 {-left} 天"


def _counts(found: Status) -> str:
    """How many of how many are in, and how many need something."""
    standings = found.standings
    came = [standing for standing in standings if standing.state != "missing"]
    numbers = [
        ("未報", len(standings) - len(came)),
        ("逾期", sum(standing.late for standing in came)),
        ("無法讀取", _of(standings, "unreadable")),
        ("未能檢查", _of(standings, "not_checked")),
        ("需更正", _of(standings, "to_correct")),
        ("等候更正", len(found.asked)),
        ("請確認未回覆", sum(standing.warnings > 0 for standing in came)),
    ]
    said = "、".join(f"{word} {count}" for word, count in numbers if count)
    return f"收到 {len(came)} / {len(standings)} 個公所" + (f"：{said}" if said else "，都沒有要處理的。")


def _of(standings: Iterable[Standing], state: str) -> int:
    return sum(standing.state == state for standing in standings)


def _papers(found: Status) -> list[str]:
    """The last report and the last publication, and whether they still hold."""
    if found.unreported is None:
        report = "彙整：還沒有做過"
    elif found.unreported:
        report = f"彙整：比收件資料夾舊，之後又來了 {len(found.unreported)} 個檔案，請再執行 make report"
    else:
        report = "彙整：收到的檔案都在裡面"
    lines = [report]
    if found.published is None:
        lines.append("公布：還沒有")
    else:
        day = _roc(date.fromisoformat(found.published.record["on"]))
        count = len(found.came_since)
        after = f"；公布後又來了 {count} 個檔案，彙整時會列出更正的數字" if count else ""
        lines.append(f"公布：第 {found.published.number} 次，{day}{after}")
    if found.unsure:
        lines.append(f"寄信：有 {len(found.unsure)} 封不知道有沒有寄到，請執行 gmreports send 查看")
    return lines


def _row(found: Status, standing: Standing) -> list[str]:
    received = standing.received
    return [
        standing.office.short,
        STATES[standing.state],
        f"{received.month}/{received.day} {received:%H:%M}" if received else "",
        str(standing.revision) if standing.revision else "",
        str(standing.errors) if standing.errors else "",
        str(standing.warnings) if standing.warnings else "",
        "；".join(_remarks(found, standing)),
    ]


def _remarks(found: Status, standing: Standing) -> list[str]:
    asked = found.asked.get(standing.office.code)
    said = ["逾期"] if standing.late else []
    if asked:
        said.append(f"{asked.month}/{asked.day} 已去信，等候更正")
    elif standing.office.code in found.unsure:
        said.append("去信不知道有沒有寄到")
    elif standing.state in ("to_correct", "unreadable"):
        said.append("還沒去信")
    if standing.superseded:
        said.append(f"取代前面 {len(standing.superseded)} 份")
    return said


def _roc(day: date) -> str:
    return f"{day.year - YEAR_OFFSET}/{day.month}/{day.day}"
