from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gmreports.read.repair_dates import day, serial
from gmreports.read.repair_text import BLANKS, Read

ANY_TEXT = st.text(st.characters(exclude_categories=[]))
DAYS = st.dates(date(1912, 1, 1), date(2100, 12, 31))
# Without an era word, a year of the Republic is only read from 100 on.
ROC_DAYS = st.dates(date(2011, 1, 1), date(2100, 12, 31))
WIDE = str.maketrans("0123456789/-.", "０１２３４５６７８９／－．")


@pytest.mark.parametrize(
    ("typed", "iso", "kind"),
    [
        ("2026-07-03", "2026-07-03", ""),
        (" 2026-07-03\xa0", "2026-07-03", "spaces"),
        ("2026-7-3", "2026-07-03", "western_date"),
        ("2026/7/3", "2026-07-03", "western_date"),
        ("2026.7.3", "2026-07-03", "western_date"),
        ("2026年7月3日", "2026-07-03", "western_date"),
        ("西元2026年7月3日", "2026-07-03", "western_date"),
        ("西元 2026-07-03", "2026-07-03", "spaces+western_date"),
        ("115/7/3", "2026-07-03", "roc_date"),
        ("112.03.05", "2023-03-05", "roc_date"),
        ("112-10-06", "2023-10-06", "roc_date"),
        ("115年7月3日", "2026-07-03", "roc_date"),
        ("民國 108 年 08 月 19 日", "2019-08-19", "spaces+roc_date"),
        ("民國115.7.3", "2026-07-03", "roc_date"),
        ("中華民國115年7月3日", "2026-07-03", "roc_date"),
        ("民國99年3月5日", "2010-03-05", "roc_date"),
        ("民國99/3/5", "2010-03-05", "roc_date"),
        ("民國1年1月1日", "1912-01-01", "roc_date"),
        ("113/2/29", "2024-02-29", "roc_date"),
        ("200/12/31", "2111-12-31", "roc_date"),
        ("1120305", "2023-03-05", "compact"),
        ("20260703", "2026-07-03", "compact"),
        ("２０２６０７０３", "2026-07-03", "full_width+compact"),
        ("２０２６／７／３", "2026-07-03", "full_width+western_date"),
        ("２０２６－０７－０３", "2026-07-03", "full_width"),
        ("１１２．０３．０５", "2023-03-05", "full_width+roc_date"),
        ("115 / 7 / 3", "2026-07-03", "spaces+roc_date"),
        ("115年　7月\n3日", "2026-07-03", "spaces+roc_date"),
        ("112年10月6日(星期五)", "2023-10-06", "weekday+roc_date"),
        ("112年10月6日（五）", "2023-10-06", "weekday+roc_date"),
        ("112/10/6 （ 五 ）", "2023-10-06", "spaces+weekday+roc_date"),
        ("112年10月6日週五", "2023-10-06", "weekday+roc_date"),
        ("112年10月8日星期天", "2023-10-08", "weekday+roc_date"),
        ("112年10月8日(日)", "2023-10-08", "weekday+roc_date"),
        ("2023-10-06(五)", "2023-10-06", "weekday"),
        ("112年10月6日(星期四)", "2023-10-06", "weekday+roc_date+weekday_conflict"),
        ("一一二年三月五日", "2023-03-05", "chinese_numeral+roc_date"),
        ("一一二年十月六日", "2023-10-06", "chinese_numeral+roc_date"),
        ("民國一一〇年十二月廿一日", "2021-12-21", "chinese_numeral+roc_date"),
        ("一○九年十一月卅日", "2020-11-30", "chinese_numeral+roc_date"),
        ("一零九年一月三十一日", "2020-01-31", "chinese_numeral+roc_date"),
        ("一一二年十月卅一日（二）", "2023-10-31", "weekday+chinese_numeral+roc_date"),
        ("二〇二六年七月二十一日", "2026-07-21", "chinese_numeral+western_date"),
        ("112年十月六日", "2023-10-06", "chinese_numeral+roc_date"),
        ("2026-07-03 00:00:00", "2026-07-03", "time"),
        ("2026-07-03T09:30", "2026-07-03", "time"),
        ("2026-07-03 00:00:00.000", "2026-07-03", "time"),
        ("2026/7/3 上午 12:00:00", "2026-07-03", "time+western_date"),
        ("115年7月3日下午2:30", "2026-07-03", "time+roc_date"),
        ("115/7/3(五)09:30", "2026-07-03", "time+weekday+roc_date"),
        ("115/7/3（五） 09：30", "2026-07-03", "full_width+time+weekday+roc_date"),
    ],
)
def test_reads(typed: str, iso: str, kind: str) -> None:
    assert day(typed) == Read(date.fromisoformat(iso), kind)


