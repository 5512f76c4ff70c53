from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gmreports.read.repair_numbers import number
from gmreports.read.repair_text import BLANKS, Read

HERE = Path(__file__).parent
ANY_TEXT = st.text(st.characters(exclude_categories=[]))
PEOPLE = ("人次", "人")
MONEY = ("元",)
PERCENT = ("%", "％")
ALL_UNITS = (*PEOPLE, *MONEY, *PERCENT, "場", "小時", "時")
WIDE = str.maketrans("0123456789,.", "０１２３４５６７８９，．")
INTEGERS = st.integers(-(10**30), 10**30)
DECIMALS = st.decimals(min_value=-(10**12), max_value=10**12, places=3)


@pytest.mark.parametrize(
    ("typed", "units", "value", "kind"),
    [
        ("50", (), "50", "text_number"),
        ("0", (), "0", "text_number"),
        ("007", (), "7", "text_number"),
        ("-5", (), "-5", "text_number"),
        ("+5", (), "5", "text_number"),
        ("12.0", (), "12", "text_number"),
        ("2.50", (), "2.5", "text_number"),
        ("５０", (), "50", "full_width"),
        ("１２．５", (), "12.5", "full_width"),
        ("＋５", (), "5", "full_width"),
        ("−5", (), "-5", "minus"),
        ("－5", (), "-5", "minus"),
        ("－５", (), "-5", "full_width+minus"),
        ("2,533,000", (), "2533000", "thousands"),
        ("-2,533,000", (), "-2533000", "thousands"),
        ("1,234.5", (), "1234.5", "thousands"),
        ("２，５３３，０００", (), "2533000", "full_width+thousands"),
        ("2, 533, 000", (), "2533000", "spaces+thousands"),
        ("1萬431", (), "10431", "wan"),
        ("1萬0005", (), "10005", "wan"),
        ("1萬0", (), "10000", "wan"),
        ("1萬4,615", (), "14615", "thousands+wan"),
        ("2萬 5,046人次", PEOPLE, "25046", "unit+spaces+thousands+wan"),
        ("1.5萬", (), "15000", "wan"),
        ("1.23456萬", (), "12345.6", "wan"),
        ("3萬", (), "30000", "wan"),
        ("-3萬", (), "-30000", "wan"),
        ("３ 萬", (), "30000", "full_width+spaces+wan"),
        ("3萬元", MONEY, "30000", "unit+wan"),
        ("12,345萬", (), "123450000", "thousands+wan"),
        ("1億", (), "100000000", "wan"),
        ("1.5億", (), "150000000", "wan"),
        ("1億2,345萬6789", (), "123456789", "thousands+wan"),
        ("1億5萬", (), "100050000", "wan"),
        ("12人", PEOPLE, "12", "unit"),
        ("12 人次", PEOPLE, "12", "unit+spaces"),
        ("3場", ("場",), "3", "unit"),
        ("2.5小時", ("小時", "時"), "2.5", "unit"),
        ("2時", ("小時", "時"), "2", "unit"),
        ("184.18%", PERCENT, "184.18", "unit"),
        ("９９％", PERCENT, "99", "unit+full_width"),
        ("NT$1,000", MONEY, "1000", "currency+thousands"),
        ("$ 500", MONEY, "500", "currency+spaces"),
        ("新臺幣1萬2,000元", MONEY, "12000", "currency+unit+thousands+wan"),
        ("新台幣500", MONEY, "500", "currency"),
        (" 50　", (), "50", "spaces"),
        ("\ufeff50\u200b\xa0", (), "50", "spaces"),
    ],
)
def test_reads(typed: str, units: tuple[str, ...], value: str, kind: str) -> None:
    assert number(typed, units) == Read(Decimal(value), kind)


NOT_NUMBERS = """
- － 無 — N/A nan NaN inf -inf Infinity None
約50 50餘人 十幾人 50多 50~60 50-60 50～60 3+2 3*2 =3 (50) 50?
1e5 1E5 0x10 1_000 O 1O l2 12/5 1.2.3 1:30 12. .5 １２.５. 1．２．３
① ② 10² ㈠ 五 〇 十 △5 ▲5 ½ Ⅴ 一萬 3千 1萬2千 壹 廿
٣ ١٢ १२ ๕ 𝟓 𝟏𝟐 ߅
1,23 12,34,567 1,2345 1234,567 ,123 123, 1,,234 0,123 1.234,567 1,234,56 2533，000
--5 -−5 +-5 −－5 5- − –5 -NT$5
1萬5 1萬12345 1萬10000 1.5萬431 1萬431.5 1億5000 1億12345萬 1億2.5萬
萬 萬5 1萬2萬 1萬億 1,23萬 1萬5,0 1萬-5 -萬
50人 50場 50人次人 人次 50個 $50 NT$50 50%
"""


@pytest.mark.parametrize("typed", NOT_NUMBERS.split())
def test_leaves_alone(typed: str) -> None:
    assert number(typed, ("人次",)) is None


