"""What no single example shows: nothing came, nothing leaks, and one cell has one rule."""

import pandas as pd
import pytest

from gmreports.model import Round, Rule
from gmreports.rules import ALL, by_code
from gmreports.rules.asked import questions
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


@each_rule
@pytest.mark.parametrize("example", ["note unopenable - - - reason=empty", everything(""), everything("無")])
def test_a_rule_stands_any_file(rule: Rule, example: str) -> None:
    hits = rule.check(lay(example).data)
    assert hits.index.names == ["file", "row"]
    assert {"sheet", "column"} <= set(hits.columns)


@each_rule
def test_no_hit_repeats_the_value_of_an_internal_column(rule: Rule) -> None:
    internal = {(sheet.id, column.id) for sheet, column in questions(form()) if column.internal}
    for text in (SECRET, SECRET * 200, f"{SECRET}@"):
        hits = rule.check(lay(everything(text)).data)
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
