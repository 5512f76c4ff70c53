"""received.csv: when each file came, and from whom. Lines are added and never changed."""

from __future__ import annotations

import csv
import io
import logging
import os
import re
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from filelock import FileLock, Timeout

from gmreports.model import YEAR_OFFSET, ClerkError

RECEIVED = "received.csv"
LOCK = ".received.lock"
# Seconds for another run to look at its files.
LONGEST_WAIT = 60
FIELDS = ("file", "received_at", "from")
TAIPEI = timezone(timedelta(hours=8))

log = logging.getLogger(__name__)

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
    if not os.path.exists(ledger):  # in a folder that may be listed and not entered, too
        return {}
    try:
        rows = list(csv.DictReader(io.StringIO(_text(ledger)[0], newline="")))
    except csv.Error:
        raise ClerkError(f"收件紀錄「{ledger}」看不懂，請確認它是 UTF-8 的 CSV 檔。") from None
    found = {}
    for number, row in enumerate(rows, start=2):
        came = moment(row.get("received_at") or "")
        if not row.get("file") or came is None:
            raise ClerkError(
                f"收件紀錄「{ledger}」第 {number} 行看不懂，請寫成「檔名,2026-10-07 14:05,寄件者」。"
            )
        found[row["file"]] = Receipt(came, row.get("from") or "")
    return found


@contextmanager
def held(ledger: Path) -> Iterator[None]:
    """The ledger, held against other runs while lines are added; the lock ends with the process."""
    lock = FileLock(ledger.with_name(LOCK), fallback_to_soft=False)
    try:
        lock.acquire(timeout=LONGEST_WAIT)
    except Timeout:
        raise _unwritable(ledger) from None
    except OSError:
        # A disk that knows no locks may still take the lines; one that takes nothing says so then.
        log.info("no lock beside %s", ledger)
    try:
        yield
    finally:
        lock.release()


def record(ledger: Path, new: Collection[tuple[str, Receipt]]) -> None:
    """Add lines at the end. The ledger is put in place whole, so that no run leaves half a line."""
    if not new:
        return
    before, coding = _text(ledger) if os.path.exists(ledger) else ("", CODINGS[0])
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
        raise _unwritable(ledger) from None


def _unwritable(ledger: Path) -> ClerkError:
    return ClerkError(f"收件紀錄「{ledger}」寫不進去，請關閉開著它的程式，並確認資料夾可以寫入。")


def _text(ledger: Path) -> tuple[str, str]:
    """The ledger and the coding that it is in."""
    # A pipe of this name would be waited for without end.
    for coding in CODINGS if ledger.is_file() else ():
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


def moment(text: str) -> datetime | None:
    """A time as somebody wrote it, in Taipei; one with an offset is moved there."""
    plain = text.strip()
    found = MOMENT.fullmatch(plain)
    if found is None:
        try:
            iso = datetime.fromisoformat(plain.replace("/", "-"))
            return taipei(iso) if iso.tzinfo else iso.replace(second=0, microsecond=0)
        except (ValueError, OverflowError):
            return None
    year = int(found["year"]) + (YEAR_OFFSET if len(found["year"]) == 3 else 0)
    hour = int(found["hour"] or 0)
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "下午" else 0)
    try:
        return datetime(year, int(found["month"]), int(found["day"]), hour, int(found["minute"] or 0))
    except ValueError:
        return None
