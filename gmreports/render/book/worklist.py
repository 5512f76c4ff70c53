"""待更正: every finding, the gravest first, what has been answered after what is open."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from gmreports.model import Finding, Severity, Summary, Waiver
from gmreports.render import style
from gmreports.render.answers import UNUSED, answer, answered_by, explained, in_words, is_answered, waived
from gmreports.render.book.lists import ListColumn, Toned, write_list
from gmreports.render.book.paper import Head, Leaf, Paper

NAME = "待更正"
ORDER: tuple[Severity, ...] = ("E", "W", "I")
SEVERITIES: dict[Severity, Toned] = {
    "E": Toned("▲ 需更正", style.ERROR, style.ERROR_SOFT),
    "W": Toned("△ 請確認", style.WARNING, style.WARNING_SOFT),
    "I": Toned("○ 提醒", style.INFO, style.INFO_SOFT),
}
TRIAL = Toned("○ 試行", style.INFO, style.INFO_SOFT)
COLUMNS = (
    ListColumn("機關", 10),
    ListColumn("嚴重度", 13),
    ListColumn("代碼", 9),
    ListColumn("工作表", 12),
    ListColumn("儲存格", 9),
    ListColumn("說明", 34),
    ListColumn("應為", 20),
    ListColumn("怎麼改", 32),
    ListColumn("處理情形", 26),
    ListColumn("依據", 14),
    ListColumn("檔案", 20),
)
NOTES = (
    "註：▲需更正的列不列計，更正後再送即可計入；△請確認的列照樣列計，請說明或更正；"
    "✓的已由公所說明或由承辦人豁免，見處理情形；○提醒，不必處理。",
)


def leaf(summary: Summary, findings: Sequence[Finding], cut_off: str, unused: Sequence[Waiver] = ()) -> Leaf:
    """`unused` are the waivers that nothing was found for: they stand at the foot."""
    says = _sentence(findings)
    stale = tuple(f"{UNUSED}：{in_words(waiver, summary.terms.offices)}" for waiver in unused)

    def write(page: Paper, sheet: Worksheet) -> None:
        shorts = {office.code: office.short for office in summary.terms.offices}
        rows = [_row(finding, shorts) for finding in sorted(findings, key=_place)]
        head = Head(NAME, says, cut_off)
        write_list(page, sheet, head, COLUMNS, rows, notes=(*NOTES, *stale), frozen=2, filtered=True)

    return Leaf(NAME, says, write)


def _sentence(findings: Sequence[Finding]) -> str:
    """How much is open of each kind, and how much is answered."""
    if not findings:
        return "沒有需要更正或確認的地方。"
    errors, warnings = sum(each.blocks for each in findings), sum(each.warns for each in findings)
    answered = sum(is_answered(each) for each in findings)
    others = len(findings) - errors - warnings - answered
    says = f"需更正 {errors:,} 處、請確認 {warnings:,} 處、提醒 {others:,} 處。"
    handled = [
        f"{word} {number:,} 處"
        for word, number in (("已豁免", waived(findings)), ("公所已說明", explained(findings)))
        if number
    ]
    return f"{says}另{'、'.join(handled)}。" if handled else says


def _tone(finding: Finding) -> Toned:
    if finding.trial:
        return TRIAL
    if is_answered(finding):
        return Toned(f"✓ {answered_by(finding)}", style.GOOD, style.GOOD_SOFT)
    return SEVERITIES[finding.severity]


def _place(finding: Finding) -> tuple[object, ...]:
    where = finding.where
    return (
        ORDER.index("I" if finding.trial else finding.severity),
        is_answered(finding),
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
        _tone(finding),
        finding.code,
        finding.where.sheet,
        finding.where.cell,
        finding.message,
        finding.expected,
        finding.mend,
        answer(finding),
        finding.clause,
        finding.where.file,
    )
