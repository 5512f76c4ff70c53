"""Through a mail server: one connection for all letters, renewed where the server ends it."""

from __future__ import annotations

import base64
import smtplib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace

from gmreports.deliver.talk import Reply, forget, hand_over, offer, refused
from gmreports.deliver.way import Parcel, Result, Starting, Way
from gmreports.deliver.wire import Account, connect
from gmreports.deliver.words import LOGIN_NEEDED
from gmreports.model import ClerkError

MOST_BREAKS = 3
GOODBYE = 2


@contextmanager
def through(account: Account) -> Iterator[Way]:
    """A way through the account's server; it is not called before the first letter."""
    server: smtplib.SMTP | None = None
    breaks = 0

    def give(parcel: Parcel, starting: Starting) -> Mapping[str, Result]:
        nonlocal server, breaks
        if breaks >= MOST_BREAKS:
            raise ClerkError(f"連續 {MOST_BREAKS} 封信寄到一半連線就斷了，先停下來；請問資訊人員後再執行。")
        server, reply = _offered(server, account, parcel)
        results: Mapping[str, Result] = refused("mail", reply, parcel.recipients)
        try:
            if reply.code == 250:
                results = hand_over(server, parcel, starting)
            if all(result.state == "failed" for result in results.values()):
                forget(server)
        except BaseException:
            # Without the dot the server drops the letter.
            server.close()
            raise
        breaks = breaks + 1 if server.sock is None else 0
        return {address: _without_secrets(result, account) for address, result in results.items()}

    try:
        yield Way(account.name, give)
    finally:
        if server is not None:
            _part(server)


def _offered(server: smtplib.SMTP | None, account: Account, parcel: Parcel) -> tuple[smtplib.SMTP, Reply]:
    """The letter announced; anew where an earlier connection has had its time or its number of letters."""
    if server is not None and server.sock is not None:
        reply = offer(server, parcel)
        if not reply.ends:
            return server, _logged_in(server, reply)
    server = connect(account)
    return server, _logged_in(server, offer(server, parcel))


def _logged_in(server: smtplib.SMTP, reply: Reply) -> Reply:
    if reply.code == 530:
        server.close()
        raise ClerkError(LOGIN_NEEDED)
    return reply


def _without_secrets(result: Result, account: Account) -> Result:
    """A server may repeat what it was told."""
    reply = result.reply
    pair = f"\0{account.user}\0{account.password}"
    for secret in (
        account.password,
        *(base64.b64encode(s.encode()).decode() for s in (account.password, pair)),
    ):
        reply = reply.replace(secret, "***") if account.password else reply
    return replace(result, reply=reply)


def _part(server: smtplib.SMTP) -> None:
    """Say goodbye; what the server makes of it changes nothing."""
    if server.sock is not None:
        with suppress(OSError):
            server.timeout = GOODBYE
            server.quit()
    server.close()
