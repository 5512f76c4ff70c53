"""Two returns of an office: what the later one says otherwise, and what that does to the totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from gmreports.inbox import TAIPEI, submitted
from gmreports.model import STATE_WORDS, Arrival, Change, ClerkError, Period, Reading
from gmreports.read import stack
from gmreports.render.letter import aligned
from gmreports.render.records import to_json
from gmreports.render.visible import visible
from gmreports.rules.changes import changes
from gmreports.run.case import Intake, add_up, gather
from gmreports.run.own import Own, shelf
from gmreports.run.worker import read_all, read_one
from gmreports.summarise.corrections import NOT_SHOWN, WHOLE_ROW, moved

Moved = tuple[tuple[str, str, str, str], ...]
HEADS = ("數字", "前一份", "後一份", "增減")


@dataclass(frozen=True)
class Compared:
    """The differences; `office` and `city` are figures that moved: label, before, after, difference."""

    old: Reading
    new: Reading
    changes: tuple[Change, ...]
    headers: tuple[str, ...]
    """For each change, the header of its column; for a whole row what happened to it."""
    office: Moved
    city: Moved
    with_inbox: bool

    def to_json(self) -> str:
        records = [
            {**asdict(change), "where": str(change.where), "header": header}
            for change, header in zip(self.changes, self.headers, strict=True)
        ]
        return to_json(
            {
                "old": self.old.arrival.file,
                "new": self.new.arrival.file,
                "changes": records,
                "office": _figures(self.office),
                "city": _figures(self.city),
            }
        ).decode()


def compare(old: Path, new: Path, period: Period | None, inbox: Path | None, own: Own) -> Compared:
    """Compare two files of one office and quarter, by default the quarter that the later one names.

    With an `inbox` the other offices' returns are added up too, so that the city's totals are exact.
    """
    if old.resolve() == new.resolve():
        raise ClerkError(f"兩個都是「{new}」，沒有可以比較的；請給前後兩份檔案。")
    now = datetime.now(TAIPEI).replace(tzinfo=None)
    period = period or _named(new, now, own) or Period.of(now.date())
    terms, form = shelf(period, own)
    arrived = [_arrival(path, period, now, own) for path in (old, new)]
    if arrived[0].file == arrived[1].file:
        arrived = [
            replace(each, file=f"{path.resolve().parent.name}/{each.file}")
            for each, path in zip(arrived, (old, new), strict=True)
        ]
    if arrived[0].file == arrived[1].file:
        arrived = [
            replace(each, file=f"{word}/{each.file}") for each, word in zip(arrived, "前後", strict=True)
        ]
    before, after = read_all(arrived, form, terms)
    for reading in (before, after):
        if reading.ret is None:
            raise ClerkError(
                f"「{reading.arrival.file}」讀不出來，無法比較；執行 gmreports check 可以看原因。"
            )
    data = stack([before, after], form, terms, period)
    found = changes(data, before.arrival.file, after.arrival.file)
    intake = _others(inbox, period, own, after) or Intake(period, form, terms, (), (), now)
    was, is_now = (
        add_up(replace(intake, readings=(*intake.readings, reading))).summary for reading in (before, after)
    )
    code = after.ret.office_code if after.ret else ""
    headers = tuple(
        form.sheet(change.sheet_id).column(change.column_id).header
        if change.column_id
        else WHOLE_ROW[change.kind]
        for change in found
    )
    year = inbox is not None
    office, city = tuple(moved(is_now, was, code, year)), tuple(moved(is_now, was, year=year))
    return Compared(before, after, found, headers, office, city, inbox is not None)


def tell_compared(compared: Compared) -> str:
    """The story of a comparison."""
    lines = [f"前一份：{compared.old.arrival.file}", f"後一份：{compared.new.arrival.file}", ""]
    lines += _unlike(compared)
    if not compared.changes:
        return _text([*lines, "兩份的內容相同；只是排序、插入或移動列，不算不同。"])
    lines.append(f"有 {len(compared.changes)} 處不同：")
    rows = [
        (f"{change.where.sheet} {change.where.cell}", header, *_shown(change))
        for change, header in zip(compared.changes, compared.headers, strict=True)
    ]
    lines += [f"  {line}" for line in aligned([("位置", "欄位", "前一份", "後一份"), *rows], right=set())]
    lines.append("")
    lines += _told("這個機關的合計", compared.office)
    if compared.with_inbox:
        lines += _told("全市的合計（其他機關照收件資料夾）", compared.city)
    elif compared.office:
        lines.append("全市的場次、人次、人數與金額會增減一樣多；加 --inbox 收件資料夾可以看全市的數字。")
    return _text(lines)


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{visible(line)}\n" for line in lines)


def _unlike(compared: Compared) -> list[str]:
    """A warning where the two are not of one office and quarter."""
    before, after = compared.old.ret, compared.new.ret
    if before is None or after is None:
        return []
    said = []
    if before.office_code != after.office_code:
        said.append("注意：這兩份不是同一個機關的。")
    if before.period != after.period:
        said.append("注意：這兩份不是同一季的。")
    return said


def _told(title: str, figures: Moved) -> list[str]:
    if not figures:
        return [f"{title}：沒有變動。"]
    return [f"{title}：", *(f"  {line}" for line in aligned([HEADS, *figures], right={1, 2, 3}))]


def _shown(change: Change) -> tuple[str, str]:
    if change.kind == "changed" and not (change.before or change.after):
        return NOT_SHOWN, NOT_SHOWN
    blank = STATE_WORDS["blank"] if change.kind == "changed" else ""
    return " ".join(change.before.split()) or blank, " ".join(change.after.split()) or blank


def _named(path: Path, now: datetime, own: Own) -> Period | None:
    """The quarter that a file's own cover names."""
    period = Period.of(now.date())
    terms, form = shelf(period, own)
    ret = read_one(_arrival(path, period, now, own), form, terms).ret
    return ret.period if ret else None


def _arrival(path: Path, period: Period, now: datetime, own: Own) -> Arrival:
    if not path.is_file():
        raise ClerkError(f"找不到檔案「{path}」。")
    terms, _ = shelf(period, own)
    came = list(submitted(path, period, None, now, terms.offices, terms.limits))
    if len(came) > 1:
        raise ClerkError(f"「{path}」裡有 {len(came)} 個檔案，請先取出要比較的那一個。")
    return came[0]


def _others(inbox: Path | None, period: Period, own: Own, new: Reading) -> Intake | None:
    """What the other offices sent, and every earlier quarter."""
    if inbox is None or new.ret is None:
        return None
    intake = gather(inbox, period, None, own)
    kept = tuple(
        reading
        for reading in intake.readings
        if reading.arrival.period != period
        or not reading.ret
        or reading.ret.office_code != new.ret.office_code
    )
    return replace(intake, readings=kept)


def _figures(figures: Moved) -> Sequence[dict[str, str]]:
    return [dict(zip(("label", "before", "after", "difference"), each, strict=True)) for each in figures]
