"""One office before one obligation: its rows, its due days, and the ruling where something lacks."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gmreports.model import YEAR_OFFSET, Duty, Period, Where
from gmreports.summarise.details import YES, year_to
from gmreports.summarise.figures import Pairs
from gmreports.summarise.ledger import Ledger, addresses, matching, receipt, row_mark, texts

DUTIES: tuple[Duty, ...] = ("符合", "未符合", "進行中", "無資料", "待認定")
MET, NOT_MET, OPEN, NO_DATA, UNDECIDED = DUTIES
REASONS_APART = "、"


@dataclass(frozen=True, slots=True)
class Ruling:
    """A state and why; `sources` are the cells that decided it, `measures` the ids of the figures."""

    state: Duty
    why: str
    sources: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One office, judged as of a day; errors of `own_rules` say what is judged here, so their rows are in."""

    ledger: Ledger
    office_code: str
    as_of: date
    own_rules: frozenset[str] = frozenset()

    @property
    def period(self) -> Period:
        return self.ledger.data.period

    def number(self, name: str) -> Fraction:
        return self.ledger.data.terms.numbers[name]

    def listed(self, name: str) -> tuple[str, ...]:
        return self.ledger.data.terms.lists[name]


def title_of(case: Case, sheet_id: str) -> str:
    return f"「{case.ledger.data.form.sheet(sheet_id).title}」"


def last_day(case: Case, month: Fraction) -> date:
    """The end of a month in the year reported."""
    year, number = case.period.year + YEAR_OFFSET, int(month)
    return date(year, number, calendar.monthrange(year, number)[1])


def is_over(case: Case, name: str) -> bool:
    """Whether the day by which it had to be done is past, and inside what the returns speak of."""
    day = last_day(case, case.number(name))
    return day <= case.period.end and day < case.as_of


def _reach(case: Case, sheet_id: str) -> Pairs:
    if case.ledger.data.form.sheet(sheet_id).covers == "quarter":
        return (("period", *map(str, year_to(case.period))),)
    return (("latest", YES),)


def _chosen(case: Case, sheet_id: str, pairs: Pairs) -> tuple[list[int], list[int]]:
    """The numbers of the office's rows: those that can be judged, and those kept out by an error."""
    said = texts(case.ledger, sheet_id, "reason")
    own: Pairs = (("office_code", case.office_code), *pairs)
    judged: list[int] = []
    out: list[int] = []
    for number in matching(case.ledger, sheet_id, own).nonzero()[0].tolist():
        reasons = {code for code in said[number].split(REASONS_APART) if code}
        (judged if reasons <= case.own_rules else out).append(number)
    return judged, out


def rows(case: Case, sheet_id: str) -> list[int]:
    """The rows that can be judged: of the year, or as the latest return of the year has them."""
    if case.ledger.data.form.sheet(sheet_id).covers != "quarter":
        now = _chosen(case, sheet_id, (("period", str(case.period)),))[0]
        if now:
            return now
    return _chosen(case, sheet_id, _reach(case, sheet_id))[0]


def kept_out(case: Case, sheet_id: str, where: Pairs = ()) -> list[int]:
    """The rows that an error keeps out."""
    now: Pairs = (("period", str(case.period)),)
    found = (_chosen(case, sheet_id, (*pairs, *where))[1] for pairs in (now, _reach(case, sheet_id)))
    return sorted({row for each in found for row in each})


def value(case: Case, sheet_id: str, column: str, row: int) -> str:
    return texts(case.ledger, sheet_id, column)[row]


def having(case: Case, sheet_id: str, column: str, values: Iterable[str], among: Sequence[int]) -> list[int]:
    wanted = frozenset(values)
    return [row for row in among if value(case, sheet_id, column, row) in wanted]


def cells(case: Case, sheet_id: str, columns: Sequence[str], among: Iterable[int]) -> tuple[str, ...]:
    """Where those cells are, row by row."""
    places = [addresses(case.ledger, sheet_id, column) for column in columns]
    return tuple(place[row] for row in among for place in places if place[row])


def cover_cells(case: Case, column: str, periods: Iterable[Period]) -> tuple[str, ...]:
    """The cell of the cover of each return: what shows that something is not in it."""
    data, found = case.ledger.data, []
    addresses_in, titles = data.returns["cells"].to_dict(), data.returns["titles"].to_dict()
    for period in periods:
        for file in case.ledger.files.get((case.office_code, period), ())[:1]:
            cell = addresses_in[file].get("cover", {}).get(column, "")
            title = titles[file].get("cover", data.form.sheet("cover").title)
            found += [str(Where(file, title, cell))] if cell else []
    return tuple(found)


def earlier_note(case: Case, sheet_id: str, among: Sequence[int]) -> str:
    """Where the rows are of an earlier quarter because this one has none."""
    own = sorted({value(case, sheet_id, "period", row) for row in among} - {str(case.period)})
    return f"（採 {'、'.join(own)} 的資料，本季沒有填）" if own else ""


def unclear(case: Case, sheet_id: str, where: Pairs = ()) -> Ruling | None:
    """A ruling of 待認定 where errors keep rows, or the sheet of this quarter, from being judged."""
    out = kept_out(case, sheet_id, where)
    if out:
        why = f"{title_of(case, sheet_id)}有 {len(out)} 列有錯誤、沒有列計，更正後再認定。"
        mark = row_mark(case.ledger.data.form.sheet(sheet_id))
        return Ruling(UNDECIDED, why, cells(case, sheet_id, (mark,), out))
    if receipt(case.ledger, case.office_code, case.period, sheet_id) == "not_counted":
        return Ruling(UNDECIDED, f"{title_of(case, sheet_id)}有錯誤、沒有列計，更正後再認定。")
    return None


def not_done(
    case: Case, sheet_id: str, due: str, why: str, sources: tuple[str, ...] = (), cover: str = "quarter"
) -> Ruling:
    """What may be ruled where the year's rows do not show it, and none is kept out that might."""
    return unclear(case, sheet_id) or by_due(case, sheet_id, due, why, sources, cover)


def by_due(
    case: Case, sheet_id: str, due: str, why: str, sources: tuple[str, ...] = (), cover: str = "quarter"
) -> Ruling:
    """未符合 only when the time for it is over.

    Nor where an earlier quarter did not come or does not count, because it might stand there.
    """
    if not is_over(case, due):
        return Ruling(OPEN, f"{why}期限到{_month_end(case, due)}。", sources)
    periods = year_to(case.period)
    if case.ledger.data.form.sheet(sheet_id).covers == "quarter":
        came = {each: receipt(case.ledger, case.office_code, each, sheet_id) for each in periods}
        for state, ruled, word in (("not_counted", UNDECIDED, "沒有列計"), ("missing", NO_DATA, "沒有收到")):
            gone = "、".join(str(each) for each in periods if came[each] == state)
            if gone:
                return Ruling(ruled, f"{why}但 {gone} 的資料{word}，不能斷定。", sources)
    elif earlier_note(case, sheet_id, rows(case, sheet_id)):
        return Ruling(NO_DATA, why, sources)
    else:
        periods = periods[-1:]
    return Ruling(NOT_MET, why, sources or cover_cells(case, cover, periods))


def _month_end(case: Case, due: str) -> str:
    day = last_day(case, case.number(due))
    return f"{day.month}月{day.day}日"
