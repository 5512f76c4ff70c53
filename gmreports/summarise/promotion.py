"""Promotion: sessions, attendances, reach and cost of each office, and by topic and channel."""

from __future__ import annotations

from gmreports.model import Grid, Heading, Line, Measure
from gmreports.summarise.figures import Ask, Scope, in_quarter, in_year, measure, narrowed
from gmreports.summarise.ledger import Ledger
from gmreports.summarise.tables import (
    TOGETHER,
    WOMEN,
    by_sex,
    figure,
    headings,
    left_out,
    office_lines,
    offices_with_rows,
    people,
)
from gmreports.summarise.training import SHARE_NOTE, YEAR_NOTE
from gmreports.summarise.words import known, said

SESSIONS = Ask("promotion.sessions", "宣導場次", "場", "promotion", ("sessions",), joint_once=True)
TOOK_PART = people("promotion", "part", "參與人次")
REACH = Ask("promotion.reach", "觸及人次", "人次", "promotion", ("reach",))
COST = Ask("promotion.cost", "宣導經費", "元", "promotion", ("cost",))

REACH_NOTE = "觸及人次：看板、廣播、網路等無法分性別計數的宣導，不與參與人次相加。"


def grid(ledger: Ledger) -> Grid:
    now, year = in_quarter(ledger.data.period), in_year(ledger.data.period)
    so_far = "今年累計"
    columns = [
        figure(ledger, Heading("場次"), SESSIONS, now),
        *by_sex(ledger, "參與人次", TOOK_PART, now, "mfot"),
        figure(ledger, Heading(WOMEN), TOOK_PART["share"], now),
        figure(ledger, Heading("觸及人次"), REACH, now),
        figure(ledger, Heading("經費"), COST, now),
        figure(ledger, Heading("場次", group=so_far), SESSIONS, year),
        figure(ledger, Heading("參與人次", group=so_far), TOOK_PART["total"], year),
    ]
    return Grid(
        "promotion", "宣導", sentence(ledger, now), "機關", headings(columns), office_lines(ledger, columns),
        (*left_out_notes(ledger, now, year), REACH_NOTE, SHARE_NOTE,
         YEAR_NOTE),
    )  # fmt: skip


def left_out_notes(ledger: Ledger, *scopes: Scope, of: str = "") -> tuple[str, ...]:
    asks = (TOOK_PART["total"], REACH)
    return tuple(note for scope in scopes for note in left_out(ledger, scope, "promotion", *asks, of=of))


def sentence(ledger: Ledger, now: Scope) -> str:
    held = offices_with_rows(ledger, "promotion", now)
    if not held:
        return f"{now.title}沒有可列計的宣導場次。"
    sessions, heads, share, reach = (
        measure(ledger, ask, now) for ask in (SESSIONS, TOOK_PART["total"], TOOK_PART["share"], REACH)
    )
    women = f"，女性占 {said(share)}" if known(share) else ""
    reached = f"；另觸及 {said(reach)} 人次" if reach.value else ""
    return f"{len(held)} 個機關辦理 {said(sessions)} 場，{said(heads)} 人次參與{women}{reached}。"


def by_choice(ledger: Ledger, grid_id: str, title: str, column: str) -> Grid:
    """The city's promotion by the choices of one column."""
    now = in_quarter(ledger.data.period)
    chosen = ledger.data.form.sheet("promotion").column(column)
    asks = [SESSIONS, *(TOOK_PART[key] for key in ("m", "f", "o", "total", "share")), REACH, COST]
    heads = (
        Heading("場次", "場"),
        *(Heading(word, "人次", "參與人次") for word in ("男", "女", "其他", TOGETHER)),
        Heading(WOMEN, "%"),
        Heading("觸及人次", "人次"),
        Heading("經費", "元"),
    )
    lines = []
    for choice in chosen.choices:
        own = [narrowed(ask, f"{chosen.header}「{choice}」", **{column: choice}) for ask in asks]
        lines.append(Line(choice, tuple(measure(ledger, ask, now) for ask in own)))
    lines.append(Line(TOGETHER, tuple(measure(ledger, ask, now) for ask in asks), total=True))
    counts = [(cell, line.label) for line in lines[:-1] if isinstance(cell := line.cells[0], Measure)]
    return Grid(
        grid_id, title, _most(counts, chosen.header), chosen.header, heads, tuple(lines),
        (*left_out_notes(ledger, now), REACH_NOTE, SHARE_NOTE),
    )  # fmt: skip


def _most(counts: list[tuple[Measure, str]], header: str) -> str:
    """Which choice has the most sessions; all of them on a tie."""
    most = max((cell.value or 0 for cell, _ in counts), default=0)
    if not most:
        return "本季沒有可列計的宣導場次。"
    best = "、".join(label for cell, label in counts if cell.value == most)
    none = [label for cell, label in counts if cell.value == 0]
    rest = f"；本季沒有：{'、'.join(none)}" if none else ""
    return f"{header}以{best}最多（{most:,} 場）{rest}。"
