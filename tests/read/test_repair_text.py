from __future__ import annotations

import sys
from types import MappingProxyType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gmreports.read.repair_text import BLANKS, Read, choice, choices, nearest, tidy

# hypothesis leaves lone surrogates out of st.text() unless they are asked for.
ANY_TEXT = st.text(st.characters(exclude_categories=[]))

COURSES = ("性別主流化", "CEDAW", "其他性平相關")
DELIVERY = ("實體", "線上同步", "數位(非同步)", "混成")
OFFICES = ("桃園市大園區公所", "臺北市政府")
CODES = ("410", "411", "412", "413", "516", "517")
SYNONYMS = {"CEDAW": ("消除對婦女一切形式歧視公約", "Women's Convention"), "其他性平相關": ("其他",)}

TAIL = st.text(st.sampled_from(BLANKS), max_size=4)


def test_every_blank_that_unicode_knows_is_a_blank() -> None:
    known = {chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()}
    assert known <= set(BLANKS)
    assert len(set(BLANKS)) == len(BLANKS)


@pytest.mark.parametrize("mark", ["\u200f", "\u202b", "\u202d", "\u202e"])
def test_a_mark_that_turns_text_around_is_no_blank(mark: str) -> None:
    assert tidy(f"{mark}12") == Read(f"{mark}12", "")


@pytest.mark.parametrize(
    ("typed", "tidied"),
    [
        (" 桃園區公所　", "桃園區公所"),
        ("\ufeff\u200b 桃園\xa0", "桃園"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        ("第一行\r第二行", "第一行\n第二行"),
        ("第一行_x000D_\n第二行", "第一行\n第二行"),
        ("第一行_x000d_第二行_x000D_", "第一行\n第二行"),
        ("　\t\r\n", ""),
    ],
)
def test_tidy_mends(typed: str, tidied: str) -> None:
    assert tidy(typed) == Read(tidied, "spaces")


@pytest.mark.parametrize(
    "typed",
    [
        *("", "桃園 區　公所", "①１２３㈠10²", "（五）", "台北", "甲\n\n乙"),
        *("_x005F_x000D_", "NA", "None", "=1+1", "a\u200bb"),
    ],
)
def test_tidy_leaves_the_inside_alone(typed: str) -> None:
    assert tidy(typed) == Read(typed, "")


@given(ANY_TEXT)
@example("_x000_x000D_D_")
@example("\r_x000D_\r\n")
def test_tidy_is_idempotent_and_says_when_it_changed_something(text: str) -> None:
    read = tidy(text)
    assert isinstance(read.value, str)
    assert (read.kind == "") == (read.value == text)
    assert tidy(read.value) == Read(read.value, "")


@pytest.mark.parametrize(
    ("typed", "options", "value", "kind"),
    [
        ("CEDAW", COURSES, "CEDAW", ""),
        (" CEDAW　", COURSES, "CEDAW", "spaces"),
        ("性別 主流化", COURSES, "性別主流化", "spaces"),
        ("CEDAW_x000D_\n", COURSES, "CEDAW", "spaces"),
        ("cedaw", COURSES, "CEDAW", "case"),
        ("ＣＥＤＡＷ", COURSES, "CEDAW", "full_width"),
        ("ｃedaw ", COURSES, "CEDAW", "spaces+full_width+case"),
        ("數位（非同步）", DELIVERY, "數位(非同步)", "full_width"),
        ("台北市政府", OFFICES, "臺北市政府", "tai"),
        ("４１０", CODES, "410", "full_width"),
        ("其他", COURSES, "其他性平相關", "synonym"),
        ("其 他", COURSES, "其他性平相關", "spaces+synonym"),
        ("women's convention", COURSES, "CEDAW", "spaces+case+synonym"),
        ("womens", ("WOMENS", "men"), "WOMENS", "case"),
        ("CEDAW概論", ("CEDAW 概論",), "CEDAW 概論", "spaces"),
        ("臺(甲)", ("台（甲）",), "台（甲）", "full_width+tai"),
    ],
)
def test_choice_reads(typed: str, options: tuple[str, ...], value: str, kind: str) -> None:
    also = SYNONYMS if "convention" not in typed else {"CEDAW": ("Women'sConvention",)}
    assert choice(typed, options, also) == Read(value, kind)


CYRILLIC = "\u0421EDAW"


@pytest.mark.parametrize(
    "typed",
    ["", "　", "性別", "主流化", "性別主流化課程", "CEDAW、性別主流化", "CEDAVV", CYRILLIC, "C-E-D-A-W", "①"],
)
def test_choice_never_guesses(typed: str) -> None:
    assert choice(typed, COURSES, SYNONYMS) is None


def test_choice_refuses_what_could_be_two() -> None:
    assert choice("Ab", ("ab", "AB")) is None
    assert choice("其它", ("甲", "乙"), {"甲": ("其它",), "乙": ("其它",)}) is None
    assert choice("桃園", ("區公所", "市政府"), {"區公所": ("桃園",), "市政府": ("桃園",)}) is None


def test_an_exact_choice_wins_over_a_careless_synonym() -> None:
    assert choice("秘書", ("主任秘書", "秘書"), {"主任秘書": ("秘書",)}) == Read("秘書", "")


def test_a_choice_needs_no_synonym_that_is_spelled_alike() -> None:
    assert choice("ＣＥＤＡＷ", COURSES, {"CEDAW": ("cedaw",)}) == Read("CEDAW", "full_width")


def test_nothing_but_blanks_is_no_choice() -> None:
    assert choice("　", ("", "男")) is None


def test_synonyms_of_what_is_no_choice_are_ignored() -> None:
    assert choice("其他", ("男", "女"), MappingProxyType({"其他性平相關": ("其他",)})) is None


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=4))
def test_choice_gives_one_of_the_choices_or_none(text: str, options: list[str]) -> None:
    read = choice(text, tuple(options))
    assert read is None or read.value in options
    if text in options:
        assert read == Read(text, "")
    elif read is not None:
        assert read.kind != ""


