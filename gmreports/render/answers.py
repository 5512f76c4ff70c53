"""What has been answered: warnings waived by the clerk or explained by the office, in words."""

from __future__ import annotations

from collections.abc import Sequence

from gmreports.model import Finding, Office, Waiver

UNUSED = "沒有用到的豁免（寫錯了，或已經不需要，請核對）"


def answer(finding: Finding) -> str:
    """What became of a finding, "" while nobody has said anything."""
    waiver = finding.waiver
    said = ["試行中：只提醒，不計入"] if finding.trial else []
    if waiver:
        said.append(f"已豁免（{waiver.who}，至 {waiver.until}，{waiver.reason}）")
    if finding.explanation:
        said.append(f"公所說明：{finding.explanation}")
    return "；".join(said)


def answered_by(finding: Finding) -> str:
    """The word for a warning that no longer waits."""
    return "已豁免" if finding.waiver else "已說明"


def is_answered(finding: Finding) -> bool:
    """A warning that no longer waits: listed, and not counted as open."""
    return finding.severity == "W" and not finding.trial and not finding.warns


def waived(findings: Sequence[Finding]) -> int:
    return sum(finding.waiver is not None for finding in findings)


def explained(findings: Sequence[Finding]) -> int:
    """Explained by the office alone: what is waived too is counted there."""
    return sum(bool(finding.explanation) and finding.waiver is None for finding in findings)


def in_words(waiver: Waiver, offices: Sequence[Office]) -> str:
    """A waiver in one line, for the list of those that nothing was found for."""
    shorts = {office.code: office.short for office in offices}
    whose = shorts.get(waiver.office, waiver.office) or "全部機關"
    what = " ".join(part for part in (waiver.code, whose, waiver.cell) if part)
    return f"{what}（{waiver.who}，至 {waiver.until}，{waiver.reason}）"
