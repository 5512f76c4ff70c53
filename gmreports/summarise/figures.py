"""From a Query to a Measure: the value, where it comes from, what was left out, and in which state it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial

from gmreports.model import Measure, Period, Query, State
from gmreports.summarise.details import YES, year_to
from gmreports.summarise.ledger import (
    Amount,
    Ledger,
    Mask,
    addresses,
    amounts,
    cached,
    gaps,
    matching,
    receipt,
    row_mark,
)

Pairs = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Scope:
    """The time a figure speaks of: `pairs` choose its rows, `reach` the rows an office reported for it."""

    tag: str
    title: str
    periods: tuple[Period, ...]
    pairs: Pairs
    reach: Pairs


@dataclass(frozen=True)
class Ask:
    """One figure to be made for any office and time: `columns` added up (none: rows counted).

    With `base` it is a percentage. `joint_once`: the city counts the rows of a joint session
    once. `row_needed`: without a row of its own the figure is not given, rather than 0.
    """

    name: str
    words: str
    unit: str
    sheet: str
    columns: tuple[str, ...]
    where: Pairs = ()
    base: tuple[str, ...] | None = None
    base_where: Pairs = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    joint_once: bool = False
    row_needed: bool = False


@dataclass(frozen=True)
class Sum:
    value: Amount
    sources: tuple[str, ...]
    not_counted: tuple[str, ...]
    rows: int
    rows_left_out: int
    blank: bool


def in_quarter(period: Period) -> Scope:
    reach: Pairs = (("period", str(period)),)
    return Scope(str(period), period.title, (period,), (*reach, ("in_quarter", YES)), reach)


def in_year(period: Period) -> Scope:
    """The year so far; an event reported in two quarters once."""
    periods = tuple(year_to(period))
    reach: Pairs = (("period", *map(str, periods)),)
    title = f"{period.year}年累計至第{period.quarter}季"
    return Scope(f"{periods[0]}-{period}", title, periods, (*reach, ("once", YES)), reach)


def as_latest(period: Period, before: bool = False) -> Scope:
    """What the latest return of each office in the year says; `before`: as it stood one quarter earlier."""
    last = period.previous if before else period
    reach: Pairs = (("latest_before" if before else "latest", YES),)
    return Scope(str(last), f"{last.title}止", tuple(year_to(last)), reach, reach)


def narrowed(ask: Ask, said: str = "", **values: str) -> Ask:
    """The same figure for some of the rows only, e.g. `course_kind="CEDAW"`; `said` names them."""
    pairs = tuple(values.items())
    return replace(
        ask,
        name=".".join((ask.name, *(f"{column}={value}" for column, value in pairs))),
        words=f"{said or '、'.join(values.values())} {ask.words}",
        where=(*ask.where, *pairs),
        base_where=(*ask.base_where, *pairs),
        keys={**values, **ask.keys},
    )


def measure(ledger: Ledger, ask: Ask, scope: Scope, office_code: str = "") -> Measure:
    """The figure of one office, or of the city for an empty code."""
    office: Pairs = (("office_code", office_code),) if office_code else ()
    once: Pairs = (("city", YES),) if ask.joint_once and not office_code else ()
    total = Query(ask.sheet, ask.columns, (*office, *scope.pairs, *once, *ask.where))
    base = None
    if ask.base is not None:
        base = Query(ask.sheet, ask.base, (*office, *scope.pairs, *once, *ask.base_where))
    above = evaluate(ledger, total)
    below = evaluate(ledger, base) if base else None
    state = _state(ledger, ask, scope, office_code, above)
    value: Amount | None = None
    if state == "counted":
        value = percent(above.value, below.value) if below else above.value
    return Measure(
        id=f"{ask.name}.{scope.tag}.{office_code or 'city'}",
        label=f"{ledger.short(office_code)} {scope.title} {ask.words}",
        office_code=office_code,
        period=scope.tag,
        keys=dict(ask.keys),
        value=value,
        unit=ask.unit,
        state=state,
        total=total,
        base=base,
        sources=(above.sources + (below.sources if below else ())) if state == "counted" else (),
        not_counted=tuple(dict.fromkeys(above.not_counted + (below.not_counted if below else ()))),
        total_sources=len(above.sources) if state == "counted" else 0,
    )


def percent(total: Amount, base: Amount) -> Decimal | None:
    """One decimal, half up, exactly; None where there is nothing to divide by."""
    if base == 0:
        return None
    share = Fraction(total) * 1000 / Fraction(base)
    return Decimal((2 * share.numerator + share.denominator) // (2 * share.denominator)).scaleb(-1)


def evaluate(ledger: Ledger, query: Query) -> Sum:
    """The sum over the rows that count, with the cells it was made from and those left out."""
    return cached(ledger, query, partial(_evaluate, ledger, query))


def _evaluate(ledger: Ledger, query: Query) -> Sum:
    hit = matching(ledger, query.sheet, query.where)
    counted = matching(ledger, query.sheet, (("counted", YES),))
    rows, left_out = _numbers(hit & counted), _numbers(hit & ~counted)
    columns = query.columns or (row_mark(ledger.data.form.sheet(query.sheet)),)
    value: Amount = 0 if query.columns else len(rows)
    filled: list[str] = []
    empty: list[str] = []
    gap = False
    for column in columns:
        cells = amounts(ledger, query.sheet, column) if query.columns else None
        places = addresses(ledger, query.sheet, column)
        asked = gaps(ledger, query.sheet, column)
        for row in rows:
            amount = cells[row] if cells else 1
            gap = gap or (amount is None and bool(asked[row]))
            (empty if amount is None else filled).append(places[row])
            if cells and amount is not None:
                value += amount
    skipped = (addresses(ledger, query.sheet, column)[row] for column in columns for row in left_out)
    return Sum(
        value=value,
        sources=tuple(place for place in filled or empty if place),
        not_counted=tuple(place for place in skipped if place),
        rows=len(rows),
        rows_left_out=len(left_out),
        blank=gap and not filled,
    )


def _numbers(mask: Mask) -> list[int]:
    numbers: list[int] = mask.nonzero()[0].tolist()
    return numbers


def _state(ledger: Ledger, ask: Ask, scope: Scope, office_code: str, found: Sum) -> State:
    if found.rows:
        return "blank" if found.blank else "counted"
    if found.rows_left_out:
        return "not_counted"
    if not office_code:
        return _state_of_city(ledger, ask, scope)
    reported = matching(ledger, ask.sheet, (("office_code", office_code), *scope.reach))
    counted = matching(ledger, ask.sheet, (("counted", YES),))
    if (reported & counted).any():
        return "blank" if ask.row_needed else "counted"
    if reported.any():
        return "not_counted"
    came = [receipt(ledger, office_code, period, ask.sheet) for period in scope.periods]
    came = [one for one in came if one != "missing"]
    if not came:
        return "missing"
    if "not_counted" in came:
        return "not_counted"
    return "none_held" if set(came) == {"none_held"} else "blank"


def _state_of_city(ledger: Ledger, ask: Ask, scope: Scope) -> State:
    """Without a row of its own: 0 where any office has an answer, else the best that an office has."""
    states = {_state(ledger, ask, scope, code, NOTHING) for code in ledger.codes}
    order: tuple[State, ...] = ("counted", "not_counted", "blank", "none_held", "missing")
    return next((state for state in order if state in states), "missing")


NOTHING = Sum(0, (), (), 0, 0, False)