@pytest.mark.parametrize(
    "typed",
    ["", " ", "　", "5 0", "2 533 000", "5\n0", "5\u200b0", "- 5", "3萬 5", "\u202e12", "9" * 65],
)
def test_leaves_alone_what_blanks_or_length_make_doubtful(typed: str) -> None:
    assert number(typed) is None


@pytest.mark.parametrize(
    ("typed", "units"),
    [
        ("12人", ()),
        ("12人", ("場",)),
        ("12人次", ("人",)),
        ("12人人", ("人",)),
        ("$5", ("人",)),
        ("5元", ("",)),
        ("12%", ("％",)),
    ],
)
def test_takes_only_the_units_it_was_given(typed: str, units: tuple[str, ...]) -> None:
    assert number(typed, units) is None


@given(INTEGERS)
def test_integers_come_back(n: int) -> None:
    assert number(str(n)) == Read(Decimal(n), "text_number")


@given(DECIMALS)
def test_decimals_come_back_exactly(n: Decimal) -> None:
    assert number(f"{n:f}") == Read(n, "text_number")


@given(INTEGERS)
def test_thousands_come_back(n: int) -> None:
    kind = "thousands" if abs(n) >= 1000 else "text_number"
    assert number(f"{n:,}") == Read(Decimal(n), kind)


@given(st.integers(0, 10**30))
def test_full_width_comes_back(n: int) -> None:
    read = number(f"{n:,}".translate(WIDE))
    assert read is not None
    assert read.value == n
    assert number(f"−{n}") == Read(Decimal(-n), "minus")


WAN_SPELLINGS = ["{}萬{}", "{:,}萬{:,}", "{} 萬 {}"]


@given(st.integers(0, 10**8 - 1), st.integers(10, 9999), st.sampled_from(WAN_SPELLINGS))
def test_wan_comes_back(myriads: int, ones: int, spelling: str) -> None:
    read = number(spelling.format(myriads, ones))
    assert read is not None
    assert read.value == myriads * 10_000 + ones


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999))
def test_yi_comes_back(yi: int, wan: int, ones: int) -> None:
    assert number(f"{yi}億{wan}萬{ones:04}") == Read(Decimal(yi * 10**8 + wan * 10**4 + ones), "wan")


OUTER = st.text(st.sampled_from(BLANKS))


@given(OUTER, INTEGERS, OUTER, st.sampled_from(["", *ALL_UNITS]))
def test_blanks_and_units_do_not_matter(before: str, n: int, after: str, unit: str) -> None:
    read = number(f"{before}{n}{unit}{after}", ALL_UNITS)
    assert read is not None
    assert read.value == n


NUMBERISH = st.text(st.sampled_from("0123456789,.+-−－萬億元人次%％$ 　０９，．約五〇①eE/~"), max_size=12)


@given(ANY_TEXT | NUMBERISH, st.sampled_from([(), PEOPLE, MONEY, ALL_UNITS]))
@example("1" + " " * 40_000 + "1", ())
@example("," * 40_000, ())
@example("\ud800", ())
def test_reading_the_reading_changes_nothing(text: str, units: tuple[str, ...]) -> None:
    read = number(text, units)
    if read is not None:
        assert isinstance(read.value, Decimal)
        assert read.value.is_finite()
        assert number(f"{read.value:f}") == Read(read.value, "text_number")


@given(st.text(st.characters(exclude_categories=["Nd"])))
def test_no_digit_no_number(text: str) -> None:
    assert number(text, ALL_UNITS) is None


# Two tables published as open data by city governments, with the spelling in which they were typed.


def table(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def figure(text: str, units: tuple[str, ...] = ()) -> Decimal:
    read = number(text, units)
    assert read is not None, text
    assert isinstance(read.value, Decimal)
    return read.value


BUDGET = table("real_childcare_budget.csv")


def test_the_budget_table_is_whole() -> None:
    assert len(BUDGET) == 8


@pytest.mark.parametrize("row", BUDGET, ids=[row["_id"] for row in BUDGET])
def test_four_quarters_add_up_to_the_cumulative_column(row: dict[str, str]) -> None:
    quarters = [figure(row[f"第{quarter}季執行數"]) for quarter in "一二三四"]
    assert sum(quarters) == figure(row["本年度一月起至本季截止累計執行數"])


@pytest.mark.parametrize("row", BUDGET, ids=[row["_id"] for row in BUDGET])
def test_the_execution_rate_is_reproduced(row: dict[str, str]) -> None:
    rate = figure(row["本年度一月起至本季截止累計執行數"]) / figure(row["本年度預算數"]) * 100
    assert rate.quantize(Decimal("0.01"), ROUND_HALF_UP) == figure(row["執行率"], PERCENT)


def test_the_marriage_education_rows_add_up_to_their_total() -> None:
    *rows, total = table("real_marriage_education.csv")
    assert len(rows) == 5
    expected = {"場次": 276, "人次": 25_046, "男": 10_431, "女": 14_615}
    for column, published in expected.items():
        assert figure(total[column], PEOPLE) == published
        assert sum(figure(row[column], PEOPLE) for row in rows) == published
    for row in (*rows, total):
        assert figure(row["男"]) + figure(row["女"]) == figure(row["人次"], PEOPLE)
