"""A server that drips, that never ends an answer, that talks nonsense; a slow line and a Chinese computer."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from time import monotonic

import pytest

from gmreports.model import ClerkError
from tests.deliver.letters import COUNCIL, LONG, TAOYUAN, ZHONGLI
from tests.deliver.mail_server import USER, Action, Wire, once, say
from tests.deliver.sending import case

SENT = dict.fromkeys((TAOYUAN, ZHONGLI, COUNCIL), "sent")


async def drip(wire: Wire) -> None:
    assert wire.transport is not None
    for char in b"250 " + b"." * 200:
        wire.transport.write(bytes([char]))  # type: ignore[attr-defined] # every transport of a socket can
        await asyncio.sleep(0.05)


async def endless(wire: Wire) -> None:
    for _ in range(200):
        await wire.push("250-and more")
        await asyncio.sleep(0.05)


@pytest.mark.parametrize(("step", "state"), [("MAIL", "failed"), ("DATA", "failed"), ("END", "unknown")])
@pytest.mark.parametrize("action", [drip, endless])
def test_an_answer_has_one_time_limit(tmp_path: Path, step: str, state: str, action: Action) -> None:
    with case(tmp_path) as sending:
        sending.post.at[step] = once(action)
        start = monotonic()
        sending.send(timeout=0.4)
        assert monotonic() - start < 5
        assert sending.states() == {**SENT, TAOYUAN: state}


@pytest.mark.parametrize("reply", ["250-yes\r\n550 no", "250-yes\r\nno", "25", "099 yes", "250yes"])
def test_an_answer_that_is_no_answer_after_the_dot_is_unknown(tmp_path: Path, reply: str) -> None:
    with case(tmp_path) as sending:
        sending.post.at["END"] = once(say(reply))
        sending.send()
        assert sending.states() == {**SENT, TAOYUAN: "unknown"}


def test_an_answer_in_several_lines_is_one(tmp_path: Path) -> None:
    with case(tmp_path) as sending:
        sending.post.at["END"] = once(say("250-2.0.0 taken\r\n250-\r\n250 2.0.0 as 42"))
        sending.send()
        assert sending.states() == SENT
        assert "250 2.0.0 taken 2.0.0 as 42" in [line.get("reply") for line in sending.lines()]


def test_nonsense_at_the_login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nonsense(wire: Wire, _: str) -> None:
        await wire.push("334 x")

    monkeypatch.setattr(Wire, "smtp_AUTH", nonsense)
    with case(tmp_path, login=True) as sending, pytest.raises(ClerkError, match="看不懂"):
        sending.send(user=USER)
    assert set(sending.states().values()) == {"queued"}


def test_a_busy_server_is_not_taken_for_one_without_encryption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(wire: Wire, _: str) -> None:
        await wire.push("421 4.3.2 busy")

    monkeypatch.setattr(Wire, "smtp_EHLO", busy)
    with case(tmp_path) as sending, pytest.raises(ClerkError, match="421"):
        sending.send()


def test_a_computer_with_a_chinese_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getfqdn", lambda name="": "桃園-電腦.local")
    with case(tmp_path) as sending:
        sending.send()
        assert sending.states() == SENT


def test_a_slow_line_is_not_a_server_that_hangs(tmp_path: Path) -> None:
    """Longer than the time limit in all, never so long without taking something."""

    async def slowly(wire: Wire) -> None:
        for _ in range(10):
            await asyncio.sleep(0.1)
            await wire._reader.read(200_000)

    with case(tmp_path, LONG) as sending:
        sending.post.at["TEXT"] = once(slowly)
        sending.send(timeout=0.6)
        assert sending.states() == SENT
