"""The quarters of an inbox: its folders by name, and where no results may go."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from gmreports.inbox import periods
from gmreports.model import ClerkError, Period

# As people name a folder for a quarter: 115q3, １１５Ｑ３, 115-Q3, 115年第3季, 民國115年第三季.
NEARLY = re.compile(r"(?:民國)?([0-9]{2,3})年?[-_.]?(?:Q0?([1-4])|第?([1-4一二三四])季)", re.IGNORECASE)


def quarters(inbox: Path) -> tuple[Period, ...]:
    """The periods that have a folder in the inbox, oldest first.

    Raises ClerkError for a folder that says a quarter in another way: left out, its files would be
    missing from the totals of the year, and nobody would know.
    """
    found = periods(inbox)
    for path in sorted(inbox.iterdir()):
        meant = _meant(path.name)
        if meant is not None and str(meant) != path.name and path.is_dir():
            raise ClerkError(f"收件資料夾裡的「{path.name}」請改名為「{meant}」，不然裡面的檔案不會讀到。")
    meant = _meant(inbox.resolve().name)
    if meant is not None and not found:
        raise ClerkError(
            f"「{inbox}」是一季的資料夾；請指定上一層、放著各季資料夾的「{inbox.resolve().parent}」。"
        )
    return found


def newest(inbox: Path) -> Period:
    """The newest period that has a folder in the inbox."""
    found = quarters(inbox)
    if not found:
        raise ClerkError(
            f"收件資料夾「{inbox}」裡沒有任何一季的資料夾，請建立例如「115Q3」的資料夾並放入各公所的檔案。"
        )
    return found[-1]


def refuse_among_received(inbox: Path, out: Path) -> None:
    """Results among what was received would take its place, or be taken for something received."""
    received, results = inbox.resolve(), out.resolve()
    names = [str(period) for period in quarters(inbox)]
    within = {received / name for name in names} & {results, *results.parents}
    around = {results / name for name in names} & {received, *received.parents}
    if results == received or within or around:
        raise ClerkError(
            f"結果不能和收到的檔案放在同一個資料夾（收件資料夾「{inbox}」，結果「{out}」）；"
            "請換一個放結果的資料夾，例如 out。"
        )


def _meant(name: str) -> Period | None:
    said = NEARLY.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", name)))
    if said is None:
        return None
    digit = said[2] or said[3]
    return Period(int(said[1]), int(digit) if digit.isdecimal() else "一二三四".index(digit) + 1)
