"""What no single example shows: nothing came, nothing leaks, and one cell has one rule."""

import random
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from itertools import product

import pandas as pd
import pytest

from gmreports.check import check
from gmreports.model import Round, Rule
from gmreports.rules import ALL, by_code
from gmreports.rules.asked import questions
from gmreports.summarise import summarise
from tests.rules.tables import form, found, lay

each_rule = pytest.mark.parametrize("rule", ALL, ids=[rule.code for rule in ALL])

SECRET = "王小明假資料"


def codes_at(data: Round, cell: str) -> set[str]:
    return {rule.code for rule in ALL for _, _, at, _ in found(data, rule.check(data)) if at == cell}


def everything(text: str) -> str:
    """Every sheet with one row in which every cell says the same."""
    lines = []
    for sheet in form().sheets:
        ids = [column.id for column in sheet.asked]
        lines += [sheet.id, f"| {' | '.join(ids)} |", f"| {' | '.join(text for _ in ids)} |"]
    return "\n".join(lines)


@cache
def laid(example: str) -> Round:
    """One round for all rules: none of them changes it."""
    return lay(example).data


@each_rule
@pytest.mark.parametrize("example", ["note unopenable - - - reason=empty", everything(""), everything("無")])
def test_a_rule_stands_any_file(rule: Rule, example: str) -> None:
    hits = rule.check(laid(example))
    assert hits.index.names == ["file", "row"]
    assert {"sheet", "column"} <= set(hits.columns)


@each_rule
def test_no_hit_repeats_the_value_of_an_internal_column(rule: Rule) -> None:
    internal = {(sheet.id, column.id) for sheet, column in questions(form()) if column.internal}
    for text in (SECRET, SECRET * 200, f"{SECRET}@"):
        hits = rule.check(laid(everything(text)))
        for hit in hits.to_dict("records"):
            if (hit["sheet"], hit["column"]) in internal:
                assert SECRET not in " ".join(str(fact) for fact in hit.values())


@pytest.mark.parametrize(
    ("example", "cell", "codes"),
    [
        ("training\n| att_m |\n| #REF! |", "Q5", {"F08"}),
        ("training\n| att_m |\n| = |", "Q5", {"F08"}),
        ("training\n| date_start |\n| #N/A |", "C5", {"F08"}),
        ("training\n| course_kind |\n| #NAME? |", "H5", {"F08"}),
        ("training\n| att_m |\n| 　 |", "Q5", {"F01"}),
        ("training\n| att_m |\n| 無 |", "Q5", {"F02"}),
        ("training\n| att_o |\n| 無 |", "S5", set()),
        ("training\n| sessions |\n| -1 |", "P5", {"F03"}),
        ("training\n| sessions |\n| 0 |", "P5", {"F07"}),
        ("training\n| sessions |\n| 0.5 |", "P5", {"F03"}),
        ("training\n| satisfaction |\n| 0.9 |", "AB5", {"F07"}),
        ("training\n| satisfaction |\n| ０．９ |", "AB5", {"F07"}),
        ("training\n| satisfaction |\n| 90% |", "AB5", set()),
        ("training\n| satisfaction |\n| 普通 |", "AB5", {"F02"}),
        ("training\n| date_start |\n| 115/7/3(六) |", "C5", {"F04"}),  # that day was a Friday
        ("cover\n| office |\n| 沒有這個公所 |", "B4", set()),  # S06 judges this one, F05 does not
        ("cover\n| year | quarter |\n| 115.5 | 3 |", "B6", {"S07"}),
    ],
)
def test_one_rule_speaks_of_a_cell(example: str, cell: str, codes: set[str]) -> None:
    assert codes_at(lay(example).data, cell) == codes


def test_a_percentage_with_two_meanings_is_told_both_ways() -> None:
    rule = by_code("F07")
    assert rule is not None
    [hit] = rule.check(lay("training\n| satisfaction |\n| 0.9 |").data).to_dict("records")
    assert "90% 或 0.9%" in rule.mend.format(**{str(key): fact for key, fact in hit.items()})


