"""待更正: every finding, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from gmreports.model import Finding, Severity, Summary
from gmreports.render import style
from gmreports.render.book.lists import ListColumn, Toned, write_list
from gmreports.render.book.paper import Head, Leaf, Paper

NAME = "待更正"
ORDER: tuple[Severity, ...] = ("E", "W", "I")
SEVERITIES: dict[Severity, Toned] = {
    "E": Toned("▲ 需更正", style.ERROR, style.ERROR_SOFT),
    "W": Toned("△ 請確認", style.WARNING, style.WARNING_SOFT),
    "I": Toned("○ 供參考", style.INFO, style.INFO_SOFT),
}
COLUMNS = (
    ListColumn("機關", 10),
    ListColumn("嚴重度", 13),
    ListColumn("代碼", 9),
    ListColumn("工作表", 12),
    ListColumn("儲存格", 9),
    ListColumn("說明", 40),
    ListColumn("應為", 24),
    ListColumn("怎麼改", 36),
    ListColumn("依據", 20),
    ListColumn("檔案", 26),
)
NOTES = ("註：▲需更正的列不列計，更正後再送即可計入；△請確認的列照樣列計，請說明或更正；○供參考，不必處理。",)


def leaf(summary: Summary, findings: Sequence[Finding], cut_off: str) -> Leaf:
    counts = {severity: sum(each.severity == severity for each in findings) for severity in ORDER}
    says = "".join(
        (f"需更正 {counts['E']:,} 處、", f"請確認 {counts['W']:,} 處、", f"供參考 {counts['I']:,} 處。")
    )
    if not findings:
        says = "沒有需要更正或確認的地方。"

    def write(page: Paper, sheet: Worksheet) -> None:
        shorts = {office.code: office.short for office in summary.terms.offices}
        rows = [_row(finding, shorts) for finding in sorted(findings, key=_place)]
        head = Head(NAME, says, cut_off)
        write_list(page, sheet, head, COLUMNS, rows, notes=NOTES, frozen=2, filtered=True)

    return Leaf(NAME, says, write)


def _place(finding: Finding) -> tuple[object, ...]:
    where = finding.where
    return (
        ORDER.index(finding.severity),
        finding.office_code,
        where.file,
        where.sheet,
        finding.row,
        finding.code,
        where.cell,
        finding.message,
    )


def _row(finding: Finding, shorts: dict[str, str]) -> Sequence[object]:
    return (
        shorts.get(finding.office_code, finding.office_code or "不明"),
        SEVERITIES[finding.severity],
        finding.code,
        finding.where.sheet,
        finding.where.cell,
        finding.message,
        finding.expected,
        finding.mend,
        finding.clause,
        finding.where.file,
    )
