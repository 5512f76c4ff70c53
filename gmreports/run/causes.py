"""Why a published figure came out otherwise: which files came, changed or went, or what else is different."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from gmreports.model import YEAR_OFFSET

UNKNOWN = "看不出原因，請交給維護的人"

Manifest = Mapping[str, Any]
Inputs = Mapping[str, Mapping[str, Any]]

OWN = (("設定檔", "settings"), ("自訂表單", "form_overlay"), ("豁免檔", "waivers"))


def inputs(manifest: Manifest) -> Inputs:
    """The files of a manifest by quarter and name, however the report called them."""
    found = {}
    for entry in manifest["inputs"]:
        period = entry["period"]
        found[f"{period}/{str(entry['file']).removeprefix(f'{period}/')}"] = entry
    return found


def why(then: Manifest, now: Manifest, period: str, behind: Iterable[str]) -> tuple[str, ...]:
    """What moved between two manifests, for a figure of a period with these files behind it.

    Its own files first; else those of its quarter, for some rules look across offices; else what
    is not a file of the inbox.
    """
    moved = _moved(inputs(then), inputs(now))
    mine = [said for key, said in moved.items() if key in set(behind)]
    of_period = [said for key, said in moved.items() if key.partition("/")[0] in period]
    return tuple(mine or of_period or _otherwise(then, now) or [UNKNOWN])


def _moved(then: Inputs, now: Inputs) -> dict[str, str]:
    """What became of each file since, in words."""
    counted = {key: entry for key, entry in then.items() if not entry["after_cut_off"]}
    found = {}
    for key, entry in now.items():
        if entry["after_cut_off"]:
            continue
        if key not in counted:
            found[key] = _came(key, entry, counted)
        elif entry["sha256"] != counted[key]["sha256"]:
            found[key] = f"「{_name(key)}」的內容換了"
        elif entry["received_at"] != counted[key]["received_at"]:
            found[key] = f"「{_name(key)}」的收到時間改為 {_moment(entry['received_at'])}"
    quarters = {key.partition("/")[0] for key in now}
    for key in counted:
        if key.partition("/")[0] in quarters and (key not in now or now[key]["after_cut_off"]):
            found[key] = f"「{_name(key)}」不再列入"
    return found


def _came(key: str, entry: Mapping[str, Any], counted: Inputs) -> str:
    """A file that counts since; where the office had one of the quarter already, it took that one's place."""
    came = f"「{_name(key)}」（{_moment(entry['received_at'])} 收到）"
    earlier = [
        other
        for other, one in counted.items()
        if entry["office_code"]
        and (one["office_code"], one["period"]) == (entry["office_code"], entry["period"])
    ]
    return f"{came}取代「{_name(earlier[-1])}」" if earlier else f"公布後才列入{came}"


def _otherwise(then: Manifest, now: Manifest) -> list[str]:
    said = [f"{word}改了" for word, key in OWN if _digest(then, key) != _digest(now, key)]
    if then["as_of"] != now["as_of"]:
        said.append(f"資料截止時間由 {_moment(then['as_of'])} 改為 {_moment(now['as_of'])}")
    if then["program_version"] != now["program_version"]:
        said.append(f"程式由 {then['program_version']} 換成 {now['program_version']}")
    return said


def _digest(manifest: Manifest, key: str) -> object:
    return (manifest.get(key) or {}).get("sha256")


def _name(key: str) -> str:
    return key.partition("/")[2]


def _moment(text: str) -> str:
    moment = datetime.fromisoformat(text)
    return f"{moment.year - YEAR_OFFSET}/{moment.month}/{moment.day} {moment:%H:%M}"
