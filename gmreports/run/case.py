"""The flow up to the figures: what came, what was read, what was found, what it adds up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from pathlib import Path

from gmreports.check import check
from gmreports.check.waive import explain, unused, waive
from gmreports.forms.waivers import NAME as WAIVERS
from gmreports.forms.waivers import load_waivers
from gmreports.inbox import TAIPEI, arrivals, periods
from gmreports.model import (
    Arrival,
    ClerkError,
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
from gmreports.read import read, stack
from gmreports.rules import ALL
from gmreports.run.own import Own, shelf
from gmreports.summarise import summarise

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
    """What was found and what it adds up to; findings and repairs are those of the period's own files."""

    data: Round
    summary: Summary
    findings: tuple[Finding, ...]
    repairs: tuple[Repair, ...]
    unused: tuple[Waiver, ...]


def gather(
    inbox: Path,
    period: Period | None,
    as_of: datetime | None,
    own: Own,
    jobs: int = 1,
    progress: Progress = lambda readings, _total: readings,
    waivers: Path | None = None,
) -> Intake:
    """Read what came for a quarter, and for the quarters that it leans on.

    `as_of` is the cut-off: what came later is not read. By default it is the moment at which the
    last file of the period came. `waivers` is by default the one in the inbox where there is one.
    """
    period = period or newest(inbox)
    terms, form = shelf(period, own)
    waivers = waivers or _waivers_of(inbox)
    granted = load_waivers(waivers, terms.offices, SEVERITIES) if waivers else ()
    came = tuple(_came(inbox, period, terms))
    moments = [arrival.received for arrival in came if arrival.period == period]
    cut_off = as_of or max(moments, default=datetime.combine(terms.due, time.max))
    in_time = [arrival for arrival in came if arrival.received <= cut_off]
    readings = tuple(progress(_read_all(in_time, form, terms, jobs), len(in_time)))
    return Intake(period, form, terms, came, readings, cut_off, waivers, granted)


def judge(intake: Intake) -> Judged:
    """Check what was read and add it up."""
    period = intake.period
    data = stack(intake.readings, intake.form, intake.terms, period)
    everything = explain(waive(check(data, ALL), intake.granted, period), data)
    summary = summarise(data, everything, intake.cut_off)
    others = {arrival.file for arrival in intake.came if arrival.period != period}
    findings = tuple(finding for finding in everything if finding.where.file not in others)
    repairs = tuple(
        repair for reading in intake.readings for repair in reading.repairs if repair.where.file not in others
    )
    return Judged(data, summary, findings, repairs, unused(intake.granted, findings, period))


def newest(inbox: Path) -> Period:
    """The newest period that has a folder in the inbox."""
    found = periods(inbox)
    if not found:
        raise ClerkError(
            f"收件資料夾「{inbox}」裡沒有任何一季的資料夾，請建立例如「115Q3」的資料夾並放入各公所的檔案。"
        )
    return found[-1]


def _waivers_of(inbox: Path) -> Path | None:
    path = inbox / WAIVERS
    return path if path.is_file() else None


def _came(inbox: Path, period: Period, terms: Terms) -> Iterator[Arrival]:
    """The period's files, the earlier quarters' of its year and, where there are any, of the year before."""
    now = datetime.now(TAIPEI)
    if period not in periods(inbox):
        yield from arrivals(inbox, period, terms.offices, now, limits=terms.limits)
    for each in periods(inbox):
        if each <= period and each.year >= period.year - 1:
            yield from arrivals(inbox, each, terms.offices, now, main=period, limits=terms.limits)


def _read_all(arrived: Sequence[Arrival], form: Form, terms: Terms, jobs: int) -> Iterator[Reading]:
    reading = partial(read, form=form, terms=terms)
    if jobs <= 1:
        yield from map(reading, arrived)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(reading, arrived)
