"""The summary letter, and letters as bytes that mail programs can read back."""

from __future__ import annotations

import email
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default

import pytest

from gmreports.model import ClerkError, Letter
from gmreports.render.letter import aligned, eml, summary_letter
from gmreports.render.style import width_of
from tests.render.page_case import HOSTILE, example

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONG = "115年第3季桃園市各區公所性別平等業務彙整報告（含培力、參訓涵蓋、宣導、專案小組、性別預算與趨勢）.xlsx"
ATTACHED = (
    (LONG, SHEET, bytes(range(256)) * 40),
    ("115年第3季性別平等業務彙整.html", "text/html", "<p>頁</p>".encode()),
)
SENDER = "性別平等辦公室 <gender@example.gov.tw>"


def letter(**changes: str) -> Letter:
    _, summary, _ = example()
    return replace(summary_letter(summary, ATTACHED), **changes)  # type: ignore[arg-type]


def back(content: bytes) -> EmailMessage:
    found = email.message_from_bytes(content, policy=default)
    assert isinstance(found, EmailMessage)
    assert [part.defects for part in found.walk() if part.defects] == []
    return found


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert isinstance(part, EmailMessage)
    return str(part.get_content())


def test_the_letter_reads_back_whole() -> None:
    written = letter()
    message = back(eml(written, SENDER))
    assert message["Subject"] == written.subject
    assert message["From"].addresses[0].display_name == "性別平等辦公室"
    assert message["To"] == written.to == example()[1].terms.desk.recipient
    assert body(message, "plain").splitlines() == written.text.splitlines()
    assert body(message, "html").splitlines() == written.html.splitlines()
    assert [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for part in message.iter_attachments()
    ] == list(ATTACHED)


def test_the_headers_are_few_and_know_no_hour() -> None:
    message = back(eml(letter(), SENDER))
    assert set(message.keys()) == {"From", "To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"}
    assert message["X-Unsent"] == "1"


def test_same_letter_same_bytes() -> None:
    assert eml(letter(), SENDER) == eml(letter(), SENDER)


def test_lines_are_short_enough_for_mail() -> None:
    content = eml(letter(), SENDER)
    assert content.isascii()
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_a_letter_without_attachments() -> None:
    _, summary, _ = example()
    message = back(eml(summary_letter(summary, ()), SENDER))
    assert message.get_content_type() == "multipart/alternative"
    assert "附件：" not in body(message, "plain")


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028"])
def test_no_header_can_be_slipped_in(end: str) -> None:
    slipped = f"{end}Bcc: thief@example.com{end}{end}body"
    written = replace(letter(subject=f"主旨{slipped}"), attachments=((f"檔{slipped}.xlsx", SHEET, b"x"),))
    message = back(eml(written, SENDER))
    assert "Bcc" not in message
    assert "Bcc" not in next(message.iter_attachments())
    for sender, to in ((SENDER, f"a@example.com{slipped}"), (f"a@example.com{slipped}", "a@example.com")):
        with pytest.raises(ClerkError):
            eml(letter(to=to), sender)


def test_a_letter_to_nobody_yet_has_no_recipient() -> None:
    message = back(eml(letter(to=""), SENDER))
    assert "To" not in message
    assert body(message, "plain").splitlines() == letter().text.splitlines()


def test_answers_go_to_the_desk() -> None:
    message = back(eml(letter(reply_to="desk@example.gov.tw"), SENDER))
    assert message["Reply-To"] == "desk@example.gov.tw"
    with pytest.raises(ClerkError):
        eml(letter(reply_to="desk@example.gov.tw\nBcc: thief@example.com"), SENDER)


def test_the_open_format_is_told_among_the_attachments() -> None:
    ods = ("115年第3季性別平等業務彙整.ods", "application/vnd.oasis.opendocument.spreadsheet", b"x" * 2048)
    _, summary, _ = example()
    written = summary_letter(summary, (*ATTACHED, ods))
    for said in (written.text, written.html):
        assert f"{ods[0]}" in said
        assert "（開放格式活頁簿，2 KB）" in said
    assert back(eml(written, SENDER)).is_multipart()


@pytest.mark.parametrize("to", ["無", "council", "@example.com", "a@", "a b@example.com", "<a@b", "王@a.tw"])
def test_an_address_that_is_none(to: str) -> None:
    with pytest.raises(ClerkError):
        eml(letter(to=to), SENDER)


def test_several_recipients() -> None:
    message = back(eml(letter(to="甲 <a@example.com>, b@example.com"), SENDER))
    assert [address.addr_spec for address in message["To"].addresses] == ["a@example.com", "b@example.com"]


def test_an_attachment_is_named_without_its_folder() -> None:
    written = replace(letter(), attachments=(("..\\夾/../甲.xlsx", SHEET, b"x"),))
    assert next(back(eml(written, SENDER)).iter_attachments()).get_filename() == "甲.xlsx"


def test_the_letter_says_who_is_missing_what_is_attached_and_whom_to_ask() -> None:
    _, summary, _ = example()
    written = letter()
    assert "（收件 12/13）" in written.subject
    for said in (written.text, written.html):
        assert summary.headline[0] in said
        assert "觀音區" in said
        assert LONG in said
        assert summary.terms.desk.phone in said
        assert summary.terms.desk.email in said


def test_the_letter_needs_no_style_sheet_and_no_picture() -> None:
    html = letter().html
    assert "<style" not in html
    assert "<img" not in html
    assert 'style="' in html


def test_hostile_text_stays_text() -> None:
    _, summary, _ = example()
    text = " ".join(HOSTILE)
    desk = replace(summary.terms.desk, name=text, email="javascript:alert(1)", phone=text)
    written = summary_letter(replace(summary, headline=(text,), terms=replace(summary.terms, desk=desk)), ())
    assert "<script" not in written.html
    assert "<img" not in written.html
    assert 'href="javascript' not in written.html
    assert text in written.text


def test_columns_of_text_stand_under_each_other() -> None:
    lines = aligned([("項目", "本季", "比較"), ("參訓人次", "1,397", "增加"), ("a", "5", "")], right={1})
    assert lines[0] == "項目" + " " * 6 + " " + "本季  比較"
    assert {
        width_of(line[: line.index(found)]) for line, found in zip(lines, ("比較", "增加"), strict=False)
    } == {17}
    assert width_of(lines[2]) == 15
