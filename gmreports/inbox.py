"""A folder → arrivals: which files came for a period, when, from whom, and what they are by hash."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from gmreports.model import Arrival, ClerkError, Office, Period

RECEIVED = "received.csv"
FIELDS = ("file", "received_at", "from")
TAIPEI = timezone(timedelta(hours=8))

# Left by Excel, LibreOffice, a browser or the system beside the submissions: nobody sent these.
NOT_SENT = re.compile(r"^(?:~\$.*|\..*|.*\.(?:part|crdownload|tmp)|thumbs\.db|desktop\.ini)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Receipt:
    received: datetime
    sender: str


def periods(inbox: Path) -> tuple[Period, ...]:
    """The periods that have a folder in the inbox, oldest first."""
    if not inbox.is_dir():
        raise ClerkError(f"找不到收件資料夾「{inbox}」，請確認路徑，或先建立它並放入各公所的檔案。")
    names = (path.name for path in inbox.iterdir() if path.is_dir())
    return tuple(sorted(Period.parse(name) for name in names if re.fullmatch(r"[0-9]{2,3}Q[1-4]", name)))


def arrivals(
    inbox: Path, period: Period, offices: Iterable[Office], now: datetime, main: Period | None = None
) -> tuple[Arrival, ...]:
    """The files of one period, by name. A file not yet in received.csv is added to it with `now`.

    `now` is an aware time. Files of `main` (by default `period`) go by their bare name, those of
    another period carry its folder.
    """
    folder = inbox / str(period)
    if not folder.is_dir():
        raise ClerkError(f"收件資料夾裡沒有「{period}」，請把{period.title}的檔案放進「{folder}」。")
    receipts = _receipts(folder / RECEIVED)
    files = [path for path in sorted(folder.iterdir()) if _is_sent(path)]
    new = [path.name for path in files if path.name not in receipts]
    moment = now.astimezone(TAIPEI).replace(tzinfo=None, second=0, microsecond=0)
    if new:
        _append(folder / RECEIVED, new, moment)
    found = []
    for path in files:
        receipt = receipts.get(path.name, _Receipt(moment, ""))
        file = path.name if period == (main or period) else f"{period}/{path.name}"
        named = named_offices(path.stem, offices)
        found.append(Arrival(file, str(path), period, receipt.received, receipt.sender, sha256(path), named))
    return tuple(found)


def named_offices(name: str, offices: Iterable[Office]) -> tuple[str, ...]:
    """Codes of the offices that a file name speaks of, by code or short name."""
    plain = re.sub(r"\s", "", name).replace("台", "臺")
    return tuple(office.code for office in offices if office.code in plain or office.short in plain)


def _is_sent(path: Path) -> bool:
    return path.is_file() and path.name != RECEIVED and not NOT_SENT.match(path.name)


def sha256(path: Path) -> str:
    """The hash that a file is known by in the manifest and on the page."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _receipts(ledger: Path) -> dict[str, _Receipt]:
    if not ledger.exists():
        return {}
    try:
        with ledger.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise ClerkError(f"收件紀錄「{ledger}」打不開，請確認它是 UTF-8 的 CSV 檔。") from None
    found = {}
    for number, row in enumerate(rows, start=2):
        received = _moment(row.get("received_at") or "")
        if not row.get("file") or received is None:
            raise ClerkError(
                f"收件紀錄「{ledger}」第 {number} 行看不懂，請寫成「檔名,2026-10-07 14:05,寄件者」。"
            )
        found[row["file"]] = _Receipt(received, row.get("from") or "")
    return found


def _moment(text: str) -> datetime | None:
    """A time as written in the ledger, in Taipei; one with an offset is moved there."""
    try:
        moment = datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        return None
    return moment.astimezone(TAIPEI).replace(tzinfo=None) if moment.tzinfo else moment


def _append(ledger: Path, names: Iterable[str], moment: datetime) -> None:
    """Add lines at the end; what stands in the ledger is never rewritten."""
    fresh = not ledger.exists() or not ledger.stat().st_size
    unfinished = not fresh and not ledger.read_bytes().endswith(b"\n")
    try:
        with ledger.open("a", encoding="utf-8-sig" if fresh else "utf-8", newline="") as stream:
            if unfinished:
                stream.write("\n")
            writer = csv.writer(stream, lineterminator="\n")
            if fresh:
                writer.writerow(FIELDS)
            writer.writerows((name, moment.isoformat(" ", "minutes"), "") for name in names)
    except OSError:
        raise ClerkError(
            f"收件紀錄「{ledger}」寫不進去，請關閉開著它的程式，並確認資料夾可以寫入。"
        ) from None
