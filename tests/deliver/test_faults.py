"""Whatever a mail server does, the ledger says what is known, and nobody gets a letter twice."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from gmreports.model import ClerkError
from gmreports.run.send import mark
from tests.deliver.letters import CORRECTION, COUNCIL, LONG, TAOYUAN, ZHONGLI, eml
from tests.deliver.mail_server import Action, drop, hang, once, say
from tests.deliver.sending import Case, case

ALL = sorted([TAOYUAN, ZHONGLI, COUNCIL])
SENT = dict.fromkeys(ALL, "sent")


def why(sending: Case, address: str) -> dict[str, str]:
    return [line for line in sending.lines() if line["to"] == address][-1]


def test_each_letter_arrives_once(tmp_path: Path) -> None:
    with case(tmp_path) as sending:
        sending.send()
        assert sending.states() == SENT
        sending.send()
        assert sending.arrived() == ALL
        assert sending.post.connections == 1


REFUSALS = [
    ("MAIL", say("451 4.3.0 try later")),
    ("MAIL", drop),
    ("RCPT", say("452 4.2.2 mailbox full")),
    ("RCPT", drop),
    ("DATA", say("451 4.3.0 try later")),
    ("DATA", drop),
    ("REFUSE", say("451 4.3.0 try later")),
    ("REFUSE", say("554 5.7.1 no")),
]


@pytest.mark.parametrize(("step", "action"), REFUSALS, ids=[step for step, _ in REFUSALS])
def test_what_was_not_taken_is_failed_and_goes_again(tmp_path: Path, step: str, action: Action) -> None:
    """REFUSE is after the dot, but the server says no."""
    with case(tmp_path) as sending:
        sending.post.at[step] = once(action)
        sending.send()
        assert sending.states() == {**SENT, TAOYUAN: "failed"}
        assert sending.arrived() == [a for a in ALL if a != TAOYUAN]
        assert why(sending, TAOYUAN)["why"]
        sending.send()
        assert sending.states() == SENT
        assert sending.arrived() == ALL


@pytest.mark.parametrize("action", [drop, say("421 4.3.2 closing")])
def test_cut_off_in_the_text_is_failed(tmp_path: Path, action: Action) -> None:
    """A letter too long to be in the buffers when the server stops listening."""
    with case(tmp_path, LONG) as sending:
        sending.post.at["TEXT"] = once(action)
        sending.send()
        assert sending.states() == {**SENT, TAOYUAN: "failed"}
        sending.send()
        assert sending.arrived() == ALL


@pytest.mark.parametrize("action", [drop, hang, say("gibberish")], ids=["drop", "hang", "gibberish"])
def test_after_the_dot_is_unknown_and_waits_for_a_person(tmp_path: Path, action: Action) -> None:
    with case(tmp_path) as sending:
        sending.post.at["END"] = once(action)
        sending.send(timeout=0.6)
        assert sending.states() == {**SENT, TAOYUAN: "unknown"}
        sending.send()
        assert sending.states() == {**SENT, TAOYUAN: "unknown"}
        assert Counter(sending.arrived()) == Counter(ALL)
        mark(sending.folder, [("sent", CORRECTION)])
        sending.send()
        assert sending.states() == SENT
        assert why(sending, TAOYUAN)["decision"] == "sent"
        assert sending.arrived() == ALL


def test_a_person_may_have_it_sent_again(tmp_path: Path) -> None:
    with case(tmp_path) as sending:
        sending.post.at["END"] = once(drop)
        sending.send()
        mark(sending.folder, [("again", CORRECTION)])
        assert (why(sending, TAOYUAN)["state"], why(sending, TAOYUAN)["decision"]) == ("queued", "again")
        sending.send()
        assert sending.states() == SENT
        twice = [got.content for got in sending.post.got if TAOYUAN in got.recipients]
        ids = {line for content in twice for line in content.split(b"\r\n") if line.startswith(b"Message-ID")}
        assert (len(twice), len(ids)) == (2, 1)


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "TEXT"])
def test_a_server_that_hangs_before_the_dot(tmp_path: Path, step: str) -> None:
    with case(tmp_path, LONG if step == "TEXT" else {}) as sending:
        sending.post.at[step] = once(hang)
        sending.send(timeout=0.6)
        assert sending.states() == {**SENT, TAOYUAN: "failed"}
        assert "沒有回應" in why(sending, TAOYUAN)["why"]


def test_a_partly_refused_letter_goes_to_the_others_only_once(tmp_path: Path) -> None:
    both = eml(f"{TAOYUAN}, chief@example.gov.tw", "兩個收件人")
    with case(tmp_path, {CORRECTION: both}) as sending:
        sending.post.at[f"RCPT {TAOYUAN}"] = once(say("550 5.1.1 User unknown"))
        sending.send()
        assert sending.states() == {**SENT, "chief@example.gov.tw": "sent", TAOYUAN: "failed"}
        assert "沒有這個收件地址" in why(sending, TAOYUAN)["why"]
        assert why(sending, TAOYUAN)["reply"] == "550 5.1.1 User unknown"
        sending.send()
        assert sending.arrived() == sorted([*ALL, "chief@example.gov.tw"])


def test_a_refused_recipient_never_sees_the_letter(tmp_path: Path) -> None:
    with case(tmp_path) as sending:
        sending.post.at[f"RCPT {TAOYUAN}"] = say("550 5.1.1 User unknown")
        sending.send()
        sending.send()
        assert sending.states() == {**SENT, TAOYUAN: "failed"}
        assert sending.arrived() == [a for a in ALL if a != TAOYUAN]


def test_the_server_gets_the_letter_as_it_is(tmp_path: Path) -> None:
    """Lines that begin with a dot, or are one, do not end the letter early."""
    letter = eml(TAOYUAN, "dots", "Hello\n.\n.one\n..two\n" * 3)
    with case(tmp_path, {CORRECTION: letter}) as sending:
        sending.send(("correction",))
        [got] = sending.post.got
        assert got.content.partition(b"\r\n\r\n")[2] == letter.partition(b"\r\n\r\n")[2]
        assert b"X-Unsent" not in got.content


@pytest.mark.parametrize("step", ["MAIL", "REFUSE"])
def test_too_large_is_said(tmp_path: Path, step: str) -> None:
    with case(tmp_path) as sending:
        sending.post.at[step] = once(say("552 5.3.4 Message too big for system"))
        sending.send()
        assert "太大" in why(sending, TAOYUAN)["why"]


def test_a_server_with_a_number_of_letters_per_connection(tmp_path: Path) -> None:
    """421 at the next MAIL is answered with a new connection: nothing of that letter was on its way."""
    with case(tmp_path) as sending:
        seen: list[int] = []

        async def one_each(wire: object) -> str | None:
            seen.append(id(wire))
            return "421 4.7.0 too many messages" if seen.count(id(wire)) > 1 else None

        sending.post.at["MAIL"] = one_each
        sending.send()
        assert sending.states() == SENT
        assert sending.post.connections == len(ALL)


def test_a_server_that_breaks_every_time_is_left_alone(tmp_path: Path) -> None:
    more = {f"6800001{n}_範例區_thanks.eml": eml(f"a{n}@example.gov.tw", "感謝") for n in range(4)}
    with case(tmp_path, more) as sending:
        sending.post.at["DATA"] = drop
        done = sending.send()
        assert Counter(sending.states().values()) == Counter(failed=3, queued=4)
        assert done.stopped
        del sending.post.at["DATA"]
        sending.send()
        assert len(sending.arrived()) == 7
        assert set(sending.states().values()) == {"sent"}


def test_a_server_that_wants_a_login_stops_all(tmp_path: Path) -> None:
    with case(tmp_path, login=True) as sending:
        with pytest.raises(ClerkError, match="--user"):
            sending.send()
        assert set(sending.states().values()) == {"queued"}
        assert sending.post.got == []
