"""The findings to be corrected or confirmed, office by office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gmreports.model import Finding, Form, Office
from gmreports.render.answers import answer, answered_by, is_answered
from gmreports.render.page.wording import SEVERITIES, Badge

SHOWN = ("E", "W")
TRIAL = Badge("試行", "i", "info")


@dataclass(frozen=True, slots=True)
class Remark:
    """`answer` says what became of it: waived, explained, on trial; "" while it is open."""

    badge: Badge
    code: str
    place: str
    message: str
    expected: str
    mend: str
    filled: str
    clause: str
    answer: str


@dataclass(frozen=True, slots=True)
class Pile:
    """`answered` are the warnings that no longer wait."""

    id: str
    name: str
    errors: int
    warnings: int
    answered: int
    remarks: tuple[Remark, ...]


def piles(findings: Sequence[Finding], offices: Sequence[Office], form: Form) -> tuple[Pile, ...]:
    """One pile per office with something to do, by code; what belongs to no office comes last."""
    shown = [finding for finding in findings if finding.severity in SHOWN]
    names = {office.code: office.name for office in offices}
    found = [
        _pile(f"findings-{code}", name, [finding for finding in shown if finding.office_code == code], form)
        for code, name in names.items()
    ]
    strays = [finding for finding in shown if finding.office_code not in names]
    found.append(_pile("findings-stray", "看不出是哪個機關的檔案", strays, form))
    return tuple(pile for pile in found if pile.remarks)


def _pile(anchor: str, name: str, own: Sequence[Finding], form: Form) -> Pile:
    remarks = [_remark(finding, form) for finding in sorted(own, key=_urgency)]
    return Pile(
        id=anchor,
        name=name,
        errors=sum(finding.blocks for finding in own),
        warnings=sum(finding.warns for finding in own),
        answered=sum(is_answered(finding) for finding in own),
        remarks=tuple(remarks),
    )


def _urgency(finding: Finding) -> tuple[bool, bool, int]:
    """What is open first, the gravest of it before the rest."""
    return finding.trial, is_answered(finding), SHOWN.index(finding.severity)


def _badge(finding: Finding) -> Badge:
    if finding.trial:
        return TRIAL
    if is_answered(finding):
        return Badge(answered_by(finding), "✓", "good")
    return SEVERITIES[finding.severity]


def _remark(finding: Finding, form: Form) -> Remark:
    return Remark(
        badge=_badge(finding),
        code=finding.code,
        place=" ".join(part for part in (finding.where.sheet, finding.where.cell) if part) or "整個檔案",
        message=finding.message,
        expected=finding.expected,
        # Nobody is asked to do anything about it any more.
        mend="" if is_answered(finding) else finding.mend,
        filled="" if _internal(finding, form) else finding.filled,
        clause=finding.clause,
        answer=answer(finding),
    )


def _internal(finding: Finding, form: Form) -> bool:
    return any(
        column.internal
        for sheet in form.sheets
        if sheet.id == finding.sheet_id
        for column in sheet.columns
        if column.id == finding.column_id
    )
