"""Training: sessions and attendances of each office, and by kind and level of the course."""

from __future__ import annotations

from gmreports.model import NO_DIVISOR, Grid, Heading, Line
from gmreports.summarise.details import YES
from gmreports.summarise.figures import Ask, Scope, in_quarter, in_year, measure, narrowed
from gmreports.summarise.ledger import Ledger, matching
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
from gmreports.summarise.words import known, said

SESSIONS = Ask("training.sessions", "培力場次", "場", "training", ("sessions",), joint_once=True)
ATTENDED = people("training", "att", "參訓人次")
SUPERVISORS = people("training", "sup", "參訓人次其中主管")
IN_CHARGE = people("training", "gea", "參訓人次其中性平業務人員")

ATTENDANCE_NOTE = "參訓人次：每場人頭數的加總，同一人參加兩場算 2 人次。"
SHARE_NOTE = f"女性占比 = 女 ÷（男＋女＋其他），四捨五入到小數 1 位；沒有人次時為「{NO_DIVISOR}」。"
PARTS_NOTE = "其中主管、其中性平業務人員：包含在參訓人次裡，不另外相加；全市只加總有填的機關。"
YEAR_NOTE = "今年累計：從第1季加總到本季；同一場重複報在兩季的只計一次，還沒收到的季不含在內。"


def grid(ledger: Ledger) -> Grid:
    now, year = in_quarter(ledger.data.period), in_year(ledger.data.period)
    so_far = "今年累計"
    columns = [
        figure(ledger, Heading("場次"), SESSIONS, now),
        *by_sex(ledger, "參訓人次", ATTENDED, now, "mfot"),
        figure(ledger, Heading(WOMEN), ATTENDED["share"], now),
        *by_sex(ledger, "其中主管", SUPERVISORS, now, "mf"),
        *by_sex(ledger, "其中性平業務人員", IN_CHARGE, now, "mf"),
        figure(ledger, Heading("場次", group=so_far), SESSIONS, year),
        figure(ledger, Heading("人次", group=so_far), ATTENDED["total"], year),
    ]
    return Grid(
        "training", "培力", sentence(ledger, now), "機關", headings(columns), office_lines(ledger, columns),
        (*left_out_notes(ledger, now, year), *joint_note(ledger, now), ATTENDANCE_NOTE, SHARE_NOTE,
         PARTS_NOTE, YEAR_NOTE),
    )  # fmt: skip


def sentence(ledger: Ledger, now: Scope) -> str:
    held = offices_with_rows(ledger, "training", now)
    if not held:
        return f"{now.title}沒有可列計的培力場次。"
    sessions, heads, share = (
        measure(ledger, ask, now) for ask in (SESSIONS, ATTENDED["total"], ATTENDED["share"])
    )
    women = f"，女性占 {said(share)}" if known(share) else ""
    return f"{len(held)} 個機關辦理 {said(sessions)} 場，{said(heads)} 人次參訓{women}。"


def left_out_notes(ledger: Ledger, *scopes: Scope, of: str = "") -> tuple[str, ...]:
    heads = ATTENDED["total"]
    return tuple(note for scope in scopes for note in left_out(ledger, scope, "training", heads, of=of))


def joint_note(ledger: Ledger, now: Scope) -> tuple[str, ...]:
    """Why the city's sessions may be fewer than the offices' together."""
    together = matching(ledger, "training", (*now.pairs, ("counted", YES)))
    once = matching(ledger, "training", (*now.pairs, ("counted", YES), ("city", YES)))
    rows = int(together.sum() - once.sum())
    text = "場次：聯合辦理的場次，全市只計 1 次，人次各計各的"
    return (f"{text}；本季有 {rows} 列因此不計入全市場次。" if rows else f"{text}。",)


def kind_grid(ledger: Ledger) -> Grid:
    now, form = in_quarter(ledger.data.period), ledger.data.form.sheet("training")
    asks = [SESSIONS, *(ATTENDED[key] for key in ("m", "f", "o", "total", "share"))]
    heads = [Heading("場次", "場")] + [
        Heading(word, "人次", "參訓人次") for word in ("男", "女", "其他", TOGETHER)
    ]
    lines = [
        Line(
            f"{kind} {level}",
            tuple(measure(ledger, narrowed(ask, course_kind=kind, course_level=level), now) for ask in asks),
        )
        for kind in form.column("course_kind").choices
        for level in form.column("course_level").choices
    ]
    lines.append(Line(TOGETHER, tuple(measure(ledger, ask, now) for ask in asks), total=True))
    return Grid(
        "training_kind", "培力類型", _kind_sentence(ledger, now), "課程類型與層級",
        (*heads, Heading(WOMEN, "%")), tuple(lines),
        (*left_out_notes(ledger, now), *joint_note(ledger, now), SHARE_NOTE),
    )  # fmt: skip


def _kind_sentence(ledger: Ledger, now: Scope) -> str:
    whole = measure(ledger, ATTENDED["total"], now)
    if not whole.value:
        return f"{now.title}沒有可列計的參訓人次。"
    kinds = ledger.data.form.sheet("training").column("course_kind").choices
    heads = [(measure(ledger, narrowed(ATTENDED["total"], course_kind=kind), now), kind) for kind in kinds]
    return "參訓人次：" + "、".join(f"{kind} {said(found)}" for found, kind in heads) + "。"
