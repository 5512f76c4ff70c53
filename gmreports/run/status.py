"""The round at a glance: what came, what is missing, who was written to, how long there is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from gmreports.deliver import Entry, load
from gmreports.inbox import TAIPEI
from gmreports.model import Arrival, Period, Standing, Terms
from gmreports.run.case import add_up, arrivals_for, take, waivers_of
from gmreports.run.own import Own, shelf
from gmreports.run.published import MANIFEST, Publication, last, publications
from gmreports.run.quarters import newest
from gmreports.run.send import OUTBOX

ASKS_FOR_ANSWER = ("correction", "unreadable")
UNSURE = ("sending", "unknown")


@dataclass(frozen=True)
class Status:
    """Where a round stands on a day.

    `asked`: office code → the day on which it was last asked for a correction, where no file of
    its came since. `unsure` are the offices whose letter may or may not have arrived.
    `unreported`: files that the last report does not know, None where there is no report;
    `came_since`: those that the last publication does not know.
    """

    inbox: Path
    period: Period
    day: date
    terms: Terms
    standings: tuple[Standing, ...]
    strangers: int
    asked: Mapping[str, date]
    unsure: tuple[str, ...]
    unreported: tuple[str, ...] | None
    published: Publication | None
    came_since: tuple[str, ...]

    @property
    def days_left(self) -> int:
        return (self.terms.due - self.day).days


def status(
    inbox: Path, period: Period | None, as_of: datetime, out: Path, own: Own, waivers: Path | None = None
) -> Status:
    """Read the quarter as a report would, and what was sent and published; `as_of` is the cut-off."""
    period = period or newest(inbox)
    terms, _ = shelf(period, own)
    came = tuple(arrivals_for(inbox, period, terms, keep=False))
    judged = add_up(take(came, period, as_of, own, waivers=waivers or waivers_of(inbox)))
    here = [arrival for arrival in came if arrival.period == period and arrival.received <= as_of]
    returns = judged.data.returns[judged.data.returns["collected"]]
    known = {office.code for office in terms.offices}
    # An unreadable file has the office that its name speaks of, here as in the report.
    offices = {str(file): str(code) for file, code in returns["office_code"].items()}
    ledger = load(out / OUTBOX / f"{period}.jsonl")
    last_words = {entry.key: entry for entry in ledger if _taipei(entry.at) <= as_of}.values()
    published = last(publications(out), period)
    return Status(
        inbox=inbox,
        period=period,
        day=as_of.date(),
        terms=terms,
        standings=judged.summary.standings,
        strangers=sum(offices.get(arrival.file) not in known for arrival in here),
        asked=_asked(last_words, here, offices),
        unsure=tuple(sorted({_office(each) for each in last_words if each.state in UNSURE})),
        unreported=_unreported(out / str(period) / MANIFEST, here),
        published=published,
        came_since=_unknown(here, published.record["inputs"]) if published else (),
    )


def _asked(
    last_words: Iterable[Entry], here: Sequence[Arrival], offices: Mapping[str, str]
) -> dict[str, date]:
    """The offices that a letter went to which waits for a new file, as long as none came after it."""
    sent: dict[str, datetime] = {}
    for entry in last_words:
        if entry.state == "sent" and entry.letter.removesuffix(".eml").endswith(ASKS_FOR_ANSWER):
            moment = _taipei(entry.at)
            sent[_office(entry)] = max(moment, sent.get(_office(entry), moment))
    newest_file: dict[str, datetime] = {}
    for arrival in here:
        code = offices.get(arrival.file, "")
        newest_file[code] = max(arrival.received, newest_file.get(code, arrival.received))
    return {
        code: moment.date()
        for code, moment in sent.items()
        if code in newest_file and newest_file[code] <= moment
    }


def _office(entry: Entry) -> str:
    return entry.letter.partition("_")[0]


def _taipei(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(TAIPEI).replace(tzinfo=None) if moment.tzinfo else moment


def _unreported(manifest: Path, here: Sequence[Arrival]) -> tuple[str, ...] | None:
    """What came since the last report; None where there is none that can be read."""
    try:
        return _unknown(here, json.loads(manifest.read_bytes())["inputs"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _unknown(here: Iterable[Arrival], entries: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The files that a manifest does not know by name and content."""
    known = {(each["file"], each["sha256"]) for each in entries}
    return tuple(arrival.file for arrival in here if (arrival.file, arrival.sha256) not in known)
