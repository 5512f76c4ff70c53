"""What is said first: the state of the round, the figures that matter and how they moved."""

from __future__ import annotations

from collections.abc import Sequence

from gmreports.model import Grid, Heading, Measure, Standing
from gmreports.summarise import coverage, promotion, training
from gmreports.summarise.details import periods_of
from gmreports.summarise.figures import Ask, as_latest, in_quarter, measure
from gmreports.summarise.ledger import Ledger, came_in
from gmreports.summarise.standings import sentence, strangers
from gmreports.summarise.tables import WOMEN, Column, figure, headings, office_lines
from gmreports.summarise.words import known, moved, said


def strip(ledger: Ledger) -> tuple[tuple[Measure, Measure | None], ...]:
    """The four figures at the top, each with the one a quarter before."""
    asks = (training.ATTENDED["total"], training.ATTENDED["share"], promotion.TOOK_PART["total"])
    found = [_with_before(ledger, ask) for ask in asks]
    required = coverage.pairs(ledger.data.terms)
    if required:
        found.append(_rate_with_before(ledger, coverage.rate(required[0])))
    return tuple(found)


def _with_before(ledger: Ledger, ask: Ask) -> tuple[Measure, Measure | None]:
    period = ledger.data.period
    known_before = period.previous in periods_of(ledger.data)
    before = measure(ledger, ask, in_quarter(period.previous)) if known_before else None
    return measure(ledger, ask, in_quarter(period)), before


def _rate_with_before(ledger: Ledger, ask: Ask) -> tuple[Measure, Measure | None]:
    """Coverage starts anew each year, so a first quarter has nothing before it."""
    period = ledger.data.period
    known_before = period.quarter > 1 and period.previous in periods_of(ledger.data)
    before = measure(ledger, ask, as_latest(period, before=True)) if known_before else None
    return measure(ledger, ask, as_latest(period)), before


def headline(ledger: Ledger, found: Sequence[Standing]) -> tuple[str, ...]:
    """Sentences; the first says how many of how many offices are in."""
    now = in_quarter(ledger.data.period)
    sentences = [sentence(found), *strangers(ledger)]
    for what, sessions, people, did in (
        ("培力", training.SESSIONS, training.ATTENDED, "參訓"),
        ("宣導", promotion.SESSIONS, promotion.TOOK_PART, "參與"),
    ):
        held = measure(ledger, sessions, now)
        heads, heads_before = _with_before(ledger, people["total"])
        share, share_before = _with_before(ledger, people["share"])
        if not known(heads):
            sentences.append(f"{what}本季沒有可列計的資料。")
            continue
        parts = [f"{what} {said(held)} 場，{did} {said(heads)} 人次{_change(heads, heads_before)}"]
        if known(share):
            parts.append(f"女性占 {said(share)}{_change(share, share_before)}")
        sentences.append("；".join(parts) + "。")
    for pair in coverage.pairs(ledger.data.terms)[:1]:
        rate, rate_before = _rate_with_before(ledger, coverage.rate(pair))
        if known(rate):
            sentences.append(f"{coverage.short(pair)}涵蓋率 {said(rate)}{_change(rate, rate_before)}。")
    return (*sentences, *_fewer_or_more(ledger))


def _fewer_or_more(ledger: Ledger) -> tuple[str, ...]:
    """A warning where the two quarters compared come from different numbers of offices."""
    period = ledger.data.period
    now, before = came_in(ledger, period), came_in(ledger, period.previous)
    if period.previous not in periods_of(ledger.data) or now == before:
        return ()
    return (f"本季收到 {now} 個機關、上一季 {before} 個，增減請一併看。",)


def _change(now: Measure, before: Measure | None) -> str:
    change = moved(now, before)
    return f"（{change}）" if change else ""


def grid(ledger: Ledger, found: Sequence[Standing]) -> Grid:
    now, latest = in_quarter(ledger.data.period), as_latest(ledger.data.period)
    required = coverage.pairs(ledger.data.terms)
    shown = [pair for pair in required if pair[1] == required[0][1]]
    columns: list[Column] = [
        figure(ledger, Heading("場次", group="培力"), training.SESSIONS, now),
        figure(ledger, Heading("參訓人次", group="培力"), training.ATTENDED["total"], now),
        figure(ledger, Heading(WOMEN, group="培力"), training.ATTENDED["share"], now),
        figure(ledger, Heading("場次", group="宣導"), promotion.SESSIONS, now),
        figure(ledger, Heading("參與人次", group="宣導"), promotion.TOOK_PART["total"], now),
        figure(ledger, Heading(WOMEN, group="宣導"), promotion.TOOK_PART["share"], now),
        figure(ledger, Heading("觸及人次", group="宣導"), promotion.REACH, now),
        *(
            figure(ledger, Heading(coverage.short(pair), group="涵蓋率"), coverage.rate(pair), latest)
            for pair in shown
        ),
    ]
    return Grid(
        "headline", "總表", sentence(found), "機關", headings(columns), office_lines(ledger, columns),
        (
            *training.left_out_notes(ledger, now, of="培力"),
            *promotion.left_out_notes(ledger, now, of="宣導"),
            *training.joint_note(ledger, now),
            promotion.REACH_NOTE,
            training.SHARE_NOTE,
            *coverage.notes(ledger, shown),
        ),
    )  # fmt: skip