@given(TAIL, st.sampled_from(DELIVERY), TAIL)
def test_choice_survives_blanks_and_full_width(before: str, option: str, after: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in option)
    read = choice(before + wide + after, DELIVERY)
    assert read is not None
    assert read.value == option


@pytest.mark.parametrize(
    ("typed", "value", "kind"),
    [
        ("410", "410", ""),
        ("410、516", "410、516", ""),
        ("516、410", "516、410", ""),
        ("410,411", "410、411", "separator"),
        ("410，411；412/413|516\n517;410", "410、411、412、413、516、517", "separator+duplicate"),
        ("410\r\n411", "410、411", "spaces+separator"),
        ("410_x000D_\n411", "410、411", "spaces+separator"),
        ("410、 411", "410、411", "spaces"),
        ("410、411、", "410、411", "separator"),
        ("410、、411", "410、411", "separator"),
        ("410、410", "410", "duplicate"),
        ("４１０, 411", "410、411", "separator+full_width+spaces"),
    ],
)
def test_choices_read(typed: str, value: str, kind: str) -> None:
    assert choices(typed, CODES) == Read(value, kind)


@pytest.mark.parametrize(
    "typed", ["", "、", " \n、", "410、999", "410 411", "410-413", "410和411", "410、4I1"]
)
def test_choices_are_all_known_or_none_is_taken(typed: str) -> None:
    assert choices(typed, CODES) is None


def test_choices_take_synonyms_and_choices_that_hold_a_separator() -> None:
    assert choices("其他、cedaw", COURSES, SYNONYMS) == Read("其他性平相關、CEDAW", "synonym+case")
    assert choices("單張/摺頁", ("單張/摺頁", "海報")) == Read("單張/摺頁", "")


@given(st.lists(st.sampled_from(CODES), min_size=1, unique=True))
def test_choices_in_canonical_form_stay(codes: list[str]) -> None:
    assert choices("、".join(codes), CODES) == Read("、".join(codes), "")


@given(st.lists(st.sampled_from(CODES), min_size=1), st.sampled_from("、，,;；/|\n"))
def test_choices_keep_the_order_and_drop_what_is_double(codes: list[str], separator: str) -> None:
    typed = separator.join(codes)
    read = choices(typed, CODES)
    assert read is not None
    assert read.value == "、".join(dict.fromkeys(codes))
    assert (read.kind == "") == (read.value == typed)
    assert choices(str(read.value), CODES) == Read(read.value, "")


@given(ANY_TEXT)
def test_choices_never_raise(text: str) -> None:
    assert choices(text, COURSES, SYNONYMS) is None or text
    assert nearest(text, COURSES) in (None, *COURSES)


@pytest.mark.parametrize(
    ("typed", "options", "suggested"),
    [
        ("性別主流", COURSES, "性別主流化"),
        ("CEDAVV", COURSES, "CEDAW"),
        ("ｃｅｄａ", COURSES, "CEDAW"),
        ("實休", DELIVERY, "實體"),
        ("跳舞", COURSES, None),
        ("", COURSES, None),
        ("　", COURSES, None),
        ("性別主流化" * 100, COURSES, None),
        ("男", (), None),
    ],
)
def test_nearest_suggests(typed: str, options: tuple[str, ...], suggested: str | None) -> None:
    assert nearest(typed, options) == suggested