@pytest.mark.parametrize(
    ("filled", "nearest"),
    [("性別主流", "性別主流化"), ("cedaw課程", "CEDAW"), ("木工", "")],
)
def test_the_nearest_choice_is_suggested_and_not_taken(filled: str, nearest: str) -> None:
    rule = by_code("F05")
    assert rule is not None
    data = lay(f"training\n| course_kind |\n| {filled} |").data
    [hit] = rule.check(data).to_dict("records")
    assert (f"「{nearest}」" in hit["nearest"]) if nearest else hit["nearest"] == ""
    assert pd.isna(data.tables["training"]["course_kind"]).all()


def differences(old: str, new: str) -> str:
    rule = by_code("R03")
    assert rule is not None
    example = f"@ 68000010 115Q3 revision=1\n{old}\n@ 68000010 115Q3 revision=2\n{new}"
    [hit] = rule.check(lay(example).data).to_dict("records")
    return str(hit["differences"])


def test_what_a_later_file_changed_is_counted() -> None:
    table = "training\n| title | att_m |\n"
    three = f"{table}| 甲 | 1 |\n| 乙 | 2 |\n| 丙 | 3 |"
    assert differences(three, three) == "內容相同"
    assert differences(three, f"{table}| 甲 | 1 |\n| 丙 | 3 |") == "培力成果：刪去 1 列"
    assert (
        differences(three, f"{table}| 新 | 9 |\n| 甲 | 1 |\n| 乙 | 2 |\n| 丙 | 4 |")
        == "培力成果：增加 1 列、修改 1 列"
    )
    assert differences("cover\n| unit |\n| 甲課 |", "cover\n| unit |\n| 乙課 |") == "封面：1 項不同"
    assert differences("note unopenable - - - reason=empty", three) == "有一份讀不出來，無法比較"


BEFORE = """
@ 68000010 115Q2
cover
| training_status |
| 有辦理          |
training
| title    | date_start | sessions | att_m | att_f |
| 讀書會   | 2026-05-05 | 1        | 10    | 20    |
"""
NOW = """
@ {office} 115Q3
cover
| training_status |
| 有辦理          |
training
| title    | date_start | sessions | att_m | att_f |
| 案例研討 | 2026-07-10 | 1        | 1     | 2     |
| {title}  | {day}      | 1        | 100   | 200   |
"""
LATE_AND_AGAIN = {"D01", "R04", "R08"}


@pytest.mark.parametrize(
    ("office", "title", "day", "codes", "in_quarter", "in_year"),
    [
        ("68000010", "讀書會", "2026-05-05", {"R04"}, 3, 33),
        ("68000010", "晚報的工作坊", "2026-05-05", {"R08"}, 3, 333),
        ("68000010", "第1季的工作坊", "2026-02-05", {"D01"}, 3, 33),
        ("68000020", "晚報的工作坊", "2026-05-05", {"D01"}, 3, 3),
        ("68000010", "還沒辦的工作坊", "2026-10-05", {"D01"}, 3, 33),
        ("68000010", "去年的工作坊", "2025-12-05", {"D01"}, 3, 33),
        ("68000010", "本季的工作坊", "2026-08-05", set(), 303, 333),
    ],
)
def test_an_event_of_another_quarter_has_one_rule_and_counts_where_that_says(
    office: str, title: str, day: str, codes: set[str], in_quarter: int, in_year: int
) -> None:
    data = lay(BEFORE + NOW.format(office=office, title=title, day=day)).data
    rules = [rule for rule in ALL if rule.code in LATE_AND_AGAIN | {"S00"}]
    findings = check(data, rules)
    assert {finding.code for finding in findings} == codes
    measures = summarise(data, findings, datetime(2026, 10, 15)).measures
    values = {measure.id: measure.value for measure in measures}
    heads = [values[f"training.att_total.{time}.{office}"] for time in ("115Q3", "115Q1-115Q3")]
    assert heads == [in_quarter, in_year]


def test_a_file_by_itself_is_outside_its_quarter() -> None:
    data = lay(NOW.format(office="68000010", title="晚報的工作坊", day="2026-05-05")).data
    assert {finding.code for finding in check(data, ALL) if finding.code in LATE_AND_AGAIN} == {"D01"}


