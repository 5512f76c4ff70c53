"""Everything the page's layout prints, worked out beforehand: the layout only places it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from gmreports import __version__
from gmreports.model import Finding, Form, Measure, Summary, Waiver
from gmreports.render import style
from gmreports.render.answers import UNUSED, in_words
from gmreports.render.definitions import DEFINITIONS, footnotes
from gmreports.render.page import charts, findings, status
from gmreports.render.page.origins import source_id
from gmreports.render.page.sources import file_labels
from gmreports.render.page.tables import Table, table
from gmreports.render.page.wording import came_in, change, day, moment, name, printed, round_state

SHORT_HASH = 12


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    text: str
    unit: str
    moved: str
    source: str


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: str
    tables: tuple[Table, ...]
    charts: tuple[charts.Chart, ...]


@dataclass(frozen=True, slots=True)
class Source:
    label: str
    file: str
    received: str
    sha256: str
    late: bool


def context(
    form: Form,
    summary: Summary,
    found: Sequence[Finding],
    manifest: Mapping[str, Any],
    unused: Sequence[Waiver] = (),
) -> dict[str, object]:
    terms, period = summary.terms, summary.period
    inputs = manifest.get("inputs", ())
    labels = file_labels(inputs, terms.offices, period)
    piles = findings.piles(found, terms.offices, form)
    offices = status.offices(summary.standings, form, piles)
    return {
        "style": style,
        "light": _variables(style.LIGHT),
        "dark": _variables(style.DARK),
        "form": form,
        "terms": terms,
        "period": period,
        "headline": summary.headline,
        "state": round_state(summary.standings),
        "spans": f"{day(period.start)}至{day(period.end)}",
        "due": day(terms.due),
        "as_of": moment(summary.as_of),
        "figures": _figures(summary),
        "open_points": status.open_points(summary.standings, offices),
        "offices": offices,
        "came_in": came_in(summary.standings),
        "sections": _sections(form, summary, labels),
        "piles": piles,
        "unused_words": UNUSED,
        "unused_waivers": [in_words(waiver, terms.offices) for waiver in unused],
        "definitions": DEFINITIONS,
        "footnotes": footnotes(summary.terms),
        "sources": [_source(entry, labels) for entry in inputs],
        "forms": "、".join(f"{name} {version}" for name, version in manifest.get("forms", {}).items()),
        "program_version": manifest.get("program_version", __version__),
    }


def _variables(colours: Mapping[str, str]) -> dict[str, str]:
    """Roles as CSS writes them: ACCENT_SOFT is --accent-soft."""
    return {role.lower().replace("_", "-"): colour for role, colour in colours.items()}


def _figures(summary: Summary) -> list[Figure]:
    sources = {
        cell.id: source_id(grid, row, column)
        for grid in reversed(list(summary.grids.values()))
        for row, line in enumerate(grid.lines)
        for column, cell in enumerate(line.cells)
        if isinstance(cell, Measure) and (cell.sources or cell.not_counted)
    }
    return [
        Figure(
            label=name(now, summary.period),
            text=printed(now),
            unit="" if now.unit == "%" or now.value is None else now.unit,
            moved=change(now, before),
            source=sources.get(now.id, ""),
        )
        for now, before in summary.figures
    ]


def _sections(form: Form, summary: Summary, labels: Mapping[str, str]) -> list[Section]:
    """The grids that tell of one matter, together: their ids begin alike (training, training_kind)."""
    drawn = charts.charts(summary)
    sections = []
    for matter, grids in groupby(summary.grids.values(), key=lambda grid: grid.id.split("_")[0]):
        together = tuple(grids)
        sections.append(
            Section(
                id=matter if matter != "headline" else "overview",
                title=together[0].title,
                tables=tuple(table(grid, form, labels) for grid in together),
                charts=tuple(chart for grid in together for chart in drawn.get(grid.id, ())),
            )
        )
    return sections


def _source(entry: Mapping[str, Any], labels: Mapping[str, str]) -> Source:
    received = entry.get("received_at")
    return Source(
        label=labels[entry["file"]],
        file=entry["file"],
        received=moment(datetime.fromisoformat(str(received))) if received else "",
        sha256=str(entry.get("sha256", ""))[:SHORT_HASH],
        late=bool(entry.get("after_cut_off")),
    )
