"""Letters as they lie in the folder, and as they leave the house."""

from __future__ import annotations

import email
from datetime import datetime
from email.policy import default
from pathlib import Path

import pytest

from gmreports.deliver import Mail, mails
from gmreports.deliver.finish import finished, message_id
from gmreports.inbox import TAIPEI
from gmreports.model import ClerkError
from tests.deliver.letters import CORRECTION, DESK, TAOYUAN, WORKBOOK, eml, result_folder, write

MOMENT = datetime(2026, 10, 12, 9, 30, tzinfo=TAIPEI)
HOSTILE = "主旨\u202e反\x1b[31m"


def read(tmp_path: Path, content: bytes, name: str = CORRECTION) -> Mail:
    write(tmp_path, name, content)
    return mails(tmp_path / "letters")[0]


def test_what_a_letter_is(tmp_path: Path) -> None:
    mail = mails(result_folder(tmp_path, {}) / "letters")[0]
    assert (mail.file, mail.kind, mail.label) == (CORRECTION, "correction", "更正通知")
    assert (mail.office_code, mail.office) == ("68000010", "桃園區")
    assert (mail.sender, mail.recipients, mail.attachments) == (DESK, (TAOYUAN,), (WORKBOOK,))
    assert mail.trouble == ""


def test_the_kind_without_an_index(tmp_path: Path) -> None:
    mail = read(tmp_path, eml("a@example.gov.tw", "主旨"), "summary.eml")
    assert (mail.kind, mail.label, mail.office_code, mail.office) == ("summary", "summary", "", "")


def test_several_recipients_each_once(tmp_path: Path) -> None:
    mail = read(tmp_path, eml("甲 <a@example.gov.tw>, b@example.gov.tw, a@example.gov.tw", "主旨"))
    assert mail.recipients == ("a@example.gov.tw", "b@example.gov.tw")


@pytest.mark.parametrize(
    "head", [b"", b"To: \r\n", b"To: nobody\r\n", b"To: a@b@c\r\n", b"To: undisclosed-recipients:;\r\n"]
)
def test_a_letter_to_nobody_is_not_sent(tmp_path: Path, head: bytes) -> None:
    mail = read(tmp_path, b"From: a@example.gov.tw\r\nSubject: x\r\n" + head + b"\r\nx\r\n")
    assert mail.recipients == ()
    assert "收件人" in mail.trouble


@pytest.mark.parametrize("to", ["王@example.gov.tw", "a@範例.tw", "a@example.gov.tw, nobody"])
def test_an_address_that_servers_do_not_take(tmp_path: Path, to: str) -> None:
    content = f"From: a@example.gov.tw\r\nTo: {to}\r\n\r\nx\r\n".encode()
    assert "不是電子郵件地址" in read(tmp_path, content).trouble


@pytest.mark.parametrize("name", ["notes by hand.eml", "x\u202ey.eml", "-rf.eml", "a\nb.eml"])
def test_a_name_that_is_not_ours_is_not_sent(tmp_path: Path, name: str) -> None:
    assert "檔名" in read(tmp_path, eml(TAOYUAN, "主旨"), name).trouble


@pytest.mark.parametrize("content", [b"", b"\0\xff" * 50, b"To: =?x?", b"Content-Type: multipart/mixed\n\n"])
def test_a_broken_file_is_no_letter(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content).trouble


def test_text_of_a_letter_does_not_reach_the_console_as_it_is(tmp_path: Path) -> None:
    mail = read(tmp_path, eml(TAOYUAN, "x").replace(b"Subject: x", f"Subject: {HOSTILE}".encode()))
    assert mail.subject.isprintable()


def test_no_letters_folder(tmp_path: Path) -> None:
    with pytest.raises(ClerkError, match="make report"):
        mails(tmp_path / "letters")


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
def test_what_leaves_the_house(tmp_path: Path, ending: bytes) -> None:
    content = eml(TAOYUAN, "主旨", attached=b"PK").replace(b"\r\n", ending)
    mail = read(tmp_path, content)
    out = finished(mail, mail.sender, MOMENT)
    message = email.message_from_bytes(out, policy=default)
    assert message["Date"].datetime == MOMENT
    assert message["Message-ID"] == message_id(mail, mail.sender)
    assert message["X-Unsent"] is None
    assert message["From"] == DESK
    assert out.partition(b"\r\n\r\n")[2] == eml(TAOYUAN, "主旨", attached=b"PK").partition(b"\r\n\r\n")[2]
    assert b"\n" not in out.replace(b"\r\n", b"")


def test_another_sender(tmp_path: Path) -> None:
    mail = read(tmp_path, eml(TAOYUAN, "主旨"))
    message = email.message_from_bytes(
        finished(mail, "別的窗口 <b@city.example.gov.tw>", MOMENT), policy=default
    )
    assert message.get_all("From") == ["別的窗口 <b@city.example.gov.tw>"]
    assert message["Message-ID"].endswith("@city.example.gov.tw>")


def test_the_id_is_that_of_the_content(tmp_path: Path) -> None:
    first = read(tmp_path / "a", eml(TAOYUAN, "主旨"))
    same = read(tmp_path / "b", eml(TAOYUAN, "主旨"))
    other = read(tmp_path / "c", eml(TAOYUAN, "主旨二"))
    assert message_id(first, DESK) == message_id(same, DESK) != message_id(other, DESK)


def test_hidden_copies_stay_hidden(tmp_path: Path) -> None:
    mail = read(tmp_path, b"Bcc: b@example.gov.tw\r\n" + eml(TAOYUAN, "主旨"))
    assert mail.recipients == (TAOYUAN, "b@example.gov.tw")
    assert b"Bcc" not in finished(mail, mail.sender, MOMENT)
