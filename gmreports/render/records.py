"""What other programs read: findings, figures and the manifest as JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal

from gmreports.model import Arrival, Finding, Measure, Reading, Repair, Summary, Verdict, Waiver
from gmreports.render.answers import answer
from gmreports.render.visible import IN_JSON
from gmreports.rules.page import SEVERITY_WORDS

FINDING_HEADERS = (
    "機關代碼", "檔案", "工作表", "儲存格", "代碼", "程度", "說明", "填寫內容", "應為", "怎麼改", "依據",
    "處理情形", "全部儲存格", "併入的代碼",
)  # fmt: skip

# (has a base, adds up columns) → how a figure is made from its cells: added up, or counted.
HOW = {
    (False, True): "sum",
    (False, False): "count",
    (True, True): "percent of sums",
    (True, False): "percent of counts",
}

# A spreadsheet takes a text that starts like this for a formula, also from a CSV file.
LOOKS_LIKE_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")


def to_json(content: object) -> bytes:
    """JSON as others read it: UTF-8, two blanks, Chinese as it is, a newline at the end.

    What cannot be seen is written by its number: it also goes to the terminal.
    """
    text = json.dumps(content, ensure_ascii=False, indent=2, default=_plain)
    text = IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text)
    return (text.encode("utf-8", "replace") + b"\n").replace(b"\r\n", b"\n")


def to_csv(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """CSV for Excel: UTF-8 with BOM; a text that looks like a formula gets an apostrophe before it."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows([_inert(text) for text in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig", "replace")


def findings_csv(findings: Sequence[Finding]) -> bytes:
    return to_csv(FINDING_HEADERS, (_finding_row(finding) for finding in findings))


def finding_record(finding: Finding) -> dict[str, object]:
    """A finding as `check --json` and findings.json give it."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "sheet": finding.where.sheet,
        "cell": finding.where.cell,
        "message": finding.message,
        "expected": finding.expected,
        "mend": finding.mend,
        "clause": finding.clause,
        "filled": finding.filled,
        "cells": list(finding.cells),
        "folded": list(finding.folded),
        "trial": finding.trial,
        "waiver": waiver_record(finding.waiver) if finding.waiver else None,
        "explanation": finding.explanation,
    }


def waiver_record(waiver: Waiver) -> dict[str, str]:
    return asdict(waiver)


def waivers_used(file: str, digest: str, stale: Sequence[Waiver]) -> dict[str, object]:
    """The clerk's waivers as the manifest names them; `unused` are those that nothing was found for."""
    return {"waivers": {"file": file, "sha256": digest, "unused": [waiver_record(each) for each in stale]}}


def findings_json(findings: Sequence[Finding]) -> bytes:
    return to_json(
        [{"office_code": f.office_code, "file": f.where.file, **finding_record(f)} for f in findings]
    )


def repair_record(repair: Repair) -> dict[str, str]:
    return {
        "sheet": repair.where.sheet,
        "cell": repair.where.cell,
        "before": repair.before,
        "after": repair.after,
        "kind": repair.kind,
    }


def file_record(reading: Reading, findings: Sequence[Finding]) -> dict[str, object]:
    """One file as `check --json` gives it."""
    ret, file = reading.ret, reading.arrival.file
    found = [finding for finding in findings if finding.where.file == file]
    return {
        "file": file,
        "office_code": ret.office_code if ret else "",
        "period": str(ret.period) if ret and ret.period else "",
        "revision": ret.revision if ret else 0,
        "state": state_of(reading, found),
        "rows": _rows(reading),
        "findings": [finding_record(finding) for finding in found],
        "repairs": [repair_record(repair) for repair in reading.repairs],
    }


def _rows(reading: Reading) -> dict[str, int]:
    return {key: len(frame) for key, frame in reading.tables.items() if key != "cover"}


def state_of(reading: Reading, found: Sequence[Finding]) -> str:
    if any(finding.code == "S00" for finding in found):
        return "not_checked"
    if reading.ret is None:
        return "unreadable"
    return "to_correct" if any(finding.blocks for finding in found) else "accepted"


def figures_json(measures: Sequence[Measure]) -> bytes:
    return to_json([_figure(measure) for measure in measures])


def compliance_json(summary: Summary) -> bytes:
    """Every verdict of the compliance table, with what decided it."""
    return to_json([_verdict(verdict) for grid in summary.grids.values() for verdict in grid.verdicts()])


def _verdict(verdict: Verdict) -> dict[str, object]:
    return {
        "id": verdict.id,
        "obligation": verdict.obligation,
        "office_code": verdict.office_code,
        "period": verdict.period,
        "state": verdict.state,
        "why": verdict.why,
        "sources": list(verdict.sources),
        "measures": list(verdict.measures),
    }


def inputs(arrivals: Iterable[Arrival], readings: Iterable[Reading]) -> list[dict[str, object]]:
    """One entry per file that came, whether it was read or not."""
    read = {reading.arrival.file: reading for reading in readings}
    return [_input(arrival, read.get(arrival.file)) for arrival in arrivals]


def _input(arrival: Arrival, reading: Reading | None) -> dict[str, object]:
    ret = reading.ret if reading else None
    return {
        "file": arrival.file,
        "period": str(arrival.period),
        "received_at": arrival.received.isoformat(" ", "minutes"),
        "sha256": arrival.sha256,
        "office_code": ret.office_code if ret else "",
        "revision": ret.revision if ret else 0,
        "form_version": ret.form_version if ret else "",
        "rows": {key: len(frame) for key, frame in reading.tables.items() if key != "cover"}
        if reading
        else {},
        "repairs": len(reading.repairs) if reading else 0,
        "after_cut_off": reading is None,
    }


def _figure(measure: Measure) -> dict[str, object]:
    return {
        "id": measure.id,
        "label": measure.label,
        "office_code": measure.office_code,
        "period": measure.period,
        "keys": dict(measure.keys),
        "value": measure.value,
        "unit": measure.unit,
        "state": measure.state,
        "how": HOW[bool(measure.base), bool(measure.total.columns)],
        "sources": list(measure.sources),
        "total_sources": measure.total_sources,
        "not_counted": list(measure.not_counted),
    }


def _finding_row(finding: Finding) -> tuple[str, ...]:
    return (
        finding.office_code,
        finding.where.file,
        finding.where.sheet,
        finding.where.cell,
        finding.code,
        SEVERITY_WORDS[finding.severity],
        finding.message,
        finding.filled,
        finding.expected,
        finding.mend,
        finding.clause,
        answer(finding),
        "、".join(finding.cells),
        "、".join(finding.folded),
    )


def _inert(text: str) -> str:
    return f"'{text}" if LOOKS_LIKE_FORMULA.match(text) else text


def _plain(value: object) -> object:
    """Decimals are printed figures with one decimal: a float carries those exactly enough to print back."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)
