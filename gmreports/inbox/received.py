"""received.csv: when each file came, and from whom. Lines are added and never changed."""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from gmreports.model import YEAR_OFFSET, ClerkError

RECEIVED = "received.csv"
FIELDS = ("file", "received_at", "from")
TAIPEI = timezone(timedelta(hours=8))

# As we write it, and as Excel in Taiwan makes of it: 2026/10/7 下午 02:05, or with a year of the Republic.
MOMENT = re.compile(
    r"(?P<year>[0-9]{3,4})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})"
    r"(?:[ T]*(?P<half>上午|下午)? *(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9.]+)?)?"
)
# Excel in Taiwan saves a CSV in this one.
CODINGS = ("utf-8-sig", "cp950")


@dataclass(frozen=True, slots=True)
class Receipt:
    """When a file came, in Taipei, and who sent it."""

    moment: datetime
    sender: str = ""


def taipei(moment: datetime) -> datetime:
    """An aware time as the clerk's clock shows it, to the minute."""
    return moment.astimezone(TAIPEI).replace(tzinfo=None, second=0, microsecond=0)


def receipts(ledger: Path) -> dict[str, Receipt]:
    """What the ledger says, by file; of two lines for one file the later holds."""
    if not ledger.exists():
        return {}
    rows = list(csv.DictReader(io.StringIO(_text(ledger)[0], newline="")))
    found = {}
    for number, row in enumerate(rows, start=2):
        moment = _moment(row.get("received_at") or "")
        if not row.get("file") or moment is None:
            raise ClerkError(
                f"收件紀錄「{ledger}」第 {number} 行看不懂，請寫成「檔名,2026-10-07 14:05,寄件者」。"
            )
        found[row["file"]] = Receipt(moment, row.get("from") or "")
    return found


def record(ledger: Path, new: Iterable[tuple[str, Receipt]]) -> None:
    """Add lines at the end. The ledger is put in place whole, so that no run leaves half a line."""
    before, coding = _text(ledger) if ledger.exists() else ("", CODINGS[0])
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    if not before.strip():
        before = ""
        writer.writerow(FIELDS)
    elif not before.endswith("\n"):
        stream.write("\n")
    writer.writerows(
        (file, receipt.moment.isoformat(" ", "minutes"), receipt.sender) for file, receipt in new
    )
    marked = coding if not before or _has_mark(ledger) else coding.removesuffix("-sig")
    try:
        _replace(ledger, (before + stream.getvalue()).encode(marked, "replace"))
    except OSError:
        raise ClerkError(
            f"收件紀錄「{ledger}」寫不進去，請關閉開著它的程式，並確認資料夾可以寫入。"
        ) from None


def _text(ledger: Path) -> tuple[str, str]:
    """The ledger and the coding that it is in."""
    for coding in CODINGS:
        try:
            return ledger.read_bytes().decode(coding), coding
        except UnicodeDecodeError:
            continue
        except OSError:
            break
    raise ClerkError(f"收件紀錄「{ledger}」打不開，請確認它是 UTF-8 的 CSV 檔。")


def _has_mark(ledger: Path) -> bool:
    return ledger.exists() and ledger.read_bytes().startswith(b"\xef\xbb\xbf")


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).chmod(0o644)
        os.replace(name, path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _moment(text: str) -> datetime | None:
    """A time as written in the ledger, in Taipei; one with an offset is moved there."""
    plain = text.strip()
    found = MOMENT.fullmatch(plain)
    if found is None:
        try:
            return taipei(datetime.fromisoformat(plain.replace("/", "-")))
        except ValueError:
            return None
    year = int(found["year"]) + (YEAR_OFFSET if len(found["year"]) == 3 else 0)
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "下午" else 0)
    try:
        return datetime(year, int(found["month"]), int(found["day"]), hour, int(found["minute"] or 0))
    except ValueError:
        return None
