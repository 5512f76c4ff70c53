"""Where a letter goes: the settings, else a cover sheet; never an address of somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from gmreports.forms import load_terms, reply_date
from gmreports.forms import settings as shelf
from gmreports.forms.mail_address import is_address, is_bare_address
from gmreports.model import ClerkError, Finding, Period
from gmreports.render.letter import address_of
from tests.summarise.rounds import Filing, finding, round_of, terms_of

CODE, OTHER = "68000020", "68000030"
OFFICE = terms_of("115Q3").office(CODE)


def filing(period: str, email: str, code: str = CODE, **more: object) -> Filing:
    return Filing(code, period, cover={"email": email}, **more)  # type: ignore[arg-type]


def address(*filings: Filing, findings: tuple[Finding, ...] = ()) -> str:
    return address_of(round_of("115Q3", filings), findings, OFFICE)


OLD, NEW = filing("115Q2", "old@example.gov.tw"), filing("115Q3", "new@example.gov.tw")


def test_the_newest_cover_sheet_says_where() -> None:
    assert address(OLD, NEW, filing("115Q3", "other@example.gov.tw", OTHER)) == "new@example.gov.tw"


def test_an_accepted_one_goes_before_a_newer_one_that_is_not() -> None:
    wrong = (finding("F01", NEW, "training", 1, "title"),)
    assert address(OLD, NEW, findings=wrong) == "old@example.gov.tw"
    assert address(NEW, findings=wrong) == "new@example.gov.tw"
    waits = (finding("T02", NEW, "training", 1, "title", "W"),)
    assert address(OLD, NEW, findings=waits) == "new@example.gov.tw"


def test_a_file_that_may_be_another_office_s_says_nothing() -> None:
    assert address(NEW, findings=(finding("S06", NEW, "cover", voids=True),)) == ""


def test_what_was_superseded_or_cannot_be_read_says_nothing() -> None:
    gone = replace(NEW, current=False)
    later = filing("115Q3", "later@example.gov.tw", revision=2, received=datetime(2026, 10, 9, 9))
    assert address(gone, later) == "later@example.gov.tw"
    assert address(OLD, replace(NEW, readable=False)) == "old@example.gov.tw"
    assert address(filing("115Q3", "other@example.gov.tw", OTHER)) == ""


def test_the_settings_go_before_every_cover_sheet() -> None:
    office = replace(OFFICE, email="set@example.gov.tw")
    assert address_of(round_of("115Q3", [NEW]), (), office) == "set@example.gov.tw"


@pytest.mark.parametrize(
    "email",
    [
        "",
        "無",
        "a@example",
        "a@example.com, b@example.com",
        "a@example.com;b@example.com",
        "甲 <a@example.com>",
        "a@範例.tw",
        "王@example.com",
        "a@example.com\nBcc: b@example.com",
        "a@example.com\u200b",
    ],
)
def test_a_cell_that_is_not_one_address_gives_none(email: str) -> None:
    assert address(filing("115Q3", email)) == ""
    assert address(OLD, filing("115Q3", email)) == "old@example.gov.tw"


def test_an_address_may_have_a_chinese_name_and_others_beside_it() -> None:
    assert is_address("區公所 <a@example.gov.tw>, b@example.gov.tw")
    assert is_bare_address("a.b-c@example.gov.tw")


def own_settings(tmp_path: Path, email: str) -> Path:
    path = tmp_path / "settings.toml"
    code = f'code = "{CODE}"'
    path.write_text(shelf.SHIPPED.read_text("utf-8").replace(code, f'{code}\nemail = "{email}"', 1), "utf-8")
    return path


def test_the_settings_name_an_office_s_address(tmp_path: Path) -> None:
    terms = load_terms(Period(115, 3), own_settings(tmp_path, "set@example.gov.tw"))
    assert [office.email for office in terms.offices if office.email] == ["set@example.gov.tw"]
    assert terms.office(CODE).email


def test_an_address_in_the_settings_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClerkError, match=r"設定檔\.office\[2\]\.email"):
        load_terms(Period(115, 3), own_settings(tmp_path, "中壢區公所"))


@pytest.mark.parametrize(
    ("as_of", "by"),
    [
        (date(2026, 9, 20), date(2026, 10, 12)),  # the due day itself is far enough
        (date(2026, 10, 5), date(2026, 10, 12)),
        (date(2026, 10, 6), date(2026, 10, 19)),
        (date(2026, 10, 12), date(2026, 10, 19)),
        (date(2026, 10, 13), date(2026, 10, 27)),  # the 26th is a holiday
        (date(2026, 10, 20), date(2026, 11, 2)),
    ],
)
def test_an_answer_is_asked_by_a_working_day_that_all_offices_share(as_of: date, by: date) -> None:
    assert reply_date(terms_of("115Q3"), as_of) == by


def test_the_office_s_own_holidays_move_it(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(shelf.SHIPPED.read_text("utf-8").replace("off = []", "off = [2026-10-19]"), "utf-8")
    assert reply_date(load_terms(Period(115, 3), path), date(2026, 10, 12)) == date(2026, 10, 20)
