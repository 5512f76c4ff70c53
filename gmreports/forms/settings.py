"""The settings: dated data read from TOML, and what of it was valid in one period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

from gmreports.forms import strict
from gmreports.forms.mail_address import is_address
from gmreports.model import YEAR_OFFSET, ClerkError, Desk, Limits, Office, Period, Plan, Terms

SHIPPED = Path(__file__).with_name("settings.toml")

DATED: dict[str, strict.Take] = {"valid_from": strict.day, "valid_to": strict.day, "clause": strict.text}


def _entry(needed: tuple[str, ...], **takes: strict.Take) -> strict.Take:
    every = {**takes, **DATED}

    def take(value: object, path: str) -> dict[str, Any]:
        entry = strict.fields(value, path, every, (*needed, "valid_from"))
        if entry.get("valid_to", date.max) < entry["valid_from"]:
            raise strict.wrong(f"{path}.valid_to", "不能早於 valid_from")
        return entry

    return strict.list_of(take)


def _named(value: object, path: str) -> str:
    """What becomes part of file names."""
    said = strict.line(value, path)
    if not said.strip() or set(said) & set('\\/:*?"<>|'):
        raise strict.wrong(path, '不能空白，也不能有 \\ / : * ? " < > |')
    return said


def _positive(value: object, path: str) -> int:
    if (number := strict.whole(value, path)) < 1:
        raise strict.wrong(path, "要寫成 1 以上的整數")
    return number


def _not_negative(value: object, path: str) -> Decimal:
    if (number := strict.exact(value, path)) < 0:
        raise strict.wrong(path, "不能小於 0")
    return number


def _addresses(value: object, path: str) -> str:
    text = strict.text(value, path)
    if text and not is_address(text):
        raise strict.wrong(path, "要寫成電子郵件地址，例如 name@example.gov.tw；幾個就用逗號隔開")
    return text


DESK: dict[str, strict.Take] = {
    **dict.fromkeys(Desk.__dataclass_fields__, strict.line),
    "email": _addresses,
    "recipient": _addresses,
}
KEYS: dict[str, strict.Take] = {
    "desk": lambda value, path: strict.fields(value, path, DESK, tuple(DESK)),
    "limits": lambda value, path: strict.fields(
        value, path, dict.fromkeys(Limits.__dataclass_fields__, _positive)
    ),
    "calendar": lambda value, path: strict.fields(value, path, {"off": strict.days, "work": strict.days}),
    "plan": _entry(("name",), name=strict.text),
    "due_day": _entry(("day",), day=strict.whole),
    "number": _entry(
        ("id",), id=strict.text, value=_not_negative, numerator=strict.whole, denominator=strict.whole
    ),
    "list": _entry(("id", "values"), id=strict.text, values=strict.texts),
    "trial": _entry(("code",), code=strict.text),
    "source": _entry(("name",), name=strict.text, successor=strict.text),
    "office": _entry(
        ("code", "short", "name", "deputy_titles", "signs_as"),
        code=_named,
        short=_named,
        name=_named,
        deputy_titles=strict.texts,
        signs_as=strict.text,
        email=_addresses,
    ),
}
DATED_KEYS = ("plan", "due_day", "number", "list", "trial", "office")
NEEDED = ("desk", "due_day", "office")


def load_terms(period: Period, path: Path | None = None) -> Terms:
    """What was valid in `period` by the settings file, the shipped one unless `path` is given.

    Raises ClerkError naming the key for a mistake in the file.
    """
    data = strict.fields(strict.read_toml(path or SHIPPED, "設定檔"), "設定檔", KEYS, NEEDED)
    valid = {key: _valid(data.get(key, ()), period) for key in DATED_KEYS}
    if not valid["office"]:
        raise ClerkError(f"設定檔裡沒有{period.title}有效的機關（office）。")
    if not valid["due_day"]:
        raise ClerkError(f"設定檔裡沒有{period.title}有效的截止日（due_day）。")
    _need_all("number", valid["number"], period)
    _need_all("list", valid["list"], period)
    plan = valid["plan"][-1] if valid["plan"] else None
    return Terms(
        period=period,
        offices=_offices(valid["office"], data["office"]),
        numbers={entry["id"]: _fraction(entry) for entry in valid["number"]},
        lists={entry["id"]: entry["values"] for entry in valid["list"]},
        plan=_plan(plan) if plan else None,
        due=due_date(period, valid["due_day"][-1]["day"], data.get("calendar", {})),
        desk=Desk(**data["desk"]),
        trials=frozenset(entry["code"] for entry in valid["trial"]),
        limits=Limits(**data.get("limits", {})),
        calendar=data.get("calendar", {}),
        lapsed=tuple(_lapsed(entry) for entry in data.get("source", ()) if _is_over(entry, period)),
    )


def due_date(period: Period, day: int, calendar: dict[str, Any]) -> date:
    """The day by which a quarter's return is due: `day` of the next month, or the next working day.

    Source: 計畫5-3-(一)-3 (the beginning of 4, 7, 10 and of January of the next year).
    """
    if not 1 <= day <= 28:
        raise ClerkError(f"設定「設定檔.due_day.day」是 {day}，要在 1 到 28 之間。")
    return working_day(period.next.start.replace(day=day), calendar)


def working_day(day: date, calendar: Mapping[str, tuple[date, ...]]) -> date:
    """That day, or the next one on which offices are open."""
    # Slow to import, and only due days ask for it.
    import holidays

    public = holidays.country_holidays("TW", years=(day.year,))
    while day not in calendar.get("work", ()) and (
        day.weekday() >= 5 or day in public or day in calendar.get("off", ())
    ):
        day += timedelta(days=1)
    return day


def reply_date(terms: Terms, as_of: date) -> date:
    """By when an office is asked to answer a letter about this round that is made on that day.

    The days are counted from the due day in steps of `correction_days`, so that every office gets at
    least that many, all have the same day, and a letter made again on the next day is the same letter.
    """
    days = max(1, int(terms.numbers["correction_days"]))
    steps = max(0, ceil(Fraction((as_of - terms.due).days + days, days)))
    return working_day(terms.due + timedelta(days=steps * days), terms.calendar)


def find_office(text: str, offices: Iterable[Office]) -> tuple[Office, ...]:
    """The offices that a name as people write it may mean; more than one, or none, is no answer.

    Accepted: with or without 桃園市 and 公所, 台 for 臺, stray blanks, the code. 「桃園」 alone, without
    區, is also the city: it gives none.
    """
    plain = re.sub(r"\s", "", text).replace("台", "臺")
    return tuple(office for office in offices if plain in _spellings(office))


def _spellings(office: Office) -> set[str]:
    found = {office.code}
    for name, short in ((office.name, office.short), *office.former):
        full = name.replace("台", "臺")
        city = full.partition(short)[0]
        found |= {full, full.removeprefix(city), short, city + short}
    return found


def _offices(valid: Iterable[dict[str, Any]], every: Iterable[dict[str, Any]]) -> tuple[Office, ...]:
    """One office for each code: by its newest entry, with the names that it had before."""
    keys = Office.__dataclass_fields__
    found: dict[str, dict[str, Any]] = {}
    for entry in valid:
        code = entry["code"]
        if code in found and found[code]["valid_from"] == entry["valid_from"]:
            raise ClerkError(f"設定檔的機關（office）有兩段都是「{code}」，valid_from 也一樣，請留下一段。")
        found[code] = entry
    for key in ("short", "name"):
        names = [entry[key] for entry in found.values()]
        if twice := next((name for name in names if names.count(name) > 1), ""):
            raise ClerkError(f"設定檔有兩個機關（office）的 {key} 都是「{twice}」，請改成不同的。")
    return tuple(
        Office(**{key: entry[key] for key in keys if key in entry}, former=_former(entry, every))
        for _, entry in sorted(found.items())
    )


def _former(entry: Mapping[str, Any], every: Iterable[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    names = (
        (other["name"], other["short"])
        for other in sorted(every, key=lambda other: other["valid_from"])
        if other["code"] == entry["code"] and other["valid_from"] < entry["valid_from"]
    )
    return tuple(each for each in dict.fromkeys(names) if each != (entry["name"], entry["short"]))


def _valid(entries: Iterable[dict[str, Any]], period: Period) -> list[dict[str, Any]]:
    """What was in force on any day of the period, the newest last."""
    found = [
        entry
        for entry in entries
        if entry["valid_from"] <= period.end and entry.get("valid_to", date.max) >= period.start
    ]
    return sorted(found, key=lambda entry: entry["valid_from"])


def _need_all(key: str, valid: Iterable[dict[str, Any]], period: Period) -> None:
    """Rules and figures name these; the shipped file is the list of the names."""
    known = {entry["id"] for entry in valid}
    for entry in strict.read_toml(SHIPPED, "設定檔").get(key, ()):
        if entry["id"] not in known:
            raise ClerkError(f"設定檔的「{key}」少了「{entry['id']}」，或它在{period.title}沒有效。")


def _is_over(entry: dict[str, Any], period: Period) -> bool:
    return bool(entry.get("valid_to", date.max) < period.start)


def _lapsed(entry: dict[str, Any]) -> str:
    last: date = entry["valid_to"]
    day = f"{last.year - YEAR_OFFSET}年{last.month}月{last.day}日"
    after = entry.get("successor", "")
    then = f"其後為「{after}」" if after else "其後沒有新的計畫，仍依其內容檢核"
    return f"引用的「{entry['name']}」有效到{day}，{then}。"


def _fraction(entry: dict[str, Any]) -> Fraction:
    if "value" in entry:
        return Fraction(entry["value"])
    if not entry.get("denominator") or "numerator" not in entry:
        raise ClerkError(
            f"設定「設定檔.number」的「{entry['id']}」要有 value，或 numerator 與不是 0 的 denominator。"
        )
    return Fraction(entry["numerator"], entry["denominator"])


def _plan(entry: dict[str, Any]) -> Plan:
    last = entry.get("valid_to")
    return Plan(entry["name"], Period.of(entry["valid_from"]), Period.of(last) if last else None)
