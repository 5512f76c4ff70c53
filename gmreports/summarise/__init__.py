"""Figures, tables and standings from a checked Round: pure pandas, no files, no formatting of pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gmreports.model import Finding, Round, Summary
from gmreports.summarise import (
    budget,
    committee,
    compliance,
    coverage,
    headline,
    promotion,
    training,
    trend,
)
from gmreports.summarise.details import may_be_shown
from gmreports.summarise.ledger import open_ledger
from gmreports.summarise.standings import standings

__all__ = ["summarise"]


def summarise(data: Round, findings: Sequence[Finding], as_of: datetime) -> Summary:
    """Everything the outputs print; findings may cover all periods of the Round."""
    ledger = open_ledger(data, findings)
    found = standings(ledger, findings)
    grids = (
        headline.grid(ledger, found),
        compliance.grid(ledger, as_of.date()),
        training.grid(ledger),
        training.kind_grid(ledger),
        coverage.grid(ledger),
        coverage.city_grid(ledger),
        promotion.grid(ledger),
        promotion.by_choice(ledger, "promotion_topic", "宣導議題", "topic"),
        promotion.by_choice(ledger, "promotion_channel", "宣導方式", "channel"),
        committee.grid(ledger),
        budget.grid(ledger),
        trend.grid(ledger),
        trend.training_grid(ledger),
    )
    return Summary(
        period=data.period,
        as_of=as_of,
        terms=data.terms,
        standings=found,
        grids={grid.id: grid for grid in grids},
        details=may_be_shown(ledger.details),
        headline=headline.headline(ledger, found),
        figures=headline.strip(ledger),
    )
