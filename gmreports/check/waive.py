"""What was answered already: warnings that the clerk has waived, or that the office has explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gmreports.model import Finding, Period, Round, Waiver


def waive(findings: Sequence[Finding], waivers: Sequence[Waiver], period: Period) -> tuple[Finding, ...]:
    """The findings, in their order; a warning carries the first waiver that holds for it in `period`.

    What must be corrected is never waived. A finding of several cells is waived when every one is.
    """
    holding = [waiver for waiver in waivers if holds(waiver, period)]
    return tuple(replace(finding, waiver=_waiver_of(finding, holding)) for finding in findings)


def explain(findings: Sequence[Finding], data: Round) -> tuple[Finding, ...]:
    """The findings, in their order; a warning carries what its file says of its sheet, or of itself."""
    said = data.returns["explanations"].to_dict()
    return tuple(
        replace(finding, explanation=said.get(finding.where.file, {}).get(finding.sheet_id, ""))
        if finding.severity == "W"
        else finding
        for finding in findings
    )


def unused(waivers: Sequence[Waiver], findings: Sequence[Finding], period: Period) -> tuple[Waiver, ...]:
    """The waivers that hold in `period` and have waived none of these findings: they may be out of date."""
    waived = [finding for finding in findings if finding.waiver]
    return tuple(
        waiver
        for waiver in waivers
        if holds(waiver, period)
        and not any(_speaks_of(waiver, finding, cell) for finding in waived for cell in finding.all_cells)
    )


def holds(waiver: Waiver, period: Period) -> bool:
    return Period.parse(waiver.period) <= period <= Period.parse(waiver.until)


def _waiver_of(finding: Finding, waivers: Sequence[Waiver]) -> Waiver | None:
    if finding.severity != "W":
        return None
    found = [
        next((waiver for waiver in waivers if _speaks_of(waiver, finding, cell)), None)
        for cell in finding.all_cells
    ]
    return found[0] if all(found) else None


def _speaks_of(waiver: Waiver, finding: Finding, cell: str) -> bool:
    return (
        waiver.code == finding.code
        and waiver.office in ("", finding.office_code)
        and waiver.cell in ("", f"{finding.where.sheet}!{cell}")
    )
