"""The form as data: complete, and open to an office's own file."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from gmreports.forms import find_office, load_form, load_terms
from gmreports.model import ClerkError, Period

TERMS = load_terms(Period(115, 3))


def overlay(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_form_has_its_twelve_sheets_in_order() -> None:
    titles = [sheet.title for sheet in load_form(TERMS).sheets]
    assert titles == [
        "封面", "員額", "培力成果", "參訓涵蓋", "宣導成果", "宣導文宣",
        "專案小組", "聯絡人", "會議", "性別預算", "在地方案", "專區網頁",
    ]  # fmt: skip


def test_headers_of_the_training_sheet_are_the_contract() -> None:
    headers = "｜".join(column.header for column in load_form(TERMS).sheet("training").asked)
    assert headers == (
        "序號｜課程名稱｜辦理日期(起)｜辦理日期(迄)｜辦理單位｜合辦機關｜聯合辦理識別碼｜課程類型｜課程層級｜"
        "是否為CEDAW概論｜辦理方式｜授課方式｜終身學習課程代碼｜主要對象｜時數｜場次｜"
        "參訓人次(男)｜參訓人次(女)｜參訓人次(其他)｜參訓人次(合計)｜其中主管(男)｜其中主管(女)｜"
        "其中性平業務人員(男)｜其中性平業務人員(女)｜講座姓名｜講座職稱｜講座性別｜滿意度｜"
        "課程大綱或效益｜佐證檔名"
    )


def test_every_input_column_has_help_and_no_persons_data_is_public() -> None:
    for sheet in load_form(TERMS).sheets:
        for column in sheet.columns:
            assert column.help, (sheet.id, column.id)
            assert not (column.public and column.internal), (sheet.id, column.id)


@pytest.mark.parametrize("text", ["contact_name", "phone", "email", "ext", "contact_title"])
def test_contacts_are_internal(text: str) -> None:
    assert load_form(TERMS).sheet("cover").column(text).internal


def test_an_office_may_rename_add_and_drop(tmp_path: Path) -> None:
    own = overlay(
        tmp_path,
        """
        [choices]
        topic = ["CEDAW", "性別平等", "部落性別議題"]
        [sheets.promotion]
        title = "性別平等宣導"
        [sheets.promotion.columns.place]
        header = "辦理地點"
        synonyms = ["場地"]
        [sheets.promotion.columns.evidence]
        dropped = true
        [sheets.promotion.columns.x_tribe]
        header = "部落"
        kind = "text"
        need = "optional"
        """,
    )
    sheet = load_form(TERMS, own).sheet("promotion")
    assert sheet.title == "性別平等宣導"
    assert sheet.column("place").header == "辦理地點"
    assert sheet.column("place").kind == "text"
    assert sheet.column("topic").choices[-1] == "部落性別議題"
    assert [column.id for column in sheet.asked][-1] == "x_tribe"
    assert "evidence" not in [column.id for column in sheet.asked]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('[sheets.training.columns.title]\nheadr = "x"', "表單.sheets.training.columns.title.headr"),
        ("[sheets.training]\nrows = '六十'", "表單.sheets.training.rows"),
        ('[sheets.training.columns.att_m]\nkind = "number"', "表單.sheets.training.columns.att_m.kind"),
        ("[sheets.training.columns.att_m]\ndropped = true", "表單.sheets.training.columns.att_m.dropped"),
        ('[sheets.training.columns.x]\nheader = "甲"', "表單.sheets.training.columns.x"),
        ('[sheets.training.columns.method]\nchoices = "@no"', "表單.sheets.training.columns.method.choices"),
        ('[sheets.training.columns.att_total]\nparts = ["no"]', "表單.sheets.training.columns.att_total"),
        ('[sheets.budget.columns.item]\nheader = "類別"', "表單.sheets.budget.columns.kind.header"),
        ("[sheets]\ntraining = 3", "表單.sheets.training"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_form_names_its_key(tmp_path: Path, text: str, path: str) -> None:
    with pytest.raises(ClerkError, match=r"^設定「") as caught:
        load_form(TERMS, overlay(tmp_path, text))
    assert f"「{path}」" in str(caught.value)


def test_a_broken_file_says_where_and_a_notepad_bom_is_no_mistake(tmp_path: Path) -> None:
    with pytest.raises(ClerkError, match="第 2 行"):
        load_form(TERMS, overlay(tmp_path, "[sheets]\ntitle = 表"))
    with pytest.raises(ClerkError, match="找不到"):
        load_form(TERMS, tmp_path / "none.toml")
    load_form(TERMS, overlay(tmp_path, '\ufefftitle = "表"'))


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("115Q1", date(2026, 4, 10)),
        ("115Q2", date(2026, 7, 10)),
        ("115Q3", date(2026, 10, 12)),  # the 10th is National Day, on a Saturday
        ("115Q4", date(2027, 1, 11)),  # the 10th is a Sunday
        ("114Q4", date(2026, 1, 12)),
    ],
)
def test_the_due_day_is_a_working_day(period: str, due: date) -> None:
    assert load_terms(Period.parse(period)).due == due


def settings(tmp_path: Path, old: str, new: str) -> Path:
    shipped = Path(load_form.__code__.co_filename).with_name("settings.toml").read_text("utf-8")
    assert old in shipped
    return overlay(tmp_path, shipped.replace(old, new, 1))


def test_settings_are_dated(tmp_path: Path) -> None:
    assert load_terms(Period(116, 1)).plan is None
    path = settings(tmp_path, "valid_to = 2026-12-31", "valid_to = 2030-12-31")
    assert load_terms(Period(116, 1), path).plan is not None
    path = settings(tmp_path, "day = 10\n", "day = 5\n")
    assert load_terms(Period(115, 2), path).due == date(2026, 7, 6)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("day = 10", 'day = "十"', "設定檔.due_day[1].day"),
        ("day = 10", "day = 31", "設定檔.due_day.day"),
        ("denominator = 3", "denominator = 0", "設定檔.number"),
        ("[[plan]]", "[[plans]]", "設定檔.plans"),
        ('short = "桃園區"', 'shorts = "桃園區"', "設定檔.office[1].shorts"),
        ("valid_from = 2014-12-25", 'valid_from = "103/12/25"', "設定檔.office[1].valid_from"),
    ],
)
def test_a_mistake_in_the_settings_names_its_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    with pytest.raises(ClerkError) as caught:
        load_terms(Period(115, 3), settings(tmp_path, old, new))
    assert f"「{key}」" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("桃園市桃園區公所", "68000010"),
        ("桃園區公所", "68000010"),
        ("桃園區", "68000010"),
        ("桃園市 中壢區 公所", "68000020"),
        ("68000130", "68000130"),
        ("復興區公所\u3000", "68000130"),
        ("桃園", ""),
        ("桃園市", ""),
        ("中壢", ""),
        ("", ""),
    ],
)
def test_an_office_is_known_by_its_spellings_and_never_guessed(text: str, code: str) -> None:
    assert "".join(office.code for office in find_office(text, TERMS.offices)) == code


@pytest.mark.parametrize("text", ["115Q5", "115", "Q3", "2026Q3", "115Q3x", "１１５Q3"])
def test_a_period_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ClerkError, match="115Q3"):
        Period.parse(text)


def test_periods_know_their_days() -> None:
    assert (Period(113, 1).start, Period(113, 1).end) == (date(2024, 1, 1), date(2024, 3, 31))
    assert Period(115, 4).end == date(2026, 12, 31)
    assert Period(115, 4).next == Period(116, 1)
    assert Period(115, 1).previous == Period(114, 4)
    assert Period.of(date(2024, 2, 29)) == Period(113, 1)


def test_a_source_that_has_lapsed_is_said_from_the_next_period_on() -> None:
    assert not any("CEDAW" in sentence for sentence in load_terms(Period(112, 4)).lapsed)
    assert any("CEDAW" in sentence and "112年12月31日" in sentence for sentence in TERMS.lapsed)
    assert any("各機關性別平等訓練計畫" in sentence for sentence in load_terms(Period(113, 1)).lapsed)


def test_a_number_that_rules_need_cannot_be_left_out(tmp_path: Path) -> None:
    path = settings(tmp_path, 'id = "committee_goal"', 'id = "committee_target"')
    with pytest.raises(ClerkError, match="committee_goal"):
        load_terms(Period(115, 3), path)


def test_what_was_valid_then_is_used(tmp_path: Path) -> None:
    """A threshold that changes with 116: each period is judged by its own."""
    old = '[[number]]\nid = "committee_goal"'
    newer = '[[number]]\nid = "committee_goal"\nnumerator = 1\ndenominator = 2\nvalid_from = 2027-01-01\n\n'
    path = settings(tmp_path, old, newer + old)
    assert load_terms(Period(115, 4), path).numbers["committee_goal"] == Fraction(2, 5)
    assert load_terms(Period(116, 1), path).numbers["committee_goal"] == Fraction(1, 2)
    assert load_terms(Period(112, 1), path).numbers["committee_goal"] == Fraction(2, 5)