@pytest.mark.parametrize("seed", range(6))
def test_no_rule_breaks_on_a_round_of_rubbish(seed: int) -> None:
    dice = random.Random(seed)
    lines = []
    for office, period in product(("68000010", "68000130"), ("114Q4", "115Q1", "115Q3", "115Q4")):
        lines.append(f"@ {office} {period} revision={dice.randint(1, 2)}")
        lines += rubbish(dice)
    data = lay("\n".join(lines)).data
    for rule in ALL:
        for hit in rule.check(data).to_dict("records"):
            facts = {str(key): fact for key, fact in hit.items()}
            said = rule.message.format(**facts) + rule.expected.format(**facts) + rule.mend.format(**facts)
            assert "nan" not in said.lower().replace("lan", "")
            assert "NaT" not in said


def rubbish(dice: random.Random) -> Iterator[str]:
    """Some sheets with some of their columns, and whatever people may leave in them."""
    for sheet in form().sheets:
        asked = [column for column in sheet.asked if dice.random() < 0.8]
        if not asked or dice.random() < 0.1:
            continue
        yield f"{sheet.id}\n| {' | '.join(column.id for column in asked)} |"
        for _ in range(1 if sheet.layout == "label" else dice.randrange(6)):
            yield f"| {' | '.join(dice.choice([*RUBBISH, *column.choices]) for column in asked)} |"


RUBBISH = ("", "", "0", "1", "7", "-3", "0.5", "99999", "2026-04-15", "2026-08-01", "2025-12-31", "#REF!",
           "=", "無", "　", "CEDAW 概論", "410、999", "115/7/3", "92.5%", "長" * 200)  # fmt: skip


@pytest.mark.parametrize(
    ("period", "severity"), [("115Q1", "I"), ("115Q2", "W"), ("115Q3", "W"), ("115Q4", "E")]
)
def test_a_meeting_is_more_urgent_from_quarter_to_quarter(period: str, severity: str) -> None:
    rule = by_code("N01")
    assert rule is not None
    [hit] = rule.check(lay(f"@ 68000010 {period}\nmeeting\n| kind | held_on |").data).to_dict("records")
    assert hit["severity"] == severity


@pytest.mark.parametrize(("members", "severity"), [(0, "W"), (2, "I"), (1, None)])
def test_one_external_member_is_right(members: int, severity: str | None) -> None:
    rule = by_code("G05")
    assert rule is not None
    rows = ["| 召集人 |"] + ["| 外聘委員 |"] * members
    hits = rule.check(lay("\n".join(["committee", "| role |", *rows])).data).to_dict("records")
    assert [hit["severity"] for hit in hits] == ([severity] if severity else [])


@pytest.mark.parametrize(
    ("office", "source", "right"),
    [
        ("68000130", "秘書", True),
        ("68000130", "主任秘書", True),
        ("68000120", "秘書", False),
        ("68000120", "副區長", True),
    ],
)
def test_who_may_be_deputy_depends_on_the_office(office: str, source: str, right: bool) -> None:
    rule = by_code("G04")
    assert rule is not None
    example = f"@ {office} 115Q3\ncommittee\n| role | source |\n| 副召集人 | {source} |"
    assert len(rule.check(lay(example).data)) == (0 if right else 1)


def test_a_return_that_cannot_be_opened_is_no_earlier_return() -> None:
    gone = "@ 68000010 115Q2\nnote unopenable - - - reason=empty\n"
    data = lay(gone + NOW.format(office="68000010", title="晚報的工作坊", day="2026-05-05")).data
    assert {rule.code for rule in ALL if rule.code in LATE_AND_AGAIN and len(rule.check(data))} == {"D01"}


def test_a_material_of_an_earlier_quarter_is_enough_for_the_year() -> None:
    rule = by_code("M01")
    assert rule is not None
    early = "@ 68000010 115Q1\nmaterials\n| name | concept |\n| 單張 | 兩者 |\n"
    late = "@ 68000010 115Q4\nmaterials\n| name | concept |"
    assert len(rule.check(lay(early + late).data)) == 0
    assert len(rule.check(lay(late).data)) == 1
