"""Letters to the offices: which one each gets, what it lists, and by when."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gmreports.model import Finding, Where
from gmreports.render.letter import Post, eml, office_letters, receipt_letter
from gmreports.render.letter.office import MOST_ITEMS
from tests.render.letter.letter_case import (
    UNCHECKED,
    WARNED,
    WRONG,
    kinds,
    letter_of,
    letters_of_samples,
    made,
    only,
    run_of_samples,
    standing_of,
)
from tests.render.page_case import example, parsed
from tests.summarise.make import MISSING, UNREADABLE

GOLDEN = Path(__file__).with_name("golden")
SENDER = "性別平等辦公室 <gender@example.gov.tw>"


def rows(html: str) -> list[tuple[str, str]]:
    """The cells of each row of what is to be mended: where, and what to do."""
    return re.findall(
        r'<tr><th [^>]*class="at"[^>]*scope="row"[^>]*>(.*?)</th><td[^>]*>(.*?)</td></tr>', html
    )


def many(post: Post, count: int, **changes: object) -> Post:
    one = post.findings[0]
    found = tuple(
        replace(one, where=Where(one.where.file, one.where.sheet, f"U{10 + n}"), **changes)  # type: ignore[arg-type]
        for n in range(count)
    )
    return replace(post, findings=found)


def test_each_office_gets_one_letter_and_it_fits_where_the_office_stands() -> None:
    summary = run_of_samples().summary
    wanted = {"accepted": "thanks", "to_correct": "correction", "missing": "overdue"}
    for code, letter in letters_of_samples().items():
        standing = standing_of(summary, code)
        assert letter.kind == wanted[standing.state], code
        assert letter.name == f"{code}_{standing.office.short}_{letter.kind}"
        assert (letter.office_code, letter.reply_to) == (code, summary.terms.desk.email)


@pytest.mark.parametrize("code", ["68000030", "68000060"])
def test_a_correction_lists_every_finding_to_be_mended_and_brings_the_workbook(code: str) -> None:
    outcome, letter = run_of_samples(), letters_of_samples()[code]
    file = standing_of(outcome.summary, code).file
    found = [f for f in outcome.findings if f.where.file == file and (f.blocks or f.warns)]
    assert len(found) > 5
    listed = rows(letter.html)
    assert len(listed) == len(found)
    text = parsed(letter.html).text
    for finding in found:
        assert any(finding.where.sheet in place and finding.where.cell in place for place, _ in listed)
        for said in (text, letter.text):
            assert finding.where.cell in said
            assert finding.message in said
            assert finding.mend in said
    assert [name for name, _, _ in letter.attachments] == [file.replace(".xlsx", "_檢核.xlsx")]
    assert letter.attachments[0][0] in letter.text


def test_the_receipt_is_in_every_letter_about_a_file() -> None:
    for code in (WARNED, WRONG, UNREADABLE):
        summary, post = made(code)
        letter = only(office_letters(summary, post))
        assert post.standing.received is not None
        for said in (letter.text, letter.html):
            assert post.sha256 in said
            assert post.standing.file.rpartition("/")[2] in said
            assert f"{post.standing.received:%H:%M}" in said
            assert all(label in said and figure in said for label, figure in post.totals)
    assert "讀到的合計" not in letter_of(UNREADABLE).text


def test_what_the_file_replaced_is_named() -> None:
    assert made("68000030")[1].standing.superseded
    assert "取代較早的：" in letter_of("68000030").text


def test_a_file_that_was_not_checked_gets_a_receipt_and_nothing_to_do() -> None:
    letter = kinds()["receipt"]
    assert (letter.kind, letter.attachments, rows(letter.html)) == ("receipt", (), [])
    assert "不用重送" in letter.text
    assert "不用重送" in letter.html
    summary, post = made(WARNED)
    assert "不用重送" not in receipt_letter(summary, post).text


def test_one_that_cannot_be_read_says_why_and_asks_for_the_file_again() -> None:
    _, post = made(UNREADABLE)
    letter = letter_of(UNREADABLE)
    assert letter.kind == "correction"
    assert letter.subject.startswith("請重送")
    for said in (letter.text, letter.html):
        assert post.findings[0].message in said
        assert post.findings[0].mend in said


@pytest.mark.parametrize(
    ("days", "kind", "said"),
    [(-5, "reminder", "還有 5 天"), (0, "reminder", "今天就是截止日"), (3, "overdue", "已經過了 3 天")],
)
def test_the_reminder_counts_the_days_from_the_cut_off(days: int, kind: str, said: str) -> None:
    summary, post = made(MISSING)
    moment = datetime.combine(summary.terms.due, datetime.min.time()) + timedelta(days=days, hours=9)
    letter = only(office_letters(replace(summary, as_of=moment), post))
    assert letter.kind == kind
    assert said in letter.text
    assert said in letter.html
    assert "收件回條" not in letter.text


def test_thanks_lists_only_what_still_waits_for_an_answer() -> None:
    summary, post = made(WARNED)
    assert len(rows(letter_of(WARNED).html)) == len(post.findings) == 1
    assert letter_of(WARNED).attachments
    for answered in ({"explanation": "上下午各一場"}, {"trial": True}, {"severity": "I"}):
        done = tuple(replace(finding, **answered) for finding in post.findings)
        letter = only(office_letters(summary, replace(post, findings=done)))
        assert letter.kind == "thanks"
        assert (rows(letter.html), letter.attachments) == ([], ())
        assert "請確認" not in letter.text


def test_a_long_list_stops_at_twenty_and_leads_to_the_attachment() -> None:
    summary, post = made(WRONG)
    letter = only(office_letters(summary, many(post, MOST_ITEMS + 5)))
    assert len(rows(letter.html)) == MOST_ITEMS
    for said in (letter.text, letter.html):
        assert "其餘 5 項見附件" in said
    bare = only(office_letters(summary, replace(many(post, MOST_ITEMS + 5), attachment=None)))
    assert len(rows(bare.html)) == MOST_ITEMS + 5
    assert "附件" not in bare.text


def test_a_column_pasted_wrong_is_one_line_with_all_its_cells() -> None:
    summary, post = made(WRONG)
    cells = ("U7", "U8", "U9", "U12", "V3")
    pasted = replace(post, findings=(replace(post.findings[0], cells=cells),))
    assert "培力成果 U7～U9、U12、V3（共 5 格）" in only(office_letters(summary, pasted)).text


def test_a_separate_workbook_says_why() -> None:
    summary, post = made(WRONG)
    letter = only(office_letters(summary, replace(post, why_separate="檔案是 ods 格式。")))
    for said in (letter.text, letter.html):
        assert "（檔案是 ods 格式，所以沒有標在貴所的檔案上）" in said
        assert "底色" not in said


def test_a_broken_second_file_is_named_beside_the_good_one() -> None:
    summary, post = made(WRONG)
    other = replace(post.findings[0], where=Where("115Q3/二版.xlsx"), message="檔案不完整。")
    letter = only(office_letters(summary, replace(post, findings=(other,))))
    assert "1. 二版.xlsx\n" in letter.text


@pytest.mark.parametrize("layout", ["correction", "thanks", "unreadable", "overdue", "reminder", "receipt"])
def test_the_plain_text_reads_as_approved(layout: str) -> None:
    """After a wanted change of wording: put the new text into golden/, and read it."""
    assert kinds()[layout].text == (GOLDEN / f"{layout}.txt").read_text(encoding="utf-8")


def test_same_post_same_bytes() -> None:
    for layout, letter in kinds().items():
        assert eml(letter, SENDER) == eml(kinds()[layout], SENDER)


def test_a_letter_about_a_file_is_the_same_on_the_next_day() -> None:
    """What is made again must not be sent again: only the day by which an answer is asked may move."""
    for code in (WARNED, WRONG, UNREADABLE, UNCHECKED):
        summary, post = made(code)
        later = replace(summary, as_of=summary.as_of + timedelta(days=1, hours=3))
        assert office_letters(later, post) == office_letters(summary, post), code


def test_what_is_wrong_with_the_cover_keeps_the_whole_return_out() -> None:
    summary, post = made(WRONG)
    voiding: Finding = replace(post.findings[0], sheet_id="cover", row=0, voids=True)
    assert "整份季報不會算進" in only(office_letters(summary, replace(post, findings=(voiding,)))).text
    assert "有錯的列不會算進" in letter_of(WRONG).text
    assert example()[1] is summary
