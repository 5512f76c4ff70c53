"""Where the offices stand: what is open first, then all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from gmreports.model import Form, Standing
from gmreports.render.page.findings import Pile
from gmreports.render.page.wording import STANDINGS, Badge, moment


@dataclass(frozen=True, slots=True)
class Office:
    """`remarks` is the id of its pile of findings, "" where nothing was found."""

    code: str
    short: str
    badge: Badge
    received: str
    late: bool
    revision: str
    file: str
    errors: int
    warnings: int
    notes: tuple[str, ...]
    remarks: str


@dataclass(frozen=True, slots=True)
class Open:
    """Something somebody still has to do: the offices in one state, and what is asked of them."""

    badge: Badge
    asked: str
    offices: tuple[Office, ...]


ASKED = {
    "missing": "還沒收到檔案，數字不在本報告內，請催收。",
    "to_correct": "有必須更正的地方，有錯的列不計入數字，請機關更正後重送。",
    "unreadable": "檔案打不開或不是本表，請機關重送。",
    "not_checked": "程式沒能檢查這個檔案，不代表通過，請通知維護人員。",
}


def offices(standings: Sequence[Standing], form: Form, piles: Sequence[Pile]) -> tuple[Office, ...]:
    ids = {pile.id for pile in piles}
    return tuple(_office(standing, form, ids) for standing in standings)


def _office(standing: Standing, form: Form, piles: set[str]) -> Office:
    remarks = f"findings-{standing.office.code}"
    return Office(
        code=standing.office.code,
        short=standing.office.short,
        badge=STANDINGS[standing.state],
        received=moment(standing.received) if standing.received else "",
        late=standing.late,
        revision=str(standing.revision) if standing.revision else "",
        file=PurePosixPath(standing.file).name,
        errors=standing.errors,
        warnings=standing.warnings,
        notes=_notes(standing, form),
        remarks=remarks if remarks in piles else "",
    )


def _notes(standing: Standing, form: Form) -> tuple[str, ...]:
    titles = {sheet.id: sheet.title for sheet in form.sheets}
    held = "、".join(titles.get(sheet, sheet) for sheet in standing.none_held)
    notes = [f"本季無辦理：{held}"] if held else []
    older = "、".join(PurePosixPath(file).name for file in standing.superseded)
    return (*notes, f"取代較早的 {older}") if older else tuple(notes)


def open_points(standings: Sequence[Standing], said: Sequence[Office]) -> tuple[Open, ...]:
    found = []
    for state, asked in ASKED.items():
        waiting = tuple(
            office for standing, office in zip(standings, said, strict=True) if standing.state == state
        )
        if waiting:
            found.append(Open(waiting[0].badge, asked, waiting))
    return tuple(found)
