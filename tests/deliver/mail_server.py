"""A real mail server that does wrong what it is told to, and remembers what it got."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import AnyStr

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.deliver.certificates import HOST

USER, PASSWORD = "clerk", "fake-Passw0rd"

Action = Callable[["Wire"], Awaitable[str | None]]
"""Done at a step of the conversation; what it gives is said instead of the usual answer."""


@dataclass(frozen=True)
class Got:
    """A letter that the server has taken: whatever it said or did afterwards."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass
class Post:
    """What the server got; what it does at MAIL, RCPT, DATA, TEXT (first byte is in), END (dot is in)."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    at: dict[str, Action] = field(default_factory=dict)
    connections: int = 0

    async def do(self, step: str, wire: Wire) -> str | None:
        action = self.at.get(step)
        return await action(wire) if action else None

    async def handle_MAIL(self, wire: Wire, _: Session, envelope: Envelope, sender: str, opts: object) -> str:
        said = await self.do("MAIL", wire)
        if not said:
            envelope.mail_from = sender
        return said or "250 OK"

    async def handle_RCPT(
        self, wire: Wire, _: Session, envelope: Envelope, address: str, opts: object
    ) -> str:
        said = await self.do(f"RCPT {address}", wire) or await self.do("RCPT", wire)
        if not said:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, wire: Wire, _: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        assert envelope.mail_from is not None
        refused = await self.do("REFUSE", wire)
        if refused:
            return refused
        self.got.append(Got(envelope.mail_from, tuple(map(str, envelope.rcpt_tos)), content))
        return await self.do("END", wire) or "250 OK"


class Wire(SMTP):
    """One connection."""

    async def smtp_DATA(self, arg: str) -> None:
        said = await self.post.do("DATA", self)
        if said:
            await self.push(said)
        else:
            await super().smtp_DATA(arg)

    async def push(self, status: AnyStr) -> None:
        await super().push(status)
        if str(status).startswith("354") and "TEXT" in self.post.at:
            await self._reader.readexactly(1)
            said = await self.post.do("TEXT", self)
            if said:
                await super().push(said)
                hang_up(self)

    @property
    def post(self) -> Post:
        assert isinstance(self.event_handler, Post)
        return self.event_handler


def hang_up(wire: Wire) -> None:
    assert wire.transport is not None
    wire.transport.abort()  # type: ignore[attr-defined] # every transport of a socket can


def say(reply: str) -> Action:
    async def action(_: Wire) -> str:
        return reply

    return action


async def drop(wire: Wire) -> None:
    hang_up(wire)


async def hang(wire: Wire) -> None:
    await asyncio.sleep(30)


def once(action: Action) -> Action:
    """The first time only."""
    left = [action]

    async def first(wire: Wire) -> str | None:
        return await left.pop()(wire) if left else None

    return first


@contextmanager
def serving(context: ssl.SSLContext | None, implicit: bool = False, login: bool = False) -> Iterator[Post]:
    """A server on a free port: with STARTTLS, with TLS from the first byte, or (no context) in clear."""
    post = Post()
    loop = asyncio.new_event_loop()

    def wire() -> Wire:
        post.connections += 1
        return Wire(
            post,
            hostname="mail.example.gov.tw",
            tls_context=None if implicit else context,
            loop=loop,
            auth_required=login,
            authenticator=_authenticate,
            auth_exclude_mechanism=() if login else ("LOGIN", "PLAIN"),
        )

    async def start(door: socket.socket) -> asyncio.Server:
        return await loop.create_server(wire, sock=door, ssl=context if implicit else None)

    door = socket.create_server((HOST, 0))
    # A letter of a few megabytes does not fit in here: its sender sees that nobody reads.
    door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
    post.port = door.getsockname()[1]
    server = loop.run_until_complete(start(door))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield post
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    fits = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=fits, handled=False)
