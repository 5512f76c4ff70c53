"""kill -9 at every step: the next run knows what is certain, asks about the rest, and sends nothing twice."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from gmreports.run.send import mark
from tests.deliver.letters import CORRECTION, COUNCIL, LONG, TAOYUAN, ZHONGLI
from tests.deliver.mail_server import Action, Wire
from tests.deliver.sending import Case, case

ALL = sorted([TAOYUAN, ZHONGLI, COUNCIL])
SENT = dict.fromkeys(ALL, "sent")


def killing(process: list[subprocess.Popen[bytes]], nth: int) -> Action:
    """Kills the sender when it comes to a step for the nth time."""
    seen: list[int] = []

    async def action(_: Wire) -> None:
        seen.append(1)
        if len(seen) == nth:
            process[0].kill()
            process[0].wait()

    return action


def kill_at(sending: Case, step: str, nth: int = 1) -> dict[str, str]:
    """What the ledger says after a sender was killed at a step."""
    process: list[subprocess.Popen[bytes]] = []
    sending.post.at[step] = killing(process, nth)
    process.append(sending.start())
    process[0].communicate()
    assert process[0].returncode == -9
    sending.post.at.clear()
    return sending.states()


@pytest.mark.parametrize("step", ["MAIL", "DATA"])
def test_before_the_text_nothing_is_in_doubt(tmp_path: Path, step: str) -> None:
    with case(tmp_path) as sending:
        assert kill_at(sending, step) == dict.fromkeys(ALL, "queued")
        sending.send()
        assert sending.states() == SENT
        assert sending.arrived() == ALL


@pytest.mark.parametrize(("step", "came"), [("TEXT", 0), ("END", 1)])
def test_from_the_text_on_it_waits_for_a_person(tmp_path: Path, step: str, came: int) -> None:
    with case(tmp_path, LONG) as sending:
        assert kill_at(sending, step) == {**dict.fromkeys(ALL, "queued"), TAOYUAN: "sending"}
        sending.send()
        sending.send()
        assert sending.states() == {**SENT, TAOYUAN: "unknown"}
        assert sending.arrived().count(TAOYUAN) == came
        mark(sending.folder, [("sent" if came else "again", CORRECTION)])
        sending.send()
        assert sending.states() == SENT
        assert sending.arrived() == ALL


def test_between_two_letters_the_first_stays_sent(tmp_path: Path) -> None:
    with case(tmp_path) as sending:
        assert kill_at(sending, "MAIL", nth=2) == {TAOYUAN: "sent", ZHONGLI: "queued", COUNCIL: "queued"}
        sending.send()
        assert sending.states() == SENT
        assert sending.arrived() == ALL
