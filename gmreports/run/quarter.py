"""The main job: one quarter, from the inbox to a folder of results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from gmreports import __version__
from gmreports.inbox import sha256
from gmreports.model import Arrival, Finding, Form, Period, Reading, Repair, Summary, Waiver
from gmreports.render.answers import explained, waived
from gmreports.render.records import inputs, to_json, waivers_used
from gmreports.run.case import Intake, Judged, Progress, gather, judge
from gmreports.run.lock import alone
from gmreports.run.outputs import outputs
from gmreports.run.own import Own
from gmreports.run.published import Publication, publications
from gmreports.run.quarters import refuse_among_received
from gmreports.run.results import Files, swap_in
from gmreports.run.revised import with_revisions
from gmreports.run.used import copies, described


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


@dataclass(frozen=True)
class Made:
    """A report before it is put down."""

    judged: Judged
    manifest: Mapping[str, object]
    files: Files


def report(
    inbox: Path,
    period: Period | None,
    out: Path,
    as_of: datetime | None,
    own: Own,
    jobs: int | None = None,
    progress: Progress = lambda readings, _total: readings,
    waivers: Path | None = None,
) -> Outcome:
    """The main job: an inbox in, a folder of results out, swapped in whole.

    `as_of` is the cut-off: what came later is listed and not counted. By default it is the moment
    at which the last file of the period came. `waivers` is the clerk's file, by default the one in
    the inbox where there is one.
    """
    refuse_among_received(inbox, out)
    with alone(out):
        intake = gather(inbox, period, as_of, own, jobs, progress, waivers)
        made = make(intake, own, publications(out))
        folder = swap_in(out, str(intake.period), made.files)
    judged, manifest = made.judged, made.manifest
    after = tuple(arrival for arrival in intake.came if arrival.received > intake.cut_off)
    return Outcome(folder, judged.summary, judged.findings, judged.repairs, after, manifest, judged.unused)


def make(intake: Intake, own: Own, published: Sequence[Publication] = ()) -> Made:
    """Everything that a report writes; figures that were published and have changed are told."""
    judged = judge(intake)
    manifest = {**_described(intake, judged), **described(own)}
    judged, manifest, notice = with_revisions(intake, judged, manifest, published, own)
    files = {**outputs(intake, judged, manifest), **notice, **copies(own, intake.waivers)}
    return Made(judged, manifest, files)


def _described(intake: Intake, judged: Judged) -> dict[str, object]:
    """The manifest: what went in, by what it was read, and what came out in numbers."""
    file = intake.waivers
    return {
        **_manifest(judged.summary, intake.form, intake.came, intake.readings),
        "counts": _counts(judged.summary, judged.findings, judged.repairs),
        **(waivers_used(file.name, sha256(file), judged.unused) if file else {}),
    }


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
