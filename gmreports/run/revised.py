"""What was published against what the files say now: which figures changed, and what made them change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gmreports.model import Arrival, Measure, Period
from gmreports.render.records import figures_json, to_json
from gmreports.run.case import Intake, Judged, add_up, take
from gmreports.run.causes import Inputs, Manifest, inputs, why
from gmreports.run.own import Own
from gmreports.run.published import COMPARED, Publication, compared
from gmreports.run.results import Files
from gmreports.summarise.revisions import Printed, Revised, with_notice

REVISIONS = "revisions.json"
FIGURES = "figures.json"


@dataclass(frozen=True)
class Known:
    """A figure as it was last printed, and where."""

    figure: Printed
    publication: Publication


def with_revisions(
    intake: Intake,
    judged: Judged,
    manifest: dict[str, object],
    published: Sequence[Publication],
    own: Own,
) -> tuple[Judged, dict[str, object], Files]:
    """What was judged with the notice in its summary, the manifest naming what it was compared with,
    and the notice as a file; all as they were where nothing was published."""
    described = json.loads(to_json(manifest))
    before = compared(published, intake.period, described)
    if not before:
        return judged, manifest, {}

    def again(quarter: Period) -> tuple[Measure, ...]:
        earlier = take(_as_of_quarter(intake, quarter), quarter, intake.cut_off, own, waivers=intake.waivers)
        return add_up(earlier).summary.measures

    found = revised(before, intake.period, described, judged.summary.measures, again)
    return (
        replace(judged, summary=with_notice(judged.summary, found)),
        {**manifest, COMPARED: [each.named() for each in before]},
        {REVISIONS: revisions_json(found, before)} if found else {},
    )


def _as_of_quarter(intake: Intake, quarter: Period) -> tuple[Arrival, ...]:
    """What came up to a quarter, named as that quarter's own report names it."""
    return tuple(
        replace(arrival, file=arrival.file.removeprefix(f"{quarter}/"))
        for arrival in intake.came
        if arrival.period <= quarter
    )


def revised(
    before: Sequence[Publication],
    period: Period,
    manifest: Manifest,
    measures: Sequence[Measure],
    again: Callable[[Period], Sequence[Measure]],
) -> tuple[Revised, ...]:
    """Every figure that was published, is computed again by this report, and comes out otherwise.

    A figure is compared with its last publication, the notices printed there included. `again`
    makes the figures of an earlier quarter: asked for where its files changed since it was published.
    """
    known = _last_printed(before)
    now = _printed(measures, period, manifest)
    for quarter in sorted({each.period for each in before if each.period < period}):
        last = [each for each in before if each.period == quarter][-1]
        if _counted(inputs(last.manifest), quarter, period) != _counted(inputs(manifest), quarter, period):
            made = _printed(again(quarter), quarter, manifest)
            now |= {key: figure for key, figure in made.items() if key not in now}
    return tuple(
        Revised(known[key].figure, new, known[key].publication.short, _cause(known[key], new, manifest))
        for key, new in now.items()
        if key in known and _differs(known[key].figure, new)
    )


def revisions_json(found: Sequence[Revised], before: Sequence[Publication]) -> bytes:
    """The notice for other programs, and for the next report, which does not say the same again."""
    numbers = {each.short: each.number for each in before}
    return to_json([_record(each, numbers[each.published]) for each in found])


def _record(each: Revised, number: int) -> dict[str, object]:
    new = each.new
    return {
        "id": new.id,
        "label": new.label,
        "office_code": new.office_code,
        "period": new.period,
        "unit": new.unit,
        "published": each.published,
        "number": number,
        "old": {"value": each.old.value, "state": each.old.state},
        "new": {"value": new.value, "state": new.state, "files": list(new.files)},
        "why": list(each.why),
    }


def _last_printed(before: Sequence[Publication]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    for each in before:
        figures = _figures(each.json(FIGURES) or (), each.period, each.manifest)
        noticed = (
            _figure({**entry, **entry["new"]}, tuple(entry["new"]["files"]))
            for entry in each.json(REVISIONS) or ()
        )
        for figure in (*noticed, *figures):
            found[figure.id] = Known(figure, each)
    return found


def _printed(measures: Sequence[Measure], period: Period, manifest: Manifest) -> dict[str, Printed]:
    """Through the same file as the published ones, so that equal figures are equal."""
    return {each.id: each for each in _figures(json.loads(figures_json(measures)), period, manifest)}


def _figures(entries: Sequence[Mapping[str, Any]], period: Period, manifest: Manifest) -> Iterator[Printed]:
    quarters = {key.partition("/")[0] for key in inputs(manifest)}
    for entry in entries:
        files = dict.fromkeys(
            str(place).rsplit("!", 2)[0] for place in (*entry["sources"], *entry["not_counted"])
        )
        yield _figure(
            entry,
            tuple(file if file.partition("/")[0] in quarters else f"{period}/{file}" for file in files),
        )


def _figure(entry: Mapping[str, Any], files: tuple[str, ...]) -> Printed:
    return Printed(
        id=entry["id"],
        label=entry["label"],
        office_code=entry["office_code"],
        period=entry["period"],
        unit=entry["unit"],
        value=entry["value"],
        state=entry["state"],
        files=files,
    )


def _differs(old: Printed, new: Printed) -> bool:
    return (old.state, old.value) != (new.state, new.value)


def _counted(found: Inputs, quarter: Period, main: Period) -> dict[str, tuple[str, str]]:
    """The files up to a quarter that count, as far back as the report of `main` reads."""
    return {
        key: (entry["sha256"], entry["received_at"])
        for key, entry in found.items()
        if not entry["after_cut_off"]
        and Period.parse(entry["period"]) <= quarter
        and Period.parse(entry["period"]).year >= main.year - 1
    }


def _cause(known: Known, new: Printed, manifest: Manifest) -> tuple[str, ...]:
    return why(known.publication.manifest, manifest, new.period, (*known.figure.files, *new.files))
