"""A folder → arrivals: which files came for a period, when, from whom, and what they are by hash."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

from gmreports.inbox.names import is_sent, named_offices, shown
from gmreports.inbox.received import FIELDS, RECEIVED, TAIPEI, Receipt, held, receipts, record, taipei
from gmreports.inbox.unpack import unpack
from gmreports.model import Arrival, ClerkError, Limits, Office, Period
from gmreports.model.limits import MIB

__all__ = ["FIELDS", "RECEIVED", "TAIPEI", "arrivals", "named_offices", "periods", "sha256", "submitted"]


def periods(inbox: Path) -> tuple[Period, ...]:
    """The periods that have a folder in the inbox, oldest first."""
    if not inbox.is_dir():
        raise ClerkError(f"找不到收件資料夾「{inbox}」，請確認路徑，或先建立它並放入各公所的檔案。")
    names = (path.name for path in _listed(inbox) if path.is_dir())
    return tuple(sorted(Period.parse(name) for name in names if re.fullmatch(r"[0-9]{2,3}Q[1-4]", name)))


def arrivals(
    inbox: Path,
    period: Period,
    offices: Iterable[Office],
    now: datetime,
    main: Period | None = None,
    limits: Limits | None = None,
    keep: bool = True,
) -> tuple[Arrival, ...]:
    """The submissions of one period, by name; those that came packed follow what they came in.

    `now` is an aware time. A file that received.csv does not know came now, a message when it was
    sent; with `keep` that is written down. Files of `main` (by default `period`) go by their bare
    name, those of another period carry its folder.
    """
    folder = inbox / str(period)
    if not folder.is_dir():
        raise ClerkError(f"收件資料夾裡沒有「{period}」，請把{period.title}的檔案放進「{folder}」。")
    prefix = "" if period == (main or period) else f"{period}/"
    found, new = _look(folder, period, offices, taipei(now), limits)
    if new and keep:
        with held(folder / RECEIVED):
            # Another run may have written down the same files meanwhile: what it wrote holds.
            found, new = _look(folder, period, offices, taipei(now), limits)
            record(folder / RECEIVED, new.items())
    return tuple(replace(arrival, file=prefix + arrival.file) for arrival in found)


def _look(
    folder: Path, period: Period, offices: Iterable[Office], moment: datetime, limits: Limits | None
) -> tuple[list[Arrival], dict[str, Receipt]]:
    """The submissions of a folder, and what received.csv does not know of them yet."""
    paths = sorted(_listed(folder), key=lambda path: (shown(path.name), path.name))
    known = receipts(folder / RECEIVED)
    found: list[Arrival] = []
    new: dict[str, Receipt] = {}
    taken: set[str] = set()
    for path in paths:
        if path.name == RECEIVED or not is_sent(path.name):
            continue
        name = _once(shown(path.name), taken)
        came = list(submitted(path, period, known.get(name), moment, offices, limits, name))
        if name not in known:
            new[name] = Receipt(came[0].received, came[0].sender)
        found += came
    return found, new


def submitted(
    path: Path,
    period: Period,
    receipt: Receipt | None,
    now: datetime,
    offices: Iterable[Office],
    limits: Limits | None = None,
    name: str = "",
) -> Iterator[Arrival]:
    """The submissions that one file of the inbox holds: itself, or what is packed in it.

    Nothing is followed and nothing special is opened: a link, a folder or a pipe is an arrival with
    its `trouble`. `now` is in Taipei; without a `receipt`, a message came when it was sent. `name` is
    what it goes by where another file goes by its own.
    """
    name, codes = name or shown(path.name), named_offices(path.stem, offices)
    since = receipt or Receipt(now)
    alone = Arrival(name, str(path), period, since.moment, since.sender, "", codes)
    limits = limits or Limits()
    trouble = _trouble(path, limits)
    if trouble:
        yield replace(alone, trouble=trouble)
        return
    try:
        digest = sha256(path)
        parcel = unpack(path, limits)
    except OSError:
        yield replace(alone, trouble="no_access")
        return
    if parcel is None:
        yield replace(alone, sha256=digest)
        return
    if receipt is None:
        # The clock of a sender may be wrong: nothing came after now.
        since = Receipt(min(parcel.sent or now, now), parcel.sender)
    taken: set[str] = set()
    for piece in parcel.pieces:
        yield replace(
            alone,
            file="/".join((name, _once(shown(piece.name), taken))) if piece.name else name,
            received=since.moment,
            sender=since.sender,
            sha256=hashlib.sha256(piece.content).hexdigest() if piece.content else digest,
            offices=named_offices(piece.name, offices) or codes,
            content=piece.content,
            trouble=piece.trouble or ("" if piece.content else "empty"),
        )


def sha256(path: Path) -> str:
    """The hash that a file is known by in the manifest and on the page."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        raise ClerkError(f"收件資料夾「{folder}」打不開，請確認有讀取這個資料夾的權限。") from None


def _trouble(path: Path, limits: Limits) -> str:
    """Why this is nothing that may be opened, as rule S01 calls it; "" for an ordinary file.

    What is too large to be read has no hash either: a file may say that it holds a terabyte.
    """
    try:
        seen = path.lstat()
    except OSError:
        # It went away since it was listed.
        return "no_access"
    if stat.S_ISLNK(seen.st_mode):
        return "link"
    if stat.S_ISDIR(seen.st_mode):
        return "folder"
    if not stat.S_ISREG(seen.st_mode):
        return "special"
    return "too_large" if seen.st_size > limits.file * MIB else ""


def _once(name: str, taken: set[str]) -> str:
    """The name, numbered where another file goes by it already."""
    stem, dot, suffix = name.rpartition(".")
    names = (f"{stem}({number}){dot}{suffix}" if number > 1 else name for number in count(1))
    free = next(each for each in names if each not in taken)
    taken.add(free)
    return free
