"""Coverage: how many of those due have done it, by required pair, from the latest return of each office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gmreports.model import Grid, Heading, Line, Measure, Period, Terms
from gmreports.summarise.details import YES
from gmreports.summarise.figures import Ask, Pairs, Scope, as_latest, measure, narrowed
from gmreports.summarise.ledger import Ledger, matching
from gmreports.summarise.tables import (
    CITY,
    TOGETHER,
    Column,
    figure,
    headings,
    left_out,
    office_lines,
    people,
)
from gmreports.summarise.words import known, named, said

PAIR_MARK = "｜"
DUE = people("coverage", "due", "應訓人數", "人", row_needed=True)
DONE = people("coverage", "done", "達標人數", "人", row_needed=True)
RATE_NOTE = (
    "涵蓋率 = 達標人數 ÷ 應訓人數，人數不重複、從 1 月 1 日累計；"
    "全市為各機關達標人數總和 ÷ 應訓人數總和，不是各機關比率的平均。"
)
LATEST_NOTE = "涵蓋率採各機關今年最近一次列計的季報，各季不相加。"

Pair = tuple[str, str]


def pairs(terms: Terms) -> list[Pair]:
    """The required (requirement, group), as the settings list them."""
    found = (value.partition(PAIR_MARK) for value in terms.lists.get("coverage_pairs", ()))
    return [(requirement, group) for requirement, _, group in found]


def short(pair: Pair) -> str:
    return f"{pair[0]}（{pair[1]}）"


def of_pair(ask: Ask, pair: Pair) -> Ask:
    return narrowed(ask, requirement=pair[0], staff_group=pair[1])


def among(shown: Sequence[Pair]) -> Pairs:
    """The rows of any of these pairs."""
    requirements, groups = dict.fromkeys(pair[0] for pair in shown), dict.fromkeys(pair[1] for pair in shown)
    return (("requirement", *requirements), ("staff_group", *groups))


def rate(pair: Pair, sex: str = "total") -> Ask:
    done, due = DONE[sex], DUE[sex]
    name = "coverage.rate" if sex == "total" else f"coverage.rate_{sex}"
    words = done.words.replace("達標人數", "涵蓋率")
    return of_pair(replace(done, name=name, words=words, unit="%", base=due.columns), pair)


def grid(ledger: Ledger) -> Grid:
    now = as_latest(ledger.data.period)
    required = pairs(ledger.data.terms)
    columns: list[Column] = []
    for pair in required:
        group = " ".join(pair)
        columns += [
            figure(ledger, Heading("達標", group=group), of_pair(DONE["total"], pair), now),
            figure(ledger, Heading("應訓", group=group), of_pair(DUE["total"], pair), now),
            figure(ledger, Heading("涵蓋率", group=group), rate(pair), now),
        ]
    return Grid(
        "coverage", "參訓涵蓋", sentence(ledger, required), "機關", headings(columns),
        office_lines(ledger, columns), notes(ledger, required),
    )  # fmt: skip


def sentence(ledger: Ledger, required: Sequence[Pair]) -> str:
    if not required:
        return "沒有設定必報的涵蓋率項目。"
    pair, now = required[0], as_latest(ledger.data.period)
    city = measure(ledger, rate(pair), now)
    if not known(city):
        return f"{short(pair)}還沒有可列計的涵蓋率。"
    full = [code for code in ledger.codes if measure(ledger, rate(pair), now, code).value == 100]
    reached = f"{len(full)} 個機關已達 100%" if full else "還沒有機關達 100%"
    return f"{short(pair)}全市涵蓋率 {said(city)}，{reached}。"


def counted_in(ledger: Ledger, pair: Pair, now: Scope) -> int:
    """How many offices the city's rate is made of."""
    return sum(measure(ledger, rate(pair), now, code).state == "counted" for code in ledger.codes)


def notes(ledger: Ledger, required: Sequence[Pair]) -> tuple[str, ...]:
    now, all_offices = as_latest(ledger.data.period), len(ledger.codes)
    of = "、".join(f"{short(pair)}{counted_in(ledger, pair, now)}/{all_offices} 機關" for pair in required)
    return (
        *left_out(ledger, now, "coverage", where=among(required)),
        *((f"全市涵蓋率的資料來自：{of}。",) if of else ()),
        *from_earlier(ledger, "coverage"),
        LATEST_NOTE,
        RATE_NOTE,
    )


def from_earlier(ledger: Ledger, sheet: str) -> tuple[str, ...]:
    """Which offices' figures come from an earlier quarter, because this one has none that counts."""
    frame, period = ledger.details[sheet], ledger.data.period
    latest = frame[matching(ledger, sheet, (("latest", YES), ("counted", YES)))]
    used = {(code, text) for code, text in zip(latest["office_code"], latest["period"], strict=True)}
    said_of: dict[str, list[str]] = {}
    for code, text in sorted(used):
        if text != str(period) and code in ledger.codes:
            said_of.setdefault(text, []).append(ledger.short(code))
    return tuple(
        f"{named(shorts)}採用{Period.parse(text).title}的資料，因為本季沒有可列計的資料。"
        for text, shorts in sorted(said_of.items())
    )


def city_grid(ledger: Ledger) -> Grid:
    now = as_latest(ledger.data.period)
    required = pairs(ledger.data.terms)
    sexes = {"m": "男", "f": "女", "o": "其他", "total": TOGETHER}
    heads = (
        *(Heading(word, "人", "應訓人數") for word in sexes.values()),
        *(Heading(word, "人", "達標人數") for word in sexes.values()),
        *(Heading(sexes[sex], "%", "涵蓋率") for sex in ("m", "f", "total")),
        Heading("機關數", numeric=False),
    )
    lines = []
    for pair in required:
        cells: list[Measure | str] = [
            measure(ledger, of_pair(asks[sex], pair), now) for asks in (DUE, DONE) for sex in sexes
        ]
        cells += [measure(ledger, rate(pair, sex), now) for sex in ("m", "f", "total")]
        lines.append(Line(short(pair), (*cells, f"{counted_in(ledger, pair, now)}/{len(ledger.codes)}")))
    return Grid(
        "coverage_city", "涵蓋率分性別", _city_sentence(ledger, required), "要求項目與人員類別",
        heads, tuple(lines), notes(ledger, required),
    )  # fmt: skip


def _city_sentence(ledger: Ledger, required: Sequence[Pair]) -> str:
    now = as_latest(ledger.data.period)
    rates = [(measure(ledger, rate(pair), now), pair) for pair in required]
    found = [(one.value, short(pair), said(one)) for one, pair in rates if one.value is not None]
    if not found:
        return f"{CITY}還沒有可列計的涵蓋率。"
    low = min(found, key=lambda entry: entry[0])
    high = max(found, key=lambda entry: entry[0])
    if low[0] == high[0]:
        return f"{CITY}各項涵蓋率都是 {low[2]}。"
    return f"{CITY}涵蓋率最高的是{high[1]} {high[2]}，最低的是{low[1]} {low[2]}。"
