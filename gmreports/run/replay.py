"""Rebuilding a publication from the files in the inbox, and saying whether every byte is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gmreports.model import ClerkError, Period
from gmreports.run.publish import roc
from gmreports.run.published import RECORD, Publication, last, publications
from gmreports.run.remake import Found, contents, find, hashes, program, remake
from gmreports.run.used import found_again


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of it: `damaged` are published files that are not as recorded, `differing` those that
    come out otherwise, `program` what the program has that it had not then."""

    publication: Publication
    found: Found
    damaged: tuple[str, ...]
    differing: tuple[str, ...]
    program: tuple[str, ...]

    @property
    def equal(self) -> bool:
        return self.found.whole and not (self.damaged or self.differing)


def replay(period: Period, inbox: Path, out: Path, number: int | None = None) -> Replay:
    """Verify the inputs of a publication, make its outputs again and compare them; nothing is written.

    Without `number`, the last publication of the quarter.
    """
    found = publications(out)
    chosen = _chosen(found, period, number)
    recorded = chosen.outputs
    stored = hashes({name: each for name, each in contents(chosen.folder).items() if name != RECORD})
    damaged = _unlike(recorded, stored)
    manifest = chosen.manifest
    inputs = find(inbox, manifest, found_again(chosen.folder)[0])
    differing: tuple[str, ...] = ()
    if inputs.whole:
        before = [each for each in found if each.sequence < chosen.sequence]
        made = remake(inputs.came, manifest, chosen.folder, before)
        differing = _unlike(recorded, hashes(made.files))
    return Replay(chosen, inputs, damaged, differing, tuple(other_program(chosen.record["program"])))


def tell_replay(done: Replay) -> str:
    """The story of a replay."""
    chosen, found = done.publication, done.found
    day = date.fromisoformat(chosen.record["on"])
    lines = [
        f"{chosen.title}（{roc(day)}）"
        + (
            f"：{len(chosen.outputs)} 個結果檔重做後與公布的逐位元組相同。"
            if done.equal
            else "：不能重做出一樣的結果。"
        ),
        f"收到的檔案：{len(found.came)} / {len(chosen.record['inputs'])} 個與公布時相同。",
    ]
    lists = (
        ("收件資料夾裡找不到，請用備份放回", found.missing),
        ("內容與公布時不同，請用備份還原", found.changed),
        ("改了名字，以雜湊認出", found.moved),
        ("公布資料夾裡的檔案被改過或不見，請用備份還原", done.damaged),
        ("重做後不同的結果檔", done.differing),
        ("與公布時不同的程式", done.program),
    )
    for said, items in lists:
        if items:
            lines += [f"{said}：", *(f"  {item}" for item in items)]
    if not found.whole:
        lines.append("收到的檔案不齊，沒有重做。")
    return "\n".join(lines) + "\n"


def _chosen(found: Sequence[Publication], period: Period, number: int | None) -> Publication:
    mine = [each for each in found if each.period == period]
    if not mine:
        raise ClerkError(f"{period.title}還沒有公布過，沒有可以重做的。")
    chosen = (
        last(mine, period) if number is None else next((each for each in mine if each.number == number), None)
    )
    if chosen is None:
        raise ClerkError(f"{period.title}只公布過 {len(mine)} 次，沒有第 {number} 次。")
    return chosen


def _unlike(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name)))


def other_program(then: Mapping[str, Any]) -> list[str]:
    """What the program has that it had not then, a line each."""
    now = program()
    said = []
    if then["version"] != now["version"]:
        said.append(f"程式：公布時 {then['version']}，現在 {now['version']}")
    elif then["sha256"] != now["sha256"]:
        said.append(f"程式碼或版面：版本都是 {now['version']}，內容不同")
    for name in sorted(then["libraries"].keys() | now["libraries"].keys()):
        before, after = then["libraries"].get(name, "無"), now["libraries"].get(name, "無")
        if before != after:
            said.append(f"{name}：公布時 {before}，現在 {after}")
    return said
