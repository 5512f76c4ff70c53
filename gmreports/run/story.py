"""What a run tells the clerk, in plain Chinese: what came in, what is missing, where the results are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gmreports.model import YEAR_OFFSET, Finding, Standing
from gmreports.render.answers import answer, explained, in_words, is_answered, waived
from gmreports.render.style import width_of
from gmreports.render.visible import visible
from gmreports.rules.page import SEVERITY_WORDS
from gmreports.run import Checked, Outcome

LABEL_WIDTH = 12
MOST_NAMES = 20
LOST = {"unreadable": "無法讀取", "not_checked": "未能檢查"}
RESULTS = (
    ("report.xlsx", "彙整活頁簿"),
    ("report.ods", "同一份活頁簿，開放文件格式（ODF）"),
    ("report.html", "彙整網頁，用瀏覽器打開"),
    ("findings.csv", "所有要更正與要確認的儲存格"),
    ("returned/", "各公所的檢核副本，要改的格子已標好，附在信裡送回"),
    ("letters/", "給各公所的信與摘要信，看過再寄；gmreports send 可以預覽"),
)


def tell_report(outcome: Outcome, inbox: Path) -> str:
    """The story of a report run."""
    summary = outcome.summary
    samples = "（這些是範例資料，不是真的成果）" if inbox.parent.name == "samples" else ""
    lines = [
        f"{summary.period.title}　收件資料夾：{inbox}{samples}",
        "",
        *(_line(label, items) for label, items in _round(outcome) if items),
        "",
        *(f"．{sentence}" for sentence in summary.headline[1:]),
        "",
        f"結果在 {outcome.folder}",
        *(f"  {name:<22}{what}" for name, what in RESULTS if (outcome.folder / name).exists()),
    ]
    if any(finding.code == "S00" for finding in outcome.findings):
        log = outcome.folder.parent / "gmreports.log"
        lines += ["", f"有檔案未能檢查，這是程式的問題，請把 {log} 交給維護的人。"]
    return "".join(f"{visible(line)}\n" for line in lines)


def _round(outcome: Outcome) -> list[tuple[str, list[str]]]:
    """What came in, what is missing and what to look at; a line without items is not told."""
    standings, due = outcome.summary.standings, outcome.summary.terms.due
    missing = [s.office.short for s in standings if s.state == "missing"]
    files = {
        state: [f"{s.office.short}（{s.file}）" for s in standings if s.state == state] for state in LOST
    }
    nobody = {f.where.file for f in outcome.findings if f.where.file and not f.office_code}
    repaired = len(outcome.repairs)
    return [
        ("收到", [f"{len(standings) - len(missing)} / {len(standings)} 個公所"]),
        (f"未報（{due.year - YEAR_OFFSET}/{due.month}/{due.day} 截止）", missing),
        ("逾期", [_late(s) for s in standings if s.late]),
        ("需更正", [f"{s.office.short} {s.errors} 項" for s in standings if s.state == "to_correct"]),
        *((word, files[state]) for state, word in LOST.items()),
        ("本季無辦理", [s.office.short for s in standings if s.none_held]),
        ("不知道是誰的", _some(sorted(nobody))),
        ("截止後才收到", [f"{arrival.file}（未列入）" for arrival in outcome.late_for_cut_off]),
        ("已豁免", [f"{count} 項"] if (count := waived(outcome.findings)) else []),
        ("公所已說明", [f"{count} 項"] if (count := explained(outcome.findings)) else []),
        ("沒用到的豁免", [in_words(waiver, outcome.summary.terms.offices) for waiver in outcome.unused]),
        ("讀取時修正", [f"{repaired} 處寫法，見活頁簿「讀取修正」"] if repaired else []),
    ]


def _some(names: list[str]) -> list[str]:
    """No more names than somebody reads; all of them are in the workbook."""
    if len(names) <= MOST_NAMES:
        return names
    *first, last = names[:MOST_NAMES]
    return [*first, f"{last} 等 {len(names)} 個檔案"]


def tell_check(checked: Checked) -> str:
    """The story of a check, for the office that fills the workbook in."""
    lines = []
    for reading in checked.readings:
        file = reading.arrival.file
        found = [finding for finding in checked.findings if finding.where.file == file]
        errors = [finding for finding in found if finding.blocks]
        lines.append(f"{file}：{_verdict(errors, found)}")
        lines += [_finding(finding) for finding in sorted(found, key=lambda f: "EWI".index(f.severity))]
        if reading.repairs:
            lines.append(f"  另有 {len(reading.repairs)} 處寫法已照意思讀取，不必修改。")
    return "".join(f"{visible(line)}\n" for line in lines)


def _verdict(errors: list[Finding], found: list[Finding]) -> str:
    if errors:
        return f"有 {len(errors)} 項需要更正。"
    if found and all(is_answered(finding) for finding in found):
        return "沒有需要更正的地方，可以送出；以下都已說明。"
    return "沒有需要更正的地方，可以送出；以下請再確認。" if found else "沒有問題，可以送出。"


def _finding(finding: Finding) -> str:
    place = " ".join(part for part in (finding.where.sheet, finding.where.cell) if part) or "整個檔案"
    clause = f"（{finding.clause}）" if finding.clause else ""
    said = f"〔{answer(finding)}〕" if answer(finding) else ""
    return f"  [{SEVERITY_WORDS[finding.severity]}] {place}：{finding.message}{finding.mend}{clause}{said}"


def _late(standing: Standing) -> str:
    day = standing.received
    return f"{standing.office.short}（{day.month}/{day.day} 收到）" if day else standing.office.short


def _line(label: str, items: Iterable[str]) -> str:
    padding = "　" * max(0, (LABEL_WIDTH - width_of(label)) // 2)
    return f"{label}{padding}　{'、'.join(items)}"
