"""Freezing a quarter as it was last reported: a copy that nothing changes, and by what it was made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gmreports.model import YEAR_OFFSET, ClerkError, Period
from gmreports.render.records import to_json
from gmreports.run.lock import alone
from gmreports.run.published import FOLDER, MANIFEST, RECORD, last, publications
from gmreports.run.remake import Found, contents, find, hashes, program, remake
from gmreports.run.results import Files, mend, swap_in
from gmreports.run.used import found_again

NAMED = 5
KEPT = ("file", "period", "received_at", "sha256", "after_cut_off")


@dataclass(frozen=True, slots=True)
class Published:
    folder: Path
    period: Period
    number: int
    record: Mapping[str, Any]
    manifest: Mapping[str, Any]


def publish(period: Period, inbox: Path, out: Path, reason: str, on: date) -> Published:
    """Copy the quarter's results to published/, never over anything, once they prove to be reproducible.

    `on` is the day on which somebody publishes: an input, like the cut-off. Raises ClerkError for
    results that are not what the inbox gives now, that were published already, or that lack a file.
    """
    with alone(out):
        folder = out / str(period)
        files = _results(folder, period)
        manifest = _manifest(files, folder)
        found = publications(out)
        before = last(found, period)
        _refuse_unfit(files, manifest, period)
        here = find(inbox, manifest, found_again(folder)[0])
        _refuse_changed(here, manifest, period)
        if before and dict(before.outputs) == hashes(files):
            raise ClerkError(f"這份結果和{before.title}完全相同，不必再公布。")
        reason = " ".join(reason.split())
        if before and not reason:
            raise ClerkError(
                f'{period.title}已經公布過；更正後再公布要寫原因，例如 --reason "蘆竹區更正參訓人次"。'
            )
        _refuse_other(files, remake(here.came, manifest, folder, found).files, folder)
        number = before.number + 1 if before else 1
        record = _record(period, number, len(found) + 1, reason, on, manifest, files)
        home = out / FOLDER / str(period)
        if home.is_dir():
            mend(home)
        put = swap_in(home, str(number), {**files, RECORD: to_json(record)})
    return Published(put, period, number, record, manifest)


def tell_publish(done: Published) -> str:
    """The story of a publication."""
    counts = done.manifest["counts"]
    day = date.fromisoformat(done.record["on"])
    lines = [
        f"{done.period.title}已公布（第 {done.number} 次，{roc(day)}），放在 {done.folder}",
        f"收到 {counts['received']} / {counts['offices']} 個公所，資料截止 {done.manifest['as_of']}；"
        f"{len(done.record['inputs'])} 個收到的檔案與 {len(done.record['outputs'])} 個結果檔都記下了雜湊，"
        "並已重做一次，確認每個結果檔都一樣。",
    ]
    left = [
        f"{counts[key]} 個公所{word}"
        for key, word in (("missing", "未報"), ("to_correct", "需更正"), ("unreadable", "的檔案無法讀取"))
        if counts[key]
    ]
    if left:
        lines.append(f"請注意：公布時還有 {'、'.join(left)}。")
    lines.append("以後數字若有更正，下一次彙整會列出「已公布數字更正」；公布過的資料夾請不要更動。")
    return "\n".join(lines) + "\n"


def roc(day: date) -> str:
    return f"{day.year - YEAR_OFFSET}/{day.month}/{day.day}"


def _results(folder: Path, period: Period) -> Files:
    if not folder.is_dir():
        raise ClerkError(f"還沒有{period.title}的結果「{folder}」，請先執行彙整（make report）。")
    try:
        return contents(folder)
    except OSError as error:
        raise ClerkError(f"「{error.filename}」打不開，請關閉開著它的程式，再執行一次。") from None


def _manifest(files: Files, folder: Path) -> dict[str, Any]:
    try:
        found = json.loads(files[MANIFEST])
        assert isinstance(found["inputs"], list)
    except (KeyError, ValueError, TypeError, AssertionError):
        raise ClerkError(f"「{folder / MANIFEST}」不見了或壞了，請重新彙整（make report）。") from None
    return dict(found)


def _refuse_unfit(files: Files, manifest: Mapping[str, Any], period: Period) -> None:
    if not manifest["counts"]["received"]:
        raise ClerkError(f"{period.title}還沒有收到任何公所的檔案，沒有可以公布的數字。")
    if any(finding["code"] == "S00" for finding in json.loads(files.get("findings.json", b"[]"))):
        raise ClerkError(
            f"{period.title}有檔案未能檢查，這是程式的問題，先不能公布；請把 gmreports.log 交給維護的人。"
        )


def _refuse_changed(found: Found, manifest: Mapping[str, Any], period: Period) -> None:
    """A report that is older than what lies in the inbox."""
    said = [
        f"{word}{_some(names)}"
        for word, names in (
            ("又收到", found.others),
            ("內容不同的有", found.changed),
            ("不見的有", found.missing),
            ("改了名字的有", found.moved),
        )
        if names
    ]
    if said:
        raise ClerkError(
            f"{period.title}彙整之後，收件資料夾有變動：{'；'.join(said)}。"
            f"請先重新彙整（make report）再公布；若要公布的是 {manifest['as_of']} 為止的資料，彙整時加 "
            f"--as-of {manifest['as_of'].replace(' ', 'T')}。"
        )


def _refuse_other(files: Files, again: Files, folder: Path) -> None:
    """Results that somebody has edited, or that this program would make otherwise."""
    then, now = hashes(files), hashes(again)
    differing = tuple(sorted(name for name in now if then.get(name) != now[name]))
    if differing:
        raise ClerkError(
            f"「{folder}」和重做的結果不一樣：{_some(differing)}。可能是結果檔改過，"
            "或收件時間、程式、版面在彙整之後換了；請重新彙整（make report）再公布。"
        )
    if strange := tuple(sorted(then.keys() - now.keys())):
        raise ClerkError(
            f"「{folder}」裡有不是這次彙整寫的檔案：{_some(strange)}；請移到別的資料夾再公布，"
            "重新彙整會把整個資料夾換掉。"
        )


def _record(
    period: Period,
    number: int,
    sequence: int,
    reason: str,
    on: date,
    manifest: Mapping[str, Any],
    files: Files,
) -> dict[str, Any]:
    used = {key: manifest[key] for key in ("settings", "form_overlay", "waivers") if key in manifest}
    return {
        "period": str(period),
        "number": number,
        "sequence": sequence,
        "on": on.isoformat(),
        "reason": reason,
        "as_of": manifest["as_of"],
        "program": program(),
        "forms": manifest["forms"],
        "own": {key: {"file": each["file"], "sha256": each["sha256"]} for key, each in used.items()},
        "inputs": [{key: entry[key] for key in KEPT} for entry in manifest["inputs"]],
        "outputs": hashes(files),
    }


def _some(names: Sequence[str]) -> str:
    shown = "、".join(names[:NAMED])
    return f"{shown} 等 {len(names)} 個" if len(names) > NAMED else shown
