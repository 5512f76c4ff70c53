"""The findings to be corrected or confirmed, office by office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gmreports.model import Finding, Form, Office
from gmreports.render.page.wording import SEVERITIES, Badge

SHOWN = ("E", "W")


@dataclass(frozen=True, slots=True)
class Remark:
    badge: Badge
    code: str
    place: str
    message: str
    expected: str
    mend: str
    filled: str
    clause: str


@dataclass(frozen=True, slots=True)
class Pile:
    id: str
    name: str
    errors: int
    warnings: int
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
    remarks = [
        _remark(finding, form) for severity in SHOWN for finding in own if finding.severity == severity
    ]
    return Pile(
        id=anchor,
        name=name,
        errors=sum(finding.severity == "E" for finding in own),
        warnings=sum(finding.severity == "W" for finding in own),
        remarks=tuple(remarks),
    )


def _remark(finding: Finding, form: Form) -> Remark:
    return Remark(
        badge=SEVERITIES[finding.severity],
        code=finding.code,
        place=" ".join(part for part in (finding.where.sheet, finding.where.cell) if part) or "整個檔案",
        message=finding.message,
        expected=finding.expected,
        mend=finding.mend,
        filled="" if _internal(finding, form) else finding.filled,
        clause=finding.clause,
    )


def _internal(finding: Finding, form: Form) -> bool:
    return any(
        column.internal
        for sheet in form.sheets
        if sheet.id == finding.sheet_id
        for column in sheet.columns
        if column.id == finding.column_id
    )