NOT_DAYS = """
- 無 未定 七月 今天 2026 115 115年 115年7月 2026-07 115/7 第3季 45000 46206.5 112030 112030555
99/3/5 15/7/3 26-07-03 99年3月5日 九九年三月五日 一二年三月五日 990305 0990305 099/3/5 5/7/3
7/3 3/5 7月3日 三月五日 7-3 0703
115/7/3~7/5 115/7/3-7/5 115/7/3～5 115年7月3日至5日 115/7/3、115/7/5
03/05/2026 3/5/2026 5.3.2026
112/2/30 115/2/29 1150229 20260229 115/13/1 115/0/1 115/1/0 115/4/31 2100/2/29
201/1/1 1911/12/31 2201/1/1 0115/7/3 民國2026年7月3日 民國0年1月1日 民國前1年1月1日
西元115年7月3日 西元99年3月5日 民國201年1月1日
2026-07/03 2026/7-3 115年7/3 115年7月3 115/7月3日 2026–07–03 2026,7,3 115//7/3 115/7/3/
115/7/3(八) 115年7月3日五 115/7/3() 115/7/3（五 (五)
一百一十二年三月五日 壹壹貳年三月五日 一一二年〇三月五日 一一二年十三月五日
一一二年三月四十日 一一二年三月三十二日 一一二年二月三十日 一一二年三月廿十日
約115/7/3 115/7/3前 115/7/3(暫定) ①①⑤/7/3 ١١٥/٧/٣ 115/007/3 -115/7/3 115/-7/3 09:30
"""


@pytest.mark.parametrize("typed", NOT_DAYS.split())
def test_leaves_alone(typed: str) -> None:
    assert day(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        *("", "　", "3 Jul 2026", "Jul 3, 2026", "115/7/3 115/7/5"),
        *("2026 07 03", "20 26-07-03", "11 5/7/3", "115/0 7/03", "1120 305", "5\u200b5/7/3", "\u202e115/7/3"),
        *("2026-07-03 25:00", "2026-07-03 24:00", "2026-07-03 09:60", "2026-07-03 09"),
        *("2026-07-03 09:30~12:00", "115/7/3" + " " * 5 + "0" * 60),
    ],
)
def test_leaves_alone_what_blanks_or_a_time_make_doubtful(typed: str) -> None:
    assert day(typed) is None


def numeral(value: int) -> str:
    tens, ones = divmod(value, 10)
    return ["", "十", "二十", "三十"][tens] + "〇一二三四五六七八九"[ones : ones + 1].strip("〇")


def digit_by_digit(value: int) -> str:
    return str(value).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


