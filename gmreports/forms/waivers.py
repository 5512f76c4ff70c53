"""The clerk's waivers: which warnings are not pursued, of whom, why, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from gmreports.forms import strict
from gmreports.forms.settings import find_office
from gmreports.model import ClerkError, Office, Period, Severity, Waiver
from gmreports.model.personal import redacted

NAME = "waivers.toml"
WHAT = "豁免檔"
NEEDED = ("code", "period", "reason", "who")

_CELL = re.compile(r"([^!]+)!\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


def load_waivers(
    path: Path, offices: Iterable[Office], severities: Mapping[str, Severity]
) -> tuple[Waiver, ...]:
    """The waivers of the file, in its order; `severities` maps the code of every rule to its severity.

    Raises ClerkError naming the key for a mistake, and for a rule whose findings must be corrected.
    """
    keys = _keys(tuple(offices), severities)
    take = strict.list_of(lambda value, at: _waiver(strict.fields(value, at, keys, NEEDED), at))
    found = strict.fields(strict.read_toml(path, WHAT), WHAT, {"waiver": take})
    return tuple(found.get("waiver", ()))


def _keys(offices: tuple[Office, ...], severities: Mapping[str, Severity]) -> dict[str, strict.Take]:
    def code(value: object, path: str) -> str:
        said = strict.text(value, path).strip().upper()
        if said not in severities:
            raise strict.wrong(path, f"「{value}」不是檢核規則的代碼，執行 gmreports rules 可以看全部")
        if severities[said] == "E":
            raise strict.wrong(path, f"{said} 是需更正的規則，需更正的規則不能豁免，請公所更正後再送")
        return said

    def office(value: object, path: str) -> str:
        found = find_office(strict.text(value, path), offices)
        if len(found) != 1:
            raise strict.wrong(
                path, f"「{value}」不是認得的機關，請用行政區代碼或簡稱；要豁免全部機關就不要寫這一項"
            )
        return found[0].code

    return {
        "code": code,
        "office": office,
        "period": _period,
        "reason": _words,
        "who": _words,
        "until": _period,
        "cell": _cell,
    }


def _waiver(entry: dict[str, Any], path: str) -> Waiver:
    first, last = entry["period"], entry.get("until", entry["period"])
    if last < first:
        raise strict.wrong(f"{path}.until", f"是 {last}，不能早於 period 的 {first}")
    return Waiver(
        code=entry["code"],
        office=entry.get("office", ""),
        period=str(first),
        reason=entry["reason"],
        who=entry["who"],
        until=str(last),
        cell=entry.get("cell", ""),
    )


def _period(value: object, path: str) -> Period:
    said = strict.text(value, path)
    try:
        return Period.parse(said)
    except ClerkError:
        raise strict.wrong(path, f"「{value}」看不懂，請寫成民國年加季別，例如 115Q3") from None


def _words(value: object, path: str) -> str:
    said = " ".join(strict.text(value, path).split())
    if not said:
        raise strict.wrong(path, "不能空白")
    # It is printed in everything that goes out.
    return redacted(said)


def _cell(value: object, path: str) -> str:
    found = _CELL.fullmatch(strict.text(value, path).replace("！", "!").strip())
    if not found:
        raise strict.wrong(path, f"「{value}」看不懂，請寫成工作表加儲存格，例如 培力成果!B7")
    return f"{found[1].strip()}!{found[2].upper()}{found[3]}"
