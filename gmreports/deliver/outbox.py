"""Which letters go out, and handing them over one by one with every step in the ledger first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from gmreports.deliver.finish import finished, message_id
from gmreports.deliver.ledger import Entry, Ledger, State, latest
from gmreports.deliver.mail import Mail, address_of
from gmreports.deliver.way import Parcel, Way
from gmreports.model import ClerkError

Clock = Callable[[], datetime]

CUT_OFF = "上次寄到一半程式就停了，不知道有沒有寄到。"
GONE: tuple[State, ...] = ("sending", "sent", "unknown")
INTERRUPTED = "寄到一半被中斷，不知道有沒有寄到。"


@dataclass(frozen=True, slots=True)
class Row:
    """A letter to one address, and the last word on it; `address` is "" where it cannot be sent.

    `earlier` is the last word on an earlier version of the same letter that went out, or may have.
    """

    mail: Mail
    address: str
    entry: Entry | None = None
    earlier: Entry | None = None

    @property
    def goes(self) -> bool:
        """Whether a run sends it: never what was sent, or may have been."""
        return bool(self.address) and (self.entry is None or self.entry.state in ("queued", "failed"))


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did: the rows it set out with, the outcomes, and why it stopped early, if it did."""

    rows: tuple[Row, ...]
    outcomes: tuple[Entry, ...]
    stopped: str = ""


def plan(mails: Iterable[Mail], entries: Sequence[Entry]) -> tuple[Row, ...]:
    """Every letter with each of its recipients, in order."""
    last = latest(list(entries))
    return tuple(row for mail in mails for row in _rows(mail, last))


def hand_over_all(rows: Sequence[Row], ledger: Ledger, way: Way, sender: str, clock: Clock) -> Done:
    """Hand over what goes. `sender` is "" where each letter names its own; `clock` tells aware time."""
    going = [row for row in rows if row.goes]
    for row in going:
        sender_of(row.mail, sender)
    for row in going:
        if row.entry is None or row.entry.state != "queued":
            ledger.record(_entry(row, "queued", clock, sender, way.name))
    outcomes: list[Entry] = []
    stopped = ""
    for _, group in groupby(going, key=lambda row: row.mail.file):
        try:
            outcomes += _hand_over(list(group), ledger, way, sender, clock)
        except ClerkError as error:
            if not outcomes:
                raise
            stopped = str(error)
        except KeyboardInterrupt:
            outcomes += settle(ledger, clock, INTERRUPTED)
            stopped = "您中斷了寄信。"
        if stopped:
            break
    return Done(tuple(rows), tuple(outcomes), stopped)


def settle(ledger: Ledger, clock: Clock, why: str = CUT_OFF) -> list[Entry]:
    """What is still `sending` although nobody is sending may have arrived: it waits for a person."""
    left = [entry for entry in latest(ledger.entries).values() if entry.state == "sending"]
    found = [_next(entry, "unknown", clock, why=why) for entry in left]
    for entry in found:
        ledger.record(entry)
    return found


def sender_of(mail: Mail, sender: str) -> str:
    """The From of a letter; ClerkError where there is no address in it."""
    chosen = sender or mail.sender
    if not address_of(chosen):
        raise ClerkError(
            f"寄件人「{chosen}」不是電子郵件地址，請加 --from，例如 --from name@example.gov.tw。"
        )
    return chosen


def _rows(mail: Mail, last: Mapping[tuple[str, str, str], Entry]) -> Iterator[Row]:
    for address in mail.recipients or ("",):
        out = [
            entry
            for (letter, to, sha256), entry in last.items()
            if (letter, to) == (mail.file, address) and sha256 != mail.sha256 and entry.state in GONE
        ]
        now = last.get((mail.file, address, mail.sha256))
        yield Row(mail, address, now, max(out, key=lambda entry: entry.at, default=None))


def _hand_over(rows: Sequence[Row], ledger: Ledger, way: Way, sender: str, clock: Clock) -> list[Entry]:
    """One letter, to those of its recipients who do not have it yet."""
    mail = rows[0].mail
    chosen = sender_of(mail, sender)
    addresses = tuple(row.address for row in rows)
    parcel = Parcel(mail, address_of(chosen), addresses, finished(mail, chosen, clock()))
    entries = {row.address: _entry(row, "sending", clock, sender, way.name) for row in rows}

    # The letter is on its way from here on: whatever ends the program now leaves it in doubt.
    def starting(addresses: Sequence[str]) -> None:
        for address in addresses:
            ledger.record(entries[address])

    found = []
    for address, result in way.give(parcel, starting).items():
        entry = _next(entries[address], result.state, clock, why=result.why, reply=result.reply)
        ledger.record(entry)
        found.append(entry)
    return found


def _entry(row: Row, state: State, clock: Clock, sender: str, via: str) -> Entry:
    mail = row.mail
    return Entry(
        at=clock().isoformat(timespec="seconds"),
        state=state,
        letter=mail.file,
        to=row.address,
        sha256=mail.sha256,
        subject=mail.subject,
        message_id=message_id(mail, sender or mail.sender),
        via=via,
    )


def _next(entry: Entry, state: State, clock: Clock, why: str = "", reply: str = "") -> Entry:
    now = clock().isoformat(timespec="seconds")
    return replace(entry, at=now, state=state, why=why, reply=reply, decision="")
