"""Letters give away nothing: no other office, no number of a person, nothing that acts."""

from __future__ import annotations

import csv
import email
import io
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default

from gmreports.model import Where
from gmreports.render.letter import eml, letters_index, office_letters
from tests.render.letter.letter_case import WRONG, kinds, letters_of_samples, made, only, run_of_samples
from tests.render.page_case import HOSTILE, parsed

SENDER = "性別平等辦公室 <gender@example.gov.tw>"


def test_nothing_of_another_office_is_in_a_letter() -> None:
    summary, post = made(WRONG)
    one = post.findings[0]
    slipped = replace(one, office_code="68000030", message="別的公所的錯誤。")
    joint = replace(
        one, code="T06", filled="115Q3-聯合01",
        message="「聯合辦理識別碼」的「115Q3-聯合01」不一樣：中壢區 115年7月3日；大溪區 115年7月13日。",
    )  # fmt: skip
    own = replace(one, filled="大溪區講座", message="「課程名稱」填的是「大溪區講座」。")
    letter = only(office_letters(summary, replace(post, findings=(slipped, joint, own))))
    for said in (letter.text, letter.html):
        assert "別的公所" not in said
        assert "7月13日" not in said
        assert "聯合辦理的日期或時數不一致。" in said
        assert own.message in said


def test_no_sample_letter_names_another_office() -> None:
    offices = run_of_samples().summary.terms.offices
    for code, letter in letters_of_samples().items():
        others = [office.short for office in offices if office.code != code]
        assert not [short for short in others if short in letter.text + letter.html], code


def test_an_address_that_is_none_leaves_the_letter_without_one() -> None:
    summary, post = made(WRONG)
    letters = [
        replace(only(office_letters(summary, replace(post, to=to))), name=f"letter{n}")
        for n, to in enumerate(("", "無", "a@example.com\nBcc: thief@example.com", "a@example.com"))
    ]
    assert [letter.to for letter in letters] == ["", "", "", "a@example.com"]
    index = list(
        csv.DictReader(io.StringIO(letters_index(letters, summary.terms.offices).decode("utf-8-sig")))
    )
    assert [row["狀態"] for row in index] == ["缺電子郵件地址"] * 3 + ["可以寄出"]
    assert {row["機關"] for row in index} == {"中壢區"}
    assert {row["種類"] for row in index} == {"更正通知"}
    assert index[0]["檔案"] == "letter0.eml"
    assert index[0]["附件"] == "68000020_115Q3_檢核.xlsx"
    assert b"\r\nTo:" not in eml(letters[0], SENDER)


def test_text_from_a_file_stays_text() -> None:
    summary, post = made(WRONG)
    text = " ".join(HOSTILE)
    file = f"115Q3/{text.replace('/', '')}\u202e\n.xlsx"
    standing = replace(post.standing, file=file)
    found = replace(
        post.findings[0], message=text, mend=f"{text}\r\nBcc: a@example.com", where=Where(file, text, text)
    )
    hostile = replace(post, standing=standing, findings=(found,), why_separate=text)
    letter = only(office_letters(summary, hostile))
    page = parsed(letter.html)
    assert not {"script", "img"} & page.tags
    assert not [name for name in page.attributes if name.startswith("on")]
    assert page.links == [f"mailto:{summary.terms.desk.email}"]
    assert text in letter.text
    assert "\u202e" not in letter.text + letter.html
    assert "\r" not in letter.text
    assert "\nBcc" not in letter.text


def test_nobody_s_number_is_in_a_letter() -> None:
    summary, post = made(WRONG)
    number = "A123456789"
    file = f"115Q3/{number}.xlsx"
    found = replace(
        post.findings[0], message=f"填的是「{number}」。", mend=number, where=Where(file, number, "U7")
    )
    standing = replace(post.standing, file=file, superseded=(file,))
    attachment = (f"{number}_檢核.xlsx", "application/octet-stream", b"workbook")
    letter = only(
        office_letters(summary, replace(post, standing=standing, findings=(found,), attachment=attachment))
    )
    assert number not in letter.text + letter.html + letter.subject + letter.name
    message = email.message_from_bytes(eml(letter, SENDER), policy=default)
    assert isinstance(message, EmailMessage)
    assert [part.get_filename() for part in message.iter_attachments()] == ["（個資）_檢核.xlsx"]


def test_the_letters_need_no_style_sheet_and_no_picture() -> None:
    for letter in kinds().values():
        assert not {"style", "img", "link", "script"} & parsed(letter.html).tags
        assert 'style="' in letter.html


def test_the_name_of_a_letter_is_a_file_name() -> None:
    summary, post = made(WRONG)
    office = replace(post.standing.office, short="../中 壢\n區")
    letter = only(office_letters(summary, replace(post, standing=replace(post.standing, office=office))))
    assert letter.name == "68000020_中壢區_correction"
