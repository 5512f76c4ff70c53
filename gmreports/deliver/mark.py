"""What a person decides on letters that the program cannot decide on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from gmreports.deliver.ledger import Entry, Ledger, State, latest
from gmreports.deliver.mail import Mail
from gmreports.deliver.outbox import Clock, plan
from gmreports.model import ClerkError

Decision = Literal["sent", "again"]

BECOMES: dict[Decision, State] = {"sent": "sent", "again": "queued"}


def decide(
    ledger: Ledger, mails: Iterable[Mail], decision: Decision, name: str, clock: Clock
) -> tuple[Entry, ...]:
    """Record that a letter did arrive (`sent`) or is to go once more (`again`).

    Where it is in doubt for some of its recipients, the decision is about those alone.
    """
    file = name if name.endswith(".eml") else f"{name}.eml"
    known = {entry.key: entry for entry in latest(ledger.entries).values() if entry.letter == file}
    for row in plan([mail for mail in mails if mail.file == file and not mail.trouble], ledger.entries):
        blank = Entry("", "queued", file, row.address, row.mail.sha256, row.mail.subject)
        known.setdefault(blank.key, blank)
    if not known:
        raise ClerkError(f"沒有叫「{file}」的信，請用寄信預覽裡的檔名。")
    doubtful = [entry for entry in known.values() if entry.state == "unknown"]
    chosen = doubtful or [entry for entry in known.values() if _changes(entry, decision)]
    if not chosen:
        state = "已經寄過" if decision == "sent" else "本來就會寄"
        raise ClerkError(f"「{file}」{state}，不必再註記。")
    now = clock().isoformat(timespec="seconds")
    found = tuple(
        replace(entry, at=now, state=BECOMES[decision], why="", reply="", decision=decision)
        for entry in chosen
    )
    for entry in found:
        ledger.record(entry)
    return found


def _changes(entry: Entry, decision: Decision) -> bool:
    return entry.state != "sent" if decision == "sent" else entry.state == "sent"
