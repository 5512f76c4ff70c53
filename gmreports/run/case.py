"""The flow up to the figures: what came, what was read, what was found, what it adds up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

from gmreports.check import check
from gmreports.check.waive import explain, unused, waive
from gmreports.forms.waivers import NAME as WAIVERS
from gmreports.forms.waivers import load_waivers
from gmreports.inbox import TAIPEI, arrivals
from gmreports.model import (
    Arrival,
    Change,
    Finding,
    Form,
    Period,
    Reading,
    Repair,
    Round,
    Severity,
    Summary,
    Terms,
    Waiver,
)
from gmreports.read import stack
from gmreports.rules import ALL
from gmreports.rules.changes import changes as changes_between
from gmreports.run.own import Own, shelf
from gmreports.run.quarters import newest, quarters
from gmreports.run.worker import read_all
from gmreports.summarise import summarise
from gmreports.summarise.corrections import corrections

SEVERITIES: dict[str, Severity] = {rule.code: "W" if rule.waivable else rule.severity for rule in ALL}

Progress = Callable[[Iterator[Reading], int], Iterable[Reading]]


@dataclass(frozen=True)
class Intake:
    """What a quarter is made from.

    `came` holds every file, also what came after the cut-off; `readings` only what counts.
    `waivers` is the clerk's file, None where there is none.
    """

    period: Period
    form: Form
    terms: Terms
    came: tuple[Arrival, ...]
    readings: tuple[Reading, ...]
    cut_off: datetime
    waivers: Path | None = None
    granted: tuple[Waiver, ...] = ()


@dataclass(frozen=True)
class Judged:
    """What was found and what it adds up to; findings and repairs are those of the period's own files.

    `everything` has the findings of earlier quarters too. `changes` are what corrected returns of
    the quarter say otherwise than the ones before them.
    """

    data: Round
    summary: Summary
    everything: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    unused: tuple[Waiver, ...]
    changes: tuple[Change, ...] = ()


def gather(
    inbox: Path,
    period: Period | None,
    as_of: datetime | None,
    own: Own,
    jobs: int | None = None,
    progress: Progress = lambda readings, _total: readings,
    waivers: Path | None = None,
) -> Intake:
    """Read what came for a quarter, and for the quarters that it leans on.

    `as_of` is the cut-off: what came later is not read. By default it is the moment at which the
    last file of the period came. `waivers` is by default the one in the inbox where there is one.
    """
    period = period or newest(inbox)
    came = tuple(arrivals_for(inbox, period, shelf(period, own)[0]))
    return take(came, period, as_of, own, jobs, progress, waivers or waivers_of(inbox))


def take(
    came: Sequence[Arrival],
    period: Period,
    as_of: datetime | None,
    own: Own,
    jobs: int | None = None,
    progress: Progress = lambda readings, _total: readings,
    waivers: Path | None = None,
) -> Intake:
    """Read arrivals that are known already, as `gather` does."""
    terms, form = shelf(period, own)
    granted = load_waivers(waivers, terms.offices, SEVERITIES) if waivers else ()
    moments = [arrival.received for arrival in came if arrival.period == period]
    cut_off = as_of or max(moments, default=datetime.combine(terms.due, time.max))
    in_time = [arrival for arrival in came if arrival.received <= cut_off]
    readings = tuple(progress(read_all(in_time, form, terms, jobs), len(in_time)))
    return Intake(period, form, terms, tuple(came), readings, cut_off, waivers, granted)


def judge(intake: Intake) -> Judged:
    """Check what was read and add it up, and say what corrections changed."""
    judged = add_up(intake)
    pairs = _superseded(judged.data)
    changes = tuple(change for old, new in pairs for change in changes_between(judged.data, old, new))
    if not changes:
        return judged
    later = {new for _, new in pairs}
    before = tuple(reading for reading in intake.readings if reading.arrival.file not in later)
    uncorrected = add_up(replace(intake, readings=before))
    grids = corrections(intake.form, judged.summary, uncorrected.summary, changes)
    told = {**judged.summary.grids, **{grid.id: grid for grid in grids}}
    return replace(judged, summary=replace(judged.summary, grids=told), changes=changes)


def add_up(intake: Intake) -> Judged:
    """Check what was read and add it up, whatever it corrects."""
    period = intake.period
    data = stack(intake.readings, intake.form, intake.terms, period)
    everything = explain(waive(check(data, ALL), intake.granted, period), data)
    summary = summarise(data, everything, intake.cut_off)
    others = {arrival.file for arrival in intake.came if arrival.period != period}
    findings = tuple(finding for finding in everything if finding.where.file not in others)
    repairs = tuple(
        repair for reading in intake.readings for repair in reading.repairs if repair.where.file not in others
    )
    return Judged(data, summary, everything, findings, repairs, unused(intake.granted, findings, period))


def _superseded(data: Round) -> list[tuple[str, str]]:
    """(the file before, the file that stands) of each office that corrected its return of the quarter."""
    returns = data.returns[data.returns["collected"] & data.returns["readable"]]
    found = []
    for code, own in returns.groupby("office_code", sort=False):
        current = own.index[own["current"]]
        before = own.index[~own["current"]]
        if code and len(before) and len(current):
            found.append((str(before[-1]), str(current[-1])))
    return found


def waivers_of(inbox: Path) -> Path | None:
    path = inbox / WAIVERS
    return path if path.is_file() else None


def arrivals_for(inbox: Path, period: Period, terms: Terms, keep: bool = True) -> Iterator[Arrival]:
    """The period's files, the earlier quarters' of its year and, where there are any, of the year before.

    With `keep`, a file that came just now is written into its quarter's received.csv.
    """
    now, here = datetime.now(TAIPEI), quarters(inbox)
    if period not in here:
        yield from arrivals(inbox, period, terms.offices, now, limits=terms.limits, keep=keep)
    for each in here:
        if each <= period and each.year >= period.year - 1:
            yield from arrivals(inbox, each, terms.offices, now, main=period, limits=terms.limits, keep=keep)
