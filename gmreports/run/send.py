"""Sending the letters of a quarter: what would go to whom, then each at most once."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from gmreports.deliver import (
    Account,
    Done,
    Entry,
    Mail,
    Row,
    Way,
    decide,
    hand_over_all,
    into_folder,
    load,
    locked,
    mails,
    plan,
    settle,
    through,
)
from gmreports.deliver.mark import Decision
from gmreports.inbox import TAIPEI
from gmreports.model import ClerkError, Period
from gmreports.run.results import write_file

OUTBOX = "outbox"

Agree = Callable[["Preview"], bool]


@dataclass(frozen=True, slots=True)
class Choice:
    """Which letters; empty for all. `sender` is "" where each letter keeps its own."""

    kinds: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go to whom."""

    folder: Path
    period: Period
    ledger: Path
    rows: tuple[Row, ...]
    sender: str


def _now() -> datetime:
    return datetime.now(TAIPEI)


def preview(folder: Path, choice: Choice) -> Preview:
    """What a run would do; nothing is sent or written."""
    folder, period, path = _place(folder)
    return _preview(folder, period, path, choice, load(path))


def send(
    folder: Path,
    choice: Choice,
    to: Account | Path,
    agree: Agree,
    password: Callable[[], str],
    clock: Callable[[], datetime] = _now,
) -> tuple[Preview, Done | None]:
    """Hand over what the ledger does not know as sent, once somebody agrees; None where nobody did.

    `password` is asked for only where it is needed. Raises ClerkError where nothing could be done.
    """
    folder, period, path = _place(folder)
    if isinstance(to, Path) and _abs(to).is_relative_to(folder):
        raise ClerkError("請把信放到結果資料夾以外的地方：結果資料夾在下一次彙整時會整個換掉。")
    with locked(path) as ledger:
        settle(ledger, clock)
        seen = _preview(folder, period, path, choice, ledger.entries)
        if not any(row.goes for row in seen.rows):
            return seen, Done(seen.rows, ())
        if not agree(seen):
            return seen, None
        with _way(to, password) as way:
            return seen, hand_over_all(seen.rows, ledger, way, choice.sender, clock)


def mark(
    folder: Path, decisions: Sequence[tuple[Decision, str]], clock: Callable[[], datetime] = _now
) -> tuple[Entry, ...]:
    """Record what a person decided on letters."""
    folder, _, path = _place(folder)
    with locked(path) as ledger:
        settle(ledger, clock)
        letters = mails(folder / "letters")
        return tuple(e for what, name in decisions for e in decide(ledger, letters, what, name, clock))


def _way(to: Account | Path, password: Callable[[], str]) -> AbstractContextManager[Way]:
    if isinstance(to, Path):
        return nullcontext(into_folder(_abs(to), write_file))
    return through(replace(to, password=password()) if to.user else to)


def _abs(path: Path) -> Path:
    return Path(os.path.abspath(path))


def _place(folder: Path) -> tuple[Path, Period, Path]:
    """The result folder, its period, and the ledger: beside it, for each report replaces the folder whole."""
    folder = _abs(folder)
    try:
        period = Period.parse(folder.name)
    except ClerkError:
        raise ClerkError(f"「{folder}」不是一季的結果資料夾，請寫成例如 out/115Q3。") from None
    return folder, period, folder.parent / OUTBOX / f"{folder.name}.jsonl"


def _preview(folder: Path, period: Period, path: Path, choice: Choice, entries: Sequence[Entry]) -> Preview:
    found = mails(folder / "letters")
    if not found:
        raise ClerkError(f"「{folder / 'letters'}」裡沒有信，請先執行彙整。")
    chosen = [mail for mail in found if _wanted(mail, choice)]
    _known(choice.kinds, {word for mail in found for word in (mail.kind, mail.label)}, "種類")
    _known(choice.offices, {word for mail in found for word in (mail.office_code, mail.office)}, "機關")
    return Preview(folder, period, path, plan(chosen, entries), choice.sender)


def _wanted(mail: Mail, choice: Choice) -> bool:
    by_kind = not choice.kinds or mail.kind in choice.kinds or mail.label in choice.kinds
    by_office = not choice.offices or mail.office_code in choice.offices or mail.office in choice.offices
    return by_kind and by_office


def _known(asked: Sequence[str], there: set[str], what: str) -> None:
    """A misspelt choice would quietly send nothing."""
    for word in asked:
        if word not in there:
            names = "、".join(sorted(filter(None, there)))
            raise ClerkError(f"沒有{what}「{word}」的信；有的是：{names}。")
