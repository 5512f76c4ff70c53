"""One letter over an open connection, step by step: at each moment it is known whether the final dot is out.

smtplib's own sendmail does not tell: an error before the dot means that nobody got the letter, the same
error after it means nothing at all.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from gmreports.deliver.mail import plain
from gmreports.deliver.way import Parcel, Result, Starting
from gmreports.deliver.words import AGAIN, Step, is_timeout, refusal

LONGEST_REPLY = 200
PIECE = 65_536
ACCEPTED = (250, 251)
UNKNOWN = "信送完以後沒有得到伺服器的回覆，不知道有沒有寄到。"


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer; `lost` says in which way there is none."""

    code: int
    text: str = ""
    lost: str = ""

    @property
    def ends(self) -> bool:
        """Whether the connection is of no more use."""
        return bool(self.lost) or self.code == 421

    def __str__(self) -> str:
        return f"{self.code} {self.text}".strip() if self.code > 0 else self.text


def offer(server: smtplib.SMTP, parcel: Parcel) -> Reply:
    """Announce a letter: its sender and, where the server wants to know, its size."""
    options = [f"size={len(parcel.content)}"] if server.has_extn("size") else []
    if not parcel.content.isascii() and server.has_extn("8bitmime"):
        options.append("body=8bitmime")
    return _ask(server, partial(server.mail, parcel.sender, options))


def refused(step: Step, reply: Reply, addresses: Sequence[str]) -> dict[str, Result]:
    """The same bad news for all: none of them got the letter."""
    if reply.lost:
        why = "伺服器一直沒有回應" if reply.lost == "timeout" else "連線中斷"
        return dict.fromkeys(addresses, Result("failed", f"{why}，信還沒送完，對方沒有收到；{AGAIN}"))
    return dict.fromkeys(addresses, Result("failed", refusal(step, reply.code, reply.text), str(reply)))


def hand_over(server: smtplib.SMTP, parcel: Parcel, starting: Starting) -> Mapping[str, Result]:
    """The rest of the letter after the offer was taken; a word on each of its recipients."""
    results: dict[str, Result] = {}
    for address in parcel.recipients:
        reply = _ask(server, partial(server.rcpt, address))
        if reply.ends:
            return refused("rcpt", reply, parcel.recipients) | results
        if reply.code not in ACCEPTED:
            results |= refused("rcpt", reply, [address])
    accepted = [address for address in parcel.recipients if address not in results]
    return results | _data(server, parcel, accepted, starting) if accepted else results


def forget(server: smtplib.SMTP) -> None:
    """End a letter that came to nothing, so that the server is ready for the next."""
    if server.sock is not None and _ask(server, server.rset).code != 250:
        server.close()


def _data(
    server: smtplib.SMTP, parcel: Parcel, accepted: Sequence[str], starting: Starting
) -> dict[str, Result]:
    reply = _ask(server, partial(server.docmd, "DATA"))
    if reply.code != 354:
        return refused("data", reply, accepted)
    starting(accepted)
    reply = _ask(server, partial(_send_text, server, parcel.content))
    if reply.code != 354:
        server.close()
        return refused("end", reply, accepted)
    reply = _ask(server, partial(_send_dot, server))
    if 200 <= reply.code < 300:
        return dict.fromkeys(accepted, Result("sent", reply=str(reply)))
    if 400 <= reply.code < 600:
        return refused("end", reply, accepted)
    server.close()
    return dict.fromkeys(accepted, Result("unknown", UNKNOWN, str(reply)))


def _send_text(server: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
    """Everything but the final dot; 354 as long as the server is still waiting for it."""
    text = re.sub(rb"(?m)^\.", b"..", content.removesuffix(b"\r\n")) + b"\r\n"
    # In pieces: the time limit is for a server that takes nothing, not for a slow line.
    for at in range(0, len(text), PIECE):
        server.send(text[at : at + PIECE])
    return server.getreply() if _spoke_already(server) else (354, b"")


def _spoke_already(server: smtplib.SMTP) -> bool:
    """Whether the server has answered or hung up before the dot: then the dot is better not sent."""
    if server.sock is None or server.file is None:
        return True
    patience = server.sock.gettimeout()
    server.sock.settimeout(0)
    try:
        server.file.peek(1)
    except (ssl.SSLWantReadError, BlockingIOError):
        return False
    finally:
        server.sock.settimeout(patience)
    return True


def _send_dot(server: smtplib.SMTP) -> tuple[int, bytes]:
    server.send(b".\r\n")
    return server.getreply()


def _ask(server: smtplib.SMTP, step: Callable[[], tuple[int, bytes]]) -> Reply:
    """The answer to one step; a connection that ends there is closed on this side too."""
    try:
        code, text = step()
    except OSError as error:  # smtplib's own are OSErrors too
        server.close()
        return Reply(0, lost="timeout" if is_timeout(error) else "closed")
    reply = Reply(code, plain(text.decode("utf-8", "replace"))[:LONGEST_REPLY])
    if reply.ends:
        server.close()
    return reply
