"""A template to test: the real form and offices, one real rule, and a few of every sort made up here."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any, TypeAlias

import openpyxl
import pandas as pd
from openpyxl.utils import get_column_letter

from gmreports.forms import load_form, load_terms
from gmreports.model import Form, Formulas, Period, Round, Rule, Severity, Sheet, Terms
from gmreports.render.template import template
from gmreports.rules.training.part_over_whole import RULE as T01

# openpyxl declares nearly everything as possibly None; what is None here fails the test anyway.
Book: TypeAlias = Any

PERIOD = Period(115, 3)
TAOYUAN, FUXING = "68000010", "68000130"


def unused(data: Round) -> pd.DataFrame:
    raise AssertionError("a template checks nothing itself")


def rule(code: str, short: str, formulas: Formulas, severity: Severity = "E") -> Rule:
    return Rule(
        code,
        name="made_up",
        title=short,
        severity=severity,
        message=short,
        expected=short,
        mend=short,
        check=unused,
        doc=short,
        good=(),
        bad=(),
        short=short,
        formulas=lambda form, terms: formulas,
    )


def required(form: Form) -> Formulas:
    return {
        (sheet.id, column.id): f'TRIM({{{column.id}}})=""'
        for sheet in form.sheets
        for column in sheet.asked
        if column.need == "required"
    }


@cache
def terms() -> Terms:
    return load_terms(PERIOD)


@cache
def form() -> Form:
    return load_form(terms())


@cache
def rules() -> tuple[Rule, ...]:
    outside = {
        ("training", "date_start"): "AND(ISNUMBER({date_start}),OR({date_start}<{start},{date_start}>{end}))"
    }
    held = {("cover", "training_status"): 'AND({training_status}="有辦理",COUNTA({training.title:all})=0)'}
    kind = {("training", "course_kind"): 'AND({course_kind}<>"",COUNTIF({list:course_kind},{course_kind})=0)'}
    whole = {("headcount", ""): 'COUNTIF({staff_group:all},"全體應訓人員")=0'}
    gone = {("training", "title"): '{no_such_column}=""', ("no_such_sheet", "title"): "TRUE"}
    early = {("cover", "filled_on"): "AND(ISNUMBER({filled_on}),{filled_on}<{end})"}
    late = {("training", "title"): 'AND({title}="很久",{cover.quarter}=3)'}
    return (
        rule("F01", "「{header}」必填", required(form())),
        rule("D01", "「{header}」不在本季", outside),
        rule("S11", "沒有培力資料", held),
        rule("F05", "「{header}」要從清單選", kind),
        rule("H01", "缺「全體應訓人員」", whole),
        rule("X01", "不該出現", gone),
        rule("D03", "太早", early, "W"),
        rule("I01", "只是說一聲", late, "I"),
        T01,
    )


@cache
def built(office_code: str = TAOYUAN) -> bytes:
    return template(form(), terms(), rules(), terms().office(office_code), PERIOD)


@cache
def opened(office_code: str = TAOYUAN) -> Book:
    return openpyxl.load_workbook(BytesIO(built(office_code)))


def letter(sheet_id: str, column_id: str) -> str:
    """Where a column stands; `_check` is the one behind the last."""
    sheet: Sheet = form().sheet(sheet_id)
    ids = [*(column.id for column in sheet.asked), "_check"]
    return get_column_letter(ids.index(column_id) + 1)
