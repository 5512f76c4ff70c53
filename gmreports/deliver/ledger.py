"""The outbox ledger: what was tried, letter by letter, in lines that are only ever added.

A line is on the disk before the next step is taken. A run that is killed leaves its last word:
`queued` was surely not sent, `sending` may have been.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Literal, get_args

from filelock import FileLock, Timeout

from gmreports.model import ClerkError

State = Literal["queued", "sending", "sent", "failed", "unknown"]
Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line: the state of one letter to one address since `at`.

    `via` is the server or folder, `why` a sentence for the clerk, `reply` the server's own words,
    `decision` what a person decided (`sent` or `again`).
    """

    at: str
    state: State
    letter: str
    to: str
    sha256: str
    subject: str = ""
    message_id: str = ""
    via: str = ""
    why: str = ""
    reply: str = ""
    decision: str = ""

    @property
    def key(self) -> Key:
        return self.letter, self.to, self.sha256


@dataclass(frozen=True)
class Ledger:
    """An open ledger, ours alone while its lock is held."""

    path: Path
    entries: list[Entry]

    def record(self, entry: Entry) -> None:
        """Add a line; when this returns it is on the disk."""
        line = json.dumps({k: v for k, v in asdict(entry).items() if v}, ensure_ascii=False)
        try:
            _append(self.path, f"{line}\n".encode())
        except OSError as error:
            raise _unwritable(self.path, error) from None
        self.entries.append(entry)


def latest(entries: list[Entry]) -> Mapping[Key, Entry]:
    """The last word on each letter and address."""
    return {entry.key: entry for entry in entries}


def load(path: Path) -> list[Entry]:
    """The lines of a ledger; one without an end was never finished and says nothing."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError:
        raise ClerkError(f"寄信紀錄「{path}」打不開，請確認檔案可以讀取。") from None
    whole, _, _ = content.rpartition(b"\n")
    lines = whole.split(b"\n") if whole else []
    return [_entry(line, number, path) for number, line in enumerate(lines, start=1)]


@contextmanager
def locked(path: Path) -> Iterator[Ledger]:
    """The ledger, held against every other sender until the block ends."""
    # Never one that a killed sender would leave locked: where the disk knows no locks, that is said.
    lock = FileLock(path.with_suffix(".lock"), fallback_to_soft=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout:
        raise ClerkError("另一個程式正在寄這一季的信，請等它結束再執行。") from None
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        entries = load(path)
        _cut_unfinished(path)
        yield Ledger(path, entries)
    finally:
        lock.release()


def _entry(line: bytes, number: int, path: Path) -> Entry:
    try:
        found = json.loads(line)
        entry = Entry(**{f.name: found[f.name] for f in fields(Entry) if f.name in found})
        known = entry.state in get_args(State)
        texts = all(isinstance(value, str) for value in asdict(entry).values())
    except (ValueError, TypeError):
        known = texts = False
    if not (known and texts):
        raise ClerkError(
            f"寄信紀錄「{path}」第 {number} 行壞了，看不出哪些信已經寄過，所以什麼都不寄。"
            "請用備份還原這個檔案，或交給維護的人。"
        )
    return entry


def _cut_unfinished(path: Path) -> None:
    """Take away a last line that was never finished, so that the next one starts on its own."""
    try:
        if not path.exists():
            return
        with path.open("rb+") as stream:
            content = stream.read()
            if content and not content.endswith(b"\n"):
                stream.truncate(content.rfind(b"\n") + 1)
                os.fsync(stream.fileno())
    except OSError as error:
        raise _unwritable(path, error) from None


def _append(path: Path, line: bytes) -> None:
    fresh = not path.exists()
    with path.open("ab", buffering=0) as stream:
        before = os.fstat(stream.fileno()).st_size
        try:
            view = memoryview(line)
            while view:
                view = view[os.write(stream.fileno(), view) :]
            os.fsync(stream.fileno())
        except BaseException:
            with suppress(OSError):
                stream.truncate(before)
            raise
    if fresh:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """A new file is only there for good when its folder is on the disk; Windows knows no such thing."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unwritable(path: Path, error: OSError) -> ClerkError:
    if error.errno == 28:
        return ClerkError(f"磁碟空間不足，寄信紀錄「{path}」寫不進去，所以停止寄信；請清出空間再執行。")
    return ClerkError(
        f"寄信紀錄「{path}」寫不進去，所以停止寄信；請關閉開著它的程式，確認資料夾可以寫入，再執行一次。"
    )