WESTERN_SPELLINGS: list[Callable[[date], str]] = [
    date.isoformat,
    lambda d: f"{d.year}/{d.month}/{d.day}",
    lambda d: f"{d.year}.{d.month:02}.{d.day:02}",
    lambda d: f"{d:%Y%m%d}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"西元 {d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: f"{d.isoformat()}T23:59",
    lambda d: d.isoformat().translate(WIDE),
    lambda d: f"{digit_by_digit(d.year)}年{numeral(d.month)}月{numeral(d.day)}日",
    lambda d: f"民國{d.year - 1911}年{d.month}月{d.day}日",
    lambda d: f"民國{d.year - 1911}.{d.month}.{d.day}",
    lambda d: f"民國 {d.year - 1911:03} 年 {d.month:02} 月 {d.day:02} 日",
    lambda d: f"民國{digit_by_digit(d.year - 1911)}年{numeral(d.month)}月{numeral(d.day)}日",
]
ROC_SPELLINGS: list[Callable[[date], str]] = [
    lambda d: f"{d.year - 1911}/{d.month}/{d.day}",
    lambda d: f"{d.year - 1911}.{d.month:02}.{d.day:02}",
    lambda d: f"{d.year - 1911}-{d.month:02}-{d.day:02}",
    lambda d: f"{d.year - 1911}{d.month:02}{d.day:02}",
    lambda d: f"{d.year - 1911}年{d.month}月{d.day}日",
    lambda d: f"{d.year - 1911}／{d.month}／{d.day}".translate(WIDE),
    lambda d: f"{digit_by_digit(d.year - 1911)}年{numeral(d.month)}月{numeral(d.day)}日",
    lambda d: f"{d.year - 1911}年{d.month}月{d.day}日（{'一二三四五六日'[d.weekday()]}）",
]


@pytest.mark.parametrize("spelling", WESTERN_SPELLINGS)
@given(when=DAYS)
def test_every_day_comes_back(spelling: Callable[[date], str], when: date) -> None:
    read = day(spelling(when))
    assert read is not None
    assert read.value == when


@pytest.mark.parametrize("spelling", ROC_SPELLINGS)
@given(when=ROC_DAYS)
def test_every_day_of_a_three_digit_year_comes_back(spelling: Callable[[date], str], when: date) -> None:
    read = day(spelling(when))
    assert read is not None
    assert read.value == when


@given(st.dates(date(1912, 1, 1), date(2010, 12, 31)), st.sampled_from("/-."))
def test_a_year_of_two_digits_is_never_guessed(when: date, separator: str) -> None:
    year = when.year - 1911
    assert day(f"{year}{separator}{when.month}{separator}{when.day}") is None
    assert day(f"{year}年{when.month}月{when.day}日") is None
    assert day(f"{when:%y}{separator}{when.month}{separator}{when.day}") is None


@given(DAYS, st.sampled_from("一二三四五六日"))
def test_a_wrong_weekday_is_read_and_said(when: date, weekday: str) -> None:
    read = day(f"{when.isoformat()}(週{weekday})")
    right = weekday == "一二三四五六日"[when.weekday()]
    assert read == Read(when, "weekday" if right else "weekday+weekday_conflict")


@given(st.text(st.sampled_from(BLANKS)), DAYS, st.text(st.sampled_from(BLANKS)))
def test_outer_blanks_do_not_matter(before: str, when: date, after: str) -> None:
    assert day(f"{before}{when}{after}") == Read(when, "spaces" if before or after else "")


DATEISH = st.text(st.sampled_from("0123456789/-.年月日民國西元週()（）一二十廿卅〇 　:T"), max_size=16)


@given(ANY_TEXT | DATEISH)
@example("\ud800-07-03")
@example("1" + " " * 40_000 + "1")
@example("二" * 60 + "年")
def test_reading_the_reading_changes_nothing(text: str) -> None:
    read = day(text)
    if read is not None:
        assert isinstance(read.value, date)
        assert day(read.value.isoformat()) == Read(read.value, "")
        assert (read.kind == "") == (text == read.value.isoformat())


@pytest.mark.parametrize(
    ("typed", "date1904", "iso", "kind"),
    [
        (46206, False, "2026-07-03", "excel_serial"),
        (46206.0, False, "2026-07-03", "excel_serial"),
        (Decimal("46206"), False, "2026-07-03", "excel_serial"),
        (44744, True, "2026-07-03", "excel_serial"),
        (32874, False, "1990-01-01", "excel_serial"),
        (73415, False, "2100-12-31", "excel_serial"),
        (1120305, False, "2023-03-05", "compact"),
        (1120305.0, True, "2023-03-05", "compact"),
        (20260703, False, "2026-07-03", "compact"),
        (Decimal("20260703.0"), False, "2026-07-03", "compact"),
    ],
)
def test_serial_reads(typed: float | Decimal, date1904: bool, iso: str, kind: str) -> None:
    assert serial(typed, date1904) == Read(date.fromisoformat(iso), kind)


@pytest.mark.parametrize(
    "typed",
    [
        *(0, 1, -46206, 115, 2026, 32873, 73416, 100_001, 990305, 1150229, 20260229, 46206.5, 10**9, 1e300),
        *(float("nan"), float("inf"), float("-inf")),
        *(Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1E+999999"), Decimal("46206.0001")),
    ],
)
def test_serial_leaves_alone(typed: float | Decimal) -> None:
    assert serial(typed) is None


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_serial_comes_back(when: date) -> None:
    assert serial((when - date(1899, 12, 30)).days) == Read(when, "excel_serial")
    assert serial((when - date(1904, 1, 1)).days, date1904=True) == Read(when, "excel_serial")
    assert serial(int(f"{when:%Y%m%d}")) == Read(when, "compact")


@given(st.floats() | st.decimals(allow_nan=True, allow_infinity=True) | st.integers(), st.booleans())
def test_serial_never_raises(value: float | Decimal, date1904: bool) -> None:
    read = serial(value, date1904)
    if read is not None:
        assert isinstance(read.value, date)
        assert date(1912, 1, 1) <= read.value < date(2200, 12, 31) + timedelta(days=1)
