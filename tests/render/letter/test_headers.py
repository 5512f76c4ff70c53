"""Headers as the standards have them: in short lines, and the same for an old parser as for a new one."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses

import pytest

from gmreports.render.letter import eml
from tests.render.letter.letter_case import WRONG, letter_of

LONG_NAME = "桃園市政府性別平等辦公室 季報 Gender 小組（承辦窗口）"
SUBJECTS = (
    "請更正：115年第3季性別平等業務季報（中壢區），115年10月27日以前",
    "Re: a subject in plain letters " * 4,
    "𠀀區" * 60,
    "一二三 ABC 四五六 " * 9,
)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_lines_and_words_are_short_and_read_back(subject: str) -> None:
    subject = subject.strip()
    to = f"{LONG_NAME} <a@example.gov.tw>, b@example.gov.tw, Chen <c@example.gov.tw>"
    letter = replace(letter_of(WRONG), subject=subject, to=to)
    content = eml(letter, f"{LONG_NAME} <gender@example.gov.tw>")
    head = content.partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 78
    assert max(map(len, re.findall(rb"=\?\S+\?=", head)), default=0) <= 75
    new = email.message_from_bytes(content, policy=default)
    assert isinstance(new, EmailMessage)
    assert new["Subject"] == subject
    assert [each.addr_spec[0] for each in new["To"].addresses] == ["a", "b", "c"]
    old = email.message_from_bytes(content)
    assert str(make_header(decode_header("".join(old["Subject"].splitlines())))) == subject
    names = [str(make_header(decode_header(name))) for name, _ in getaddresses([old["To"], old["From"]])]
    assert names == [LONG_NAME, "", "Chen", LONG_NAME]


def test_the_name_of_an_attachment_stays_in_one_line() -> None:
    name = "區公所性別平等業務季報" * 6 + ".xlsx"
    letter = replace(letter_of(WRONG), attachments=((name, "application/octet-stream", b"x"),))
    content = eml(letter, "gender@example.gov.tw")
    assert re.search(rb"\r\nContent-Disposition: attachment; filename\*=utf-8''[^\r]+\.xlsx\r\n", content)
