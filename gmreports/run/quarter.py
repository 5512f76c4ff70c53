"""The main job: one quarter, from the inbox to a folder of results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from pathlib import Path

from gmreports import __version__
from gmreports.check import check
from gmreports.check.waive import explain, unused, waive
from gmreports.forms.waivers import NAME as WAIVERS
from gmreports.forms.waivers import load_waivers
from gmreports.inbox import TAIPEI, arrivals, periods, sha256
from gmreports.model import (
    Arrival,
    ClerkError,
    Finding,
    Form,
    Period,
    Reading,
    Repair,
    Severity,
    Summary,
    Terms,
    Waiver,
)
from gmreports.read import read, stack
from gmreports.render.answers import explained, waived
from gmreports.render.book import book
from gmreports.render.letter import eml, summary_letter
from gmreports.render.page import page
from gmreports.render.records import (
    compliance_json,
    figures_json,
    findings_csv,
    findings_json,
    inputs,
    to_csv,
    to_json,
    waivers_used,
)
from gmreports.rules import ALL
from gmreports.run.own import Own, shelf
from gmreports.run.results import Files, swap_in
from gmreports.summarise import summarise

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

SEVERITIES: dict[str, Severity] = {rule.code: "W" if rule.waivable else rule.severity for rule in ALL}

Progress = Callable[[Iterator[Reading], int], Iterable[Reading]]


@dataclass(frozen=True)
class Outcome:
    """What a report run made and found; findings and repairs are those of the period's own files."""

    folder: Path
    summary: Summary
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    late_for_cut_off: tuple[Arrival, ...]
    manifest: Mapping[str, object]
    unused: tuple[Waiver, ...] = ()

    def to_json(self) -> str:
        return to_json({"folder": str(self.folder), **self.manifest}).decode()


def report(
    inbox: Path,
    period: Period | None,
    out: Path,
    as_of: datetime | None,
    own: Own,
    jobs: int = 1,
    progress: Progress = lambda readings, _total: readings,
    waivers: Path | None = None,
) -> Outcome:
    """The main job: an inbox in, a folder of results out, swapped in whole.

    `as_of` is the cut-off: what came later is listed and not counted. By default it is the moment
    at which the last file of the period came. `waivers` is the clerk's file, by default the one in
    the inbox where there is one.
    """
    period = period or _newest(inbox)
    terms, form = shelf(period, own)
    waivers = waivers or _waivers_of(inbox)
    granted = load_waivers(waivers, terms.offices, SEVERITIES) if waivers else ()
    came = list(_came(inbox, period, terms))
    moments = [arrival.received for arrival in came if arrival.period == period]
    cut_off = as_of or max(moments, default=datetime.combine(terms.due, time.max))
    in_time = [arrival for arrival in came if arrival.received <= cut_off]
    readings = tuple(progress(_read_all(in_time, form, terms, jobs), len(in_time)))
    data = stack(readings, form, terms, period)
    everything = explain(waive(check(data, ALL), granted, period), data)
    summary = summarise(data, everything, cut_off)
    others = {arrival.file for arrival in came if arrival.period != period}
    findings = tuple(finding for finding in everything if finding.where.file not in others)
    repairs = tuple(r for reading in readings for r in reading.repairs if r.where.file not in others)
    stale = unused(granted, findings, period)
    manifest = {
        **_manifest(summary, form, came, readings),
        "counts": _counts(summary, findings, repairs),
        **(waivers_used(waivers.name, sha256(waivers), stale) if waivers else {}),
    }
    folder = swap_in(out, str(period), _render(form, summary, findings, repairs, manifest, stale))
    after = tuple(arrival for arrival in came if arrival.received > cut_off)
    return Outcome(folder, summary, findings, repairs, after, manifest, stale)


def _waivers_of(inbox: Path) -> Path | None:
    path = inbox / WAIVERS
    return path if path.is_file() else None


def _newest(inbox: Path) -> Period:
    found = periods(inbox)
    if not found:
        raise ClerkError(
            f"收件資料夾「{inbox}」裡沒有任何一季的資料夾，請建立例如「115Q3」的資料夾並放入各公所的檔案。"
        )
    return found[-1]


def _came(inbox: Path, period: Period, terms: Terms) -> Iterator[Arrival]:
    """The period's files, the earlier quarters' of its year and, where there are any, of the year before."""
    now = datetime.now(TAIPEI)
    if period not in periods(inbox):
        yield from arrivals(inbox, period, terms.offices, now)
    for each in periods(inbox):
        if each <= period and each.year >= period.year - 1:
            yield from arrivals(inbox, each, terms.offices, now, main=period)


def _read_all(arrived: Sequence[Arrival], form: Form, terms: Terms, jobs: int) -> Iterator[Reading]:
    reading = partial(read, form=form, terms=terms)
    if jobs <= 1:
        yield from map(reading, arrived)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(reading, arrived)


def _manifest(
    summary: Summary, form: Form, came: Sequence[Arrival], readings: Sequence[Reading]
) -> dict[str, object]:
    """What went in, and by which program, form and plan: enough to make the same results again."""
    terms = summary.terms
    return {
        "period": str(summary.period),
        "as_of": summary.as_of.isoformat(" ", "minutes"),
        "program_version": __version__,
        "forms": {form.id: form.version},
        "plan": terms.plan.name if terms.plan else "",
        "due": terms.due.isoformat(),
        "inputs": inputs(came, readings),
    }


def _counts(summary: Summary, findings: Sequence[Finding], repairs: Sequence[Repair]) -> dict[str, int]:
    states = [standing.state for standing in summary.standings]
    return {
        "offices": len(states),
        "received": len(states) - states.count("missing"),
        "accepted": states.count("accepted"),
        "to_correct": states.count("to_correct"),
        "unreadable": states.count("unreadable"),
        "not_checked": states.count("not_checked"),
        "missing": states.count("missing"),
        "late": sum(standing.late for standing in summary.standings),
        "errors": sum(finding.blocks for finding in findings),
        "warnings": sum(finding.warns for finding in findings),
        "waived": waived(findings),
        "explained": explained(findings),
        "repairs": len(repairs),
        "figures": len(summary.measures),
    }


def _render(
    form: Form,
    summary: Summary,
    findings: tuple[Finding, ...],
    repairs: tuple[Repair, ...],
    manifest: dict[str, object],
    stale: tuple[Waiver, ...],
) -> Files:
    workbook = book(form, summary, findings, repairs, manifest, stale)
    html = page(form, summary, findings, manifest, stale).encode()
    name = f"{summary.period.title}性別平等業務彙整"
    attached = ((f"{name}.xlsx", SPREADSHEET, workbook), (f"{name}.html", "text/html", html))
    letter = summary_letter(summary, attached)
    return {
        "report.xlsx": workbook,
        "report.html": html,
        "findings.csv": findings_csv(findings),
        "findings.json": findings_json(findings),
        "figures.json": figures_json(summary.measures),
        "letters/summary.eml": eml(letter, summary.terms.desk.email),
        "letters/index.csv": to_csv(
            ("檔案", "收件人", "主旨", "附件"),
            [(f"{letter.name}.eml", letter.to, letter.subject, "、".join(a[0] for a in attached))],
        ),
        "compliance.json": compliance_json(summary),
        "manifest.json": to_json(manifest),
    }
